"""From Org's block tokens to the body's HTML."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.headings import automatic_id
from notegarden.dialects.markdown.table_cells import may_fill_rows, name_columns
from notegarden.dialects.org.anchors import named_id
from notegarden.dialects.org.attributes import given_attributes
from notegarden.dialects.org.figures import write_figure
from notegarden.dialects.org.heading_tasks import heading_task
from notegarden.dialects.org.inline import OrgInline
from notegarden.dialects.org.listed_works import list_of_works
from notegarden.dialects.org.raw import block_markdown
from notegarden.dialects.org.settings import plist_pairs, unquoted
from notegarden.dialects.org.toc import toc_html, toc_title
from notegarden.dialects.org.tokens import Affiliated, OrgToken
from notegarden.dialects.org.transclude import write_inner_page, write_transclusion
from notegarden.dialects.pieces.citations import note_citations
from notegarden.dialects.pieces.draft import Placeholder
from notegarden.dialects.pieces.formula import formula_block
from notegarden.dialects.pieces.highlight import code_block
from notegarden.dialects.pieces.html import END, MARK, escape, plain_text
from notegarden.notes.note import Heading

if TYPE_CHECKING:
    from notegarden.dialects.org.page import OrgDraft

_VERSE_MARGIN = re.compile(r"[ \t]*>(.*)")  # preserves the indentation of a verse's first line
_NOT_IN_CLASS = re.compile(r"[^a-zA-Z0-9_]")
_MOST_TOCS = 20  # per page; each lists all its headings


class OrgWriter(BodyWriter):
    """Writes a page's tokens; blocks that Markdown has too are written by its writer."""

    def __init__(self, page: OrgDraft) -> None:
        self.org_inline = OrgInline()
        super().__init__(page, self.org_inline)  # type: ignore[arg-type]
        self.page = page
        self._tocs = 0

    def text(self, token: Any) -> str:
        html = self.org_inline.render(self.page, token.content, token.map[0], 0, token.attributes)
        if token.info or token.meta:
            term = (
                f"<strong>{self.inline.render(self.draft, token.meta, token.map[0])}:</strong> " if token.meta else ""
            )
            html = f"{token.info}{term}{html}"
        return html

    def item_text(self, token: Any) -> str:
        return self.text(token)

    def item_open(self, token: Any) -> None:
        super().item_open(token)
        if token.content.isdigit():
            self.out[-1] = f'<li value="{token.content}">'

    def paragraph(self, token: Any) -> None:
        if not token.content and not token.info and not token.meta:
            return
        token.content = token.content or " "
        super().paragraph(token)
        if token.content.startswith(("src_", "call_", "@@")) and self.out[-1].replace(" ", "") == "<p></p>\n":
            self.out.pop()  # nothing but code that is not shown

    def org_heading(self, token: OrgToken) -> None:
        self.page.above, identity = token.meta
        first = len(self.draft.links)
        html = self.heading_html(token)
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.draft.ids.setdefault(identity, 0)
        mark = self.sections.begin(f"#{len(self.draft.headings)}", first) if self.sections else ""
        self.out.append(f'{mark}<{token.tag} id="{escape(identity)}">{html}</{token.tag}>\n')
        line = self.draft.place(token.map[0])[0]
        text = " ".join(plain_text(self._title_only(html)).split())
        if len(self.draft.links) > first:
            note_citations(self.draft, first, html, identity)
        self._add_heading_task(token, text, identity)
        self.draft.headings.append(Heading(int(token.tag[1]), identity, text, line))
        self.draft.section = text[:1_000]  # each link in the section stores it

    def heading_html(self, token: OrgToken, *, in_toc: bool = False) -> str:
        heading, _ = token.meta
        options = self.page.options
        typed, inside = (toc_title(heading, token.content), "link") if in_toc else (token.content, "title")
        html = self.org_inline.render(self.page, typed, token.map[0], heading.column, inside=inside)
        number = "" if in_toc or token.type != "heading" else self.page.section_numbers.get(heading.line, "")
        before = f'<span class="section-num">{number}</span> ' if number else ""
        if heading.todo and options.todo:
            kind = "done" if heading.is_done else "todo"
            word = escape(heading.todo.replace("__", " "))
            before += f'<span class="org-todo {kind} {_css(heading.todo)}">{word}</span> '
        if heading.priority and options.priority:
            before += f'<span class="priority">[{escape(heading.priority)}]</span> '
        if heading.tags and options.tags and not in_toc:
            shown = "".join(f'<span class="{_css(tag)}">{escape(tag)}</span>' for tag in self.page.tags_of(heading))
            html = f'{html} <span class="tag">{shown}</span>'
        return f"{token.info}{before}{html}"

    @staticmethod
    def _title_only(html: str) -> str:
        while html.startswith(('<span class="org-todo', '<span class="section-num', '<span class="priority')):
            html = html.partition("</span> ")[2]
        return html.partition(' <span class="tag">')[0]

    def list_heading(self, token: OrgToken) -> None:
        """A heading deeper than the page shows as one: the text of a list item."""
        self.page.above = token.meta[0]
        first = len(self.draft.links)
        html, opening_entry = self.heading_html(token), len(self.out) - 1
        text = " ".join(plain_text(self._title_only(html)).split())
        if len(self.draft.links) > first:
            self.cite(first, html, opening_entry)
        if self.is_open_task(token):
            self._add_heading_task(token, text, self.identify(html, opening_entry))
        self.out.append(html if token.hidden else f"<p>{html}</p>\n")

    def is_open_task(self, token: OrgToken) -> bool:
        """Whether a heading is a task that the note must list."""
        heading = token.meta[0]
        return bool(heading.todo and not heading.is_done and self.page.options.todo and self.draft.dialect.tasks)

    def _add_heading_task(self, token: OrgToken, text: str, anchor: str) -> None:
        if self.is_open_task(token):
            self.draft.tasks.append(heading_task(token.meta[0], text, anchor))

    # -- pictures, tables, code

    def org_table(self, token: OrgToken) -> None:
        above: Affiliated = token.meta["above"]
        self._caption_above(token, above)
        rows, alignments = token.meta["rows"], token.meta["alignments"]
        if not token.meta["has_head"]:
            rows = [(rows[0][0], []), *rows]
        self.out.append("<table>\n<thead>\n")
        head = len(self.out)
        lengths = [_row(self, rows[0], alignments, "th")]
        self.out.append("</thead>\n<tbody>\n")
        is_padded = may_fill_rows(self.draft, len(rows) * len(alignments), self.page.place(rows[0][0]))
        for line, cells in rows[1:]:
            columns = alignments if is_padded else alignments[: len(cells)]
            lengths.append(_row(self, (line, cells), columns, "td"))
        self.out.append("</tbody>\n</table>\n")
        if is_padded:
            name_columns(self, head, lengths)

    def _caption_above(self, token: OrgToken, above: Affiliated) -> None:
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        identity = named_id(above.name, "table") if above.name else ""
        if identity:
            self.out.append(f'<p><a id="{escape(identity)}"></a></p>\n')
        if above.caption:
            words = self.inline.render(self.page, above.caption, above.caption_line)
            number = f"{self.page.word('table')} {token.info}"
            shown = f'<a href="#{escape(identity)}">{number}</a>:' if identity else f"{number}:"
            self.out.append(
                f'<div class="table-caption">\n  <span class="table-number">{shown}</span>\n  {words}\n</div>\n'
            )

    def code(self, token: OrgToken) -> None:
        language, options, above = token.meta
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        identity = named_id(above.name, token.tag) if above.name else ""
        if identity:
            self.out.append(f'<p><a id="{escape(identity)}"></a></p>\n')
        options = given_attributes(above) | options
        self.out.append(code_block(self.page, token.content, language, options))
        if above.caption:
            words = self.inline.render(self.page, above.caption, above.caption_line)
            number = f"{self.page.word('listing')} {token.info}"
            shown = f'<a href="#{escape(identity)}">{number}</a>:' if identity else f"{number}:"
            self.out.append(
                f'<div class="src-block-caption">\n  <span class="src-block-number">{shown}</span>\n  {words}\n</div>\n'
            )

    # -- the rest

    def markup(self, token: OrgToken) -> None:
        """A tag that opens or closes a block."""
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.out.append(f"{token.content}\n")

    def formula(self, token: OrgToken) -> None:
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        place = self.page.place(token.map[0])
        self.out.append(formula_block(self.page, token.content, place))

    def verse(self, token: OrgToken) -> None:
        lines = token.content.split("\n")
        first = next((number for number, text in enumerate(lines) if text.strip()), 0)
        if found := _VERSE_MARGIN.match(lines[first]):
            lines[first] = found[1]
        indents = ("\u00a0" * (len(text) - len(text.lstrip(" \t"))) for text in lines)
        typed = "\n".join([indent + text.strip(" \t") for indent, text in zip(indents, lines, strict=True)])
        html = self.org_inline.render(self.page, typed, token.map[0], inside="verse")
        opening, closing = ("<p>", "</p>") if lines[0].strip() else ("", "")
        self.out.append(f'<div class="verse">\n{opening}{html}<br>{closing}\n</div>\n')

    def markdown(self, token: OrgToken) -> None:
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.out.append(block_markdown(self.page, token.content, token.map[0]))

    def shortcode(self, token: OrgToken) -> None:
        above, inner = token.meta
        self.out.append(block_markdown(self.page, _call(self.page, token, above, self.blocks(inner)), token.map[0]))

    def toc(self, token: OrgToken) -> None:
        """A table of contents: written when all headings are known; until then a list of them is its placeholder."""
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self._tocs += 1
        if self._tocs <= _MOST_TOCS:
            self.out.append(toc_html(self.page, token, partial(self.heading_html, in_toc=True)))
        elif self._tocs == _MOST_TOCS + 1:
            message = f"more than {_MOST_TOCS} tables of contents on a page; the others are left out"
            self.page.problem("include", "warning", *self.page.place(token.map[0]), message, "remove the #+toc")

    def bibliography(self, token: OrgToken) -> None:
        self.out.append(list_of_works(self.page, token))


