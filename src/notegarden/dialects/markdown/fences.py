"""Code: fences with attributes, indented code, and thematic breaks."""

from __future__ import annotations

import re

from markdown_it.rules_block import code as indented_code

from notegarden.dialects.markdown.block import BlockParser, BlockState

_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_BREAK = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


def fence(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    src, ends = state.src, state.eMarks
    start = state.bMarks[top] + state.tShift[top]
    if src[start + 1 : start + 2] != src[start]:
        return False
    opening = _FENCE.match(src, start, ends[top])
    if not opening:
        return False
    if silent:
        return True
    marker, indent = opening[1], state.sCount[top]
    closing = re.compile(rf"{re.escape(marker[0])}{{{len(marker)},}}[ \t]*$")
    line = top + 1
    closed = False
    while line < bottom:
        first = state.bMarks[line] + state.tShift[line]
        if first < ends[line] and state.sCount[line] < state.blkIndent:
            break
        if first < ends[line] and src[first] == marker[0] and state.sCount[line] - state.blkIndent < 4:
            closed = closing.match(src, first, ends[line]) is not None
            if closed:
                break
        line += 1
    token = state.leaf("fence", top, line, state.getLines(top + 1, line, indent, keepLastLF=True))
    token.info = opening[2].strip()
    state.line = line + closed
    return True


def thematic_break(state: BlockState, top: int, bottom: int, silent: bool) -> bool:  # noqa: ARG001
    end = state.eMarks[top]
    if state.src[end - 1] not in "-*_ \t":  # nearly every line that starts like this is a list item
        return False
    start = state.bMarks[top] + state.tShift[top]
    if not _BREAK.match(state.src, start, end):
        return False
    if not silent:
        state.leaf("hr", top, top + 1, "")
        state.line = top + 1
    return True


def code_plugin(parser: BlockParser) -> None:
    parser.add("code", indented_code, "\t")
    parser.add("fence", fence, "`~", ("paragraph", "blockquote", "list"))


def breaks_plugin(parser: BlockParser) -> None:
    parser.add("hr", thematic_break, "-*_", ("paragraph", "blockquote", "list"))
