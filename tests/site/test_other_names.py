"""Names in `ROAM_ALIASES` count as the note's own wherever notes are looked up by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import build, built

from notegarden.site.site_files import SiteFiles

SOIL = """:PROPERTIES:
:ID: soil
:ROAM_ALIASES: "Black earth" Loam
:END:
#+title: Soil

What roots drink from.
"""


def garden(folder: Path) -> Path:
    folder.mkdir()
    (folder / "notegarden.toml").write_text('title = "T"\nformat = "org"\nmentions = true\n', "utf-8")
    (folder / "soil.org").write_text(SOIL, "utf-8")
    (folder / "root.org").write_text("#+title: Root\n\nIt grows in black earth, and loam too.\n", "utf-8")
    return folder


def test_a_note_is_found_by_its_roam_aliases(tmp_path: Path) -> None:
    files = built(garden(tmp_path / "g"), tmp_path / "out")
    page = files["posts/soil/index.html"].decode()
    assert ">black earth<" in page
    assert ">loam<" in page


def test_a_changed_alias_gives_the_page_of_a_fresh_build(tmp_path: Path) -> None:
    place = garden(tmp_path / "g")
    before = built(place, tmp_path / "out")
    (place / "soil.org").write_text(SOIL.replace("Loam", "Chernozem"), "utf-8")
    after = built(place, tmp_path / "out")
    assert after != before
    other = garden(tmp_path / "h")
    (other / "soil.org").write_text(SOIL.replace("Loam", "Chernozem"), "utf-8")
    assert after == built(other, tmp_path / "fresh")


def test_search_finds_a_note_by_its_aliases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, tuple[str, ...]] = {}
    pages = SiteFiles.search_pages

    def watched(*arguments: Any) -> Any:
        found = pages(*arguments)
        known.update({address: document().aliases for address, (_, document) in found.items()})
        return found

    monkeypatch.setattr(SiteFiles, "search_pages", watched)
    build(garden(tmp_path / "g"), tmp_path / "out")
    assert known == {"/posts/soil/": ("Black earth", "Loam"), "/posts/root/": ()}
