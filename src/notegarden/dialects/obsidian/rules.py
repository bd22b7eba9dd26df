"""The dialect: the list of all its rules, most of which are those of Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt

from notegarden.dialects.markdown.block import BlockParser
from notegarden.dialects.markdown.citing import citing_plugin
from notegarden.dialects.markdown.emphasis import emphasis_plugin, strikethrough_plugin
from notegarden.dialects.markdown.fences import breaks_plugin, code_plugin
from notegarden.dialects.markdown.footnotes import footnotes_plugin
from notegarden.dialects.markdown.inline import InlineParser, text_plugin
from notegarden.dialects.markdown.linkify import linkify_plugin
from notegarden.dialects.markdown.links import autolinks_plugin, links_plugin
from notegarden.dialects.markdown.lists import lists_plugin
from notegarden.dialects.markdown.paragraphs import paragraphs_plugin
from notegarden.dialects.markdown.quotes import quotes_plugin
from notegarden.dialects.markdown.rawhtml import entities_plugin, html_inline_plugin
from notegarden.dialects.markdown.rules import DEEPEST
from notegarden.dialects.obsidian.blocks import block_ids_plugin
from notegarden.dialects.obsidian.breaks import breaks_plugin as line_breaks_plugin
from notegarden.dialects.obsidian.embeds import embeds_plugin
from notegarden.dialects.obsidian.footnotes import inline_footnotes_plugin
from notegarden.dialects.obsidian.formulas import formula_blocks_plugin, formulas_plugin
from notegarden.dialects.obsidian.highlights import highlights_plugin
from notegarden.dialects.obsidian.html_blocks import html_blocks_plugin
from notegarden.dialects.obsidian.tags import tags_plugin
from notegarden.dialects.obsidian.tasks import tasks_plugin
from notegarden.dialects.obsidian.wikilinks import wikilinks_plugin

BLOCKS: tuple[Callable[[BlockParser], None], ...] = (
    code_plugin,  # indented code, then fences
    breaks_plugin,
    quotes_plugin,  # with callouts
    html_blocks_plugin,
    lists_plugin,
    footnotes_plugin,
    formula_blocks_plugin,
    block_ids_plugin,
    paragraphs_plugin,  # headings, then paragraphs, which contain references and tables
)

INLINES: tuple[Callable[[InlineParser], None], ...] = (
    wikilinks_plugin,
    text_plugin,  # escapes, code spans; line breaks, if they are strict
    autolinks_plugin,
    html_inline_plugin,
    formulas_plugin,
    tasks_plugin,
    links_plugin,  # with images and footnote references
    embeds_plugin,
    inline_footnotes_plugin,
    emphasis_plugin,
    strikethrough_plugin,
    highlights_plugin,
    tags_plugin,
    entities_plugin,
    linkify_plugin,
)


@cache
def block_parser() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    md.block = parser = BlockParser(DEEPEST)
    for plugin in BLOCKS:
        plugin(parser)
    return md


@cache
def inline_parser(*, strict_breaks: bool, cites: bool = False) -> InlineParser:
    """`cites`: for a note with a bibliography. Citations come after wiki links, which begin alike."""
    inline = InlineParser()
    first = () if strict_breaks else (line_breaks_plugin,)
    for plugin in (*first, INLINES[0], *((citing_plugin,) if cites else ()), *INLINES[1:]):
        plugin(inline)
    return inline
