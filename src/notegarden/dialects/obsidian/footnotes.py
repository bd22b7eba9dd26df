"""Inline footnotes: `^[the note itself]`."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.block import Block
from notegarden.dialects.markdown.footnotes import add_reference
from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.obsidian.blocks import with_parts

_DEEPEST = 20
_PIECE = re.compile(r"\\.|[\[\]]", re.DOTALL)


def inline_footnote_rule(state: InlineState) -> bool:
    pos = state.pos
    if not state.src.startswith("^[", pos) or state.draft.depth:
        return False
    if state.closings is None:
        state.closings = _closings(state.src)
    stop = state.closings.get(pos + 1, -1)
    content = state.src[pos + 2 : stop].strip() if stop > 0 else ""
    if not content:
        return False
    footnotes = state.draft.footnotes
    label = f"^{len(footnotes)}\n"  # no typed label contains a line end
    line = state.line + state.src.count("\n", 0, pos)
    footnotes[label] = with_parts([Block("paragraph", "", 0, [line, line + 1], content)])
    add_reference(state, label)
    state.pos = state.node_end = stop + 1
    return True


def _closings(src: str) -> dict[int, int]:
    """Opening bracket → closing bracket: found once for a text, however many brackets it has.

    Brackets with more than _DEEPEST nested levels are skipped: the text of a footnote is parsed again for the
    footnotes in it, which would take quadratic time.
    """
    closings: dict[int, int] = {}
    opened: list[tuple[int, int]] = []  # (place, nested levels)
    for piece in _PIECE.finditer(src):
        if piece[0] == "[":
            opened.append((piece.start(), 0))
        elif piece[0] == "]" and opened:
            start, levels = opened.pop()
            if levels <= _DEEPEST:
                closings[start] = piece.start()
            if opened:
                opened[-1] = (opened[-1][0], max(opened[-1][1], levels + 1))
    return closings


def inline_footnotes_plugin(inline: InlineParser) -> None:
    inline.add(inline_footnote_rule, "^[")
