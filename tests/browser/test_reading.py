"""What a reader does with a note: contents, footnotes, code, pictures, backlinks, colours, keys; scripts or not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HERE, Opener, Site, box_of, made, until
from playwright.sync_api import Browser, Page, Route, expect
from sites import shared

pytestmark = pytest.mark.browser
NOTE = "/posts/everything/"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = shared(tmp_path_factory, "reading")
    yield site
    site.close()


def assert_scheme(page: Page, scheme: str) -> None:
    """light" or "dark", by the colour on the screen."""

    def is_so() -> bool:
        colour = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        return (sum(int(part) for part in colour.strip("rgb()").split(",")) < 200) is (scheme == "dark")

    until(page, is_so)


def current(page: Page) -> str | None:
    return page.evaluate("() => document.querySelector('.note > .toc [aria-current]')?.textContent")


# -- colours ------------------------------------------------------------------------------------------------------


def test_colours_follow_the_system_until_the_reader_chooses(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, dark=True)
    assert_scheme(page, "dark")
    page.keyboard.press("t")
    assert_scheme(page, "light")
    page.goto(garden.url + "/all/")
    assert_scheme(page, "light")
    page.locator("[data-theme-switch]").click()
    assert_scheme(page, "dark")
    page.wait_for_function("() => (localStorage.theme ?? 'none') === 'none'")


