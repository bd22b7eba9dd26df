"""Detect that a file was meant to be withheld, but the key that says so was not parsed.

Whether a note may be seen is never guessed: a front matter broken by a typo, so that it is no longer
recognized, or a `draft` in a place or spelling that is ignored, must not publish the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from notegarden.notes.cascade import FALSE, PUBLISHING

# Keys that decide whether a page is published, and tables in which such keys have another meaning.
_FLAGS = ("draft", "headless")
_DATES = ("publishdate", "expirydate", "unpublishdate")
_OTHER_PROGRAMS = {re.sub(r"[\W_]+", "", key): key for key in PUBLISHING}  # they withhold a note if false
_OTHER_TABLES = ("cascade", "build", "_build", "target", "_target", "sitemap")
_USUAL = frozenset({
    "title", "date", "draft", "tags", "categories", "author", "authors", "description", "slug", "url", "weight",
    "aliases", "lastmod", "publishdate", "expirydate", "type", "layout", "summary", "keywords", "cascade", "build",
})  # fmt: skip

_PAIR = re.compile(
    r"""(?:^|(?<=[,{\n]))(?![^\S\n]*+$)(?P<key>[^\n:=：＝#,{}]{3,24}?)["'\s]*(?:[:：=＝]>?|[ \t](?=(?:true|false)\b))
        [ \t]*(?P<value>["']?[^\n,{}#]{0,40})""",
    re.VERBOSE | re.MULTILINE,
)
# The same with stray characters in the key: up to the last separator on its line, and in JSON all between the quotes.
_WHOLE = re.compile(
    r"""^(?![^\S\n]*+(?:\#|$))(?P<key>[^\n]{3,28})[:=：＝]>?[ \t]*(?P<value>[^\n:=：＝]{0,40})$
       |"(?P<quoted>[^"\n]{3,24})"\s*:\s*(?P<given>["']?[^\n,}]{0,40})""",
    re.VERBOSE | re.MULTILINE,
)
_SIGN = re.compile(r"[:=：＝]|[ \t](?:true|false)")  # without one there is no key-value pair
_FENCE = re.compile(r"\s*+[^\w\s#>|\[({<!]{2,}+(?:\s*+(?:ya?ml|toml|json)[ \t]*+\n|\s*\n)", re.IGNORECASE)
_FENCE_IN_LINE = re.compile(r"\s*+(?:-{3}|\+{3})[ \t]+(?=\w)")  # front matter that lost its line ends
_CLOSING = re.compile(r"(?:-{3,}|\+{3,}|\.{3,})\s*")
_CODE = re.compile(r"\s*(?:```|~~~)")
_OBJECT = re.compile(r"(?:\s|//[^\n]*\n|/\*[^*]*\*/)*\{(?![{%#<])")  # JSON, with comments before it
_ORG_KEY = re.compile(r"\s*\#\+(?:" + "|".join(sorted(_USUAL)) + r")(?:\[\])?:", re.IGNORECASE)  # parsed by Hugo
_OBJECT_KEY = re.compile(r"(?:[{,\n/])[ \t]*[\"']?(\w+)[\"']?\s*:")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LINE_ENDS = "\v\f\x85\u2028\u2029"  # of other programs, but not in Markdown
_HEAD = 4000  # number of characters searched
_LETTERS = re.compile(r"[\W_]+")
_HEAD_LINES = 40


def unread_key(raw: str, params: Mapping[str, Any]) -> str:
    """The key in a front matter `raw` that was meant to withhold the page and is not among its `params`, "" for none.

    `params`: the parsed keys, in lower case.
    """
    missing = _missing(params)
    if not missing:
        return ""
    within = _keys_within(params)
    return next((name for name in _claims(raw, missing) if name not in within), "")


def looks_unread(text: str, params: Mapping[str, Any]) -> bool:
    """Whether the body `text` of a file begins with what was meant as its front matter.

    `params`: the front matter parsed before it; if any, only one that was closed too early can still follow.
    """
    has_front = bool(params)
    start = text[:_HEAD]
    if any(each in start for each in _LINE_ENDS):
        text = text.translate(dict.fromkeys(map(ord, _LINE_ENDS), "\n"))
    head = _first_paragraph(text) if has_front else "\n".join(text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    if not has_front and _is_fenced(text):
        return True
    return any(True for _ in _claims(head, _missing(params)))


def begins_with_key(text: str, params: Mapping[str, Any]) -> bool:
    """Whether the text of a vault's note, which need not have properties, begins with a key that withholds it.

    `params`: the parsed properties. Code is shown to readers, and withholds nothing.
    """
    if _CODE.match(text):
        return False
    head = _first_paragraph(text)
    if opened := _FENCE.match(text):
        lines = text[opened.end() :].split("\n", _HEAD_LINES)[:_HEAD_LINES]
        end = next((number for number, line in enumerate(lines) if _CLOSING.fullmatch(line)), 0)
        head = "\n".join(lines[:end]) or head
    return any(True for _ in _claims(head, _missing(params)))


def _missing(params: Mapping[str, Any]) -> list[str]:
    return [key for key in (*_FLAGS, *_DATES, *_OTHER_PROGRAMS.values()) if key not in params]


def has_keys(text: str) -> bool:
    """Whether the first paragraph has a line such as `title: x`."""
    return any(re.match(r"\W{0,3}\w[\w-]*[\"']?\s*[:=]", line) for line in _first_paragraph(text).split("\n"))


def _first_paragraph(text: str) -> str:
    text = text.lstrip()
    blank = _BLANK_LINE.search(text)
    return text[: blank.start()] if blank else text


def _is_fenced(text: str) -> bool:
    """Whether the text begins with a delimiter line and then a known key, or ends a list of such keys with one.

    Org keywords count too: Hugo accepts them as front matter in a Markdown file.
    """
    if _ORG_KEY.match(text):
        return True
    if _OBJECT.match(text):
        return any(_LETTERS.sub("", key[1].lower()) in _USUAL for key in _OBJECT_KEY.finditer(text, 0, _HEAD))
    opened = _FENCE.match(text) or _FENCE_IN_LINE.match(text)
    lines = (text[opened.end() :] if opened else text.lstrip()).split("\n", _HEAD_LINES)[:_HEAD_LINES]
    first = next((line for line in lines if line.strip()), "")
    if not _is_usual(first):
        return False
    return opened is not None or any(_CLOSING.fullmatch(line) for line in lines[1:])


def _is_usual(line: str) -> bool:
    key, sign, _ = re.sub("[=：＝]", ":", line, count=1).partition(":")
    return bool(sign) and _LETTERS.sub("", key.lower()) in _USUAL


def _claims(text: str, keys: Sequence[str]) -> Iterator[str]:
    """Those of `keys` that lines of the text seem to set, with a value that withholds a page."""
    if not _SIGN.search(text):
        return
    pairs = [(each["key"], each["value"]) for each in _PAIR.finditer(text)]
    pairs += [(each["key"] or each["quoted"], each["value"] or each["given"] or "") for each in _WHOLE.finditer(text)]
    for key, value in pairs:
        name = _claimed(key, value, keys)
        if name:
            yield name


def _claimed(key: str, value: str, keys: Sequence[str]) -> str:
    """The one of `keys` that `key` means, allowing for a typo, if its value would withhold the page."""
    for name in _meant(key):
        if name not in keys:
            continue
        value = value.strip().strip("\"',").lower()
        if name in PUBLISHING and value not in FALSE:
            continue
        if name in _FLAGS and (value in FALSE or len(value.split()) > 1):
            continue
        if name in _DATES and not re.match(r"\d", value):
            continue
        return name
    return ""


@lru_cache(maxsize=4096)  # all notes of a garden use the same few keys
def _meant(key: str) -> tuple[str, ...]:
    """The flags and dates that a key as typed may mean: `params.draft` and `isDraft` for `draft`."""
    typed, last = (_LETTERS.sub("", each.lower()) for each in (key, key.rpartition(".")[2]))
    forms = {typed, last, typed.removeprefix("is")}
    names = {**dict.fromkeys(_FLAGS), **dict.fromkeys(_DATES), **_OTHER_PROGRAMS}
    return tuple(name or form for form, name in names.items() if any(_differs_little(each, form) for each in forms))


def _differs_little(typed: str, key: str) -> bool:
    """Whether the two differ by one edit: a letter added, removed, replaced, or two swapped."""
    if typed == key:
        return True
    if abs(len(typed) - len(key)) > 1 or typed in ("craft", "drift", "graft", "publisher"):
        return False
    at = next((n for n, (a, b) in enumerate(zip(typed, key, strict=False)) if a != b), min(len(typed), len(key)))
    a, b = typed[at:], key[at:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def _keys_within(params: Mapping[str, Any]) -> set[str]:
    """The keys in tables that may give them another meaning, at any depth."""
    found: set[str] = set()
    waiting = [value for key, value in params.items() if key in _OTHER_TABLES]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.update(value)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found
