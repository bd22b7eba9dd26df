"""Progress of long-running work."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); both numbers are 0 if the total is unknown."""


def no_progress(what: str, done: int, total: int) -> None:
    """A progress callback that ignores everything."""
