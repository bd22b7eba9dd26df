"""The page of notes worth rereading: the browser makes its list from its own history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from conftest import Opener, Site
from playwright.sync_api import Page, expect
from sites import of_notes

pytestmark = pytest.mark.browser
DAY = 86_400_000  # milliseconds
NOTES = {
    "hub": "Everybody comes here.\n",
    "spring": "A [hub](hub.md) and a [well](well.md).\n",
    "well": "To the [hub](hub.md).\n",
    "brook": "To the [hub](hub.md) by the [well](well.md), past the [mill](mill.md).\n",
    "mill": "It turns.\n",
}
LINKS = ".reread > li > a"
DRAFTS = {"secret": "[secret](secret.md) [mill](mill.md)\n"}
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    built = of_notes(tmp_path_factory, "rereading", NOTES, "unsafe_html = false\n", drafts=DRAFTS)
    yield built
    built.close()


def read_before(page: Page, days: dict[str, int]) -> None:
    """Let this browser have opened notes some days ago."""
    now = page.evaluate("Date.now()")
    visits = [{"url": f"/{name}/", "title": name, "at": now - ago * DAY} for name, ago in days.items()]
    page.evaluate("(list) => localStorage.setItem('read', list)", json.dumps(visits))


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_well_linked_notes_not_read_for_long_are_listed(
    site: Site, open_page: Opener, violations: Axe, phone: bool
) -> None:
    page = open_page(site.url, phone=phone)
    page.get_by_role("link", name="Worth rereading").click()
    expect(page.locator(LINKS)).to_have_text(["Hub", "Well", "Mill"])
    expect(page.locator(".reread > li").first).to_contain_text("3 links · never opened here")
    read_before(page, {"hub": 30, "well": 3, "mill": 200})
    page.reload()
    expect(page.locator(LINKS)).to_have_text(["Mill", "Hub"])
    expect(page.locator(".reread > li")).to_contain_text(["6 months ago", "4 weeks ago"])
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    forget = page.get_by_role("button", name="Forget what was read here")
    forget.click()
    expect(page.locator(LINKS)).to_have_text(["Hub", "Well", "Mill"])
    expect(page.get_by_role("button", name="Forget what was read here")).to_be_disabled()
    assert page.evaluate("localStorage.getItem('read')") is None


def test_a_read_note_is_removed_from_the_list(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/hub/")
    page.keyboard.press("/")
    page.locator("dialog.search").get_by_role("link", name="Worth rereading").click()
    expect(page.locator(LINKS)).to_have_text(["Well", "Mill"])


def test_nothing_is_sent_for_the_list(site: Site, open_page: Opener) -> None:
    page = open_page(site.url)
    read_before(page, {"hub": 30})
    site.seen.clear()
    page.goto(f"{site.url}/rereading/")
    expect(page.locator(LINKS).first).to_have_text("Well")
    page.wait_for_load_state("networkidle")
    assert [path for path in site.seen if "hub" in path or "?" in path] == []


def test_without_scripts_the_page_says_that_it_needs_them(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/rereading/", java_script_enabled=False)
    expect(page.locator("noscript p")).to_be_visible()
    assert "working out this list needs scripts" in page.locator("noscript p").inner_text()
