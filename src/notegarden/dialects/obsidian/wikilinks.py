"""`[[note]]`, `[[note#heading|text]]` and `![[note]]`.

Such a link is on one line, and a single `]` does not end it. The garden resolves its target.
"""

from __future__ import annotations

import re

from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.obsidian.embeds import embed
from notegarden.dialects.obsidian.titles import title_of
from notegarden.dialects.pieces.draft import shown
from notegarden.dialects.pieces.html import END, HOLE, MARK, escape

_WIKI = re.compile(rf"\[\[((?:[^\n\[\]{MARK}]|\[(?!\[)|\](?!\]))+)\]\]")


def wikilink_rule(state: InlineState) -> bool:
    found = _parts(state, state.pos)
    if found is None:
        return False
    target, display, stop = found
    number = state.draft.add_link(target, "wikilink", *state.place(state.pos))
    state.out += (f"{HOLE}L{number}{END}", escape(display or shown(target) or title_of(state.draft.path)), "</a>")
    state.links += 1
    state.pos = state.node_end = stop
    return True


def embed_rule(state: InlineState) -> bool:
    found = _parts(state, state.pos + 1)
    if found is None:
        return False
    target, display, stop = found
    state.out.append(embed(state.draft, target, display, state.place(state.pos)))
    state.pos = state.node_end = stop
    return True


def escaped_brackets_rule(state: InlineState) -> bool:
    r"""`\[\[` is text; split in the page, so that nothing that searches for links there finds one."""
    if not state.src.startswith("\\[\\[", state.pos):
        return False
    state.out.append("[<!---->[")
    state.pos += 4
    return True


def _parts(state: InlineState, pos: int) -> tuple[str, str, int] | None:
    """(target, text to show, end of the link) of the link whose brackets open at `pos`."""
    src = state.src
    found = _WIKI.match(src, pos)
    if found is None:
        return None
    inner, stop = found[1], found.end()
    surplus = inner.count("[") - inner.count("]")
    while surplus > 0 and src.startswith("]", stop):
        inner, stop, surplus = inner + "]", stop + 1, surplus - 1
    target, bar, display = inner.partition("|")
    if bar and target.endswith("\\"):  # `\|`, needed inside tables
        target = target[:-1]
    if not target.strip() and not display.strip():
        return None
    return target, display.strip(), stop


def wikilinks_plugin(inline: InlineParser) -> None:
    inline.add(escaped_brackets_rule, "\\")
    inline.add(wikilink_rule, "[[")
    inline.add(embed_rule, "![[")
