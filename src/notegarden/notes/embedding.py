"""How a note shows a part of another one: which of its headings, how deep they stand, which kinds of blocks."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Headings = Literal["all", "first-out", "none"]
HEADINGS: tuple[Headings, ...] = ("all", "first-out", "none")
_TYPED = re.compile(rf":as ({'|'.join(HEADINGS)}) ([0-6]) ([a-z,]*)")


class Embedding(msgspec.Struct, frozen=True, array_like=True):
    """`headings`: which are shown. `level`: of the highest, 1 to 6; 0 for what it has at home.

    `without`: names of HTML elements that are left out; with `headline`, all that is below further headings is.
    """

    headings: Headings = "all"
    level: int = 0
    without: tuple[str, ...] = ()

    def typed(self) -> str:
        """The embedding as the title of a link holds it; "" where everything is shown as it is at home."""
        return "" if self == Embedding() else f":as {self.headings} {self.level} {','.join(self.without)}"


def embedding_of(title: str) -> Embedding:
    """What the title of an embed asks for; a title that is words asks for nothing."""
    found = _TYPED.fullmatch(title)
    if found is None:
        return Embedding()
    headings = next(each for each in HEADINGS if each == found[1])
    return Embedding(headings, int(found[2]), tuple(filter(None, found[3].split(","))))
