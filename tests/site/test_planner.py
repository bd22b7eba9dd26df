"""Which pages a site has: notes take precedence over generated pages, aliases over nothing."""

from __future__ import annotations

from typing import Any

from small_garden import SmallGarden

from notegarden.site.planner import Planner


def planner(texts: dict[str, str], **settings: Any) -> Planner:
    return SmallGarden(texts, **settings).planner()


def front(**keys: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\nx"


def files(texts: dict[str, str], **settings: Any) -> set[str]:
    return {*planner(texts, **settings).site_pages()}


def test_only_published_notes_have_a_page_unlisted_ones_too() -> None:
    texts = {"a.md": "x", "b.md": front(draft="true"), "d.md": front(url="/d.html")}
    texts["c.md"] = front(build="{list: never}")
    assert planner(texts).note_files == {"a/index.html": "a.md", "c/index.html": "c.md", "d.html": "d.md"}


def test_a_note_takes_the_place_of_a_page_of_the_site() -> None:
    made = files({"index.md": "x", "s/a.md": "x", "404.md": front(url="/404.html")})
    assert {"index.html", "404.html"} & made == set()
    assert {"s/index.html", "all/index.html"} <= made
    assert {"index.html", "404.html"} <= files({"a.md": "x"})
    assert "index.html" in files({"index.md": front(draft="true")})
    assert "s/index.html" not in files({"s/a.md": "x", "s/_index.md": "x"})


def test_the_page_for_reading_offline_is_made_where_that_is_asked_for() -> None:
    assert "offline/index.html" in files({"a.md": "x"}, offline=True)
    assert "offline/index.html" not in files({"a.md": "x"}, offline=False)


def test_an_alias_leads_to_the_first_note_that_has_it_and_gives_way_to_a_page() -> None:
    texts = {
        "b.md": front(aliases="[/old/, /a/, /all/]"), "a.md": front(aliases="[/old/]"),
        "c.md": front(draft="true", aliases="[/gone/]"), "d.md": front(aliases="[/404.html, '/b.html', '/a']"),
    }  # fmt: skip
    made = planner(texts)
    assert made.aliases() == {"/old/": "a.md", "/all/": "b.md", "/b.html": "d.md"}
    pages = made.site_pages()
    assert {"old/index.html", "b.html", "all/index.html"} <= {*pages}
    assert "gone/index.html" not in pages
    assert pages["all/index.html"](made.reads()).view.template == "list.html"


def test_an_alias_in_another_normal_form_is_not_a_second_page() -> None:
    texts = {"é.md": "x", "b.md": front(aliases="['/e\u0301/']")}
    assert planner(texts).aliases() == {}


def test_a_plain_tag_has_a_page_and_one_that_a_note_has_the_name_of_leads_there() -> None:
    made = planner({"a.md": front(tags="[t, B]"), "b.md": front(title="B")})
    pages = made.site_pages()
    assert pages["tags/t/index.html"](made.reads()).view.template == "list.html"
    assert pages["tags/b/index.html"](made.reads()).view.template == "redirect.html"


def test_copies_in_markdown_are_of_published_notes() -> None:
    texts = {"a.md": "x", "b.md": front(draft="true")}
    assert {each for each in files(texts, markdown=True) if each.endswith(".md")} == {"a/index.md"}
    assert {each for each in files(texts, markdown=False) if each.endswith(".md")} == set()


def test_a_generated_page_depends_on_all_addresses() -> None:
    made = planner({"a.md": "x"})
    reads = made.reads()
    page = made.site_pages()["404.html"](reads)
    assert (page.file, reads.keys) == ("404.html", {"list addresses"})


def test_what_leads_to_an_unlisted_note_is_unlisted() -> None:
    texts = {"a.md": front(aliases="[/old/]"), "b.md": front(build="{list: never}", aliases="[/way/]")}
    assert planner(texts, markdown=True).unlisted_files() == {"b/index.html", "way/index.html", "b/index.md"}
    assert planner({"a.md": "x"}).unlisted_files() == set()


def test_the_pages_that_wait_for_the_map_are_the_home_page_and_its_own() -> None:
    assert planner({"a.md": "x"}).mapped() == {"index.html", "map/index.html"}
    assert planner({"a.md": "x"}, pages={"map": False}).mapped() == {"index.html"}


def test_diagrams_count_where_they_are_published() -> None:
    diagram = "```mermaid\ngraph TD\n```\n"
    assert planner({"a.md": diagram}).has_diagrams()
    assert not planner({"a.md": f"{front(draft='true')}\n\n{diagram}"}).has_diagrams()
