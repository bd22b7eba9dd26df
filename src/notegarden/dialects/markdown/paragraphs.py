"""Paragraphs and headings. A paragraph may turn out to be a setext heading or contain a table."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.references import take_references
from notegarden.dialects.markdown.tables import split_table

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")


def heading(state: BlockState, top: int, bottom: int, silent: bool) -> bool:  # noqa: ARG001
    start, end = state.bMarks[top] + state.tShift[top], state.eMarks[top]
    found = _HEADING.match(state.src, start, end)
    if not found:
        return False
    if not silent:
        content = state.src[found.end() : end].rstrip(" \t")
        if content.endswith("#"):
            before = content.rstrip("#")
            if not before or before[-1] in " \t":
                content = before.rstrip(" \t")
        token = state.leaf("heading", top, top + 1, content.strip(" \t"))
        token.tag = f"h{len(found[1])}"
        state.line = top + 1
    return True


def paragraph(state: BlockState, top: int, bottom: int, silent: bool) -> bool:  # noqa: ARG001
    parser = state.parser
    src, starts, ends, shifts, columns = state.src, state.bMarks, state.eMarks, state.tShift, state.sCount
    old_parent, state.parentType = state.parentType, "paragraph"
    blk_indent, last = state.blkIndent, state.lineMax
    line = top + 1
    level = 0
    while line < last:
        first = starts[line] + shifts[line]
        if first >= ends[line]:
            break
        column = columns[line]
        # Indented further it would be code, but a paragraph continues anyway; below zero: a lazy line of a quote.
        if column - blk_indent <= 3 and column >= 0 and (column >= blk_indent or not state.is_lazy(line)):
            char = src[first]
            if not char.isalpha():
                if char in "-=" and column >= blk_indent and _UNDERLINE.match(src, first, ends[line]):
                    level = 1 if char == "=" else 2
                    break
                rules = parser.rules_for("paragraph", char)
                if rules and any(rule(state, line, last, True) for rule in rules):
                    break
        line += 1
    state.parentType = old_parent
    _finish(state, top, line, level)
    return True


def _finish(state: BlockState, start: int, line: int, level: int) -> None:
    """Push the block made of lines `start` to `line`. `level`: heading level if the next line underlines them."""
    src, starts, ends, shifts = state.src, state.bMarks, state.eMarks, state.tShift
    if line == start + 1:
        content = src[starts[start] + shifts[start] : ends[start]]
    else:
        content = "\n".join([src[starts[one] + shifts[one] : ends[one]] for one in range(start, line)])
    state.line = line
    if content[0] == "[" and "]:" in content:
        content, taken = take_references(state.draft.references, content)
        start += taken
        if not content:
            return
    if line - start > 1 and split_table(state, content, start):
        return
    if level:
        token = state.leaf("heading", start, line + 1, content.rstrip(" \t"))
        token.tag = f"h{level}"
        state.line = line + 1
    else:
        state.leaf("paragraph", start, line, content)


def paragraphs_plugin(parser: BlockParser) -> None:
    parser.add("heading", heading, "#", ("paragraph", "blockquote"))
    parser.add("paragraph", paragraph, "")
