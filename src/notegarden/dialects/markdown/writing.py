"""The base of all writers of block tokens: output, inline text, ids and context of links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from markdown_it.token import Token

from notegarden.dialects.markdown.inline import InlineParser
from notegarden.dialects.pieces.citations import block_id, id_of, note_citations, with_id
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import plain_text


class BlockWriter:
    """Writes tokens to `out`. `containers`: output indexes of the opening tags whose element a tight paragraph uses."""

    writers: ClassVar[dict[str, Callable[[Any, Any], None]]] = {}
    """Kind of token → function that writes it. Not bound methods: those would form a reference cycle, which only the
    garbage collector frees, and it is off in workers."""

    def __init__(self, draft: NoteDraft, inline: InlineParser) -> None:
        self.draft, self.inline = draft, inline
        self.out: list[str] = []
        self.containers: list[int] = []
        self.folds: list[str] = []  # the tags of open callouts

    def write(self, tokens: list[Token]) -> None:
        writers = self.writers
        for token in tokens:
            writers[token.type](self, token)

    def blocks(self, tokens: list[Token]) -> str:
        """The HTML of some tokens by themselves."""
        before, self.out = self.out, []
        self.write(tokens)
        html, self.out = "".join(self.out), before
        return html

    def text(self, token: Token) -> str:
        assert token.map is not None  # noqa: S101 - blocks that hold text have lines
        return self.text_of(token.content, token.map[0])

    def text_of(self, content: str, line: int) -> str:
        return self.inline.render(self.draft, content, line)

    def cite(self, first: int, html: str, entry: int) -> None:
        """Give the block opened by `out[entry]` an id, and set the context of its links, from number `first` on."""
        note_citations(self.draft, first, html, self.identify(html, entry) if entry >= 0 else "")

    def identify(self, html: str, entry: int) -> str:
        """Give the block opened by `out[entry]`, with the content `html`, an id."""
        opening = self.out[entry]
        block = id_of(opening) or block_id(self.draft, plain_text(html))
        self.out[entry] = with_id(opening, block)
        return block

    def new_line(self) -> None:
        """Start a new line of HTML, unless the output is at the start of one."""
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
