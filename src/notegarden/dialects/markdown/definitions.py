"""Definition lists: `: text` after a paragraph makes each of its lines a term. A note's first one is metadata."""

from __future__ import annotations

from notegarden.dialects.markdown.block import BlockParser, BlockState


def definition(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    start, end = state.bMarks[top] + state.tShift[top], state.eMarks[top]
    src = state.src
    column = state.sCount[top]
    if src[start + 1 : start + 2] not in (" ", "\t", ""):
        return False
    if silent:  # inside a definition, also if it continues that definition's list
        return column in state.defined or (column == state.blkIndent and state.parentType == "paragraph")
    if column != state.blkIndent:
        return False
    last = state.tokens[-1] if state.tokens else None
    if last is None or last.level != state.level or last.type not in ("paragraph", "dl_close"):
        return False
    _open(state)
    pos, column = start + 1, column + 1
    while pos < end and src[pos] in " \t":
        column += 4 - column % 4 if src[pos] == "\t" else 1
        pos += 1
    width = column - state.sCount[top]
    if width >= 9:
        width = 6
    _read(state, top, bottom, pos, column, width)
    state.push("dl_close", "dl", -1)
    return True


def _open(state: BlockState) -> None:
    """Open a list, or reopen the one just closed; the paragraph above becomes its terms."""
    term = state.tokens[-1] if state.tokens[-1].type == "paragraph" else None
    if term is not None:
        state.tokens.pop()
    if state.tokens and state.tokens[-1].type == "dl_close" and state.tokens[-1].level == state.level:
        state.tokens.pop()
        state.level += 1
    else:
        state.push("dl_open", "dl", 1)
    if term is not None:
        first = term.map[0] if term.map else 0
        for number, line in enumerate(term.content.split("\n")):
            state.leaf("dt", first + number, first + number + 1, line.rstrip(" \t"))


def _read(state: BlockState, line: int, end: int, pos: int, column: int, width: int) -> None:
    tight = not line or not state.isEmpty(line - 1)
    first = len(state.tokens)
    state.push("dd_open", "dd", 1).map = [line, line]
    old = state.tight, state.tShift[line], state.sCount[line], state.blkIndent, state.parentType
    state.defined.append(state.blkIndent)
    state.blkIndent += width
    state.tShift[line] = pos - state.bMarks[line]
    state.sCount[line] = column
    state.parentType = "definition"
    state.indents.append(state.blkIndent)
    state.parser.tokenize(state, line, end)
    state.indents.pop()
    state.defined.pop()
    state.tight, state.tShift[line], state.sCount[line], state.blkIndent, state.parentType = old
    if tight:
        for token in state.tokens[first:]:
            if token.type == "paragraph" and token.level == state.level:
                token.hidden = True
                break  # the others keep their element, otherwise their text would run into the first
    state.push("dd_close", "dd", -1)


def definitions_plugin(parser: BlockParser) -> None:
    parser.add("definition", definition, ":", ("paragraph", "blockquote"))
