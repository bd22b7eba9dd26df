"""A site's files besides its pages, what the search index has of a note, and what is stored for offline reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_garden import SmallGarden, theme

from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.outputs import Written
from notegarden.site.site_files import SiteFiles, is_kept_offline, offline_files


def files(texts: dict[str, str], **settings: Any) -> SiteFiles:
    return SiteFiles(SmallGarden(texts, **settings).planner(), theme(), Path("/nowhere"))


def test_files_with_absolute_addresses_exist_only_with_a_host() -> None:
    host = {"base_url": "https://example.org/"}
    assert {"sitemap.xml", "feed.xml"} <= {*files({"a.md": "x"}, **host).groups()}
    assert {"sitemap.xml", "feed.xml"} & {*files({"a.md": "x"}).groups()} == set()
    assert b"https://example.org/sitemap.xml" in (files({}, **host).file("robots.txt") or b"")
    assert b"sitemap" not in (files({}).file("robots.txt") or b"")


@pytest.mark.parametrize(("name", "setting"), [("llms.txt", "llms"), ("sw.js", "offline")])
def test_optional_files_exist_only_where_they_are_configured(name: str, setting: str) -> None:
    assert name in files({"a.md": "x"}, **{setting: True}).groups()
    assert name not in files({"a.md": "x"}, **{setting: False}).groups()


def test_the_site_map_has_listed_notes_by_address_without_those_with_noindex() -> None:
    texts = {
        "b.md": "---\ndate: 2026-01-02\n---\nx", "a.md": "x", "c.md": "---\ndraft: true\n---\nx",
        "d.md": "---\nnoindex: true\n---\nx", "e.md": "---\nbuild: {list: never}\n---\nx",
    }  # fmt: skip
    made = files(texts, base_url="https://example.org/sub/").file("sitemap.xml")
    assert made is not None
    assert [part.partition("<")[0] for part in made.decode().split("<loc>")[1:]] == [
        "https://example.org/sub/a/", "https://example.org/sub/b/",
    ]  # fmt: skip


def test_an_unknown_file_name_gives_no_file() -> None:
    made = files({"a.md": "x"}, base_url="https://example.org/")
    assert (made.file("robots.txt") or b"").startswith(b"User-agent")
    assert (made.file("none.txt"), made.file("sitemap-9.xml")) == (None, None)


def marks(texts: dict[str, str], rules: bytes = b"1") -> dict[str, str]:
    found = files(texts).search_pages(BodyReader(Path("/nowhere")), rules)
    return {address: mark for address, (mark, _) in found.items()}


def test_search_pages_are_listed_notes_and_their_mark_changes_with_what_is_indexed() -> None:
    texts = {"a é.md": "x", "b.md": "---\ndraft: true\n---\nx", "c.md": "---\nbuild: {list: never}\n---\nx"}
    before = marks(texts)
    assert {*before} == {"/a-%C3%A9/"}
    assert marks(texts) == before
    assert marks(texts, b"2") != before
    for front in ("title: Other", "tags: [t]", "aliases: [/old/]"):
        assert marks({"a é.md": f"---\n{front}\n---\nx"}) != before


def test_search_finds_a_note_by_the_titles_of_its_tags_and_not_of_its_links() -> None:
    link = '[b]({{< relref "b" >}})'
    for text, is_found in {"---\ntags: [b]\n---\nx": True, link: False}.items():
        first, second = (marks({"a.md": text, "b.md": f"---\ntitle: {title}\n---\nx"}) for title in ("One", "Two"))
        assert (first["/a/"] != second["/a/"]) is is_found


def test_the_service_worker_changes_with_the_theme() -> None:
    made = files({"a.md": "x"}, offline=True).file("sw.js")
    assert made is not None
    assert made.startswith(f'const BUILD = "{theme().version}";\n'.encode())
    assert made.count(b"\n") > 2


def test_recent_notes_and_tags_are_shown_before_anything_is_typed() -> None:
    text = "---\ntitle: A\ndate: 2026-01-01\ntags: [t]\n---\nx"
    assert files({"a.md": text}, base_url="https://e.org/sub/").search_lists() == {
        "recent": [{"url": "/sub/a/", "title": "A"}],
        "tags": [{"url": "/sub/tags/t/", "title": "t", "count": 1}],
        "rereading": "/sub/rereading/",
    }
    assert files({"a.md": text}, pages={"rereading": False}).search_lists()["rereading"] is None


def test_pictures_and_the_offline_list_itself_are_not_stored_offline() -> None:
    names = ("a/index.html", "assets/x.css", "p.PNG", "f.pdf", "sw.js", "offline.json", "a/sw.js")
    assert [is_kept_offline(each) for each in names] == [True, True, False, False, False, False, True]


def test_the_offline_list_has_addresses_and_no_unlisted_page() -> None:
    outputs = {
        "index.html": Written(b"", 10, 0, digest=b"\1"), "a/index.html": Written(b"", 20, 0, digest=b"\2"),
        "shy/index.html": Written(b"", 40, 0, digest=b"\3"), "p.png": Written(b"", 80, 0, digest=b"\4"),
        "x.css": Written(b"", 160, 0, digest=b"\5"), "y.css": Written(b"", 320, 0),
    }  # fmt: skip
    made = offline_files(outputs, "/sub/", {"shy/index.html"})
    assert json.loads(made["offline-files.json"]) == {"/sub/": "01", "/sub/a/": "02", "/sub/x.css": "05"}
    head = json.loads(made["offline.json"])
    assert (head["pages"], head["bytes"]) == (2, 190)
    changed = outputs | {"x.css": Written(b"", 160, 0, digest=b"\6")}
    assert json.loads(offline_files(changed, "/sub/", {"shy/index.html"})["offline.json"])["version"] != head["version"]
