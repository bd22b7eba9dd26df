"""If the clock is set back between two builds, the second one still equals a fresh one."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from support import build, snapshot

from notegarden.files import scan
from notegarden.pipeline import stages

NOON = datetime(2024, 6, 15, 12, tzinfo=UTC)


def at(monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    """Set the program's clock to NOON plus an offset."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # noqa: ARG003 - the signature of datetime
            return NOON + ahead

    monkeypatch.setattr(stages, "datetime", Clock)
    monkeypatch.setattr(scan.time, "time_ns", lambda: int((NOON + ahead).timestamp() * 1e9))


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    (root / "content").mkdir(parents=True)
    (root / "content/a.md").write_text("[later]({{< relref later.md >}}) [old]({{< relref old.md >}})\n")
    (root / "content/later.md").write_text("+++\npublishDate = 2024-06-15T13:00:00Z\n+++\nLater words.\n")
    (root / "content/old.md").write_text("+++\nexpiryDate = 2024-06-15T13:00:00Z\n+++\nOld words.\n")
    return root


def test_a_note_that_is_no_longer_due_is_removed(garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for ahead in (timedelta(hours=2), timedelta(), timedelta(hours=3), timedelta(hours=-5)):
        at(monkeypatch, ahead)
        build(garden, tmp_path / "out")
        is_later = ahead > timedelta(hours=1)
        assert (tmp_path / "out/later/index.html").exists() == is_later
        assert (tmp_path / "out/old/index.html").exists() != is_later
        fresh = tmp_path / f"fresh {ahead}"
        build(garden, fresh, fresh=True, ledger=f"fresh-{ahead.total_seconds():.0f}")
        assert snapshot(tmp_path / "out") == snapshot(fresh)


def test_an_edit_under_an_earlier_clock_is_seen(garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = garden / "content/a.md"
    for number, ahead in enumerate((timedelta(days=900), timedelta(), timedelta(days=-1))):
        at(monkeypatch, ahead)
        note.write_text(f"text {number}\n")
        stamp = (NOON + ahead).timestamp()
        os.utime(note, (stamp, stamp))
        build(garden, tmp_path / "out")
        assert f"text {number}" in (tmp_path / "out/a/index.html").read_text()


def test_a_page_of_an_org_file_is_linked_by_its_title_from_its_date_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "garden"
    (root / "org").mkdir(parents=True)
    pages = "* One\n:PROPERTIES:\n:EXPORT_FILE_NAME: one\n:END:\nSee [[id:x]].\n* Two later\n:PROPERTIES:\n"
    pages += ":EXPORT_FILE_NAME: two\n:ID: x\n:EXPORT_DATE: 2024-06-15T15:00:00Z\n:END:\nwords\n"
    (root / "org/all.org").write_text(f"#+title: All\n{pages}")
    for ahead in (timedelta(), timedelta(hours=4), timedelta(hours=2)):
        at(monkeypatch, ahead)
        build(root, tmp_path / "out", search=False)
        is_later = ahead > timedelta(hours=3)
        page = (tmp_path / "out/posts/one/index.html").read_bytes()
        assert (b">Two later</a>" in page, b"Two later" in page) == (is_later, is_later)
        fresh = tmp_path / f"fresh {ahead}"
        build(root, fresh, search=False, fresh=True, ledger=f"fresh-{ahead.total_seconds():.0f}")
        assert snapshot(tmp_path / "out") == snapshot(fresh)
