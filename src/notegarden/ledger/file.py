"""The ledger as an SQLite file: open, lock and copy it, and detect damage."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import IO, Any
from zlib import crc32

import msgspec

_LOCK = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
ENDINGS = ("", "-wal", "-shm")
WAIT = 60.0
"""Seconds that a build waits for another build of the same garden."""

FORMAT = b"13"
_SCHEMA = """
create table if not exists meta (key text primary key, value blob) without rowid;
create table if not exists sources (path text primary key, size int, mtime int, ctime int, digest text, node blob);
create table if not exists texts (digest text primary key, facts blob, body blob);
create table if not exists files (address text primary key, source text, size int, mtime int, ctime int);
create table if not exists outputs (root text, file text, number int, fingerprint blob, size int, mtime int, stale int,
    digest blob, primary key (root, file)) without rowid;
create index if not exists outputs_by_number on outputs (number);
create table if not exists reads (key int, page int, primary key (key, page)) without rowid;
"""

_TABLES = ("meta", "sources", "texts", "files", "outputs", "reads")
Row = tuple[Any, ...]


class LostTextError(Exception):
    """A text that should be in the ledger is missing."""


DAMAGE = (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError, LostTextError)
"""The errors that a damaged ledger raises; the remedy is a full rebuild."""

_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)


def is_full(error: BaseException) -> bool:
    """Whether the disk was full when storing; the ledger is then unchanged and intact."""
    return getattr(error, "sqlite_errorcode", None) in _FULL


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("pragma page_size = 16384")  # a body needs several pages of the default size
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma wal_autocheckpoint = 20000")
    return connection


def format_of(connection: sqlite3.Connection) -> bytes:
    """The format version that a file was made for; a new file gets ours."""
    found = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    if not found:
        connection.executescript(_SCHEMA)
        connection.execute("insert into meta values ('format', ?)", (FORMAT,))
        return FORMAT
    if not found.issuperset(_TABLES):
        return b""
    row = connection.execute("select value from meta where key = 'format'").fetchone()
    return bytes(row[0]) if row and isinstance(row[0], bytes) else b""


def sealed(data: bytes, key: str) -> bytes:
    """A value with its checksum in front, because SQLite does not detect when the disk returns other bytes.

    `key`: the row's key, so that the value of another row does not pass for it.
    """
    return crc32(data, crc32(key.encode())).to_bytes(4) + data


def opened(blob: bytes, key: str) -> memoryview:
    """The data sealed for `key`. Raises sqlite3.DatabaseError if it does not match the checksum."""
    data = memoryview(blob)[4:]
    if crc32(data, crc32(key.encode())).to_bytes(4) != blob[:4]:
        raise sqlite3.DatabaseError("a value is damaged")
    return data


def checked(rows: Iterable[Row], *types: type) -> list[Row]:
    """Rows whose columns have these types. Raises sqlite3.DatabaseError for others, as SQLite does not check types."""
    read = list(rows)
    for column, kind in zip(zip(*read, strict=True), types, strict=False):
        if set(map(type, column)) != {kind}:
            raise sqlite3.DatabaseError("a row is damaged")
    return read


def take_over(source: Path, path: Path) -> None:
    """Start with a copy of the builds' ledger, if this one is missing or was made by other rules."""
    try:
        with closing(read_only(source)) as theirs:
            if path.exists():
                with closing(read_only(path)) as ours:
                    if _stamp_key(ours) == _stamp_key(theirs) or _age(path) > _age(source):
                        return
            for ending in ENDINGS:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            with closing(sqlite3.connect(path)) as copy:
                theirs.backup(copy)
    except (sqlite3.Error, OSError):
        return  # it stays empty, or as it is


def read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10, check_same_thread=False)


def _stamp_key(connection: sqlite3.Connection) -> list[tuple[bytes]]:
    return connection.execute("select value from meta where key in ('parse key', 'grow key') order by key").fetchall()


def _age(path: Path) -> float:
    """When a ledger was last written."""
    files = [path.with_name(path.name + ending) for ending in ENDINGS[:2]]
    return max((file.stat().st_mtime for file in files if file.exists()), default=0.0)


def lock_file(path: Path, wait: float | None = None) -> IO[str] | None:
    """Lock `path` for this process until closed; None if another process holds it after `wait` seconds (WAIT).

    Raises OSError if it cannot be opened, or is a symbolic link, because writes would go elsewhere.
    """
    descriptor = os.open(path, _LOCK, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise PermissionError(errno.EACCES, "not a regular file", str(path))
    handle = os.fdopen(descriptor, "r+", encoding="ascii")
    try:
        import fcntl
    except ImportError:  # Windows: SQLite's own lock must do
        return handle
    deadline = time.monotonic() + (WAIT if wait is None else wait)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                handle.close()
                return None
            time.sleep(0.05)
        else:
            handle.seek(0)
            handle.truncate()
            handle.write(str(os.getpid()))
            handle.flush()
            return handle
