"""Which files of a folder a garden is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hugo_twin import Twin, note

from notegarden.files.scan import scan

HIDDEN = (".well-known/security.txt", ".nojekyll", ".htaccess", "sub/.x/f.txt", ".gitattributes", ".a.md", "b/.c/.d")
PLAIN = ("_headers", "node_modules/x.js", "CVS/z", "desktop.ini", "a.md", "b.html", "ä.txt", "no ending")


def test_hidden_files_of_static_are_copied_as_hugo_copies_them(tmp_path: Path) -> None:
    files = {"content/a.md": note(title="A"), **{f"static/{name}": "x" for name in (*HIDDEN, *PLAIN)}}
    theirs, ours = Twin(tmp_path, files).files()
    assert ours >= {*HIDDEN, *PLAIN}
    assert theirs >= {*HIDDEN, *PLAIN}


def test_a_hidden_file_that_goes_leaves_the_site(tmp_path: Path) -> None:
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
def test_repositories_and_what_editors_leave_are_never_copied(tmp_path: Path, name: str) -> None:
    for each in (name, "kept.txt"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text("x", encoding="utf-8")
    left: list[str] = []
    assert [source.path for source in scan(tmp_path, left=left, hidden=True)] == ["kept.txt"]
    assert [line.partition(": ")[2] for line in left] == (
        ["a repository, so the site lacks it; its history is not published"] if "/" in name else []
    )


def test_hidden_files_of_other_folders_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    for name in (".hidden/a.md", ".b.md", "c.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [source.path for source in scan(tmp_path)] == ["c.md"]
