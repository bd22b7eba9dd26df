"""Bullet and ordered lists."""

from __future__ import annotations

import re
import sys

from notegarden.dialects.markdown.block import BlockParser, BlockState

# Text that starts no other block.
_PLAIN_TEXT = r"[^\W\d_]|[\"(]|\d+[^\d.)]|\*\*[^\W\d_]|`[^`]|<https?://|\[(?![^\]\n]*\]:)"
_STARTS_PLAIN = re.compile(_PLAIN_TEXT)
_PLAIN_ITEM = re.compile(rf"(?:[-+*]|\d{{1,9}}[.)]) {{1,4}}(?={_PLAIN_TEXT})")
# An item with text that is not a thematic break.
_BULLET_BELOW = re.compile(r"[-+*][ \t]+(?:[^\s\-+*]|\*\*[^\W\d_])")
_ITEM_BELOW = re.compile(rf"{_BULLET_BELOW.pattern}|\d{{1,9}}[.)][ \t]+\S")
_MARKER = re.compile(r"(?:(\d{1,9})[.)]|[-+*])(?=[ \t]|$)")


def list_block(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    column = state.sCount[top]
    marker = _marker(state, top)
    if marker is None:
        return False
    if silent:
        if state.parentType != "paragraph" or column < state.blkIndent:
            return True
        # Only a bullet or a 1. followed by text can end a paragraph.
        return marker[1] in (None, "1") and bool(state.src[marker.end() : state.eMarks[top]].strip(" \t"))
    _read_list(state, top, bottom, marker)
    return True


def _marker(state: BlockState, line: int) -> re.Match[str] | None:
    return _MARKER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _read_list(state: BlockState, line: int, end: int, marker: re.Match[str]) -> None:
    ordered = marker[1] is not None
    sign = marker[0][-1]
    first = len(state.tokens)
    opening = state.push("list_open", "ol" if ordered else "ul", 1)
    if ordered and int(marker[1]) != 1:
        opening.info = str(int(marker[1]))
    opening.map = [line, line]
    old_parent, state.parentType = state.parentType, "list"
    parser = state.parser
    tight, ended_empty = True, False
    state.lists += 1
    while True:
        start = line
        tight = tight and not ended_empty
        line = _plain_item(state, line, end)
        is_plain = line > start
        if is_plain:
            ended_empty = line - start > 1
        else:
            tight = not _read_item(state, line, end, marker) and tight
            line = state.line
            ended_empty = line - start > 1 and state.isEmpty(line - 1)
        if line >= min(end, state.cut) or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        following = _marker(state, line)
        if following is None or following[0][-1] != sign:
            break
        # The line directly below a plain item is known to be an item.
        if (ended_empty or not is_plain) and parser.ends("list", state, line, end):
            break
        marker = following
    state.line = line
    state.lists -= 1
    if not state.lists:
        state.cut = sys.maxsize
    state.push("list_close", opening.tag, -1)
    opening.map[1] = line
    state.parentType = old_parent
    if tight:
        level = opening.level + 1
        for token in state.tokens[first:]:
            kind = token.type
            if (kind == "item" and token.level == level) or (kind == "paragraph" and token.level == level + 1):
                token.hidden = True


def _read_item(state: BlockState, line: int, end: int, marker: re.Match[str]) -> bool:
    """Parse one item; returns whether it is loose. `state.line` is then the first line after it."""
    src, stop = state.src, state.eMarks[line]
    width = state.sCount[line] + marker.end() - marker.start()
    pos, column = marker.end(), width
    while pos < stop and src[pos] in " \t":
        column += 4 - (column + state.bsCount[line]) % 4 if src[pos] == "\t" else 1
        pos += 1
    # No text after the marker, or code: the content starts one column after the marker.
    indent = column - width if pos < stop and column - width <= 4 else 1
    state.push("item_open", "li", 1).map = [line, line]
    old = state.tight, state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent
    state.listIndent = state.blkIndent
    state.blkIndent = width + indent
    state.tight = True
    state.indents.append(state.blkIndent)
    if state.lists - state.outside == 1:
        state.outermost = state.blkIndent
    state.tShift[line] = pos - state.bMarks[line]
    state.sCount[line] = column
    if pos >= stop and _stays_empty(state, line + 1, end, marker[0][-1]):
        state.line = min(state.skipEmptyLines(line + 1), end)
    elif _is_text_over_bullets(state, line, pos, end):
        state.leaf("paragraph", line, line + 1, src[pos:stop])
        state.parser.tokenize(state, line + 1, end)
    else:
        state.parser.tokenize(state, line, end)
    loose = not state.tight
    state.indents.pop()
    state.tight, state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent = old
    state.push("item_close", "li", -1)
    return loose


def _stays_empty(state: BlockState, line: int, end: int, sign: str) -> bool:
    """Whether an item has no text after its marker and, from `line` on, none below it.

    Goldmark's rules: an item of another kind directly below starts another list, whatever its indentation. After a
    blank line nothing belongs to the item, nor to any list around it.
    """
    if state.isEmpty(line):
        below = state.skipEmptyLines(line)
        if below < end and (state.outside or (state.lists > 1 and state.sCount[below] >= state.outermost)):
            state.cut = below
        return True
    if not 0 <= state.sCount[line] - state.listIndent < 4:
        return False
    following = _marker(state, line)
    return following is not None and following[0][-1] != sign and not state.parser.ends("list", state, line, end)


def _is_text_over_bullets(state: BlockState, line: int, pos: int, end: int) -> bool:
    """Whether an item's first line, whose text starts at `pos`, is a paragraph ended by a list inside the item."""
    below = line + 1
    if state.sCount[line] != state.blkIndent or below >= end or not 0 <= state.sCount[below] - state.blkIndent <= 3:
        return False
    start = state.bMarks[below] + state.tShift[below]
    if _BULLET_BELOW.match(state.src, start, state.eMarks[below]) is None:
        return False
    return _STARTS_PLAIN.match(state.src, pos, state.eMarks[line]) is not None


def _plain_item(state: BlockState, line: int, end: int) -> int:
    """Parse an item that is a single line of plain text, as most are, before another item or a blank line.

    Returns the line after it and its blank lines; `line` itself if it is not such an item.
    """
    src = state.src
    start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    found = _PLAIN_ITEM.match(src, start, stop)
    below = line + 1
    if found is None or below >= end:
        return line
    inside = state.sCount[line] + found.end() - start
    first = state.bMarks[below] + state.tShift[below]
    if first >= state.eMarks[below]:
        below = state.skipEmptyLines(below) if below + 1 < end else end
        if below < end and not 0 <= state.sCount[below] < inside:
            return line
    elif (
        not 0 <= state.sCount[below] < inside
        or state.sCount[below] - state.blkIndent > 3
        or _ITEM_BELOW.match(src, first, state.eMarks[below]) is None
    ):
        return line
    state.leaf("item", line, line + 1, src[found.end() : stop])
    return below


def lists_plugin(parser: BlockParser) -> None:
    parser.add("list", list_block, "-+*0123456789", ("paragraph", "blockquote"))
