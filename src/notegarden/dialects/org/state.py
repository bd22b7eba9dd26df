"""The state of parsing one Org text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Protocol

from notegarden.dialects.markdown.inline import InlineState
from notegarden.dialects.org.page import OrgDraft

_BRACKETS = re.compile(r"[\[\]]")
_AFTER = r"(?=$|[\s\-.,;:!?'\")}\\\[\u200b\ufdd4\ufdd5])"
_CLOSERS = {sign: re.compile(rf"{re.escape(sign)}(?<=[^\s\u200b].){_AFTER}") for sign in "*/_+=~"}


def is_blank(char: str) -> bool:
    """Whether a character is white space for Org, which includes the zero-width space that keeps signs from markup."""
    return char.isspace() or char == "\u200b"


class Inline(Protocol):
    """The inline parser; a rule that finds a pair of delimiters uses it for the text in between."""

    def run(self, state: OrgState, start: int, end: int) -> None: ...

    def render(self, page: OrgDraft, src: str, line: int, column: int = 0) -> str: ...


class OrgState(InlineState):
    """The state of parsing a paragraph. `closers`: where each delimiter may close, found once.

    `signs`: the pattern for the markup characters in the text.
    `attributes`: from `#+attr_html`, for the first link or picture.
    `inside`: "cell", "link" or "title", where Org allows less markup than in a paragraph; "verse", whose line ends are
    shown; "" elsewhere.
    """

    __slots__ = ("attributes", "closers", "inside", "org_inline", "page", "pairs", "signs", "start")

    def __init__(self, inline: Inline, page: OrgDraft, src: str, line: int, column: int) -> None:
        super().__init__(inline, page, src, line, column)  # type: ignore[arg-type]
        self.org_inline, self.page = inline, page
        self.attributes: dict[str, str] | None = None
        self.inside = ""
        self.pairs: dict[int, int] | None = None
        self.closers: dict[str, list[int]] = {}
        self.signs: re.Pattern[str] | None = None
        self.start = 0

    def closer(self, sign: str, start: int) -> int:
        """The closing delimiter of the one that opens at `start`, -1 if there is none."""
        found = self.closers.get(sign)
        if found is None:
            found = self.closers[sign] = [each.start() for each in _CLOSERS[sign].finditer(self.src)]
        at = bisect_left(found, start + 2)
        closing = found[at] if at < len(found) else self.end
        last = self.end - 1
        if closing > last and last >= start + 2 and self.src[last] == sign and not is_blank(self.src[last - 1]):
            closing = last
        return closing if closing < self.end else -1

    def is_indented(self, pos: int) -> bool:
        """Whether a position begins a line that is indented in the file."""
        start, _, line, column = self._row_of(pos)
        if start != pos or not column:
            return False
        first = self.draft.line_starts[line]
        return self.draft.source[first : first + column].isspace()

    def closing_bracket(self, start: int) -> int:
        """The closing bracket of the one at `start`, -1 if there is none; all are matched in one pass."""
        if self.pairs is None:
            self.pairs = {}
            still_open: list[int] = []
            for found in _BRACKETS.finditer(self.src):
                if found[0] == "[":
                    still_open.append(found.start())
                elif still_open:
                    self.pairs[still_open.pop()] = found.start()
        closing = self.pairs.get(start, -1)
        return closing if closing < self.end else -1

    def run(self, start: int, end: int) -> None:
        """Parse a part of the text by itself: the text between two delimiters."""
        self.org_inline.run(self, start, end)

    def render(self, text: str) -> str:
        """The HTML of another text, all of whose places are reported as this one."""
        with self.page.elsewhere(*self.place(self.pos)):
            return self.org_inline.render(self.page, text, 0)