def _underlined(writer: OrgWriter, token: OrgToken) -> None:
    """A Markdown heading, which is not one of Org's: it starts no section of the outline."""
    first = len(writer.draft.links)
    html = writer.text(token)
    identity = automatic_id(writer.draft, html, token.content)
    writer.new_line()
    writer.out.append(f'<{token.tag} id="{escape(identity)}">{html}</{token.tag}>\n')
    if len(writer.draft.links) > first:
        note_citations(writer.draft, first, html, identity)
    text = " ".join(plain_text(html).split())
    writer.draft.headings.append(Heading(int(token.tag[1]), identity, text, writer.draft.place(token.map[0])[0]))


def _call(page: OrgDraft, token: OrgToken, above: Affiliated, html: str) -> str:
    """The call of a paired shortcode around the rendered block."""
    sign = page.shortcode_sign(token.tag)
    closing = "%" if sign == "%" else ">"
    arguments = _arguments(" ".join(above.shortcode))
    content = Placeholder("", *page.place(token.map[0]))
    content.html, content.alone = html, True
    page.placeholders.append(content)
    mark = f"{MARK}{len(page.placeholders) - 1}{END}"
    return f"{{{{{sign} {token.tag}{arguments} {closing}}}}}\n{mark}\n{{{{{sign} /{token.tag} {closing}}}}}"


