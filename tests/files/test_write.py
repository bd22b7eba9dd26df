"""Files are written below an open folder, never through a link, and other files are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notegarden.files.tree import OutsideError, TooLargeError, Tree
from notegarden.files.write import BlockedError, copy, create, remove, write, write_if_changed


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_bytes(b"secret")
    return Tree(tmp_path / "root", make=True)


def names(folder: str | Path) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def link(tree: Tree, name: str, target: str) -> None:
    place = Path(tree.root, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


@pytest.mark.parametrize("name", ["a/b", "a", "a/b/c"])
def test_a_link_out_is_neither_read_nor_written(tree: Tree, name: str) -> None:
    link(tree, name, str(Path(tree.root).parent / "outside"))
    for act in (tree.read, tree.stat, lambda file: write(tree, file, b"x")):
        with pytest.raises(OSError, match="link"):
            act(f"{name}/secret")
    remove(tree, f"{name}/secret")
    assert (Path(tree.root).parent / "outside/secret").read_bytes() == b"secret"
    assert names(Path(tree.root).parent / "outside") == ["secret"]


def test_a_link_in_place_of_a_file_is_replaced_and_not_followed(tree: Tree) -> None:
    secret = Path(tree.root).parent / "outside/secret"
    link(tree, "page", str(secret))
    assert write_if_changed(tree, "page", b"secret")[0]
    assert secret.read_bytes() == b"secret"
    assert not Path(tree.root, "page").is_symlink()


def test_a_link_to_a_file_with_the_same_content_is_replaced_too(tree: Tree) -> None:
    link(tree, "page", "other")
    write(tree, "other", b"bytes")  # as many as the target's name has characters, which is the size of the link
    assert write_if_changed(tree, "page", b"bytes")[0]
    assert not Path(tree.root, "page").is_symlink()


def test_a_link_in_place_of_the_temporary_file_is_not_followed(tree: Tree) -> None:
    secret = Path(tree.root).parent / "outside/secret"
    link(tree, f"page.{os.getpid()}.notegarden-part", str(secret))
    write(tree, "page", b"new")
    assert (secret.read_bytes(), tree.read("page")) == (b"secret", b"new")


@pytest.mark.parametrize("target", ["secret", "nowhere"])
def test_creating_a_file_never_replaces_an_existing_name(tree: Tree, target: str) -> None:
    create(tree, "a/new", b"text")
    link(tree, "page", str(Path(tree.root).parent / "outside" / target))
    for file in ("a/new", "page", "a"):
        with pytest.raises(FileExistsError):
            create(tree, file, b"other")
    assert tree.read("a/new") == b"text"
    assert names(Path(tree.root).parent / "outside") == ["secret"]


def test_a_link_that_stays_inside_is_read(tree: Tree) -> None:
    write(tree, "posts/a.md", b"text")
    link(tree, "more", "posts")
    link(tree, "b.md", "posts/a.md")
    assert (tree.read("more/a.md"), tree.read("b.md")) == (b"text", b"text")


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../outside/secret", "a/../../outside/secret", "a//b", "./a"])
def test_a_path_that_leads_out_is_refused(tree: Tree, name: str) -> None:
    with pytest.raises(OutsideError):
        tree.read(name)
    with pytest.raises(BlockedError):
        write(tree, name, b"x")


def test_a_pipe_is_refused_without_waiting(tree: Tree) -> None:
    os.mkfifo(Path(tree.root, "pipe"))
    with pytest.raises(PermissionError):
        tree.read("pipe")


def test_a_file_over_the_limit_is_not_read(tree: Tree) -> None:
    with Path(tree.root, "huge").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(TooLargeError):
        tree.read("huge")


def test_a_file_or_folder_in_the_way_is_kept_and_named_in_the_error(tree: Tree) -> None:
    Path(tree.root, "CNAME").write_bytes(b"example.org")
    with pytest.raises(BlockedError, match="is a file where a folder is needed"):
        write(tree, "CNAME/index.html", b"x")
    write(tree, "own/file", b"mine")
    with pytest.raises(BlockedError, match="is a folder where a file is needed"):
        write(tree, "own", b"x")
    assert (tree.read("CNAME"), tree.read("own/file")) == (b"example.org", b"mine")
    assert sorted(names(tree.root)) == ["CNAME", "own"]


def test_an_empty_folder_is_replaced(tree: Tree) -> None:
    Path(tree.root, "page").mkdir()
    write(tree, "page", b"x")
    assert tree.read("page") == b"x"


def test_a_copy_keeps_time_and_permissions_only(tree: Tree) -> None:
    source = Path(tree.root).parent / "source"
    source.write_bytes(b"data")
    source.chmod(0o4755)
    os.utime(source, ns=(1, 1_600_000_000_000_000_000))
    handle = os.open(source, os.O_RDONLY)
    copy(handle, tree, "a/copy")
    os.close(handle)
    status = tree.stat("a/copy")
    assert (status.st_mtime_ns, status.st_mode & 0o7777, tree.read("a/copy")) == (
        1_600_000_000_000_000_000,
        0o755,
        b"data",
    )


def test_removing_a_file_removes_folders_that_become_empty(tree: Tree) -> None:
    write(tree, "a/b/c", b"x")
    write(tree, "a/d", b"x")
    remove(tree, "a/b/c")
    remove(tree, "a/b/c")
    assert names(Path(tree.root, "a")) == ["d"]
