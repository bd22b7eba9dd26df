"""Match a garden's ignore patterns with a time limit, because any regular expression may backtrack."""

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
    """The sources that no pattern matches. Raises SiteError if that takes longer than any reasonable pattern.

    `kept`: a worker process for matching: only the main thread of a process can be interrupted in a match. `key`:
    the configuration key of the patterns.
    """
    if not patterns or not sources:
        return sources
    names = [source.path for source in sources]
    found = _found(tuple(patterns), names) if kept is None else _found_apart(tuple(patterns), names, kept)
    if found is None:
        shown = ", ".join(map(repr, patterns))
        raise SiteError(f"{key}: {shown} takes too long on the file names here", hint="avoid nested repetition")
    return [source for number, source in enumerate(sources) if number not in found]


def _found(patterns: tuple[str, ...], names: list[str]) -> set[int] | None:
    """Which names a pattern matches; None after the time limit."""
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
    """Whether a pattern matches the path below the content folder, or that from the garden: Hugo's is the full path."""
    return pattern.search(name) is not None or pattern.search(f"/content/{name}") is not None


def _found_apart(patterns: tuple[str, ...], names: list[str], kept: KeptWorker) -> set[int] | None:
    from concurrent.futures import BrokenExecutor

    try:
        return kept.start().submit(_found, patterns, names).result()
    except BrokenExecutor:
        kept.close()
        return None
