"""Every kind of page of the real garden: no layout shift, nothing from other hosts, usable by keyboard and thumb."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from reader import SIDEWAYS, Garden, Mode, Reader, both_widths, by_keys, by_touch, readers, real_garden
from sites import box_of

pytestmark = [pytest.mark.browser, real_garden]
# Long contents fold and unfold next to the text while scrolling: the only thing that may move.
SHIFTS = """window.shift = 0;
const folds = (source) => source.node?.parentElement?.closest('.toc.folds');
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput && !entry.sources.every(folds)) window.shift += entry.value;
    }
}).observe({type: 'layout-shift', buffered: true});"""
# The longest duration of all transitions and animations on the page.
LONGEST = """() => {
    const styles = [...document.querySelectorAll('*')].flatMap(
        (one) => [null, '::before', '::after'].map((part) => getComputedStyle(one, part)));
    const times = styles.flatMap((style) => [style.transitionDuration, style.animationDuration]);
    return Math.max(...times.flatMap((time) => time.split(', ').map(parseFloat)));
}"""
SITE = ["/", "/posts/", "/all/", "/tags/", "/recent/", "/wanted/", "/health/", "/map/", "/404.html", "/offline/"]
COUNTED = ["sections", "row", "code", "pictures", "mentions", "tagged", "formulas"]


def notable(garden: Garden) -> list[str]:
    """The site's pages, and the notes that have most of something."""
    empty = next(note.address for note in garden.notes if not (note.sections or note.mentions or note.tables))
    return list(dict.fromkeys([*SITE, empty, *(garden.most(what) for what in COUNTED)]))


@both_widths
def test_nothing_shifts_nothing_is_too_wide_and_nothing_comes_from_other_hosts(reader: Reader, garden: Garden) -> None:
    page = reader.page
    page.add_init_script(SHIFTS)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for address in notable(garden):
        reader.go(address)
        page.evaluate("() => document.fonts.ready")
        page.mouse.wheel(0, 3000)
        page.wait_for_function("() => scrollY > 0 || document.documentElement.scrollHeight <= innerHeight + 1")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("() => window.shift") == 0, address
        assert page.evaluate(SIDEWAYS) <= 0, address
    assert hosts - {""} == {urlsplit(reader.site.url).netloc}


HEIGHTS = "() => window.parts.map((part) => part.getBoundingClientRect().height)"


@readers([Mode(wide, "mouse") for wide in (True, False)])
def test_nothing_shifts_when_parts_loaded_on_interaction_arrive(reader: Reader, garden: Garden) -> None:
    """A heading that grew by a line would move the link under a finger that is about to lift."""
    page = reader.go(garden.most("sections"))
    page.evaluate(
        "async () => { await document.fonts.ready; window.parts = [...document.querySelectorAll('main *')]; }"
    )
    before = page.evaluate(HEIGHTS)
    page.mouse.move(5, 500)
    for part in (".body .fold", ".body .anchor"):
        page.locator(part).last.wait_for(state="attached")
    assert page.evaluate(HEIGHTS) == before


def test_only_pictures_and_frames_of_notes_come_from_other_hosts(garden: Garden) -> None:
    """Pictures and frames that a writer put into a note; the garden itself requests no other host."""
    for note in garden.notes:
        page = garden.page(note.address)
        for address in page.xpath("//*[self::script or self::img or self::iframe or self::link[@rel='stylesheet']]"):
            source = address.get("src") or address.get("href") or ""
            written = address.xpath("ancestor::*[@data-note-body]")
            assert written or not re.match(r"(https?:)?//", source), (note.address, source)


@both_widths
def test_pages_have_view_transitions(reader: Reader, garden: Garden) -> None:
    page = reader.page
    page.add_init_script("addEventListener('pageswap', (e) => { sessionStorage.passed = String(!!e.viewTransition); })")
    note = garden.short("links", "mentions")
    for motion, passes in (("no-preference", "true"), ("reduce", "false")):
        page.emulate_media(reduced_motion=motion)
        reader.go(note)
        reader.press(page.locator(".crumbs a").last)
        page.wait_for_url(lambda url: not url.endswith(note))
        assert page.evaluate("() => sessionStorage.passed") == passes


