"""Comments, `%% … %%`, removed from a note before anything else parses it, so that no rule can leak one.

A comment extends from `%%` to the next one within its paragraph; at the start of a line it continues over blank lines
and lists, and to the end of the note if nothing ends it. In code `%%` is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from notegarden.dialects.markdown.formulas import code_stretches
from notegarden.dialects.pieces.draft import Places

_SIGN = "%%"
_START_OF_LINE = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*\Z")
_SPACE = re.compile(r"[ \t]*")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")


def without_comments(places: Places, text: str, start: int) -> str:
    """`text`, at offset `start` of the file, without its comments; offsets are recorded in `places`."""
    places.moved(0, start)
    if _SIGN not in text:
        return text
    parts: list[str] = []
    resumed: set[int] = set()
    length = pos = 0
    for first, last, filling in _Scan(text).comments():
        parts += (text[pos:first], filling)
        length += first - pos + len(filling)
        pos = last
        places.moved(length, start + pos)
        if text[pos - 1] != "\n" and (space := _SPACE.match(text, pos)):
            resumed.add(length + space.end() - pos)
    parts.append(text[pos:])
    places.resumed = resumed
    return "".join(parts)


class _Scan:
    """Finds comments from start to end of a text; nothing is searched twice, however many signs it has."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._code = code_stretches(text)
        self._line = 0
        self._blank = -1

    def comments(self) -> Iterator[tuple[int, int, str]]:
        """(where the text is cut, where it continues, the text to insert in between)."""
        pos, size = 0, len(self.text)
        while (first := self._sign(pos, size)) >= 0:
            self._line = max(self._line, self.text.rfind("\n", self._line, first) + 1)
            inner = first + len(_SIGN)
            starts_line = _START_OF_LINE.match(self.text, self._line, first) is not None
            if starts_line:
                last = self._sign(inner, size)
            elif _is_escaped(self.text, first):
                pos = first + 1
                continue
            else:
                last = self._sign(inner, self._blank_after(inner))
                if last < 0:
                    pos = inner
                    continue
            last = size if last < 0 else last + len(_SIGN)
            yield self._cut(max(first, pos), last)
            pos = last

    def _sign(self, pos: int, end: int) -> int:
        """The next sign outside code; -1 if there is none before `end`."""
        starts, stops = self._code
        while (at := self.text.find(_SIGN, pos, end)) >= 0:
            number = bisect_right(starts, at) - 1
            if number < 0 or at >= stops[number]:
                return at
            pos = stops[number]
        return -1

    def _blank_after(self, pos: int) -> int:
        if self._blank < pos:
            found = _BLANK_LINE.search(self.text, pos)
            self._blank = found.start() + 1 if found else len(self.text)
        return self._blank

    def _cut(self, first: int, last: int) -> tuple[int, int, str]:
        """A comment alone on its lines takes them along, except a blank line if it contained one."""
        text, line = self.text, self._line
        after = text.find("\n", last)
        after = len(text) if after < 0 else after + 1
        if text[line:first].strip(" \t") or text[last:after].strip():
            return first, last, ""
        return line, after, "\n" if _BLANK_LINE.search(text, first, last) else ""


def _is_escaped(text: str, pos: int) -> bool:
    before = pos
    while text[before - 1 : before] == "\\":
        before -= 1
    return (pos - before) % 2 == 1
