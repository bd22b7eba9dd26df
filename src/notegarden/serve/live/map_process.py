"""Computes the map's layout in another process: it takes seconds for a large garden, and no page should wait."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from notegarden.garden.layout import Layout, layout

_SMALL = 1000
"""Up to so many notes, the layout is computed in this process, faster than a new one starts."""


def is_quick(graph: tuple[list[str], list[tuple[int, int, int]]]) -> bool:
    return len(graph[0]) <= _SMALL


def laid_out(graph: tuple[list[str], list[tuple[int, int, int]]]) -> Layout | None:
    """The layout; None if the process was killed."""
    # Ctrl-C goes to the whole process group; only the server handles it.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), signal.signal, quiet) as pool:
        try:
            return pool.submit(layout, *graph).result()
        except BrokenProcessPool:
            return None
