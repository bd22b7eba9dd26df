"""The page of a note: its tags, backlinks and breadcrumbs, and which notes are not shown there."""

from __future__ import annotations

from typing import Any

import pytest
from small_garden import SmallGarden

from notegarden.notes.note import Heading
from notegarden.render.views import NoteView, TocItem
from notegarden.site.pages.note import contents, note_page


def view(texts: dict[str, str], path: str = "s/a.md", **settings: Any) -> Any:
    garden = SmallGarden(texts, **settings)
    return note_page(garden.reads(), garden.site, path).view


def link(name: str, text: str = "x") -> str:
    return f'[{text}]({{{{< relref "{name}" >}}}})'


def headings(*levels: int) -> list[Heading]:
    return [Heading(level, f"h{number}", f"H{number}", 1) for number, level in enumerate(levels)]


def shape(items: tuple[TocItem, ...]) -> list[Any]:
    return [(item.id, shape(item.children)) if item.children else item.id for item in items]


@pytest.mark.parametrize(
    ("levels", "nested"),
    [
        ((2, 3, 3, 2), [("h0", ["h1", "h2"]), "h3"]),
        ((3, 2, 4, 3), ["h0", ("h1", ["h2", "h3"])]),
        ((1, 6, 2), [("h0", ["h1", "h2"])]),
        ((2,), []),
        ((), []),
    ],
)
def test_headings_are_nested_by_level_and_a_single_one_is_not_a_list(
    levels: tuple[int, ...], nested: list[Any]
) -> None:
    assert shape(contents(headings(*levels))) == nested


def test_a_heading_without_text_or_id_does_not_count() -> None:
    assert contents([Heading(2, "", "A", 1), Heading(2, "b", "", 1), Heading(2, "c", "C", 1)]) == ()


def test_a_note_may_switch_off_its_table_of_contents() -> None:
    text = "{}\n\n## One\n\n## Two\n"
    assert len(view({"s/a.md": text.format("")}).toc) == 2
    assert view({"s/a.md": text.format("---\ntoc: false\n---")}).toc == ()
    assert view({"s/a.md": text.format("")}, parts={"contents": False}).toc == ()


def test_tags_link_to_notes_to_their_own_pages_or_to_the_page_of_wanted_notes() -> None:
    listed = ", ".join(link(name.lower(), name) for name in ("C", "D", "No"))
    texts = {
        "s/a.md": f"---\ntags: [Bee, plain, ' plain ']\n---\nTags\n: {listed}\n",
        "b.md": "---\ntitle: Bee\n---\nx", "c.md": "x", "d.md": "---\ndraft: true\n---\nx",
    }  # fmt: skip
    assert [(tag.url, tag.title, tag.missing, tag.in_body) for tag in view(texts).tags] == [
        ("/c/", "C", False, True), ("/wanted/", "No", True, True), ("/b/", "Bee", False, False),
        ("/tags/plain/", "plain", False, False),
    ]  # fmt: skip
    bare = view(texts, pages={"wanted": False}).tags
    assert [tag.title for tag in bare] == ["C", "Bee", "plain"]


def test_backlinks_are_sorted_by_title_with_their_sentence_and_separate_tags() -> None:
    texts = {
        "s/a.md": "x", "b.md": f"---\ntitle: Zed\n---\nOne. See {link('s/a', 'a')} now. Two.",
        "c.md": "---\ntitle: ay\ntags: [A]\n---\nx", "d.md": f"---\ndraft: true\n---\n{link('s/a')}",
        "e.md": f"---\ntitle: Bee\n---\n# Part\n\n{link('s/a', 'again')}",
    }  # fmt: skip
    page = view(texts)
    assert [each.title for each in page.tagged] == ["ay"]
    assert [each.title for each in page.linked] == ["Bee", "Zed"]
    (mention,) = page.linked[1].mentions
    assert (mention.before, mention.text, mention.after, mention.section) == ("See ", "a", " now.", "")
    assert page.linked[0].mentions[0].section == "Part"
    assert page.links_in == 3
    assert view(texts, parts={"backlinks": False}).links_in == 0


