"""What the output folders contain, and which files are stale when something that they read changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from notegarden.ledger.file import connect, format_of
from notegarden.ledger.outputs import OutputTable, Written, bytes_digest

PAGE = Written(b"print", 10, 20)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[OutputTable]:
    connection = connect(tmp_path / "ledger")
    format_of(connection)
    yield OutputTable(connection)
    connection.close()


def stale(table: OutputTable, root: str = "/out") -> set[str]:
    return {file for file, written in table.of(root).items() if written.stale}


def test_files_are_stored_by_output_folder(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE})
    table.set("/other", {"a": PAGE._replace(digest=b"d", size=11)})
    table.set("/out", {"a": PAGE._replace(size=12)})
    table.drop("/out", ["b", "never there"])
    assert table.of("/out") == {"a": PAGE._replace(size=12)}
    assert table.of("/other") == {"a": PAGE._replace(digest=b"d", size=11)}
    assert table.of("/none") == {}


def test_a_file_is_stale_in_every_folder_when_a_key_it_read_changed(table: OutputTable) -> None:
    for root in ("/out", "/other"):
        table.set(root, {"a": PAGE, "b": PAGE, "c": PAGE})
    table.record_reads({"a": ["note a", "list x"], "b": ["note b", "list x"], "c": []})
    table.mark_stale(["note a", "unheard of"])
    assert stale(table) == stale(table, "/other") == {"a"}
    table.mark_stale(["list x"])
    assert stale(table) == {"a", "b"}


def test_recorded_reads_make_a_file_stale_once_until_they_are_recorded_again(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE})
    table.record_reads({"a": ["k"]})
    table.mark_stale(["k"])
    table.set("/out", {"a": PAGE})
    table.mark_stale(["k"])
    assert stale(table) == set()
    table.record_reads({"a": ["k"]})
    table.record_reads({"a": ["k"]})
    table.mark_stale(["k"])
    assert stale(table) == {"a"}


def test_all_files_can_be_marked_stale(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE})
    table.record_reads({"a": ["k"]})
    table.mark_all_stale()
    assert stale(table) == {"a", "b"}
    table.set("/out", {"a": PAGE})
    table.mark_stale(["k"])
    assert stale(table) == {"b"}


def test_keys_that_are_not_valid_unicode_are_distinguished(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE})
    table.record_reads({"a": ["note \udcff"], "b": ["note \udcfe"]})
    table.mark_stale(["note \udcff"])
    assert stale(table) == {"a"}


def test_a_row_with_a_wrong_type_is_damaged(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE._replace(size="many")})  # type: ignore[arg-type]
    with pytest.raises(sqlite3.DatabaseError, match="damaged"):
        table.of("/out")


def test_equal_bytes_have_equal_digests_of_six_bytes() -> None:
    assert bytes_digest(b"x") == bytes_digest(b"x") != bytes_digest(b"y")
    assert len(bytes_digest(b"")) == 6
