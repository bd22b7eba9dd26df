"""Stacked reading: links open as columns on a desktop, the address contains them; plain links everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener, Site, box_of
from live import Plot, assert_not_reloaded, edit, marked
from playwright.sync_api import Locator, Page, expect
from sites import of_notes, quiet

pytestmark = pytest.mark.browser
# Below a base path, and under the strict policy.
SETTINGS = 'title = "Stacks"\nbase_url = "https://garden.example/sub/"\nunsafe_html = false\nexplorer = true\n'
FILLING = "A sentence that fills the page. " * 120
NOTES = {
    "one": "See [two](two.md), and [its end](two.md#same).\n\n## Same\n\nText of one.\n",
    "two": f"On to [three](three.md) or [five](five.md), back to [one](one.md).\n\nA claim.[^1]\n\n"
    f"[^1]: Its ground.\n\n{FILLING}\n\n## Same\n\n"
    "```python\nprint(2)\n```\n\n$$x^2$$\n",
    "three": "On to [four](four.md).\n\n## Same\n\n> [!NOTE]\n> A callout.\n\n"
    "```mermaid\nflowchart TD\n  A[Leaves] --> B[Soil]\n```\n",
    "five": "Text of five.\n",
    "four": "The end, as [one](one.md) says.\n",
}
COLUMNS = "main > .note"
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    built = of_notes(tmp_path_factory, "stacks", NOTES, SETTINGS, tags='["green"]', below="sub")
    yield built
    built.close()


def stacking(open_page: Opener, address: str, **others: bool) -> Page:
    """A page whose reader has enabled columns."""
    page = open_page("about:blank", **others)
    home = "/sub" if "/sub/" in address else ""
    page.add_init_script(f"localStorage.setItem('stack{home}', '1')")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def switch_on(page: Page) -> None:
    """Click the switch in the dialog of keys; it is on when links open as columns."""
    switch = page.locator("dialog.keys").get_by_role("switch", name="Open links in columns")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")


def column(page: Page, title: str) -> Locator:
    return page.locator(COLUMNS).filter(has=page.locator("h1", has_text=title))


def stack(page: Page) -> list[str]:
    return page.evaluate("new URLSearchParams(location.search).getAll('stack')")


def test_axe_finds_nothing_in_columns_and_spines(site: Site, open_page: Opener, violations: Axe) -> None:
    page = open_page(f"{site.url}/sub/one/?stack=/two/&stack=/three/")
    expect(page.locator(COLUMNS)).to_have_count(3)
    expect(page.locator("main figure.diagram svg")).to_be_attached()
    quiet(page)
    expect(column(page, "One").locator(".column-spine")).to_be_visible()
    assert violations(page) == []
    assert (
        page.evaluate(
            "[...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, at, all) => all.indexOf(id) < at)"
        )
        == []
    )


def test_links_open_next_to_their_note_when_the_switch_is_on(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/sub/one/")
    page.keyboard.press("?")
    switch_on(page)
    page.keyboard.press("Escape")
    page.locator(".body a", has_text="two").first.click()
    expect(column(page, "Two")).to_be_focused()
    assert stack(page) == ["/two/"]
    assert page.title() == "Two · Stacks"
    column(page, "Two").locator(".body a", has_text="three").click()
    expect(column(page, "Three")).to_be_in_viewport(ratio=0.9)
    expect(column(page, "Three").locator("figure.diagram svg")).to_contain_text("Leaves")
    assert stack(page) == ["/two/", "/three/"]
    page.reload()
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One", "Two", "Three"])
    page.go_back()
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One", "Two"])
    page.go_back()
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One"])
    expect(page.locator(".foot")).to_be_visible()
    assert page.title() == "One · Stacks"
    page.go_forward()
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One", "Two"])


def test_a_link_further_left_replaces_the_columns_to_its_right(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/?stack=/two/&stack=/three/&stack=/four/")
    expect(page.locator(COLUMNS)).to_have_count(4)
    column(page, "Two").locator(".column-spine").click()
    expect(column(page, "Two").locator("h1")).to_be_visible()
    column(page, "Two").locator(".body a", has_text="five").click()
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One", "Two", "Five"])
    assert stack(page) == ["/two/", "/five/"]
    column(page, "Two").locator(".tags a").click()  # not a note but a page of the site
    page.wait_for_url("**/sub/tags/green/")


def test_a_note_that_is_already_open_is_shown_and_highlighted(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/?stack=/two/")
    expect(column(page, "Two")).to_be_visible()
    page.locator(".body a", has_text="its end").click()
    heading = column(page, "Two").locator("h2", has_text="Same")
    expect(heading).to_be_in_viewport()
    expect(column(page, "Two").locator(".is-lit")).to_have_text("Same")
    assert stack(page) == ["/two/"]
    assert page.evaluate("scrollY") == 0
    column(page, "Two").evaluate("(one) => (one.scrollTop = 0)")
    column(page, "Two").locator(".body a", has_text="one").click()
    expect(column(page, "One")).to_be_focused()
    assert stack(page) == ["/two/"]


def test_a_column_loads_what_its_text_needs(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/?stack=/two/")
    two = column(page, "Two")
    two.locator(".footnote-ref").click()
    expect(page.locator(".footnote-card")).to_contain_text("Its ground.")
    page.keyboard.press("Escape")
    expect(two.locator("pre .copy, .highlight .copy")).to_be_attached()
    assert page.evaluate("[...document.styleSheets].some((sheet) => sheet.href?.endsWith('math.css'))")


def test_columns_are_used_by_keyboard(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/?stack=/two/&stack=/three/")
    expect(page.locator(COLUMNS)).to_have_count(3)
    page.keyboard.press("ArrowLeft")
    expect(column(page, "Two")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(column(page, "One")).to_be_focused()
    expect(column(page, "One").locator("h1")).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One", "Three"])
    expect(column(page, "One")).to_be_focused()
    column(page, "One").locator(".column-close").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sub/three/")
    expect(page.locator("h1")).to_have_text("Three")


def test_the_scroll_position_is_kept(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/two/")
    heading = page.locator("h2", has_text="Same")
    heading.scroll_into_view_if_needed()
    page.locator(".links a, .turn a").first.scroll_into_view_if_needed()
    page.locator(".turn a, .links a").last.click()
    expect(page.locator(COLUMNS)).to_have_count(2)
    assert column(page, "Two").evaluate("(one) => one.scrollTop") > 100
    page.locator(".column-close").last.click()
    expect(page.locator(COLUMNS)).to_have_count(1)
    assert page.evaluate("scrollY") > 100


def test_the_text_fits_its_column_next_to_the_explorer(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/?stack=/two/")
    page.locator(".top [data-tree]").click()
    expect(page.locator(".dock .tree")).to_be_visible()
    text, frame = box_of(column(page, "Two").locator(".body")), box_of(column(page, "Two"))
    assert frame["x"] < text["x"]
    assert text["x"] + text["width"] < frame["x"] + frame["width"]
    assert text["width"] > frame["width"] * 0.7


def test_links_with_modifiers_and_to_other_pages_are_plain(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/")
    # Opening a tab is up to the browser: some versions of its headless shell crash.
    page.evaluate("addEventListener('click', (e) => { window.isLeft = !e.defaultPrevented; e.preventDefault(); })")
    page.locator(".body a", has_text="two").first.click(modifiers=["ControlOrMeta"])
    assert page.evaluate("window.isLeft") is True
    assert page.locator(COLUMNS).count() == 1
    page.goto(f"{site.url}/sub/one/?stack=//elsewhere.example/&stack=/../../up/&stack=/four/")
    expect(page.locator(f"{COLUMNS} h1")).to_have_text(["One", "Four"])


def test_on_a_phone_links_are_plain(site: Site, open_page: Opener) -> None:
    page = stacking(open_page, f"{site.url}/sub/one/?stack=/two/", phone=True)
    expect(page.locator(COLUMNS)).to_have_count(1)
    page.locator(".body a", has_text="two").first.tap()
    page.wait_for_url("**/sub/two/")
    assert box_of(page.locator("main"))["width"] <= 390


def test_a_column_is_updated_when_its_note_is_edited(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/rain/"))
    marked(page)
    page.keyboard.press("?")
    switch_on(page)
    page.keyboard.press("Escape")
    page.locator(".body a", has_text="soil").click()
    expect(page.locator(COLUMNS)).to_have_count(2)
    edit(plot, "soil", "What grows needs soil.", "What grows needs good soil.")
    expect(column(page, "Soil").locator(".body")).to_contain_text("needs good soil")
    edit(plot, "rain", "It falls", "It still falls")
    expect(column(page, "Rain").locator(".body")).to_contain_text("It still falls")
    expect(page.locator(COLUMNS)).to_have_count(2)
    assert_not_reloaded(page)
