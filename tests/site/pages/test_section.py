"""The notes of a section: those below its folder, whatever their addresses, in the order of the section."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.render.views import ListView
from notegarden.site.pages.section import all_page, section_page


def titles(page: ListView) -> list[str]:
    return [each.title for group in page.groups for each in group.entries]


def test_a_section_has_the_notes_below_its_folder_without_its_own_page() -> None:
    texts = {
        "s/a.md": "x", "s/t/b.md": "---\nurl: /else/where/\n---\nx", "st/c.md": "x", "s/_index.md": "x",
        "s/d.md": "---\ndraft: true\n---\nx", "e.md": "---\nurl: /s/e/\n---\nx",
    }  # fmt: skip
    garden = SmallGarden(texts, base_url="https://example.org/")
    page = section_page(garden.reads(), garden.site, "/s/", "S", "s")
    assert (titles(page), page.count, page.feed) == (["A", "B"], 2, "/s/index.xml")


def test_a_folder_in_two_normal_forms_is_one_section() -> None:
    garden = SmallGarden({"é/a.md": "x", "e\u0301/b.md": "x"})
    assert titles(section_page(garden.reads(), garden.site, "/é/", "É", "e\u0301")) == ["A", "B"]


def test_a_section_has_its_own_order_and_the_list_of_all_notes_is_by_letter() -> None:
    texts = {"s/a.md": "---\nweight: 2\n---\nx", "s/b.md": "---\nweight: 1\n---\nx", "s/_index.md": "x", "1.md": "x"}
    garden = SmallGarden(texts, section_sort={"s": "weight"})
    assert titles(section_page(garden.reads(), garden.site, "/s/", "S", "s")) == ["B", "A"]
    every = all_page(garden.reads(), garden.site, "/all/")
    assert [group.title for group in every.groups] == ["A", "B", "#"]
    assert (titles(every), every.count) == (["A", "B", "1"], 3)
