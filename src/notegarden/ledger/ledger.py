"""The cache between builds: an SQLite file that may be lost at any time.

A text (a note's facts and its body) is stored under the digest of its bytes as soon as it is parsed: such an entry can
never be wrong. Entries that say "this is built" (nodes, outputs) are stored in one transaction after the files are
written, so the next build repairs what a killed one left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import msgspec

from notegarden.files.scan import Stamp
from notegarden.ledger.file import (
    DAMAGE,
    ENDINGS,
    FORMAT,
    Row,
    checked,
    connect,
    format_of,
    lock_file,
    opened,
    sealed,
    take_over,
)
from notegarden.ledger.folder import FOLDER, own_folder
from notegarden.ledger.outputs import OutputTable
from notegarden.notes.node import Node
from notegarden.notes.note import Note

if TYPE_CHECKING:
    import tempfile

MAIN = "ledger"
_SPARE_TEXTS = 100
"""Cleaning up costs a twentieth of an incremental build; and undoing an edit finds its text already parsed."""
_FACTS = msgspec.msgpack.Decoder(Note)
_FACE = msgspec.msgpack.Decoder(tuple[Node, tuple[str, ...]])
_MEMO = msgspec.msgpack.Decoder(tuple[bytes, msgspec.Raw])
_encode = msgspec.msgpack.Encoder().encode
_PICTURES = "pictures"
T = TypeVar("T")


class Ledger:
    """One garden's cache. `warning` says why it was started empty, "" if nothing was wrong."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        lock: IO[str] | None,
        warning: str,
        folder: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self._connection = connection
        self._lock = lock
        self._folder = folder
        self.outputs = OutputTable(connection)
        self.path = path
        self.warning = warning

    @classmethod
    def open(cls, garden: Path, name: str = MAIN) -> Ledger:
        """Open or create the ledger; whatever is wrong with it costs a full rebuild, never more.

        Damage that is only found when reading raises one of DAMAGE.

        One with another `name` is for work besides builds, as in `serve`; it starts as a copy of theirs. While another
        process uses it, a temporary copy replaces it.
        """
        try:
            folder, warning = own_folder(garden)
            lock = lock_file(folder / "lock") if name == MAIN else lock_file(folder / f"{name}.lock", wait=0.5)
        except OSError as error:
            return cls.temporary(f"cannot use {FOLDER}/ ({error.strerror or error}): rebuilding everything")
        path = folder / f"{name}.sqlite"
        if lock is None:
            if name == MAIN:
                return cls.temporary("another build of this garden is still running: using a temporary ledger")
            return cls.temporary("", like=path)
        if name != MAIN:
            take_over(folder / f"{MAIN}.sqlite", path)
        for _ in range(2):
            connection = None
            try:
                connection = connect(path)
                if format_of(connection) == FORMAT:
                    return cls(connection, path, lock, warning)
                connection.close()
                warning = "the ledger is from another version: rebuilding everything"
            except (*DAMAGE, OSError) as error:
                if connection is not None:
                    connection.close()
                warning = f"the ledger cannot be used ({error}): rebuilding everything"
            for ending in ENDINGS:
                try:
                    path.with_name(path.name + ending).unlink(missing_ok=True)
                except OSError:
                    return cls.temporary(warning, lock)
        return cls.temporary(warning, lock)

    @classmethod
    def temporary(cls, warning: str, lock: IO[str] | None = None, like: Path | None = None) -> Ledger:
        """One that is deleted when it is closed; it starts empty, or as a copy of another."""
        import tempfile

        with ExitStack() as undoing:
            folder = tempfile.TemporaryDirectory(prefix="notegarden-")
            undoing.callback(folder.cleanup)
            path = Path(folder.name) / "ledger.sqlite"
            if like is not None and like.exists():
                take_over(like, path)
            connection = connect(path)
            undoing.callback(connection.close)
            if format_of(connection) == FORMAT:
                undoing.pop_all()
                return cls(connection, path, lock, warning, folder)
        return cls.temporary(warning, lock)

    def close(self) -> None:
        self._connection.close()
        if self._lock is not None:
            self._lock.close()
        if self._folder is not None:
            self._folder.cleanup()

    def discard(self) -> None:
        """Close and delete the file."""
        self.close()
        for ending in ENDINGS:
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    # -- keys ---------------------------------------------------------------------------------------------------

    def key(self, name: str) -> bytes:
        """A stored key, b"" if there is none."""
        row = self._connection.execute("select value from meta where key = ?", (name,)).fetchone()
        return bytes(opened(row[0], name)) if row and isinstance(row[0], bytes) else b""

    def set_key(self, name: str, value: bytes) -> None:
        self._connection.execute("insert or replace into meta values (?, ?)", (name, sealed(value, name)))

    def memo(self, name: str, key: bytes | None, kind: type[T]) -> T | None:
        """The value stored under `name`, if it was computed from the inputs of `key`; else None.

        `key` None: whatever it was computed from. A damaged value counts as missing.
        """
        with suppress(*DAMAGE):
            stored, value = _MEMO.decode(self.key(name))
            if key is None or stored == key:
                return msgspec.msgpack.decode(value, type=kind)
        return None

    def memo_key(self, name: str) -> bytes:
        """The key of the value stored under `name`, b"" if there is none."""
        with suppress(*DAMAGE):
            return _MEMO.decode(self.key(name))[0]
        return b""

    def remember(self, name: str, key: bytes, value: object) -> None:
        """Store a value computed from the inputs of `key`; must be called inside a transaction."""
        self.set_key(name, _encode((key, value)))

    def drop_keys(self, prefix: str) -> None:
        """Delete every key that begins with `prefix`."""
        self._connection.execute("delete from meta where substr(key, 1, ?) = ?", (len(prefix), prefix))

    # -- sources ------------------------------------------------------------------------------------------------

    def stamps(self, paths: Sequence[str] | None = None) -> dict[str, tuple[Stamp, str]]:
        """Path → the file's stamp, and the digest of its text; of all sources, or of these."""
        query = "select path, size, mtime, ctime, digest from sources"
        if paths is None:
            rows: Iterable[Row] = self._connection.execute(query)
        else:
            one = f"{query} where path = ?"
            rows = (row for path in paths for row in self._connection.execute(one, (path,)))
        whole = checked(rows, str, int, int, int, str)
        return {path: (Stamp(size, mtime, ctime), key) for path, size, mtime, ctime, key in whole}

    def nodes(self) -> dict[str, tuple[Node, tuple[str, ...]]]:
        """Path → node and related notes."""
        decode = _FACE.decode
        rows = checked(self._connection.execute("select path, node from sources"), str, bytes)
        return {path: decode(opened(node, path)) for path, node in rows}

    def set_stamps(self, rows: Iterable[tuple[str, Stamp]]) -> None:
        self._connection.executemany(
            "update sources set size = ?, mtime = ?, ctime = ? where path = ?", ((*stamp, path) for path, stamp in rows)
        )

    def set_nodes(self, rows: Iterable[tuple[str, Node, tuple[str, ...]]]) -> None:
        self._connection.executemany(
            "update sources set node = ? where path = ?",
            ((sealed(_encode((node, related)), path), path) for path, node, related in rows),
        )

    def clear_sources(self) -> None:
        self._connection.execute("delete from sources")

    def set_sources(self, rows: Iterable[tuple[str, Stamp, str, Node, tuple[str, ...]]]) -> None:
        self._connection.executemany(
            "insert or replace into sources values (?, ?, ?, ?, ?, ?)",
            ((path, *stamp, key, sealed(_encode((node, related)), path)) for path, stamp, key, node, related in rows),
        )

    def drop_sources(self, paths: Iterable[str]) -> None:
        self._connection.executemany("delete from sources where path = ?", ((path,) for path in paths))

    # -- texts --------------------------------------------------------------------------------------------------

    def has_texts(self) -> bool:
        return self._connection.execute("select 1 from texts limit 1").fetchone() is not None

    def add_texts(self, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Store (digest, encoded Note, encoded Body) at once, because other processes render from it."""
        with self._transaction():
            self._connection.executemany(
                "insert or replace into texts values (?, ?, ?)",
                ((key, sealed(facts, key), sealed(body, key)) for key, facts, body in rows),
            )

    def note(self, key: str) -> Note | None:
        """The facts of a text, None if they are missing or damaged."""
        row = self._connection.execute("select facts from texts where digest = ?", (key,)).fetchone()
        try:
            return _FACTS.decode(opened(row[0], key)) if row else None
        except (*DAMAGE, TypeError):
            return None

    def forget_texts(self) -> None:
        """Delete texts that no source uses any more, once there are many of them."""
        counts = "select (select count(*) from texts) - (select count(*) from sources)"
        if self._connection.execute(counts).fetchone()[0] > _SPARE_TEXTS:
            self._connection.execute("delete from texts where digest not in (select digest from sources)")

    def clear_texts(self) -> None:
        """Delete all texts, because they were parsed by other rules."""
        self._connection.execute("delete from texts")

    # -- files --------------------------------------------------------------------------------------------------

    def pictures(self) -> dict[str, tuple[Stamp, int, int]]:
        """Source → (stamp, width, height); width and height are 0 if unknown."""
        return msgspec.msgpack.decode(self.key(_PICTURES) or b"\x80", type=dict[str, tuple[Stamp, int, int]])

    def set_pictures(self, rows: Mapping[str, tuple[Stamp, int, int]]) -> None:
        self.set_key(_PICTURES, _encode(rows))

    def files(self) -> dict[str, tuple[str, Stamp]]:
        """Address → (source, stamp) of the copied files."""
        rows = self._connection.execute("select address, source, size, mtime, ctime from files")
        whole = checked(rows, str, str, int, int, int)
        return {address: (source, Stamp(size, mtime, ctime)) for address, source, size, mtime, ctime in whole}

    def set_files(self, rows: Mapping[str, tuple[str, Stamp]]) -> None:
        self._connection.execute("delete from files")
        self._connection.executemany(
            "insert into files values (?, ?, ?, ?, ?)", ((a, source, *stamp) for a, (source, stamp) in rows.items())
        )

    def _transaction(self) -> _Transaction:
        return _Transaction(self._connection)

    def commit(self) -> _Transaction:
        """`with ledger.commit(): …` stores all or nothing."""
        return _Transaction(self._connection)


class _Transaction:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._connection.execute("commit")
        elif self._connection.in_transaction:  # SQLite has already rolled back if the disk was full
            self._connection.execute("rollback")
