"""The dialect: the list of all its rules, block rules first, then inline rules.

Rules are tried in this order. A rule is tried only at one of its first characters, so the order matters between
rules that share one: `-` underlines a paragraph before it is a break, and is a break before it is a list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt

from notegarden.dialects.markdown.block import BlockParser
from notegarden.dialects.markdown.block_attributes import block_attributes_plugin
from notegarden.dialects.markdown.citing import citing_plugin
from notegarden.dialects.markdown.definitions import definitions_plugin
from notegarden.dialects.markdown.emoji import emoji_plugin
from notegarden.dialects.markdown.emphasis import emphasis_plugin, extras_plugin, strikethrough_plugin
from notegarden.dialects.markdown.fences import breaks_plugin, code_plugin
from notegarden.dialects.markdown.footnotes import footnotes_plugin
from notegarden.dialects.markdown.inline import InlineParser, text_plugin
from notegarden.dialects.markdown.line_breaks import east_asian_plugin, escaped_space_plugin, hard_wraps_plugin
from notegarden.dialects.markdown.linkify import linkify_plugin
from notegarden.dialects.markdown.links import autolinks_plugin, links_plugin
from notegarden.dialects.markdown.lists import lists_plugin
from notegarden.dialects.markdown.paragraphs import paragraphs_plugin
from notegarden.dialects.markdown.quotes import quotes_plugin
from notegarden.dialects.markdown.rawhtml import entities_plugin, html_blocks_plugin, html_inline_plugin
from notegarden.dialects.markdown.typographer import typographer_plugin
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.notes.goldmark import Goldmark

BLOCKS: tuple[Callable[[BlockParser], None], ...] = (
    code_plugin,  # indented code, then fences
    breaks_plugin,
    quotes_plugin,
    html_blocks_plugin,
    lists_plugin,
    footnotes_plugin,
    definitions_plugin,
    paragraphs_plugin,  # headings, then paragraphs, which contain references and tables
)

INLINES: tuple[Callable[[InlineParser], None], ...] = (
    text_plugin,  # escapes, line breaks, code spans, placeholders of shortcodes and formulas
    autolinks_plugin,
    html_inline_plugin,
    links_plugin,  # with images, footnote references and task boxes
    emphasis_plugin,
    strikethrough_plugin,
    entities_plugin,
    linkify_plugin,
    typographer_plugin,
)

_USUAL = Goldmark()

# A list takes two levels; deeper nesting would exhaust the stack.
DEEPEST = 200


@cache
def block_parser(*, attributes: bool = False) -> MarkdownIt:
    """`attributes`: whether a line of attributes belongs to the block above it (`Goldmark.block_attributes`)."""
    md = MarkdownIt("commonmark")
    md.block = parser = BlockParser(DEEPEST)
    for plugin in (block_attributes_plugin, *BLOCKS) if attributes else BLOCKS:
        plugin(parser)
    return md


@cache
def inline_parser(goldmark: Goldmark = _USUAL, *, cites: bool = False) -> InlineParser:
    """`goldmark`: settings of the site's configuration. `cites`: for a note with a bibliography."""
    inline = InlineParser()
    if goldmark.hard_wraps:
        hard_wraps_plugin(inline)
    elif goldmark.east_asian_line_breaks:
        east_asian_plugin(inline, goldmark.east_asian_line_breaks)
    if goldmark.escaped_space:
        escaped_space_plugin(inline)
    left_out: set[Callable[[InlineParser], None]] = set() if goldmark.linkify else {linkify_plugin}
    left_out |= set() if goldmark.typographer else {typographer_plugin}
    left_out |= set() if goldmark.strikethrough else {strikethrough_plugin}
    for plugin in (citing_plugin, *INLINES) if cites else INLINES:
        if plugin not in left_out:
            plugin(inline)
    if goldmark.extras:
        extras_plugin(inline, goldmark.extras)
    if goldmark.emoji:
        emoji_plugin(inline)
    return inline


def blocks_of(draft: NoteDraft) -> MarkdownIt:
    """The block parser for a note."""
    return block_parser(attributes=draft.dialect.goldmark.block_attributes)


def inline_of(draft: NoteDraft) -> InlineParser:
    """The inline parser for a note, and for texts in its shortcodes."""
    return inline_parser(draft.dialect.goldmark, cites=draft.works is not None)