def test_a_chosen_colour_scheme_is_applied_before_the_page_is_shown(garden: Site, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    context.add_init_script("""localStorage.theme = 'dark';
        new MutationObserver((_, observer) => {
            if (!document.body) return;
            window.chosen = document.documentElement.dataset.theme;
            observer.disconnect();
        }).observe(document, {childList: true, subtree: true});""")
    page = context.new_page()
    page.goto(garden.url + NOTE)
    assert page.evaluate("() => window.chosen") == "dark"
    context.close()


# -- contents -----------------------------------------------------------------------------------------------------


def test_the_current_section_is_marked_after_a_jump(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    expect(page.locator(".toc details")).to_have_attribute("open", "")
    assert current(page) is None
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="The end").click()
    page.wait_for_function("() => document.querySelector('.toc [aria-current]')")
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function("() => document.querySelector('.toc [aria-current]').textContent === 'The end'")
    page.evaluate("() => scrollTo(0, 0)")
    page.wait_for_function("() => !document.querySelector('.toc [aria-current]')")


def test_contents_are_next_to_the_text_and_sticky(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    assert (
        box_of(page.locator(".toc"))["x"] + box_of(page.locator(".toc"))["width"] < box_of(page.locator(".body"))["x"]
    )
    page.evaluate("() => scrollTo(0, 1500)")
    until(page, lambda: 0 <= box_of(page.locator(".toc details"))["y"] < 100)


def test_on_a_phone_contents_are_folded_and_open_within_reach_of_the_thumb(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, phone=True)
    expect(page.locator(".toc details")).not_to_have_attribute("open", "")
    button = page.locator(".bar [data-contents]")
    assert box_of(button)["height"] >= 44
    assert box_of(button)["y"] > 700
    button.tap()
    sheet = page.locator("dialog.sheet")
    expect(sheet).to_be_visible()
    until(page, lambda: box_of(sheet)["y"] > 150)
    sheet.get_by_role("link", name="Formulas").tap()
    expect(sheet).to_be_hidden()
    expect(page.locator("#formulas")).to_be_in_viewport()


# -- sections that fold -------------------------------------------------------------------------------------------


def test_a_section_folds_with_what_is_below_it(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    heading = page.get_by_role("heading", name="Tasks")
    heading.hover()
    fold = heading.get_by_role("button")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("water the beds")).to_be_hidden()
    expect(page.locator("#links")).to_be_hidden()
    expect(page.locator("#the-end")).to_be_visible()
    until(page, lambda: box_of(page.locator("#the-end"))["y"] - box_of(heading)["y"] < 200)
    fold.press("Enter")
    expect(page.get_by_text("water the beds")).to_be_visible()


def test_a_link_into_a_folded_section_unfolds_it(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.keyboard.press("f")
    expect(page.locator("#links")).to_be_hidden()
    assert page.locator(".body > h2:visible").count() == page.locator(".body > h2").count()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Links").click()
    expect(page.get_by_text("water the beds")).to_be_visible()
    expect(page.locator("#links")).to_be_in_viewport()
    expect(page.locator("#code + *")).to_be_hidden()
    page.keyboard.press("f")
    expect(page.locator(".body > [hidden]")).to_have_count(0)


def test_on_a_phone_a_section_folds_by_touch(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, phone=True)
    page.evaluate("() => scrollTo(0, 200)")
    page.locator("#tables > .fold").tap()
    expect(page.locator(".body table")).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_print_shows_folded_text(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.keyboard.press("f")
    expect(page.locator(".body table")).to_be_hidden()
    expect(page.locator(".side-note").nth(1)).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("lettuce and some chard")).to_be_visible()


# -- formulas -----------------------------------------------------------------------------------------------------


INSTALLED = re.compile(r'--own:"STIX Two Math",[^;}]*')


def test_braces_grow_without_a_font_for_formulas(garden: Site, open_page: Opener) -> None:
    def without(route: Route) -> None:
        style = route.fetch()
        text, count = INSTALLED.subn('--own:"No such font"', style.text())
        assert count == 1
        route.fulfill(response=style, body=text)

    def late(route: Route) -> None:
        # The theme does not use a font that arrives late until the next page: here it may take its time.
        style = route.fetch()
        route.fulfill(response=style, body=style.text().replace("font-display:optional", "font-display:swap"))

    page = open_page("about:blank")
    page.route("**/note.css", without)
    page.route("**/math.css", late)
    page.goto(garden.url + "/posts/topic/")
    brace, line = page.locator("mo", has_text="{"), page.locator("mtd").first
    until(page, lambda: box_of(brace)["height"] > 1.6 * box_of(line)["height"])


def test_a_page_without_formulas_fetches_no_font_for_them(garden: Site, open_page: Opener) -> None:
    garden.seen.clear()
    page = open_page(garden.url + "/posts/second/")
    page.wait_for_load_state("networkidle")
    assert [path for path in garden.seen if "/fonts/math" in path] == []


# -- from page to page --------------------------------------------------------------------------------------------


def test_pages_have_view_transitions(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.evaluate(
        "() => addEventListener('pageswap', (e) => sessionStorage.setItem('passed', String(!!e.viewTransition)))"
    )
    page.locator(".body a[href$='/second/#deep']").first.click()
    page.wait_for_url("**/second/#deep")
    assert page.evaluate("() => sessionStorage.getItem('passed')") == "true"


def test_a_link_that_will_probably_be_followed_is_prefetched(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    rules = json.loads(page.locator("script[type=speculationrules]").text_content() or "")
    (rule,) = rules["prefetch"]
    assert rule["eagerness"] == "moderate"
    page.locator(".body a[href$='/topic/']").first.hover()
    until(page, lambda: "/posts/topic/" in garden.ahead)


# -- footnotes ----------------------------------------------------------------------------------------------------


def test_on_a_wide_screen_footnotes_are_next_to_their_references(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    calls, notes = page.locator(".footnote-ref"), page.locator(".side-note")
    expect(notes).to_have_count(2)
    expect(notes.nth(1)).to_contain_text("The second footnote.")
    page.wait_for_function("() => document.querySelectorAll('.side-note')[1].style.translate")
    until(page, lambda: abs(box_of(calls.nth(1))["y"] - box_of(notes.nth(1))["y"]) < 30)
    first, margin = box_of(notes.nth(0)), box_of(page.locator(".margin > :last-child"))
    assert first["y"] >= margin["y"] + margin["height"]
    assert first["x"] > box_of(page.locator(".body"))["x"] + box_of(page.locator(".body"))["width"]


def test_otherwise_a_footnote_opens_in_a_card(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, phone=True)
    page.locator(".footnote-ref").first.tap()
    card = page.locator(".footnote-card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("The footnote says more")
    box = box_of(card)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


# -- code, tables, pictures ---------------------------------------------------------------------------------------


def test_code_is_copied_as_it_is_written(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy")
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = page.evaluate("() => navigator.clipboard.readText()")
    assert text.splitlines()[0] == "def area(radius: float) -> float:"
    assert text.splitlines()[1].startswith("    return 3.14159 * radius**2")
    label = "() => getComputedStyle(document.querySelector('.body code[data-lang]'), '::before').content"
    assert page.evaluate(label) == '"python"'


def test_wide_elements_scroll_by_themselves_and_by_keyboard(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, phone=True)
    page.wait_for_selector(".copy")
    assert page.evaluate(SIDEWAYS) <= 0
    for wide in ("table", "pre"):
        inside = page.locator(f".body {wide}").first
        assert inside.evaluate("(block) => block.scrollWidth - block.clientWidth") > 50
        assert inside.evaluate("(block) => block.tabIndex") == 0
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(3)


def test_a_picture_is_enlarged_by_mouse_and_by_keyboard(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    picture = page.get_by_role("button", name="A plan of the beds")
    picture.click()
    dialog = page.get_by_role("dialog", name="A plan of the beds")
    expect(dialog.get_by_role("img")).to_be_visible()
    expect(dialog).to_contain_text("The beds.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(picture).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()


def test_task_boxes_have_their_tasks_as_names(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    expect(page.get_by_role("checkbox", name="buy seeds")).to_be_checked()
    expect(page.get_by_role("checkbox", name="water the beds")).not_to_be_checked()


# -- the web of notes ---------------------------------------------------------------------------------------------


def test_a_backlink_leads_to_the_citing_block_which_is_highlighted(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.locator(".mentions a", has_text="Far below it says").click()
    page.wait_for_url("**/posts/second/#*")
    target = page.locator(".body :target")
    expect(target).to_contain_text("Far below it says that everything is connected.")
    expect(target).to_be_in_viewport()
    assert target.evaluate("(block) => getComputedStyle(block).animationName") == "lit"


def test_missing_links_lead_to_the_page_of_wanted_notes(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.locator(".fields a.missing").click()
    expect(page.locator("section:target h2")).to_contain_text("Unwritten")
    page.get_by_role("link", name="Everything", exact=True).first.click()
    page.wait_for_url(f"**{NOTE}")


def test_keys_lead_through_the_garden(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Next note")
    page.keyboard.press("n")  # a dialog captures the keys
    page.keyboard.press("Escape")
    assert page.url.endswith(NOTE)
    after = page.locator("a[rel=next]").get_attribute("href")
    for key, address in (("n", after), ("p", NOTE), ("a", "/all/"), ("m", "/map/"), ("h", "/")):
        page.keyboard.press(key)
        page.wait_for_url(garden.url + str(address))


# -- without scripts, printed, right to left, with a garden's own theme ------------------------------------------------


def test_the_list_of_keys_is_shown_only_once(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE)
    page.keyboard.type("??")
    expect(page.locator("dialog.keys[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.keys[open]")).to_have_count(0)


def test_without_scripts_everything_is_reachable(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, phone=True, java_script_enabled=False)
    page.locator(".bar a", has_text="Contents").tap()
    expect(page.locator(".toc").get_by_role("link", name="The end")).to_be_visible()
    page.locator(".bar a", has_text="Links here").tap()
    expect(page.locator(".mentions")).to_be_in_viewport()
    page.locator(".footnote-ref").first.tap()
    expect(page.locator(".footnotes li:target")).to_contain_text("The footnote says more")
    page.locator(".bar a", has_text="Search").tap()
    page.get_by_role("link", name="All notes from A to Z").tap()
    expect(page.get_by_role("main").get_by_role("link", name="Everything")).to_be_visible()
    page.goto(garden.url + "/map/")
    expect(page.locator("[data-map]")).to_be_hidden()
    page.locator("summary").first.tap()
    expect(page.locator("#map-list li a").first).to_be_visible()


def test_print_has_only_the_note(garden: Site, open_page: Opener) -> None:
    page = open_page(garden.url + NOTE, dark=True)
    page.emulate_media(media="print")
    for part in (".top", ".foot", ".toc", ".margin", ".copy"):
        expect(page.locator(part).first).to_be_hidden()
    assert_scheme(page, "light")


def test_a_garden_sets_colours_direction_and_blocks(tmp_path: Path, open_page: Opener) -> None:
    source = shutil.copytree(HERE / "reading", tmp_path / "garden")
    (source / "notegarden.toml").write_text('title = "قراءة"\nlanguage = "ar"\n', "utf-8")
    (source / "static/theme").mkdir()
    (source / "static/theme/custom.css").write_text(":root { --link: rgb(1, 2, 3); }", "utf-8")
    (source / "templates").mkdir()
    template = '{% extends "theme/note.html" %}{% block facts %}<p id="mine">{{ page.words }}</p>{% endblock %}'
    (source / "templates/note.html").write_text(template, "utf-8")
    site = made(tmp_path / "public", source)
    page = open_page(site.url + NOTE)
    assert page.locator(".body p a").first.evaluate("(link) => getComputedStyle(link).color") == "rgb(1, 2, 3)"
    assert int(page.locator("#mine").inner_text()) > 100
    assert box_of(page.locator(".toc"))["x"] > box_of(page.locator(".body"))["x"]
    assert box_of(page.locator(".margin"))["x"] < box_of(page.locator(".body"))["x"]
    assert page.evaluate(SIDEWAYS) <= 0
    site.close()
