"""Which lines of a text file a `#+transclude:` shows: `::search`, `:end`, `:lines` and `:thing-at-point`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from notegarden.notes.numbers import whole_number

THINGS = ("paragraph", "line")
_MOST = 200_000
_LINES = re.compile(r"(\d*)(-?)(\d*)")


@dataclass(frozen=True, slots=True)
class Selection:
    """`start`, `end`: text in the first line, and in the line after the last. `lines`: `2-5,9,-3` among those.

    `thing`: the unit shown from the first line on, a `paragraph` or a `line`; `end` is then their number.
    """

    start: str = ""
    end: str = ""
    lines: str = ""
    thing: str = ""

    def of(self, lines: list[str]) -> list[str] | None:
        """The selected lines, in the requested order; None if the text of the start or the end is not found."""
        first = _found(lines, self.start, 0) if self.start else 0
        if first is None:
            return None
        stop = self._stop(lines, first)
        return None if stop is None else _listed(lines[first:stop], self.lines)

    def _stop(self, lines: list[str], first: int) -> int | None:
        if self.thing:
            count = whole_number(self.end) or 1
            return _behind_paragraphs(lines, first, count) if self.thing == "paragraph" else first + count
        if self.end:
            return _found(lines, self.end, first)
        return _behind_paragraphs(lines, first, 1) if self.start else len(lines)


def _found(lines: list[str], words: str, first: int) -> int | None:
    """The line with these words, ignoring case and spacing; a number is a line number."""
    number = whole_number(words)
    if number is not None:
        return number - 1 if 0 < number <= len(lines) else None
    wanted = " ".join(words.split()).casefold()
    places = (at for at in range(first, len(lines)) if wanted in " ".join(lines[at].split()).casefold())
    return next(places, None)


def _behind_paragraphs(lines: list[str], first: int, count: int) -> int:
    """The line after some paragraphs, ignoring blank lines before the first."""
    at = first
    for _ in range(count):
        while at < len(lines) and not lines[at].strip():
            at += 1
        while at < len(lines) and lines[at].strip():
            at += 1
    return at


def _listed(lines: list[str], asked: str) -> list[str]:
    """`2-5,9,12-`: ranges are inclusive; a descending range reverses the lines."""
    if not asked:
        return lines
    out: list[str] = []
    for each in asked.split(","):
        found = _LINES.fullmatch(each.strip())
        if found is None or not (found[1] or found[3]):
            continue
        first = whole_number(found[1]) or 1
        last = (whole_number(found[3]) or len(lines)) if found[2] else first
        if last < first and found[1] and found[3]:
            out += reversed(lines[max(last - 1, 0) : first])
        else:
            out += lines[first - 1 : last]
        if len(out) > _MOST:
            break
    return out
