"""A real browser on real sites: a small garden made for these tests, and the large one if it is available."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from live import open_live as open_live
from live import plot as plot
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from reader import Garden, Mode, Reader, see_picture
from sites import (
    AXE,
    CHROMIUM,
    DESK,
    FLAGS,
    HERE,
    PATIENCE,
    PHONE,
    SETTLED,
    Site,
    copied,
    made,
    once,
    shared,
    watch_requests,
)
from sites import ROOT as ROOT  # used by tests of this folder
from sites import box_of as box_of
from sites import press_long as press_long
from sites import reserved_port as reserved_port
from sites import until as until

expect.set_options(timeout=PATIENCE)

# The window of an empty page is as wide as a desktop's, on a phone too: only its screen differs.
PHONE_IS_THERE = "(width) => screen.width === width && matchMedia('(pointer: coarse)').matches"
# What axe finds for the rules of these names, or of all names if none are given. Its full report takes longer to
# transfer than to make.
AUDIT = """async (rules) => {
    const only = rules.length ? { runOnly: rules } : {};
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}"""
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = shared(tmp_path_factory, "garden")
    yield site
    site.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Site]:
    """A small garden that a test may change."""
    site = made(tmp_path / "public", shutil.copytree(HERE / "garden", tmp_path / "garden"))
    yield site
    site.close()


@pytest.fixture(scope="session")
def mogoz(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real garden, with added notes for missing features; this repository's own garden if it is not available."""
    work = once(tmp_path_factory, "mogoz", lambda folder: made(folder / "public", copied(folder / "garden")).close())
    site = Site(work / "public", work / "garden")
    yield site
    site.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """`open_page(address, phone=False, dark=False, workers=False, …)`: a page in a context of its own.

    An error in a script of the page fails the test at its end.
    """
    contexts = []
    errors: list[str] = []

    def opener(address: str, *, phone: bool = False, dark: bool = False, workers: bool = False, **others: Any) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            service_workers="allow" if workers else "block",
            **others,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch_requests(page)
        # A view transition that the browser cancels is reported as an error, though the page works.
        page.on("pageerror", lambda error: "Transition was" in str(error) or errors.append(str(error)))
        page.goto(address)
        if phone:  # a new renderer process learns the screen size a moment later
            page.wait_for_function(PHONE_IS_THERE, arg=PHONE["width"])
        return page

    yield opener
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """The accessibility violations that axe finds on a page, in light and in dark mode."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: `make tools`")

    def find(page: Page) -> list[str]:
        is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
        schemes: list[Literal["light", "dark"]] = ["dark", "light"] if is_dark else ["light", "dark"]
        page.wait_for_function(SETTLED)
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = page.evaluate(AUDIT, [])
        # Only colours differ between the two modes, so the rules that check them are enough.
        page.emulate_media(color_scheme=schemes[1])
        page.wait_for_function(SETTLED)
        found += (f"{schemes[1]}: {each}" for each in page.evaluate(AUDIT, RULES_OF_COLOUR))
        page.emulate_media(color_scheme=schemes[0])
        page.wait_for_function(SETTLED)
        return found

    return find


# -- readers of the real garden ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def garden(mogoz: Site) -> Garden:
    return Garden(mogoz)


@pytest.fixture(scope="session")
def kept(browser: Browser, mogoz: Site, garden: Garden) -> Iterator[Callable[[Mode], tuple[BrowserContext, Site]]]:
    """`kept(mode)`: a browser that has stored the whole real garden and a picture of the note with the most, and
    whose server is stopped."""
    site = Site(mogoz.folder, mogoz.garden)
    site.down()
    contexts: dict[tuple[bool, bool], BrowserContext] = {}

    def keep(mode: Mode) -> tuple[BrowserContext, Site]:
        kind = (mode.wide, mode.hand == "touch")
        if kind not in contexts:
            site.up()
            contexts[kind] = mode.context(browser)
            page = contexts[kind].new_page()
            page.goto(site.url)
            page.locator(".foot").scroll_into_view_if_needed()
            page.locator("[data-offline-switch] [role=switch]").click()
            expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept", timeout=2 * PATIENCE)
            see_picture(page, site.url + garden.most("pictures"))
            page.close()
            site.down()
        return contexts[kind], site

    yield keep
    for context in contexts.values():
        context.close()
    site.close()


@pytest.fixture
def reader(
    request: pytest.FixtureRequest,
    browser: Browser,
    mogoz: Site,
    kept: Callable[[Mode], tuple[BrowserContext, Site]],
) -> Iterator[Reader]:
    """The reader that a test's mode describes, with an empty page. An error in a script fails the test at its end."""
    mode: Mode = request.param
    context, site = (mode.context(browser), mogoz) if mode.online else kept(mode)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: "Transition was" in str(error) or errors.append(str(error)))
    yield Reader(page, site, mode)
    if mode.online:
        context.close()
    else:
        # Of the browser, not of the page, which may be navigating.
        session = context.new_cdp_session(page)
        place = {"securityOrigin": site.url.rstrip("/"), "isLocalStorage": True}
        session.send("DOMStorage.removeDOMStorageItem", {"storageId": place, "key": "theme"})
        page.close()
    assert errors == []
