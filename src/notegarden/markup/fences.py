"""Code: fences with attributes, indented code, and thematic breaks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import code as indented_code

from notegarden.markup.block import BlockParser, BlockState

_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_BREAK = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


def fence(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    assert isinstance(state, BlockState)  # noqa: S101 - for the type checker
    src, ends = state.src, state.eMarks
    start = state.bMarks[startLine] + state.tShift[startLine]
    if state.is_code_block(startLine) or src[start + 1 : start + 2] != src[start]:
        return False
    opening = _FENCE.match(src, start, ends[startLine])
    if not opening:
        return False
    if silent:
        return True
    marker, indent = opening[1], state.sCount[startLine]
    closing = re.compile(rf"{re.escape(marker[0])}{{{len(marker)},}}[ \t]*$")
    line = startLine + 1
    closed = False
    while line < endLine:
        first = state.bMarks[line] + state.tShift[line]
        if first < ends[line] and state.sCount[line] < state.blkIndent:
            break
        if first < ends[line] and src[first] == marker[0] and state.sCount[line] - state.blkIndent < 4:
            closed = closing.match(src, first, ends[line]) is not None
            if closed:
                break
        line += 1
    token = state.leaf("fence", startLine, line, state.getLines(startLine + 1, line, indent, keepLastLF=True))
    token.info = opening[2].strip()
    state.line = line + closed
    return True


def thematic_break(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: ARG001, N803
    assert isinstance(state, BlockState)  # noqa: S101 - for the type checker
    end = state.eMarks[startLine]
    if state.src[end - 1] not in "-*_ \t":  # nearly every line that starts so is a list item with text
        return False
    start = state.bMarks[startLine] + state.tShift[startLine]
    if state.is_code_block(startLine) or not _BREAK.match(state.src, start, end):
        return False
    if not silent:
        state.leaf("hr", startLine, startLine + 1, "")
        state.line = startLine + 1
    return True


def code_plugin(md: MarkdownIt) -> None:
    parser = md.block
    assert isinstance(parser, BlockParser)  # noqa: S101
    parser.add("code", indented_code, "\t")
    parser.add("fence", fence, "`~", ("paragraph", "blockquote", "list"))


def breaks_plugin(md: MarkdownIt) -> None:
    parser = md.block
    assert isinstance(parser, BlockParser)  # noqa: S101
    parser.add("hr", thematic_break, "-*_", ("paragraph", "blockquote", "list"))
