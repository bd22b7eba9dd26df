"""A small garden of every feature, built and checked: what is published, at which URL, and all findings."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from lxml import etree, html
from support import ROOT, snapshot

from notegarden.cli import main
from notegarden.notes.note import Dialect
from notegarden.sources.parse import parse_note

GARDEN = ROOT / "tests" / "gardens" / "whole"
ADDRESSES = {
    "_index.md": "/notes/",
    "letters/_index.md": "/notes/letters/",
    "letters/first.md": "/notes/letters/2023/first/",
    "letters/unlisted.md": "/notes/letters/2023/unlisted-letter/",
    "posts/20240101080000-soil.md": "/notes/posts/20240101080000-soil/",
    "posts/20240102080000-worms.md": "/notes/posts/20240102080000-worms/",
    "posts/20240103080000-gardening.md": "/notes/posts/20240103080000-gardening/",
    "posts/_index.md": "/notes/posts/",
    "posts/empty.md": "/notes/posts/empty/",
    "posts/roses.md": "/notes/posts/roses/",
    "posts/same-one.md": "/notes/posts/same/",
    "posts/teaser.md": "/notes/posts/teaser/",
    "posts/Ümlaut name.md": "/notes/posts/ümlaut-name/",
    "trips/alps/index.md": "/notes/trips/alps/",
}
UNPUBLISHED = {"posts/draft.md", "posts/expired.md", "posts/later.md", "posts/private.md"}
FOUND = {
    "posts/20240101080000-soil.md:44 link-missing",
    "posts/20240102080000-worms.md:16 address-missing",
    "posts/20240102080000-worms.md:17 picture-missing",
    "posts/20240103080000-gardening.md:7 link-missing",
    "posts/20240103080000-gardening.md:8 anchor-missing",
    "posts/same-two.md:1 address-clash",
    "posts/teaser.md:5 link-draft",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("whole"))


def build(folder: Path) -> Path:
    shutil.copytree(GARDEN, folder / "garden")
    command = ["build", str(folder / "garden"), "--output", str(folder / "public"), "--no-search", "--quiet", "-j1"]
    assert CliRunner().invoke(main, command).exit_code == 0
    return folder / "public"


@pytest.fixture(scope="module")
def graph(site: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads((site / "graph.json").read_bytes())
    return found


def pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), html.document_fromstring(path.read_bytes())


def test_the_test_lists_every_note_of_the_garden() -> None:
    there = {path.relative_to(GARDEN / "content").as_posix() for path in (GARDEN / "content").rglob("*.md")}
    assert there == {*ADDRESSES, *UNPUBLISHED, "posts/same-two.md"}


def test_every_note_has_its_address(site: Path, graph: dict[str, list[dict[str, str]]]) -> None:
    for path, address in ADDRESSES.items():
        assert (site / address.removeprefix("/notes/") / "index.html").is_file(), path
    for node in graph["nodes"]:
        url = unquote(node["url"])
        assert ADDRESSES.get(node["id"], url) == url
    assert {"earth", "posts"} <= {path.name for path in site.iterdir()}
    for alias in ("earth", "posts/dirt"):
        assert "20240101080000-soil" in (site / alias / "index.html").read_text("utf-8")


def test_unpublished_notes_appear_nowhere(site: Path) -> None:
    words = ("A secret about", "Not before its time", "Over.", "Left out by the configuration", "Not yet", "Expired")
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".json", ".xml", ".txt"):
            text = path.read_text("utf-8")
            assert not [word for word in words if word in text], path


def test_an_unlisted_note_is_in_no_list(site: Path) -> None:
    holders = [file for file, page in pages(site) if "Unlisted letter" in page.text_content()]
    assert "letters/2023/unlisted-letter/index.html" in holders
    assert not {"index.html", "all/index.html", "recent/index.html", "letters/index.html"} & {*holders}
    listed = (site / "llms.txt").read_text("utf-8")
    assert "Roses" in listed
    assert "Unlisted letter" not in listed


def test_files_are_copied(site: Path) -> None:
    for name in ("pictures/profile.png", "pictures/spare.png", "robots-note.txt"):
        assert (site / name).read_bytes() == (GARDEN / "static" / name).read_bytes()
    for name in ("trips/alps/ridge.png", "trips/alps/track.gpx"):
        assert (site / name).read_bytes() == (GARDEN / "content" / name).read_bytes()


def test_every_relref_is_an_edge_or_a_finding(graph: dict[str, list[dict[str, str]]]) -> None:
    typed: Counter[str] = Counter()
    for path in ADDRESSES:
        note = parse_note(path, (GARDEN / "content" / path).read_bytes(), Dialect()).note
        for link in note.links:
            if link.kind == "relref":
                typed[link.target.partition("#")[0]] += 1
    missing = {"chalk.md", "soil", "draft.md"}
    assert sum(typed[target] for target in missing) == 3
    assert {edge["target"] for edge in graph["edges"]} <= {node["id"] for node in graph["nodes"]}
    counted = Counter(edge["target"] for edge in graph["edges"])
    for target in typed.keys() - missing:
        assert any(path.endswith(target.removesuffix(".md") + ".md") for path in counted), target


def test_a_page_shows_the_content_of_its_note(site: Path) -> None:
    soil = html.document_fromstring((site / "posts/20240101080000-soil/index.html").read_bytes())
    (body,) = soil.xpath("//*[@data-note-body]")
    assert len(body.xpath(".//math")) == 2
    assert len(body.xpath(".//table//tr")) == 3
    assert len(body.xpath(".//ol/li")) >= 2
    assert body.xpath(".//img/@width") == ["40"]
    assert {"what-it-is", "what-it-does"} <= {*body.xpath(".//h2/@id")}
    worms = html.document_fromstring((site / "posts/20240102080000-worms/index.html").read_bytes())
    assert worms.xpath("//*[@data-note-body]//div[@class='aside']/b/text()") == ["HTML"]
    assert "0.04" in "".join(worms.xpath("//*[@data-note-body]//pre//text()"))
    gardening = html.document_fromstring((site / "posts/20240103080000-gardening/index.html").read_bytes())
    assert gardening.xpath("//div[@class='box']/b/text()") == ["in the shed"]
    assert "This is autumn." in gardening.text_content()


def test_a_note_embeds_a_section_of_another(site: Path) -> None:
    gardening = html.document_fromstring((site / "posts/20240103080000-gardening/index.html").read_bytes())
    (frame,) = gardening.xpath("//*[@data-note-body]//div[@data-embed]")
    assert "0.04" in frame.text_content()
    assert frame.xpath("./a/@href") == ["/notes/posts/20240102080000-worms/#casts"]
    assert frame.xpath(".//h2/@id") == ["e1-casts"]


def test_a_note_shows_its_unlinked_mentions(site: Path) -> None:
    worms = html.document_fromstring((site / "posts/20240102080000-worms/index.html").read_bytes())
    (folded,) = worms.xpath("//section[@id='_links']/details[summary[starts-with(., 'Named without a link')]]")
    assert "In spring, where worms live." in [each.text_content() for each in folded.xpath(".//p/a")]
    assert "/notes/posts/roses/#pruning" in folded.xpath(".//p/a/@href")
    assert folded.get("open") is None


def test_all_findings_are_reported(tmp_path: Path) -> None:
    shutil.copytree(GARDEN, tmp_path / "garden")
    rows = json.loads(CliRunner().invoke(main, ["check", str(tmp_path / "garden"), "--format", "json"]).stdout)
    assert {f"{row['path']}:{row['line']} {row['code']}" for row in rows if row["severity"] == "error"} == FOUND
    others = {row["code"] for row in rows if row["severity"] != "error"}
    assert {"empty", "orphan", "picture-unused"} <= others


def test_two_builds_are_the_same(site: Path, tmp_path: Path) -> None:
    assert snapshot(site) == snapshot(build(tmp_path))


def test_site_files_are_well_formed(site: Path) -> None:
    for name in ("sitemap.xml", "feed.xml"):
        etree.fromstring((site / name).read_bytes())
    addresses = re.findall(r"<loc>([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert "https://garden.example/notes/letters/2023/first/" in addresses


def test_the_explorer_has_every_listed_note_in_its_folder(site: Path) -> None:
    nav = html.document_fromstring((site / "explorer/index.html").read_bytes()).find(".//main//nav[@class='tree']")
    shown: dict[str, list[str]] = {}
    for link in nav.iter("a"):
        branch = next((each for each in link.iterancestors("details")), None)
        key = branch.get("data-branch") if branch is not None else ""
        shown.setdefault(key, []).append(unquote(link.get("href")))
    sections = {path for path in ADDRESSES if path.endswith("_index.md")}
    listed = ADDRESSES.keys() - sections - {"letters/unlisted.md"}
    expected = {ADDRESSES[path]: path.rpartition("/")[0].removesuffix("/alps") for path in listed}
    found = {address: key for key, addresses in shown.items() for address in addresses if not key.startswith("#")}
    assert expected.items() <= found.items()
    assert ADDRESSES["letters/unlisted.md"] not in found


def test_hidden_files_of_static_are_published_and_raw_html_stays_in_its_note(site: Path) -> None:
    assert (site / ".well-known/security.txt").read_text("utf-8").startswith("Contact: ")
    page = (site / "posts/roses/index.html").read_text("utf-8")
    assert '<div class="aside">\n<p>A last word.</p>\n</div></div>' in page
    picture = (site / "posts/20240102080000-worms/index.html").read_text("utf-8")
    assert '<span class="missing-picture"' in picture
