"""Files that make several notes (Org): which notes each of them makes, and which of those changed.

For each file the ledger stores its stamp, the other files it depends on, and its notes; a file with the same
stamp is not opened. A note's key covers everything that its text depends on, so only the changed notes of a changed
file are parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from notegarden.files.endings import note_path
from notegarden.files.scan import Source, digest, recently
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect
from notegarden.notes.problems import Problem
from notegarden.sources.beside import looks_of

if TYPE_CHECKING:  # a build with nothing to do starts no process
    from notegarden.workers import KeptWorker

_KEY = "outlined"


class NoteOfFile(msgspec.Struct, frozen=True, array_like=True):
    """One note of a file. `wanted`: the path that the file gives it; `path`: its actual, unique path.

    `text`: a digest of everything its text depends on except the path; `key`: with the path, the ledger's key.
    """

    wanted: str
    path: str
    key: str
    text: str


class Outlined(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was last read. `inputs`: the other files its notes depend on, with their stamps.

    `held`: why its notes are unknown, `absent`: why it makes none; one note without a page is the placeholder.
    """

    stamp: tuple[int, int, int]
    inputs: tuple[tuple[str, tuple[int, int, int]], ...]
    notes: tuple[NoteOfFile, ...]
    held: str = ""
    absent: Problem | None = None


_Stored = dict[str, Outlined]


class OutlinedFiles(NamedTuple):
    """All files that make several notes, in their current state. `is_new`: differs from the stored state."""

    root: Path
    files: _Stored
    is_new: bool

    @property
    def held(self) -> dict[str, str]:
        """File → why it cannot be read."""
        return {file: outlined.held for file, outlined in self.files.items() if outlined.held}

    @property
    def absent(self) -> dict[str, Problem]:
        """File → why it makes no page."""
        return {file: outlined.absent for file, outlined in self.files.items() if outlined.absent is not None}

    @property
    def notes(self) -> dict[str, str]:
        """Path → key of every note."""
        return {note.path: note.key for outlined in self.files.values() for note in outlined.notes}

    def warnings(self, sources: Sequence[Source]) -> list[str]:
        """Warnings about files that are skipped because another one makes the same note."""
        owners = {note.path: file for file, outlined in self.files.items() for note in outlined.notes}
        return [
            f"content/{source.path}: skipped, because {owners[source.path]} makes the same note"
            for source in sources
            if source.path in owners
        ]


NO_FILES = OutlinedFiles(Path(), {}, is_new=False)


def remembered(ledger: Ledger) -> _Stored:
    return msgspec.msgpack.decode(ledger.key(_KEY) or b"\x80", type=_Stored)


def remember(ledger: Ledger, outlined: OutlinedFiles) -> None:
    ledger.set_key(_KEY, msgspec.msgpack.encode(outlined.files))


def have_inputs_changed(root: Path, ledger: Ledger) -> bool:
    """Whether another file that notes depend on has changed; it may be outside the folders of notes."""
    seen = {each for outlined in remembered(ledger).values() for each in outlined.inputs}
    return any(looks_of(root, path) != stamp for path, stamp in seen)


def forget(ledger: Ledger) -> None:
    ledger.drop_keys(_KEY)


def look_through(
    root: Path,
    sources: Sequence[Source],
    ledger: Ledger,
    dialect: Dialect,
    jobs: int = 1,
    kept: KeptWorker | None = None,
) -> OutlinedFiles:
    """Compare the files with their stored state, and read the outlines of those that changed.

    `jobs`, `kept`: worker processes, as for `read`.
    """
    known = remembered(ledger)
    seen: dict[str, Outlined] = {}
    changed: dict[str, Source] = {}
    for source in sources:
        before = known.get(source.path)
        is_same = before is not None and before.stamp == tuple(source.stamp)
        if before is not None and is_same and _same_inputs(root, before):
            seen[source.path] = before
        else:
            changed[source.path] = source
    if changed:
        seen |= _outlines(root, changed, dialect, jobs, kept)
    return _settled(root, known, seen, dialect.own_language)


def _outlines(
    root: Path, sources: dict[str, Source], dialect: Dialect, jobs: int, kept: KeptWorker | None
) -> Iterator[tuple[str, Outlined]]:
    """The outlines of these files; their notes have no path yet."""
    from notegarden.sources.read_outlines import read_outlines

    recent = recently()
    for found in read_outlines(root, [*sources], dialect, jobs, kept):
        stamp = sources[found.file].stamp
        stamp = stamp if stamp.is_settled(recent) and not found.again else stamp._replace(mtime_ns=0)
        inputs = tuple((path, looks_of(root, path)) for path in found.inputs)
        unplaced = tuple(NoteOfFile(wanted, "", "", text) for wanted, text in found.notes)
        yield (
            found.file,
            Outlined((stamp.size, stamp.mtime_ns, stamp.ctime_ns), inputs, unplaced, found.held, found.absent),
        )


def _notes_in(file: str, outlined: Outlined) -> tuple[NoteOfFile, ...]:
    """The notes of a file; if it has none, its placeholder, at a path that no other note is likely to have.

    A file that used to be included by others has no stored placeholder, but may no longer be included.
    """
    if outlined.notes or not (outlined.held or outlined.absent is not None):
        return outlined.notes
    text = digest((outlined.held or repr(outlined.absent)).encode("utf-8", "surrogateescape"))
    return (NoteOfFile(f"{file.removeprefix('content/')}.md", "", "", text),)


def _settled(root: Path, known: _Stored, seen: _Stored, language: str) -> OutlinedFiles:
    """Give every note its path. If two ask for the same one, the first file by name gets it.

    `language`: as in `note_path`.
    """
    files: _Stored = {}
    taken: set[str] = set()
    parts = {path for outlined in seen.values() for path, _ in outlined.inputs}
    for file in sorted(seen):
        placed = []
        is_part = file in parts and seen[file].absent is not None  # it is included by others, so nothing is lost
        for note in () if is_part else _notes_in(file, seen[file]):
            path = _free(note_path(note.wanted, language), file, taken)
            taken.add(path)
            placed.append(NoteOfFile(note.wanted, path, "", note.text))
        is_read = not seen[file].held and seen[file].absent is None
        moved = moved_in(placed, language) if is_read else {}
        notes = (msgspec.structs.replace(note, key=key_of(note.path, note.text, moved)) for note in placed)
        files[file] = msgspec.structs.replace(seen[file], notes=tuple(notes))
    return OutlinedFiles(root, files, files != known)


Moved = Mapping[str, str]
"""Wanted path → path, of a file's notes whose wanted path belongs to a note of another file."""


def moved_in(notes: Sequence[NoteOfFile], language: str) -> Moved:
    """Those of a file's notes whose path is not the wanted one. `language`: as in `note_path`."""
    return {note.wanted: note.path for note in notes if note.path != note_path(note.wanted, language)}


def key_of(path: str, key: str, moved: Moved) -> str:
    """The ledger's key of a note: its facts contain its path, and its links the paths of the file's other notes."""
    parts = (path, key, *(part for pair in sorted(moved.items()) for part in pair))
    return digest("\0".join(parts).encode("utf-8", "surrogateescape"))


def _free(wanted: str, file: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return f"{wanted.removesuffix('.md')}-{digest(file.encode('utf-8', 'surrogateescape'))[:6]}.md"


def _same_inputs(root: Path, outlined: Outlined) -> bool:
    return all(looks_of(root, path) == stamp for path, stamp in outlined.inputs)
