"""From block tokens to the HTML of a vault's note: Markdown's blocks, and those that only a vault has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from markdown_it.token import Token

from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.inline import InlineParser
from notegarden.dialects.obsidian.diagrams import diagram_links
from notegarden.dialects.obsidian.not_drawn import QUERIES, query_box
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.formula import formula_block
from notegarden.dialects.pieces.parts import PartMarks
from notegarden.notes.anchors import heading_key


class VaultWriter(BodyWriter):
    writers: ClassVar[dict[str, Callable[[Any, Token], None]]] = {}

    def __init__(self, draft: NoteDraft, inline: InlineParser) -> None:
        super().__init__(draft, inline)
        self.marks = PartMarks()
        self._numbers: dict[str, int] = {}

    @staticmethod
    def split_heading(content: str) -> tuple[str, None]:
        return content, None  # no attributes here

    def paragraph(self, token: Token) -> None:
        if token.content:
            BodyWriter.paragraph(self, token)

    def heading(self, token: Token) -> None:
        is_top = token.level == 0
        if is_top:
            self.out.append(self.marks.begin(f"#{len(self.draft.headings)}", len(self.draft.links)))
        typed = token.content
        BodyWriter.heading(self, token)
        if is_top:
            headings = self.draft.headings
            headings[-1] = msgspec.structs.replace(headings[-1], key=heading_key(typed))

    def part_open(self, token: Token) -> None:
        self._numbers[token.content] = len(self.marks.names)
        self.out.append(self.marks.begin(f"^{token.content}", len(self.draft.links)))

    def part_close(self, token: Token) -> None:
        self.out.append(self.marks.close(self._numbers[token.content], len(self.draft.links)))

    def fence(self, token: Token) -> None:
        BodyWriter.fence(self, token)
        language = (token.info.split(None, 1) or [""])[0].lower()
        if language == "mermaid" and token.map:
            self.out.append(diagram_links(self.draft, token.content, token.map[0] + 1))
        if language in QUERIES and token.map:
            self.out.append(query_box(self.draft, language, self.out.pop(), token.map[0]))

    def formula(self, token: Token) -> None:
        place = self.draft.place(token.map[0]) if token.map else (0, 0)
        self.out.append(formula_block(self.draft, token.content, place, exported=False))


VaultWriter.writers = {
    **BodyWriter.writers,
    **{
        writer.__name__: writer
        for writer in (
            VaultWriter.paragraph, VaultWriter.heading, VaultWriter.part_open, VaultWriter.part_close,
            VaultWriter.fence, VaultWriter.formula,
        )
    },
}  # fmt: skip
