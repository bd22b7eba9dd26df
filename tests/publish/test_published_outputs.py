"""Which folders may be written to, which files of earlier builds are removed, and when nothing is to be done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import snapshot, write

from notegarden.errors import SiteError
from notegarden.files.tree import Tree
from notegarden.files.write import TEMPORARY
from notegarden.ledger.outputs import Written
from notegarden.publish.outputs import (
    Counts,
    Published,
    check_output,
    remove_parts,
    remove_strays,
    stamps_differ,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder, which contains the garden and another folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    write(tmp_path / "home/garden", {"content/a.md": "", "static/a.txt": "", ".git/config": "", "notes/b.md": ""})
    return tmp_path / "home"


@pytest.mark.parametrize(
    "output", ["garden/public", "garden/docs/site", "site", "garden/contents", "garden/.public", "../elsewhere"]
)
def test_a_separate_folder_is_written_to(home: Path, output: str) -> None:
    check_output(home / output, home / "garden")


@pytest.mark.parametrize(
    "output",
    [
        "garden", ".", "..", "garden/content", "garden/content/sub", "garden/static/x", "garden/templates",
        "garden/.git", "garden/.git/hooks", "garden/.hg", "garden/.jj", "garden/.obsidian", "garden/.notegarden/out",
        "garden/static/a.txt",
    ],
)  # fmt: skip
def test_a_folder_that_contains_or_is_something_else_is_refused(home: Path, output: str) -> None:
    with pytest.raises(SiteError) as raised:
        check_output(home / output, home / "garden")
    assert raised.value.hint


@pytest.mark.parametrize(
    ("output", "is_refused"), [("public", True), ("a/.b", True), (".public", False), (".a/b", False)]
)
def test_inside_the_notes_of_a_vault_only_a_hidden_folder_is_written_to(
    home: Path, output: str, is_refused: bool
) -> None:
    if is_refused:
        with pytest.raises(SiteError, match="vault"):
            check_output(home / "garden" / output, home / "garden", content="")
    else:
        check_output(home / "garden" / output, home / "garden", content="")


def test_a_file_is_not_an_output(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(SiteError, match="is a file"):
        check_output(home / "file", home / "garden")


def test_a_link_inside_the_garden_may_not_lead_out(home: Path) -> None:
    """It comes with the garden, perhaps from a stranger; a link elsewhere that the user names is the user's own."""
    (home / "theirs").mkdir()
    (home / "garden/public").symlink_to(home / "theirs")
    (home / "mine").symlink_to(home / "theirs")
    for output in ("public", "public/sub"):
        with pytest.raises(SiteError, match="symbolic link") as raised:
            check_output(home / "garden" / output, home / "garden")
        assert str(home / "theirs") in raised.value.hint
    check_output(home / "mine", home / "garden")
    write(home.parent, {"config/notegarden/config.toml": f'links = ["{home / "theirs"}"]\n'})
    check_output(home / "garden/public", home / "garden")


def test_a_link_to_the_notes_is_refused_wherever_it_is(home: Path) -> None:
    (home / "out").symlink_to(home / "garden/content")
    with pytest.raises(SiteError):
        check_output(home / "out", home / "garden")


def stamp(path: Path, *, size: int = 0, ns: int = 0) -> Written:
    """The stored state of a file that was this many bytes larger and this much later than it is now."""
    status = path.stat()
    return Written(b"", status.st_size + size, status.st_mtime_ns + ns)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    write(tmp_path / "public", {"a/index.html": "a", "b.txt": "b"})
    return tmp_path / "public"


def removed(output: Path, strays: dict[str, Written], *, killed: bool = False) -> tuple[set[str], Counts]:
    counts = Counts(warnings=[], errors=[])
    with Tree(output) as tree:
        return remove_strays(tree, strays, counts, killed=killed), counts


