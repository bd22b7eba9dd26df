"""The folders where Org keeps attachments of a heading: several layouts, derived from the heading's ID."""

from __future__ import annotations

import re

_FIRST = re.compile(r"(.*/|)(..)/([^/]+)/(.+)", re.DOTALL)


def by_id(identity: str) -> str:
    """The folder of an ID in the layout that Org tries first, for UUIDs: `ab/cdef…`."""
    return f"{identity[:2]}/{identity[2:]}"


def other_layouts(path: str) -> list[str]:
    """The other paths where Org looks for an attachment, given its path in the first layout.

    They are for timestamp IDs, `202001/01T101500.123456`, and for all other IDs, `__/a/abc`.
    """
    found = _FIRST.fullmatch(path)
    if found is None:
        return []
    above, identity, name = found[1], found[2] + found[3], found[4]
    return [f"{above}{identity[:6]}/{identity[6:]}/{name}", f"{above}__/{identity[0]}/{identity}/{name}"]
