"""The other files that Markdown notes depend on: bibliographies and citation styles.

The ledger stores these files and their stamps for each note: when one changes, only the notes that depend on it are
parsed again. Their content is part of the note's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from notegarden.dialects.pieces.beside import GardenFiles
from notegarden.files.scan import digest, recently, text_key
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Note

_KEY = "beside"
Looks = tuple[int, int, int]
"""Size and two times of a file; zeros if there is none."""
_Known = dict[str, tuple[tuple[str, Looks], ...]]


def note_key(file: str, data: bytes, inputs: Iterable[tuple[str, str]]) -> str:
    """The ledger's key of a note that depends on these files: (path, digest), "" for a missing one."""
    key = text_key(file, data)
    listed = sorted(inputs)
    return digest(f"{key}\0{listed!r}".encode("utf-8", "surrogateescape")) if listed else key


def looks_of(root: Path, path: str) -> Looks:
    try:
        status = (root / path).stat()
    except (OSError, ValueError):
        return (0, 0, 0)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


class FilesBeside:
    """The files that each note depended on when it was last parsed."""

    def __init__(self, root: Path, ledger: Ledger) -> None:
        self._root = root
        self._known = msgspec.msgpack.decode(ledger.key(_KEY) or b"\x80", type=_Known)
        self._looks: dict[str, Looks] = {}
        self._digests: dict[str, str] = {}

    def is_as_known(self, path: str) -> bool:
        """Whether the files that a note depends on are unchanged."""
        return all(self._look(each) == looks for each, looks in self._known.get(path, ()))

    def has_changed(self) -> bool:
        """Whether any of them has changed."""
        seen = {each for inputs in self._known.values() for each in inputs}
        return any(self._look(path) != looks for path, looks in seen)

    def key(self, path: str, data: bytes, file: str) -> str:
        """The key of the note in `file` if it depends on the same files as before, with their current content."""
        return note_key(file, data, [(each, self._digest(each)) for each, _ in self._known.get(path, ())])

    def after(self, notes: Mapping[str, Note | None], touched: Iterable[str]) -> bytes | None:
        """What to store after these notes were parsed and `touched` ones were checked; None if nothing changed."""
        recent = recently()
        now = dict(self._known)
        for path, note in notes.items():
            inputs = [each for each, _ in note.inputs] if note is not None else []
            now[path] = tuple((each, self._settled(each, recent)) for each in inputs)
        for path in touched:
            if path in now and path not in notes:
                now[path] = tuple((each, self._settled(each, recent)) for each, _ in now[path])
        now = {path: inputs for path, inputs in now.items() if inputs}
        return msgspec.msgpack.encode(now) if now != self._known else None

    def _look(self, path: str) -> Looks:
        found = self._looks.get(path)
        if found is None:
            found = self._looks[path] = looks_of(self._root, path)
        return found

    def _settled(self, path: str, recent: int) -> Looks:
        """A file's stamp; one that forces a check by the next build, if the file is too new to detect changes."""
        size, *times = self._look(path)
        return (size, 0, 0) if max(times) >= recent else (size, times[0], times[1])

    def _digest(self, path: str) -> str:
        found = self._digests.get(path)
        if found is None:
            data = GardenFiles(self._root).read(path)
            found = self._digests[path] = digest(data) if data is not None else ""
        return found


def remember(ledger: Ledger, known: bytes | None) -> None:
    """Store the result of `FilesBeside.after`; must be called inside a transaction."""
    if known is not None:
        ledger.set_key(_KEY, known)
