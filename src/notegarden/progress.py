"""How far long work has come, told while it goes on."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""(what, done, of how many); 0 of 0 where that is not known."""


def nothing_to_tell(what: str, done: int, total: int) -> None:
    """Where nobody watches."""
