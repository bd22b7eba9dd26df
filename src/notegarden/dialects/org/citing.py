"""Citations: `[cite:@key]` and `[cite/style:see @key p. 3]`."""

from __future__ import annotations

from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.html import escape


def cite_rule(state: OrgState) -> bool:
    """A citation as it is typed, until there is a bibliography to look it up in."""
    src, start = state.src, state.pos
    stop = src.find("]", start, state.end)
    if stop < 0 or not src.startswith(("[cite:", "[cite/"), start):
        return False
    state.out.append(escape(src[start : stop + 1]))
    state.pos = state.node_end = stop + 1
    return True
