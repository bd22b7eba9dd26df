"""Files that make many notes (Org): which notes each of them makes, and which of those changed.

The ledger remembers of each file what it looked like, what other files it was read with, and its notes; a file that
looks the same is not opened. A note's key covers all that its text depends on, so of a changed file only those notes
are parsed that say something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from notegarden.files.scan import Source, Stamp, digest, recently
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect

_KEY = "outlined"


class NoteOfFile(msgspec.Struct, frozen=True, array_like=True):
    """One note of a file. `wanted`: the path that the file gives it; `path`: the one it has, and no other note."""

    wanted: str
    path: str
    key: str


class Outlined(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was when it was read. `inputs`: what else its notes were made of, with what that looked like."""

    stamp: tuple[int, int, int]
    inputs: tuple[tuple[str, tuple[int, int, int]], ...]
    notes: tuple[NoteOfFile, ...]


_Stored = dict[str, Outlined]


class OutlinedFiles(NamedTuple):
    """All files that make many notes, as they are now. `is_new`: unlike what is remembered."""

    root: Path
    files: _Stored
    is_new: bool

    @property
    def notes(self) -> dict[str, str]:
        """Path → key of every note."""
        return {note.path: note.key for outlined in self.files.values() for note in outlined.notes}

    def warnings(self, sources: Sequence[Source]) -> list[str]:
        """Lines about files that are not read because another makes the same note."""
        owners = {note.path: file for file, outlined in self.files.items() for note in outlined.notes}
        return [
            f"content/{source.path}: not read, for {owners[source.path]} makes the same note"
            for source in sources
            if source.path in owners
        ]


NO_FILES = OutlinedFiles(Path(), {}, is_new=False)


def remembered(ledger: Ledger) -> _Stored:
    return msgspec.msgpack.decode(ledger.key(_KEY) or b"\x80", type=_Stored)


def remember(ledger: Ledger, outlined: OutlinedFiles) -> None:
    ledger.set_key(_KEY, msgspec.msgpack.encode(outlined.files))


def forget(ledger: Ledger) -> None:
    ledger.drop_keys(_KEY)


def look_through(root: Path, sources: Sequence[Source], ledger: Ledger, dialect: Dialect) -> OutlinedFiles:
    """Compare the files with what is remembered of them, and read the outlines of those that changed."""
    known = remembered(ledger)
    recent = recently()
    found: dict[str, list[tuple[str, str]] | None] = {}  # file → (path wanted, key of its text), None: as it was
    seen: dict[str, Outlined] = {}
    for source in sources:
        before = known.get(source.path)
        if before is not None and before.stamp == tuple(source.stamp) and _same_inputs(root, before):
            found[source.path] = None
            seen[source.path] = before
        else:
            found[source.path], seen[source.path] = _outline(root, source, dialect, recent)
    return _settled(root, known, seen, found, dialect, recent)


def _settled(
    root: Path,
    known: _Stored,
    seen: dict[str, Outlined],
    found: dict[str, list[tuple[str, str]] | None],
    dialect: Dialect,
    recent: int,
) -> OutlinedFiles:
    """Give every note its path. Of two that want the same one the first file by name has it."""
    files: _Stored = {}
    taken: set[str] = set()
    for file in sorted(seen):
        outlined, pages = seen[file], found[file]
        if pages is None and all(note.path == _free(note.wanted, file, taken) for note in outlined.notes):
            taken.update(note.path for note in outlined.notes)
            files[file] = outlined
            continue
        if pages is None:  # another file has come or gone that wants the same path
            pages, outlined = _outline(root, Source(file, Stamp(*outlined.stamp)), dialect, recent)
        notes = []
        for wanted, key in pages:
            path = _free(wanted, file, taken)
            taken.add(path)
            notes.append(NoteOfFile(wanted, path, key_of(path, key)))
        files[file] = msgspec.structs.replace(outlined, notes=tuple(notes))
    return OutlinedFiles(root, files, files != known)


def key_of(path: str, key: str) -> str:
    """The ledger's key of a note: its facts hold its path, so the path belongs to it."""
    return digest(f"{path}\0{key}".encode("utf-8", "surrogateescape"))


def _free(wanted: str, file: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return f"{wanted.removesuffix('.md')}-{digest(file.encode('utf-8', 'surrogateescape'))[:6]}.md"


def _same_inputs(root: Path, outlined: Outlined) -> bool:
    return all(_look(root, path) == stamp for path, stamp in outlined.inputs)


def _look(root: Path, path: str) -> tuple[int, int, int]:
    try:
        status = (root / path).stat()
    except OSError:
        return (0, 0, 0)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _outline(root: Path, source: Source, dialect: Dialect, recent: int) -> tuple[list[tuple[str, str]], Outlined]:
    from notegarden.dialects.org.files import open_file

    opened = open_file(root, source.path, dialect)
    stamp = source.stamp if source.stamp.is_settled(recent) else source.stamp._replace(mtime_ns=0)
    inputs = tuple((path, _look(root, path)) for path in sorted(opened.inputs))
    pages = [(spec.path, opened.key(spec)) for spec in opened.context.pages]
    return pages, Outlined((stamp.size, stamp.mtime_ns, stamp.ctime_ns), inputs, ())
