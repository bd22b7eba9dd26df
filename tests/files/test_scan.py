"""Which files of a folder belong to a garden."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hugo_twin import Twin, note

from notegarden.files import scan as scanning
from notegarden.files.scan import scan

HIDDEN = (".well-known/security.txt", ".htaccess", "sub/.x/f.txt", ".gitattributes", ".a.md", "b/.c/.d")
PLAIN = ("node_modules/x.js", "CVS/z", "desktop.ini", "a.md", "b.html", "ä.txt", "no ending")


def test_hidden_files_of_static_are_copied_as_in_hugo(tmp_path: Path) -> None:
    files = {"content/a.md": note(title="A"), **{f"static/{name}": "x" for name in (*HIDDEN, *PLAIN)}}
    theirs, ours = Twin(tmp_path, files).files()
    assert ours >= {*HIDDEN, *PLAIN}
    assert theirs >= {*HIDDEN, *PLAIN}


def test_a_removed_hidden_file_is_removed_from_the_site(tmp_path: Path) -> None:
    from tests.support import build

    for name in ("content/a.md", "static/.well-known/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x\n", encoding="utf-8")
    copied = tmp_path / "out/.well-known/x.txt"
    build(tmp_path, tmp_path / "out", search=False)
    assert copied.read_text("utf-8") == "x\n"
    (tmp_path / "static/.well-known/x.txt").unlink()
    build(tmp_path, tmp_path / "out", search=False)
    assert not copied.exists()


@pytest.mark.parametrize("name", [".git/config", ".hg/x", ".svn/x", ".DS_Store", ".#a.md", ".a.md.swp", ".a~", "._a"])
def test_repositories_and_temporary_files_of_editors_are_never_copied(tmp_path: Path, name: str) -> None:
    for each in (name, "kept.txt"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text("x", encoding="utf-8")
    left: list[str] = []
    assert [source.path for source in scan(tmp_path, left=left, hidden=True)] == ["kept.txt"]
    assert [line.partition(": ")[2] for line in left] == (
        ["a repository, so it is not published; it would include its history"] if "/" in name else []
    )


def test_hidden_files_of_other_folders_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    for name in (".hidden/a.md", ".b.md", "c.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [source.path for source in scan(tmp_path)] == ["c.md"]


def test_a_folder_that_can_be_listed_but_not_entered_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after `chmod a-x`: the system lists its files but refuses `stat`, except to root."""
    for name in ("shut/a.md", "shut/b.md", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")

    class Refused:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self._entry = entry

        def __getattr__(self, name: str) -> Any:
            return getattr(self._entry, name)

        def stat(self) -> os.stat_result:
            raise PermissionError(13, "Permission denied")

    class Listed(list[Any]):
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    def listed(folder: str) -> Listed:
        with os.scandir(folder) as entries:
            return Listed(Refused(entry) if folder.endswith("shut") else entry for entry in entries)

    monkeypatch.setattr(scanning, "os", _Replaced(os, listed))
    left: list[str] = []
    found = scan(tmp_path, left=left)
    assert [source.path for source in found] == ["c.md"]
    assert left == [f"{tmp_path}/shut: its files cannot be read (Permission denied), so they are not published"]


class _Replaced:
    """A module with another `scandir`."""

    def __init__(self, module: Any, scandir: Any) -> None:
        self._module, self.scandir = module, scandir

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("target", [".git/config", ".git"])
def test_a_link_into_a_git_folder_is_not_followed(tmp_path: Path, target: str, *, hidden: bool) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("token")
    (tmp_path / "picture.png").symlink_to(target)
    left: list[str] = []
    assert scan(tmp_path, left=left, hidden=hidden) == []
    assert any("picture.png" in line for line in left)
