"""The block parser: the lines of a page to tokens, as `org-element` parts them.

A line's first characters say what starts there. Where a block, a drawer or an environment ends is looked up in an
index made once, so that a file full of unclosed ones costs no more than its lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from notegarden.dialects.org.attributes import box_html, classes, html_attributes
from notegarden.dialects.org.code import code_block, drops_results, header_arguments, language_of, uncommaed
from notegarden.dialects.org.liststruct import ITEM, Item, columns, list_struct
from notegarden.dialects.org.outline import next_after
from notegarden.dialects.org.page import PICTURE, OrgDraft
from notegarden.dialects.org.settings import plist, unquoted
from notegarden.dialects.org.tables import table_token
from notegarden.dialects.org.tokens import MARK_BEGINS, MARK_ENDS, Affiliated, OrgToken
from notegarden.dialects.pieces.html import escape

_BLOCK = re.compile(r"[ \t]*#\+begin_(\S+)(?:[ \t]+(.*?))?[ \t]*$", re.I)
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
_KEYWORD = re.compile(r"[ \t]*#\+([^\s:\[]+)(?:\[([^\n]*)\])?:[ \t]*(.*?)[ \t]*$")
_FOOTNOTE = re.compile(r"\[fn:([-_\w]+)\](?:[ \t]+|$)")
_BEGIN_LATEX = re.compile(r"[ \t]*\\begin\{([A-Za-z0-9*]+)\}")
_RULE = re.compile(r"[ \t]*-{5,}[ \t]*$")
_CLOCK = re.compile(r"[ \t]*CLOCK:")
_DEEPEST = 60
_HTML5_NAMES = (
    "article aside audio canvas details figcaption figure footer header menu meter nav output progress section summary "
    "video"
)
_HTML5 = frozenset(_HTML5_NAMES.split())


class OrgBlocks:
    """Makes tokens of a page's lines. Footnote definitions go to the page, everything else to `out`."""

    def __init__(self, page: OrgDraft, lines: list[str]) -> None:
        self.page, self.lines = page, lines
        self.out: list[OrgToken] = []
        self.depth = 0
        self._ends: dict[str, list[int]] = {}
        self._drawer_ends: list[int] = []
        self._latex_ends: dict[str, list[int]] = {}
        for number, text in enumerate(lines):
            if "#+" in text:
                low = text.strip().lower()
                if low.startswith("#+end_"):
                    self._ends.setdefault(low[6:], []).append(number)
                elif low.startswith("#+end:"):
                    self._ends.setdefault(":", []).append(number)
            elif ":" in text and text.strip().upper() == ":END:":
                self._drawer_ends.append(number)
            if "\\end{" in text:
                name = text.rstrip().rpartition("\\end{")[2]
                if name.endswith("}"):
                    self._latex_ends.setdefault(name[:-1], []).append(number)

    # -- where things end

    def block_end(self, line: int, end: int) -> int:
        """The last line of the block or drawer that starts at `line`; -1 where none does or it is never closed."""
        text = self.lines[line]
        found = _BLOCK.match(text)
        if found:
            return next_after(self._ends.get(found[1].lower(), []), line, end)
        if _DRAWER.match(text):
            return next_after(self._drawer_ends, line, end)
        return -1

    def latex_end(self, line: int, end: int) -> int:
        found = _BEGIN_LATEX.match(self.lines[line])
        if found is None:
            return -1
        text = self.lines[line].rstrip()
        if text.endswith(f"\\end{{{found[1]}}}"):
            return line
        return next_after(self._latex_ends.get(found[1], []), line, end)

    def ends_paragraph(self, line: int, end: int) -> bool:
        """Whether something else than text starts at a line that is not blank."""
        text = self.lines[line]
        stripped = text.lstrip(" \t")
        char = stripped[0]
        if char.isalpha():
            return char == "C" and _CLOCK.match(text) is not None
        if char == "#":
            if stripped[1:2] in ("", " "):
                return True
            if not stripped.startswith("#+"):
                return False
            if _BLOCK.match(text):
                return self.block_end(line, end) >= 0
            return _KEYWORD.match(text) is not None or stripped.lower().startswith("#+begin:")
        if char == "|":
            return True
        if char == ":":
            if stripped[1:2] in ("", " "):
                return True
            return _DRAWER.match(text) is not None and self.block_end(line, end) >= 0
        if char == "[":
            return text[0] == "[" and _FOOTNOTE.match(text) is not None
        if char == "-" and _RULE.match(text):
            return True
        return ITEM.match(text) is not None

    # -- elements

    def elements(self, line: int, end: int, struct: dict[int, Item] | None = None) -> None:
        """Push the tokens of the elements in a range of lines. `struct`: the list that the range is inside."""
        if self.depth >= _DEEPEST:
            place = self.page.place(line)
            self.page.problem("note", "error", *place, "nested too deeply; what is further inside is left out")
            return
        self.depth += 1
        above: Affiliated | None = None
        while line < end:
            text = self.lines[line]
            stripped = text.strip()
            if not stripped:
                above = None
                line += 1
                continue
            found = _KEYWORD.match(text) if stripped.startswith("#+") else None
            if found and self._affiliate(above, found, line):
                above = above or Affiliated()
                self._add(above, found, line)
                line += 1
                continue
            line = self.element(line, end, above or Affiliated(), struct)
            above = None
        self.depth -= 1

    def _affiliate(self, above: Affiliated | None, found: re.Match[str], line: int) -> bool:  # noqa: ARG002
        name = found[1].lower()
        return name in ("caption", "name", "header", "headers", "results", "plot", "tblname") or name.startswith(
            "attr_"
        )

    def _add(self, above: Affiliated, found: re.Match[str], line: int) -> None:
        name, value = found[1].lower(), found[3]
        if name == "caption":
            above.caption = f"{above.caption} {value}".strip()
            above.caption_line = line
        elif name in ("name", "tblname"):
            above.name = value
        elif name in ("header", "headers"):
            above.headers.append(value)
        elif name == "results":
            above.results = value
        elif name in ("attr_html", "attr_md", "attr_hugo"):
            above.attributes.append(value)

    def element(self, line: int, end: int, above: Affiliated, struct: dict[int, Item] | None) -> int:
        """Push the element that starts at `line`; returns the line behind it."""
        text = self.lines[line]
        stripped = text.lstrip(" \t")
        char = stripped[0]
        if above.results is not None and self.page.drops(above.results):
            return self._skip(line, end, struct)
        if char == "#":
            return self._hash(line, end, above, text, stripped)
        if char == "|":
            return self._table(line, end, above)
        if char == "C" and _CLOCK.match(text):
            return line + 1
        if char == "-" and _RULE.match(text):
            self.out.append(OrgToken("hr", line, line + 1))
            return line + 1
        stop = self._marked(line, end, above) if char in ":\\[" else -1
        if stop >= 0:
            return stop
        if ITEM.match(text):
            return self._list(line, end, above, struct)
        return self._paragraph(line, end, above)

    def _marked(self, line: int, end: int, above: Affiliated) -> int:
        """Read what starts with a colon, a backslash or a bracket; -1 where that is text."""
        text = self.lines[line]
        stripped = text.lstrip(" \t")
        if stripped[0] == ":":
            if stripped[1:2] in ("", " "):
                return self._fixed_width(line, end, above)
            closing = self.block_end(line, end) if _DRAWER.match(text) else -1
            return self._drawer(line, closing) if closing >= 0 else -1
        if stripped[0] == "\\":
            closing = self.latex_end(line, end)
            return self._latex(line, closing + 1) if closing >= 0 else -1
        found = _FOOTNOTE.match(text) if text[0] == "[" else None
        return self._footnote(line, end, found) if found else -1

    def _skip(self, line: int, end: int, struct: dict[int, Item] | None) -> int:
        """Read an element that is not shown."""
        kept = len(self.out)
        counters = dict(self.page.counters)
        line = self.element(line, end, Affiliated(), struct)
        del self.out[kept:]
        self.page.counters = counters
        return line

    def _hash(self, line: int, end: int, above: Affiliated, text: str, stripped: str) -> int:
        if stripped.rstrip() == "#" or stripped[1] == " ":
            return line + 1
        found = _BLOCK.match(text)
        if found:
            closing = self.block_end(line, end)
            if closing >= 0:
                self._block(line, closing, found[1], found[2] or "", above)
                return closing + 1
            self.page.unclosed(line, f"#+begin_{found[1]}")
            return self._paragraph(line, end, above)
        if stripped.lower().startswith("#+begin:"):
            closing = next_after(self._ends.get(":", []), line, end)
            if closing >= 0:
                self.elements(line + 1, closing)
                return closing + 1
        keyword = _KEYWORD.match(text)
        if keyword:
            return self._keyword(line, end, keyword)
        return self._paragraph(line, end, above)

    def _keyword(self, line: int, end: int, found: re.Match[str]) -> int:
        name, value = found[1].lower(), found[3]
        if name in ("html", "md", "hugo"):
            stop = line + 1
            values = [value]
            while stop < end:
                more = _KEYWORD.match(self.lines[stop])
                if more is None or more[1].lower() != name:
                    break
                values.append(more[3])
                stop += 1
            if values == ["more"] and name == "hugo":
                return stop
            self.page.raw(self.out, "\n".join(values), line, stop)
            return stop
        if name == "toc":
            self.page.toc_here(self.out, value, line)
        elif name == "print_bibliography":
            self.out.append(OrgToken("bibliography", line, line + 1, value))
        return line + 1

    # -- text

    def _paragraph(self, line: int, end: int, above: Affiliated) -> int:
        stop = line + 1
        while stop < end and self.lines[stop].strip() and not self.ends_paragraph(stop, end):
            stop += 1
        content = "\n".join([each.strip(" \t") for each in self.lines[line:stop]])
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
            self.out.append(token)
            return stop
        token.meta = None
        if above.attributes:
            token.attributes = plist(" ".join(above.attributes))
        if self.page.mark_ends == line and self.out and self.out[-1].type == "paragraph":
            self.out[-1].content += f"\n{content}"
            return stop
        self._wrapped([token], above, line)
        return stop

    def _wrapped(self, tokens: list[OrgToken], above: Affiliated, line: int) -> None:
        """Tokens with the `div` that a class asked for in `#+attr_html` puts around them."""
        css, style = classes(above.attributes)
        if css or style:
            self._open(f"<div{css}{style}>", line)
            self.out += tokens
            self._close("</div>", line)
        else:
            self.out += tokens

    def _open(self, html: str, line: int) -> None:
        self.out.append(OrgToken("open", line, line + 1, html))

    def _close(self, html: str, line: int) -> None:
        self.out.append(OrgToken("close", line, line + 1, html))

    def _latex(self, line: int, stop: int) -> int:
        self.out.append(OrgToken("formula", line, stop, "\n".join(self.lines[line:stop]).strip()))
        return stop

    def _footnote(self, line: int, end: int, found: re.Match[str]) -> int:
        """A definition goes on to the next one, or to two blank lines."""
        stop = line + 1
        while stop < end:
            text = self.lines[stop]
            if not text.strip() and stop + 1 < end and not self.lines[stop + 1].strip():
                break
            if text[:1] == "[" and _FOOTNOTE.match(text):
                break
            stop += 1
        self.define(found[1], line, stop, found.end())
        return stop

    def define(self, label: str, line: int, stop: int, column: int) -> None:
        """Enter a footnote whose text stands in some lines, the first of them from a column on."""
        before, self.out = self.out, []
        old = self.lines[line]
        self.lines[line] = " " * column + old[column:]
        self.elements(line, stop)
        self.lines[line] = old
        self.page.footnotes.setdefault(label, self.out)
        self.out = before

    # -- lists

    def _list(self, line: int, end: int, above: Affiliated, struct: dict[int, Item] | None) -> int:
        if struct is None or line not in struct or struct[line].indent != columns(self.lines[line]):
            struct = list_struct(self.lines, line, end, self.block_end)
        items = [struct[line]]
        while items[-1].end in struct and struct[items[-1].end].indent == items[0].indent and items[-1].end < end:
            items.append(struct[items[-1].end])
        css, style = classes(above.attributes)
        if css or style:
            self._open(f"<div{css}{style}>", line)
        if items[0].term is not None and not self.page.inside_item:
            self._definitions(items, struct)
        else:
            self._items(items, struct)
        if css or style:
            self._close("</div>", line)
        return items[-1].end

    def _items(self, items: list[Item], struct: dict[int, Item]) -> None:
        first = items[0]
        tag = "ol" if first.is_ordered else "ul"
        opening = OrgToken("list_open", first.line, items[-1].end, tag=tag)
        if first.is_ordered and first.counter.isdigit() and first.counter != "1":
            opening.info = first.counter
        self.out.append(opening)
        raw = first.is_ordered and any(item.counter for item in items[1:])
        opening.info = "" if raw else opening.info
        tight = not any(self._is_loose(item, items[-1] is item) for item in items)
        self.page.inside_item += 1
        for item in items:
            self._item(item, struct, tight=tight, raw=raw)
        self.page.inside_item -= 1
        self.out.append(OrgToken("list_close", first.line, items[-1].end, tag=tag))

    def _is_loose(self, item: Item, is_last: bool) -> bool:
        stop = item.end
        blank_end = stop > item.line and not self.lines[stop - 1].strip()
        return blank_end and not is_last

    def _item(self, item: Item, struct: dict[int, Item], *, tight: bool, raw: bool) -> None:
        if not raw and self._plain_item(item, tight=tight):
            return
        value = item.counter if raw else ""
        self.out.append(OrgToken("item_open", item.line, item.end, value))
        first = len(self.out)
        self._contents(item, struct)
        prefix = "" if raw else box_html(item.box)
        term = "" if item.term is None or raw else item.term.strip()
        paragraph = next((each for each in self.out[first : first + 1] if each.type == "paragraph"), None)
        if prefix or term:
            if paragraph is None:
                paragraph = OrgToken("paragraph", item.line, item.line + 1)
                self.out.insert(first, paragraph)
            paragraph.info, paragraph.meta = prefix, term
        self._tighten(first, tight=tight)
        self.out.append(OrgToken("item_close", item.line, item.end))

    def _plain_item(self, item: Item, *, tight: bool) -> bool:
        """Push an item that is one line of text, as most are; False where it may be more."""
        line, lines = item.line, self.lines
        if item.box or item.term is not None or any(lines[below].strip() for below in range(line + 1, item.end)):
            return False
        text = lines[line][item.column :].strip(" \t")
        if not (text[:1].isalpha() or text[:2] == "[[") or text.startswith("CLOCK:"):
            return False
        if (text[-2:] == "]]" or "://" in text) and PICTURE.search(text.rstrip("]")):
            return False
        token = OrgToken("item", line, line + 1, text)
        token.hidden = tight
        self.out.append(token)
        return True

    def _tighten(self, first: int, *, tight: bool) -> None:
        if tight and first < len(self.out) and self.out[first].type == "paragraph":
            self.out[first].hidden = True

    def _contents(self, item: Item, struct: dict[int, Item]) -> None:
        """The elements of an item: its first line is read as if blanks stood where the bullet is."""
        line = item.line
        old = self.lines[line]
        self.lines[line] = " " * item.column + old[item.column :]
        self.elements(line, item.end, struct)
        self.lines[line] = old

    def _definitions(self, items: list[Item], struct: dict[int, Item]) -> None:
        is_open = False
        for item in items:
            if item.term is None:
                if is_open:
                    self.out.append(OrgToken("dl_close", item.line, item.end))
                    is_open = False
                self._contents(item, struct)
                continue
            if not is_open:
                self.out.append(OrgToken("dl_open", item.line, item.end))
                is_open = True
            term = item.term.strip()
            token = OrgToken("dt", item.line, item.line + 1, term)
            token.info = box_html(item.box)
            self.out.append(token)
            self.out.append(OrgToken("dd_open", item.line, item.end))
            first = len(self.out)
            self.page.inside_item += 1
            self._contents(item, struct)
            self.page.inside_item -= 1
            self._tighten(first, tight=True)
            self.out.append(OrgToken("dd_close", item.line, item.end))
        if is_open:
            self.out.append(OrgToken("dl_close", items[-1].line, items[-1].end))

    # -- tables, drawers, fixed width

    def _table(self, line: int, end: int, above: Affiliated) -> int:
        stop = line
        while stop < end and self.lines[stop].lstrip(" \t")[:1] == "|":
            stop += 1
        token = table_token(self.lines, line, stop)
        behind = stop
        while behind < end and self.lines[behind].strip().lower().startswith("#+tblfm:"):
            behind += 1
        if token is not None:
            if above.caption:
                token.info = str(self.page.numbered("table", above))
            elif above.name:
                self.page.named(above.name, "table")
            token.meta["above"] = above
            self._wrapped([token], above, line)
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
        self._code("\n".join(code) + "\n", "text", {}, line, stop, above)
        return stop

    def _code(self, code: str, language: str, options: dict[str, str], line: int, stop: int, above: Affiliated) -> None:
        token = OrgToken("code", line, stop, code, meta=(language, options, above))
        if above.caption:
            token.info = str(self.page.numbered("listing", above))
        elif above.name:
            self.page.named(above.name, "listing")
        self.out.append(token)

    def _drawer(self, line: int, closing: int) -> int:
        found = _DRAWER.match(self.lines[line])
        name = found[1].upper() if found else ""
        if name == "PROPERTIES":
            return self._stray_properties(line, closing)
        if name != "LOGBOOK" and self.page.options.drawers:
            self.elements(line + 1, closing)
        return closing + 1

    def _stray_properties(self, line: int, closing: int) -> int:
        """A property drawer where Org reads none: its values count, and a finding says where it belongs."""
        self.page.stray_drawer(line)
        return closing + 1

    # -- blocks

    def _block(self, line: int, closing: int, name: str, arguments: str, above: Affiliated) -> None:
        low = name.lower()
        reader: Callable[[int, int, str, Affiliated], None] | None = {
            "src": self._src, "example": self._example, "export": self._export, "quote": self._quote,
            "verse": self._verse, "center": self._center, "comment": self._nothing, "description": self._nothing,
        }.get(low)  # fmt: skip
        if reader is not None:
            reader(line, closing, arguments, above)
        else:
            self._special(line, closing, name, arguments, above)

    def _nothing(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:
        """A comment, or the page's description."""

    def _src(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:
        language, _, switches = arguments.partition(" ")
        if language.startswith((":", "-", "+")):
            language, switches = "", arguments
        header = header_arguments(self.page, language, [switches, *above.headers], line)
        if header.get("front_matter_extra") == "t":
            return
        exports = header.get("exports", "code").split()[0] if header.get("exports") else "code"
        shows_code = exports in ("code", "both")
        if shows_code:
            code, options = code_block(self.page, self.lines[line + 1 : closing], switches, header)
            shown = language_of(language)
            self._code(code, shown, options, line, closing + 1, above)
        self.page.dropped_results[above.name] = drops_results(exports)
        self.page.dropped_results[""] = drops_results(exports)

    def _example(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:
        code, options = code_block(self.page, self.lines[line + 1 : closing], arguments, {})
        self._code(code, "text", options, line, closing + 1, above)

    def _export(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG002
        backend = arguments.split()[0].lower() if arguments.split() else ""
        if backend in ("html", "md", "markdown", "hugo"):
            text = "\n".join(uncommaed(each) for each in self.lines[line + 1 : closing])
            self.page.raw(self.out, text, line + 1, closing)

    def _quote(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG002
        css, style = classes(above.attributes)
        if css or style:
            self._open(f"<div{css}{style}>", line)
        self.out.append(OrgToken("blockquote_open", line, closing))
        kept, self.page.inside_item = self.page.inside_item, 0
        self.elements(line + 1, closing)
        self.page.inside_item = kept
        self.out.append(OrgToken("blockquote_close", line, closing))
        if css or style:
            self._close("</div>", line)

    def _verse(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG002
        css, style = classes(above.attributes)
        name = f' class="verse {css[8:]}' if css else ' class="verse"'
        lines = self.lines[line + 1 : closing]
        self.out.append(OrgToken("verse", line + 1, closing, "\n".join(lines), meta=f"{name}{style}"))

    def _center(self, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG002
        self._open('<div class="org-center">', line)
        self.elements(line + 1, closing)
        self._close("</div>", line)

    def _special(self, line: int, closing: int, name: str, arguments: str, above: Affiliated) -> None:  # noqa: ARG002
        if self.page.paired_shortcode(name):
            self._shortcode(line, closing, name, above)
            return
        low = name.lower()
        if low == "mark":
            self._mark(line, closing, above)
            return
        attributes = plist(" ".join(above.attributes))
        kept, self.page.inside_item = self.page.inside_item, 0
        if low in ("details", "summary"):
            self._details(line, closing, low, attributes)
        elif low in ("video", "audio"):
            inner = "\n".join(self.lines[line + 1 : closing])
            self.page.raw(self.out, f"<{low}{html_attributes(attributes)}>{inner}</{low}>", line, closing)
        elif low in _HTML5:
            self._open(f"<{low}{html_attributes(attributes)}>", line)
            self.elements(line + 1, closing)
            self._close(f"</{low}>", line)
        else:
            css = unquoted(attributes.pop("class", ""))
            full = f"{name} {css}".strip()
            self._open(f'<div class="{escape(full)}"{html_attributes(attributes)}>', line)
            self.elements(line + 1, closing)
            self._close("</div>", line)
        self.page.inside_item = kept

    def _mark(self, line: int, closing: int, above: Affiliated) -> None:
        """`#+begin_mark`: inline, so it goes on the paragraph above it, and the text below goes on its own."""
        attributes = html_attributes(plist(" ".join(above.attributes)))
        kept, self.out = self.out, []
        self.elements(line + 1, closing)
        inner, self.out = self.out, kept
        text = "\n".join(token.content for token in inner if token.type == "paragraph")
        self.page.marks.append(attributes)
        mark = f"{MARK_BEGINS}{text}{MARK_ENDS}"
        goes_on = line > 0 and self.lines[line - 1].strip() != "" and bool(kept) and kept[-1].type == "paragraph"
        if goes_on:
            kept[-1].content += f"\n{mark}"
        else:
            kept.append(OrgToken("paragraph", line, closing, mark))
        self.page.mark_ends = closing + 1

    def _details(self, line: int, closing: int, name: str, attributes: dict[str, str]) -> None:
        """`<details>`, whose summary stands before the `div` that holds the rest."""
        if name == "summary":
            self._open("<summary>", line)
            first = len(self.out)
            self.elements(line + 1, closing)
            if first < len(self.out) and self.out[first].type == "paragraph":
                self.out[first].hidden = True
            self._close("</summary>", line)
            return
        self._open(f"<details{html_attributes(attributes)}>", line)
        start = line + 1
        while start < closing and not self.lines[start].strip():
            start += 1
        found = _BLOCK.match(self.lines[start]) if start < closing else None
        if found and found[1].lower() == "summary":
            inner = self.block_end(start, closing)
            if inner >= 0:
                self.elements(start, inner + 1)
                start = inner + 1
        elif start < closing and self.lines[start].strip() == "---":
            pass
        self._open('<div class="details">', line)
        self.elements(start, closing)
        self._close("</div>", line)
        self._close("</details>", line)

    def _shortcode(self, line: int, closing: int, name: str, above: Affiliated) -> None:
        self.out.append(
            OrgToken("shortcode", line, closing + 1, "\n".join(self.lines[line + 1 : closing]), name, above)
        )
