"""Find e-mail addresses in a text, including obfuscated ones."""

from __future__ import annotations

import re
import unicodedata

# Not in a path, as mailing list archives name messages, nor before a colon, as in repository URLs.
_PLAIN = re.compile(
    r"(?<![\w.+/%-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:[^\W\d_]{2,24}|xn--[\w-]{2,59})(?![\w-]|\.\w|:\w)"
)
_ENDINGS = (
    r"(?:com|org|net|edu|gov|info|biz|dev|app|xyz|name|email|cloud|tech|online|site|blog|art|ai|io|eu|uk|de|at|ch|fr|es|it"
    r"|nl|be|pl|cz|sk|pt|se|no|fi|dk|ie|gr|hu|ro|ru|ua|tr|jp|cn|kr|tw|hk|sg|in|au|nz|ca|us|mx|br|ar|za|il|co|me|cc|tv)\b"
)
_AT = r"(?:at|ät|@|arroba|chez|bei|a)"
_DOT = r"(?:dot|punkt|point|punto|ponto|\.)"
_OPEN, _SHUT = r"[\[({<]", r"[\])}>]"
# me [at] host [dot] org, me(at)host.org, me {@} host.org
_BRACKETED = re.compile(
    rf"(?<![\w.+-])([\w.+-]{{1,64}})\s{{0,2}}{_OPEN}\s?{_AT}\s?{_SHUT}\s{{0,2}}"
    rf"([\w-]{{1,63}}(?:(?:\.|\s{{0,2}}{_OPEN}\s?{_DOT}\s?{_SHUT}\s{{0,2}}|\s{_DOT}\s)[\w-]{{1,63}}){{1,4}})(?![\w-])",
    re.IGNORECASE,
)
# me at host dot org, me @ host . org, me_at_host.org: plain words, so only with common top-level domains.
_SPOKEN = re.compile(
    rf"(?<![\w.+-])([\w.+-]{{1,64}})(?:\sat\s)(?!(?:the|a|an|each|every|this|that|one)\b)([\w-]{{2,63}}(?:\s(?:dot|punkt)\s[\w-]{{2,63}}){{0,2}}"
    rf"\s(?:dot|punkt)\s{_ENDINGS})",
    re.IGNORECASE,
)
_SPACED = re.compile(
    rf"(?<![\w.+-])([\w.+-]{{2,64}})(?:\s@\s?|\s?@\s|_at_)([\w-]{{2,63}}(?:\s?\.\s?[\w-]{{2,63}}){{0,2}}\s?\.\s?{_ENDINGS})(?![\w(.-])",
    re.IGNORECASE,
)
# A form of address → what its middle contains: searching for that first is many times faster.
_FORMS = (
    (re.compile("@"), _PLAIN),
    (re.compile(rf"{_OPEN}\s?{_AT}\s?{_SHUT}", re.IGNORECASE), _BRACKETED),
    (re.compile(r"\s(?:dot|punkt)\s", re.IGNORECASE), _SPOKEN),
    (re.compile(r"\s@|@\s|_at_", re.IGNORECASE), _SPACED),
)
_SEPARATORS = re.compile(rf"\s{{0,2}}{_OPEN}\s?{_DOT}\s?{_SHUT}\s{{0,2}}|\s(?:{_DOT})\s|\s?\.\s?", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Reserved for examples by RFC 2606 and RFC 6761; repository addresses; file names.
_EXAMPLE = re.compile(
    r"^git@|@(?:[\w.-]+\.)?(?:example(?:\.\w+)?|test|invalid|localhost)$"
    r"|@\w+\.(?:png|jpe?g|gif|svg|webp|avif|js|mjs|ts|css|md|html?)$"
)


def emails_in(text: str) -> dict[str, str]:
    """Each address in normal spelling → as it occurs in the text. Example addresses are left out."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("%40", "@").replace("*", "")
    found: dict[str, str] = {}
    for middle, form in _FORMS:
        for match in form.finditer(text) if middle.search(text) else ():
            spelled = match[0] if form is _PLAIN else f"{match[1]}@{_SEPARATORS.sub('.', match[2])}"
            found.setdefault(spelled, match[0])
    return {address: typed for address, typed in found.items() if not _EXAMPLE.search(address.lower())}
