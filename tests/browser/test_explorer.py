"""The explorer in a browser: next to the page on a desktop, in a sheet on a phone, as a page without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Opener, Site, box_of, made
from live import Plot, assert_not_reloaded, edit, marked
from playwright.sync_api import Page, Response, expect
from sites import once
from test_pages import FIRST_VISIT, NEXT_VISIT, SHIFTS, checked, transferred

pytestmark = pytest.mark.browser
NOTE = "/posts/note-40/"
OPENER = ".top [data-tree]"
SETTINGS = 'title = "Tree"\nexplorer = true\nunsafe_html = false\n'
Axe = Callable[[Page], list[str]]


def garden_of(root: Path, settings: str = SETTINGS) -> Path:
    """A garden of three folders, one of them with more notes than a screen has lines."""
    texts = {f"posts/note-{number}": f"Note {number}" for number in range(1, 61)}
    texts |= {"letters/first": "First letter", "letters/old/second": "Second letter", "about": "About"}
    for name, title in texts.items():
        file = root / "content" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"+++\ntitle = '{title}'\ntags = ['green']\n+++\n\n" + "A sentence. " * 80, encoding="utf-8")
    (root / "notegarden.toml").write_text(settings, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = once(
        tmp_path_factory, "explorer", lambda folder: made(folder / "public", garden_of(folder / "garden")).close()
    )
    built = Site(work / "public", work / "garden")
    yield built
    built.close()


def branch(page: Page, key: str) -> str:
    return f'.tree details[data-branch="{key}"]'


def dock(page: Page) -> None:
    page.locator(OPENER).click()
    expect(page.locator(".dock .tree")).to_be_visible()


def test_axe_finds_nothing(site: Site, open_page: Opener, violations: Axe) -> None:
    desk = open_page(site.url + NOTE)
    dock(desk)
    assert violations(desk) == []
    phone = open_page(site.url + NOTE, phone=True)
    phone.locator(".bar [data-tree]").tap()
    expect(phone.locator("dialog.sheet .tree")).to_be_visible()
    assert violations(phone) == []
    for is_phone in (False, True):
        page = open_page(site.url + "/explorer/", phone=is_phone)
        page.locator(branch(page, "letters") + " > summary").click()
        assert violations(page) == []


def test_the_html_checker_finds_no_error(site: Site) -> None:
    assert checked("--skip-non-html", site.folder)[:10] == []


def test_the_tree_stays_next_to_the_page_on_navigation(site: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    page.add_init_script(SHIFTS)
    page.goto(site.url + NOTE)
    dock(page)
    expect(page.locator(".tree a[aria-current=page]")).to_have_text("Note 40")
    expect(page.locator(".tree a[aria-current=page]")).to_be_in_viewport()
    expect(page.locator(branch(page, "posts"))).to_have_attribute("open", "")
    assert box_of(page.locator("main"))["x"] >= box_of(page.locator(".dock"))["width"]
    page.locator(branch(page, "letters") + " > summary").click()
    page.locator(".tree a", has_text="Note 41").click()
    page.wait_for_url("**/note-41/")
    expect(page.locator(".dock .tree a[aria-current=page]")).to_have_text("Note 41")
    expect(page.locator(".dock .tree a[aria-current=page]")).to_be_in_viewport()
    expect(page.locator(branch(page, "letters"))).to_have_attribute("open", "")
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.goto(site.url + "/about/")
    expect(page.locator(branch(page, "letters"))).to_have_attribute("open", "")
    expect(page.locator(branch(page, "posts"))).not_to_have_attribute("open", "")


def test_a_closed_tree_stays_closed(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + NOTE)
    before = box_of(page.locator("main"))
    dock(page)
    expect(page.locator(OPENER)).to_have_attribute("aria-expanded", "true")
    page.locator(".dock").get_by_role("button", name="Close").click()
    expect(page.locator(".dock")).to_be_hidden()
    expect(page.locator(OPENER)).to_have_attribute("aria-expanded", "false")
    assert box_of(page.locator("main")) == before
    page.goto(site.url + "/about/")
    expect(page.locator(OPENER)).to_have_attribute("aria-expanded", "false")
    assert page.locator(".dock .tree").count() == 0


def test_the_tree_is_used_by_keyboard(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + "/letters/old/second/")
    page.locator(OPENER).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tree a[aria-current=page]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".tree a", has_text="First letter")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(branch(page, "posts") + " > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(branch(page, "posts"))).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator(".dock")).to_be_hidden()
    expect(page.locator(OPENER)).to_be_focused()


def test_on_a_phone_the_tree_opens_in_a_sheet(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + NOTE, phone=True)
    expect(page.locator(OPENER)).to_be_hidden()
    page.locator(".bar [data-tree]").tap()
    expect(page.locator("dialog.sheet .tree a[aria-current=page]")).to_be_in_viewport()
    for target in page.locator("dialog.sheet :is(summary, a, button):visible").all()[:12]:
        assert box_of(target)["height"] >= 44
    page.keyboard.press("Escape")
    expect(page.locator("dialog.sheet")).to_be_hidden()
    page.locator(".bar [data-tree]").tap()
    page.locator(".tree a", has_text="Note 41").tap()
    page.wait_for_url("**/note-41/")
    expect(page.locator("dialog.sheet")).to_be_hidden()


def test_the_tree_adapts_when_the_window_becomes_narrow_and_wide_again(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + NOTE)
    dock(page)
    page.set_viewport_size({"width": 900, "height": 800})
    expect(page.locator(".dock")).to_be_hidden()
    page.locator(OPENER).click()
    expect(page.locator("dialog.sheet .tree")).to_be_visible()
    page.set_viewport_size({"width": 1400, "height": 800})
    expect(page.locator(".dock .tree")).to_be_visible()
    expect(page.locator("dialog.sheet")).to_be_hidden()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_without_scripts_the_tree_is_a_page(site: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(site.url + NOTE, phone=phone, java_script_enabled=False)
    page.locator(".bar [data-tree]" if phone else OPENER).click()
    page.wait_for_url("**/explorer/")
    assert page.locator(".tree a").count() > 63
    page.locator(branch(page, "letters") + " > summary").click()
    page.get_by_role("link", name="First letter").click()
    page.wait_for_url("**/letters/first/")


def test_without_storage_the_tree_still_opens(site: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    page.add_init_script("""for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });""")
    page.goto(site.url + NOTE)
    dock(page)
    page.locator(branch(page, "letters") + " > summary").click()
    expect(page.locator(".tree a", has_text="First letter")).to_be_visible()
    page.locator(OPENER).click()
    expect(page.locator(".dock")).to_be_hidden()


def test_if_the_tree_cannot_be_fetched_the_page_is_unchanged(site: Site, open_page: Opener) -> None:
    page = open_page(site.url + NOTE)
    page.route("**/explorer/", lambda route: route.abort())
    page.locator(OPENER).click()
    expect(page.locator(OPENER)).to_have_attribute("aria-expanded", "false")
    page.unroute("**/explorer/")
    dock(page)


def test_the_tree_is_fetched_only_when_it_is_opened(site: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer))
    page.goto(site.url + NOTE)
    page.wait_for_load_state("networkidle")
    first = {answer.url: transferred(answer) for answer in came}
    assert sum(first.values()) <= FIRST_VISIT
    assert not [address for address in first if address.endswith(("/explorer/", "explorer-tree.js"))]
    came.clear()
    page.goto(site.url + "/posts/note-41/")
    page.wait_for_load_state("networkidle")
    then = {answer.url: transferred(answer) for answer in came if answer.url not in first}
    assert sum(then.values()) <= NEXT_VISIT
    dock(page)
    assert [answer.url for answer in came if answer.url.endswith("/explorer/")] == [site.url + "/explorer/"]


def test_from_right_to_left_the_tree_is_on_the_right(tmp_path: Path, open_page: Opener) -> None:
    built = made(tmp_path / "public", garden_of(tmp_path / "garden", SETTINGS + 'direction = "rtl"\n'))
    page = open_page(built.url + NOTE)
    dock(page)
    tree, main = box_of(page.locator(".dock")), box_of(page.locator("main"))
    assert tree["x"] > main["x"] + main["width"]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    built.close()


def test_an_open_tree_is_updated_while_the_garden_is_edited(plot: Plot, open_live: Opener) -> None:
    (plot.root / "notegarden.toml").write_text('title = "Plot"\nexplorer = true\n', encoding="utf-8")
    (plot.root / "content" / "letters").mkdir()
    (plot.root / "content" / "letters" / "mail.md").write_text("+++\ntitle = 'Mail'\n+++\n\nx\n", encoding="utf-8")
    plot.await_page("explorer/", "Mail")
    page = open_live(plot.url("posts/soil/"))
    dock(page)
    marked(page)
    page.locator(branch(page, "letters") + " > summary").click()
    expect(page.locator(".tree a", has_text="Mail")).to_be_visible()
    edit(plot, "worm", 'title = "Worm"', 'title = "Earthworm"')
    expect(page.locator(".tree a", has_text="Earthworm")).to_be_visible()
    expect(page.locator(".tree a", has_text="Mail")).to_be_visible()
    plot.write("moss", "It is green.")
    expect(page.locator(".tree a", has_text="Moss")).to_be_visible()
    plot.path("moss").unlink()
    expect(page.locator(".tree a", has_text="Moss")).to_have_count(0)
    plot.path("worm").rename(plot.path("lob"))
    expect(page.locator('.tree a[href="/posts/lob/"]')).to_be_visible()
    expect(page.locator(".tree a[aria-current=page]")).to_have_text("Soil")
    assert_not_reloaded(page)
