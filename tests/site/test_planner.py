"""Which pages a site has: notes take precedence over generated pages, and both over aliases."""

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


def test_published_notes_have_a_page_and_so_do_unlisted_ones() -> None:
    texts = {"a.md": "x", "b.md": front(draft="true"), "d.md": front(url="/d.html")}
    texts["c.md"] = front(build="{list: never}")
    assert planner(texts).note_files == {"a/index.html": "a.md", "c/index.html": "c.md", "d.html": "d.md"}


def test_a_note_replaces_a_generated_page_at_its_address() -> None:
    made = files({"index.md": "x", "s/a.md": "x", "404.md": front(url="/404.html")})
    assert {"index.html", "404.html"} & made == set()
    assert {"s/index.html", "all/index.html"} <= made
    assert {"index.html", "404.html"} <= files({"a.md": "x"})
    assert "index.html" in files({"index.md": front(draft="true")})
    assert "s/index.html" not in files({"s/a.md": "x", "s/_index.md": "x"})


def test_the_page_for_offline_reading_exists_only_where_it_is_configured() -> None:
    assert "offline/index.html" in files({"a.md": "x"}, offline=True)
    assert "offline/index.html" not in files({"a.md": "x"}, offline=False)


def test_an_alias_redirects_to_the_first_note_that_has_it_and_yields_to_a_page() -> None:
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


def test_a_tag_has_a_page_and_one_named_like_a_note_redirects_to_the_note() -> None:
    made = planner({"a.md": front(tags="[t, B]"), "b.md": front(title="B")})
    pages = made.site_pages()
    assert pages["tags/t/index.html"](made.reads()).view.template == "list.html"
    assert pages["tags/b/index.html"](made.reads()).view.template == "redirect.html"


def test_only_published_notes_have_markdown_copies() -> None:
    texts = {"a.md": "x", "b.md": front(draft="true")}
    assert {each for each in files(texts, markdown=True) if each.endswith(".md")} == {"a/index.md"}
    assert {each for each in files(texts, markdown=False) if each.endswith(".md")} == set()


def test_a_generated_page_depends_on_all_addresses() -> None:
    made = planner({"a.md": "x"})
    reads = made.reads()
    page = made.site_pages()["404.html"](reads)
    assert (page.file, reads.keys) == ("404.html", {"list addresses"})


def test_redirects_to_and_copies_of_an_unlisted_note_are_unlisted() -> None:
    texts = {"a.md": front(aliases="[/old/]"), "b.md": front(build="{list: never}", aliases="[/way/]")}
    assert planner(texts, markdown=True).unlisted_files() == {"b/index.html", "way/index.html", "b/index.md"}
    assert planner({"a.md": "x"}).unlisted_files() == set()


def test_the_home_page_and_the_map_page_need_the_layout() -> None:
    assert planner({"a.md": "x"}).mapped() == {"index.html", "map/index.html"}
    assert planner({"a.md": "x"}, pages={"map": False}).mapped() == {"index.html"}


def test_only_diagrams_in_published_notes_count() -> None:
    diagram = "```mermaid\ngraph TD\n```\n"
    assert planner({"a.md": diagram}).has_diagrams()
    assert not planner({"a.md": f"{front(draft='true')}\n\n{diagram}"}).has_diagrams()
