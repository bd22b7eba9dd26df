"""The first stages: find changed source files and parse them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from notegarden.files.endings import note_path
from notegarden.files.scan import Source, Stamp, recently
from notegarden.files.tree import Tree
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect, Note
from notegarden.progress import Progress, no_progress
from notegarden.sources.beside import FilesBeside, remember
from notegarden.sources.note_file import AGAIN, content_root, note_bytes
from notegarden.sources.outlined import NO_FILES, OutlinedFiles

if TYPE_CHECKING:  # a build with nothing to do starts no process
    from notegarden.workers import KeptWorker

_AT_ONCE = 256
"""Texts stored per transaction, because each transaction rewrites nearly all pages of the SQLite index."""
_NO_STAMP = Stamp(0, 0, 0)
_NOTE = msgspec.msgpack.Decoder(Note)


class SourceChanges(msgspec.Struct):
    """The changes of the sources since the ledger was written.

    `texts`: path → digest of its text in the ledger, for every note. `notes`: changed ones, None for removed. `stamps`:
    of their files; a file so new that it could still change unnoticed gets the time 0, so that the next build reads
    it again. `before`: their old texts. `touched`: new stamp, same content. `parsed`: a count. `beside`:
    what to store about files that notes depend on, None if unchanged.
    """

    texts: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    notes: dict[str, Note | None] = {}
    before: dict[str, str] = {}
    touched: list[tuple[str, Stamp]] = []
    parsed: int = 0
    beside: bytes | None = None

    def final(self, digest: bytes) -> bytes:
        """The digest of the snapshot; b"" while a note must be parsed again because of a failure outside of it."""
        return b"" if any(key.startswith(AGAIN) for key in self.texts.values()) else digest

    def leave_out(self, path: str, known: Mapping[str, tuple[Stamp, str]]) -> None:
        """The file disappeared after it was listed, as during a rename: remove the note."""
        self.texts.pop(path, None)
        self.stamps.pop(path, None)
        if path in known:
            self.notes[path] = None


def read(
    content: Path,
    sources: Sequence[Source],
    known: Mapping[str, tuple[Stamp, str]],
    ledger: Ledger,
    dialect: Dialect,
    jobs: int,
    progress: Progress = no_progress,
    outlined: OutlinedFiles = NO_FILES,
    kept: KeptWorker | None = None,
) -> SourceChanges:
    """Compare the sources with what is `known` of them (Ledger.stamps); parse changed ones and store their texts.

    `outlined`: the files that make several notes; a source with the path of one of those notes is skipped. `kept`: the
    process for parsing small numbers of notes; by default a new one.
    """
    found = SourceChanges()
    others, beside = outlined.notes, FilesBeside(content_root(content, dialect), ledger)
    sources = [source for source in sources if source.path not in others] if others else sources
    changed = _changed(content, sources, known, ledger, found, others, beside)
    notes = _changed_of_files(outlined, known, ledger, found)
    parsed = chain(
        _parse(content, changed, ledger, dialect, jobs, kept),
        _parse_notes(outlined, notes, ledger, dialect, jobs, kept),
    )
    for file, key, facts in parsed:
        path = note_path(file, dialect.own_language)
        if not key:
            found.leave_out(path, known)
            continue
        # The file may have changed again since the scan: what was parsed counts.
        found.texts[path] = key
        found.notes[path] = _NOTE.decode(facts)
        found.parsed += 1
        progress("notes", found.parsed, len(changed))
    found.beside = beside.after(found.notes, [path for path, _ in found.touched])
    found.before = {path: known[path][1] for path in found.notes if path in known}
    return found


def remember_touched(ledger: Ledger, found: SourceChanges) -> None:
    """Store the new stamps of unchanged files; must be called inside a transaction."""
    ledger.set_stamps(found.touched)
    remember(ledger, found.beside)


def _changed(
    content: Path,
    sources: Sequence[Source],
    known: Mapping[str, tuple[Stamp, str]],
    ledger: Ledger,
    found: SourceChanges,
    others: Mapping[str, str],
    beside: FilesBeside,
) -> list[str]:
    """Add to `found` what can be determined without the parser; returns the files to parse."""
    recent = recently()
    suspects = []
    for path, stamp, file in sources:
        before = known.get(path)
        is_same = before is not None and before[0] == stamp and not before[1].startswith(AGAIN)
        if before is not None and is_same and beside.is_as_known(path):
            found.texts[path] = before[1]
        else:
            suspects.append((path, file or path))
            found.stamps[path] = stamp if stamp.is_settled(recent) else stamp._replace(mtime_ns=0)
    if not known and not ledger.has_texts():
        # Nothing to compare with: the worker that parses a file reads it, once.
        return [file for _, file in suspects]
    found.notes.update(dict.fromkeys(known.keys() - {source.path for source in sources} - others.keys()))
    changed = []
    tree = Tree(content)
    for path, file in suspects:
        try:
            key = beside.key(path, note_bytes(tree, file)[0], file)
        except FileNotFoundError:
            found.leave_out(path, known)
            continue
        before = known.get(path)
        found.texts[path] = key
        if before is not None and before[1] == key:
            found.touched.append((path, found.stamps[path]))
            continue
        stored = ledger.note(key)
        if stored is not None:
            found.notes[path] = stored
        else:
            changed.append(file)
    tree.close()
    return changed


def _changed_of_files(
    outlined: OutlinedFiles, known: Mapping[str, tuple[Stamp, str]], ledger: Ledger, found: SourceChanges
) -> dict[str, dict[str, str]]:
    """Add the notes of files that make several; returns those to parse, by file: wanted path → path."""
    changed: dict[str, dict[str, str]] = {}
    for file, each in outlined.files.items():
        for note in each.notes:
            found.texts[note.path] = note.key
            before = known.get(note.path)
            if before is not None and before[1] == note.key:
                continue
            found.stamps[note.path] = _NO_STAMP
            stored = ledger.note(note.key)
            if stored is not None:
                found.notes[note.path] = stored
            else:
                changed.setdefault(file, {})[note.wanted] = note.path
    return changed


def _parse_notes(
    outlined: OutlinedFiles,
    files: Mapping[str, Mapping[str, str]],
    ledger: Ledger,
    dialect: Dialect,
    jobs: int,
    kept: KeptWorker | None,
) -> Iterator[tuple[str, str, bytes]]:
    if not files:
        return
    from notegarden.sources.parse_outlined import parse_notes

    for results in parse_notes(outlined, files, dialect, jobs, kept):
        ledger.add_texts([(key, facts, body) for _, key, facts, body in results if key])
        yield from ((path, key, facts) for path, key, facts, _ in results)


def _parse(
    content: Path, paths: Sequence[str], ledger: Ledger, dialect: Dialect, jobs: int, kept: KeptWorker | None
) -> Iterator[tuple[str, str, bytes]]:
    if not paths:
        return
    from notegarden.sources.parse import parse_files

    waiting = []
    for results in parse_files(content, paths, dialect, jobs, kept):
        waiting += [(key, facts, body) for _, key, facts, body in results if key]
        if len(waiting) >= _AT_ONCE:
            ledger.add_texts(waiting)
            waiting.clear()
        yield from ((path, key, facts) for path, key, facts, _ in results)
    ledger.add_texts(waiting)
