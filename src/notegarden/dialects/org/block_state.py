"""The state shared by the parsers of a page's lines: the lines, the ends of blocks and drawers, the tokens so far.

Ends are looked up in an index built once, so that a file full of unclosed blocks takes linear time.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from notegarden.dialects.org.anchors import named_id
from notegarden.dialects.org.attributes import css_of, div_around_table, given_attributes
from notegarden.dialects.org.drawers import TO_LAST_WORD
from notegarden.dialects.org.drawn_tables import DRAWN_RULE, DrawnTables, drawn_table
from notegarden.dialects.org.liststruct import BLANK, ITEM, Item
from notegarden.dialects.org.outline import next_after
from notegarden.dialects.org.page import OrgDraft
from notegarden.dialects.org.tokens import NOTHING, Affiliated, OrgToken
from notegarden.dialects.pieces.html import escape

BLOCK = re.compile(rf"[ \t]*#\+begin_(\S+)(?:[ \t]+({TO_LAST_WORD}))?[ \t]*$", re.I)
DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
KEYWORD = re.compile(rf"[ \t]*#\+([^\s:\[]+)(?:\[([^\n]*)\])?:[ \t]*({TO_LAST_WORD})[ \t]*$")
FOOTNOTE = re.compile(r"\[fn:([-_\w]+)\][ \t]*")
BEGIN_LATEX = re.compile(r"[ \t]*\\begin\{([A-Za-z0-9*]+)\}")
DYNAMIC = re.compile(r"[ \t]*#\+begin:[ \t]", re.I)
RULE = re.compile(r"[ \t]*-{5,}[ \t]*$")
DASHES = re.compile(r"[ \t]*-{2,4}[ \t]*$")  # five or more are Org's own horizontal rule
CLOCK = re.compile(r"[ \t]*CLOCK:")
TARGET = re.compile(r"(?<!<)<<([^<>\s](?:[^<>\n]*[^<>\s])?)>>(?!>)")
_NO_TEXT = frozenset("#|:*")  # first characters of lines that are not plain text


class BlockState(ABC):
    """`page`: collects the page's data. `lines`: its lines. `out`: the tokens, in order."""

    def __init__(self, page: OrgDraft, lines: list[str]) -> None:
        self.page, self.lines = page, lines
        self.out: list[OrgToken] = []
        self.has_targets = "<<" in page.source
        self.drawn = DrawnTables(lines)
        self.depth = 0
        self.ends: dict[str, list[int]] = {}
        self._drawer_ends: list[int] = []
        self._latex_ends: dict[str, list[int]] = {}
        for number, text in enumerate(lines):
            if "#+" in text:
                low = text.strip().lower()
                if low.startswith("#+end_"):
                    self.ends.setdefault(low[6:], []).append(number)
                elif low in ("#+end", "#+end:"):
                    self.ends.setdefault(":", []).append(number)
            elif ":" in text and text.strip().upper() == ":END:":
                self._drawer_ends.append(number)
            if "\\end{" in text:
                name = text.rstrip().rpartition("\\end{")[2]
                if name.endswith("}"):
                    self._latex_ends.setdefault(name[:-1], []).append(number)

    @abstractmethod
    def elements(self, line: int, end: int, struct: dict[int, Item] | None = None) -> list[int]:
        """Push the tokens of the elements in a range of lines; returns where in `out` each shown element begins.

        `struct`: the list that contains the range.
        """

    @abstractmethod
    def paragraph(self, line: int, end: int, above: Affiliated) -> int:
        """Push the paragraph that starts at `line`; returns the line after it."""

    def behind_mark(self, line: int, end: int, column: int, struct: dict[int, Item] | None = None) -> list[int]:
        """Like `elements`, for the content after a bullet or the label of a footnote, which ends at `column`.

        The mark is treated as blanks. On its line Org allows only text: a block, a table or a keyword must begin
        on a line of its own. A nested list may still begin there, because Markdown allows one in that text.
        """
        old = self.lines[line]
        self.lines[line] = " " * column + old[column:]
        first = old[column:].lstrip(" \t")
        start, begins = line, []
        if first[:1] in _NO_TEXT or CLOCK.match(first):
            if BLOCK.match(first) and self.block_end(line, end) >= 0:
                self.page.beside_mark(line, first.partition(" ")[0])
            begins = [len(self.out)]
            start = self.paragraph(line, end, NOTHING)
        begins += self.elements(start, end, struct)
        self.lines[line] = old
        return begins

    # -- where things end

    def block_end(self, line: int, end: int) -> int:
        """The last line of the block or drawer that starts at `line`; -1 if there is none or it is not closed."""
        text = self.lines[line]
        found = BLOCK.match(text)
        if found:
            return next_after(self.ends.get(found[1].lower(), []), line, end)
        if DRAWER.match(text):
            return next_after(self._drawer_ends, line, end)
        return next_after(self.ends.get(":", []), line, end) if DYNAMIC.match(text) else -1

    def latex_end(self, line: int, end: int) -> int:
        found = BEGIN_LATEX.match(self.lines[line])
        if found is None:
            return -1
        text = self.lines[line].rstrip()
        if text.endswith(f"\\end{{{found[1]}}}"):
            return line
        return next_after(self._latex_ends.get(found[1], []), line, end)

    def ends_paragraph(self, line: int, end: int) -> bool:
        """Whether something other than text starts at a non-blank line."""
        text = self.lines[line]
        stripped = text.lstrip(" \t")
        char = stripped[0]
        if char.isalpha():
            return char == "C" and CLOCK.match(text) is not None
        if char == "#":
            if stripped[1:2] in ("", " "):
                return True
            if not stripped.startswith("#+"):
                return False
            if BLOCK.match(text):
                return self.block_end(line, end) >= 0
            return KEYWORD.match(text) is not None or stripped[:8].lower() == "#+begin:"
        if char == "|" or text.startswith("%%(") or (char == "+" and DRAWN_RULE.match(text)):
            return True
        if char == ":":
            if stripped[1:2] in ("", " "):
                return True
            found = DRAWER.match(text)
            return found is not None and (found[1].upper() == "END" or self.block_end(line, end) >= 0)
        if char == "[":
            return text[0] == "[" and FOOTNOTE.match(text) is not None
        if char == "-" and RULE.match(text):
            return True
        return ITEM.match(text) is not None or (char == "*" and stripped[1:2] in ("", "\t"))

    # -- tokens

    @property
    def trusted(self) -> bool:
        """Whether the garden trusts the raw HTML of its notes."""
        return self.page.dialect.unsafe_html

    def wrapped(self, tokens: list[OrgToken], opening: str, line: int) -> None:
        """Tokens inside the `div` with this opening tag, if it is not empty."""
        if opening:
            self.open(opening, line)
            self.out += tokens
            self.close("</div>", line)
        else:
            self.out += tokens

    def continues_mark(self, line: int) -> bool:
        """Whether the paragraph at `line` continues the one that a trimmed block ends, as blank lines do not count."""
        start, self.page.mark_ends = self.page.mark_ends, -1
        is_next = start >= 0 and not any(text.strip(BLANK) for text in self.lines[start:line])
        return is_next and bool(self.out) and self.out[-1].type == "paragraph"

    def anchor(self, name: str, first: int) -> None:
        """Put an anchor before an element with a name that has no id of its own."""
        if name not in self.page.names:
            self.page.named(name, "")
            anchor = f'<p><a id="{escape(named_id(name, ""))}"></a></p>'
            self.out.insert(first, OrgToken("open", self.out[first].map[0], self.out[first].map[0], anchor))

    def environment(self, line: int, stop: int) -> int:
        """Push the TeX environment in these lines, as the option `tex` says; returns the line after it."""
        if self.page.options.latex == "verbatim":
            return self.paragraph(line, stop, NOTHING)
        if self.page.options.latex != "nil":
            self.out.append(OrgToken("formula", line, stop, "\n".join(self.lines[line:stop]).strip()))
        return stop

    def open(self, html: str, line: int) -> None:
        self.out.append(OrgToken("open", line, line + 1, html))

    def close(self, html: str, line: int) -> None:
        self.out.append(OrgToken("close", line, line + 1, html))

    def code(
        self, code: str, language: str, options: dict[str, str], line: int, stop: int, above: Affiliated,
        kind: str = "listing",
    ) -> None:  # fmt: skip
        """Push a block of code; `kind`: `listing` or `example`."""
        names = given_attributes(above).get("class", "").split() if above.css else []
        if names and (style := css_of(above, names[0], self.trusted)):
            self.open(style, line)
        token = OrgToken("code", line, stop, code, kind, (language, options, above))
        if above.caption:
            token.info = str(self.page.numbered(kind, above))
        elif above.name:
            self.page.named(above.name, kind)
        self.out.append(token)

    def drawn_table(self, line: int, stop: int, above: Affiliated) -> int:
        """A table of table.el; if it has merged cells, the drawing itself."""
        html = drawn_table(self.lines[line:stop])
        if not self.page.options.tables:
            return stop
        if html:
            self.wrapped([OrgToken("open", line, stop, html)], div_around_table(above, "", self.trusted), line)
        else:
            self.code("\n".join(self.lines[line:stop]) + "\n", "text", {}, line, stop, above)
        return stop
