"""A vault in a browser: links lead to headings and blocks, callouts fold, properties and relations are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener
from playwright.sync_api import Page, expect
from sites import Site, box_of, made, quiet

pytestmark = pytest.mark.browser
LONG = "\n\n".join(f"Paragraph {number} of a long text." for number in range(60))
NOTES = {
    "Home.md": "# Home\n\nTo [[Target#Far below]], to [[Target#^spot]], about [[Ann]]. #topic/part\n",
    "Target.md": '---\nauthor: "[[Ann]]"\ndone: true\nyear: 2024\n---\n'
    f"{LONG}\n\n## Far below\n\n{LONG}\n\nThe spot itself. ^spot\n\n{LONG}\n",
    "Ann.md": "Text, and [[Callouts]].\n",
    "Shown.md": "![[Target#Far below]]\n",
    "Callouts.md": "> [!tip]- Folded\n> Hidden at first.\n\n> [!note]+ Open\n> Seen at first.\n"
    "\n> [!info] Table\n> | A | B |\n> |---|---|\n> | C | D |\n",
    "Table.md": "| First name | Last name |\n|---|---|\n| A man of many words | And of a very long name |\n| B | C |\n",
}
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = tmp_path_factory.mktemp("vault")
    (work / "garden" / ".obsidian").mkdir(parents=True)
    for name, text in NOTES.items():
        (work / "garden" / name).write_text(text, encoding="utf-8")
    site = made(work / "public", work / "garden")
    yield site
    site.close()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("name", "text"), [("Target > Far below", "Far below"), ("Target", "The spot itself.")])
def test_a_link_leads_to_its_heading_or_block_and_highlights_it(
    vault: Site, open_page: Opener, phone: bool, name: str, text: str
) -> None:
    page = open_page(f"{vault.url}/", phone=phone)
    link = page.locator(".body").get_by_role("link", name=name, exact=True)
    link.tap() if phone else link.click()
    goal = page.locator(".body :target")
    expect(goal).to_contain_text(text)
    expect(goal).to_be_in_viewport()
    expect(goal).to_have_css("animation-name", "lit")  # the highlight may be over by now


def test_callouts_fold_by_keyboard_and_by_touch(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/callouts/", phone=True)
    hidden, seen = page.get_by_text("Hidden at first."), page.get_by_text("Seen at first.")
    expect(hidden).to_be_hidden()
    expect(seen).to_be_visible()
    page.locator("summary", has_text="Folded").tap()
    expect(hidden).to_be_visible()
    page.locator("summary", has_text="Open").press("Enter")
    expect(seen).to_be_hidden()


def test_a_table_in_a_callout_has_the_colour_of_the_callout(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/callouts/")
    grounds = [
        each.evaluate("each => getComputedStyle(each).backgroundColor")
        for each in (page.locator(".callout:has(table)"), page.locator(".callout table"))
    ]
    assert grounds[0] == grounds[1]


def test_the_boxes_of_all_states_are_on_the_line_of_their_text(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/callouts/")
    box = '<li><input type="checkbox" disabled{}> words</li>'
    boxes = "".join(box.format(state) for state in ("", " checked", ' checked data-task="-"', ' checked data-task="/"'))
    page.locator(".body").evaluate("(body, html) => { body.innerHTML = html }", f"<ul>{boxes}</ul>")
    lines = page.locator(".body li").all()
    assert len({round(box_of(each.locator("input"))["y"] - box_of(each)["y"]) for each in lines}) == 1


def test_a_card_has_the_styles_of_its_note(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/ann/")
    page.locator(".body").get_by_role("link", name="Callouts").hover()
    expect(page.locator(".preview .callout-title").first).to_have_css("display", "flex")


def test_properties_and_their_relations_are_shown(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/target/")
    table = page.locator(".properties")
    expect(table.get_by_role("checkbox", name="done")).to_be_checked()
    expect(table).to_contain_text("2024")
    table.get_by_role("link", name="Ann").click()
    expect(page.locator("#_links")).to_contain_text("author of")
    expect(page.locator("#_links").get_by_role("link", name="Target", exact=True)).to_be_visible()


def test_a_tag_links_to_its_page_and_to_its_parent(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/")
    page.locator(".body a.tag").click()
    expect(page.locator("main")).to_contain_text("Home")


def test_an_embed_links_to_its_note(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/shown/", java_script_enabled=False)
    expect(page.locator(".markdown-embed")).to_contain_text("The spot itself.")
    page.locator(".markdown-embed-link").click()
    expect(page.locator("h1")).to_have_text("Target")


def test_a_table_header_is_above_its_columns(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/table/")
    for column in (1, 2):
        head, cell = (page.locator(f".body {kind}:nth-child({column})").first for kind in ("th", "td"))
        assert abs(box_of(head)["x"] - box_of(cell)["x"]) < 1
        assert abs(box_of(head)["width"] - box_of(cell)["width"]) < 1


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing(vault: Site, open_page: Opener, violations: Axe, phone: bool) -> None:
    for name in ("", "target/", "ann/", "shown/", "callouts/", "table/", "tags/"):
        page = open_page(f"{vault.url}/{name}", phone=phone, reduced_motion="reduce")
        quiet(page)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
