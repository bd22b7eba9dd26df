"""Daily notes and embeds in a browser: the calendar's tables, the days around a note, another note in its frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from conftest import Opener
from playwright.sync_api import Locator, Page, expect
from sites import Site, made

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
HUGO = {
    "a.md": '+++\ntitle = "Alpha"\n+++\nBefore.\n\n{{< embed "b.md#part" >}}\n\n- {{< embed "b.md" >}}\n\nBehind.\n',
    "b.md": '+++\ntitle = "Beta"\n+++\nFirst[^1].\n\n## Part\n\nThe part, [down](#deep).\n\n### Deep\n\nDeep in it.\n\n'
    "[^1]: A footnote.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    garden = tmp_path_factory.mktemp("days") / "garden"
    (garden / ".obsidian").mkdir(parents=True)
    for number in range(0, 400, 3):
        day = date(2023, 11, 20) + timedelta(number)
        (garden / f"{day}.md").write_text(f"On {day}.\n", "utf-8")
    (garden / "Home.md").write_text("Home.\n", "utf-8")
    site = made(garden.parent / "public", garden)
    yield site
    site.close()


@pytest.fixture(scope="module")
def hugo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    garden = tmp_path_factory.mktemp("embeds") / "garden"
    for name, text in HUGO.items():
        path = garden / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    site = made(garden.parent / "public", garden)
    yield site
    site.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_day_links_to_the_next_one_and_to_its_month(vault: Site, open_page: Opener, scripts: bool) -> None:
    page = open_page(f"{vault.url}/2023-11-20/", java_script_enabled=scripts)
    page.get_by_role("link", name="Next day").click()
    expect(page.locator("h1")).to_have_text("2023-11-23")
    page.locator(".facts").get_by_role("link", name="Calendar").click()
    expect(page).to_have_url(re.compile("/calendar/#m-2023-11$"))
    table = page.get_by_role("table", name="November 2023")
    expect(table).to_be_in_viewport()
    table.get_by_role("link", name="26 November 2023").click()
    expect(page.locator("h1")).to_have_text("2023-11-26")
    expect(page.get_by_role("link", name="Previous day")).to_contain_text("2023-11-23")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_calendar_is_accessible_and_as_wide_as_the_screen(
    vault: Site, open_page: Opener, violations: Axe, phone: bool
) -> None:
    for name in ("calendar/", "2024-01-01/"):
        page = open_page(f"{vault.url}/{name}", phone=phone, reduced_motion="reduce")
        assert violations(page) == [], name
        assert fits(page), name
    first = page.goto(f"{vault.url}/calendar/") and page.locator("td a").first.bounding_box()
    assert first is not None
    assert min(first["width"], first["height"]) >= 24, "a day is large enough for a finger"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_years_and_months_can_be_reached_from_every_month(
    vault: Site, open_page: Opener, phone: bool, scripts: bool
) -> None:
    page = open_page(f"{vault.url}/calendar/#m-2023-12", phone=phone, java_script_enabled=scripts)

    def go(link: Locator) -> None:
        expect(link).to_be_in_viewport()
        link.tap() if phone else link.press("Enter")

    expect(page.get_by_role("table", name="December 2023")).to_be_in_viewport()
    years = page.get_by_role("navigation", name="Calendar", exact=True)
    go(years.get_by_role("link", name="2024", exact=True))
    expect(page.get_by_role("heading", name="2024")).to_be_in_viewport()
    go(page.get_by_role("region", name="2024").get_by_role("link", name="August", exact=True))
    table = page.get_by_role("table", name="August 2024")
    expect(table).to_be_in_viewport()
    bar = years.bounding_box()
    caption = table.locator("caption").bounding_box()
    assert bar is not None
    assert caption is not None
    assert bar["y"] + bar["height"] <= caption["y"], "the years do not cover the month"


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_an_embedded_note_is_in_a_frame(hugo: Site, open_page: Opener, violations: Axe, phone: bool) -> None:
    page = open_page(f"{hugo.url}/a/", phone=phone, reduced_motion="reduce")
    frame = page.locator(".markdown-embed").first
    expect(frame).to_contain_text("Deep in it.")
    assert frame.evaluate("each => parseFloat(getComputedStyle(each).borderInlineStartWidth)") > 0
    assert fits(page)
    assert violations(page) == []
    frame.get_by_role("link", name="down").click()
    expect(page).to_have_url(re.compile("#e1-deep$"))
    frame.locator(".markdown-embed-link").click()
    expect(page).to_have_url(re.compile("/b/#part$"))
