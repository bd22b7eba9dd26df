"""Files below a folder are opened through no link that leads outside, and none is read beyond the size limit."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from notegarden.files.tree import OutsideError, TooLargeError, Tree, opened_below, read_file, text_below


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a file, and links from it to the inside and the outside."""
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (root / "a/file").write_bytes(b"text")
    (tmp_path / "secret").write_bytes(b"secret")
    (root / "in").symlink_to("a")
    (root / "out").symlink_to(tmp_path)
    (root / "a/out").symlink_to(tmp_path)
    (root / "loop").symlink_to("loop")
    return root


def test_a_file_of_exactly_the_limit_is_read(root: Path) -> None:
    with Tree(root) as tree:
        assert tree.read("a/file", 4) == b"text"
        with pytest.raises(TooLargeError):
            tree.read("a/file", 3)
    assert read_file(root / "a/file", 4) == b"text"
    with pytest.raises(TooLargeError):
        read_file(root / "a/file", 3)


def test_a_file_without_a_size_is_read_to_its_end_or_the_limit() -> None:
    whole = read_file("/proc/self/stat")
    assert whole.startswith(f"{os.getpid()} ".encode())
    with pytest.raises(TooLargeError):
        read_file("/proc/self/stat", 10)


def test_the_existence_of_a_file_is_known_without_reading_it(root: Path) -> None:
    os.mkfifo(root / "pipe")
    with Tree(root) as tree:
        names = ("a/file", "in/file", "out/secret", "loop", "a", "a/none", "none/file", "pipe", "../secret", "a\0b")
        assert [tree.has(each) for each in names] == [True, True, *[False] * 8]


def test_a_link_is_recognized_as_a_link(root: Path) -> None:
    with Tree(root) as tree:
        assert tree.stat("in").st_ino == (root / "in").lstat().st_ino
        with pytest.raises(OutsideError):
            tree.stat("out/secret")


def test_a_missing_folder_is_named_in_the_error_or_created_on_request(root: Path) -> None:
    with Tree(root) as tree:
        with pytest.raises(FileNotFoundError) as error, tree.parent("new/deep/file"):
            pass
        assert error.value.filename == f"{tree.root}/new"
        with tree.parent("new/deep/file", make=True) as (_, name):
            assert name == "file"
    assert (root / "new/deep").is_dir()


def test_the_root_may_be_a_link_and_must_exist(root: Path, tmp_path: Path) -> None:
    with Tree(root / "in") as tree:
        assert tree.read("file") == b"text"
    with pytest.raises(OSError, match="none"):
        Tree(tmp_path / "none")
    with Tree(tmp_path / "none", make=True) as made:
        assert made.root == str(tmp_path / "none")


def test_a_tree_can_be_pickled(root: Path) -> None:
    with Tree(root) as tree, pickle.loads(pickle.dumps(tree)) as other:
        assert other.root == tree.root
        assert other.read("a/file") == b"text"


def test_only_the_first_folder_below_a_root_may_be_a_link_out(root: Path) -> None:
    with opened_below(root, "out/secret") as handle:
        assert os.read(handle, 10) == b"secret"
    with pytest.raises(OSError, match="link"), opened_below(root, "a/out/secret"):
        pass
    with pytest.raises(OSError, match="link"), opened_below(root, "out"):
        pass


def test_the_text_for_a_message_is_empty_if_it_cannot_be_read(root: Path) -> None:
    (root / "bytes").write_bytes(b"a\xff")
    names = ("a/file", "bytes", "none", "a/out/secret")
    assert [text_below(root, each) for each in names] == ["text", "a\ufffd", "", ""]


def test_a_link_or_a_pipe_is_not_read_as_a_single_file(root: Path) -> None:
    os.mkfifo(root / "pipe")
    for name in ("pipe", "in", "a"):
        with pytest.raises(OSError, match=name):
            read_file(root / name)
    (root / "link").symlink_to("a/file")
    with pytest.raises(OSError, match="link"):
        read_file(root / "link")
