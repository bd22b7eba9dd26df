"""Nothing in a note runs in the browser if raw HTML is not trusted, with the pages' own policy switched off."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile import hugo_garden, vault_garden
from playwright.sync_api import Browser, Page, Request, expect
from sites import PATIENCE, Site

pytestmark = pytest.mark.browser
REFRESH = re.compile(r"""<meta http-equiv="?refresh"? content=["'']?0; ?url=([^"'>]*)""", re.I)
# Hovers over, focuses and clicks everything on the page; links to other pages are not followed.
PRESS = """async () => {
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href], area[href]");
    if (link && /^https?:$/.test(link.protocol)) event.preventDefault();
  });
  document.querySelectorAll("details").forEach((each) => (each.open = true));
  for (const each of document.querySelectorAll("main *, header a")) {
    for (const name of ["pointerover", "pointerenter", "mouseover", "focusin"]) {
      each.dispatchEvent(new PointerEvent(name, { bubbles: true }));
    }
    if (each.matches("a, area, button, summary, [tabindex], [autofocus]")) each.focus?.({ preventScroll: true });
    if (each.matches("a, area, button, summary, input, h1, h2, h3, pre, [onclick]")) each.click?.();
  }
  for (const form of document.querySelectorAll("main form")) form.requestSubmit();
  await new Promise((resolve) => setTimeout(resolve));
  return document.querySelectorAll(".map canvas, main [data-map]").length;
}"""


# Whether a link's card has content.
HAS_TEXT = """async (href) => {
  const page = new DOMParser().parseFromString(await (await fetch(href)).text(), "text/html");
  return Boolean(page.querySelector("[data-note-body] p")?.textContent.trim());
}"""
# What the shortcodes for videos show in a frame: pages of other sites, which are isolated from this one.
VIDEOS = ("https://www.youtube.com/embed/", "https://player.vimeo.com/video/")


@pytest.fixture(scope="module", params=[hugo_garden, vault_garden])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    fill: Callable[[Path], int] = request.param
    work = tmp_path_factory.mktemp("hostile")
    count = fill(work / "garden")
    assert count > 100
    command = [Path(sys.executable).with_name("notegarden"), "build", work / "garden", "-q", "-o", work / "public"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    site = Site(work / "public", work / "garden")
    yield site
    site.close()


@pytest.fixture
def watched(browser: Browser, hostile: Site) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what ran in it: dialogs, and requests to other hosts except for pictures and the frames of videos."""
    context = browser.new_context(bypass_csp=True, service_workers="block")
    page, ran = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: (ran.append(f"{page.url}: dialog"), dialog.dismiss()))

    def asked(request: Request) -> None:
        if not request.url.startswith("http") or request.url.startswith(hostile.url):
            return
        video = request.url.startswith(VIDEOS) and request.frame.parent_frame is not None
        if request.resource_type not in ("image", "media") and not video:
            ran.append(f"{page.url}: {request.url}")

    # Only recorded: intercepting a request would delay the page until this process continues it.
    context.on("request", asked)
    yield page, ran
    context.close()


def pages_of(site: Site) -> list[str]:
    """The pages without the map and without redirects to other pages of the site, which are checked here."""
    found = []
    for file in sorted(site.folder.rglob("index.html")):
        address = file.relative_to(site.folder).as_posix().removesuffix("index.html")
        refresh = REFRESH.search(file.read_text("utf-8"))
        if refresh is not None:
            assert re.match("/[^/]", refresh[1]), (address, refresh[0])
        elif address != "map/":
            found.append(address)
    return found


def test_nothing_runs_when_pages_are_opened_and_clicked(hostile: Site, watched: tuple[Page, list[str]]) -> None:
    from urllib.parse import quote

    page, ran = watched
    pages = pages_of(hostile)
    assert len(pages) > 100
    if os.environ.get("NOTEGARDEN_TESTS") != "long":
        pages = pages[::5]  # every field and nearly every payload; `--long` combines each with each
    maps = []
    for address in pages:
        page.goto(f"{hostile.url}/{quote(address)}", wait_until="domcontentloaded")
        if page.evaluate(PRESS):
            maps.append(address)
    assert (ran, maps) == ([], [])


def test_nothing_runs_in_cards_dialogs_and_on_the_map(hostile: Site, watched: tuple[Page, list[str]]) -> None:
    page, ran = watched
    page.goto(f"{hostile.url}/all/")
    links = page.locator(".index a[href^='/n']")
    cards = 0
    for number in range(0, links.count(), max(1, links.count() // 15)):
        links.nth(number).hover()
        if page.evaluate(HAS_TEXT, links.nth(number).evaluate("(link) => link.href")):
            expect(page.locator(".preview")).to_be_visible()
            cards += 1
        page.mouse.move(0, 0)
        page.keyboard.press("Escape")
    assert cards
    page.keyboard.press("/")
    expect(page.locator("dialog.search")).to_be_visible()
    page.keyboard.type("alert")
    expect(page.locator(".found").first).to_be_visible()
    page.goto(f"{hostile.url}/map/")
    expect(page.locator(".map-canvas")).to_be_visible()
    for each in page.locator("#map-list summary").all()[:10]:
        each.click()
    assert ran == []
