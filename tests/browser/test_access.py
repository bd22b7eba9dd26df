"""Overlays, and targets that must be easy to tap: axe on each, and the sizes that touch needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener
from playwright.sync_api import Page, expect
from sites import Site, quiet, shared

pytestmark = pytest.mark.browser
NOTE = "/posts/everything/"
LINK = "[data-note-body] > p a[href*='/posts/second/']"
Axe = Callable[[Page], list[str]]
at_either_width = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = shared(tmp_path_factory, "reading")
    yield site
    site.close()


@pytest.fixture
def motionless(garden: Site, open_page: Opener) -> Opener:
    """A page without animations, so that axe sees the final colours."""

    def opener(address: str, **options: bool) -> Page:
        page = open_page(garden.url + address, reduced_motion="reduce", **options)
        quiet(page)
        return page

    return opener


def test_axe_finds_nothing_in_a_pinned_card(motionless: Opener, violations: Axe) -> None:
    page = motionless(NOTE)
    page.hover(LINK)
    page.click(".preview-pin")
    expect(page.locator(".preview-pin")).to_have_attribute("aria-pressed", "true")
    page.mouse.move(2, 2)
    expect(page.locator(".preview:popover-open .preview-body")).to_contain_text("Far below it says")
    assert violations(page) == []


@at_either_width
def test_axe_finds_nothing_in_a_search_without_results(motionless: Opener, violations: Axe, phone: bool) -> None:
    page = motionless(NOTE, phone=phone)
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("zwölfboxkämpfer")
    expect(page.locator(".search-none")).to_be_visible()
    assert violations(page) == []


@at_either_width
def test_axe_finds_nothing_in_an_enlarged_figure_and_in_the_list_of_keys(
    motionless: Opener, violations: Axe, phone: bool
) -> None:
    page = motionless(NOTE, phone=phone)
    page.locator(".zoomable").click()
    expect(page.locator("dialog.zoom[open]")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog.keys[open]")).to_be_visible()
    assert violations(page) == []


@at_either_width
def test_axe_finds_nothing_in_the_card_of_a_note_on_the_map(motionless: Opener, violations: Axe, phone: bool) -> None:
    page = motionless("/map/", phone=phone)
    page.get_by_role("combobox", name="Find a note on the map").fill("Second")
    expect(page.locator("#_map-found [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".map-card b")).to_have_text("Second")
    assert violations(page) == []
    page.locator(".map-legend summary").click()
    assert violations(page) == []


# A fold's clickable area is larger than its own box (`.fold::after`).
SMALL = """() => [...document.querySelectorAll(
        'main :is(a[href], button, summary), :is(.top, .foot) :is(a, button), .bar > *')]
    .filter((each) => each.checkVisibility()
        && !each.closest('.body :is(p, li, dd, td), .mentions p, svg, .copy, .fold'))
    .filter((each) => each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    "address", ["/", NOTE, "/posts/", "/all/", "/tags/", "/recent/", "/wanted/", "/health/", "/map/"]
)
def test_standalone_controls_are_large_enough_for_a_thumb(motionless: Opener, address: str) -> None:
    page = motionless(address, phone=True)
    assert page.evaluate(SMALL) == []


def test_a_narrow_screen_does_not_squeeze_columns_and_shows_that_there_are_more(motionless: Opener) -> None:
    page = motionless(NOTE, phone=True)
    table = page.locator(".body table")
    assert table.evaluate("(it) => it.scrollWidth > it.clientWidth")
    widths = table.evaluate("(it) => [...it.querySelectorAll('th')].map((each) => each.getBoundingClientRect().width)")
    assert widths[1] > 110  # a phrase
    for name in ("table", "pre"):
        shade = page.locator(f".body {name}").evaluate("(it) => getComputedStyle(it).backgroundAttachment")
        assert shade.split(", ")[:4] == ["local", "local", "scroll", "scroll"]


def test_a_column_header_is_above_its_cells(motionless: Opener) -> None:
    page = motionless(NOTE)
    names = "(it) => it.querySelectorAll('th').forEach((each) => { each.className = 'wide'; })"
    page.locator(".body table").evaluate(names)  # as in a column of some length
    places = "(it) => [...it.rows].slice(0, 2).map((row) => [...row.cells].map((cell) => cell.offsetLeft))"
    head, first = page.locator(".body table").evaluate(places)
    assert head == first


def test_at_double_zoom_nothing_is_lost(garden: Site, open_page: Opener) -> None:
    """A desktop window at 200 %: half its width, and no text cut off or outside of the window."""
    page = open_page("about:blank")
    page.set_viewport_size({"width": 700, "height": 450})
    for address in ("/", NOTE, "/all/", "/health/"):
        page.goto(garden.url + address)
        quiet(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address
