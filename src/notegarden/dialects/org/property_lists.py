"""Property lists in keywords, `:key value :other '(a b)`, with their values as the exporter writes them to TOML.

Lisp is read as data, nothing in it is run.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from notegarden.dialects.org.settings import plist_pairs, unquoted

_NUMBER = re.compile(r"[+-]?[\d_]+(\.\d+)?(?:[eE][+-]?\d+)?$")
_LONGEST_NUMBER = 16
_PART = re.compile(r'\s*(?:([()])|"((?:[^"\\]|\\.)*+)"|([^\s()"]+))', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_DEEPEST = 16
_TRUE, _FALSE = ("t", "true"), ("nil", "false")
_OF_RESOURCE = ("title", "name")


def values_in(text: str) -> dict[str, Any]:
    """The values of a property list by key; the last counts."""
    return {key: value_of(value) for key, value in plist_pairs(text)}


def value_of(text: str) -> Any:
    """A value: true, false, a number, a list in `[…]`, a list or table in `'(…)`, or a text."""
    if text[:1] == "[" and text[-1:] == "]":
        text = f"'({text[1:-1]})"
    if text[:2] == "'(" and text[-1:] == ")":
        found = _Reader(text[1:]).read()
        return text if found is None else _plain(found)
    return _scalar(unquoted(text))


def _scalar(text: str) -> Any:
    """A text, or what it says: texts that spell a boolean or a whole number become one, in quotes, too."""
    low = text.lower()
    if low in _TRUE or low in _FALSE:
        return low in _TRUE
    number = _NUMBER.match(text)
    if number is None or len(text) >= _LONGEST_NUMBER or not any(map(str.isdigit, text)):
        return text
    is_whole = number[1] is None and "e" not in low
    plain = text.replace("_", "")
    return int(plain) if is_whole else float(plain)


class _Atom(NamedTuple):
    text: str


class _Pair(NamedTuple):
    """A list whose first element is a key: `(key . value)`, `(key value value)`."""

    key: str
    value: Any


class _Reader:
    """Reads one list. Nothing is found where its parentheses do not match, or are too deep."""

    def __init__(self, text: str) -> None:
        self._parts = _PART.finditer(text)

    def read(self) -> list[Any] | None:
        first = next(self._parts, None)
        return self._list(0) if first is not None and first[1] == "(" else None

    def _list(self, depth: int) -> list[Any] | None:
        out: list[Any] = []
        for part in self._parts:
            if part[1] == ")":
                return out
            if part[1] == "(":
                inner = self._list(depth + 1) if depth < _DEEPEST else None
                if inner is None:
                    return None
                out.append(inner)
            else:
                out.append(_Atom(part[3] if part[2] is None else _ESCAPED.sub(r"\1", part[2])))
        return None


def _plain(found: Any) -> Any:
    """What was read, as a text, a list, or a table where each element is a list that begins with a key."""
    if isinstance(found, _Atom):
        return _scalar(found.text)
    pairs = [*map(_pair, found)]
    if found and all(pairs):
        return {pair.key.lower(): _plain(pair.value) for pair in pairs if pair is not None and pair.value != []}
    return [_plain(each) for each in found]


def _pair(found: Any) -> _Pair | None:
    if not isinstance(found, list) or not found or not isinstance(found[0], _Atom):
        return None
    key, rest = found[0].text, found[1:]
    if len(rest) == 2 and rest[0] == _Atom("."):
        return _Pair(key, rest[1])
    return _Pair(key, rest)


def weights_in(text: str, place: int | None) -> dict[str, int]:
    """`7 :tags 88 :categories auto` as weights by key; `place`: what `auto` stands for, None for nothing."""
    word, _, _ = text.partition(":")
    typed = [("page", word.strip())] if word.strip() else []
    found: dict[str, int] = {}
    for name, each in [*typed, *plist_pairs(text)]:
        value = place if each == "auto" else _scalar(each)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found["weight" if name == "page" else f"{name}_weight"] = int(value)
    return found


def resources_in(text: str) -> list[dict[str, Any]]:
    """`:src "*.png" :title "…" :any value` as Hugo's table of resources: what is said of one `src` is joined."""
    found: dict[str, dict[str, Any]] = {}
    here: dict[str, Any] = {}
    for key, typed in plist_pairs(text):
        value = value_of(typed)
        if key == "src":
            here = found.setdefault(str(value), {"src": value})
        elif key in _OF_RESOURCE:
            here[key] = value
        else:
            here.setdefault("params", {})[key] = value
    return [*found.values()]
