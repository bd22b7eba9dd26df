"""The links that a vault's findings suggest, days in properties, missing places in a note, names of emoji."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import built

from notegarden.cli import main

NOTES = {
    ".obsidian/daily-notes.json": '{"folder": "Days"}',
    "publish.css": ".hide-title .page-header { display: none }\n",
    "Days/2026-01-02.md": "A day.\n",
    "Days/2026-01-04.md": "---\npublish: false\n---\nNo day.\n",
    "Home.md": "---\ncssclasses: [hide-title, cards]\nup: '[[N]]'\n---\n[[N]] [[Names]]\n",
    "N.md": "---\naliases: [Nickname, Old/Path]\n---\n# A\nSealed text.\n\n- # In a list\n",
    "Dated.md": "---\nwhen: 2026-01-02\nnone: 2026-01-03\nkept: 2026-01-04\nat: 2026-01-02T10:20:00\n---\n"
    "#🔥 #💡 #🗂️box\n\n![[N#Nowhere]] ![[N#^none]] ![[N#In a list]]\n",
    "Names.md": "[[Nickname]] [[old/path|x]] [[https://example.com/a]] [[T]] [[M]] [m](wrong/M%20x.md) [[Dated]]\n",
    "A/T.md": "T\n",
    "B/T.md": "T\n",
    "M.md": "M\n",
    "A/M.md": "M\n",
    "A/M x.md": "M\n",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault = tmp_path_factory.mktemp("ways") / "vault"
    for name, text in NOTES.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, "utf-8")
    return vault


@pytest.fixture(scope="module")
def site(vault: Path) -> dict[str, bytes]:
    return built(vault, vault.parent / "out")


def dates(site: dict[str, bytes]) -> list[str]:
    page = site["dated/index.html"].decode()
    return re.findall(r'data-property-type="date".*?<span class="value">(.*?)</span>', page)


def test_each_broken_link_has_a_hint_what_to_write(vault: Path) -> None:
    reported = json.loads(CliRunner().invoke(main, ["check", str(vault), "--format", "json"]).output)
    hints = {row["message"].split('"')[1]: row["hint"] for row in reported if row["path"].endswith("Names.md")}
    assert hints == {
        "Nickname": 'an alias does not work as a link: write "[[N|Nickname]]"',
        "old/path": 'an alias does not work as a link: write "[[N|old/path]]"',
        "https://example.com/a": "a link to another site is [text](https://example.com/a)",
        "T": 'write "A/T"',
        "M": 'write "/M"',
        "wrong/M%20x.md": 'write "A/M%20x.md"',
    }


def test_a_suggested_link_is_not_a_finding(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "vault/.obsidian").mkdir(parents=True)
    for name, text in NOTES.items():
        (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / name).write_text(text, "utf-8")
    (tmp_path / "vault/Names.md").write_text("[[N|Nickname]] [[A/T]] [[/M]] [m](A/M%20x.md) [[Dated]] [[B/T]]\n")
    reported = json.loads(CliRunner().invoke(main, ["check", str(tmp_path / "vault"), "--format", "json"]).output)
    assert [row for row in reported if row["path"].endswith("Names.md")] == []


def test_a_date_links_to_its_daily_note_and_is_not_a_link_of_the_garden(site: dict[str, bytes]) -> None:
    day = "/days/2026-01-02/"
    assert dates(site) == [
        f'<a href="{day}">2026-01-02</a>', "2026-01-03", "2026-01-04", f'<a href="{day}">2026-01-02 10:20</a>'
    ]  # fmt: skip
    edges = json.loads(site["graph.json"])["edges"]
    assert ("Home.md", "N.md") in {(edge["source"], edge["target"]) for edge in edges}
    assert not any("2026-01-02" in edge["target"] for edge in edges)


def test_added_and_removed_days_update_the_dates_that_name_them(tmp_path: Path) -> None:
    vault, out = tmp_path / "vault", tmp_path / "out"
    for name, text in NOTES.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, "utf-8")
    built(vault, out)
    (vault / "Days/2026-01-02.md").unlink()
    (vault / "Days/2026-01-03.md").write_text("Another.\n")
    (vault / "Days/2026-01-04.md").write_text("It is published now.\n")
    site = built(vault, out)
    assert dates(site) == [
        "2026-01-02",
        '<a href="/days/2026-01-03/">2026-01-03</a>',
        '<a href="/days/2026-01-04/">2026-01-04</a>',
        "2026-01-02 10:20",
    ]
    (vault / ".notegarden").rename(tmp_path / "cache")
    assert site == built(vault, tmp_path / "fresh")


def test_an_embed_of_a_missing_place_is_a_link_to_the_note(site: dict[str, bytes]) -> None:
    page = site["dated/index.html"].decode()
    assert re.findall(r'<a class="markdown-embed-link" href="([^"]*)">([^<]*)</a>', page) == [
        ("/n/", "N › Nowhere"), ("/n/", "N"), ("/n/", "N › In a list")
    ]  # fmt: skip
    assert "Sealed text" not in page


def test_emoji_tags_have_their_own_pages(site: dict[str, bytes]) -> None:
    assert {name for name in site if name.startswith("tags/")} == {
        "tags/index.html", "tags/🔥/index.html", "tags/💡/index.html", "tags/box/index.html"
    }  # fmt: skip


def test_the_style_sheet_of_a_vault_applies_to_the_home_page_and_its_title(site: dict[str, bytes]) -> None:
    page = site["index.html"].decode()
    assert '<article class="welcome hide-title cards">\n<h1 class="page-header">Home</h1>' in page
    assert '<h1 class="page-header">N</h1>' in site["n/index.html"].decode()
    assert re.search(r'/obsidian\.css">\n<link rel="stylesheet" href="/publish\.css">', page)


def test_the_home_page_shows_the_properties_of_its_note(site: dict[str, bytes]) -> None:
    head = site["index.html"].decode().partition("data-note-body")[0]
    assert re.findall(r'<dt>(\w+)</dt><dd><span class="value">(.*?)</span>', head) == [("up", '<a href="/n/">N</a>')]
