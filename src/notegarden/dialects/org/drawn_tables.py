"""Tables drawn with `+`, `-` and `|`, in the format of Emacs' table.el."""

from __future__ import annotations

import re

from notegarden.dialects.pieces.html import escape

DRAWN_RULE = re.compile(r"[ \t]*\+(?:-+\+)+[ \t]*$")


class DrawnTables:
    """Finds drawn tables in some lines."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._from = self._to = 0

    def end(self, line: int, end: int) -> int:
        """The line after the table that begins at `line`, -1 if there is none: it begins and ends with a rule."""
        lines = self._lines
        if not DRAWN_RULE.match(lines[line]):
            return -1
        if not self._from <= line < self._to:  # scan lines of `+` and `|` only once
            self._from = self._to = line
            while self._to < len(lines) and lines[self._to].lstrip(" \t")[:1] in ("|", "+"):
                self._to += 1
        stop = min(self._to, end)
        return stop if stop > line + 1 and DRAWN_RULE.match(lines[stop - 1]) else -1


def drawn_table(lines: list[str]) -> str:
    """The HTML of a table: its text as typed, without markup, as in table.el.

    "" if a cell spans several rows or columns, because then only the drawing shows which.
    """
    rule, rows = lines[0].strip(), []
    bars = [at for at, char in enumerate(rule) if char == "+"]
    cells: list[list[str]] | None = None
    for typed in lines[1:]:
        text = typed.strip()
        if text == rule:
            rows += [cells] if cells else []
            cells = None
        elif len(text) == len(rule) and all(text[at] == "|" for at in bars) and not DRAWN_RULE.match(text):
            cells = cells or [[] for _ in bars[1:]]
            for cell, start, stop in zip(cells, bars, bars[1:], strict=False):
                cell.append(text[start + 1 : stop].strip())
        else:
            return ""
    if cells or not rows:
        return ""
    body = "".join(
        "<tr>\n" + "".join(f'<td style="text-align: left">{_shown(cell)}</td>\n' for cell in row) + "</tr>\n"
        for row in rows
    )
    return f"<table>\n{body}</table>\n"


def _shown(cell: list[str]) -> str:
    return "<br>\n".join(escape(text) for text in cell if text)
