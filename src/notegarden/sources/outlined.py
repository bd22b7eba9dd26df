"""Files that make many notes (Org): which notes each of them makes, and which of those changed.

The ledger remembers of each file what it looked like, what other files it was read with, and its notes; a file that
looks the same is not opened. A note's key covers all that its text depends on, so of a changed file only those notes
are parsed that say something else.
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
    """One note of a file. `wanted`: the path that the file gives it; `path`: the one it has, and no other note.

    `text`: stands for all that its text depends on but the path; `key`: with the path, the ledger's key.
    """

    wanted: str
    path: str
    key: str
    text: str


class Outlined(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was when it was read. `inputs`: what else its notes were made of, with what that looked like.

    `held`: why its notes are not known, `absent`: why it makes none; one note without a page stands for them.
    """

    stamp: tuple[int, int, int]
    inputs: tuple[tuple[str, tuple[int, int, int]], ...]
    notes: tuple[NoteOfFile, ...]
    held: str = ""
    absent: Problem | None = None


_Stored = dict[str, Outlined]


class OutlinedFiles(NamedTuple):
    """All files that make many notes, as they are now. `is_new`: unlike what is remembered."""

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


def have_inputs_changed(root: Path, ledger: Ledger) -> bool:
    """Whether a file that notes were made of besides their own looks otherwise; it may lie in no folder of notes."""
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
    """Compare the files with what is remembered of them, and read the outlines of those that changed.

    `jobs`, `kept`: how worker processes are used, as for `read`.
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
    """The notes of a file; of one without any, the note that stands for it, at a path that no other is likely to want.

    What is remembered of a file that was a part of others lacks that note, and it may be a part no more.
    """
    if outlined.notes or not (outlined.held or outlined.absent is not None):
        return outlined.notes
    text = digest((outlined.held or repr(outlined.absent)).encode("utf-8", "surrogateescape"))
    return (NoteOfFile(f"{file.removeprefix('content/')}.md", "", "", text),)


def _settled(root: Path, known: _Stored, seen: _Stored, language: str) -> OutlinedFiles:
    """Give every note its path. Of two that want the same one the first file by name has it.

    `language`: as in `note_path`.
    """
    files: _Stored = {}
    taken: set[str] = set()
    parts = {path for outlined in seen.values() for path, _ in outlined.inputs}
    for file in sorted(seen):
        placed = []
        is_part = file in parts and seen[file].absent is not None  # others are made of it: nothing is lost
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
"""Path wanted → path, of those of a file's notes whose wanted path a note of another file has."""


def moved_in(notes: Sequence[NoteOfFile], language: str) -> Moved:
    """Those of a file's notes that have another path than they want. `language`: as in `note_path`."""
    return {note.wanted: note.path for note in notes if note.path != note_path(note.wanted, language)}


def key_of(path: str, key: str, moved: Moved) -> str:
    """The ledger's key of a note: its facts hold its path, and its links the paths of its file's other notes."""
    parts = (path, key, *(part for pair in sorted(moved.items()) for part in pair))
    return digest("\0".join(parts).encode("utf-8", "surrogateescape"))


def _free(wanted: str, file: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return f"{wanted.removesuffix('.md')}-{digest(file.encode('utf-8', 'surrogateescape'))[:6]}.md"


def _same_inputs(root: Path, outlined: Outlined) -> bool:
    return all(looks_of(root, path) == stamp for path, stamp in outlined.inputs)
