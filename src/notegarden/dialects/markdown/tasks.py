"""Task boxes: `[ ]`, `[x]`, `[X]` at the start of a list item's first text. `[-]` is not a box."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.inline import InlineState

_BOX = re.compile(r"\[([ xX])\]\s*")


def task_box(state: InlineState) -> bool:
    """Tried at a `[` that starts a text; the block parser knows whether the text starts a list item."""
    if not state.draft.at_item_start:
        return False
    found = _BOX.match(state.src, state.pos)
    if not found:
        return False
    checked = 'checked="" ' if found[1] != " " else ""
    state.out.append(f'<input {checked}disabled="" type="checkbox"> ')
    state.pos = state.node_end = found.end()
    return True
