"""The other files that a note was read with: when the note's key changes, and when they are looked at again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_garden import Memory

from notegarden.files.scan import digest, text_key
from notegarden.notes.note import FrontMatter, Note
from notegarden.sources.beside import FilesBeside, looks_of, note_key, remember

OLD = 1_000_000_000


class Disk:
    """A garden with the file `refs.bib`, and a ledger's keys."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ledger = Memory()
        self.put("one")

    def put(self, text: str, when: int = OLD) -> None:
        path = self.root / "refs.bib"
        path.write_text(text)
        os.utime(path, (when, when))

    def known(self) -> FilesBeside:
        return FilesBeside(self.root, self.ledger)  # type: ignore[arg-type]

    def learn(self, *inputs: str) -> None:
        note = Note("a.md", FrontMatter(), "A", inputs=tuple((each, "digest") for each in inputs))
        remember(self.ledger, self.known().after({"a.md": note}, []))  # type: ignore[arg-type]


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(
        "notegarden.sources.beside.recently", lambda: 1 << 62
    )  # a file here always counts as just written
    return Disk(tmp_path)


def test_a_note_read_without_other_files_has_its_own_key() -> None:
    assert note_key("a.md", b"x", []) == text_key("a.md", b"x")
    one = note_key("a.md", b"x", [("b", "1"), ("c", "")])
    assert one == note_key("a.md", b"x", [("c", ""), ("b", "1")])
    assert len({one, note_key("a.md", b"x", [("b", "2"), ("c", "")]), note_key("a.md", b"x", [("b", "1")])}) == 3


def test_a_missing_file_has_an_empty_stamp(tmp_path: Path) -> None:
    assert looks_of(tmp_path, "none") == looks_of(tmp_path, "a\0b") == (0, 0, 0)


def test_a_note_is_unchanged_while_the_stamps_of_its_files_are(disk: Disk) -> None:
    disk.learn("refs.bib")
    assert disk.known().is_as_known("a.md")
    assert not disk.known().has_changed()
    disk.put("two!")
    assert not disk.known().is_as_known("a.md")
    assert disk.known().has_changed()
    assert disk.known().is_as_known("b.md"), "another note was not read with it"


def test_added_and_removed_files_are_noticed(disk: Disk) -> None:
    disk.learn("later.bib", "refs.bib")
    (disk.root / "later.bib").write_text("x")
    assert not disk.known().is_as_known("a.md")
    disk.learn("refs.bib")
    (disk.root / "refs.bib").unlink()
    assert not disk.known().is_as_known("a.md")


def test_the_key_is_of_the_current_bytes_of_the_files(disk: Disk) -> None:
    disk.learn("refs.bib", "none.bib")
    expected = note_key("a.md", b"x", [("refs.bib", digest(b"one")), ("none.bib", "")])
    assert disk.known().key("a.md", b"x", "a.md") == expected
    disk.put("two")
    assert disk.known().key("a.md", b"x", "a.md") != expected


def test_nothing_is_stored_when_nothing_changed(disk: Disk) -> None:
    assert disk.known().after({"a.md": Note("a.md", FrontMatter(), "A")}, []) is None
    disk.learn("refs.bib")
    assert disk.known().after({}, ["a.md", "b.md"]) is None
    disk.put("two!")
    assert disk.known().after({}, ["a.md"]) is not None, "it was looked at as the file is now"
    assert disk.known().after({"a.md": None}, []) is not None


def test_a_file_too_new_for_its_time_to_prove_anything_is_looked_at_again(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notegarden.sources.beside.recently", lambda: 0)
    disk.learn("refs.bib")
    assert not disk.known().is_as_known("a.md")
