"""Hugo's globs over paths, matched in time that grows with pattern times path: a note brings the pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 1000
"""Letters of a pattern; a longer one is a mistake."""
_Part = str | tuple["_Way", ...]
_Way = tuple[_Part, ...]


def fits(pattern: str, text: str) -> bool:
    """Whether a text, in lower case, is what a pattern says.

    `**` stands for any characters, `*` and `?` for any but a slash, `{a,b}` for either.
    """
    return len(text) in _ends(_parsed(pattern.lower()), text, {0})


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> _Way:
    open_groups: list[list[list[_Part]]] = [[[]]]
    for part in re.split(r"(\*\*|[*?{},])", pattern):
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
    """Where matches may end that begin at one of these places."""
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
        else:
            places = {at + len(part) for at in places if text.startswith(part, at)}
    return places


def _within_folder(text: str, starts: set[int]) -> set[int]:
    """All places from one of the starts on to the next slash."""
    found: set[int] = set()
    for start in sorted(starts):
        if start not in found:
            slash = text.find("/", start)
            found.update(range(start, (len(text) if slash < 0 else slash) + 1))
    return found
