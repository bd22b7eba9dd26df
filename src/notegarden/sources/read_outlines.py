"""Find the notes in files that make several, in worker processes with the limits of a note.

A file that takes too much time or memory, cannot be read, or crashes its process never stops the others: it is unknown
which notes it makes, so a placeholder for all of them is not published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from notegarden.dialects.org.files import Garden, open_file
from notegarden.dialects.org.pages import absence
from notegarden.notes.note import Dialect
from notegarden.notes.problems import Problem
from notegarden.sources.limits import MEMORY, SECONDS, OverTimeError, limited_memory, limited_time
from notegarden.sources.parse import spread_safely
from notegarden.workers import KeptWorker, chunks

_FILES_AT_ONCE = 8


class OutlineRead(NamedTuple):
    """`notes`: (wanted path, key of its text). `inputs`: other files that were read. `held`: why they are unknown, and
    `again`: whether to retry next time even if the file has not changed.
    `absent`: why there are none.
    """

    file: str
    notes: tuple[tuple[str, str], ...] = ()
    inputs: tuple[str, ...] = ()
    held: str = ""
    again: bool = False
    absent: Problem | None = None


def read_outlines(
    root: Path, files: Sequence[str], dialect: Dialect, jobs: int, kept: KeptWorker | None = None
) -> Iterator[OutlineRead]:
    """In order. `jobs` and `kept` as for `parse_files`."""
    work = partial(_read_some, root, dialect)
    for found in spread_safely(work, list(chunks(files, _FILES_AT_ONCE)), len(files), _fatal, jobs, kept):
        yield from found


def _fatal(file: str) -> list[OutlineRead]:
    return [OutlineRead(file, held="the process that parsed this file's outline crashed", again=True)]


def _read_some(root: Path, dialect: Dialect, files: Sequence[str]) -> list[OutlineRead]:
    with limited_memory(MEMORY), Garden(root) as garden:
        return [_read(garden, file, dialect) for file in files]


def _read(garden: Garden, file: str, dialect: Dialect) -> OutlineRead:
    try:
        with limited_time(SECONDS):
            opened = open_file(garden, file, dialect)
            notes = tuple((spec.path, opened.key(spec)) for spec in opened.context.pages)
            context = opened.context
            absent = absence(file, context.outline, context.local, context.expanded) if not notes else None
            return OutlineRead(file, notes, tuple(sorted(opened.inputs)), absent=absent)
    except OverTimeError:
        what = f"the outline of this file took more than {SECONDS:.0f} seconds of processor time to parse"
    except MemoryError:
        return OutlineRead(file, held="the outline of this file took too much memory to parse", again=True)
    except (OSError, ImportError) as error:
        return OutlineRead(
            file, held=f"this file cannot be read: {getattr(error, 'strerror', '') or error}", again=True
        )
    except Exception as error:  # noqa: BLE001 - a mistake of the parser's own may cost one file, never the garden
        what = f"the parser failed at the outline of this file: {type(error).__name__}: {error}"
    return OutlineRead(file, held=what)
