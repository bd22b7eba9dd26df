"""Feeds: which exist, what they contain of a note, and that an incremental build equals a fresh one."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from support import built

NAME = "{http://www.w3.org/2005/Atom}"
NOTES = {
    "posts/_index.md": "+++\ntitle = 'Long reads'\n+++\n",
    "posts/a.md": "+++\ntitle = 'Alpha'\ndate = 2026-01-02\ntags = ['Wet soil']\n+++\n\n"
    "See [beta](b.md), [below](#more) and ![a leaf](/leaf.png).\n\n## More\n\n<script>evil()</script>\n",
    "posts/b.md": "+++\ntitle = 'Beta'\ndate = 2026-01-03\n+++\n\nBy [alpha](a.md) & <del>co</del>.\n",
    "posts/draft.md": "+++\ntitle = 'Hidden'\ndate = 2026-01-04\ndraft = true\ntags = ['Wet soil', 'Secret']\n+++\n",
    "posts/unlisted.md": "+++\ntitle = 'Unlisted'\ndate = 2026-01-04\ntags = ['Wet soil']\n"
    "[build]\nlist = 'never'\n+++\n",
    "small/c.md": "+++\ntitle = 'Gamma'\ndate = 2026-01-01\ntags = ['Beta']\n+++\n\nText.\n",
}
BASE = 'title = "My notes"\nbase_url = "https://example.org/g/"\nsearch = false\noffline = false\n'
ATOM = f"{BASE}json_feed = false\n"
ALL = f'{BASE}[feeds]\ntext = "full"\ntags = true\n'


def garden(root: Path, settings: str, notes: dict[str, str] = NOTES, folder: str = "content/") -> Path:
    files = {f"{folder}{note}": text for note, text in notes.items()}
    for name, text in {**files, "notegarden.toml": settings}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("feeds")
    return built(garden(root / "g", ALL), root / "public")


def titles(feed: bytes) -> list[str]:
    return [str(each.findtext(f"{NAME}title")) for each in ElementTree.fromstring(feed).iter(f"{NAME}entry")]


def feeds(files: dict[str, bytes]) -> set[str]:
    return {name for name in files if name.endswith(("index.xml", "feed.xml", "feed.json"))}


def test_each_section_and_tag_has_its_own_feed(site: dict[str, bytes]) -> None:
    beside = {"", "posts/", "small/", "tags/wet-soil/", "posts/b/"}
    assert feeds(site) == {"feed.xml"} | {f"{at}{name}" for at in beside for name in ("index.xml", "feed.json")}
    assert titles(site["feed.xml"]) == ["Beta", "Alpha", "Gamma"]
    assert titles(site["posts/index.xml"]) == ["Beta", "Alpha"]
    assert titles(site["tags/wet-soil/index.xml"]) == ["Alpha"]
    assert titles(site["posts/b/index.xml"]) == ["Gamma"]
    heads = {at: ElementTree.fromstring(site[f"{at}index.xml"]).findtext(f"{NAME}title") for at in beside}
    assert heads == {
        "": "My notes", "posts/": "Long reads", "small/": "Small", "tags/wet-soil/": "Wet soil", "posts/b/": "Beta",
    }  # fmt: skip
    ids = [ElementTree.fromstring(site[f"{at}index.xml"]).findtext(f"{NAME}id") for at in sorted(beside)]
    assert ids == [f"https://example.org/g/{at}" for at in sorted(beside)]


def test_a_page_names_the_feed_of_its_section_or_tag(site: dict[str, bytes]) -> None:
    def named(page: str) -> list[str]:
        found = BeautifulSoup(site[page], "html.parser").select('link[type="application/atom+xml"]')
        return [str(each["href"]) for each in found]

    main = "/g/feed.xml"
    assert named("posts/index.html") == ["/g/posts/index.xml", main]
    assert named("small/index.html") == ["/g/small/index.xml", main]
    assert named("tags/wet-soil/index.html") == ["/g/tags/wet-soil/index.xml", main]
    assert named("posts/b/index.html") == ["/g/posts/b/index.xml", main]
    assert named("posts/a/index.html") == named("all/index.html") == named("tags/index.html") == [main]
    assert named("posts/unlisted/index.html") == [main]


def test_the_full_text_works_outside_the_site(site: dict[str, bytes]) -> None:
    entry = next(ElementTree.fromstring(site["tags/wet-soil/index.xml"]).iter(f"{NAME}entry"))
    content = entry.find(f"{NAME}content")
    assert content is not None
    assert content.get("type") == "html"
    html = BeautifulSoup(str(content.text), "html.parser")
    assert [a["href"] for a in html.select("a")] == [
        "https://example.org/g/posts/b/", "https://example.org/g/posts/a/#more",
    ]  # fmt: skip
    assert "evil" not in str(content.text)
    assert html.h2 is not None
    assert html.h2.get_text() == "More"
    (item,) = json.loads(site["tags/wet-soil/feed.json"])["items"]
    assert item["content_html"] == content.text
    assert "content_text" not in item


def test_a_summary_is_plain_text(tmp_path: Path) -> None:
    files = built(garden(tmp_path / "g", ATOM), tmp_path / "public")
    assert feeds(files) == {"feed.xml", "index.xml", "posts/index.xml", "small/index.xml"}
    assert b"<content" not in files["feed.xml"]
    assert b"By alpha &amp; co." in files["feed.xml"]


def test_sections_can_be_without_feeds(tmp_path: Path) -> None:
    files = built(garden(tmp_path / "g", f"{ATOM}[feeds]\nsections = false\n"), tmp_path / "public")
    assert feeds(files) == {"feed.xml", "index.xml"}
    assert b"posts/index.xml" not in files["posts/index.html"]


def test_a_vault_has_feeds_on_request(tmp_path: Path) -> None:
    notes = {"trees/oak.md": "---\ntags: [wood/hard]\ndate: 2026-01-02\n---\nOld.\n", "b.md": "[[oak]]\n"}
    root = garden(tmp_path / "g", ATOM, notes, folder="")
    assert feeds(built(root, tmp_path / "public")) == {"feed.xml"}
    garden(root, f"{ATOM}[feeds]\nsections = true\ntags = true\n", notes, folder="")
    files = built(root, tmp_path / "public")
    more = {"trees/index.xml", "tags/wood/index.xml", "tags/wood/hard/index.xml"}
    assert feeds(files) == {"feed.xml", *more}
    assert {name: titles(files[name]) for name in more} == {name: ["oak"] for name in more}
    garden(root, f"{ATOM}[feeds]\ntags = true\n", notes, folder="")
    assert feeds(built(root, tmp_path / "public")) == {"feed.xml", *(more - {"trees/index.xml"})}


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("posts/b.md", "+++\ntitle = 'Beta'\ndate = 2026-01-03\nslug = 'second'\n+++\n\nMoved.\n"),
        ("posts/a.md", "+++\ntitle = 'Alpha'\ndate = 2026-01-05\n+++\n\nNo tag.\n"),
        ("small/d.md", "+++\ntitle = 'Delta'\ndate = 2026-01-06\ntags = ['New']\n+++\n\nNew.\n"),
    ],
)
def test_an_edit_leaves_the_feeds_of_a_fresh_build(tmp_path: Path, note: str, text: str) -> None:
    root = garden(tmp_path / "g", ALL)
    built(root, tmp_path / "public")
    (root / "content" / note).write_text(text)
    after = built(root, tmp_path / "public")
    fresh = built(root, tmp_path / "fresh")
    assert feeds(after) == feeds(fresh)
    assert {name: after[name] for name in feeds(after)} == {name: fresh[name] for name in feeds(fresh)}
