"""Two public vaults, built unchanged: Obsidian's own manual, and one that relies on its properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import Opener
from playwright.sync_api import Locator, Page, expect
from sites import Site, box_of, linked_copy, made, once, quiet, scripts_have_run
from support import GARDENS
from test_pages import checked, some_pages

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
MANUAL = ("", "discounts/", "callouts/", "2fa/", "advanced-syntax/", "sync/vault-types/", "all/")
LIVED = ("", "references/steph-ango/", "categories/", "calendar/", "wanted/")
ANCHORED = re.compile(r'href="(/[^"#]*#[^"]+)"')
# Errors of the writers of these vaults: skipped heading levels.
THEIRS = ("skipping", "heading-order")
LIT = ".body :target, .body :has(> .block-id:target)"  # a block may also have its own id
HEADING = "/sync/vault-types/#file-based-sync-services"
BLOCK = "/plugins/templates/#%5Etemplate-settings-date-time-formatting"


def built_site(factory: pytest.TempPathFactory, name: str) -> Iterator[Site]:
    if not (GARDENS / name).is_dir():
        pytest.skip(f"the vault {name} is not available")

    def fill(folder: Path) -> None:
        linked_copy(GARDENS / name, folder / "garden")
        (folder / "garden" / "notegarden.toml").write_text("explorer = true\n", "utf-8")
        made(folder / "public", folder / "garden").close()

    work = once(factory, name, fill)
    site = Site(work / "public", work / "garden")
    yield site
    site.close()


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from built_site(tmp_path_factory, "obsidian-help")


@pytest.fixture(scope="module")
def properties_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from built_site(tmp_path_factory, "kepano")


def unfold(page: Page) -> None:
    page.evaluate("for (const each of document.querySelectorAll('.body details')) each.open = true")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_link_leads_to_its_block_and_highlights_it(manual: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(f"{manual.url}/plugins/templates/", phone=phone)
    link = page.locator(f'.body a[href="{BLOCK}"]').first
    unfold(page)
    link.tap() if phone else link.press("Enter")
    page.wait_for_url(f"**{BLOCK}")
    expect(page.locator(LIT).first).to_contain_text("ormat")
    expect(page.locator(LIT).first).to_be_in_viewport()
    assert box_of(page.locator(LIT).first)["y"] > 20
    expect(page.locator(LIT).first).to_have_css("animation-name", "lit")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_link_leads_to_its_heading_and_highlights_it(
    manual: Site, open_page: Opener, phone: bool, scripts: bool
) -> None:
    page = open_page(f"{manual.url}/sync/vault-types/", phone=phone, java_script_enabled=scripts)
    link = page.locator(f'.body a[href="{HEADING}"]').first
    link.tap() if phone else link.press("Enter")
    page.wait_for_url(f"**{HEADING}")
    expect(page.locator(".body h2:target")).to_contain_text("File-based sync services")
    expect(page.locator(".body h2:target")).to_be_in_viewport()
    expect(page.locator(".body h2:target")).to_have_css("animation-name", "lit")


def test_every_link_with_an_anchor_has_its_target(manual: Site) -> None:
    addresses: set[str] = set()
    for file in manual.folder.rglob("index.html"):
        body = file.read_text(encoding="utf-8").partition("data-note-body")[2]
        body = re.split('<section class="links"|<aside class="margin"', body, maxsplit=1)[0]
        addresses |= {unescape(address) for address in ANCHORED.findall(body)}
    assert len(addresses) > 200
    for address in addresses:
        goal = urlsplit(address)
        page = manual.folder / unquote(goal.path).strip("/") / "index.html"
        assert f'id="{escape(unquote(goal.fragment))}"' in page.read_text(encoding="utf-8"), address


def test_callouts_fold_and_embeds_are_shown(manual: Site, open_page: Opener) -> None:
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


def test_properties_and_relations_link_notes(properties_vault: Site, open_page: Opener) -> None:
    page = open_page(f"{properties_vault.url}/references/steph-ango/", java_script_enabled=False)
    expect(page.locator("#_links")).to_contain_text("author of")
    page.locator("#_links .relation a, #_links a").first.click()
    expect(page.locator(".properties")).to_contain_text("Steph Ango")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_only_errors_of_the_notes(
    manual: Site, properties_vault: Site, open_page: Opener, violations: Axe, phone: bool
) -> None:
    for site, names in ((manual, MANUAL), (properties_vault, LIVED)):
        for name in names:
            page = open_page(f"{site.url}/{name}", phone=phone, reduced_motion="reduce")
            quiet(page)
            assert [each for each in violations(page) if not each.startswith(THEIRS)] == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            page.context.close()


def test_the_html_checker_finds_only_errors_of_the_notes(manual: Site, properties_vault: Site) -> None:
    found = checked(*some_pages(manual.folder), *some_pages(properties_vault.folder))
    assert [each for each in found if "skipping" not in str(each["message"])][:10] == []


READERS = [(phone, scripts) for phone in (False, True) for scripts in (True, False)]
by_every_reader = pytest.mark.parametrize(("phone", "scripts"), READERS, ids=lambda is_so: "yes" if is_so else "no")
Press = Callable[[Locator], None]


def reading(open_page: Opener, address: str, phone: bool, scripts: bool) -> tuple[Page, Press]:
    """A page, and how its reader activates a link or a fold: by touch on a phone, by keyboard on a desktop."""
    page = open_page(address, phone=phone, java_script_enabled=scripts, reduced_motion="reduce")

    def press(goal: Locator) -> None:
        scripts_have_run(goal)
        goal.tap() if phone else goal.press("Enter")

    return page, press


@by_every_reader
def test_a_reader_of_the_manual_uses_folds_embeds_diagrams_and_mentions(
    manual: Site, open_page: Opener, phone: bool, scripts: bool
) -> None:
    page, press = reading(open_page, f"{manual.url}/callouts/", phone, scripts)
    fold = page.locator("details.callout:not([open])").first
    content = page.locator(".callout-content", has_text="Yes! In a foldable callout").last
    expect(content).to_be_hidden()
    press(fold.locator("summary").first)
    expect(content).to_be_visible()

    page.goto(f"{manual.url}/teams/sync/")
    for summary in page.locator(".body details:has(.markdown-embed):not([open]) > summary").all():
        press(summary)
    embed = page.locator(".body .markdown-embed:has(a[href*='/'])").first
    expect(embed).to_be_visible()
    link = embed.locator(".markdown-embed-content a[href^='/']").first  # the manual's own style hides the frame's link
    goal = link.get_attribute("href")
    press(link)
    expect(page).to_have_url(f"{manual.url}{goal}")

    page.goto(f"{manual.url}/advanced-syntax/")
    source = page.locator("code.language-mermaid").first
    if scripts:
        source.scroll_into_view_if_needed()
        expect(page.locator("figure.diagram:not(.failed) svg").first).to_be_visible()
    else:
        expect(source).to_contain_text("Alice->>+John")
        expect(source).to_be_visible()

    page.goto(f"{manual.url}/2fa/")
    mention = page.locator(".mentions a", has_text="Obsidian supports")
    if not mention.is_visible():
        press(page.locator("#_links summary").last)
    press(mention)
    expect(page.locator(".body :target")).to_contain_text("2-factor authentication")
    expect(page.locator(".body :target")).to_be_in_viewport()


@by_every_reader
def test_a_reader_of_a_vault_uses_its_properties_tags_and_tree(
    properties_vault: Site, open_page: Opener, phone: bool, scripts: bool
) -> None:
    page, press = reading(open_page, f"{properties_vault.url}/references/steph-ango/", phone, scripts)
    properties = page.locator(".properties")
    value = properties.locator(".value").first
    expect(value).to_be_visible()
    press(properties.locator("summary"))
    expect(value).to_be_hidden()
    press(properties.locator("summary"))
    expect(value).to_be_visible()

    page.goto(f"{properties_vault.url}/references/jazz/")
    press(page.locator(".note-head .tags a"))
    expect(page).to_have_url(re.compile("/tags/music/genres/$"))
    press(page.locator("main").get_by_role("link", name="Jazz", exact=True).first)
    expect(page.locator("h1")).to_have_text("Jazz")

    if scripts:
        press(page.locator(".bar [data-tree]" if phone else ".top [data-tree]"))
        tree = page.locator("dialog.sheet .tree" if phone else ".dock .tree")
    else:
        page.goto(f"{properties_vault.url}/explorer/")
        tree = page.locator(".tree")
    folder = tree.locator('details[data-branch="Categories"]')
    expect(folder).to_be_visible()
    press(folder.locator("summary").first)
    press(folder.get_by_role("link", name="Books", exact=True))
    expect(page.locator("h1")).to_have_text("Books")
