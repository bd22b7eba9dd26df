"""How a note shows a part of another one: which of its headings, how deep they stand, which kinds of blocks."""

from __future__ import annotations

from typing import Literal

import msgspec

Headings = Literal["all", "first-out", "none", "title"]


class Shape(msgspec.Struct, frozen=True, array_like=True):
    """`headings`: which are shown; `title`: nothing but the note's title. `level`: of the highest, 1 to 6; 0 for what
    it has at home.

    `without`: names of HTML elements that are left out; with `headline`, all that is below further headings is.
    `inside`: of a note that is written inside the one which shows it, the id of the heading that has its title there.
    """

    headings: Headings = "all"
    level: int = 0
    without: tuple[str, ...] = ()
    inside: str = ""


AT_HOME = Shape()
"""Everything is shown as it is at home."""
