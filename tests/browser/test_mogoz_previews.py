"""Preview cards of linked notes, with real notes: by mouse, by keyboard, by a long press."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import PATIENCE
from playwright.sync_api import FloatRect, Locator, Page, expect
from reader import (
    ONLINE,
    Garden,
    Reader,
    by_keys,
    by_touch,
    drag,
    everywhere,
    in_every_way,
    online,
    readers,
    real_garden,
)
from sites import box_of, until

pytestmark = [pytest.mark.browser, real_garden]


def links_of(garden: Garden, address: str) -> list[str]:
    """The targets of the text's links within the garden, as written there, each once, without the note itself."""
    hrefs = garden.page(address).xpath("//*[@data-note-body]//a[not(contains(@class, 'missing'))]/@href")
    return [one for one in dict.fromkeys(hrefs) if one.partition("#")[0] in set(garden.by_address) - {address}]


def text_of(garden: Garden, address: str) -> str:
    (body,) = garden.page(address).xpath("//*[@data-note-body]")
    return " ".join(body.text_content().split())


def with_text(garden: Garden, address: str) -> list[str]:
    """The note's links to whole notes with a text, which a card needs."""
    return [one for one in links_of(garden, address) if "#" not in one and text_of(garden, one)]


def long_link(garden: Garden) -> tuple[str, str]:
    """A note of some pages that loads quickly, with several such links, and the first of them to a long note that
    has links itself.
    """
    for note in sorted(garden.notes, key=lambda one: one.size):
        links = with_text(garden, note.address) if note.size > 20_000 else []
        for link in links if len(links) > 1 else ():
            if len(text_of(garden, link)) > 4000 and len(links_of(garden, link)) > 5:
                return note.address, link
    raise AssertionError("no note leads to a long note")


def section_link(garden: Garden) -> tuple[str, str, Any]:
    """A note, its link to a section of another note, and that section's heading."""
    for note in garden.notes:
        for link in links_of(garden, note.address):
            address, _, name = link.partition("#")
            headings = garden.page(address).xpath("//*[@data-note-body]/*[self::h2 or self::h3][@id=$name]", name=name)
            if name and headings and headings[0].getnext() is not None:
                return note.address, link, headings[0]
    raise AssertionError("no note links to a section")


def at(link: str) -> str:
    return f'[data-note-body] a[href="{link}"]'


def shown(reader: Reader, link: str) -> Locator:
    reader.open_preview(at(link))
    card = reader.page.locator(".preview")
    expect(card).to_have_count(1)
    return card


def is_within(page: Page, box: FloatRect) -> bool:
    """Whether all of it is on the screen."""
    size = page.viewport_size
    assert size is not None
    far = box["x"] + box["width"], box["y"] + box["height"]
    return min(box["x"], box["y"]) >= -1 and far[0] <= size["width"] + 1 and far[1] <= size["height"] + 1


def collect_garbage(reader: Reader) -> None:
    if reader.mode.hand == "mouse":
        reader.page.mouse.move(3, 3)
    elif reader.mode.hand == "touch":
        reader.page.touchscreen.tap(195, 40)
    else:
        reader.page.keyboard.press("Escape")


@in_every_way
def test_a_link_shows_its_note_and_closes_the_card(reader: Reader, garden: Garden) -> None:
    address, link = long_link(garden)
    page = reader.go(address)
    card = shown(reader, link)
    expect(card).to_have_attribute("role", "dialog")
    expect(card).to_have_attribute("aria-label", garden.by_address[link]["title"])
    assert card.locator(".preview-head a").evaluate("(head) => head.pathname") == link
    words = " ".join(card.locator(".preview-body").inner_text().split())
    assert words[200:230] in " ".join(text_of(garden, link).split()) or len(words) > 400
    assert card.locator("[id]").count() == 0
    until(page, lambda: is_within(page, box_of(card)))
    collect_garbage(reader)
    expect(card).to_have_count(0)
    if reader.mode.hand == "keys":
        expect(page.locator(at(link)).first).to_be_focused()
    assert page.url == reader.site.url + address


