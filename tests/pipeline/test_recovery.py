"""What replaces a ledger that failed: an empty one if it is damaged, a temporary one if the disk is full."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from notegarden.errors import SiteError
from notegarden.ledger.ledger import MAIN, Ledger
from notegarden.pipeline.recovery import replaced, room_is_needed
from notegarden.pipeline.report import Report


def full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


def opened(root: Path) -> Ledger:
    ledger = Ledger.open(root)
    with ledger.commit():
        ledger.set_key("kept", b"1")
    return ledger


def test_a_damaged_ledger_is_replaced_by_an_empty_one(tmp_path: Path) -> None:
    ledger, report = opened(tmp_path), Report()
    new = replaced(ledger, tmp_path, MAIN, sqlite3.DatabaseError("malformed"), report)
    assert (new.path, new.key("kept")) == (ledger.path, b"")
    (warning,) = report.warnings
    assert "DatabaseError('malformed')" in warning
    new.close()


def test_a_ledger_on_a_full_disk_is_not_changed(tmp_path: Path) -> None:
    ledger, report = opened(tmp_path), Report()
    new = replaced(ledger, tmp_path, MAIN, full(), report)
    assert new.path != ledger.path
    assert new.key("kept") == b""
    (warning,) = report.warnings
    assert "database or disk is full" in warning
    new.close()
    again = Ledger.open(tmp_path)
    assert again.key("kept") == b"1"
    again.close()


def test_a_damaged_ledger_that_cannot_be_deleted_is_replaced_by_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = opened(tmp_path)

    def refuse(self: Ledger) -> None:
        self.close()
        raise PermissionError(13, "Permission denied", "/x/ledger.sqlite")

    monkeypatch.setattr(Ledger, "discard", refuse)
    new = replaced(ledger, tmp_path, MAIN, sqlite3.DatabaseError("malformed"), Report())
    assert new.path != ledger.path
    assert new.warning.startswith("/x/ledger.sqlite ")
    assert "Permission denied" in new.warning
    new.close()


def test_without_room_for_a_temporary_ledger_the_build_ends_with_a_hint() -> None:
    with pytest.raises(SiteError, match="database or disk is full") as raised, room_is_needed():
        raise full()
    assert raised.value.hint
    with pytest.raises(sqlite3.DatabaseError, match="malformed"), room_is_needed():
        raise sqlite3.DatabaseError("malformed")
    with pytest.raises(OSError, match="other"), room_is_needed():
        raise OSError("other")
