"""Parse notes, in worker processes if there are enough notes.

One note never stops the others: a note that takes too much time or memory, or crashes its process, is not published.
"""

from __future__ import annotations

import posixpath
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from notegarden.dialects.markdown.lint import inspect, inspect_vault
from notegarden.dialects.pieces.beside import GardenFiles
from notegarden.files.endings import note_path, without_ending
from notegarden.files.scan import digest, text_key
from notegarden.files.tree import Tree
from notegarden.notes.note import Body, Dialect, Format, FrontMatter, Note, Parsed
from notegarden.notes.problems import Problem
from notegarden.sources.beside import note_key
from notegarden.sources.limits import MEMORY, SECONDS, OverTimeError, limited_memory, time_limits
from notegarden.sources.note_file import AGAIN, content_root, note_bytes
from notegarden.workers import KeptWorker, WorkerDiedError, alone, can_fork_now, chunks, cores, executor, spread, stop

_T = TypeVar("_T")
_R = TypeVar("_R")
_CHUNK = 16
_WORTH_A_POOL = 60
_ENCODE = msgspec.msgpack.Encoder().encode

OUTER = (MemoryError, OSError, ImportError)
"""Failures of the machine or the installation: parsing the same note may succeed another time."""

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file in the garden by its path below the root, None if it does not exist."""
ParsedFile = tuple[str, str, bytes, bytes]
"""File below the content folder, key (`text_key`), encoded Note, encoded Body; all but the first empty for a deleted
file."""


def parse_files(
    content: Path, paths: Sequence[str], dialect: Dialect, jobs: int, kept: KeptWorker | None = None
) -> Iterator[list[ParsedFile]]:
    """Parse files in chunks, in order. `jobs` 0 means one per core.

    A few files are also parsed in another process, because a note may crash it: in `kept`, if given.
    """
    work = partial(parse_chunk, str(content), dialect)
    fatal = partial(_fatal, content, dialect)
    yield from spread_safely(work, list(chunks(paths, _CHUNK)), len(paths), fatal, jobs, kept)


def spread_safely(
    work: Callable[[Sequence[_T]], list[_R]],
    pending: list[Sequence[_T]],
    notes: int,
    fatal: Callable[[_T], list[_R]],
    jobs: int,
    kept: KeptWorker | None,
) -> Iterator[list[_R]]:
    """The result of `work` for each chunk; `fatal` gives the result for an item that crashes its process."""
    jobs = (jobs or cores()) if notes >= _WORTH_A_POOL else 1
    while pending:
        apart = len(pending) if can_fork_now() else 0
        pool = kept.start() if kept and jobs == 1 else executor(jobs, load_parser, (), apart=apart)
        try:
            for _, results in spread(pool, work, iter(list(pending)), jobs):
                del pending[0]
                yield results
        except WorkerDiedError:  # a note of these chunks crashes its process: give each of them a process of its own
            for (item,), found in alone(work, [[item] for item in pending.pop(0)], load_parser, ()):
                yield fatal(item) if found is None else found
            if kept:
                kept.close()
        finally:
            if kept is None or pool is not kept.pool:
                stop(pool)


def load_parser(form: Format = "hugo") -> None:
    """Import the parser for a format in advance, so that the first note need not wait."""
    with suppress(*OUTER):  # each note will report it
        parse_note("", b"", Dialect(format=form))


def parse_chunk(content: str, dialect: Dialect, paths: Sequence[str]) -> list[ParsedFile]:
    files = GardenFiles(content_root(Path(content), dialect))
    with Tree(content) as tree, files, limited_memory(MEMORY), time_limits(SECONDS) as limit:
        return [_parse_file(tree, path, dialect, files.read, limit) for path in paths]


_LOOKS = {"hugo": inspect, "obsidian": inspect_vault}
"""The function that checks a note's source for findings, by format."""


def _parse_file(
    tree: Tree, file: str, dialect: Dialect, read: Read, limit: Callable[[], AbstractContextManager[None]]
) -> ParsedFile:
    try:
        data, problem = note_bytes(tree, file)
    except FileNotFoundError:
        return file, "", b"", b""
    if problem:
        return _withheld(file, dialect, data, f"cannot be read: {problem}", "check that it exists and is readable")
    try:
        with limit():
            path = note_path(file, dialect.own_language)
            parsed = parse_note(path, data, dialect, read)
            note = parsed.note
            if look := _LOOKS.get(dialect.format):
                note = look(note, data.removeprefix(BOM_UTF8).decode("utf-8", "replace"))
            if path != file:
                note = msgspec.structs.replace(note, file=_written(file, dialect))
            return file, note_key(file, data, note.inputs), _ENCODE(note), _ENCODE(parsed.body)
    except OverTimeError:
        return _withheld(file, dialect, data, f"took more than {SECONDS:.0f} seconds of processor time to parse")
    except OUTER as error:
        return _withheld(file, dialect, data, outer_failure(error), "fix that and build again", again=True)


def _fatal(content: Path, dialect: Dialect, file: str) -> list[ParsedFile]:
    try:
        with Tree(content) as tree:
            data = note_bytes(tree, file)[0]
            return [_withheld(file, dialect, data, "its process crashed while parsing it", again=True)]
    except FileNotFoundError:
        return [(file, "", b"", b"")]


def outer_failure(error: BaseException) -> str:
    """The message for a failure that is not the note's own fault."""
    if isinstance(error, MemoryError):
        return "took too much memory to parse"
    return f"could not be parsed on this computer: {type(error).__name__}: {error}"


def held_note(path: str, what: str, hint: str, **facts: Any) -> Note:
    """The placeholder of a note that cannot be parsed: it is unknown whether it may be seen, so it is not published."""
    problem = Problem(path, 1, 1, "note", "error", f"{what}; the note is not published", hint)
    title = without_ending(path.rpartition("/")[2])
    return Note(path, FrontMatter(unreadable=True), title, problems=(problem,), held=what, **facts)


def _withheld(
    file: str,
    dialect: Dialect,
    data: bytes,
    what: str,
    hint: str = "make it shorter or simpler",
    *,
    again: bool = False,
) -> ParsedFile:
    """`again`: parse it again next time, even if it has not changed."""
    path = note_path(file, dialect.own_language)
    note = held_note(path, what, hint, digest=digest(data), file=_written(file, dialect) if path != file else "")
    key = text_key(file, data)
    return file, AGAIN + key if again else key, _ENCODE(note), _ENCODE(Body(("",), ()))


def _written(file: str, dialect: Dialect) -> str:
    """A note's source file by its path below the garden's root (`Note.file`)."""
    return posixpath.join(dialect.citing.folder, file)


def parse_note(path: str, data: bytes, dialect: Dialect, read: Read | None = None) -> Parsed:
    """`dialects.parse`, imported only when needed, so that a warm build does not load the parser."""
    from notegarden.dialects import parse

    try:
        return parse(path, data, dialect, read)
    except OUTER:
        raise
    except Exception as error:  # noqa: BLE001 - a mistake of the parser's own may cost one note, never the garden
        what = f"the parser failed: {type(error).__name__}: {error}"
        note = held_note(path, what, "report it with the note", digest=digest(data))
        shown = f"<pre>{escape(data.decode('utf-8', 'replace'))}</pre>"  # `serve` shows it to the author
        return Parsed(note, Body((shown,), ()))
