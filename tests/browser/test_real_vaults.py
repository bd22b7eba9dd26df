"""Two vaults of others, built as they are: Obsidian's own manual, and one that lives by its properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import Opener
from playwright.sync_api import Page, expect
from sites import Site, borrowed, box_of, made, once
from support import GARDENS
from test_pages import checked

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
MANUAL = ("", "discounts/", "callouts/", "2fa/", "advanced-syntax/", "sync/vault-types/", "all/")
LIVED = ("", "references/steph-ango/", "categories/", "calendar/", "wanted/")
ANCHORED = re.compile(r'href="(/[^"#]*#[^"]+)"')
# Of the writers of these vaults: a level of headings left out.
THEIRS = ("skipping", "heading-order")
LIT = ".body :target, .body :has(> .block-id:target)"  # a block may have an id of its own besides
BLOCK = "/plugins/templates/#%5Etemplate-settings-date-time-formatting"


def grown(factory: pytest.TempPathFactory, name: str) -> Iterator[Site]:
    if not (GARDENS / name).is_dir():
        pytest.skip(f"the vault {name} is not at hand")

    def fill(folder: Path) -> None:
        borrowed(GARDENS / name, folder / "garden")
        made(folder / "public", folder / "garden").close()

    work = once(factory, name, fill)
    site = Site(work / "public", work / "garden")
    yield site
    site.close()


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from grown(tmp_path_factory, "obsidian-help")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from grown(tmp_path_factory, "kepano")


def unfold(page: Page) -> None:
    page.evaluate("for (const each of document.querySelectorAll('.body details')) each.open = true")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_link_lands_on_its_block_and_lights_it(manual: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(f"{manual.url}/plugins/templates/", phone=phone)
    link = page.locator(f'.body a[href="{BLOCK}"]').first
    unfold(page)
    link.tap() if phone else link.press("Enter")
    page.wait_for_url(f"**{BLOCK}")
    expect(page.locator(LIT).first).to_contain_text("ormat")
    expect(page.locator(LIT).first).to_be_in_viewport()
    assert box_of(page.locator(LIT).first)["y"] > 20
    expect(page.locator(LIT).first).to_have_css("animation-name", "lit")


def test_every_link_with_an_anchor_finds_it(manual: Site) -> None:
    addresses: set[str] = set()
    for file in manual.folder.rglob("index.html"):
        body = file.read_text(encoding="utf-8").partition("data-note-body")[2].partition('<section class="links"')[0]
        addresses |= {unescape(address) for address in ANCHORED.findall(body)}
    assert len(addresses) > 200
    for address in addresses:
        goal = urlsplit(address)
        page = manual.folder / unquote(goal.path).strip("/") / "index.html"
        assert f'id="{escape(unquote(goal.fragment))}"' in page.read_text(encoding="utf-8"), address


def test_callouts_fold_and_embeds_are_there(manual: Site, open_page: Opener) -> None:
    page = open_page(f"{manual.url}/callouts/")
    folded = page.locator("details.callout").first
    folded.locator("summary").press("Enter")
    expect(folded).to_have_attribute("open", "")
    page.goto(f"{manual.url}/sync/vault-types/")
    unfold(page)
    expect(page.locator(".markdown-embed").first).to_contain_text("onflict")


def test_a_diagram_is_drawn_and_mentions_are_listed(manual: Site, open_page: Opener) -> None:
    page = open_page(f"{manual.url}/advanced-syntax/")
    page.locator("code.language-mermaid").first.scroll_into_view_if_needed()
    expect(page.locator("figure.diagram:not(.failed) svg").first).to_be_visible()
    page.goto(f"{manual.url}/2fa/")
    mentions = page.locator(".mentions").last
    expect(mentions.locator("b", has_text="2FA").first).to_be_visible()
    mentions.locator("a", has_text="Obsidian supports").click()
    expect(page.locator(".body :target")).to_contain_text("2-factor authentication")


def test_properties_and_relations_lead_from_note_to_note(lived: Site, open_page: Opener) -> None:
    page = open_page(f"{lived.url}/references/steph-ango/", java_script_enabled=False)
    expect(page.locator("#_links")).to_contain_text("author of")
    page.locator("#_links .relation a, #_links a").first.click()
    expect(page.locator(".properties")).to_contain_text("Steph Ango")


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)], ids=["desk-light", "phone-dark"])
def test_axe_finds_only_what_the_notes_have(
    manual: Site, lived: Site, open_page: Opener, violations: Axe, phone: bool, dark: bool
) -> None:
    for site, names in ((manual, MANUAL), (lived, LIVED)):
        for name in names:
            page = open_page(f"{site.url}/{name}", phone=phone, dark=dark, reduced_motion="reduce")
            page.wait_for_load_state("networkidle")
            assert [each for each in violations(page) if not each.startswith(THEIRS)] == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            page.context.close()


def test_the_html_checker_finds_only_what_the_notes_have(manual: Site, lived: Site) -> None:
    found = checked("--skip-non-html", manual.folder) + checked("--skip-non-html", lived.folder)
    assert [each for each in found if "skipping" not in str(each["message"])][:10] == []
