"""Which parts of a note an embed shows: which headings, at what level, and which kinds of blocks."""

from __future__ import annotations

from typing import Literal

import msgspec

Headings = Literal["all", "first-out", "none", "title"]


class Shape(msgspec.Struct, frozen=True, array_like=True):
    """`headings`: which are shown; `title`: only the note's title. `level`: of the highest heading, 1 to 6; 0 for the
    level in its own note.

    `without`: names of HTML elements to leave out; with `headline`, everything below further headings is left out.
    `inside`: for a note written inside the embedding one, the id of the heading that has its title there.
    """

    headings: Headings = "all"
    level: int = 0
    without: tuple[str, ...] = ()
    inside: str = ""


AT_HOME = Shape()
"""Show everything as in the note itself."""
