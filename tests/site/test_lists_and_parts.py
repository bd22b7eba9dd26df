"""What an author can remove from a note's page, and the order of the notes in a section."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from support import snapshot

from notegarden.cli import main
from notegarden.config.tables import PartsConfig

PARTS = [field.name for field in msgspec.structs.fields(PartsConfig)]
SIGN = {
    "breadcrumbs": 'class="crumbs"',
    "contents": 'class="toc"',
    "neighbourhood": 'class="around"',
    "related": ">Related</h2>",
    "backlinks": "_links",
    "turn": 'class="turn"',
}
TEXT = "Kettles boil water for tea, and porcelain teapots keep it warm.\n"


def note(title: str, body: str = "", *, front: str = "") -> str:
    return f'+++\ntitle = "{title}"\n{front}\n+++\n\n## One\n\n{TEXT}\n## Two\n\n{body}\n'


def garden(root: Path, settings: str = "") -> Path:
    posts = root / "content/posts"
    posts.mkdir(parents=True, exist_ok=True)
    (posts / "a.md").write_text(note("Week 10", "[b](b.md)", front="date = 2024-01-02\nweight = 2"))
    (posts / "b.md").write_text(note("Week 2", "[a](a.md)", front="date = 2026-03-04\nweight = 3"))
    (posts / "c.md").write_text(note("Another", front="date = 2024-05-06\nlastmod = 2026-07-08"))
    (posts / "d.md").write_text(note("Undated", front="weight = 1"))
    (root / "notegarden.toml").write_text('base_url = "https://example.org/"\n' + settings)
    return root


def build_of(root: Path) -> None:
    done = CliRunner().invoke(main, ["build", str(root), "-q", "--jobs", "1"])
    assert done.exit_code == 0, done.output


def build(root: Path) -> dict[str, str]:
    build_of(root)
    return {file: data.decode("utf-8", "replace") for file, data in snapshot(root / "public").items()}


def order(page: str) -> list[str]:
    """Headings (`# 2026`) and titles of a list, from top to bottom."""
    main_part = page[page.index("<main") :]
    found = re.findall(r'<h2 id="[\w-]+">(.*?)</h2>|<li><a href="/posts/[^"#]+">(.*?)</a>', main_part)
    return [f"# {heading}" if heading else title for heading, title in found]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_is_switched_off_is_on_no_page_and_the_others_remain(tmp_path: Path, name: str) -> None:
    root = garden(tmp_path / "garden")
    before = build(root)["posts/a/index.html"]
    assert [part for part in PARTS if SIGN[part] not in before] == []
    garden(root, f"[parts]\n{name} = false\n")
    after = build(root)
    assert [part for part in PARTS if SIGN[part] not in after["posts/a/index.html"]] == [name]
    assert after == build(garden(tmp_path / "fresh", f"[parts]\n{name} = false\n"))


def test_a_note_may_have_no_table_of_contents(tmp_path: Path) -> None:
    root = garden(tmp_path)
    (root / "content/posts/a.md").write_text(note("Week 10", front="toc = false"))
    built = build(root)
    assert SIGN["contents"] not in built["posts/a/index.html"]
    assert SIGN["contents"] in built["posts/b/index.html"]


@pytest.mark.parametrize("front", ["noindex = true", 'robots = "noindex, nofollow"', 'robots = ["NoIndex"]'])
def test_search_engines_are_told_not_to_index_a_note(tmp_path: Path, front: str) -> None:
    root = garden(tmp_path / "garden")
    assert "/posts/a/" in build(root)["sitemap.xml"]
    (root / "content/posts/a.md").write_text(note("Week 10", front=front))
    built = build(root)
    assert '<meta name="robots" content="noindex">' in built["posts/a/index.html"]
    assert '<meta name="robots"' not in built["posts/b/index.html"]
    assert "/posts/a/" not in built["sitemap.xml"]
    assert "/posts/b/" in built["sitemap.xml"]


@pytest.mark.parametrize("front", ["noindex = false", 'robots = "all"', "robots = 3"])
def test_other_values_do_not_exclude_a_note_from_search_engines(tmp_path: Path, front: str) -> None:
    root = garden(tmp_path)
    (root / "content/posts/a.md").write_text(note("Week 10", front=front))
    assert "/posts/a/" in build(root)["sitemap.xml"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", ["# A", "Another", "# U", "Undated", "# W", "Week 10", "Week 2"]),
        ("natural_order = true", ["# A", "Another", "# U", "Undated", "# W", "Week 2", "Week 10"]),
        ('sort = "created"', ["# 2026", "Week 2", "# 2024", "Another", "Week 10", "Undated"]),
        ('sort = "updated"', ["# 2026", "Another", "Week 2", "# 2024", "Week 10", "Undated"]),
        ('sort = "weight"', ["Undated", "Week 10", "Week 2", "Another"]),
        ('sort = "created"\n[section_sort]\nposts = "weight"', ["Undated", "Week 10", "Week 2", "Another"]),
        ('[section_sort]\nposts = "weight"\n"posts/a" = "title"', ["Undated", "Week 10", "Week 2", "Another"]),
    ],
)
def test_a_section_has_the_configured_order(tmp_path: Path, settings: str, expected: list[str]) -> None:
    root = garden(tmp_path / "garden")
    build(root)
    built = build(garden(root, settings + "\n"))
    assert order(built["posts/index.html"]) == expected
    assert built == build(garden(tmp_path / "fresh", settings + "\n"))


def test_a_section_with_its_own_text_has_the_configured_order_too(tmp_path: Path) -> None:
    root = garden(tmp_path, 'sort = "weight"\n')
    (root / "content/posts/_index.md").write_text('+++\ntitle = "Posts"\n+++\n\nSome.\n')
    assert order(build(root)["posts/index.html"]) == ["Undated", "Week 10", "Week 2", "Another"]


def test_an_order_for_a_folder_without_notes_is_reported(tmp_path: Path) -> None:
    root = garden(tmp_path, '[section_sort]\n"/posts/" = "weight"\n"journal" = "created"\n')
    done = CliRunner().invoke(main, ["build", str(root), "--jobs", "1"])
    assert "notegarden.toml: section_sort names a folder without notes: journal" in done.output
    assert "without notes: /posts/" not in done.output
    assert order((root / "public/posts/index.html").read_text()) == ["Undated", "Week 10", "Week 2", "Another"]


def test_a_folder_note_in_a_vault_has_the_configured_order_too(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "Log").mkdir()
    (tmp_path / "Log/Log.md").write_text("All of it.\n")
    for name, day in (("B", "2026-01-02"), ("A", "2024-01-02"), ("C", "2025-01-02")):
        (tmp_path / f"Log/{name}.md").write_text(f"---\ncreated: {day}\n---\nText.\n")
    (tmp_path / "notegarden.toml").write_text('sort = "created"\n')
    build_of(tmp_path)
    page = (tmp_path / ".public/log/index.html").read_text()
    inside = page[page.index('class="inside"') :]
    assert re.findall(r'<li><a href="/log/\w/">(\w)</a>', inside) == ["B", "C", "A"]


def test_a_changed_weight_moves_the_note(tmp_path: Path) -> None:
    root = garden(tmp_path, 'sort = "weight"\n')
    build(root)
    (root / "content/posts/b.md").write_text(note("Week 2", front="weight = 1\ndate = 2026-03-04"))
    assert order(build(root)["posts/index.html"]) == ["Undated", "Week 2", "Week 10", "Another"]


def test_an_unknown_order_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    root = garden(tmp_path, 'sort = "size"\n')
    done = CliRunner().invoke(main, ["build", str(root), "-q"])
    assert done.exit_code == 2
    assert "notegarden.toml:2" in done.output
    assert "'weight'" in done.output
