"""The Org files of a garden in memory, as builds keep them: outlines and notes are cached."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from notegarden.dialects.org.files import Garden, open_file
from notegarden.dialects.org.reader import parse_page
from notegarden.files.scan import digest
from notegarden.notes.note import Dialect, Note
from notegarden.sources import outlined, parse_outlined, read_outlines
from notegarden.sources.outlined import NoteOfFile, Outlined

_SIZE = 12  # hexadecimal digits that stand for a file's stamp


class _Files(Garden):
    """A garden's files, in memory."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(Path("/nowhere"))
        self.texts = texts

    def read(self, path: str) -> bytes | None:
        return self.texts[path].encode() if path in self.texts else None

    def bytes_of(self, path: str) -> bytes:
        return self.texts[path].encode()


class Shelf:
    """`keys`: path → key of every note in the files. Outlines and notes are cached, as by a ledger."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self._known: dict[str, Outlined] = {}
        self._stored: dict[str, Note] = {}
        self._dialect = Dialect()

    def take(self, texts: Mapping[str, str], dialect: Dialect) -> None:
        """Read all files in their current state."""
        if dialect != self._dialect:
            self._known, self._stored, self._dialect = {}, {}, dialect
        files = _Files(texts)
        looks = {path: (int(digest(text.encode())[:_SIZE], 16), 0, 0) for path, text in texts.items()}
        seen = {}
        for file in sorted(path for path in texts if path.endswith(".org")):
            before = self._known.get(file)
            is_same = before is not None and before.stamp == looks[file]
            if before is None or not is_same or any(looks.get(path, (0, 0, 0)) != look for path, look in before.inputs):
                before = self._outline(files, file, looks)
            seen[file] = before
        settled = outlined._settled(files.root, self._known, seen, dialect.own_language)
        self._known, self.keys = settled.files, settled.notes
        for file, each in settled.files.items():
            for note in each.notes:
                if note.key not in self._stored:
                    self._stored[note.key] = self._note(files, file, each, note)

    def note(self, path: str) -> Note:
        return self._stored[self.keys[path]]

    def _outline(self, files: _Files, file: str, looks: Mapping[str, tuple[int, int, int]]) -> Outlined:
        found = read_outlines._read(files, file, self._dialect)
        assert not found.held, found.held
        inputs = tuple((path, looks.get(path, (0, 0, 0))) for path in found.inputs)
        notes = tuple(NoteOfFile(path, "", "", text) for path, text in found.notes)
        return Outlined(looks[file], inputs, notes, found.held, found.absent)

    def _note(self, files: _Files, file: str, made: Outlined, note: NoteOfFile) -> Note:
        if made.absent is not None:
            return parse_outlined.absent_note(note.path, file, made.absent)
        opened = open_file(files, file, self._dialect)
        spec = next(each for each in opened.context.pages if each.path == note.wanted)
        return parse_page(opened.context, spec, self._dialect, note.path).note