def test_properties_of_a_vault_that_name_a_note_are_separate_relations() -> None:
    texts = {"s/a.md": "x", "b.md": "---\nup: '[[a]]'\npart of: '[[a]]'\n---\nx"}
    texts["c.md"] = "---\nup: '[[a]]'\n---\n[[a]]"
    page = view(texts, format="obsidian", content="")
    assert [(each.name, [note.title for note in each.notes]) for each in page.relations] == [
        ("part of", ["b"]), ("up", ["b", "c"]),
    ]  # fmt: skip
    assert ([each.title for each in page.linked], page.links_in) == (["c"], 2)


def test_breadcrumbs_are_sections_with_a_page() -> None:
    texts = {"s/a.md": "x", "s/t/_index.md": "---\ntitle: Tee\n---\nx", "s/t/u/b.md": "x"}
    found = view(texts, "s/t/u/b.md").breadcrumbs
    assert [(each.url, each.title) for each in found] == [("/s/", "S"), ("/s/t/", "Tee")]
    assert view(texts, "s/t/u/b.md", parts={"breadcrumbs": False}).breadcrumbs == ()


def test_a_change_on_the_day_of_creation_is_not_shown() -> None:
    for lastmod, shown in {"2026-01-02T23:00:00Z": "", "2026-01-03": "2026-01-03T00:00:00Z"}.items():
        page = view({"s/a.md": f"---\ndate: 2026-01-02T01:00:00Z\nlastmod: {lastmod}\n---\nx"})
        assert page.modified[:10] == shown[:10]


def test_reading_time_is_rounded_up_to_minutes() -> None:
    assert [view({"s/a.md": "word " * count}).minutes for count in (0, 1, 220, 221)] == [0, 1, 1, 2]


def test_the_source_link_contains_the_path_of_the_notes_file() -> None:
    settings = {"source_url": "https://h.example/{path}", "edit_url": "https://h.example/edit/{path}"}
    page = view({"s/a b.md": "x"}, "s/a b.md", **settings)
    assert (page.source_url, page.edit_url) == ("https://h.example/s/a%20b.md", "https://h.example/edit/s/a%20b.md")


def test_home_section_and_tag_notes_are_lists_with_a_text() -> None:
    texts = {"index.md": "Home.", "s/_index.md": "Text.", "s/a.md": "x", "tags/_index.md": "Tags.", "q.md": "x"}
    kinds = {path: type(view(texts, path)).__name__ for path in texts}
    assert kinds == {
        "index.md": "HomeView", "s/_index.md": "ListView", "s/a.md": "NoteView", "tags/_index.md": "TagsView",
        "q.md": "NoteView",
    }  # fmt: skip
    assert view(texts, "s/_index.md").description == "Text."
    assert view({"s/_index.md": "---\ntype: search\n---\nx"}, "s/_index.md").template == "search.html"


def test_an_unlisted_section_has_no_feed() -> None:
    for listing, feed in {"always": "/s/index.xml", "never": ""}.items():
        texts = {"s/_index.md": f"---\nbuild: {{list: {listing}}}\n---\nx", "s/a.md": "x"}
        assert view(texts, "s/_index.md", base_url="https://e.org/").feed == feed


def test_a_folder_note_of_a_vault_lists_the_folder_and_its_aliases() -> None:
    front = "---\naliases: [t, Other, old/path]\ncssclasses: [a b, 3]\n---\nx"
    texts = {"T/index.md": front, "T/b.md": "x", "T/c/d.md": "x"}
    page = view(texts, "T/index.md", format="obsidian", content="")
    assert isinstance(page, NoteView)
    assert [each.url for each in page.inside] == ["/t/b/", "/t/c/d/"]
    assert (page.aliases, page.classes) == (("Other",), "a b")


def test_the_neighbourhood_contains_only_listed_notes() -> None:
    shy = {"shy.md": "---\nbuild: {list: never}\n---\nx", "d.md": "---\ndraft: true\n---\nx"}
    alone = view({"s/a.md": f"{link('shy')} {link('d')}", **shy})
    assert (alone.neighbourhood, alone.neighbourhood_kinds) == ("", ())
    page = view({"s/a.md": f"{link('b')} {link('shy')}", "b.md": link("c"), "c.md": link("s/a"), **shy})
    assert set(page.neighbourhood_kinds) == {"in", "out"}
    assert "/shy/" not in page.neighbourhood
    texts = {"s/a.md": link("b"), "b.md": "x"}
    assert view(texts, parts={"neighbourhood": False}).neighbourhood == ""
    assert view(texts, "b.md").neighbourhood_kinds == ("in",)
