"""The text of real notes: tables, code, pictures, footnotes, colours, print; at each width, by each input method."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect
from reader import SIDEWAYS, Garden, Reader, both_widths, everywhere, in_every_way, online, real_garden
from sites import DESK, PHONE, Site, box_of

pytestmark = [pytest.mark.browser, real_garden]
ASIDES = "/posts/the_margins_of_a_page/"
GROUND = "() => getComputedStyle(document.documentElement).backgroundColor"


COLOURS = """() => [...new Set([...document.querySelectorAll('.note h1, .body *')]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((one) => getComputedStyle(one).color))]"""


def is_dark(colour: str) -> bool:
    return sum(int(part) for part in colour.strip("rgb()").split(",")) < 200


# -- the page -----------------------------------------------------------------------------------------------------


def test_lines_have_a_readable_length(mogoz: Site, garden: Garden, browser: Browser) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(mogoz.url + garden.most("sections"))
    body, letter = (
        page.locator(".body"),
        page.evaluate("""() => {
        const measure = document.createElement("canvas").getContext("2d");
        measure.font = getComputedStyle(document.querySelector(".body")).font;
        return measure.measureText("the quick brown fox jumps over the lazy dog").width / 43;
    }"""),
    )
    assert 55 <= box_of(body)["width"] / letter <= 85
    page.close()


def test_a_desktop_has_margins_and_a_phone_one_column(mogoz: Site, garden: Garden, browser: Browser) -> None:
    address = garden.most("sections")
    for size in (DESK, PHONE):
        page = browser.new_page(viewport=size)
        page.goto(mogoz.url + address)
        toc, body, margin = (box_of(page.locator(part)) for part in (".note > .toc", ".body", ".margin"))
        if size == DESK:
            assert toc["x"] + toc["width"] < body["x"]
            assert body["x"] + body["width"] < margin["x"]
        else:
            assert toc["y"] < body["y"] < margin["y"]
            assert {toc["x"], body["x"], margin["x"]} == {body["x"]}
        page.close()


@online
def test_tables_scroll_by_themselves(reader: Reader, garden: Garden) -> None:
    wide = None
    for note in sorted(garden.notes, key=lambda note: -note.row)[:12]:
        page = reader.go(note.address)
        assert page.evaluate(SIDEWAYS) <= 0, note.address
        tables = page.locator(".body table")
        hidden = tables.evaluate_all("(all) => all.map((table) => table.scrollWidth - table.clientWidth)")
        if max(hidden) > 20:
            wide = tables.nth(hidden.index(max(hidden)))
            break
    assert wide is not None
    if reader.mode.hand == "keys":
        expect(wide).to_have_attribute("tabindex", "0")
    reader.scroll(wide, x=200)
    table = wide.element_handle()
    page.wait_for_function("(table) => table.scrollLeft > 10", arg=table)
    assert page.evaluate("() => scrollX") == 0


@everywhere
def test_code_shows_its_language_and_is_copied(reader: Reader, garden: Garden) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.go(garden.most("code"))
    block = page.locator(".body .highlight:has(code[data-lang])").first
    code = block.locator("code")
    language = code.evaluate("(code) => [code.dataset.lang, getComputedStyle(code, '::before').content]")
    assert language[1] == f'"{language[0]}"'
    button = block.get_by_role("button", name="Copy")
    reader.press(button)
    expect(block.get_by_role("button", name="Copied")).to_be_visible()
    written = garden.page(garden.most("code")).xpath("//*[@data-note-body]//code[@data-lang]")[0].text_content()
    assert page.evaluate("() => navigator.clipboard.readText()") == written.rstrip("\n")


@in_every_way
def test_an_enlarged_picture_is_in_a_dialog_and_the_focus_returns(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("pictures"))
    picture = page.locator(".body img.zoomable").first
    small = box_of(picture)
    reader.press(picture)
    large = page.locator("dialog.zoom img")
    expect(large).to_be_visible()
    assert page.evaluate("() => document.querySelector('dialog.zoom').matches(':modal')")
    assert box_of(large)["width"] >= small["width"]
    assert large.evaluate("(one) => one.naturalWidth") == picture.evaluate("(one) => one.naturalWidth")
    if not reader.mode.wide:
        at_full_size(reader, large)
    if reader.mode.hand == "keys":
        page.keyboard.press("Escape")
        expect(picture).to_be_focused()
    else:
        reader.press(page.locator("dialog.zoom .close"))
    expect(page.locator("dialog.zoom")).to_be_hidden()


def at_full_size(reader: Reader, large: Locator) -> None:
    """On a phone a picture in the dialog is hardly larger than in the text: another tap enlarges it."""
    page = reader.page
    full = page.get_by_role("button", name="The picture at its full size")
    expect(full).to_have_attribute("aria-pressed", "false")
    reader.press(full if reader.mode.hand == "keys" else large)
    expect(full).to_have_attribute("aria-pressed", "true")
    assert box_of(large)["width"] >= int(large.evaluate("(one) => one.naturalWidth")) > PHONE["width"]
    frame = page.locator("dialog.zoom figure")
    before = int(frame.evaluate("(one) => one.scrollLeft"))
    frame.evaluate("(one) => one.scrollBy(before ? -20 : 20, 0)".replace("before", str(before)))
    assert frame.evaluate("(one) => one.scrollLeft") != before
    reader.press(full if reader.mode.hand == "keys" else large)
    expect(full).to_have_attribute("aria-pressed", "false")
    assert box_of(large)["width"] <= PHONE["width"]


@everywhere
def test_footnotes_are_shown_where_they_are_referenced(reader: Reader) -> None:
    page = reader.go(ASIDES)
    call = page.locator(".footnote-ref").nth(1)
    expect(page.locator(".side-note")).to_have_count(3)  # until then a reference leads to the end of the page
    if reader.mode.wide:
        aside = page.locator(".side-note").nth(1)
        expect(aside).to_contain_text("The second aside.")
        page.wait_for_function("() => document.querySelectorAll('.side-note')[1].style.translate")
        assert abs(box_of(aside)["y"] - box_of(call)["y"]) < 250
        reader.press(call)
        page.wait_for_function("() => document.querySelectorAll('.side-note')[1].classList.contains('lit')")
        expect(aside).to_be_in_viewport()
    else:
        reader.press(call)
        card = page.locator(".footnote-card")
        expect(card).to_contain_text("The second aside.")
        assert card.evaluate("(card) => document.activeElement === card")
        if reader.mode.hand == "keys":
            page.keyboard.press("Escape")
            expect(call).to_be_focused()
        elif reader.mode.hand == "touch":
            page.touchscreen.tap(387, 300)  # the page's margin
        else:
            page.mouse.click(387, 300)
        expect(card).to_be_hidden()
    assert reader.page.url.endswith(ASIDES)


# -- colours ------------------------------------------------------------------------------------------------------

EVERY_FRAME = """window.grounds = [];
const note = () => {
    if (document.body) window.grounds.push(getComputedStyle(document.documentElement).backgroundColor);
    if (document.readyState !== "complete" || window.grounds.length < 5) requestAnimationFrame(note);
};
requestAnimationFrame(note);"""


@everywhere
def test_colours_are_the_systems_or_the_readers_and_never_flash(reader: Reader, garden: Garden) -> None:
    page = reader.page
    page.emulate_media(color_scheme="dark")
    reader.go(garden.most("sections"))
    assert is_dark(page.evaluate(GROUND))
    if reader.mode.hand == "keys":
        page.keyboard.press("t")
    else:
        reader.press(page.locator("[data-theme-switch]"))
    assert not is_dark(page.evaluate(GROUND))
    page.add_init_script(EVERY_FRAME)
    for address in (garden.most("pictures"), "/all/", "/"):
        reader.go(address)
        page.wait_for_function("() => window.grounds.length >= 5")
        assert not any(is_dark(colour) for colour in page.evaluate("() => window.grounds")), address
    page.emulate_media(color_scheme="light")  # the reader's choice overrides the system
    assert not is_dark(page.evaluate(GROUND))


@both_widths
def test_print_has_only_the_note(reader: Reader, garden: Garden) -> None:
    page = reader.page
    page.emulate_media(media="print", color_scheme="dark")
    for what in ("sections", "code", "row"):
        reader.go(garden.most(what))
        for part in (".top", ".foot", ".toc", ".margin", ".bar", ".copy", ".fold", ".turn"):
            for one in page.locator(part).all():
                expect(one).to_be_hidden()
        assert not is_dark(page.evaluate(GROUND))
        expect(page.locator(".body")).to_be_visible()
        pale = [colour for colour in page.evaluate(COLOURS) if sum(map(int, re.findall(r"\d+", colour)[:3])) > 500]
        assert pale == [], what
        outside = page.locator(".body a[href^='http']").first
        if outside.count():
            spelled = outside.evaluate("(link) => getComputedStyle(link, '::after').content")
            assert str(outside.get_attribute("href")).split("/")[2] in spelled


def test_in_print_nothing_wide_is_cut_off(mogoz: Site, garden: Garden, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 900})  # A4 without its margins
    page.emulate_media(media="print")
    wide = sorted(garden.notes, key=lambda note: -note.row)[:6]
    for address in {note.address for note in wide} | {garden.most("code"), garden.most("pictures")}:
        page.goto(mogoz.url + address)
        assert page.evaluate(SIDEWAYS) <= 0, address
        cut = "(all) => all.some((one) => one.scrollWidth > one.clientWidth + 1)"
        assert not page.locator(".body :is(table, pre)").evaluate_all(cut), address
    page.close()
