"""Which files belong to a garden, and that excluded ones are reported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from notegarden.cli import main
from notegarden.files.scan import scan


def left_out(folder: Path) -> list[str]:
    left: list[str] = []
    scan(folder, left=left)
    return left


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts/a.md").write_text("a\n")
    return folder


def test_links_within_the_garden_are_followed(content: Path) -> None:
    (content / "posts/same.md").symlink_to("a.md")
    (content / "more").symlink_to("posts")
    assert [source.path for source in scan(content)] == ["more/a.md", "more/same.md", "posts/a.md", "posts/same.md"]
    assert left_out(content) == []


@pytest.mark.parametrize("target", ["/etc/hostname", "nowhere.md", "../posts", "../../.."])
def test_links_that_lead_out_are_left_out_and_reported(content: Path, target: str) -> None:
    (content / "posts/link").symlink_to(target)
    assert [source.path for source in scan(content)] == ["posts/a.md"]
    (reported,) = left_out(content)
    assert reported.startswith(f"{content}/posts/link: a link that leads ")


def test_a_file_name_that_is_not_utf_8_is_reported(content: Path) -> None:
    try:
        (content / os.fsdecode(b"caf\xe9.md")).write_text("a\n")
    except OSError:
        pytest.skip("this file system accepts only names in UTF-8")
    (reported,) = left_out(content)
    assert "caf�.md: the file's name is not UTF-8" in reported


def test_files_of_editors_and_tools_are_left_out_silently(content: Path) -> None:
    (content / ".obsidian").mkdir()
    (content / ".obsidian/link").symlink_to("/etc")
    (content / ".#a.md").symlink_to("someone@host.1234")  # a lock of Emacs
    assert [source.path for source in scan(content)] == ["posts/a.md"]
    assert left_out(content) == []


def test_pictures_behind_links_out_of_the_garden_are_reported(content: Path) -> None:
    (content.parent / "static").mkdir()
    (content.parent / "pictures").mkdir()
    (content.parent / "static/ox-hugo").symlink_to(content.parent / "pictures")
    done = CliRunner().invoke(main, ["check", str(content.parent)])
    assert "static/ox-hugo: a link that leads out of " in done.output


def test_a_file_that_cannot_be_written_completely_is_named(tmp_path: Path) -> None:
    """A file size limit stands in for a full disk: neither error names the file."""
    code = (
        "import resource, sys; from notegarden.files.tree import Tree; from notegarden.files.write import write; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)); write(Tree(sys.argv[1]), 'page.html', b'x' * 100)"
    )
    place = tmp_path / "page.html"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert f"File too large: '{place}'" in done.stderr
    assert list(tmp_path.iterdir()) == []
