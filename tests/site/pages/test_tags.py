"""The page of all tags, and that of one: which notes count, in which order, and which are not shown."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.site.pages.tags import most_used_tags, plain_tag_page, tags_page


def tagged(*tags: str) -> str:
    return f"---\ntags: [{', '.join(tags)}]\n---\nx"


def listed(garden: SmallGarden) -> list[tuple[str, str, int]]:
    return [(each.url, each.title, each.links_in) for each in most_used_tags(garden.reads(), garden.site)]


def test_tags_are_sorted_by_use_then_by_name_also_if_a_note_has_the_name() -> None:
    texts = {"a.md": tagged("Zoo", "soil", "b"), "c.md": tagged("zoo", "Soil", "alpha")}
    garden = SmallGarden({**texts, "soil.md": "---\ntitle: Soil\n---\nx"})
    assert listed(garden) == [
        ("/soil/", "Soil", 2), ("/tags/zoo/", "zoo", 2), ("/tags/alpha/", "alpha", 1), ("/tags/b/", "b", 1),
    ]  # fmt: skip


def test_a_note_with_two_spellings_of_a_tag_counts_once() -> None:
    assert listed(SmallGarden({"a.md": tagged("Soil", "soil")})) == [("/tags/soil/", "soil", 1)]


def test_tags_of_unlisted_notes_do_not_count_and_unlisted_notes_are_not_tags() -> None:
    hidden = "---\ntitle: Hush\nbuild: {list: never}\ntags: [only]\n---\nx"
    garden = SmallGarden({"a.md": 'Tags\n: [hush]({{< relref "hush" >}})\n\nText.\n', "hush.md": hidden})
    assert garden.garden.nodes["a.md"].edges[0].tags == 1
    assert listed(garden) == []


def test_many_tags_are_also_listed_by_letter_in_natural_order() -> None:
    garden = SmallGarden({"a.md": tagged(*(f"t{number}" for number in range(24)))})
    assert tags_page(garden.reads(), garden.site, "/tags/").groups == ()
    garden = SmallGarden({"a.md": tagged(*(f"t{number}" for number in range(25)))})
    page = tags_page(garden.reads(), garden.site, "/tags/")
    assert [each.title for each in page.groups[0].entries] == [f"t{number}" for number in range(25)]
    assert len(page.tags) == 25
    assert len(most_used_tags(garden.reads(), garden.site)) == 24


def test_a_tags_page_has_its_notes_by_title_and_a_feed_if_configured() -> None:
    texts = {"a.md": tagged("t"), "b.md": "---\ntitle: A first\ntags: [T]\n---\nx", "c.md": "x"}
    garden = SmallGarden(texts, base_url="https://example.org/", feeds={"tags": True})
    page = plain_tag_page(garden.reads(), garden.site, "/tags/t/", "t")
    assert [each.url for each in page.groups[0].entries] == ["/a/", "/b/"]
    assert (page.count, page.feed) == (2, "/tags/t/index.xml")
    none = plain_tag_page(garden.reads(), garden.site, "/tags/none/", "none")
    assert (none.groups[0].entries, none.count) == ((), 0)
