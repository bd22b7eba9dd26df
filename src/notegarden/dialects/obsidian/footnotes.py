"""Footnotes written where they are needed: `^[the note itself]`."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.block import Block
from notegarden.dialects.markdown.footnotes import add_reference
from notegarden.dialects.markdown.inline import InlineParser, InlineState

_PIECE = re.compile(r"\\.|[\[\]]", re.DOTALL)
_LONGEST = 4_000


def inline_footnote_rule(state: InlineState) -> bool:
    pos = state.pos
    if not state.src.startswith("^[", pos) or state.draft.depth:
        return False
    stop = _closing(state.src, pos + 2)
    content = state.src[pos + 2 : stop].strip() if stop > 0 else ""
    if not content:
        return False
    footnotes = state.draft.footnotes
    label = f"^{len(footnotes)}\n"  # no label that is typed holds a line end
    line = state.line + state.src.count("\n", 0, pos)
    footnotes[label] = [Block("paragraph", "", 0, [line, line + 1], content)]
    add_reference(state, label)
    state.pos = state.node_end = stop + 1
    return True


def _closing(src: str, pos: int) -> int:
    """Where the bracket is closed that is open at `pos`; -1 where it is not."""
    depth = 1
    for piece in _PIECE.finditer(src, pos, pos + _LONGEST):
        if piece[0] == "[":
            depth += 1
        elif piece[0] == "]":
            depth -= 1
            if not depth:
                return piece.start()
    return -1


def inline_footnotes_plugin(inline: InlineParser) -> None:
    inline.add(inline_footnote_rule, "^[")
