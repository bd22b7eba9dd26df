"""HTML as strings: escaping, placeholders and holes, conversion to plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import quote

# Unicode noncharacters, which do not occur in text, mark what is inserted later.
# MARK n END: the output of the n-th shortcode or formula. HOLE kind n END: what the garden fills in.
MARK, END, HOLE = "\ufdd0", "\ufdd1", "\ufdd2"

# RAW: before the end of each raw HTML tag of the author, if raw HTML is not trusted.
RAW = "\ufdd3"
# PART: before and after a named part of the note, with its number.
PART = "\ufdd4"
RESERVED = (MARK, END, HOLE, RAW, PART)
_NOTHING = dict.fromkeys(map(ord, RESERVED))
MARK_RE = re.compile(f"{MARK}([0-9]+){END}")
HOLE_RE = re.compile(f"{HOLE}([LAPERC])([0-9]+){END}")
EMBED_RE = re.compile(f"{HOLE}E([0-9]+){END}")
EMBEDDED = f"{HOLE}E"
"""Prefix of the hole of an embed."""
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref.*?</sup>', re.DOTALL)
_MARKUP = re.compile(rf"<[^<>]*>|{HOLE}[A-Z]\d+{END}")
ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ANY_TAG = re.compile(r"<(?=[a-zA-Z/!?])[^>]*>?")
_HARMLESS_TAG = re.compile(
    r"</?(?:abbr|b|br|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|var)"
    r"""(?:\s+(?:class|id|title|lang|dir)=(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>|<(?:https?://|mailto:)[^\s<>]*>"""
)


def without_reserved(text: str) -> str:
    """A text from elsewhere, such as a bibliography, without the characters that mark what is inserted later."""
    return text if text.isascii() else text.translate(_NOTHING)


def has_bytes(text: str, parts: Iterable[int | bytes]) -> bool:
    """Whether the UTF-8 of a text contains one of these bytes or byte strings: faster than searching for letters."""
    data = text.encode("utf-8", "replace")
    return any(part in data for part in parts)


def harmless(text: str) -> str:
    """The text of a shortcode's argument; tags are escaped, except harmless inline ones."""
    if "<" not in text:
        return text
    return _ANY_TAG.sub(lambda t: t[0] if _HARMLESS_TAG.fullmatch(t[0]) else t[0].replace("<", "&lt;"), text)


def entity(found: re.Match[str]) -> str:
    """The character for a match of `ENTITY`; an unknown name is unchanged."""
    shown = unescape(found[0])
    return found[0] if found[0][1] != "#" and shown.endswith(";") and shown != ";" else shown


def decoded(text: str) -> str:
    """Text with its entities decoded, only those with a semicolon: in an address `&copy=` is a parameter."""
    return ENTITY.sub(entity, text) if "&" in text else text


def without_footnote_marks(html: str) -> str:
    """HTML without footnote numbers. For an unclosed one, the end is not searched again and again."""
    stop = html.rfind("</sup>") + 6 if "<sup" in html else 0
    return _FOOTNOTE_MARK.sub("", html[:stop]) + html[stop:] if stop > 6 else html


def plain_text(html: str) -> str:
    """The text of rendered inline HTML, without holes and tags."""
    if "<" in html or HOLE in html:
        html = _MARKUP.sub("", html)
    return unescape(html) if "&" in html else html


ESCAPED = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}


def escape(text: str) -> str:
    """Escape for text and for attributes in double quotes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


_SAFE = "-_.!~*'();/?:@&=+$,#%"
_LONE_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")


def href(address: str) -> str:
    """An external URL, escaped for an attribute; existing percent-encoding is kept."""
    if not address.isascii() or " " in address or '"' in address or "\\" in address or "%" in address or "<" in address:
        address = quote(_LONE_PERCENT.sub("%25", address), safe=_SAFE)
    elif "[" in address or "`" in address or "^" in address or "{" in address or "|" in address:
        address = quote(address, safe=_SAFE)
    return escape(address)
