"""`#tags` in the text: `/` nests them, letter case does not count, digits alone are none."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.html import END, HOLE, RESERVED, escape

# What ends a tag: white space, these signs, and the punctuation of two Unicode blocks.
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
    if not name:
        return False
    number = state.draft.add_link(name, "tag", *state.place(pos))
    state.out.append(f"{HOLE}L{number}{END}#{escape(found[1])}</a>")
    state.pos = state.node_end = found.end()
    return True


def tag_name(typed: str) -> str:
    """The name of a tag as typed, "" for what is none: digits only."""
    parts = [part for part in typed.removeprefix("#").strip().split("/") if part]
    name = "/".join(parts)
    return "" if not name or name.replace("/", "").isdigit() else name


def tags_plugin(inline: InlineParser) -> None:
    inline.add(tag_rule, "#")