@everywhere
def test_a_link_to_a_section_shows_that_section(reader: Reader, garden: Garden) -> None:
    address, link, heading = section_link(garden)
    reader.go(address)
    body = shown(reader, link).locator(".preview-body")
    expect(body.locator(":scope > :first-child")).to_have_text(heading.text_content().strip())
    ranks = {f"h{rank}" for rank in range(1, int(heading.tag[1]) + 1)}
    after = heading.getnext()
    blocks = 1
    while after is not None and after.tag not in ranks:
        blocks += isinstance(after.tag, str)  # comments are not blocks
        after = after.getnext()
    expect(body.locator(":scope > :not(.preview-more)")).to_have_count(min(blocks, 40))


@online
def test_a_card_can_be_scrolled(reader: Reader, garden: Garden) -> None:
    address, link = long_link(garden)
    page = reader.go(address)
    body = shown(reader, link).locator(".preview-body")
    before = page.evaluate("() => scrollY")
    if reader.mode.hand == "keys":
        for _ in range(4):
            page.keyboard.press("Tab")
            if body.evaluate("(one) => one === document.activeElement"):
                break
        page.keyboard.press("PageDown")
    else:
        drag_or_wheel(reader, body)
    page.wait_for_function("(one) => one.scrollTop > 50", arg=body.element_handle())
    assert page.evaluate("() => scrollY") == before
    expect(page.locator(".preview")).to_have_count(1)


def drag_or_wheel(reader: Reader, body: Locator) -> None:
    box = box_of(body)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if reader.mode.hand == "touch":
        drag(reader.page, {"x": x, "y": y}, 0, 120)
    else:
        reader.page.mouse.move(x, y, steps=5)
        reader.page.mouse.wheel(0, 300)


@readers([mode for mode in ONLINE if mode.wide])
def test_a_pinned_card_stays_until_it_is_closed(reader: Reader, garden: Garden) -> None:
    address, link = long_link(garden)
    page = reader.go(address)
    card = shown(reader, link)
    if reader.mode.hand == "keys":
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        reader.press(card.locator(".preview-pin"))
    expect(card.locator(".preview-pin")).to_have_attribute("aria-pressed", "true")
    if reader.mode.hand == "mouse":
        dragged(page, card)
        page.mouse.move(3, 3)
    elif reader.mode.hand == "touch":
        page.touchscreen.tap(5, 450)
    page.evaluate("() => scrollBy(0, 600)")
    if reader.mode.hand != "touch":  # a finger would touch the card that covers the links
        other = next(one for one in with_text(garden, address) if one != link)
        reader.open_preview(at(other))
        expect(page.locator(".preview")).to_have_count(2)
        page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(1)
    expect(card).to_be_in_viewport()
    reader.press(card.locator(".preview-close"))
    expect(card).to_have_count(0)


def dragged(page: Page, card: Locator) -> None:
    """By its header, to free space, and no farther than the window."""
    before, pin = box_of(card), box_of(card.locator(".preview-pin"))
    hand = {"x": pin["x"] - 20, "y": pin["y"] + pin["height"] / 2}
    corner = {"x": hand["x"] - before["x"], "y": hand["y"] - before["y"]}
    page.mouse.move(hand["x"], hand["y"])
    page.mouse.down()
    page.mouse.move(700, 400, steps=4)
    until(page, lambda: abs(box_of(card)["x"] - max(8, 700 - corner["x"])) <= 2)
    page.mouse.move(1399, 899, steps=4)
    until(page, lambda: 1400 - 16 <= box_of(card)["x"] + box_of(card)["width"] <= 1400)
    until(page, lambda: 900 - 16 <= box_of(card)["y"] + box_of(card)["height"] <= 900)
    page.mouse.up()
    page.mouse.move(600, 300)  # released, it stays
    expect(card.locator(".preview-pin")).to_have_attribute("aria-pressed", "true")
    assert box_of(card)["x"] + box_of(card)["width"] >= 1400 - 16


