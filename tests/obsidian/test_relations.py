"""A link in a property is an edge with its relation: in graph.json, and in the backlinks of the note it leads to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support import snapshot

from notegarden.pipeline.stages import Options, Pipeline

NOTES = {
    "Ann.md": "Text.\n",
    "Book.md": '---\nauthor: "[[Ann]]"\n---\nText.\n',
    "Diary.md": '---\nauthor:\n  - "[[Ann]]"\nup: "[[Ann|her]]"\n---\nSaw [[Ann]] today, ![[Book]].\n',
    "Letter.md": "Wrote to [[Ann]].\n",
}


def build(vault: Path) -> dict[str, bytes]:
    pipeline = Pipeline(vault, Options(output=vault.parent / "out", search=False, jobs=1))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    return snapshot(vault.parent / "out")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vault" / ".obsidian").mkdir(parents=True)
    for name, text in NOTES.items():
        (tmp_path / "vault" / name).write_text(text, "utf-8")
    return tmp_path / "vault"


def test_the_graph_contains_relations_and_embeds(vault: Path) -> None:
    graph = json.loads(build(vault)["graph.json"])
    edges = {(edge.pop("source"), edge.pop("target")): edge for edge in graph["edges"]}
    assert edges == {
        ("Book.md", "Ann.md"): {"count": 1, "relations": ["author"]},
        ("Diary.md", "Ann.md"): {"count": 3, "relations": ["author", "up"]},
        ("Diary.md", "Book.md"): {"count": 1, "embeds": 1},
        ("Letter.md", "Ann.md"): {"count": 1},
    }


def groups(page: bytes) -> dict[str, list[str]]:
    """Heading of each group of backlinks → titles of the notes in it."""
    section = page.decode().partition('id="_links"')[2].partition("</section>")[0]
    return {
        re.split("<", re.split(">", part, maxsplit=1)[1])[0].strip(): re.findall(r"<li><a[^>]*>([^<]*)<", part)
        for part in section.split("<h2")[1:]
    }


def test_backlinks_are_grouped_by_relation(vault: Path) -> None:
    page = build(vault)["ann/index.html"]
    assert groups(page) == {"Links here": ["Diary", "Letter"], "author of": ["Book", "Diary"], "up of": ["Diary"]}
    assert b"linked from 3 notes" in page, "a note counts once"


def test_another_property_is_another_relation(vault: Path) -> None:
    build(vault)
    (vault / "Book.md").write_text('---\neditor: "[[Ann]]"\n---\nText.\n', "utf-8")
    files = build(vault)
    assert groups(files["ann/index.html"])["editor of"] == ["Book"]
    assert b'"relations":["editor"]' in files["graph.json"]


def test_the_home_page_shows_what_links_to_its_note(vault: Path) -> None:
    (vault / "Home.md").write_text("Welcome.\n")
    assert b'id="_links"' not in build(vault)["index.html"]
    (vault / "Ann.md").write_text('---\nup: "[[Home]]"\n---\nBack to [[Home|the start]].\n')
    page = build(vault)["index.html"].decode()
    links = page[page.index('id="_links"') :]
    assert re.findall(r'<a class="mentioner" href="([^"]+)">', links) == ["/ann/"]
    assert "Back to <b>the start</b>." in links
    assert re.findall(r'<h2 class="relation">(.+?) <', links) == ["up of"]
    (vault / "Ann.md").write_text("Text.\n")
    assert b'id="_links"' not in build(vault)["index.html"]


def test_without_the_part_the_home_page_shows_no_links(vault: Path) -> None:
    (vault / "Home.md").write_text("Welcome.\n")
    (vault / "Letter.md").write_text("To [[Home]].\n")
    (vault / "notegarden.toml").write_text("[parts]\nbacklinks = false\n")
    assert b'id="_links"' not in build(vault)["index.html"]