def test_a_file_of_an_earlier_build_is_removed_with_its_empty_folders(output: Path) -> None:
    left, counts = removed(output, {"a/index.html": stamp(output / "a/index.html"), "gone.txt": Written(b"", 1, 1)})
    assert (left, counts.removed, counts.warnings, counts.errors) == (set(), 1, [], [])
    assert [path.name for path in output.iterdir()] == ["b.txt"]


@pytest.mark.parametrize(
    ("size", "ns", "killed", "stays"),
    [
        (0, 0, False, False), (-1, -1, False, True), (-1, 0, False, False), (-1, 1, False, False),
        (0, -1, False, False), (-1, -1, True, False),
    ],
)  # fmt: skip
def test_a_file_that_somebody_else_changed_since_is_kept(
    output: Path, size: int, ns: int, killed: bool, stays: bool
) -> None:
    """Another size and a later time; a copy with a new time is the same, and a killed run may have written it."""
    left, counts = removed(output, {"b.txt": stamp(output / "b.txt", size=size, ns=ns)}, killed=killed)
    assert (output / "b.txt").exists() is stays
    assert (len(counts.warnings), left) == (int(stays), set())


def test_a_file_recorded_before_it_was_written_is_removed(output: Path) -> None:
    removed(output, {"b.txt": Written(b"", -1, 0)})
    assert not (output / "b.txt").exists()


def test_files_behind_a_symlink_are_not_removed(output: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", {"x.txt": "x"})
    (output / "link").symlink_to(tmp_path / "mine")
    left, counts = removed(output, {"link/x.txt": stamp(tmp_path / "mine/x.txt"), "b.txt/x": Written(b"", 1, 1)})
    assert (tmp_path / "mine/x.txt").exists()
    assert (left, counts.removed, counts.errors) == (set(), 0, [])


def test_a_file_that_cannot_be_removed_is_an_error_and_stays_recorded(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(tree: Tree, file: str) -> None:
        raise PermissionError(13, "Permission denied", f"{tree.root}/{file}")

    monkeypatch.setattr("notegarden.publish.outputs.remove", refuse)
    left, counts = removed(output, {"b.txt": stamp(output / "b.txt")})
    assert left == {"b.txt"}
    (error,) = counts.errors
    assert f"{output}/b.txt" in error
    assert "Permission denied" in error


def test_removed_and_changed_files_and_links_differ(output: Path) -> None:
    known = {name: stamp(output / name) for name in ("a/index.html", "b.txt")}
    root = str(output)
    assert stamps_differ(root, known) == set()
    known |= {"gone.txt": Written(b"", 1, 1), "b.txt/below": Written(b"", 1, 1), "null\0": Written(b"", 1, 1)}
    known["later"], known["longer"] = stamp(output / "b.txt", ns=1), stamp(output / "b.txt", size=1)
    write(output, {"later": "b", "longer": "b"})
    (output / "a/index.html").rename(output / "a/moved.html")
    (output / "a/index.html").symlink_to("moved.html")
    assert stamps_differ(root, known) == known.keys() - {"b.txt"}


def test_a_finished_build_is_valid_until_a_file_is_changed(output: Path) -> None:
    files = {name: stamp(output / name) for name in ("a/index.html", "b.txt")}
    published = Published.of(b"key", files, ["a line"])
    assert (published.key, published.files, published.warnings) == (b"key", [*files], ["a line"])
    assert published.stands(str(output))
    write(output, {"stranger.txt": "x"})
    assert published.stands(str(output)), "files that no build wrote do not count"
    os.utime(output / "b.txt", (1, 1))
    assert not published.stands(str(output))
    (output / "b.txt").unlink()
    assert not published.stands(str(output))


def test_temporary_files_of_a_killed_build_are_removed(output: Path) -> None:
    write(output, {f"a/index.html{TEMPORARY}": "half"})
    remove_parts(output)
    assert snapshot(output) == {"a/index.html": b"a", "b.txt": b"b"}
