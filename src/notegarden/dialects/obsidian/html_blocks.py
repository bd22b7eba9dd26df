"""Blocks of raw HTML, which contain no Markdown: links and bold text in them are shown as typed, and reported.

A comment at the start of a footnote begins no HTML block, but the footnote's text; so does HTML after
`%%a comment%%`. If a comment is open where a block would end, the block extends to the comment's end, so that none of
it becomes text.
"""

from __future__ import annotations

import re

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.rawhtml import html_block_rule as markdown_html_block_rule

# Parts that a reader does not see, or that are intentionally verbatim; then Markdown that should be rendered.
_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)|<(code|kbd|math|pre|samp|script|style|svg|textarea)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_MARKDOWN = re.compile(r"!?\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]+\]\([^()\s]+\)|\*\*[^\s*][^*\n]*\*\*")
_TYPED = "Markdown inside an HTML block is shown as typed, as in Obsidian"
_START, _END = "<!--", "-->"
_UNCLOSED = "an HTML comment is not closed, so the text after it is not shown"


def html_block_rule(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    if state.bMarks[top] + state.tShift[top] in state.draft.places.resumed:
        return False
    if state.parentType == "footnote" and _is_text_behind_comment(state, top):
        return False
    if not markdown_html_block_rule(state, top, bottom, silent):
        return False
    if not silent:
        if _START in state.tokens[-1].content:
            _close_comment(state, bottom)
        _tell_of_markdown(state)
    return True


def _tell_of_markdown(state: BlockState) -> None:
    """One finding for a block with text that was probably meant as Markdown."""
    token = state.tokens[-1]
    if not token.map or ("[" not in token.content and "**" not in token.content):
        return
    seen = _UNREAD.sub(lambda one: re.sub(r"[^\n]", " ", one[0]), token.content)
    found = _MARKDOWN.search(seen)
    if found is not None:
        place = state.draft.place(token.map[0] + seen.count("\n", 0, found.start()))
        hint = "leave a blank line after the HTML, or begin the line with text"
        state.draft.problem("html-markdown", "info", *place, f"{_TYPED}: {found[0][:60]}", hint)


def _is_text_behind_comment(state: BlockState, line: int) -> bool:
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    closed = state.src.find(_END, start + len(_START), end) if state.src.startswith(_START, start) else -1
    return closed >= 0 and bool(state.src[closed + len(_END) : end].strip())


def _close_comment(state: BlockState, bottom: int) -> None:
    """Extend the last block to the end of its open comment; not if nothing ends the comment."""
    block, pieces = state.tokens[-1], [state.tokens[-1].content]
    while _is_open(pieces[-1]) and (line := _ending_line(state, bottom)) >= 0:
        pieces.append(state.getLines(state.line, line + 1, state.blkIndent, keepLastLF=True))
        state.line = line + 1
    if _is_open(pieces[-1]):
        _tell(state)
    if len(pieces) > 1 and block.map:
        block.content, block.map = "".join(pieces), [block.map[0], state.line]


def _is_open(html: str) -> bool:
    return html.rfind(_START) > html.rfind(_END)


def _tell(state: BlockState) -> None:
    token = state.tokens[-1]
    if token.map:
        place = state.draft.place(token.map[0])
        state.draft.problem("unclosed", "warning", *place, _UNCLOSED, "end it with -->")


def _ending_line(state: BlockState, bottom: int) -> int:
    """The next line with the end of a comment inside the container of the block; -1 if there is none."""
    if state.src.rfind(_END) < state.bMarks[state.line]:
        return -1
    for line in range(state.line, bottom):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return -1
        if state.src.find(_END, state.bMarks[line], state.eMarks[line]) >= 0:
            return line
    return -1


def html_blocks_plugin(parser: BlockParser) -> None:
    parser.add("html_block", html_block_rule, "<", ("paragraph", "blockquote"))
