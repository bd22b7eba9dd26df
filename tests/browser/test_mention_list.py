"""Unlinked mentions in a browser: folded below the note, opened by hand, each linking to its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Opener, Site, box_of, made
from playwright.sync_api import Page, expect
from sites import once
from test_pages import checked

pytestmark = pytest.mark.browser
NOTE = "/soil/"
LIST = "#_links details:has(.mentions)"
Axe = Callable[[Page], list[str]]
at_either_width = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def garden_at(root: Path) -> Path:
    """A garden in which 25 notes name one without a link, one of them at five places."""
    folder = root / "content"
    folder.mkdir(parents=True)
    texts = {"soil": ("Soil", "What plants stand in.")}
    texts |= {f"n{number:02}": (f"Note {number:02}", "Text.\n\n## Ground\n\nThe soil is deep.") for number in range(24)}
    texts["many"] = ("Many words", "\n\n".join(f"The soil of field {number}, " + "long " * 60 for number in range(5)))
    texts |= {
        f"x{number:03}": (f"Other {number}", "Nothing.") for number in range(230)
    }  # soil is no ordinary word here
    for name, (title, text) in texts.items():
        (folder / f"{name}.md").write_text(f'+++\ntitle = "{title}"\n+++\n\n{text}\n', encoding="utf-8")
    (root / "notegarden.toml").write_text('title = "Named"\nmentions = true\nunsafe_html = false\n', encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = once(
        tmp_path_factory, "mentions", lambda folder: made(folder / "public", garden_at(folder / "garden")).close()
    )
    built = Site(work / "public", work / "garden")
    yield built
    built.close()


@at_either_width
def test_axe_finds_nothing_when_folded_or_open(site: Site, open_page: Opener, violations: Axe, phone: bool) -> None:
    page = open_page(site.url + NOTE, phone=phone)
    assert violations(page) == []
    page.locator(f"{LIST} > summary").click()
    expect(page.locator(f"{LIST} .mentioner").first).to_be_visible()
    assert violations(page) == []


@at_either_width
def test_the_list_is_folded_and_no_wider_than_the_page(site: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(site.url + NOTE, phone=phone)
    expect(page.locator(f"{LIST} .mentioner").first).to_be_hidden()
    page.locator(f"{LIST} > summary").click()
    assert box_of(page.locator(LIST))["width"] <= page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_list_is_opened_by_keyboard_and_a_place_leads_to_its_section(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + NOTE)
    page.locator(f"{LIST} > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{LIST} .mentioner").first).to_be_visible()
    place = page.locator(f"{LIST} li p a", has_text="The soil is deep.").first
    place.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/n00/#ground")
    expect(page.locator("#ground")).to_be_in_viewport()


def test_the_number_of_mentions_and_of_those_left_out_is_shown(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + NOTE, java_script_enabled=False)
    expect(page.locator(f"{LIST} > summary")).to_have_text("Named without a link 29")
    page.locator(f"{LIST} > summary").click()
    expect(page.locator(f"{LIST} .mentioner")).to_have_count(20)
    expect(page.locator(f"{LIST} li", has_text="Many words").locator("p")).to_have_count(3)
    expect(page.locator(f"{LIST} > p")).to_have_text("7 more places")


def test_the_html_checker_finds_no_error(site: Site) -> None:
    pages = [site.folder / name / "index.html" for name in ("soil", "many", "n00")]
    assert checked("--skip-non-html", *pages)[:10] == []
