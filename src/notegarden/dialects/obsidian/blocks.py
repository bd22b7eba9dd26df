"""Named blocks: ` ^name` at the end of a paragraph, heading or list item, or `^name` on a line below a block.

The names are never shown. Each becomes an anchor, and a part of the note that other notes can embed.
"""

from __future__ import annotations

import re

from markdown_it.token import Token

from notegarden.dialects.markdown.block import Block, BlockParser, BlockState

_ALONE = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*$")
_ENDING = re.compile(r"(?:^|[ \t\n]+)\^([A-Za-z0-9-]+)[ \t]*$")
_LONGEST = 200


def block_id_rule(state: BlockState, top: int, bottom: int, silent: bool) -> bool:  # noqa: ARG001
    found = _ALONE.match(state.src, state.bMarks[top] + state.tShift[top], state.eMarks[top])
    if not found:
        return False
    if not silent:
        state.leaf("block_id", top, top + 1, found[1])
        state.line = top + 1
    return True


def block_ids_plugin(parser: BlockParser) -> None:
    parser.add("block_id", block_id_rule, "^", ("paragraph", "blockquote", "list"))


def with_parts(tokens: list[Token]) -> list[Token]:
    """The tokens without the names of blocks, and with `part_open` and `part_close` around each named block."""
    if not any("^" in token.content or token.type == "block_id" for token in tokens):
        return tokens
    parts = _Parts(tokens)
    if not parts.found:
        return [token for token in tokens if token.type != "block_id"] if parts.any_ids else tokens
    opens: dict[int, list[Token]] = {}
    closes: dict[int, list[Token]] = {}
    for first, last, name in sorted(parts.found, key=lambda part: (part[0], -part[1])):
        opens.setdefault(first, []).append(Block("part_open", "", 0, None, name))
        closes.setdefault(last, []).insert(0, Block("part_close", "", 0, None, name))
    out: list[Token] = []
    for number, token in enumerate(tokens):
        out += opens.get(number, ())
        if token.type != "block_id":
            out.append(token)
        out += closes.get(number, ())
    return out


class _Parts:
    """Finds (index of the first token, of the last one, name) of each named block; the first with a name counts."""

    def __init__(self, tokens: list[Token]) -> None:
        self.found: list[tuple[int, int, str]] = []
        self.any_ids = False
        self._names: set[str] = set()
        self._siblings: list[tuple[int, int] | None] = [None]
        self._open: list[tuple[int, Token]] = []
        self._items: list[tuple[int, str]] = []
        for number, token in enumerate(tokens):
            self._look(number, token)

    def _look(self, number: int, token: Token) -> None:
        kind = token.type
        if kind == "block_id":
            self.any_ids = True
            before = self._siblings[-1]
            if before is not None:
                self._name(*before, token.content)
            elif self._open and self._open[-1][1].type == "item_open":  # the item has no other content
                self._items.append((self._open[-1][0], token.content))
        elif kind.endswith("_open"):
            self._open.append((number, token))
            self._siblings.append(None)
        elif kind.endswith("_close"):
            self._siblings.pop()
            first, _ = self._open.pop()
            self._siblings[-1] = first, number
            while self._items and self._items[-1][0] == first:
                self._name(first, number, self._items.pop()[1])
        else:
            if kind in ("paragraph", "heading", "item"):
                self._ending(number, token)
            self._siblings[-1] = number, number

    def _ending(self, number: int, token: Token) -> None:
        content = token.content
        at = content.rfind("^", -_LONGEST)
        found = _ENDING.search(content, max(at - _LONGEST, 0)) if at >= 0 else None
        if not found:
            return
        token.content = content[: found.start()]
        is_first_of_item = self._siblings[-1] is None and self._open and self._open[-1][1].type == "item_open"
        if is_first_of_item:
            self._items.append((self._open[-1][0], found[1]))
        else:
            self._name(number, number, found[1])

    def _name(self, first: int, last: int, name: str) -> None:
        name = name.lower()
        if name not in self._names:
            self._names.add(name)
            self.found.append((first, last, name))
