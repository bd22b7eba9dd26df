"""The URLs of a site's pages: generated pages yield to notes, and every URL is below the path of the base URL."""

from __future__ import annotations

from typing import Any

import pytest
from small_garden import SmallGarden

from notegarden.site.addresses import Site, copy_address, heading_of, vault_folders


def site(*paths: str, **settings: Any) -> Site:
    return SmallGarden(dict.fromkeys(paths, "x"), **settings).site


def test_a_generated_page_yields_to_a_note_and_tag_addresses_follow_the_page_of_tags() -> None:
    found = site("tags.md", "all/index.md", "recent.md")
    assert [found.generated[name] for name in ("tags", "all", "recent", "wanted")] == [
        "/garden-tags/", "/garden-all/", "/garden-recent/", "/wanted/",
    ]  # fmt: skip
    assert found.tag_address("A b") == "/garden-tags/a-b/"
    assert site("tags/_index.md").generated["tags"] == "/tags/"


def test_in_a_vault_a_generated_page_yields_to_a_folder_too() -> None:
    vault = site("Tags/a.md", "b.md", format="obsidian", content="")
    assert vault.generated["tags"] == "/garden-tags/"
    assert vault.sections == {"/tags/": "Tags"}


def test_pages_without_content_are_left_out() -> None:
    assert {"calendar", "references", "explorer", "tasks"} & {*site("a.md").generated} == set()
    assert "calendar" in site("2026-01-02.md", format="obsidian", content="").generated
    assert "calendar" not in site("2026-01-02.md").generated
    assert "map" not in site("a.md", pages={"map": False}).generated


@pytest.mark.parametrize(
    ("base_url", "href", "permalink"),
    [
        ("", "/a%20b/%C3%A9/#x", "/a%20b/%C3%A9/"),
        ("https://example.org/sub", "/sub/a%20b/%C3%A9/#x", "https://example.org/sub/a%20b/%C3%A9/"),
    ],
)
def test_addresses_are_below_the_base_url_s_path(base_url: str, href: str, permalink: str) -> None:
    found = site("a.md", base_url=base_url)
    assert (found.href("/a b/é/", "x"), found.permalink("/a b/é/")) == (href, permalink)


def test_a_written_address_has_the_path_of_the_base_url_once() -> None:
    found = site("a.md", base_url="https://example.org/sub/")
    assert found.base("/a?b=c%20d") == "/sub/a?b=c%20d"
    assert [found.below(each) for each in ("/a/", "/sub/a/", "/subtle/")] == ["/sub/a/", "/sub/a/", "/sub/subtle/"]
    assert site("a.md").below("/sub/a/") == "/sub/a/"
    assert [found.menu_url(each) for each in ("https://a.org", "/a/", "javascript:x")] == [
        "https://a.org", "/sub/a/", "/sub/javascript:x",
    ]  # fmt: skip


def test_a_nested_tag_of_a_vault_is_below_its_parent_tag() -> None:
    vault = site("a.md", format="obsidian", content="")
    assert [vault.tag_address(each) for each in ("A/B c", "a//b", "🌱", "❤\ufe0f")] == [
        "/tags/a/b-c/", "/tags/a/tag/b/", "/tags/🌱/", "/tags/❤/",
    ]  # fmt: skip


def test_feeds_need_a_host_a_folder_address_and_the_configuration() -> None:
    with_host = site("a.md", base_url="https://example.org/")
    assert with_host.feed_href("/s/", of="sections") == "/s/index.xml"
    assert with_host.feed_href("/s.html", of="sections") == ""
    assert site("a.md").feed_href("/s/", of="sections") == ""
    without = site("a.md", base_url="https://example.org/", feeds={"sections": False, "tags": True})
    assert (without.feed_href("/s/", of="sections"), without.feed_href("/t/", of="tags")) == ("", "/t/index.xml")


def test_folders_at_the_top_are_sections_where_no_note_has_their_address() -> None:
    assert site("posts/a.md", "my_notes/b.md", "s/_index.md", "s/c.md", "posts/d/e.md", "x/f.md", "x.md").sections == {
        "/posts/": "Posts", "/my_notes/": "My notes",
    }  # fmt: skip
    hidden = SmallGarden({"s/a.md": "---\ndraft: true\n---\nx", "b.md": "x"})
    assert hidden.site.sections == {}


def test_every_folder_of_a_vault_with_listed_notes_has_a_page() -> None:
    vault = SmallGarden(
        {"A b/c/x.md": "x", "d/y.md": "---\npublish: false\n---\nx", "A b/index.md": "x"}, format="obsidian", content=""
    )
    assert vault_folders(vault.garden) == {"A b": "/a-b/", "A b/c": "/a-b/c/"}
    assert vault.site.sections == {"/a-b/c/": "c"}


def test_only_notes_that_search_engines_may_index_have_a_markdown_copy() -> None:
    texts = {"a.md": "x", "s/_index.md": "x", "index.md": "x", "n.md": "---\nnoindex: true\n---\nx"}
    texts["h.md"] = "---\nurl: /h.html\n---\nx"
    small = SmallGarden(texts, markdown=True)
    assert {path: copy_address(small.site, small.garden.nodes[path]) for path in texts} == {
        "a.md": "/a/index.md", "s/_index.md": "", "index.md": "", "n.md": "", "h.md": "/h.md",
    }  # fmt: skip
    assert copy_address(SmallGarden(texts, markdown=False).site, small.garden.nodes["a.md"]) == ""


def test_callouts_have_translated_names_except_in_english() -> None:
    assert site("a.md").callouts == ()
    assert site("a.md", language="de").callouts[0] == "Hinweis"
    assert heading_of("my-old_notes") == "My old notes"
