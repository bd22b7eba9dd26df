"""Footnotes: `[^1]` in the text, `[^1]: …` for the note, numbered by first use, listed at the end of the body."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from notegarden.markup.block import BlockParser
from notegarden.markup.inline import InlineState
from notegarden.markup.reading import Reading

_REFERENCE = re.compile(r"\[\^([^\]\n]+)\]")
_DEFINITION = re.compile(r"\[\^([^\]\n]+)\]:")


def footnote_reference(state: InlineState, before: str = "") -> bool:
    reading = state.reading
    found = _REFERENCE.match(state.src, state.pos)
    if not found or found[1].strip() not in reading.footnotes:
        return False
    label = found[1].strip()
    if label not in reading.footnote_uses:
        reading.footnote_order.append(label)
    uses = reading.footnote_uses[label] = reading.footnote_uses.get(label, 0) + 1
    number = reading.footnote_order.index(label) + 1
    nth = uses - 1 or ""
    state.out.append(
        f'{before}<sup id="fnref{nth}:{number}"><a href="#fn:{number}" class="footnote-ref" role="doc-noteref">{number}</a></sup>'
    )
    state.pos = state.node_end = found.end()
    return True


def footnote_definition(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    start, end = state.bMarks[startLine] + state.tShift[startLine], state.eMarks[startLine]
    if state.is_code_block(startLine) or not state.src.startswith("[^", start):
        return False
    found = _DEFINITION.match(state.src, start, end)
    if not found:
        return False
    if silent:
        return True
    reading: Reading = state.env["reading"]
    pos, column = found.end(), state.sCount[startLine] + len(found[0])
    while pos < end and state.src[pos] in " \t":
        column += 1
        pos += 1
    first = len(state.tokens)
    old = state.tight, state.tShift[startLine], state.sCount[startLine], state.blkIndent, state.parentType, state.level
    indent = state.blkIndent
    state.blkIndent = indent + 4
    state.tShift[startLine] = pos - state.bMarks[startLine]
    state.sCount[startLine] = indent + 4
    state.parentType, state.level = "footnote", 0
    if pos >= end and state.isEmpty(startLine + 1):
        state.line = startLine + 1
    else:
        state.md.block.tokenize(state, startLine, endLine)
    (state.tight, state.tShift[startLine], state.sCount[startLine], state.blkIndent, state.parentType, state.level) = old
    reading.footnotes.setdefault(found[1].strip(), state.tokens[first:])
    del state.tokens[first:]
    return True


def footnotes_plugin(md: MarkdownIt) -> None:
    parser = md.block
    assert isinstance(parser, BlockParser)  # noqa: S101
    parser.add("footnote", footnote_definition, "[", ("paragraph", "blockquote"))


def render_footnotes(reading: Reading, render_blocks: Callable[[list[Token]], str]) -> str:
    """The list of the footnotes that are used, each with a link back to every place that uses it."""
    contents: dict[str, str] = {}
    while waiting := [name for name in reading.footnotes if name in reading.footnote_uses and name not in contents]:
        for label in waiting:  # one footnote may be the first to use another
            contents[label] = render_blocks(reading.footnotes[label])
    if not contents:
        return ""
    items = [_item(reading, number, label, contents[label]) for number, label in enumerate(reading.footnote_order, 1)]
    return f'<div class="footnotes" role="doc-endnotes">\n<hr>\n<ol>\n{"".join(items)}</ol>\n</div>\n'


def _item(reading: Reading, number: int, label: str, content: str) -> str:
    back = "".join(
        f'&#160;<a href="#fnref{nth or ""}:{number}" class="footnote-backref" role="doc-backlink">↩︎</a>'
        for nth in range(reading.footnote_uses[label])
    )
    content = content.removesuffix("\n")
    content = f"{content[:-4]}{back}</p>" if content.endswith("</p>") else f"{content}\n{back.removeprefix('&#160;')}"
    return f'<li id="fn:{number}">\n{content}\n</li>\n'