def _arguments(typed: str) -> str:
    """The arguments of `#+attr_shortcode`: `:name value` for named ones, anything else as typed."""
    named = plist_pairs(typed)
    if not named:
        return f" {typed}" if typed else ""
    shown = ((name, unquoted(value).replace('"', '\\"')) for name, value in named if value not in ("", "nil"))
    return "".join(f' {name}="{value}"' for name, value in shown)


def _css(name: str) -> str:
    """The class of a tag or TODO state."""
    return _NOT_IN_CLASS.sub("_", name)


def _row(writer: OrgWriter, row: tuple[int, list[tuple[int, str]]], alignments: list[str], tag: str) -> list[int]:
    """Write a row; returns the number of characters in each cell, as far as it matters."""
    line, cells = row
    writer.out.append("<tr>\n")
    lengths: list[int] = []
    texts: list[str] = []
    citing: list[tuple[int, str]] = []
    for number, alignment in enumerate(alignments):
        column, content = cells[number] if number < len(cells) else (0, "")
        first = len(writer.draft.links)
        html = writer.org_inline.render(writer.page, content, line, column, inside="cell")
        style = f' style="text-align: {alignment}"' if alignment else ""
        writer.out.append(f"<{tag}{style}>")
        if len(writer.draft.links) > first:
            citing.append((first, writer.identify(html, len(writer.out) - 1)))
        texts += [html] if html else []
        lengths.append(len(plain_text(html)) if len(html) > 5 else 0)
        writer.out.append(f"{html}</{tag}>\n")
    for first, block in reversed(citing):
        note_citations(writer.draft, first, " · ".join(texts), block)
    writer.out.append("</tr>\n")
    return lengths


OrgWriter.writers = {
    **BodyWriter.writers, "paragraph": OrgWriter.paragraph,
    "item_open": OrgWriter.item_open, "heading": OrgWriter.org_heading,
    "list_heading": OrgWriter.list_heading, "underlined": _underlined,
    "figure": lambda writer, token: write_figure(writer, writer.page, token),
    "table": OrgWriter.org_table, "code": OrgWriter.code, "open": OrgWriter.markup,
    "close": OrgWriter.markup, "formula": OrgWriter.formula, "verse": OrgWriter.verse, "markdown": OrgWriter.markdown,
    "shortcode": OrgWriter.shortcode, "toc": OrgWriter.toc, "bibliography": OrgWriter.bibliography,
    "transclude": lambda writer, token: write_transclusion(writer, writer.page, token),
    "inner_page": lambda writer, token: write_inner_page(writer, writer.page, token),
}  # fmt: skip
