"""From block tokens to the HTML of a vault's note: Markdown's blocks, and what only a vault has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from markdown_it.token import Token

from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.callout_blocks import callout_open
from notegarden.dialects.markdown.inline import InlineParser
from notegarden.dialects.obsidian.wikilinks import shown
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import END, HOLE, PART, escape
from notegarden.dialects.pieces.mathml import formula_block
from notegarden.notes.anchors import heading_key
from notegarden.urls import names_media

_EMBED = re.compile(f"{HOLE}E(\\d+){END}")


class VaultWriter(BodyWriter):
    """`parts`: the names of the note's parts, each with its number in the placeholders that are written around it.

    A section's part has a sign in front only: where it ends is told from the headings that follow. `first_links` and
    `last_links`: how many links the note had in front of a part and behind it.
    """

    writers: ClassVar[dict[str, Callable[[Any, Token], None]]] = {}

    def __init__(self, draft: NoteDraft, inline: InlineParser) -> None:
        super().__init__(draft, inline)
        self.parts: list[str] = []
        self.first_links: list[int] = []
        self.last_links: dict[int, int] = {}
        self._numbers: dict[str, int] = {}
        self._phrasing = False
        self.ended = 0

    @staticmethod
    def split_heading(content: str) -> tuple[str, None]:
        return content, None  # no attributes here

    def paragraph_tag(self, first: int) -> str:
        """What may embed a note holds blocks, which no `p` can."""
        links = self.draft.links[first:]
        return "div" if any(link.kind == "embed" and not names_media(link.target) for link in links) else "p"

    def paragraph(self, token: Token) -> None:
        if token.content:
            BodyWriter.paragraph(self, token)

    def heading(self, token: Token) -> None:
        is_top = token.level == 0
        if is_top:
            self._begin(f"#{len(self.draft.headings)}")
        typed = token.content
        self._phrasing = True
        BodyWriter.heading(self, token)
        self._phrasing = False
        if is_top:
            headings = self.draft.headings
            headings[-1] = msgspec.structs.replace(headings[-1], key=heading_key(typed))

    def part_open(self, token: Token) -> None:
        self._numbers[token.content] = self._begin(f"^{token.content}")

    def part_close(self, token: Token) -> None:
        number = self._numbers[token.content]
        self.last_links[number] = len(self.draft.links)
        self.out.append(f"{PART}-{number}{END}")

    def _begin(self, name: str) -> int:
        self.out.append(f"{PART}{len(self.parts)}{END}")
        self.parts.append(name)
        self.first_links.append(len(self.draft.links))
        return len(self.parts) - 1

    def end(self) -> None:
        """Note where the text ends, in front of the footnotes."""
        self.ended = self._begin("")

    def callout_open(self, token: Token) -> None:
        self._phrasing = True
        callout_open(self, token)
        self._phrasing = False

    def text_of(self, content: str, line: int) -> str:
        """Where no block can stand, a note is not embedded but linked to."""
        html = BodyWriter.text_of(self, content, line)
        return _EMBED.sub(self._as_link, html) if self._phrasing and HOLE in html else html

    def _as_link(self, hole: re.Match[str]) -> str:
        link = self.draft.links[int(hole[1])]
        if names_media(link.target):
            return hole[0]
        link.kind, shown_text, link.title = "wikilink", link.title or shown(link.target), ""
        return f"{HOLE}L{hole[1]}{END}{escape(shown_text)}</a>"

    def formula(self, token: Token) -> None:
        place = self.draft.place(token.map[0]) if token.map else (0, 0)
        self.out.append(formula_block(self.draft, token.content, place, exported=False))


VaultWriter.writers = {
    **BodyWriter.writers,
    **{
        writer.__name__: writer
        for writer in (
            VaultWriter.paragraph, VaultWriter.heading, VaultWriter.part_open, VaultWriter.part_close,
            VaultWriter.formula, VaultWriter.callout_open,
        )
    },
}  # fmt: skip
