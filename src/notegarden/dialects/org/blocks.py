"""The block parser: turns the lines of a page into tokens, like `org-element`.

A line's first characters decide what starts there. The ends of blocks, drawers and environments are looked up in an
index built once, so that a file full of unclosed ones takes linear time.
"""

from __future__ import annotations

import re

from notegarden.dialects.org.attributes import OF_LINKS, div_around, div_around_table, given_attributes
from notegarden.dialects.org.begin_blocks import read_block
from notegarden.dialects.org.block_state import (
    BLOCK,
    CLOCK,
    DASHES,
    DRAWER,
    DYNAMIC,
    FOOTNOTE,
    KEYWORD,
    RULE,
    BlockState,
)
from notegarden.dialects.org.code import call_exports, drops_results, is_result, is_result_link
from notegarden.dialects.org.lists import read_list
from notegarden.dialects.org.liststruct import BLANK, ITEM, Item
from notegarden.dialects.org.tables import table_token
from notegarden.dialects.org.timestamps import without_lone_stamps
from notegarden.dialects.org.tokens import NOTHING, Affiliated, OrgToken, is_affiliated

_DEEPEST = 60
_BIBLIOGRAPHY = re.compile(r"(?:\[\[)?bibliography:[^\s\[\]]+(?:\]\])?$")


