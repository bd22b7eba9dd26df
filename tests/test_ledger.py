"""A damaged ledger causes only a fresh build and a one-line warning."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from support import snapshot

from notegarden.errors import SiteError
from notegarden.files.scan import Stamp
from notegarden.ledger import file as ledger_file
from notegarden.ledger.file import lock_file
from notegarden.ledger.ledger import Ledger
from notegarden.pipeline.stages import Options, Pipeline, Report

NOTE = '+++\ntitle = "{0}"\n+++\n\n[to]({{{{< relref "{1}.md" >}}}})\n'


def build(garden: Path, output: Path) -> Report:
    pipeline = Pipeline(garden, Options(output=output, search=False, jobs=1))
    try:
        pipeline.refresh()
        pipeline.publish()
    finally:
        pipeline.close()
    return pipeline.report


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    (root / "content").mkdir(parents=True)
    for name, target in ("a", "b"), ("b", "c"), ("c", "a"):
        (root / f"content/{name}.md").write_text(NOTE.format(name, target))
        os.utime(root / f"content/{name}.md", (1_600_000_000, 1_600_000_000))
    return root


def garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:2000] = os.urandom(1900)
    path.write_bytes(data)


def from_another_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("update meta set value = x'00' where key = 'format'")
    connection.commit()
    connection.close()


def lose_texts(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("delete from texts")
    connection.commit()
    connection.close()


def spoil_nodes(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("update sources set node = x'c1'")
    connection.commit()
    connection.close()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"not a database at all" * 100),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "garbled": garble,
    "another version": from_another_version,
    "lost texts": lose_texts,
    "spoilt nodes": spoil_nodes,
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_ledger_causes_a_fresh_build(garden: Path, tmp_path: Path, damage: str) -> None:
    build(garden, tmp_path / "out")
    (garden / "content/b.md").write_text(NOTE.format("other", "a"))
    DAMAGE[damage](garden / ".notegarden/ledger.sqlite")
    build(garden, tmp_path / "out")
    # Nothing of the damage remains: the next build is incremental.
    assert build(garden, tmp_path / "out").parsed == 0
    shutil.rmtree(garden / ".notegarden")
    build(garden, tmp_path / "fresh")
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "fresh")


def test_findings_missing_from_the_ledger_are_computed_again(garden: Path) -> None:
    (garden / "content/c.md").write_text(NOTE.format("c", "nobody"))
    found = []
    for spoilt in (b"", b"\xff\xff\xff\xff\x90"):
        pipeline = Pipeline(garden, Options(search=False, jobs=1))
        pipeline.refresh()
        found.append(pipeline.problems())
        with pipeline.ledger.commit():
            pipeline.ledger._connection.execute("update meta set value = ? where key = 'problems'", (spoilt,))
        pipeline.close()
    again = Pipeline(garden, Options(search=False, jobs=1))
    assert again.refresh() is None
    assert again.problems() == found[0] == found[1]
    assert any(problem.code == "link-missing" for problem in found[0])
    again.close()


def test_an_unwritable_ledger_is_reported(garden: Path, tmp_path: Path) -> None:
    (garden / ".notegarden").write_text("a file where the folder should be")
    report = build(garden, tmp_path / "out")
    assert any("rebuilding everything" in warning for warning in report.warnings)
    assert (tmp_path / "out/a/index.html").is_file()


def test_a_damaged_ledger_that_cannot_be_deleted_is_kept_and_the_build_continues(
    garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(garden, tmp_path / "out")
    spoil_nodes(garden / ".notegarden/ledger.sqlite")
    (garden / "content/b.md").write_text(NOTE.format("other", "a"))

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "unlink", refused)
    report = build(garden, tmp_path / "out")
    assert any("damaged" in warning for warning in report.warnings)
    assert "other" in (tmp_path / "out/b/index.html").read_text()


def test_a_stored_picture_size_that_changed_on_disk_is_damage(garden: Path) -> None:
    ledger = Ledger.open(garden)
    sizes = {"static/p.png": (Stamp(1, 2, 3), 40, 20)}
    ledger.set_pictures(sizes)
    assert ledger.pictures() == sizes
    with sqlite3.connect(ledger.path) as connection:
        spoilt = connection.execute("select value from meta where key = 'pictures'").fetchone()[0]
        connection.execute("update meta set value = ? where key = 'pictures'", (spoilt[:-1] + b"\x15",))
    connection.close()
    with pytest.raises(ledger_file.DAMAGE):
        ledger.pictures()
    ledger.close()


LONG = "\n\n".join(f"Paragraph {number}, {number * 7919} words long." for number in range(9000))


def fill(ledger: Ledger) -> None:
    """Limit the ledger so that it cannot grow by another page."""
    ledger._connection.execute("pragma max_page_count = 1")


def test_a_full_disk_leaves_the_ledger_unchanged(garden: Path, tmp_path: Path) -> None:
    build(garden, tmp_path / "out")
    pipeline = Pipeline(garden, Options(output=tmp_path / "out", search=False, jobs=1))
    fill(pipeline.ledger)
    (garden / "content/b.md").write_text(NOTE.format("other", "a") + LONG)
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    assert [warning for warning in pipeline.report.warnings if "disk full" in warning]
    assert b"Paragraph 8999" in (tmp_path / "out/b/index.html").read_bytes()
    assert build(garden, tmp_path / "out").parsed == 1, "the others are remembered"
    assert build(garden, tmp_path / "out").parsed == 0
    shutil.rmtree(garden / ".notegarden")
    build(garden, tmp_path / "fresh")
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "fresh")


def test_without_room_for_any_ledger_the_garden_is_read_later_when_there_is(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = Pipeline(garden, Options(search=False, jobs=1))
    pipeline.refresh()
    fill(pipeline.ledger)
    (garden / "content/b.md").write_text(NOTE.format("other", "a") + LONG)
    with monkeypatch.context() as full:
        full.setattr("notegarden.ledger.file._SCHEMA", f"pragma max_page_count = 1; {ledger_file._SCHEMA}")
        for _ in range(2):
            with pytest.raises(SiteError, match="disk full, even for a temporary ledger"):
                pipeline.refresh()
    pipeline.ledger._connection.execute("pragma max_page_count = 100000")
    pipeline.refresh()
    assert pipeline.garden.nodes["b.md"].title == "other"
    assert pipeline.ledger.path.parent == garden / ".notegarden"
    pipeline.close()


def test_a_second_build_waits_and_then_reports_it(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Ledger.open(garden).close()
    held = lock_file(garden / ".notegarden/lock")
    monkeypatch.setattr("notegarden.ledger.file.WAIT", 0.1)
    ledger = Ledger.open(garden)
    assert held is not None
    assert "another build" in ledger.warning
    ledger.close()
    held.close()


def test_a_file_changed_within_the_clocks_resolution_is_noticed(garden: Path, tmp_path: Path) -> None:
    build(garden, tmp_path / "out")
    note = garden / "content/a.md"
    for turn in range(5):
        note.write_text(NOTE.format(f"a{turn}", "b"))
        build(garden, tmp_path / "out")
        assert f"<title>a{turn} · " in (tmp_path / "out/a/index.html").read_text()


def test_a_file_touched_without_change_is_not_parsed(garden: Path, tmp_path: Path) -> None:
    build(garden, tmp_path / "out")
    os.utime(garden / "content/a.md", (1_650_000_000, 1_650_000_000))
    report = build(garden, tmp_path / "out")
    assert (report.parsed, report.counts.written) == (0, 0)


def test_two_output_folders_are_both_kept_up_to_date(garden: Path, tmp_path: Path) -> None:
    build(garden, tmp_path / "one")
    build(garden, tmp_path / "two")
    (garden / "content/a.md").write_text(NOTE.format("new", "b"))
    build(garden, tmp_path / "one")
    build(garden, tmp_path / "two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert "<title>new · " in (tmp_path / "two/a/index.html").read_text()


def test_files_of_others_in_the_output_are_kept(garden: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(garden, out)
    (out / "CNAME").write_text("garden.example")
    (out / ".git").mkdir()
    (out / ".git/HEAD").write_text("ref")
    (garden / "content/c.md").unlink()
    report = build(garden, out)
    assert report.counts.removed == 1
    assert (out / "CNAME").exists()
    assert (out / ".git/HEAD").exists()
    assert not (out / "c").exists()


def test_serve_starts_from_the_ledger_of_builds_and_does_not_block_them(garden: Path, tmp_path: Path) -> None:
    first = Pipeline(garden, Options(output=tmp_path / "out", search=False))
    first.refresh()
    first.close()
    beside = Pipeline(garden, Options(search=False, ledger="serve"))
    assert beside.refresh() is None, "nothing is new to it"
    again = Pipeline(garden, Options(output=tmp_path / "out", search=False))
    assert again.report.warnings == []
    note = next((garden / "content").rglob("*.md"))
    note.write_text(note.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    for pipeline in (again, beside):
        changes = pipeline.refresh()
        assert changes is not None
        assert note.relative_to(garden / "content").as_posix() in changes.touched
    again.close()
    beside.close()
    later = Pipeline(garden, Options(search=False, ledger="serve"))
    assert later.refresh() is None
    later.close()


def test_a_second_server_starts_from_the_ledger_of_the_first(garden: Path) -> None:
    first = Pipeline(garden, Options(search=False, ledger="serve"))
    first.refresh()
    second = Pipeline(garden, Options(search=False, ledger="serve"))
    assert second.ledger.path != first.ledger.path
    assert second.refresh() is None, "nothing is new to it"
    place = second.ledger.path
    first.close()
    second.close()
    assert not place.exists(), "its own ledger is deleted at the end"
