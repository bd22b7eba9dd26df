"""The regular expressions of a garden that leave files out: asked under a bound, since any of them may backtrack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from notegarden.errors import SiteError
from notegarden.files.scan import Source
from notegarden.urls import composed

if TYPE_CHECKING:
    from notegarden.workers import KeptWorker


def not_ignored(
    sources: list[Source], patterns: Sequence[str], kept: KeptWorker | None = None, key: str = "ignore_files"
) -> list[Source]:
    """The sources that no pattern finds. Raises SiteError where that takes longer than any pattern that is meant well.

    `kept`: a worker process to ask in: only the main thread of a process can be stopped within an expression. `key`:
    where the patterns stand.
    """
    if not patterns or not sources:
        return sources
    names = [source.path for source in sources]
    found = _found(tuple(patterns), names) if kept is None else _found_apart(tuple(patterns), names, kept)
    if found is None:
        shown = ", ".join(map(repr, patterns))
        raise SiteError(f"{key}: {shown} takes too long on the names here", hint="repeat nothing twice")
    return [source for number, source in enumerate(sources) if number not in found]


def _found(patterns: tuple[str, ...], names: list[str]) -> set[int] | None:
    """Which names a pattern finds; None past the bound."""
    from notegarden.sources.limits import OverTimeError, limited_time

    compiled = [re.compile(form) for each in patterns for form in {each, composed(each)}]
    try:
        with limited_time():
            return {
                number
                for number, name in enumerate(names)
                if any(_finds(each, form) for form in {name, composed(name)} for each in compiled)
            }
    except OverTimeError:
        return None


def _finds(pattern: re.Pattern[str], name: str) -> bool:
    """Whether a pattern finds the path below the content folder, or the one from the garden on: Hugo's is in full."""
    return pattern.search(name) is not None or pattern.search(f"/content/{name}") is not None


def _found_apart(patterns: tuple[str, ...], names: list[str], kept: KeptWorker) -> set[int] | None:
    from concurrent.futures import BrokenExecutor

    try:
        return kept.start().submit(_found, patterns, names).result()
    except BrokenExecutor:
        kept.close()
        return None
