"""A changed bibliography makes exactly the notes that cite from it stale; incremental builds equal fresh ones."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from support import build, report_of, snapshot

from notegarden.dialects.pieces.beside import GardenFiles

BIB = "@book{{a, author = {{Ann {name}}}, title = {{One}}, year = {{1999}}}}\n@book{{b, author = {{Bo}}}}\n"
LONG_AGO = time.time() - 100


@pytest.fixture(params=["hugo", "obsidian"])
def garden(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    root = tmp_path / "garden"
    notes = root / "content" if request.param == "hugo" else root
    notes.mkdir(parents=True)
    bibliography = '"works/library.bib"'
    (root / "notegarden.toml").write_text(f'format = "{request.param}"\nbibliography = [{bibliography}]\n')
    (root / "works").mkdir()
    (root / "works/library.bib").write_text(BIB.format(name="Old"))
    (notes / "cites.md").write_text("---\ntitle: Cites\n---\n[@a]\n")
    (notes / "plain.md").write_text("---\ntitle: Plain\n---\nme@example.org\n")
    (notes / "own.md").write_text("---\ntitle: Own\nbibliography: own.bib\n---\n[@c] [@a]\n")
    for path in root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return root


def refreshed(root: Path, output: Path) -> int:
    """Build, and return how many notes were parsed."""
    return int(report_of(root, output, search=False).parsed)


def assert_as_fresh(root: Path, output: Path, tmp_path: Path) -> None:
    build(root, tmp_path / "fresh", search=False, fresh=True, ledger="other")
    assert snapshot(output) == snapshot(tmp_path / "fresh")


def test_an_edit_of_a_bibliography_updates_the_notes_that_cite(garden: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert refreshed(garden, output) == 3
    assert refreshed(garden, output) == 0
    (garden / "works/library.bib").write_text(BIB.format(name="New"))
    assert refreshed(garden, output) == 2
    page = next(text for name, text in snapshot(output).items() if name.lower() == "cites/index.html")
    assert b"New 1999" in page
    assert_as_fresh(garden, output, tmp_path)


def test_added_and_removed_files_are_noticed(garden: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    refreshed(garden, output)
    folder = garden / "content" if (garden / "content").is_dir() else garden
    (folder / "own.bib").write_text("@book{c, author = {Cy Own}, title = {Three}, year = 2001}\n")
    assert refreshed(garden, output) == 1
    assert_as_fresh(garden, output, tmp_path)
    (folder / "own.bib").unlink()
    refreshed(garden, output)
    assert_as_fresh(garden, output, tmp_path)


def test_a_file_is_read_once_for_the_notes_of_one_build_and_again_by_the_next(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    bytes_of = GardenFiles.bytes_of
    monkeypatch.setattr(GardenFiles, "bytes_of", lambda self, path: read.append(path) or bytes_of(self, path))
    files = GardenFiles(garden)
    for name in ("Old", "New"):
        (garden / "works/library.bib").write_text(BIB.format(name=name))
        with files:
            for _ in range(3):
                assert name.encode() in (files.read("works/library.bib") or b"")
                assert files.read("works/gone.bib") is None
    assert read == ["works/library.bib", "works/gone.bib"] * 2


def test_links_out_of_the_garden_and_to_hidden_files_are_not_followed(garden: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.bib").write_text("@book{x}")
    (garden / ".git").mkdir()
    (garden / ".git/x.bib").write_text("@book{x}")
    (garden / "link.bib").symlink_to(tmp_path / "outside/x.bib")
    (garden / "folder").symlink_to(tmp_path / "outside")
    (garden / "hidden.bib").symlink_to(".git/x.bib")
    (garden / "inside.bib").symlink_to("works/library.bib")
    names = ["link.bib", "folder/x.bib", "hidden.bib", "../outside/x.bib", "works/../../outside/x.bib", "\0"]
    with GardenFiles(garden) as files:
        assert [files.read(name) for name in names] == [None] * len(names)
        assert files.read("inside.bib") == (garden / "works/library.bib").read_bytes()


def test_a_changed_time_with_the_same_bytes_parses_nothing(garden: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    refreshed(garden, output)
    os.utime(garden / "works/library.bib", (LONG_AGO + 10, LONG_AGO + 10))
    assert refreshed(garden, output) == 0


def test_an_org_file_can_use_a_bibliography_outside_of_its_folder(tmp_path: Path) -> None:
    root, output = tmp_path / "garden", tmp_path / "out"
    (root / "org").mkdir(parents=True)
    (root / "content").mkdir()
    (root / "content/x.md").write_text("---\ntitle: X\n---\nx\n")
    (root / "works.bib").write_text(BIB.format(name="Old"))
    (root / "org/a.org").write_text("#+title: A\n#+bibliography: ../works.bib\n[cite:@a]\n")
    for path in root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    refreshed(root, output)
    (root / "works.bib").write_text(BIB.format(name="New"))
    refreshed(root, output)
    assert b"Ann New" in (output / "posts/a/index.html").read_bytes()
