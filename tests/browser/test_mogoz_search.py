"""Searching the real garden: while typing, by each input method, at each width, also without a connection."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from reader import Garden, Mode, Reader, by_keys, by_touch, everywhere, readers, real_garden
from sites import box_of

pytestmark = [pytest.mark.browser, real_garden]
ANSWERED = "(query) => document.querySelector('.search-list')?.dataset.query === query"
MARKED = """() => [...(CSS.highlights.get('found') ?? [])].map((range) =>
    range.startContainer.data.slice(range.startOffset, range.endOffset))"""
A_MARK_IN_SIGHT = """() => [...(CSS.highlights.get('found') ?? [])].some((mark) => {
    const range = document.createRange();
    range.setStart(mark.startContainer, mark.startOffset);
    range.setEnd(mark.endContainer, mark.endOffset);
    const { top, bottom, height } = range.getBoundingClientRect();
    return height > 0 && top >= 0 && bottom <= innerHeight;
})"""


def opened(reader: Reader) -> Page:
    """The dialog, opened by a button or a key."""
    page = reader.page
    if reader.mode.hand == "keys":
        page.keyboard.press("/")
    else:
        reader.press(page.locator(f"{'.top' if reader.mode.wide else '.bar'} [data-search]"))
    expect(page.locator("dialog.search input")).to_be_focused()
    return page


def search_for(page: Page, query: str) -> None:
    """The query typed and answered; nothing else is pressed."""
    page.locator("dialog.search input").fill("")
    page.keyboard.type(query)
    page.wait_for_function(ANSWERED, arg=query)


def notes_found(page: Page) -> list[str]:
    return page.locator(".found-title").evaluate_all("(links) => links.map((link) => link.pathname)")


def text_of(garden: Garden, address: str) -> str:
    page = garden.page(address)
    return str(page.xpath("string(//h1)")) + " " + str(page.xpath("string(//*[@data-note-body])"))


def choose(reader: Reader, target: Locator) -> None:
    """Select a result: by keyboard with the arrow keys."""
    if reader.mode.hand != "keys":
        reader.press(target)
        return
    for _ in range(60):
        reader.page.keyboard.press("ArrowDown")
        if target.evaluate("(one) => one === document.activeElement"):
            break
    reader.page.keyboard.press("Enter")


@by_keys
def test_keys_open_and_close_the_dialog(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.short("links"))
    link = page.locator(".body a").first
    for key in ("/", "Control+k", "Meta+k"):
        link.focus()
        page.keyboard.press(key)
        expect(page.locator("dialog.search input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("dialog.search")).to_be_hidden()
        expect(link).to_be_focused()


@everywhere
def test_it_answers_while_typing_by_note_and_section_with_marks(reader: Reader, garden: Garden) -> None:
    reader.go("/")
    page = opened(reader)
    word = "replication"
    for query in (word[:4], word):
        search_for(page, query)
        expect(page.locator(".found").first).to_be_visible()
    found = notes_found(page)
    assert len(found) == len(set(found)) >= 5
    for address in found[:5]:
        assert word[:6] in text_of(garden, address).lower(), address
    marks = page.locator(".found mark").all_inner_texts()
    assert len(marks) >= 5
    assert [mark for mark in marks if word[:6] not in mark.lower()] == []
    for item in page.locator(".found:has(.found-section)").all()[:3]:
        note = garden.page(str(item.locator(".found-title").evaluate("(link) => link.pathname")))
        for section in item.locator(".found-section").all():
            name = str(section.evaluate("(link) => decodeURIComponent(link.hash.slice(1))"))
            (heading, *_) = note.xpath("//*[@data-note-body]//*[@id=$name]", name=name)
            assert section.locator("b").inner_text().strip() in " ".join(heading.text_content().split())


@everywhere
def test_code_words_and_words_without_spaces_are_found(reader: Reader, garden: Garden) -> None:
    reader.go("/")
    page = opened(reader)
    texts = {note.address: text_of(garden, note.address).lower() for note in garden.notes}
    for query in ("kube-proxy", "C++", "全文検索"):
        search_for(page, query)
        found = notes_found(page)
        has_it = {address for address, text in texts.items() if query.lower() in text}
        assert has_it, query
        assert found[0] in has_it, query
        assert len(has_it & set(found)) >= min(3, len(has_it)), query
        assert query.lower() in "".join(page.locator(".found mark").all_inner_texts()).lower()
    search_for(page, "zwölfboxkämpfer")  # that no note contains
    assert notes_found(page) == []
    expect(page.locator(".search-status")).to_contain_text("zwölfboxkämpfer")
    expect(page.locator(".search-none")).to_be_visible()


@everywhere
def test_a_result_leads_to_the_section_with_the_words_marked(reader: Reader, garden: Garden) -> None:
    reader.go("/")
    page = opened(reader)
    word = "replication"
    search_for(page, word)
    section = page.locator(".found-section:has(mark)").first
    path, name = section.evaluate("(link) => [link.pathname, link.hash]")
    choose(reader, section)
    page.wait_for_url(re.compile(re.escape(path) + re.escape(name) + "$"))  # only the section in the address
    page.wait_for_function("() => CSS.highlights.get('found')?.size > 0")
    assert all(mark.lower().startswith(word[:6]) for mark in page.evaluate(MARKED))
    page.wait_for_function(A_MARK_IN_SIGHT)


@everywhere
def test_with_an_empty_query_it_offers_recently_read_notes_and_tags(reader: Reader, garden: Garden) -> None:
    read = garden.short("mentions")
    page = reader.go(read)
    page.wait_for_function("(path) => (localStorage.getItem('read') ?? '').includes(path)", arg=read)
    reader.go("/")
    opened(reader)
    ways = page.locator(".ways-in")
    expect(ways.locator(".ways a").first).to_have_attribute("href", read)
    counts = {note.address: note.tagged for note in garden.notes}
    tags = ways.locator(".chips a")
    expect(tags.first).to_be_visible()
    addresses = tags.evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert [counts[one] for one in addresses] == sorted((counts[one] for one in addresses), reverse=True)
    choose(reader, tags.nth(2))
    page.wait_for_url(f"**{addresses[2]}")


@readers([Mode(True, "mouse"), Mode(False, "touch"), Mode(True, "keys"), Mode(False, "touch", False)])
def test_a_tag_narrows_the_results(reader: Reader, garden: Garden) -> None:
    reader.go("/")
    page = opened(reader)
    search_for(page, "data")
    everything = page.locator(".search-status").inner_text()
    reader.press(page.locator(".search-narrow"))
    tag = page.locator(".search-tags button").first
    expect(tag).to_be_visible()
    title = tag.evaluate("(button) => button.firstChild.data")
    reader.press(tag)
    expect(page.locator(".search-tags button[aria-pressed=true]")).to_contain_text(title)
    expect(page.locator(".search-status")).not_to_have_text(everything)
    tagged = {node["url"] for node in garden.graph["nodes"] if title in titles_of(garden, node["tags"])}
    assert notes_found(page)
    assert set(notes_found(page)) <= tagged


def titles_of(garden: Garden, ids: list[str]) -> set[str]:
    return {node["title"] for node in garden.graph["nodes"] if node["id"] in ids}


@by_keys
def test_the_dialog_is_used_by_keyboard_and_closed_again(reader: Reader, garden: Garden) -> None:
    reader.go("/")
    page = opened(reader)
    search_for(page, "kubernetes")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found-title").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(page.locator(".found-title").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("dialog.search input")).to_be_focused()
    first = notes_found(page)[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
    page.keyboard.press("/")
    expect(page.locator("dialog.search input")).to_have_value("kubernetes")


@by_touch
def test_controls_are_within_reach_of_the_thumb(reader: Reader, garden: Garden) -> None:
    reader.go("/")
    page = opened(reader)
    search_for(page, "kubernetes")
    expect(page.locator(".found").first).to_be_visible()
    if not reader.mode.wide:
        assert box_of(page.locator("dialog.search"))["width"] == 390
        for target in (*page.locator(".found a").all(), page.locator(".search-close")):
            assert box_of(target)["height"] >= 40
    reader.press(page.locator(".search-close"))
    expect(page.locator("dialog.search")).to_be_hidden()
