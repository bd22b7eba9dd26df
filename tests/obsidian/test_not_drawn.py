"""Queries and drawings of plugins, list items in other notes, and names of blocks that readers do not see."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import built

from notegarden.cli import main

NOTES = {
    "Home.md": "[[List#^third]] and [[#^own]] and [[List#^third|so]].\n\nA block. ^own\n",
    "Queries.md": "```dataview\nLIST\n```\n\n- item\n\n  ```dataviewjs\n  dv.x()\n  ```\n\n```base\nviews: []\n```\n",
    "Sketch.excalidraw.md": "---\nexcalidraw-plugin: parsed\n---\n==⚠  Switch to EXCALIDRAW VIEW of MORE OPTIONS==\n\n"
    "# Excalidraw Data\n## Text Elements\nHello [[List]] ^a1b2\n\n%%\n## Drawing\n```compressed-json\nN4Kseal\n```\n",
    "List.md": "5. first\n\t- within\n6. second\n7. third ^third\n\n- [ ] box\n\t- deep ^deep\n",
    "Shows.md": "![[List#^third]]\n\n![[List#^deep]]\n\n> ![[Sketch.excalidraw]]\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault = tmp_path_factory.mktemp("drawn") / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    for name, text in NOTES.items():
        (vault / name).write_text(text, "utf-8")
    return vault


@pytest.fixture(scope="module")
def site(vault: Path) -> dict[str, bytes]:
    return built(vault, vault.parent / "out")


def body(site: dict[str, bytes], name: str) -> str:
    page = site[f"{name}index.html"].decode()
    return re.split('<aside|<section class="links"|</article>', page.partition("data-note-body")[2])[0]


def test_a_query_is_shown_as_a_folded_box_with_its_source(site: dict[str, bytes]) -> None:
    shown = body(site, "queries/")
    boxes = re.findall(r'<details class="query-embed">\n<summary>(\w+)</summary>\n<div class="highlight"><pre', shown)
    assert boxes == ["Dataview", "Dataview", "Base"]
    assert "<li>item" in re.sub(r"\s+<p>", "", shown)


def test_a_drawing_is_shown_as_a_box_with_its_texts(site: dict[str, bytes]) -> None:
    for name in ("sketch-excalidraw/", "shows/"):
        shown = body(site, name)
        assert '<div class="file-embed" data-kind="excalidraw">Sketch.excalidraw</div>' in shown
        assert 'Hello <a href="/list/">List</a>' in shown
        assert "MORE OPTIONS" not in shown
    assert b"N4Kseal" not in b"".join(site.values())


def test_unsupported_content_is_one_finding_per_kind_and_note(vault: Path) -> None:
    rows = json.loads(CliRunner().invoke(main, ["check", str(vault), "--format", "json"]).stdout)
    found = [(row["path"], row["line"]) for row in rows if row["code"] == "not-drawn"]
    assert found == [("Queries.md", 1), ("Queries.md", 11), ("Sketch.excalidraw.md", 1)]


def test_an_embedded_list_item_is_in_a_list_of_its_kind(site: dict[str, bytes]) -> None:
    shown = body(site, "shows/")
    assert re.findall(r'-content">(<[uo]l[^<]*>\n<li)', shown) == ['<ol start="7">\n<li', "<ul>\n<li"]
    assert shown.count("<li") == shown.count("</li>") == 2
    assert shown.count("</ol>") == shown.count("</ul>") == 1


def test_no_name_of_a_block_is_shown(site: dict[str, bytes]) -> None:
    shown = body(site, "")
    assert re.findall(r"<a href=[^<]*>([^<]*)</a>", shown) == ["List", "Home", "so"]
    pages = b"".join(data for name, data in site.items() if name.endswith((".html", ".json", ".xml")))
    assert not re.findall(rb">[^<]*\^third", pages)


def test_a_file_that_cannot_be_shown_is_reported_by_its_name(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / "Home.md").write_text("![[A board (1).canvas]] and ![[A paper.pdf]]\n", "utf-8")
    for name in ("A board (1).canvas", "A paper.pdf"):
        (vault / name).write_bytes(b"{}")
    text = body(built(vault, tmp_path / "out"), "")
    assert ">A board (1).canvas</a>" in text
    assert 'aria-label="A paper.pdf"' in text
