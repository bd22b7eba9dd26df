"""The search dialog with a real index: its results, keyboard navigation, and where they lead."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest
from conftest import Opener, Site, box_of, until
from playwright.sync_api import Page, expect
from sites import let_pass

pytestmark = pytest.mark.browser
MARKED = """() => [...CSS.highlights.get('found')].map((range) =>
    range.startContainer.data.slice(range.startOffset, range.endOffset))"""
ANSWERED = "(query) => document.querySelector('.search-list').dataset.query === query"


def open_search(page: Page, query: str = "") -> None:
    page.keyboard.press("/")
    expect(page.locator("dialog.search")).to_be_visible()
    if query:
        page.keyboard.type(query)
        page.wait_for_function(ANSWERED, arg=query)  # the whole query
        expect(page.locator(".found").first).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator(".found-title b").all_inner_texts()


def test_nothing_is_fetched_before_the_dialog_is_opened(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/posts/leaf/")
    let_pass(page, 800)
    page.evaluate("new Promise((done) => requestIdleCallback(() => done(), { timeout: 1000 }))")
    page.evaluate("fetch('/robots.txt').then(() => {})")
    open_search(page, "rainwater")
    asked = [path for path in fresh.seen if path == "/robots.txt" or "/search" in path]
    assert asked[0] == "/robots.txt"
    assert [path for path in asked if path.startswith("/search-index/")]


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_keys_open_it_and_escape_restores_the_focus(small: Site, open_page: Opener, key: str) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    link = page.locator("[data-note-body] a").first
    link.focus()
    page.keyboard.press(key)
    expect(page.locator(".search input")).to_be_focused()
    page.keyboard.type("green")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(link).to_be_focused()


def test_text_typed_immediately_is_a_query_and_no_shortcut(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    page.keyboard.type("/proxy")  # p by itself would lead to the previous note
    expect(page.locator(".search input")).to_have_value("proxy")
    expect(page.locator(".found-title b")).to_have_text("Tools")


def test_results_are_grouped_by_note_with_their_sections_marked(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "rainwater")
    assert titles(page) == ["Leaf"]
    section = page.locator(".found-section")
    expect(section).to_have_count(1)
    expect(section.locator("b")).to_have_text("Roots")
    expect(section.locator("mark")).to_have_text("rainwater")
    expect(page.locator(".search-status")).to_have_text("1 note")


def test_a_result_under_a_pressed_pointer_is_not_replaced_until_release(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    open_search(page, "kube-prox")
    page.hover(".found-section")
    page.mouse.down()
    page.keyboard.type("y")
    page.wait_for_function("sessionStorage.getItem('search') === 'kube-proxy'")  # the search is running
    let_pass(page, 500)
    page.mouse.up()
    page.wait_for_url("**/posts/tools/#proxies")


@pytest.mark.parametrize(
    ("query", "note", "section", "marked"),
    [
        ("kube-proxy", "Tools", "Proxies", "kube-proxy"),
        ("proxy", "Tools", "Proxies", "kube-proxy"),
        ("C++", "Tools", "Proxies", "C++"),
        ("C#", "Tools", "Proxies", "C#"),
        ("node_modules", "Tools", "Snakes", "node_modules"),
        ("首都", "東京の知識", None, "首都"),
        ("検索", "東京の知識", None, "検索"),
        ("言語", "東京の知識", "言語", "言語"),
    ],
)
def test_code_words_and_scripts_without_spaces_are_found(
    small: Site, open_page: Opener, query: str, note: str, section: str | None, marked: str
) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, query)
    assert titles(page) == [note]
    if section:
        expect(page.locator(".found-section b").first).to_have_text(section)
    assert marked in page.locator(".found mark").all_inner_texts()


def test_a_word_that_no_note_has_is_not_found(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page)
    page.keyboard.type("qwxyz")
    expect(page.locator(".search-status")).to_contain_text("Nothing found")
    expect(page.locator(".found")).to_have_count(0)


def test_if_no_note_has_all_words_notes_with_some_are_found(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "rainwater modules")
    expect(page.locator(".search-status")).to_have_text("No note has all these words. With some of them: 1 note")
    assert titles(page) == ["Leaf"]


def test_a_short_word_is_marked_only_as_a_whole_word(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "in go")
    page.click(".found-section:has-text('Proxies')")
    page.wait_for_url("**/posts/tools/#proxies")
    page.wait_for_function("() => CSS.highlights.get('found')?.size > 0")
    assert set(page.evaluate(MARKED)) == {"in", "Go"}


def test_from_the_query_to_the_section_by_keyboard(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "rainwater")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found-title")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found-section")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".search input")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(page.locator(".found-section")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(".found-title")).to_be_focused()
    page.keyboard.type("s")
    expect(page.locator(".search input")).to_have_value("rainwaters")
    page.keyboard.press("Backspace")
    page.wait_for_function(ANSWERED, arg="rainwater")
    expect(page.locator(".found-section")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/leaf/#roots")


def test_an_answer_that_arrives_during_keyboard_navigation_keeps_the_focus(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "rainwater")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found-title")).to_be_focused()
    page.evaluate("() => document.querySelector('.found-title').dataset.old = '1'")
    page.evaluate("() => document.querySelector('.search input').dispatchEvent(new Event('input'))")
    expect(page.locator(".found-title[data-old]")).to_have_count(0)
    expect(page.locator(".found-title")).to_be_focused()


def test_enter_opens_the_first_note_even_before_it_is_listed(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page)
    page.keyboard.type("rainwater")
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/leaf/")


def test_the_words_are_marked_on_the_page_and_removed_from_the_address(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "rainwater")
    page.click(".found-section")
    page.wait_for_url("**/posts/leaf/#roots")
    page.wait_for_function("() => CSS.highlights.get('found')")
    assert page.evaluate(MARKED) == ["rainwater"]
    assert page.evaluate("() => document.querySelectorAll('[data-note-body] mark').length") == 0
    style = page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-note-body] p'), '::highlight(found)').backgroundColor"
    )
    assert style not in ("", "rgba(0, 0, 0, 0)", "transparent")
    page.keyboard.press("Escape")
    page.wait_for_function("() => CSS.highlights.size === 0")


def test_with_an_empty_query_it_offers_recently_read_notes_and_tags(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    page.wait_for_function("() => localStorage.getItem('read')")
    page.goto(f"{small.url}/")
    open_search(page)
    ways = page.locator(".ways-in")
    expect(ways.locator(".ways a").first).to_have_text("Leaf")
    expect(ways.locator(".chips a").first).to_contain_text("Hub")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/leaf/")


def test_with_an_empty_query_it_links_to_a_random_note(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reached = set()
    for chance in (0, 0.5, 0.999999):
        page.goto(f"{small.url}/")
        page.evaluate("(chance) => { Math.random = () => chance }", chance)
        open_search(page)
        button = page.get_by_role("button", name="A random note")
        expect(button).to_be_visible()
        assert not [url for url in asked if "/search-index/" in url], "nothing is fetched for it before"
        button.click()
        page.wait_for_url(lambda url: url != f"{small.url}/")
        expect(page.locator("h1")).not_to_be_empty()
        reached.add(page.url)
        asked.clear()
    assert len(reached) == 3


def test_the_random_note_is_reached_by_keyboard(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page)
    expect(page.get_by_role("button", name="A random note")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="A random note")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != f"{small.url}/")


def test_tags_narrow_the_results(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/")
    open_search(page, "hub")
    everything = titles(page)
    assert len(everything) > 2
    page.click(".search-narrow")
    page.click(".search-tags button")
    expect(page.locator(".search-tags button").first).to_have_attribute("aria-pressed", "true")
    until(page, lambda: sorted(titles(page)) == ["Leaf", "Tools"])


def test_without_an_index_it_links_to_the_list_and_tries_again(fresh: Site, open_page: Opener) -> None:
    index = fresh.folder / "search-index"
    index.rename(index.with_name("away"))
    page = open_page(f"{fresh.url}/")
    open_search(page)
    page.keyboard.type("leaf")
    expect(page.locator(".search-none a")).to_have_attribute("href", "/all/")
    expect(page.locator(".search-status")).to_contain_text("not at hand")
    index.with_name("away").rename(index)
    page.keyboard.press("Escape")
    open_search(page)
    expect(page.locator(".found").first).to_be_visible()


def test_a_changed_note_is_found_only_by_its_new_words(fresh: Site, open_page: Opener) -> None:
    path = fresh.garden / "content" / "posts" / "leaf.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Roots drink rainwater.", "Roots drink dew."), encoding="utf-8"
    )
    new = fresh.garden / "content" / "posts" / "bud.md"
    new.write_text('+++\ntitle = "Bud"\n+++\n\nA bud full of dew.\n', encoding="utf-8")
    fresh.build()
    page = open_page(f"{fresh.url}/")
    open_search(page, "dew")
    assert sorted(titles(page)) == ["Bud", "Leaf"]
    page.fill(".search input", "rainwater")
    expect(page.locator(".search-status")).to_contain_text("Nothing found")


def test_it_works_from_a_sub_path(fresh: Site, open_page: Opener) -> None:
    settings = fresh.garden / "notegarden.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("example.org/", "example.org/sub/path/"), encoding="utf-8"
    )
    shutil.rmtree(fresh.folder)
    fresh.folder, top = fresh.folder / "sub" / "path", fresh.folder
    fresh.folder.mkdir(parents=True)
    fresh.build()
    fresh.folder = top
    page = open_page(f"{fresh.url}/sub/path/")
    open_search(page, "rainwater")
    page.click(".found-section")
    page.wait_for_url("**/sub/path/posts/leaf/#roots")


def test_on_a_phone_it_fills_the_screen_and_is_used_by_thumb(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/", phone=True)
    page.tap(".bar [data-search]")
    expect(page.locator("dialog.search")).to_be_visible()
    whole = {"x": 0, "y": 0, "width": 390, "height": 800}
    until(page, lambda: box_of(page.locator("dialog.search")) == whole)
    page.keyboard.type("rainwater")
    page.wait_for_function(ANSWERED, arg="rainwater")
    expect(page.locator(".found-section")).to_be_visible()
    for target in (*page.locator(".found a").all(), page.locator(".search-close")):
        assert box_of(target)["height"] >= 40
    page.tap(".found-section")
    page.wait_for_url("**/posts/leaf/#roots")
    page.tap(".bar [data-search]")
    expect(page.locator(".search input")).to_have_value("rainwater")
    page.tap(".search-close")
    expect(page.locator("dialog.search")).to_be_hidden()


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_wrong_with_the_dialog(
    small: Site, open_page: Opener, violations: Callable[[Page], list[str]], phone: bool
) -> None:
    page = open_page(f"{small.url}/posts/leaf/", phone=phone)
    page.keyboard.press("/")
    expect(page.locator(".ways-in")).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("hub")
    expect(page.locator(".found").first).to_be_visible()
    page.click(".search-narrow")
    expect(page.locator(".search-tags button").first).to_be_visible()
    assert violations(page) == []


def test_titles_of_a_real_garden_are_found_by_their_words(mogoz: Site, open_page: Opener) -> None:
    graph = json.loads((mogoz.folder / "graph.json").read_text(encoding="utf-8"))
    plain = sorted(
        node["title"] for node in graph["nodes"] if node["title"].isascii() and len(node["title"].split()) == 2
    )
    wanted = plain[:: max(1, len(plain) // 12)]
    page = open_page(f"{mogoz.url}/")
    open_search(page)
    found = 0
    for title in wanted:
        page.fill(".search input", title)
        page.wait_for_function(ANSWERED, arg=title)
        found += title in titles(page)[:3]
    assert found >= 0.8 * len(wanted)


def test_more_results_are_loaded_on_request(mogoz: Site, open_page: Opener) -> None:
    page = open_page(f"{mogoz.url}/")
    open_search(page, "the")
    total = int(page.locator(".search-status").inner_text().split()[0].replace(",", ""))
    assert total > 20
    expect(page.locator(".found")).to_have_count(10)
    page.click(".search-more")
    expect(page.locator(".found")).to_have_count(20)
    expect(page.locator(".found").nth(10).locator(".found-title")).to_be_focused()
    links = page.locator(".found-title").evaluate_all("(links) => links.map((link) => link.pathname)")
    assert len(set(links)) == 20
