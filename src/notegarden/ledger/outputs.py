"""The files in the output folders, and the keys that each of them was planned from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from notegarden.ledger.file import checked


class Written(NamedTuple):
    """An output file: the fingerprint of its inputs, and its size and time on disk.

    `stale`: something that it was planned from has changed. `digest`: 6 bytes of a digest of its content, b"" for a
    file that readers cannot save offline.
    """

    fingerprint: bytes
    size: int
    mtime_ns: int
    stale: bool = False
    digest: bytes = b""


class OutputTable:
    """Output files by folder, and the keys (`garden.facets`) that each read when it was planned.

    Keys and files are stored as 64-bit digests: a collision only costs planning one page unnecessarily. A file is
    planned from the same garden whatever folder it is in, so its reads are stored once for all folders.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, root: str) -> dict[str, Written]:
        """The files in the output folder `root`, by name."""
        query = "select file, fingerprint, size, mtime, stale, digest from outputs where root = ?"
        rows = checked(self._connection.execute(query, (root,)), str, bytes, int, int, int, bytes)
        return {file: Written(*rest) for file, *rest in rows}

    def set(self, root: str, rows: Mapping[str, Written]) -> None:
        self._connection.executemany(
            "insert or replace into outputs values (?, ?, ?, ?, ?, ?, ?, ?)",
            ((root, file, _number(file), *written) for file, written in rows.items()),
        )

    def drop(self, root: str, files: Iterable[str]) -> None:
        self._connection.executemany("delete from outputs where root = ? and file = ?", ((root, f) for f in files))

    def record_reads(self, reads: Mapping[str, Iterable[str]]) -> None:
        """Store what files were planned from: file → keys."""
        number = cache(_number)
        rows = sorted((number(key), page) for file, keys in reads.items() for page in (_number(file),) for key in keys)
        self._connection.executemany("insert or ignore into reads values (?, ?)", rows)

    def mark_stale(self, keys: Iterable[str]) -> None:
        """Mark the files stale that read one of these keys, in every output folder."""
        numbers = [(_number(key),) for key in keys]
        self._connection.executemany(
            "update outputs set stale = 1 where number in (select page from reads where key = ?)", numbers
        )
        self._connection.executemany("delete from reads where key = ?", numbers)

    def mark_all_stale(self) -> None:
        self._connection.execute("update outputs set stale = 1")
        self._connection.execute("delete from reads")


def bytes_digest(data: bytes) -> bytes:
    """The `Written.digest` of a file with these bytes."""
    return blake2b(data, digest_size=6).digest()


def _number(text: str) -> int:
    data = text.encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
