"""The progress bar of a long build on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from notegarden.progress import Progress, no_progress

if TYPE_CHECKING:
    from rich.console import Console

DELAY = 0.5
"""Seconds after which a build counts as long, however many notes it has."""
_STEP = 50


@contextmanager
def progress_bar(console: Console | None, clock: Callable[[], float] = time.monotonic) -> Iterator[Progress]:
    """A callback that shows stage, done and total after DELAY, even if no further call comes.

    `console` None: nothing is shown.
    """
    if console is None:
        yield no_progress
        return
    from rich.console import RenderableType
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    begun = clock()

    class LateBars(Bars):
        def get_renderables(self) -> Iterator[RenderableType]:  # called ten times a second
            yield from super().get_renderables() if clock() - begun >= DELAY else ()

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with LateBars(*columns, console=console, transient=True) as bars:
        task = bars.add_task("reading", total=None)

        def show(name: str, done: int, total: int) -> None:
            if done % _STEP == 0 or done == total or total < _STEP:
                bars.update(task, description=name, completed=done, total=total or None)

        yield show
