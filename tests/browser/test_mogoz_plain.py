"""The real garden without scripts: read, navigated and searched by its lists, at each width and input method; without a
connection, too, where all of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from reader import OFFLINE, ONLINE, SIDEWAYS, Garden, Mode, Reader, real_garden, without_scripts
from sites import Site, box_of

pytestmark = [pytest.mark.browser, real_garden]
WAYS = [mode for mode in ONLINE if str(mode) not in ("desk-touch", "phone-mouse")] + OFFLINE


@pytest.fixture(params=WAYS, ids=str)
def plain(
    request: pytest.FixtureRequest,
    browser: Browser,
    mogoz: Site,
    kept: Callable[[Mode], tuple[BrowserContext, Site]],
) -> Iterator[Reader]:
    """Storing a garden needs a script; afterwards the worker also serves readers without scripts."""
    mode: Mode = request.param
    context, site = (mode.context(browser, java_script_enabled=False), mogoz) if mode.online else kept(mode)
    page = context.new_page()
    without_scripts(page)
    yield Reader(page, site, mode)
    if mode.online:
        context.close()
    else:
        page.close()


def press(reader: Reader, selector: str) -> None:
    """Without the page's scripts, only the browser shows the focus."""
    target = reader.page.locator(selector).first
    if reader.mode.hand == "keys":
        target.focus()
        reader.page.keyboard.press("Enter")
    else:
        reader.press(target.locator("circle") if "neighbourhood" in selector else target)


def test_a_note_is_complete(plain: Reader, garden: Garden) -> None:
    for what in ("sections", "pictures", "formulas"):
        address = garden.most(what)
        page = plain.go(address)
        text = " ".join(page.locator("[data-note-body]").inner_text().split())
        written = " ".join(garden.page(address).xpath("string(//*[@data-note-body])").split())
        assert len(text) > 0.8 * len(written), address
        for control in (".copy", ".fold", "[data-theme-switch]", "[data-keys]"):
            for one in page.locator(control).all():
                expect(one).to_be_hidden()
        expect(page.locator(".neighbourhood a").first).to_be_attached()
        expect(page.locator(".mentions, .columns, .quiet").first).to_be_attached()


def test_the_contents_link_to_sections(plain: Reader, garden: Garden) -> None:
    page = plain.go(garden.most("sections"))
    if not plain.mode.wide:
        press(plain, ".bar a[href='#_contents']" if plain.mode.hand != "keys" else ".toc summary")
    entry = page.locator(".toc a").nth(8)
    expect(entry).to_be_visible()
    address = str(entry.get_attribute("href"))
    press(plain, f".toc a[href='{address}']")
    page.wait_for_url(f"**{address}")
    expect(page.locator(f'[id="{address[1:]}"]').first).to_be_in_viewport()


def test_links_backlinks_and_the_neighbourhood_lead_on(plain: Reader, garden: Garden) -> None:
    address = garden.short("links", "mentions", "related")
    ways = (".body a[href^='/posts/']:not(.missing)", ".mentions p a", ".neighbourhood a", ".margin li a", ".crumbs a")
    for selector in (*ways, "a[rel=next]"):
        page = plain.go(address)
        target = str(page.locator(selector).first.get_attribute("href"))
        press(plain, selector)
        page.wait_for_url(f"**{target}")


def test_the_search_links_to_a_list_from_a_to_z(plain: Reader, garden: Garden) -> None:
    page = plain.go(garden.most("sections"))
    press(plain, f"{'.top' if plain.mode.wide else '.bar'} [data-search]")
    page.wait_for_url("**/*search/")
    press(plain, "main a[href='/all/']")
    page.wait_for_url("**/all/")
    listed = set(page.locator("main a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))"))
    assert {note.address for note in garden.notes} <= listed
    note = garden.most("mentions")
    press(plain, f"main a[href='{note}']")
    page.wait_for_url(f"**{note}")


def test_the_map_is_a_list(plain: Reader, garden: Garden) -> None:
    page = plain.go("/map/")
    expect(page.locator("[data-map]")).to_be_hidden()
    press(plain, "#map-list summary")
    link = page.locator("#map-list a").first
    expect(link).to_be_visible()
    address = str(link.get_attribute("href"))
    press(plain, f"#map-list a[href='{address}']")
    page.wait_for_url(f"**{address}")


def test_wide_elements_scroll_by_themselves_and_pictures_fit(plain: Reader, garden: Garden) -> None:
    for what in ("row", "code", "pictures", "formulas"):
        page = plain.go(garden.most(what))
        assert page.evaluate(SIDEWAYS) <= 0
    page = plain.go(garden.most("pictures"))
    column = box_of(page.locator(".body"))["width"]
    assert all(box_of(one)["width"] <= column + 1 for one in page.locator(".body img:visible").all()[:6])
