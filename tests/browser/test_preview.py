"""Preview cards of linked notes: by mouse, by keyboard, by a long press."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Opener, Site, box_of, press_long, until
from playwright.sync_api import Page, expect
from sites import let_pass

pytestmark = pytest.mark.browser
LEAF = '[data-note-body] a[href="/posts/leaf/"]'
ROOTS = '[data-note-body] a[href="/posts/leaf/#roots"]'


def test_hovering_over_a_link_shows_its_note_and_leaving_closes_it(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.hover(LEAF)
    card = page.locator(".preview")
    expect(card).to_have_count(1)
    expect(card.locator(".preview-head a")).to_have_text("Leaf")
    expect(card).to_contain_text("Roots drink rainwater.")
    assert card.locator("[id]").count() == 0
    box, link = box_of(card), box_of(page.locator(LEAF))
    assert box["y"] >= link["y"] + link["height"]
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    let_pass(page, 600)
    expect(card).to_have_count(1)
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)


def test_a_link_to_a_section_shows_that_section_only(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.hover(ROOTS)
    body = page.locator(".preview-body")
    expect(body).to_contain_text("Roots drink rainwater.")
    expect(body).to_contain_text("Fine hairs.")
    expect(body).not_to_contain_text("The stem is green.")
    expect(body).not_to_contain_text("The flower is last.")


def test_a_passing_hover_and_links_to_missing_notes_or_other_sites_show_no_card(small: Site, open_page: Opener) -> None:
    small.seen.clear()
    page = open_page(f"{small.url}/posts/hub/")
    page.hover(LEAF)
    let_pass(page, 150)
    page.mouse.move(5, 5)
    for link in ("a.missing", 'a[href^="https://example.org"]'):
        page.hover(f"[data-note-body] {link}")
        let_pass(page, 900)
    expect(page.locator(".preview")).to_have_count(0)
    page.hover(LEAF)  # earlier requests have been made when its card is shown
    expect(page.locator(".preview")).to_have_count(1)
    assert not [path for path in small.seen if path.startswith("/wanted")]


def test_the_neighbourhood_has_cards_too_and_the_page_itself_has_none(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    page.hover('.facts a[href="#_links"]')
    let_pass(page, 900)
    expect(page.locator(".preview")).to_have_count(0)
    page.hover('.neighbourhood a[href="/posts/tools/"]')
    page.hover(LEAF.replace("leaf", "tools"))
    expect(page.locator(".preview-head a")).to_have_text("Tools")
    page.keyboard.press("Escape")
    page.hover('.neighbourhood a[href="/posts/tools/"]')
    expect(page.locator(".preview-head a")).to_have_text("Tools")


def test_a_note_is_fetched_once(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/posts/hub/")
    for link in (LEAF, ROOTS, LEAF):
        page.hover(link)
        expect(page.locator(".preview")).to_have_count(1)
        page.mouse.move(5, 5)
        expect(page.locator(".preview")).to_have_count(0)
    assert fresh.seen.count("/posts/leaf/") == 1


def test_cards_open_further_cards_and_close_together(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.hover(LEAF)
    page.hover('.preview-body a[href="/posts/tools/"]')
    expect(page.locator(".preview")).to_have_count(2)
    page.hover(".preview:last-of-type .preview-body")
    let_pass(page, 600)
    expect(page.locator(".preview")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(1)
    page.mouse.move(5, 5)
    expect(page.locator(".preview")).to_have_count(0)


def test_a_pinned_card_stays_and_is_moved_by_its_header(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.hover(LEAF)
    card = page.locator(".preview")
    before, button = box_of(card), box_of(card.locator(".preview-pin"))
    page.mouse.move(button["x"] - 30, button["y"] + 20)
    page.mouse.down()
    page.mouse.move(button["x"] + 170, button["y"] + 160, steps=6)
    page.mouse.up()
    until(page, lambda: box_of(card)["x"] - before["x"] == pytest.approx(200, abs=4))
    until(page, lambda: box_of(card)["y"] - before["y"] == pytest.approx(140, abs=4))
    expect(card.locator(".preview-pin")).to_have_attribute("aria-pressed", "true")
    page.mouse.move(5, 5)
    page.mouse.click(5, 300)
    let_pass(page, 600)
    expect(card).to_have_count(1)
    card.locator(".preview-close").click()
    expect(card).to_have_count(0)


def test_by_keyboard_a_card_opens_is_entered_read_and_left(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.focus(LEAF)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # focus by keyboard, so that it is visible
    expect(page.locator(LEAF)).to_be_focused()
    card = page.locator(".preview")
    expect(card).to_have_count(1)
    page.keyboard.press("Tab")
    expect(card.locator(".preview-head a")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(card.locator(".preview-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator(LEAF)).to_be_focused()


def test_tabbing_through_a_card_leads_to_the_next_link(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.focus(LEAF)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".preview")).to_have_count(1)
    inside = "() => Boolean(document.activeElement.closest('.preview'))"
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    for _ in range(12):
        page.keyboard.press("Tab")
        if not page.evaluate(inside):
            break
    expect(page.locator(ROOTS)).to_be_focused()
    expect(page.locator(".preview")).to_have_count(0)


def test_a_long_press_opens_a_sheet_and_a_tap_next_to_it_closes_it(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/", phone=True)
    sheet = page.locator(".preview")
    for _ in range(2):  # the first press also fetches the module
        press_long(page, LEAF)
        expect(sheet).to_have_count(1)
        until(page, lambda: box_of(sheet)["y"] + box_of(sheet)["height"] == pytest.approx(800, abs=1))
        assert box_of(sheet)["width"] == 390
        assert page.url.endswith("/posts/hub/")
        page.touchscreen.tap(195, 60)
        expect(sheet).to_have_count(0)
        assert page.url.endswith("/posts/hub/")
    page.tap(LEAF)
    page.wait_for_url("**/posts/leaf/")


def test_a_scrolling_finger_opens_nothing(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/hub/", phone=True)
    box = box_of(page.locator(LEAF))
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + 10, box["y"] + 8
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 8):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * step}]})
    let_pass(page, 800)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    let_pass(page, 400)
    expect(page.locator(".preview")).to_have_count(0)


def test_axe_finds_nothing_wrong_with_a_card(
    small: Site, open_page: Opener, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(f"{small.url}/posts/hub/")
    page.hover(LEAF)
    expect(page.locator(".preview")).to_have_count(1)
    assert violations(page) == []