@readers([mode for mode in ONLINE if mode.hand != "touch"])
def test_a_link_to_a_missing_note_shows_no_card(reader: Reader) -> None:
    """The test controls the page's clock, so that a missing card is waited for as long as a shown one."""
    reader.page.clock.install()
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    page = reader.go("/posts/the_margins_of_a_page/")
    note, missing, broken, elsewhere = ("a[href$='tokyo/']", "a.missing", "a.broken", "a[href^='https:']")
    for selector, cards in ((note, 1), (missing, 0), (broken, 0), (elsewhere, 0), (note, 1)):
        reader.open_preview(f".body > p {selector}")
        page.clock.run_for(2000)
        page.evaluate("async () => { await (await fetch('/robots.txt')).text(); }")  # after the previous requests
        expect(page.locator(".preview")).to_have_count(cards)
        page.keyboard.press("Escape")
        expect(page.locator(".preview")).to_have_count(0)
    assert [address for address in asked if not address.startswith(reader.site.url)] == []


@in_every_way
def test_a_card_links_to_further_cards_and_to_its_note(reader: Reader, garden: Garden) -> None:
    address, link = long_link(garden)
    page = reader.go(address)
    card = shown(reader, link)
    here = link_in_sight(page, garden)
    reader.open_preview(f'.preview-body a[href="{here}"]')
    expect(page.locator(".preview")).to_have_count(2)
    expect(page.locator(".preview-head a").last).to_have_text(garden.by_address[here]["title"])
    expect(card.first).to_be_attached()
    if reader.mode.hand == "mouse":  # a card's own title shows no card, nor does a link that appears under the mouse
        page.locator(".preview-head a").last.hover()
        page.evaluate("() => new Promise((done) => setTimeout(done, 700))")
        expect(page.locator(".preview")).to_have_count(2)
    reader.press(page.locator(".preview-head a").last)
    page.wait_for_url(f"**{here}")


def link_in_sight(page: Page, garden: Garden) -> str:
    hrefs = page.locator(".preview-body a").evaluate_all("(all) => all.map((link) => link.getAttribute('href'))")
    has_text = [one for one in hrefs if one in garden.by_address and len(text_of(garden, one)) > 100]
    for one in has_text:
        if page.locator(".preview-head a").get_attribute("href") != one and not page.url.endswith(one):
            return one
    raise AssertionError("the card leads nowhere")


@by_keys
def test_a_card_is_used_by_keyboard(reader: Reader, garden: Garden) -> None:
    address, link = long_link(garden)
    page = reader.go(address)
    here = page.locator(at(link)).first
    shown(reader, link)
    page.keyboard.press("Tab")
    expect(page.locator(".preview-head a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(0)
    expect(here).to_be_focused()
    page.keyboard.press("Shift+Tab")
    shown(reader, link)
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(here).to_be_focused()
    expect(page.locator(".preview")).to_have_count(0)


@by_touch
def test_on_touch_a_card_never_stays_open(reader: Reader, garden: Garden) -> None:
    address, link = long_link(garden)
    page = reader.go(address)
    for _ in range(2):
        card = shown(reader, link)
        page.touchscreen.tap(195, 40)
        expect(card).to_have_count(0)
        assert page.url == reader.site.url + address
    shown(reader, link)
    reader.press(page.locator(".preview-close"))
    expect(page.locator(".preview")).to_have_count(0)
    page.locator(at(link)).first.tap()
    page.wait_for_url(f"**{link}", timeout=PATIENCE)
    page.go_back()
    page.wait_for_url(f"**{address}")
    expect(page.locator(".preview")).to_have_count(0)
