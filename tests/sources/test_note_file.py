"""The bytes of a note's file, and the result for one that cannot be read: never an empty note."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notegarden.files.tree import Tree
from notegarden.notes.note import Citing, Dialect
from notegarden.sources.note_file import LONGEST, content_root, note_bytes


@pytest.mark.parametrize(("folder", "root"), [("content", "/g"), ("a/b", "/g"), ("", None), (".", None)])
def test_the_garden_s_root_is_above_the_folder_of_its_notes(folder: str, root: str | None) -> None:
    content = Path("/g") / folder
    assert content_root(content, Dialect(citing=Citing(folder=folder))) == (Path(root) if root else content)


def test_the_bytes_of_a_note_are_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\0text")
    (tmp_path / "empty.md").write_bytes(b"")
    with Tree(tmp_path) as tree:
        assert note_bytes(tree, "a.md") == (b"\xff\0text", "")
        assert note_bytes(tree, "empty.md") == (b"", "")


def test_an_unreadable_note_has_a_reason_and_no_content(tmp_path: Path) -> None:
    (tmp_path / "out.md").symlink_to("/etc/passwd")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    with (tmp_path / "long.md").open("wb") as file:
        file.truncate(LONGEST + 1)
    with Tree(tmp_path) as tree:
        found = {name: note_bytes(tree, name) for name in ("out.md", "folder.md", "pipe.md", "long.md")}
    assert all(data.endswith(reason.encode()) and reason for data, reason in found.values())
    assert len({data for data, _ in found.values()}) == 3
    assert found["long.md"][1] == "larger than 16 MB"


def test_a_note_of_the_maximum_size_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(LONGEST)
    with Tree(tmp_path) as tree:
        assert note_bytes(tree, "a.md")[1] == ""


def test_a_file_removed_after_listing_is_a_separate_error(tmp_path: Path) -> None:
    with Tree(tmp_path) as tree, pytest.raises(FileNotFoundError):
        note_bytes(tree, "gone.md")
