"""What the output folders hold, and which files are stale when something that they read changed."""

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


def test_each_folder_holds_its_own_files(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE})
    table.set("/other", {"a": PAGE._replace(digest=b"d", size=11)})
    table.set("/out", {"a": PAGE._replace(size=12)})
    table.drop("/out", ["b", "never there"])
    assert table.of("/out") == {"a": PAGE._replace(size=12)}
    assert table.of("/other") == {"a": PAGE._replace(digest=b"d", size=11)}
    assert table.of("/none") == {}


def test_a_file_is_stale_in_every_folder_when_something_changed_that_it_read(table: OutputTable) -> None:
    for root in ("/out", "/other"):
        table.set(root, {"a": PAGE, "b": PAGE, "c": PAGE})
    table.record_reads({"a": ["note a", "list x"], "b": ["note b", "list x"], "c": []})
    table.mark_stale(["note a", "unheard of"])
    assert stale(table) == stale(table, "/other") == {"a"}
    table.mark_stale(["list x"])
    assert stale(table) == {"a", "b"}


def test_what_a_file_read_counts_once_until_it_is_planned_again(table: OutputTable) -> None:
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


def test_everything_may_be_stale(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE})
    table.record_reads({"a": ["k"]})
    table.mark_all_stale()
    assert stale(table) == {"a", "b"}
    table.set("/out", {"a": PAGE})
    table.mark_stale(["k"])
    assert stale(table) == {"b"}


def test_a_name_that_is_not_text_has_its_own_number(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE})
    table.record_reads({"a": ["note \udcff"], "b": ["note \udcfe"]})
    table.mark_stale(["note \udcff"])
    assert stale(table) == {"a"}


def test_a_row_of_another_kind_is_damage(table: OutputTable) -> None:
    table.set("/out", {"a": PAGE, "b": PAGE._replace(size="many")})  # type: ignore[arg-type]
    with pytest.raises(sqlite3.DatabaseError, match="damaged"):
        table.of("/out")


def test_equal_bytes_have_equal_digests_of_six_bytes() -> None:
    assert bytes_digest(b"x") == bytes_digest(b"x") != bytes_digest(b"y")
    assert len(bytes_digest(b"")) == 6
