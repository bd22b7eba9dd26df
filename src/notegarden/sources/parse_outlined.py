"""Parse the notes of files that make several notes, in worker processes if there are enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from posixpath import basename

import msgspec

from notegarden.dialects.org.files import Garden, OpenFile, open_file
from notegarden.dialects.org.pages import PageSpec
from notegarden.dialects.org.reader import parse_page
from notegarden.files.scan import digest
from notegarden.notes.note import Body, Dialect, FrontMatter, Note
from notegarden.notes.problems import Problem
from notegarden.sources.limits import MEMORY, SECONDS, OverTimeError, limited_memory, limited_time
from notegarden.sources.note_file import AGAIN
from notegarden.sources.outlined import Moved, OutlinedFiles, key_of, moved_in
from notegarden.sources.parse import OUTER, ParsedFile, held_note, outer_failure, spread_safely
from notegarden.workers import KeptWorker, chunks

_FEW_FILES = 4
_ENCODE = msgspec.msgpack.Encoder().encode
_Wanted = tuple[str, dict[str, str], Moved]
"""A file, and its notes to parse: wanted path → path."""


def parse_notes(
    outlined: OutlinedFiles,
    files: Mapping[str, Mapping[str, str]],
    dialect: Dialect,
    jobs: int,
    kept: KeptWorker | None = None,
) -> Iterator[list[ParsedFile]]:
    """`files`: by file, the wanted path → the note's path.

    In chunks, in order; placeholders for files whose notes are unknown, or that make none, come first.
    """
    held, absent = outlined.held, outlined.absent
    lost = [(path, file) for file in files if file in held for path in files[file].values()]
    hint = "make the file shorter or simpler"
    yield [_withheld(path, file, held[file], hint=hint, again=True) for path, file in lost]
    none = [(path, file) for file in files if file in absent for path in files[file].values()]
    yield [_absent(path, file, absent[file]) for path, file in none]
    language = dialect.own_language
    wanted = [
        (file, dict(notes), moved_in(outlined.files[file].notes, language))
        for file, notes in files.items()
        if file not in held and file not in absent
    ]
    work = partial(_parse_files, outlined.root, dialect)
    notes = sum(map(len, files.values())) if len(files) > 1 else 1
    yield from spread_safely(work, list(chunks(wanted, _FEW_FILES)), notes, _fatal, jobs, kept)


def _fatal(wanted: _Wanted) -> list[ParsedFile]:
    file, notes, _ = wanted
    return [_withheld(path, file, "its process crashed while parsing it", again=True) for path in notes.values()]


def _parse_files(root: Path, dialect: Dialect, files: Sequence[_Wanted]) -> list[ParsedFile]:
    with limited_memory(MEMORY), Garden(root) as garden:
        return [each for wanted in files for each in _notes_of(garden, dialect, *wanted)]


def _notes_of(garden: Garden, dialect: Dialect, file: str, notes: dict[str, str], moved: Moved) -> Iterator[ParsedFile]:
    """A note that was removed from the file meanwhile is returned without a key."""
    left = dict(notes)
    try:
        with limited_time(SECONDS):
            opened = open_file(garden, file, dialect, moved)
    except (OverTimeError, FileNotFoundError):  # the file changed since its outline was read: wait for the next scan
        yield from ((path, "", b"", b"") for path in left.values())
        return
    except OUTER as error:
        what, hint = outer_failure(error), "fix that and build again"
        yield from (_withheld(path, file, what, hint=hint, again=True) for path in left.values())
        return
    for spec in opened.context.pages:
        path = left.pop(spec.path, None)
        if path is not None:
            yield _note_of(opened, spec, dialect, file, path)
    for path in left.values():
        yield path, "", b"", b""


def _note_of(opened: OpenFile, spec: PageSpec, dialect: Dialect, file: str, path: str) -> ParsedFile:
    key = key_of(path, opened.key(spec), opened.context.moved)
    try:
        with limited_time(SECONDS):
            parsed = parse_page(opened.context, spec, dialect, path)
            return path, key, _ENCODE(parsed.note), _ENCODE(parsed.body)
    except OverTimeError:
        what = f"took more than {SECONDS:.0f} seconds of processor time to parse"
    except OUTER as error:
        return _withheld(path, file, outer_failure(error), key, "fix that and build again", again=True)
    except Exception as error:  # noqa: BLE001 - a mistake of the parser's own may cost one note, never the garden
        what = f"the parser failed: {type(error).__name__}: {error}"
    return _withheld(path, file, what, key)


def _absent(path: str, file: str, why: Problem) -> ParsedFile:
    """The placeholder of a file that makes no page, to report why: a note that never has a page."""
    key = key_of(path, digest(repr(why).encode("utf-8", "surrogateescape")), {})
    return path, key, _ENCODE(absent_note(path, file, why)), _ENCODE(Body(("",), ()))


def absent_note(path: str, file: str, why: Problem) -> Note:
    problem = msgspec.structs.replace(why, path=path)
    front = FrontMatter(headless=True, unreadable=why.code == "encoding")
    return Note(path, front, basename(file), problems=(problem,), file=file)


def _withheld(
    path: str, file: str, what: str, key: str = "", hint: str = "report it with the note", *, again: bool = False
) -> ParsedFile:
    note = held_note(path, what, hint, file=file)
    key = key or key_of(path, digest(what.encode()), {})
    return path, AGAIN + key if again else key, _ENCODE(note), _ENCODE(Body(("",), ()))
