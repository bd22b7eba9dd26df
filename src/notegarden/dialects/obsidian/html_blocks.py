"""Blocks of raw HTML, which hold no Markdown; a comment at the start of a footnote begins none, but the note's text."""

from __future__ import annotations

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.rawhtml import html_block_rule as markdown_html_block_rule

_START, _END = "<!--", "-->"


def html_block_rule(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    if state.parentType == "footnote" and _is_text_behind_comment(state, top):
        return False
    return markdown_html_block_rule(state, top, bottom, silent)


def _is_text_behind_comment(state: BlockState, line: int) -> bool:
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    closed = state.src.find(_END, start + len(_START), end) if state.src.startswith(_START, start) else -1
    return closed >= 0 and bool(state.src[closed + len(_END) : end].strip())


def html_blocks_plugin(parser: BlockParser) -> None:
    parser.add("html_block", html_block_rule, "<", ("paragraph", "blockquote"))
