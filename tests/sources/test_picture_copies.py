"""Smaller copies of pictures: made once per content, reported when impossible, never read from a damaged cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from notegarden.files.scan import scan
from notegarden.ledger.file import LostTextError
from notegarden.ledger.ledger import Ledger
from notegarden.sources import picture_copies
from notegarden.sources.limits import OverTimeError
from notegarden.sources.picture_copies import FOLDER, PictureCopies, _make
from notegarden.sources.picture_encoding import SMALLEST, Copy, UnfitError

KEY = b"key"


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A garden with pictures; one copy of each is made, in this process."""
    (tmp_path / "static").mkdir()
    for name in ("a.png", "b.JPG", "c.gif", "d.svg"):
        (tmp_path / "static" / name).write_bytes(name[:1].encode() * SMALLEST)
    (tmp_path / "static/small.png").write_bytes(b"x" * (SMALLEST - 1))
    monkeypatch.setattr(picture_copies, "copies_of", lambda data, _: [Copy("webp", 320, b"copy of " + data[:1])])
    monkeypatch.setattr(picture_copies, "_spread", lambda work, sources, _: [work(sources)] if sources else [])
    ledger = Ledger.open(tmp_path)
    yield ledger
    ledger.close()


def pictures(ledger: Ledger) -> PictureCopies:
    root = ledger.path.parent.parent
    files = {f"/{source.path}": (f"static/{source.path}", source.stamp) for source in scan(root / "static")}
    return PictureCopies(root, files, ledger)


def made(ledger: Ledger) -> tuple[PictureCopies, list[str], list[int]]:
    """The copies of all pictures, the reported lines, and the numbers of pictures to encode."""
    copies, worked = pictures(ledger), [0]
    reported = copies.make([*copies._files, "/none.png"], ["webp"], 1, lambda _, __, total: worked.append(total))
    return copies, reported, worked


def test_pictures_of_some_size_have_copies_named_by_their_content(disk: Ledger) -> None:
    copies, reported, _ = made(disk)
    assert reported == []
    ((copy,), (other,)) = (copies("/a.png"), copies("/b.JPG"))
    assert (copy.format, copy.width) == ("webp", 320)
    assert copy.file.startswith(FOLDER)
    assert copy.file != other.file
    assert [copies(each) for each in ("/c.gif", "/d.svg", "/small.png", "/none.png")] == [(), (), (), ()]
    assert {file: read() for file, read in copies.published().items()} == {
        copy.file: b"copy of a", other.file: b"copy of b",
    }  # fmt: skip


def test_existing_copies_are_not_made_again(disk: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_copies, "recently", lambda: 1 << 62)  # whatever the clock's resolution
    copies, _, worked = made(disk)
    assert worked == [0, 2]
    with disk.commit():
        copies.store()
    assert made(disk)[2] == [0]
    os.utime(disk.path.parent.parent / "static/a.png", (1, 1))
    assert made(disk)[2] == [0, 1]


def test_copies_missing_from_the_cache_are_made_again(disk: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_copies, "recently", lambda: 1 << 62)
    copies, _, _ = made(disk)
    with disk.commit():
        copies.store()
    ((file, read), _) = copies.published().items()
    entry = disk.path.parent / "pictures" / file.removeprefix(FOLDER).partition("-")[0]
    entry.write_bytes(b"damage")
    with pytest.raises(LostTextError):
        read()
    entry.unlink()
    assert made(disk)[2] == [0, 1]


@pytest.mark.parametrize(
    ("error", "reported"),
    [(UnfitError("it moves"), "it moves"), (OverTimeError(), "30 seconds"), (MemoryError(), "memory")],
)
def test_a_picture_without_copies_is_reported_with_the_reason(
    disk: Ledger, monkeypatch: pytest.MonkeyPatch, error: BaseException, reported: str
) -> None:
    def fail(*_: object) -> list[Copy]:
        raise error

    monkeypatch.setattr(picture_copies, "copies_of", fail)
    copies, lines, _ = made(disk)
    assert [line.partition(": ")[0] for line in lines] == ["static/a.png", "static/b.JPG"]
    assert all(reported in line for line in lines)
    assert copies.published() == {}


def test_equal_pictures_share_one_entry_and_are_encoded_once(disk: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = disk.path.parent.parent, disk.path.parent / "pictures"
    cache.mkdir()
    (root / "static/e.png").write_bytes(b"a" * SMALLEST)
    first = _make(root, cache, KEY, ("webp",), "static/a.png")
    monkeypatch.setattr(picture_copies, "copies_of", None)
    assert _make(root, cache, KEY, ("webp",), "static/e.png") == first
    assert _make(root, cache, KEY, ("webp",), "static/none.png") == ("", (), "")
    assert first[1:] == ((("webp", 320),), "")


def test_a_picture_changed_within_the_clocks_resolution_is_not_remembered(disk: Ledger) -> None:
    copies, _, _ = made(disk)
    with disk.commit():
        copies.store()
    assert made(disk)[2] == [0, 2]


def test_unused_copies_are_deleted_when_there_are_many(disk: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_copies, "recently", lambda: 1 << 62)
    monkeypatch.setattr(picture_copies, "_MOST_SPARE", 2)
    cache = disk.path.parent / "pictures"
    for spare, left in ((2, 4), (3, 2)):
        copies, _, _ = made(disk)
        for number in range(spare):
            (cache / f"spare{number}").write_bytes(b"x")
        with disk.commit():
            disk.drop_keys("picture copies")
            copies.store()
        assert len([*cache.iterdir()]) == left


def test_unknown_files_have_no_copies(disk: Ledger) -> None:
    assert PictureCopies(disk.path.parent.parent, {}, disk)("/a.png") == ()
