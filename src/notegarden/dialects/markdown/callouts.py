"""Callouts (alerts in GitHub and Hugo): a quote whose first line is `[!type]`, a fold sign and a title."""

from __future__ import annotations

import re
from typing import NamedTuple

from notegarden.dialects.markdown.block import BlockState

_HEAD = re.compile(r"\[!(\w[\w \-]{0,79})(?:\|([^\]\[]{0,200}))?\]([+-]?)(?:[ \t\u00a0]+(.*))?$")


class Callout(NamedTuple):
    """`kind` in lower case; `fold`: `+` for open and foldable, `-` for folded, else "".

    `metadata`: the text after a bar in the brackets, for style sheets. `title`: inline Markdown, "" for none.
    """

    kind: str
    metadata: str
    fold: str
    title: str


def callout_head(state: BlockState, line: int) -> Callout | None:
    """The callout of a quote whose first line, without its marker, is `line`; None if it is an ordinary quote."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if state.sCount[line] > 3 or not state.src.startswith("[!", start):
        return None
    found = _HEAD.match(state.src, start, end)
    if found is None:
        return None
    kind = found[1].strip()
    title = (found[4] or "").strip()
    return Callout(kind.lower(), (found[2] or "").strip(), found[3], title)
