"""The submenus of the header: they open, close when the reader moves on, and fit a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener
from playwright.sync_api import Page, expect
from sites import Site, made

pytestmark = pytest.mark.browser
CONFIGURATION = 'title = "M"\n' + "".join(
    f"[[menus.main]]\nname = '{name}'\nurl = '/{name.lower()}/'\n{below}"
    for name, below in (("About", ""), ("Team", "parent = 'About'\n"), ("Paris", "parent = 'Team'\n"))
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    garden = tmp_path_factory.mktemp("menu") / "garden"
    (garden / "content").mkdir(parents=True)
    (garden / "hugo.toml").write_text(CONFIGURATION, "utf-8")
    (garden / "content/a.md").write_text("---\ntitle: A\nmenus: {main: {parent: Team}}\n---\nText.\n", "utf-8")
    site = made(garden.parent / "public", garden)
    yield site
    site.close()


def test_a_submenu_closes_at_escape_and_on_a_click_elsewhere(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/a/")
    heading, team = page.locator("header summary"), page.get_by_role("link", name="Team")
    expect(team).to_be_hidden()
    heading.press("Enter")
    expect(team).to_be_visible()
    team.focus()
    page.keyboard.press("Escape")
    expect(team).to_be_hidden()
    expect(heading).to_be_focused()
    heading.click()
    page.locator("main").click()
    expect(team).to_be_hidden()


def test_a_submenu_fits_a_phone(site: Site, open_page: Opener, violations: Callable[[Page], list[str]]) -> None:
    page = open_page(f"{site.url}/a/", phone=True, reduced_motion="reduce")
    page.locator("header summary").tap()
    inner = page.locator("header").get_by_role("link", name="A", exact=True)
    expect(inner).to_be_visible()
    assert inner.get_attribute("aria-current") == "page"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
