"""Pandoc's citations: `[see @key, p. 3; -@other]`, and `@key [p. 3]` in a sentence.

These rules are only used for notes with a bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.citing import (
    PANDOC,
    PANDOC_KEY,
    PANDOC_PLACE,
    Part,
    cited,
    in_style,
    pandoc_key,
    pandoc_parts,
)
from notegarden.dialects.pieces.draft import NoteDraft

_LONGEST_LABEL = 1_000
_MOST_HINTS = 50
_PLACE = re.compile(r"<p[^<>]*>:{3,} *\{#refs\}\s*(?:</p>\s*<p[^<>]*>)?:{3,}</p>\n?")


def brackets_rule(state: InlineState) -> bool:
    """A citation in brackets. If none of its works is known, it is reported and shown as typed."""
    draft, works = state.draft, state.draft.works
    found = PANDOC.match(state.src, state.pos)
    if works is None or found is None or _is_link(draft, found[1]):
        return False
    parts = pandoc_parts(found[1], found.start(1))
    places = [state.place(part.offset) for part in parts]
    entries = [cited(draft, works, part.key, place) for part, place in zip(parts, places, strict=True)]
    if not any(entries):
        return False
    line = state.line + state.src.count("\n", 0, state.pos)
    state.out.append(
        in_style(draft, works, parts, entries, places, "", lambda text: state.inline.render(draft, text, line))
    )
    state.links += 1  # it contains links, so it may not be inside one
    state.pos = state.node_end = found.end()
    return True


def _is_link(draft: NoteDraft, label: str) -> bool:
    return len(label) < _LONGEST_LABEL and normalizeReference(label) in draft.references


def author_rule(state: InlineState) -> bool:
    """`@key [p. 3]`: the author is part of the sentence. An unknown key is text, for example a user name; one that is
    similar to a known key is reported."""
    src, start, draft, works = state.src, state.pos, state.draft, state.draft.works
    found = PANDOC_KEY.match(src, start)
    if works is None or found is None or _may_be_link_text(state):
        return False
    place, key = state.place(start), pandoc_key(found)
    if works.bibliography.get(key) is None:
        if key not in draft.citations and len(draft.problems) < _MOST_HINTS:
            near = works.bibliography.nearest(key)
            message = f"no bibliography has @{key}"
            if near:
                draft.problem("citation", "warning", *place, message, f"did you mean @{near}?")
        return False
    where = PANDOC_PLACE.match(src, found.end())
    part = Part(key, "", f" {where[1]}" if where else "", start)
    entry = cited(draft, works, key, place)
    line = state.line + src.count("\n", 0, start)
    state.out.append(
        in_style(draft, works, [part], [entry], [place], "t", lambda text: state.inline.render(draft, text, line))
    )
    state.links += 1
    state.pos = state.node_end = where.end() if where else found.end()
    return True


def _may_be_link_text(state: InlineState) -> bool:
    """Whether a bracket is open that is closed later."""
    if state.brackets and "]" not in state.last_ends:
        state.last_ends["]"] = state.src.rfind("]")
    return bool(state.brackets) and state.last_ends["]"] > state.pos


def citing_plugin(inline: InlineParser) -> None:
    inline.add(brackets_rule, "[")
    inline.add(author_rule, "@")


def ends_in_heading(tokens: Sequence[Token]) -> bool:
    """Whether the last block of a body is a heading: then it heads the list of references."""
    return bool(tokens) and tokens[-1].type == "heading"


def put_references(draft: NoteDraft, out: list[str], *, is_titled: bool) -> None:
    """Write the list of references at `::: {#refs}`, else at the end. `is_titled`: with a heading."""
    works = draft.works
    if works is None:
        return
    text = "".join(out) if "{#refs}" in draft.source else ""
    place = _PLACE.search(text)
    has_works = bool(draft.citations or works.nocite)
    html = works.references(draft.citations, is_titled=is_titled and place is None) if has_works else ""
    if works.failure:
        line = next(iter(draft.citations.values()), 1)
        draft.problem("citation", "error", line, 1, works.failure, works.style_hint)
    if place is None:
        out.append(html)
    else:
        out[:] = [text[: place.start()], html, text[place.end() :]]
