"""Embedded notes in a Hugo garden, by the shortcode `embed`: shown, updated, withheld and reported."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import built

from notegarden.cli import main
from notegarden.site import holes, transclusion

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
SECRET = "sesame"
NOTES = {
    "_index.md": 'Home shows {{< embed "b.md#first" >}}\n',
    "posts/a.md": "+++\ntitle = 'Alpha'\n+++\nIntro.\n\n{{< embed \"b.md\" >}}\n\n- {{< embed \"b.md#second\" >}}\n",
    "deep/b.md": "+++\ntitle = 'Beta'\n+++\nText[^1] of beta.\n\n## First\n\nOne [down](#second), [near](../c/).\n\n"
    "### Inner\n\nin it\n\n## Second\n\nTwo.\n\n- ## Listed\n\n[^1]: its note\n",
    "deep/c.md": "Chain: {{< embed \"k/index.md\" >}}\n",
    "k/index.md": "A bundle ![p](p.gif) with <img src=\"p.gif\" alt=\"\">.\n",
    "posts/d.md": "Nothing of others.\n",
}  # fmt: skip


def write(garden: Path, notes: dict[str, str | None]) -> None:
    for name, text in notes.items():
        path = garden / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, "utf-8")


def findings(garden: Path) -> list[tuple[str, int, str]]:
    rows = json.loads(CliRunner().invoke(main, ["check", str(garden), "--format", "json"]).stdout)
    return [(row["path"], row["line"], row["code"]) for row in rows]


def body(site: dict[str, bytes], file: str) -> str:
    page = site[file].decode()
    return page[page.index("data-note-body") : page.index("</main>")]


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    garden = tmp_path / "garden"
    write(garden, dict(NOTES))
    (garden / "content/k/p.gif").write_bytes(PIXEL)
    (garden / "notegarden.toml").write_text('base_url = "https://garden.example/notes/"\n', "utf-8")
    return garden


def test_a_note_and_a_section_are_embedded_in_a_frame_that_links_to_them(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    shown = body(site, "posts/a/index.html")
    assert shown.count('data-embed="deep/b.md"') == 2
    assert '<a class="markdown-embed-link" href="/notes/deep/b/">Beta</a>' in shown
    assert '<a class="markdown-embed-link" href="/notes/deep/b/#second">Beta › Second</a>' in shown
    _, whole, section = shown.split('data-embed="deep/b.md"')
    assert "its note" in whole
    assert '<h2 id="e2-second">Second</h2>' in section
    assert "in it" not in section
    assert "its note" not in section
    home = body(site, "index.html")
    assert "in it" in home
    assert "Two." not in home


def test_ids_of_embedded_text_are_unique_on_the_page(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    page = site["posts/a/index.html"].decode()
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len({*ids})
    assert '<a href="#e1-second">down</a>' in page
    assert 'href="/notes/deep/b/#second">down</a>' in site["index.html"].decode(), "outside of the embed"


def test_relative_addresses_resolve_as_on_the_embedded_notes_page(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    assert body(site, "k/index.html").count('src="p.gif"') == 2
    assert '<a href="/notes/deep/c/">near</a>' in body(site, "posts/a/index.html")
    assert body(site, "deep/c/index.html").count('src="/notes/k/p.gif"') == 2


def test_the_style_of_frames_is_only_on_pages_with_a_frame(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    styled = {name for name, data in site.items() if name.endswith(".html") and b"theme/vault.css" in data}
    assert styled == {"index.html", "posts/a/index.html", "deep/c/index.html"}


EDITS: list[dict[str, str | None]] = [
    {"deep/b.md": NOTES["deep/b.md"].replace("Two.", "New words.")},
    {"deep/b.md": NOTES["deep/b.md"].replace("## Second", "## Another")},
    {"deep/b.md": NOTES["deep/b.md"].replace("title = 'Beta'", "title = 'Other'\nslug = 'moved'")},
    {"deep/b.md": NOTES["deep/b.md"].replace("title", "draft = true\ntitle")},
    {"deep/b.md": None},
    {"posts/b.md": "## First\n\nA namesake.\n"},
    {"k/index.md": "Changed.\n"},
    {"k/index.md": "Round: {{< embed \"c.md\" >}}\n"},
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(EDITS)))
def test_a_build_after_an_edit_equals_a_fresh_one(garden: Path, tmp_path: Path, number: int) -> None:
    before = built(garden, tmp_path / "out")
    write(garden, EDITS[number])
    after = built(garden, tmp_path / "out")
    shutil.copytree(garden, tmp_path / "copy", ignore=shutil.ignore_patterns(".notegarden"))
    assert after == built(tmp_path / "copy", tmp_path / "fresh")
    assert after["deep/c/index.html"] != before["deep/c/index.html"] or "b.md" in str(EDITS[number])


def test_an_edit_updates_every_page_that_embeds_the_note(garden: Path, tmp_path: Path) -> None:
    built(garden, tmp_path / "out")
    write(garden, EDITS[0])
    site = built(garden, tmp_path / "out")
    shown = {name for name, data in site.items() if b"New words" in data and name.endswith(".html")}
    assert shown == {"posts/a/index.html", "deep/b/index.html"}


@pytest.mark.parametrize(
    "key", ["draft = true", "publishDate = 2999-01-01", "expiryDate = 2001-01-01", "draft = maybe"]
)
def test_unpublished_notes_are_embedded_nowhere(garden: Path, tmp_path: Path, key: str) -> None:
    write(
        garden,
        {"x/no.md": f"+++\ntitle = '{SECRET}'\n{key}\n+++\n{SECRET}\n\n## Part\n\n{SECRET} ![s](/{SECRET}.gif)\n"},
    )
    write(
        garden,
        {"posts/d.md": 'Shows {{< embed "no.md" >}}\n\n{{< embed "no.md#part" >}}\n\n<!-- {{< embed "no" >}} -->\n'},
    )
    site = built(garden, tmp_path / "out")
    assert not [name for name, data in site.items() if SECRET.encode() in data]
    if "maybe" not in key:  # there the note's own error reports it
        assert {("posts/d.md", 1, "link-draft"), ("posts/d.md", 3, "link-draft")} <= {*findings(garden)}


def test_a_missing_target_is_reported_with_its_line(garden: Path, tmp_path: Path) -> None:
    text = 'A\n\n{{< embed "gone.md" >}}\n\n{{< embed "b.md#lost" >}}\n\n{{< embed "b.md#listed" >}}\n\n'
    text += '{{< embed "" >}}\n\n{{< embed "p.gif" >}}\n\n{{< embed "posts" >}}\n'
    write(garden, {"posts/d.md": text})
    found = [(line, code) for path, line, code in findings(garden) if path == "posts/d.md" and code != "orphan"]
    assert found == [
        (3, "link-missing"), (5, "anchor-missing"), (7, "anchor-missing"), (9, "shortcode"), (11, "shortcode"),
        (13, "link-missing"),
    ]  # fmt: skip
    site = built(garden, tmp_path / "out")
    assert '<a href="/notes/wanted/#w-gone" class="missing">gone.md</a>' in body(site, "posts/d/index.html")


def test_only_true_cycles_are_stopped_and_reported(garden: Path, tmp_path: Path) -> None:
    own = '{{< embed "#one" >}}\n\n## One\n\nfirst\n\n## Two\n\n{{< embed "d.md#two" >}}\n'
    write(garden, {"posts/d.md": own, "x.md": 'x {{< embed "y" >}}', "y.md": 'y {{< embed "x" >}}'})
    site = built(garden, tmp_path / "out")
    assert body(site, "posts/d/index.html").count("<p>first</p>") == 2, "a section of the note itself is shown"
    assert body(site, "x/index.html").count("markdown-embed-content") == 1, "X shows Y, and Y's X is a link"
    cycles = [(path, line) for path, line, code in findings(garden) if code == "embed-cycle"]
    assert cycles == [("posts/d.md", 9), ("x.md", 1), ("y.md", 1)]


def test_an_embed_is_an_edge_of_its_own_kind(garden: Path, tmp_path: Path) -> None:
    graph = json.loads(built(garden, tmp_path / "out")["graph.json"])
    edge = next(each for each in graph["edges"] if each["source"] == "posts/a.md")
    assert (edge["target"], edge["embeds"]) == ("deep/b.md", 2)


def test_an_embed_where_no_block_may_be_is_a_link(garden: Path, tmp_path: Path) -> None:
    text = '## A {{< embed "b.md#second" >}}\n\n`{{< embed "b.md" >}}`\n\n> [!tip] T {{< embed "b.md" >}}\n> x\n'
    write(garden, {"posts/d.md": text})
    shown = body(built(garden, tmp_path / "out"), "posts/d/index.html")
    assert "markdown-embed" not in shown
    assert '<a href="/notes/deep/b/#second">b.md &gt; second</a></h2>' in shown
    assert shown.count('<a href="/notes/deep/b/">b.md</a>') == 2


def test_a_shortcode_of_the_garden_itself_wins(garden: Path, tmp_path: Path) -> None:
    own = garden / "templates/shortcodes/embed.html"
    own.parent.mkdir(parents=True)
    own.write_text("<b>own {{ args[0] }}</b>", "utf-8")
    assert "<b>own b.md</b>" in body(built(garden, tmp_path / "out"), "posts/a/index.html")


@pytest.mark.parametrize("folder", ["layouts/shortcodes", "layouts/_shortcodes", "themes/t/layouts/shortcodes"])
def test_one_of_hugos_layouts_is_not_replaced_by_another(garden: Path, tmp_path: Path, folder: str) -> None:
    (garden / folder).mkdir(parents=True)
    (garden / folder / "embed.html").write_text("{{ .Get 0 }}", "utf-8")
    assert "markdown-embed" not in body(built(garden, tmp_path / "out"), "posts/a/index.html")
    assert ("posts/a.md", 6, "shortcode") in findings(garden)


def test_a_page_embeds_a_limited_number_of_characters(
    garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transclusion, "_MOST_LETTERS", 2_500)
    sections = "".join(f"## S{number}\n\n{'x' * 900}\n\n" for number in range(50))
    embeds = "".join(f'{{{{< embed "long.md#s{number}" >}}}}\n\n' for number in range(4))
    write(
        garden,
        {"long.md": sections, "posts/many.md": embeds + '{{< embed "long.md" >}}\n\n{{< embed "posts/d.md" >}}\n'},
    )
    shown = body(built(garden, tmp_path / "out"), "posts/many/index.html")
    assert shown.count("x" * 900) == 2
    assert shown.count('class="internal-embed') == 3  # two sections, and the short note after the limit
    assert shown.count('<a class="markdown-embed-link" href="/notes/long/#s') == 4
    assert "Nothing of others." in shown


def test_a_page_embeds_a_limited_number_of_links(garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holes, "_MOST_LINKS", 25)
    write(garden, {"links.md": "[c](deep/c.md) " * 10, "posts/many.md": '{{< embed "links.md" >}}\n\n' * 4})
    shown = body(built(garden, tmp_path / "out"), "posts/many/index.html")
    assert shown.count('class="internal-embed') == 2
    assert shown.count('class="markdown-embed-link"') == 4


def test_notes_of_org_files_are_embedded_by_id_and_by_the_name_of_their_file(garden: Path, tmp_path: Path) -> None:
    soil = (
        ":PROPERTIES:\n:ID: soil\n:END:\n#+title: Soil\n\nRoots.\n\n"
        "* Layers\n:PROPERTIES:\n:ID: layers\n:CUSTOM_ID: lay\n:END:\nUpper.\n* Far below\nDark.\n"
    )
    (garden / "org").mkdir()
    (garden / "org/soil.org").write_text(soil, "utf-8")
    asked = ("id:soil", "id:layers", "soil.org", "org/soil.org::#lay", "soil.org#lay", "soil.org::*Far below", "no.org")
    write(garden, {"posts/org.md": "".join(f'{{{{< embed "{target}" >}}}}\n\n' for target in asked)})
    shown = body(built(garden, tmp_path / "out"), "posts/org/index.html").split('"internal-embed')[1:]
    words = [[word for word in ("Roots.", "Upper.", "Dark.") if word in each] for each in shown]
    whole, upper, dark = ["Roots.", "Upper.", "Dark."], ["Upper."], ["Dark."]
    assert words == [whole, upper, whole, upper, upper, dark]
    found = [code for path, _, code in findings(garden) if path.endswith("posts/org.md") and code != "orphan"]
    assert found == ["link-missing"]
