"""Render block tokens to the body's HTML; blocks with links get ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from markdown_it.token import Token

from notegarden.dialects.markdown.headings import attributes_html, automatic_id, heading_text, split_attributes
from notegarden.dialects.markdown.inline import InlineParser
from notegarden.dialects.markdown.rawhtml import with_holes
from notegarden.dialects.pieces.citations import block_id, id_of, note_citations, with_id
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.highlight import fenced_code
from notegarden.dialects.pieces.html import MARK, MARK_RE, escape, plain_text
from notegarden.notes.note import Heading

SHORT, LONG, LONGEST = 5, 40, 90  # letters up to which a cell is a number; beyond which a phrase, a paragraph


class BodyWriter:
    """Writes tokens to `out`. `container`: the entry of the opening tag that a tight paragraph has for its block."""

    writers: ClassVar[dict[str, Callable[[Any, Any], None]]] = {}
    """Kind of token → function that writes it. Not bound methods: those would form a reference cycle, which only the
    garbage collector frees, and it is off in workers."""

    def __init__(self, draft: NoteDraft, inline: InlineParser) -> None:
        self.draft, self.inline = draft, inline
        self.out: list[str] = []
        self.containers: list[int] = []
        self.folds: list[str] = []  # the tags of the callouts that are open
        self.in_leading_list = False

    def write_body(self, tokens: list[Token]) -> None:
        """A whole body, whose first block may be the definition list that holds its metadata."""
        self.in_leading_list = bool(tokens) and tokens[0].type == "dl_open"
        self.write(tokens)

    def write(self, tokens: list[Token]) -> None:
        writers = self.writers
        for token in tokens:
            writers[token.type](self, token)

    def blocks(self, tokens: list[Token]) -> str:
        """The HTML of some tokens on their own."""
        before, self.out = self.out, []
        self.write(tokens)
        html, self.out = "".join(self.out), before
        return html

    def text(self, token: Token) -> str:
        assert token.map is not None  # noqa: S101 - blocks that hold text have lines
        return self.text_of(token.content, token.map[0])

    def text_of(self, content: str, line: int) -> str:
        return self.inline.render(self.draft, content, line)

    def item_text(self, token: Token) -> str:
        """The text that an item starts with, where a task box may stand."""
        if not token.content.startswith("["):
            return self.text(token)
        self.draft.at_item_start = True
        html = self.text(token)
        self.draft.at_item_start = False
        return html

    # -- blocks with inline content

    def paragraph(self, token: Token) -> None:
        draft, out = self.draft, self.out
        alone = MARK_RE.fullmatch(token.content.strip()) if token.content[0] == MARK else None
        if alone and draft.placeholders[int(alone[1])].alone:
            html = draft.placeholder_html(int(alone[1]))
            out.append(html if html.endswith("\n") else f"{html}\n")
            return
        first = len(draft.links)
        html = self.item_text(token) if out and out[-1] == "<li>" else self.text(token)
        if token.hidden:
            if len(draft.links) > first:
                self.cite(first, html, self.containers[-1] if self.containers else -1)
            if out and not out[-1].endswith(("\n", ">")):
                out.append("\n")
            out.append(html)
            return
        if out and out[-1][-1:] != "\n":
            out.append("\n")
        if len(draft.links) == first:
            out.append(f"<p>{html}</p>\n")
            return
        tag = self.paragraph_tag(first)
        out.append(f"<{tag}>")
        self.cite(first, html, len(out) - 1)
        out += (html, f"</{tag}>\n")

    def heading(self, token: Token) -> None:
        draft, out = self.draft, self.out
        token.content, attributes = self.split_heading(token.content)
        first = len(draft.links)
        html = self.item_text(token) if out and out[-1] == "<li>" else self.text(token)
        attributes = attributes or []
        chosen = dict(attributes).get("id", "")
        if chosen:
            draft.ids.setdefault(chosen, 0)
        elif chosen := automatic_id(draft, html, token.content):
            attributes.insert(0, ("id", chosen))
        shown = attributes_html(draft, attributes)
        if out and out[-1][-1:] != "\n":
            out.append("\n")
        out.append(f"<{token.tag}{shown}>{html}</{token.tag}>\n")
        text = " ".join(heading_text(draft, html).split())
        line = draft.place(token.map[0])[0] if token.map else 0
        if len(draft.links) > first:
            note_citations(draft, first, html, chosen)
        draft.headings.append(Heading(int(token.tag[1]), chosen, text, line))
        draft.section = text

    split_heading = staticmethod(split_attributes)
    """A heading's text and the attributes it is given in its line."""

    def paragraph_tag(self, first: int) -> str:  # noqa: ARG002
        """The element of a paragraph whose links are those from number `first` on."""
        return "p"

    def dt(self, token: Token) -> None:
        first = len(self.draft.links)
        html = self.text(token)
        self.out.append("<dt>")
        if len(self.draft.links) > first:
            self.cite(first, html, len(self.out) - 1)
        self.out += (html, "</dt>\n")
        if self.in_leading_list:
            self.draft.field = plain_text(html).strip().lower()

    def table(self, token: Token) -> None:
        assert token.map is not None  # noqa: S101
        rows, alignments = token.meta["rows"], token.meta["alignments"]
        self.out.append("<table>\n<thead>\n")
        head = len(self.out)
        lengths = [self._row(rows[0], alignments, "th", token.map[0])]
        self.out.append("</thead>\n")
        self.out.append("<tbody>\n")
        for number, row in enumerate(rows[1:], 2):
            lengths.append(self._row(row, alignments, "td", token.map[0] + number))
        self.out.append("</tbody>\n</table>\n")
        self._name_columns(head, lengths)

    def _name_columns(self, head: int, lengths: list[list[int]]) -> None:
        """Give cells classes by the length of their text, so that the style sheet can keep columns readable."""
        for column, longest in enumerate(map(max, *lengths) if len(lengths) > 1 else lengths[0]):
            if longest > SHORT:
                name = "longest" if longest > LONGEST else "long" if longest > LONG else "wide"
                entry = head + 1 + 2 * column  # a row opens with its own tag, and each cell is two entries
                self.out[entry] = self.out[entry].replace("<th", f'<th class="{name}"', 1)

    def _row(self, row: list[str], alignments: list[str], tag: str, line: int) -> list[int]:
        """A row of cells; the context of a link in it is the whole row.

        Returns the approximate number of letters in each cell.
        """
        self.out.append("<tr>\n")
        column = 0
        lengths: list[int] = []
        cells: list[str] = []
        citing: list[tuple[int, str]] = []
        for number, alignment in enumerate(alignments):
            content = row[number] if number < len(row) else ""
            first = len(self.draft.links)
            html = self.inline.render(self.draft, content, line, column)
            column += len(content) + 1
            style = f' style="text-align: {alignment}"' if alignment and number < len(row) else ""
            self.out.append(f"<{tag}{style}>")
            if len(self.draft.links) > first:
                citing.append((first, self.identify(html, len(self.out) - 1)))
            cells += [html] if html else []
            lengths.append(len(plain_text(html)) if len(html) > SHORT else 0)
            self.out.append(f"{html}</{tag}>\n")
        for first, block in reversed(citing):  # each takes the links that later blocks left
            note_citations(self.draft, first, " · ".join(cells), block)
        self.out.append("</tr>\n")
        return lengths

    # -- container blocks

    def list_open(self, token: Token) -> None:
        start = f' start="{token.info}"' if token.info else ""
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.out.append(f"<{token.tag}{start}>\n")

    def list_close(self, token: Token) -> None:
        self.out.append(f"</{token.tag}>\n")

    def item(self, token: Token) -> None:
        """An item that is one line of text."""
        links, out = self.draft.links, self.out
        first = len(links)
        html = self.item_text(token)
        if len(links) == first:
            out.append(f"<li>{html}</li>\n" if token.hidden else f"<li>\n<p>{html}</p>\n</li>\n")
            return
        out += ("<li>",) if token.hidden else ("<li>\n", "<p>")
        self.cite(first, html, len(out) - 1)
        out += (html, "</li>\n" if token.hidden else "</p>\n</li>\n")

    def item_open(self, token: Token) -> None:  # noqa: ARG002
        self.containers.append(len(self.out))
        self.out.append("<li>")

    def item_close(self, token: Token) -> None:  # noqa: ARG002
        self.containers.pop()
        self.out.append("</li>\n")

    def blockquote_open(self, token: Token) -> None:  # noqa: ARG002
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.out.append("<blockquote>\n")

    def blockquote_close(self, token: Token) -> None:  # noqa: ARG002
        self.out.append("</blockquote>\n")

    def dl_open(self, token: Token) -> None:  # noqa: ARG002
        self.out.append('<dl class="fields">\n' if self.in_leading_list and not self.out else "<dl>\n")

    def dl_close(self, token: Token) -> None:  # noqa: ARG002
        if not self.containers:
            self.in_leading_list = False
            self.draft.field = ""
        self.out.append("</dl>\n")

    def dd_open(self, token: Token) -> None:  # noqa: ARG002
        self.containers.append(len(self.out))
        self.out.append("<dd>")

    def dd_close(self, token: Token) -> None:  # noqa: ARG002
        opening = self.containers.pop()
        if self.in_leading_list and not self.containers:
            text = " ".join(plain_text("".join(self.out[opening + 1 :])).split())
            self.draft.fields.append((self.draft.field, text))
        self.out.append("</dd>\n")

    def callout_open(self, token: Token) -> None:
        assert token.map is not None  # noqa: S101
        callout = token.meta["callout"]
        draft, out = self.draft, self.out
        if out and out[-1][-1:] != "\n":
            out.append("\n")
        outer, inner = ("details", "summary") if callout.fold else ("div", "div")
        metadata = f' data-callout-metadata="{escape(callout.metadata)}"' if callout.metadata else ""
        is_open = " open" if callout.fold == "+" else ""
        out.append(f'<{outer} class="callout" data-callout="{escape(callout.kind)}"{metadata}{is_open}>\n')
        first = len(draft.links)
        html = self.text_of(callout.title, token.map[0])
        out.append(f'<{inner} class="callout-title">')
        if len(draft.links) > first:
            self.cite(first, html, len(out) - 1)
        out += (f'<span class="callout-title-inner">{html}</span></{inner}>\n', '<div class="callout-content">\n')
        self.folds.append(outer)

    def callout_close(self, token: Token) -> None:  # noqa: ARG002
        if self.out[-1] == '<div class="callout-content">\n':
            self.out[-1] = ""
            self.out.append(f"</{self.folds.pop()}>\n")
        else:
            self.out.append(f"</div>\n</{self.folds.pop()}>\n")

    # -- blocks without text

    def fence(self, token: Token) -> None:
        self.out.append(fenced_code(self.draft, token.content, token.info))

    def code_block(self, token: Token) -> None:
        self.out.append(f"<pre><code>{self.draft.in_code(escape(token.content))}</code></pre>\n")

    def html_block(self, token: Token) -> None:
        assert token.map is not None  # noqa: S101
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.out.append(with_holes(self.draft, token.content, token.map[0]))

    def hr(self, token: Token) -> None:  # noqa: ARG002
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        self.out.append("<hr>\n")

    def cite(self, first: int, html: str, entry: int) -> None:
        """Give the block that `out[entry]` opens an id, and its links, from number `first` on, their context."""
        note_citations(self.draft, first, html, self.identify(html, entry) if entry >= 0 else "")

    def identify(self, html: str, entry: int) -> str:
        """Give the block that `out[entry]` opens, and that holds `html`, an id."""
        opening = self.out[entry]
        block = id_of(opening) or block_id(self.draft, plain_text(html))
        self.out[entry] = with_id(opening, block)
        return block


BodyWriter.writers = {
    writer.__name__: writer
    for writer in (
        BodyWriter.paragraph, BodyWriter.heading, BodyWriter.dt, BodyWriter.table, BodyWriter.item,
        BodyWriter.list_open, BodyWriter.list_close, BodyWriter.item_open, BodyWriter.item_close,
        BodyWriter.blockquote_open, BodyWriter.blockquote_close, BodyWriter.dl_open, BodyWriter.dl_close,
        BodyWriter.dd_open, BodyWriter.dd_close, BodyWriter.fence, BodyWriter.code_block, BodyWriter.html_block,
        BodyWriter.hr, BodyWriter.callout_open, BodyWriter.callout_close,
    )
}  # fmt: skip
