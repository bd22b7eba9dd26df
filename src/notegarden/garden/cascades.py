"""The front matter that notes inherit from their sections, for one garden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from notegarden.notes.cascade import hands_down, is_meant, merged
from notegarden.notes.note import Cascade, Note
from notegarden.notes.visibility import is_section


class Cascades:
    """`site`: what all notes inherit from the configuration."""

    def __init__(self, site: Sequence[Cascade]) -> None:
        self._site = tuple(site)
        self._by_folder: dict[str, dict[str, tuple[Cascade, ...]]] = {}  # folder → the section's file → its cascades

    def applied(self, note: Note) -> Note:
        """The note with its inherited front matter."""
        if not self._site and not self._by_folder and not note.front.cascade:
            return note
        front = merged(note.front, (each for each in self._above(note) if is_meant(each, note.path)))
        return note if front is note.front else msgspec.structs.replace(note, front=front)

    def restore(self, path: str, cascade: tuple[Cascade, ...]) -> None:
        """Add a section's cascade from the ledger."""
        self._by_folder.setdefault(_folder(path), {})[path] = cascade

    def change(
        self, notes: Mapping[str, Note | None], paths: Sequence[str], load: Callable[[str], Note]
    ) -> dict[str, Note | None]:
        """Apply notes (None: removed); returns them with inherited front matter, and notes whose inheritance changed.

        `paths`: of all notes so far.
        """
        changed = []
        for path, note in notes.items():
            if hands_down(path):
                now = note.front.cascade if note is not None else ()
                if self._by_folder.get(_folder(path), {}).get(path, ()) != now:
                    changed.append(_folder(path))
                    self._set(path, now)
        below = (path for path in paths if path not in notes and path.startswith(tuple(changed)))
        found = {**notes, **{path: load(path) for path in below}} if changed else notes
        return {path: None if note is None else self.applied(note) for path, note in found.items()}

    def _set(self, path: str, now: tuple[Cascade, ...]) -> None:
        files = self._by_folder.setdefault(_folder(path), {})
        if now:
            files[path] = now
            return
        files.pop(path, None)
        if not files:
            del self._by_folder[_folder(path)]

    def _above(self, note: Note) -> Iterator[Cascade]:
        """Every cascade that applies to a note, nearest first: its own, its folders', the site's."""
        yield from note.front.cascade
        folder = _folder(note.path)
        while True:
            files = self._by_folder.get(folder, {})
            for path in sorted(files, key=lambda each: (each.count("."), each)):  # `_index.md` before `_index.de.md`
                if not (is_section(note.path) and folder == _folder(note.path)):
                    yield from files[path]
            if not folder:
                break
            folder = folder[: folder.rstrip("/").rfind("/") + 1]
        yield from self._site


def _folder(path: str) -> str:
    """The folder of a note, with its slash; "" for the top."""
    return path[: path.rfind("/") + 1]
