"""Hugo's globs over paths. Patterns come from notes, so matching must not backtrack: time is pattern × path at most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

LONGEST = 1000
"""Maximum length of a pattern; a longer one is an error."""
_SIGNS = re.compile(r"(\*\*|\\.|\[!?[^\]]+\]|[*?{},])")
_Part = str | tuple["_Way", ...]
_Way = tuple[_Part, ...]


def fits(pattern: str, text: str) -> bool:
    """Whether `text`, in lower case, matches the pattern.

    `**` matches any characters, `*` and `?` any except a slash, `{a,b}` either alternative, `[a-c]` one of these
    letters, `[!a-c]` any other; a backslash escapes the next character.
    https://pkg.go.dev/github.com/gobwas/glob#Compile
    """
    text = normalize("NFC", text)  # file systems may store either normal form
    return len(text) in _ends(_parsed(normalize("NFC", pattern.lower())), text, {0})


def is_glob(pattern: str) -> bool:
    """Whether a pattern is valid: not too long, braces and brackets closed, ranges in ascending order."""
    signs = _SIGNS.split(pattern)
    return (
        len(pattern) <= LONGEST
        and signs.count("{") == signs.count("}")
        and all("[" not in text for text in signs[::2])
        and all(part[0] != "[" or all(low <= high for low, high in _letters(part)) for part in signs[1::2])
    )


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> _Way:
    open_groups: list[list[list[_Part]]] = [[[]]]
    for part in _SIGNS.split(pattern):
        if part == "{" and len(open_groups) <= LONGEST // 2:
            open_groups.append([[]])
        elif part == "}" and len(open_groups) > 1:
            _close(open_groups)
        elif part == "," and len(open_groups) > 1:
            open_groups[-1].append([])
        elif part:
            open_groups[-1][-1].append(part)
    while len(open_groups) > 1:
        _close(open_groups)
    return tuple(open_groups[0][0])


def _close(open_groups: list[list[list[_Part]]]) -> None:
    ways = tuple(tuple(way) for way in open_groups.pop())
    open_groups[-1][-1].append(ways)


def _ends(way: Sequence[_Part], text: str, starts: set[int]) -> set[int]:
    """The places where a match that begins at one of `starts` may end."""
    places = starts
    for part in way:
        if not places:
            break
        if isinstance(part, tuple):
            places = set().union(*(_ends(each, text, places) for each in part))
        elif part == "**":
            places = set(range(min(places), len(text) + 1))
        elif part == "*":
            places = _within_folder(text, places)
        elif part == "?":
            places = {at + 1 for at in places if text[at : at + 1] not in ("", "/")}
        elif part[0] == "[" and len(part) > 1:
            places = {at + 1 for at in places if at < len(text) and _is_of(text[at], part)}
        else:
            part = part.removeprefix("\\")
            places = {at + len(part) for at in places if text.startswith(part, at)}
    return places


def _is_of(char: str, letters: str) -> bool:
    """Whether a character is in a class such as `[a-c]` or `[!abc]`."""
    return any(low <= char <= high for low, high in _letters(letters)) != (letters[1] == "!")


def _letters(typed: str) -> list[tuple[str, str]]:
    """The ranges of a class; a single letter is a range of its own."""
    found = re.findall(r"(.)-(.)|(.)", typed[1:-1].removeprefix("!"), re.DOTALL)
    return [(low or one, high or one) for low, high, one in found]


def _within_folder(text: str, starts: set[int]) -> set[int]:
    """All places from each start up to the next slash."""
    found: set[int] = set()
    for start in sorted(starts):
        if start not in found:
            slash = text.find("/", start)
            found.update(range(start, (len(text) if slash < 0 else slash) + 1))
    return found