class OrgBlocks(BlockState):
    """Makes tokens from a page's lines. Footnote definitions go to the page, everything else to `out`."""

    # -- elements

    def elements(self, line: int, end: int, struct: dict[int, Item] | None = None) -> list[int]:
        if self.depth >= _DEEPEST:
            place = self.page.place(line)
            self.page.problem("note", "error", *place, "nested too deeply; what is further inside is left out")
            return []
        begins: list[int] = []
        self.depth += 1
        above: Affiliated | None = None
        while line < end:
            text = self.lines[line]
            stripped = text.strip(BLANK)
            if not stripped:
                above, line = None, line + 1
                continue
            first = len(self.out)
            if above is None and stripped[0].isalpha() and stripped[0] != "C":  # nothing but text begins so
                line = self.paragraph(line, end, NOTHING)
                begins += [first] if len(self.out) > first else []
                continue
            found = KEYWORD.match(text) if stripped.startswith("#+") else None
            if found and is_affiliated(found[1].lower()):
                above = above or Affiliated(line)
                above.add(found[1].lower(), found[3], line)
                line += 1
                continue
            line = self.element(line, end, above or NOTHING, struct)
            if len(self.out) > first:
                begins.append(first)
                if above is not None and above.name:
                    self.anchor(above.name, first)
            above = None
        self.depth -= 1
        return begins

    def element(self, line: int, end: int, above: Affiliated, struct: dict[int, Item] | None) -> int:
        """Push the element that starts at `line`; returns the line after it."""
        text = self.lines[line]
        stripped = text.lstrip(" \t")
        char = stripped[0]
        if self.page.drops(above):
            if is_result_link(text, self.lines[line - 1]):
                return line + 1
            if is_result(text):
                return self._skip(line, end, struct)
        if char == "#":
            return self._hash(line, end, above, text, stripped)
        if char == "|":
            return self._table(line, end, above)
        if char == "+" and (stop := self.drawn.end(line, end)) >= 0:
            return self.drawn_table(line, stop, above)
        if (char == "C" and CLOCK.match(text)) or text.startswith("%%("):  # Emacs' clock and diary entries
            return line + 1
        if char == "-" and RULE.match(text):
            self.out.append(OrgToken("hr", line, line + 1))
            return line + 1
        stop = self._marked(line, end, above) if char in ":\\[" else -1
        if stop >= 0:
            return stop
        if ITEM.match(text):
            return read_list(self, line, end, above, struct)
        return self.paragraph(line, end, above)

    def _marked(self, line: int, end: int, above: Affiliated) -> int:
        """Parse an element that starts with a colon, a backslash or a bracket; -1 if it is text."""
        text = self.lines[line]
        stripped = text.lstrip(" \t")
        if stripped[0] == ":":
            if stripped[1:2] in ("", " "):
                return self._fixed_width(line, end, above)
            closing = self.block_end(line, end) if DRAWER.match(text) else -1
            if closing < 0 and stripped.rstrip().upper() == ":PROPERTIES:":
                self.page.unclosed(line, ":PROPERTIES:")
            return self._drawer(line, closing) if closing >= 0 else -1
        if stripped[0] == "\\":
            closing = self.latex_end(line, end)
            return self.environment(line, closing + 1) if closing >= 0 else -1
        found = FOOTNOTE.match(text) if text[0] == "[" else None
        return self._footnote(line, end, found) if found else -1

    def _skip(self, line: int, end: int, struct: dict[int, Item] | None) -> int:
        """Skip an element that is not shown."""
        kept = len(self.out)
        counters = dict(self.page.counters)
        line = self.element(line, end, NOTHING, struct)
        del self.out[kept:]
        self.page.counters = counters
        return line

    def _hash(self, line: int, end: int, above: Affiliated, text: str, stripped: str) -> int:
        if stripped.rstrip() == "#" or stripped[1] == " ":
            return line + 1
        found = BLOCK.match(text)
        if found:
            closing = self.block_end(line, end)
            if closing >= 0:
                read_block(self, line, closing, found[1], found[2] or "", above)
                return closing + 1
            self.page.unclosed(line, f"#+begin_{found[1]}")
            return self.paragraph(line, end, above)
        if DYNAMIC.match(text):
            closing = self.block_end(line, end)
            if closing < 0:
                return self.paragraph(line, end, above)
            self.elements(line + 1, closing)
            return closing + 1
        keyword = KEYWORD.match(text)
        if keyword:
            return self._keyword(line, end, keyword, above)
        return self.paragraph(line, end, above)

    def _keyword(self, line: int, end: int, found: re.Match[str], above: Affiliated) -> int:
        name, value = found[1].lower(), found[3]
        if name in ("html", "md", "markdown", "hugo"):
            stop = line + 1
            values = [value]
            while stop < end:
                more = KEYWORD.match(self.lines[stop])
                if more is None or more[1].lower() != name:
                    break
                values.append(more[3])
                stop += 1
            if values == ["more"] and name == "hugo":
                return stop
            self.page.raw(self.out, "\n\n".join(values), line, stop)  # as each is an element of its own
            return stop
        if name == "toc":
            self.page.toc_here(self.out, value, line)
        elif name == "transclude":
            self.out.append(OrgToken("transclude", line, line + 1, value, meta=found.start(3)))
        elif name == "call":
            self.page.results_of(self.lines, line + 1, above.name, is_dropped=drops_results(call_exports(value)))
        elif name == "print_bibliography":
            self.out.append(OrgToken("bibliography", line, line + 1, value))
        return line + 1

    # -- text

    def paragraph(self, line: int, end: int, above: Affiliated) -> int:
        stop = line + 1
        while stop < end and self.lines[stop].strip(BLANK) and not self.ends_paragraph(stop, end):
            stop += 1
        content = "\n".join([each.strip(" \t") for each in self.lines[line:stop]])
        if "--" in content:
            dashes = next((at for at in range(line, stop) if DASHES.match(self.lines[at])), stop)
            if dashes < stop and (dashes > line or self.lines[line].count("-") > 2):
                self.out.append(_with_dashes(self.lines, line, dashes))
                return dashes + 1
        if _BIBLIOGRAPHY.match(content):
            self.out.append(OrgToken("bibliography", line, stop, content, "org-ref"))
            return stop
        if self.page.options.timestamps != "t":
            content = without_lone_stamps(content, self.page.options.timestamps)
            if not content:
                return stop
        raw = self.page.raw_paragraph(content, line)
        if raw is not None:
            self.out.append(OrgToken("markdown", line, stop, raw))
            return stop
        token = OrgToken("paragraph", line, stop, content)
        figure = self.page.figure_of(content, above)
        if figure is not None:
            token = OrgToken("figure", line, stop, content, meta=(figure, above))
            if above.caption or any(":caption " in each for each in above.attributes):
                token.info = str(self.page.numbered("figure", above))
            elif above.name:
                self.page.named(above.name, "figure")
            self.out.append(token)
            return stop
        if above.attributes:
            token.attributes = given_attributes(above)
        if self.continues_mark(line):
            self.out[-1].content += f"\n{content}"
            return stop
        self.wrapped([token], div_around(above, self.trusted, OF_LINKS), line)
        return stop

    def _footnote(self, line: int, end: int, found: re.Match[str]) -> int:
        """A definition extends to the next one, or to two blank lines."""
        stop = line + 1
        while stop < end:
            text = self.lines[stop]
            if not text.strip(BLANK) and stop + 1 < end and not self.lines[stop + 1].strip(BLANK):
                break
            if text[:1] == "[" and FOOTNOTE.match(text):
                break
            stop += 1
        self.define(found[1], line, stop, found.end())
        return stop

    def define(self, label: str, line: int, stop: int, column: int) -> None:
        """Register a footnote whose text is in these lines, starting at a column of the first."""
        before, self.out = self.out, []
        self.behind_mark(line, stop, column)
        self.page.footnotes.setdefault(label, self.out)
        self.out = before

    # -- tables, drawers, fixed width

    def _table(self, line: int, end: int, above: Affiliated) -> int:
        stop = line
        while stop < end and self.lines[stop].lstrip(" \t")[:1] == "|":
            stop += 1
        token = table_token(self.lines, line, stop) if self.page.options.tables else None
        behind = stop
        while behind < end and self.lines[behind].strip().lower().startswith("#+tblfm:"):
            behind += 1
        if token is not None:
            if above.caption:
                token.info = str(self.page.numbered("table", above))
            elif above.name:
                self.page.named(above.name, "table")
            token.meta["above"] = above
            self.wrapped([token], div_around_table(above, token.info, self.trusted), line)
        return behind

    def _fixed_width(self, line: int, end: int, above: Affiliated) -> int:
        stop = line
        code = []
        while stop < end:
            stripped = self.lines[stop].strip()
            if not (stripped == ":" or stripped.startswith(": ")):
                break
            code.append(stripped[2:])
            stop += 1
        if self.page.options.fixed_width:
            token = OrgToken("code", line, stop, "\n".join(code) + "\n", meta=("text", {}, NOTHING))
            self.wrapped([token], div_around(above, self.trusted), line)
        return stop

    def _drawer(self, line: int, closing: int) -> int:
        found = DRAWER.match(self.lines[line])
        name = found[1].upper() if found else ""
        if name == "PROPERTIES":
            return self._stray_properties(line, closing)
        if name not in ("LOGBOOK", self.page.settings.log_drawer) and name in self.page.options.drawers:
            self.elements(line + 1, closing)
        return closing + 1

    def _stray_properties(self, line: int, closing: int) -> int:
        """A property drawer where Org ignores it: its values count, and a finding says where it belongs."""
        self.page.stray_drawer(line)
        return closing + 1


def _with_dashes(lines: list[str], line: int, dashes: int) -> OrgToken:
    """Dashes alone on a line, as in the exporter's Markdown: a rule, or a heading made of the text above."""
    if dashes == line:
        return OrgToken("hr", line, dashes + 1)
    text = "\n".join([each.strip(" \t") for each in lines[line:dashes]])
    return OrgToken("underlined", line, dashes + 1, text, tag="h2")
