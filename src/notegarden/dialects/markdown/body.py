"""Render block tokens to the body's HTML; blocks with links get ids."""

from __future__ import annotations

from markdown_it.token import Token

from notegarden.dialects.markdown.block_attributes import attributed, attributes
from notegarden.dialects.markdown.callout_blocks import callout_close, callout_open
from notegarden.dialects.markdown.headings import automatic_id, heading_text, split_attributes
from notegarden.dialects.markdown.inline import InlineParser
from notegarden.dialects.markdown.rawhtml import with_holes
from notegarden.dialects.markdown.table_cells import table
from notegarden.dialects.markdown.writing import BlockWriter
from notegarden.dialects.pieces.attributes import attributes_html
from notegarden.dialects.pieces.citations import LONGEST_CONTEXT, id_of, note_citations
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.highlight import fenced_code
from notegarden.dialects.pieces.html import MARK, MARK_RE, escape, plain_text
from notegarden.dialects.pieces.parts import PartMarks
from notegarden.dialects.pieces.tasks import box_task, is_open_task
from notegarden.notes.note import Heading
from notegarden.urls import names_media


class BodyWriter(BlockWriter):
    """Writes the blocks of Markdown. `in_leading_list`: inside the definition list with the metadata.

    `sections`: the numbering of sections, if other notes may embed those of this body.
    """

    def __init__(self, draft: NoteDraft, inline: InlineParser) -> None:
        super().__init__(draft, inline)
        self.in_leading_list = False
        self.sections: PartMarks | None = None

    def write_body(self, tokens: list[Token]) -> None:
        """A whole body, whose first block may be the definition list with its metadata."""
        self.in_leading_list = bool(tokens) and tokens[0].type == "dl_open"
        self.write(tokens)

    def item_text(self, token: Token) -> str:
        """The text that an item starts with, which may have a task box."""
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
        is_task = draft.dialect.tasks and is_open_task(html)
        if token.hidden:
            if len(draft.links) > first or is_task:
                self.cite(first, html, self.containers[-1] if self.containers else -1)
            if is_task and self.containers:
                self.add_task(html, self.containers[-1])
            if out and not out[-1].endswith(("\n", ">")):
                out.append("\n")
            out.append(html)
            return
        self.new_line()
        if len(draft.links) == first and not is_task:
            out.append(f"<p>{html}</p>\n")
            return
        tag = self.paragraph_tag(first)
        out.append(f"<{tag}>")
        self.cite(first, html, len(out) - 1)
        if is_task:
            self.add_task(html, len(out) - 1)
        out += (html, f"</{tag}>\n")

    def add_task(self, html: str, entry: int) -> None:
        """Record an open task at the start of the block opened by `out[entry]`."""
        self.draft.tasks.append(box_task(html, id_of(self.out[entry]), self.draft.section))

    def heading(self, token: Token) -> None:
        draft, out = self.draft, self.out
        token.content, attributes = self.split_heading(token.content)
        first = len(draft.links)
        html = draft.phrasing(self.item_text(token) if out and out[-1] == "<li>" else self.text(token))
        attributes = attributes or []
        chosen = dict(attributes).get("id", "")
        if chosen:
            draft.ids.setdefault(chosen, 0)
        elif chosen := automatic_id(draft, html, token.content):
            attributes.insert(0, ("id", chosen))
        shown = attributes_html(attributes, draft.dialect.unsafe_html)
        self.new_line()
        mark = self.sections.begin(f"#{len(draft.headings)}", first) if self.sections and token.level == 0 else ""
        out.append(f"{mark}<{token.tag}{shown}>{html}</{token.tag}>\n")
        text = " ".join(heading_text(draft, html).split())
        line = draft.place(token.map[0])[0] if token.map else 0
        if len(draft.links) > first:
            note_citations(draft, first, html, chosen if len(chosen) <= LONGEST_CONTEXT else "")
        draft.headings.append(Heading(int(token.tag[1]), chosen, text, line))
        draft.section = text[:LONGEST_CONTEXT]

    split_heading = staticmethod(split_attributes)
    """A heading's text and the attributes given on its line."""

    def paragraph_tag(self, first: int) -> str:
        """The element of a paragraph whose links start at number `first`: embedded blocks may not be in a `p`."""
        links = self.draft.links[first:]
        return "div" if any(link.kind == "embed" and not names_media(link.target) for link in links) else "p"

    def dt(self, token: Token) -> None:
        first = len(self.draft.links)
        html = self.draft.phrasing(self.text(token))
        self.out.append("<dt>")
        if len(self.draft.links) > first:
            self.cite(first, html, len(self.out) - 1)
        self.out += (html, "</dt>\n")
        if self.in_leading_list:
            self.draft.field = plain_text(html).strip().lower()[:LONGEST_CONTEXT]

    # -- container blocks

    def list_open(self, token: Token) -> None:
        start = f' start="{token.info}"' if token.info else ""
        self.new_line()
        self.out.append(f"<{token.tag}{start}>\n")

    def list_close(self, token: Token) -> None:
        self.out.append(f"</{token.tag}>\n")

    def item(self, token: Token) -> None:
        """An item with a single line of text."""
        links, out = self.draft.links, self.out
        first = len(links)
        html = self.item_text(token)
        is_task = self.draft.dialect.tasks and is_open_task(html)
        if len(links) == first and not is_task:
            out.append(f"<li>{html}</li>\n" if token.hidden else f"<li>\n<p>{html}</p>\n</li>\n")
            return
        tag = self.paragraph_tag(first)
        out += ("<li>",) if token.hidden else ("<li>\n", f"<{tag}>")
        self.cite(first, html, len(out) - 1)
        if is_task:
            self.add_task(html, len(out) - 1)
        out += (html, "</li>\n" if token.hidden else f"</{tag}>\n</li>\n")

    def item_open(self, token: Token) -> None:  # noqa: ARG002
        self.containers.append(len(self.out))
        self.out.append("<li>")

    def item_close(self, token: Token) -> None:  # noqa: ARG002
        self.containers.pop()
        self.out.append("</li>\n")

    def blockquote_open(self, token: Token) -> None:  # noqa: ARG002
        self.new_line()
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

    # -- blocks without text

    def fence(self, token: Token) -> None:
        self.out.append(fenced_code(self.draft, token.content, token.info))

    def code_block(self, token: Token) -> None:
        self.out.append(f"<pre><code>{self.draft.in_code(escape(token.content))}</code></pre>\n")

    def html_block(self, token: Token) -> None:
        assert token.map is not None  # noqa: S101
        self.new_line()
        self.out.append(with_holes(self.draft, token.content, token.map[0]))

    def hr(self, token: Token) -> None:  # noqa: ARG002
        self.new_line()
        self.out.append("<hr>\n")


BodyWriter.writers = {
    writer.__name__: writer  # token and writer have the same name
    for writer in (
        BodyWriter.paragraph, BodyWriter.heading, BodyWriter.dt, BodyWriter.item,
        BodyWriter.list_open, BodyWriter.list_close, BodyWriter.item_open, BodyWriter.item_close,
        BodyWriter.blockquote_open, BodyWriter.blockquote_close, BodyWriter.dl_open, BodyWriter.dl_close,
        BodyWriter.dd_open, BodyWriter.dd_close, BodyWriter.fence, BodyWriter.code_block, BodyWriter.html_block,
        BodyWriter.hr, table, callout_open, callout_close, attributes, attributed,
    )
}  # fmt: skip
