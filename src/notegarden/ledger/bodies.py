"""Each process's own reader of note bodies."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from notegarden.ledger.file import LostTextError, opened, read_only
from notegarden.notes.note import Body

_BODY = msgspec.msgpack.Decoder(Body)


class BodyReader:
    """A connection only for reading bodies. Opened at the first read, so that an unused reader can be pickled."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def __reduce__(self) -> tuple[type[BodyReader], tuple[Path]]:
        return BodyReader, (self._path,)

    def body(self, key: str) -> Body:
        """The body of the text `key`. Raises LostTextError if there is none."""
        if self._connection is None:
            self._connection = read_only(self._path)
        row = self._connection.execute("select body from texts where digest = ?", (key,)).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise LostTextError(key)
        return _BODY.decode(opened(row[0], key))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
