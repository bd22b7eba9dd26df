"""`#tags` in the text: `/` nests them, letter case is ignored, digits alone are not a tag.

Each level of a nested tag has a page of its own, so the number per note is limited.
"""

from __future__ import annotations

import re

from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import END, HOLE, RESERVED, escape

_LONGEST = 200  # characters
_MOST_LEVELS = 10_000  # tags and levels in one text: `a/b` and `a/c` have three

# Characters that end a tag: white space, these, and the punctuation of two Unicode blocks.
_TAG = re.compile(
    rf"""#([^\s'!"#$%&()*+,.:;<=>?@^`{{|}}~\[\]\\\u2000-\u206f\u2e00-\u2e7f{"".join(RESERVED)}]{{1,200}})"""
)


def tag_rule(state: InlineState) -> bool:
    src, pos = state.src, state.pos
    if state.brackets or (pos and not src[pos - 1].isspace()):
        return False
    found = _TAG.match(src, pos)
    if found is None:
        return False
    name = tag_name(found[1])
    if not name or not _has_room(state.draft, name, state.place(pos)):
        return False
    number = state.draft.add_link(name, "tag", *state.place(pos))
    state.out.append(f"{HOLE}L{number}{END}#{escape(found[1])}</a>")
    state.pos = state.node_end = found.end()
    return True


def _has_room(draft: NoteDraft, name: str, place: tuple[int, int]) -> bool:
    """Whether the text may have one more tag; exceeding the limit is reported once."""
    if len(draft.tag_levels) > _MOST_LEVELS:
        return False
    parts = name.casefold().split("/")
    draft.tag_levels.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    if len(draft.tag_levels) <= _MOST_LEVELS:
        return True
    message = f"more than {_MOST_LEVELS:,} tags and levels of tags; the rest are shown as text"
    draft.problem("note", "error", *place, message, "use fewer, or split the note")
    return False


def tag_name(typed: str) -> str:
    """The name of a tag as typed, "" for an invalid one: digits only, or too long."""
    parts = [part for part in typed.removeprefix("#").strip().split("/") if part]
    name = "/".join(parts)
    return "" if not name or len(name) > _LONGEST or name.replace("/", "").isdigit() else name


def tags_plugin(inline: InlineParser) -> None:
    inline.add(tag_rule, "#")
