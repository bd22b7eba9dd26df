"""Task boxes with any character: `- [ ]` is open, every other character counts as done."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.html import escape

# One character, or one emoji made of several.
_BOX = re.compile(r"\[([^\]\[\n]|[^\x00-\x7f\]\[\n]{2,8})\](?:[ \t]+|$)")


def task_rule(state: InlineState) -> bool:
    if state.pos or not state.draft.at_item_start:
        return False
    found = _BOX.match(state.src)
    if not found:
        return False
    sign = found[1]
    checked = "" if sign == " " else 'checked="" '
    kind = "" if sign in " xX" else f' data-task="{escape(sign)}"'
    state.out.append(f'<input {checked}disabled="" type="checkbox"{kind}> ')
    state.pos = state.node_end = found.end()
    return True


def tasks_plugin(inline: InlineParser) -> None:
    inline.add(task_rule, "[")
