"""The ledger's file: other formats, damage, a lock of another process, and which of two ledgers is more complete."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from notegarden.ledger.file import (
    FORMAT,
    checked,
    connect,
    format_of,
    is_full,
    lock_file,
    opened,
    sealed,
    take_over,
)


def made(path: Path, **keys: bytes) -> Path:
    """A ledger with these keys of what it was made from."""
    with closing(connect(path)) as connection:
        format_of(connection)
        for name, value in keys.items():
            connection.execute("insert into meta values (?, ?)", (name.replace("_", " "), value))
    return path


def value(path: Path, name: str) -> bytes | None:
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("select value from meta where key = ?", (name,)).fetchone()
    return row and bytes(row[0])


def test_a_new_file_has_the_current_format_and_keeps_it(tmp_path: Path) -> None:
    for _ in range(2):
        with closing(connect(tmp_path / "ledger")) as connection:
            assert format_of(connection) == FORMAT


@pytest.mark.parametrize(
    "change",
    [
        "update meta set value = x'31' where key = 'format'",
        "update meta set value = 13 where key = 'format'",
        "delete from meta",
        "drop table reads",
    ],
)
def test_a_changed_schema_or_format_key_is_another_format(tmp_path: Path, change: str) -> None:
    with closing(connect(made(tmp_path / "ledger"))) as connection:
        connection.execute(change)
        assert format_of(connection) != FORMAT


def test_a_sealed_value_is_opened_only_with_its_key_and_unchanged() -> None:
    blob = sealed(b"data", "key")
    assert bytes(opened(blob, "key")) == b"data"
    assert bytes(opened(sealed(b"", "key"), "key")) == b""
    spoilt = (blob[:-1] + b"A", blob[:-1], b"\0" + blob[1:], b"")
    for other, key in ((blob, "other"), *((each, "key") for each in spoilt)):
        with pytest.raises(sqlite3.DatabaseError, match="damaged"):
            opened(other, key)


def test_rows_with_wrong_types_are_damaged() -> None:
    rows = [("a", 1), ("b", 2)]
    assert checked(iter(rows), str, int) == rows
    assert checked([], str, int) == []
    for wrong in ([("a", 1), ("b", "2")], [("a", None)], [(b"a", 1)], [("a", 1.0)]):
        with pytest.raises(sqlite3.DatabaseError, match="damaged"):
            checked(wrong, str, int)


def test_a_full_disk_is_distinguished_from_damage() -> None:
    full, broken = sqlite3.OperationalError(), sqlite3.DatabaseError()
    full.sqlite_errorcode, broken.sqlite_errorcode = sqlite3.SQLITE_FULL, sqlite3.SQLITE_CORRUPT
    assert [is_full(each) for each in (full, broken, ValueError())] == [True, False, False]


def test_a_ledger_begins_as_a_copy_of_a_more_complete_one(tmp_path: Path) -> None:
    source = made(tmp_path / "source", parse_key=b"new", own=b"source")
    take_over(source, tmp_path / "path")
    assert value(tmp_path / "path", "own") == b"source"


@pytest.mark.parametrize(("key", "age", "taken"), [(b"new", 0, False), (b"old", -10, True), (b"old", 10, False)])
def test_a_ledger_with_other_parse_keys_is_replaced_by_a_newer_one(
    tmp_path: Path, key: bytes, age: int, *, taken: bool
) -> None:
    source = made(tmp_path / "source", parse_key=b"new", own=b"source")
    path = made(tmp_path / "path", parse_key=key, own=b"path")
    when = source.stat().st_mtime + age
    os.utime(path, (when, when))
    take_over(source, path)
    assert value(path, "own") == (b"source" if taken else b"path")


def test_a_ledger_that_cannot_be_copied_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "path", own=b"path")
    take_over(tmp_path / "none", path)
    (tmp_path / "spoilt").write_bytes(b"no database" * 100)
    take_over(tmp_path / "spoilt", path)
    assert value(path, "own") == b"path"


def test_a_lock_belongs_to_one_process_and_contains_its_id(tmp_path: Path) -> None:
    first = lock_file(tmp_path / "lock")
    assert first is not None
    assert lock_file(tmp_path / "lock", wait=0) is None
    assert (tmp_path / "lock").read_text() == str(os.getpid())
    first.close()
    again = lock_file(tmp_path / "lock", wait=0)
    assert again is not None
    again.close()


def test_a_link_or_a_pipe_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("text")
    (tmp_path / "link").symlink_to("other")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(OSError, match=name):
            lock_file(tmp_path / name)
    assert (tmp_path / "other").read_text() == "text"
