"""The notes in lists: their order, their groups, and what tags list."""

from __future__ import annotations

from typing import Any

import pytest
from small_garden import SmallGarden

from notegarden.garden.facets import ListEntry
from notegarden.site.entries import Entries, letter_of, natural_key


def note(title: str, body: str = "x", **front: Any) -> str:
    return f"---\ntitle: {title}\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"---\n{body}\n"


def link(*names: str) -> str:
    return " ".join(f'[to]({{{{< relref "{name}" >}}}})' for name in names)


def entries(texts: dict[str, str], **settings: Any) -> Entries:
    return SmallGarden(texts, **settings).entries


def paths(notes: list[ListEntry]) -> list[str]:
    return [each.path.removesuffix(".md") for each in notes]


@pytest.mark.parametrize(
    ("title", "letter"),
    [("école", "E"), (" “apple”", "A"), ("7 days", "#"), ("…", "#"), ("", "#"), ("ж", "Ж"), ("ß", "SS"), ("日", "日")],
)
def test_a_title_is_listed_under_its_first_letter_without_accents(title: str, letter: str) -> None:
    assert letter_of(title) == letter


def test_in_natural_order_numbers_count_and_case_and_accents_do_not() -> None:
    titles = ["Week 10", "week 2", "École", "ecole b", "week", "ecole"]
    assert sorted(titles, key=natural_key) == ["ecole", "École", "ecole b", "week", "week 2", "Week 10"]


def test_titles_are_sorted_as_the_configuration_says() -> None:
    texts = {"a.md": note("Week 10"), "b.md": note("week 2"), "c.md": note("Éa")}
    assert paths(entries(texts).by_title) == ["a", "b", "c"]
    assert paths(entries(texts, natural_order=True).by_title) == ["c", "b", "a"]


def test_lists_contain_no_draft_no_unlisted_note_and_no_section_page() -> None:
    found = entries({
        "a.md": note("A"), "b.md": note("B", draft="true"), "c.md": note("C", build="{list: never}"),
        "s/_index.md": note("S"), "s/d.md": note("D"),
    })  # fmt: skip
    assert paths(found.by_title) == ["a", "s/d"]
    assert paths(found.named) == ["a", "s/_index", "s/d"]
    assert found.section_titles == {"/s/": "S"}


def test_the_newest_notes_are_those_changed_last_compared_by_time_and_not_as_text() -> None:
    found = entries({
        "a.md": note("A", date="2026-01-01T23:00:00-05:00"), "b.md": note("B", date="2026-01-02T01:00:00Z"),
        "c.md": note("C"), "d.md": note("D", date="2020-01-01", lastmod="2026-01-03"),
    })  # fmt: skip
    assert paths(found.newest) == ["d", "a", "b"]


def test_the_best_linked_are_those_that_most_notes_link_to() -> None:
    found = entries({"a.md": note("A", link("c", "c", "c")), "b.md": note("B", link("c", "a")), "c.md": note("C")})
    assert paths(found.best_linked) == ["c", "a", "b"]
    assert (found.links_in["c.md"], found.links) == (2, 5)
    entry = found.entry(found.by_path["b.md"])
    assert (entry.url, entry.title, entry.date, entry.links_in, entry.links_out) == ("/b/", "B", "", 0, 2)


def test_a_list_is_grouped_by_letter_by_year_or_not_at_all_by_the_order_of_its_folder() -> None:
    texts = {
        "s/a.md": note("A", date="2025-01-01", weight=2), "s/b.md": note("B", date="2026-01-01"),
        "s/c.md": note("7", weight=1), "s/d.md": note("Äh", date="2025-06-01"),
    }  # fmt: skip

    def groups(order: str) -> list[tuple[str, list[str]]]:
        found = entries(texts, section_sort={"s": order})
        return [(group.title, [each.title for each in group.entries]) for group in found.in_order(found.by_title, "s")]

    assert groups("title") == [("A", ["A", "Äh"]), ("B", ["B"]), ("#", ["7"])]
    assert groups("weight") == [("", ["7", "A", "B", "Äh"])]
    texts["s/a.md"] = note("A", date="2025-01-01", lastmod="2026-02-02", weight=2)
    assert groups("updated") == [("2026", ["A", "B"]), ("2025", ["Äh"]), ("", ["7"])]
    assert groups("created") == [("2026", ["B"]), ("2025", ["Äh", "A"]), ("", ["7"])]


def test_spellings_of_a_tag_share_a_page_under_the_most_frequent_one() -> None:
    tags = {"a": "[soil]", "b": "[Soil]", "c": "[' Soil ']"}
    found = entries({f"{name}.md": note(name, tags=each) for name, each in tags.items()})
    assert found.plain_tags == {"Soil": "/tags/soil/", "soil": "/tags/soil/"}
    assert found.tag_titles == {"/tags/soil/": "Soil"}
    assert paths(found.tagged["/tags/soil/"]) == ["a", "b", "c"]


def test_a_tag_that_is_the_name_of_a_note_leads_to_the_note_and_has_no_page() -> None:
    found = entries({"a.md": note("A", tags="[Soil]"), "soil.md": note("Soil")})
    assert (found.plain_tags, found.named_tags) == ({}, {"/tags/soil/": "soil.md"})
    assert paths(found.tagged["/soil/"]) == ["a"]


def test_a_tag_page_contains_no_unlisted_note() -> None:
    for hiding in ({"build": "{list: never}"}, {"draft": "true"}):
        small = SmallGarden({"a.md": note("A", tags="[Soil]"), "soil.md": note("Soil", **hiding)})
        assert (small.entries.plain_tags, small.entries.named_tags) == ({"Soil": "/tags/soil/"}, {})
        assert "note a.md" in small.edit({"soil.md": note("Soil")}).keys
        assert small.entries.named_tags == {"/tags/soil/": "soil.md"}
        small.edit({"soil.md": note("Soil", **hiding)})
        assert small.entries.named_tags == {}


def test_a_tag_used_only_by_unlisted_notes_has_an_empty_page() -> None:
    found = entries({"a.md": note("A", tags="[t]", build="{list: never}"), "b.md": note("B", tags="[u]", draft="true")})
    assert found.plain_tags == {"t": "/tags/t/"}
    assert found.tagged == {}


def test_in_a_vault_a_parent_tag_has_the_notes_of_its_nested_tags() -> None:
    texts = {"a.md": "---\ntags: [x/y/z]\n---\n1", "b.md": "---\ntags: [x]\n---\n2"}
    found = entries(texts, format="obsidian", content="")
    assert found.tag_titles == {"/tags/x/": "x", "/tags/x/y/": "x/y", "/tags/x/y/z/": "x/y/z"}
    assert {address: paths(notes) for address, notes in found.tagged.items()} == {
        "/tags/x/": ["a", "b"], "/tags/x/y/": ["a"], "/tags/x/y/z/": ["a"],
    }  # fmt: skip


def test_of_two_daily_notes_of_one_day_the_first_by_path_is_used() -> None:
    texts = {"x/2026-01-02.md": "1", "2026-01-02.md": "2", "2026-01-03.md": "---\npublish: false\n---\n3"}
    found = entries(texts, format="obsidian", content="")
    assert found.days == {"2026-01-02": found.by_path["2026-01-02.md"].address}


def test_a_link_shows_the_notes_title_after_an_edit() -> None:
    small = SmallGarden({"a.md": note("A")})
    found = small.entries
    assert found.link("a.md").title == "A"
    small.edit({"a.md": note("B")})
    found.forget({"a.md"})
    assert found.link("a.md").title == "B"
    with pytest.raises(KeyError):
        found.link("none.md")
