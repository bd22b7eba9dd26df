"""Block quotes. The marker is stripped from the lines of a quote while its content is parsed."""

from __future__ import annotations

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.callouts import callout_head

# A lazy continuation line of a paragraph inside the quote; no rule may start there.
_LAZY = -1

_LAZY_PROBLEM = "too many quote lines without `>`; from here on such a line ends the quote"


def blockquote(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    if silent:
        return True
    parser = state.parser
    saved: list[tuple[int, tuple[int, int, int, int]]] = []  # original values of changed lines
    old = state.parentType, state.lineMax, state.blkIndent
    old_inside = state.outside, state.outermost, state.indents, state.defined
    state.parentType = "blockquote"
    line, ended_empty = top, False
    while line < bottom:
        column = state.sCount[line]
        if column == _LAZY and not ended_empty:  # determined by the quote around this one
            line += 1
            continue
        if state.isEmpty(line):
            break
        was = state.bMarks[line], state.tShift[line], column, state.bsCount[line]
        if state.first_char(line) == ">" and 0 <= column - state.blkIndent < 4:
            saved.append((line, was))
            ended_empty = _take_marker(state, line)
        elif ended_empty:
            break
        elif column != _LAZY and parser.ends("blockquote", state, line, bottom):
            state.lineMax = line
            break
        elif state.spare_looks < 0:
            break
        else:
            saved.append((line, was))
            state.sCount[line] = _LAZY
        line += 1
    state.blkIndent = 0
    state.outside, state.indents, state.defined = state.lists, [0], []
    _read_inside(state, top, line)
    state.parentType, state.lineMax, state.blkIndent = old
    state.outside, state.outermost, state.indents, state.defined = old_inside
    for number, values in saved:
        state.bMarks[number], state.tShift[number], state.sCount[number], state.bsCount[number] = values
    _count_looks(state, line - state.line)
    return True


def _count_looks(state: BlockState, lines: int) -> None:
    """Count lines that a quote examined but did not include."""
    was, state.spare_looks = state.spare_looks, state.spare_looks - lines
    if was >= 0 > state.spare_looks:
        state.draft.problem("note", "error", *state.draft.place(state.line), _LAZY_PROBLEM)


def _read_inside(state: BlockState, top: int, bottom: int) -> None:
    callout = callout_head(state, top)
    kind = "callout" if callout else "blockquote"
    opening = state.push(f"{kind}_open", "blockquote", 1)
    if callout:
        opening.meta, opening.map = {"callout": callout}, [top, top + 1]
        top += 1
        if top < bottom and state.sCount[top] == _LAZY:
            state.sCount[top] = 0  # it continues the title's paragraph, and so begins the text
    if top < bottom:
        state.parser.tokenize(state, top, bottom)
    else:  # a title without text
        state.line = bottom
    state.push(f"{kind}_close", "blockquote", -1)


def _take_marker(state: BlockState, line: int) -> bool:
    """Move a line's start past its `>` and one space after it; returns whether nothing follows."""
    src, end, base = state.src, state.eMarks[line], state.bsCount[line]
    pos = state.bMarks[line] + state.tShift[line] + 1
    column = first = state.sCount[line] + 1
    sign = src[pos : pos + 1]
    spare = 0
    if sign == " " or (sign == "\t" and (base + column) % 4 == 3):
        pos += 1
        column = first = column + 1
    elif sign == "\t":  # the remaining columns of a tab are kept
        spare = 1
    start = pos
    while pos < end and src[pos] in " \t":
        column += 4 - (base + column + spare) % 4 if src[pos] == "\t" else 1
        pos += 1
    state.bsCount[line] = state.sCount[line] + (2 if sign in (" ", "\t") else 1)
    state.bMarks[line], state.tShift[line], state.sCount[line] = start, pos - start, column - first
    return pos >= end


def quotes_plugin(parser: BlockParser) -> None:
    parser.add("blockquote", blockquote, ">", ("paragraph", "blockquote", "list"))