@readers([Mode(True, "mouse")])
def test_nothing_moves_with_reduced_motion(reader: Reader, garden: Garden) -> None:
    """What moves otherwise, by the longest duration, and page transitions as in the test before."""
    page = reader.page
    times = []
    for motion in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=motion)
        reader.go(garden.short("sections", "mentions"))
        page.keyboard.press("f")
        expect(page.locator(".fold").first).to_have_attribute("aria-expanded", "false")
        times.append(page.evaluate(LONGEST))
    assert times[0] > 0.1
    assert times[1] <= 0.001


@readers([Mode(True, "mouse"), Mode(False, "mouse")])
def test_a_link_that_will_probably_be_followed_is_prefetched(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("mentions"))
    rules = json.loads(page.locator("script[type=speculationrules]").text_content() or "")
    assert rules["prefetch"]
    link = page.locator(".crumbs a").last
    with page.expect_event("request", lambda request: request.url.endswith(str(link.get_attribute("href")))):
        link.hover()
    reader.site.ahead.clear()


# -- keys ---------------------------------------------------------------------------------------------------------


@by_keys
def test_keys_lead_through_the_garden(reader: Reader, garden: Garden) -> None:
    note = garden.most("sections")
    page = reader.go(note)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    for word in ("Next note", "Previous note", "map", "Search", "Light or dark", "Home"):
        expect(keys).to_contain_text(re.compile(word, re.I))
    page.keyboard.press("n")  # a dialog captures the keys
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    assert page.url == reader.site.url + note
    page.keyboard.press("l")
    expect(page.locator("#_links")).to_be_in_viewport()
    after = str(page.locator("a[rel=next]").get_attribute("href"))
    for key, address in (("n", after), ("p", note), ("a", "/all/"), ("m", "/map/"), ("h", "/")):
        page.keyboard.press(key)
        page.wait_for_url(reader.site.url + address)
    for address in (after, note):
        reader.go(address)
        assert page.locator("a[rel=next]").count() == page.locator("a[rel=prev]").count() == 1


@readers([Mode(True, "keys"), Mode(False, "keys")])
def test_a_key_opens_the_notes_source(reader: Reader, garden: Garden) -> None:
    note = garden.most("sections")
    page = reader.go(note)
    source = f"https://garden.example/edit/{garden.by_address[note]['id']}"
    page.route("https://garden.example/**", lambda route: route.fulfill(body="the source"))
    page.keyboard.press("e")
    page.wait_for_url(source)


# -- thumbs -------------------------------------------------------------------------------------------------------


@readers([Mode(False, "touch"), Mode(False, "touch", False)])
def test_a_bar_within_reach_of_the_thumb_leads_on(reader: Reader, garden: Garden) -> None:
    note = garden.most("sections")
    page = reader.go(note)
    bar = page.locator(".bar")
    assert [box_of(one)["height"] >= 44 and box_of(one)["y"] > 650 for one in bar.locator("a").all()] == [True] * 4
    bar.locator("[data-search]").tap()
    expect(page.locator("dialog.search")).to_be_visible()
    page.locator(".search-close").tap()
    bar.locator("[data-contents]").tap()
    expect(page.locator("dialog.sheet")).to_be_visible()
    page.touchscreen.tap(195, 60)
    expect(page.locator("dialog.sheet")).to_be_hidden()
    bar.get_by_role("link", name="Links here").tap()
    expect(page.locator("#_links")).to_be_in_viewport()
    bar.get_by_role("link", name="Map").tap()
    page.wait_for_url("**/map/")


@by_touch
def test_controls_are_large_enough_to_tap(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    for control in page.locator(".top a, .top button, .foot a, .foot button, .turn a").all():
        if control.is_visible():
            assert box_of(control)["height"] >= 40, control.inner_text()
