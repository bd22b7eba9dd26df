"""What the sections of one garden hand down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from notegarden.notes.cascade import hands_down, is_meant, merged
from notegarden.notes.note import Cascade, Note
from notegarden.notes.visibility import is_section


class Cascades:
    """`site`: what the configuration hands down to every note."""

    def __init__(self, site: Sequence[Cascade]) -> None:
        self._site = tuple(site)
        self._by_folder: dict[str, dict[str, tuple[Cascade, ...]]] = {}  # folder → the section's file → its cascades

    def applied(self, note: Note) -> Note:
        """The note with what is handed down to it."""
        if not self._site and not self._by_folder and not note.front.cascade:
            return note
        front = merged(note.front, (each for each in self._above(note) if is_meant(each, note.path)))
        return note if front is note.front else msgspec.structs.replace(note, front=front)

    def restore(self, path: str, cascade: tuple[Cascade, ...]) -> None:
        """Enter what a section is known to hand down."""
        self._by_folder.setdefault(_folder(path), {})[path] = cascade

    def change(
        self, notes: Mapping[str, Note | None], paths: Sequence[str], load: Callable[[str], Note]
    ) -> dict[str, Note | None]:
        """Take in notes (None: gone); returns them with what they inherit, and those that inherit something else now.

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
        """Every cascade above a note, nearest first: its own, those of the folders it lies in, the site's."""
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
