"""Formulas: `$x$` inline, `$$ … $$` inline or as a block of its own."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.formula import formula_html
from notegarden.dialects.pieces.unbroken import unbroken

_INLINE = re.compile(r"\$([^\s$\\](?:[^$\\]|\\.)*|\\.(?:[^$\\]|\\.)*)\$(?!\d)", re.DOTALL)
_SIGN = "$$"
_LONGEST = 20_000


def formula_rule(state: InlineState) -> bool:
    """No space may be next to the signs inside, and no digit after the closing one, so that prices are not math."""
    src, pos = state.src, state.pos
    display = src.startswith(_SIGN, pos)
    if display:
        end = _end(state, pos + 2)
        tex, stop = src[pos + 2 : end], end + 2
        if end < 0 or not tex.strip():
            return False
    else:
        found = _INLINE.match(src, pos, pos + _LONGEST)
        if found is None or found[1][-1].isspace():
            return False
        tex, stop = found[1], found.end()
    html = formula_html(state.draft, tex, state.place(pos), display=display, exported=False)
    if html.startswith("<math") and not display:
        html, stop = unbroken(html, src, stop)
    state.out.append(html)
    state.pos = state.node_end = stop
    return True


def _end(state: InlineState, pos: int) -> int:
    if _SIGN not in state.last_ends:
        state.last_ends[_SIGN] = state.src.rfind(_SIGN)
    return state.src.find(_SIGN, pos, pos + _LONGEST) if state.last_ends[_SIGN] >= pos else -1


def formula_block(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    start, end = state.bMarks[top] + state.tShift[top], state.eMarks[top]
    if not state.src.startswith(_SIGN, start):
        return False
    closed = state.src.find(_SIGN, start + 2, end)
    line = top
    if closed >= 0 and state.src[closed + 2 : end].strip():
        return False  # the sentence continues after it
    if closed < 0:
        line = _closing_line(state, top + 1, bottom)
        if line < 0:
            return False
    if silent:
        return True
    if closed >= 0:
        tex = state.src[start + 2 : closed]
    else:
        last = state.getLines(line, line + 1, state.sCount[top], keepLastLF=False)
        inner = state.getLines(top + 1, line, state.sCount[top], keepLastLF=True)
        tex = f"{state.src[start + 2 : end]}\n{inner}{last[: last.find(_SIGN)]}"
    state.leaf("formula", top, line + 1, tex)
    state.line = line + 1
    return True


def _closing_line(state: BlockState, line: int, bottom: int) -> int:
    size = 0
    while line < bottom and size < _LONGEST:
        first = state.bMarks[line] + state.tShift[line]
        if first < state.eMarks[line] and state.sCount[line] < state.blkIndent:
            return -1
        if state.src.find(_SIGN, first, state.eMarks[line]) >= 0:
            return line
        size += state.eMarks[line] - first + 1
        line += 1
    return -1


def formulas_plugin(inline: InlineParser) -> None:
    inline.add(formula_rule, "$")


def formula_blocks_plugin(parser: BlockParser) -> None:
    parser.add("formula", formula_block, "$", ("paragraph", "blockquote", "list"))
