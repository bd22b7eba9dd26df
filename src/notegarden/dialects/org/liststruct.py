"""The structure of a plain list by Org's rule: only the indentation of the bullets counts, not their kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>[-+]|\d+[.)]|(?<=[ \t])\*)(?:[ \t]+|$)"
    r"(?:\[@(?:start:)?(?P<counter>\d+|[A-Za-z])\][ \t]*)?"
    r"(?:(?P<box>\[[ xX-]\])(?:[ \t]+|$))?"
)
BLANK = " \t\r\f\v"
"""What a blank line consists of: to Org, spaces of other scripts and no-break spaces are text."""
_TAG = re.compile(r"(?<![ \t])[ \t]+::(?=[ \t]|$)")
_DEEPEST = 100


class Item:
    """One item matched by ITEM: its first line, the line after it, the columns of its bullet and of its text.

    `counter`: the number that `[@5]` or, as a letter, `[@e]` sets.
    `term`: the text before the last ` :: ` of the first line, None without one.
    """

    __slots__ = ("box", "bullet", "column", "counter", "end", "indent", "line", "term")

    def __init__(self, found: re.Match[str], line: int) -> None:
        self.line, self.end = line, line + 1
        blank, self.bullet, counter, box = found.groups("")
        self.counter = str(ord(counter.upper()) - 64) if counter.isalpha() else counter
        self.box = box
        self.indent = len(blank.expandtabs(8))
        self.column = found.end()
        self.term: str | None = None
        text = found.string
        if self.bullet in "-+*" and "::" in text:
            last = None
            for each in _TAG.finditer(text, found.end()):
                last = each
            if last is not None and not _cuts_link(text, last.start()):
                self.term, self.column = text[found.end() : last.start()], last.end()

    @property
    def is_ordered(self) -> bool:
        return self.bullet[0].isdigit()


def _cuts_link(text: str, at: int) -> bool:
    """Whether a place is inside the brackets of a link, where no term may end."""
    return text.rfind("[[", 0, at) > text.rfind("]]", 0, at) and "]]" in text[at:]


def columns(text: str) -> int:
    """A line's indentation, with tabs to the next eighth column."""
    blank = text[: len(text) - len(text.lstrip(" \t"))]
    return len(blank.expandtabs(8)) if "\t" in blank else len(blank)


def list_struct(lines: Sequence[str], line: int, end: int, block_end: Callable[[int, int], int]) -> dict[int, Item]:
    """All items of the list that starts at `line`, including nested ones, by first line.

    `block_end(line, end)`: the last line of the block or drawer that starts at a line, -1 if there is none.
    """
    items: dict[int, Item] = {}
    still_open: list[Item] = []

    def close(indent: int, at: int) -> None:
        while still_open and indent <= still_open[-1].indent:
            still_open.pop().end = at

    behind_text = line  # the line after the last non-blank one
    while line < end:
        text = lines[line]
        found = ITEM.match(text)
        if found is None and not text.strip(BLANK):
            if line + 1 < end and not lines[line + 1].strip(BLANK):
                break
            line += 1
            continue
        if found is not None and len(still_open) < _DEEPEST:
            item = Item(found, line)
            close(item.indent, line)
            still_open.append(item)
            items[line] = item
            line += 1
        else:
            close(columns(text), behind_text)
            if not still_open:
                return items
            closing = block_end(line, end)
            line = closing + 1 if closing >= 0 else line + 1
        behind_text = line
    for item in still_open:
        item.end = behind_text
    return items
