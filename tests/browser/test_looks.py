"""The layout of pages: distances between blocks, alignment, and marks of the current place."""

from __future__ import annotations

import io
from typing import Any

import pytest
from conftest import Opener, Site, box_of
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from sites import CHROMIUM, FLAGS, PHONE

pytestmark = pytest.mark.browser
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
BLOCKS = """(html) => {
    const body = document.querySelector(".body");
    body.innerHTML = html;
    const boxes = [...body.querySelectorAll("[data-at]")].map((each) => each.getBoundingClientRect());
    const gaps = boxes.slice(1).map((box, index) => box.top - boxes[index].bottom);
    return gaps.map((gap) => gap / parseFloat(getComputedStyle(body).fontSize));
}"""
BASELINE = """(element) => {
    const [line, mark] = [document.createElement("span"), document.createElement("span")];
    mark.style = "display: inline-block; inline-size: 0; block-size: 0";
    line.append(...element.childNodes, mark); // one box, where a flex box would set the mark apart
    element.append(line);
    return mark.getBoundingClientRect().bottom;
}"""


def set_in(page: Page, html: str) -> Any:
    """A note's text replaced by this one: the distances between blocks marked `data-at`, in units of the font size."""
    return page.evaluate(BLOCKS, html)


def baseline(locator: Locator) -> float:
    return float(locator.first.evaluate(BASELINE))


def test_a_framed_block_has_the_same_space_above_and_below_its_text(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    for name in ("note", "tip", "warning", "important", "caution"):
        set_in(page, f"<div class={name}><p>a</p><p>b</p></div>")
        box, (top, bottom) = box_of(page.locator(f".body .{name}")), map(box_of, page.locator(".body p").all())
        assert top["y"] - box["y"] == pytest.approx(box["y"] + box["height"] - bottom["y"] - bottom["height"], abs=1)


@pytest.mark.parametrize("block", ['<div style="text-align: center">', "<center>", '<div align="center">'])
def test_a_centred_block_centres_its_paragraphs(small: Site, open_page: Opener, block: str) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    end = f"</{block[1:].partition(' ')[0].rstrip('>')}>"
    set_in(page, f"<p><b>a</b></p>{block}<p><b>b</b></p>{end}")
    before, centred = (box_of(each) for each in page.locator(".body b").all())
    body = box_of(page.locator(".body"))
    assert before["x"] == pytest.approx(body["x"], abs=1)
    assert centred["x"] + centred["width"] / 2 == pytest.approx(body["x"] + body["width"] / 2, abs=1)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_blocks_keep_their_distance(small: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(f"{small.url}/posts/leaf/", phone=phone)
    (paragraphs,) = set_in(page, "<p data-at>a</p><p data-at>b</p>")
    (in_item,) = set_in(page, "<ul><li><p data-at>a</p><p data-at>b</p></li></ul>")
    assert paragraphs == pytest.approx(1, abs=0.05)
    assert in_item < paragraphs / 2
    (nested,) = set_in(page, "<ul><li><p data-at>a</p><ul><li data-at>b</li></ul></li></ul>")
    assert nested < paragraphs / 2
    (figure,) = set_in(page, "<p data-at>a</p><figure data-at>b</figure>")
    (code,) = set_in(page, '<p data-at>a</p><div class="highlight" data-at><pre><code>b</code></pre></div>')
    assert figure > paragraphs
    assert code > paragraphs  # its labels are on its edge
    (heading,) = set_in(page, "<p data-at>a</p><h2 data-at>b</h2>")
    (first,) = set_in(page, '<dl class="fields" data-at><dt>tags</dt><dd>b</dd></dl><h2 data-at>b</h2>')
    assert 1 < first < heading / 1.3
    (shown,) = set_in(page, "<h2 data-at>a</h2><figure data-at>b</figure>")
    assert shown < figure  # a heading is closer to its own text


def test_a_table_in_a_box_has_the_colour_of_the_box(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    set_in(page, '<div class="note"><table><tr><td>a</td></tr></table></div>')
    box, table = (page.locator(each) for each in (".body .note", ".body .note table"))
    expect(table).to_have_css("background-color", box.evaluate("each => getComputedStyle(each).backgroundColor"))


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_elements_of_one_line_share_their_baseline(small: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(f"{small.url}/posts/leaf/", phone=phone)
    assert baseline(page.locator(".top-title")) == pytest.approx(baseline(page.locator(".top li a")), abs=0.6)
    assert baseline(page.locator(".fields dt")) == pytest.approx(baseline(page.locator(".fields dd")), abs=0.6)


@pytest.mark.parametrize("scale", [1, 2, 2.625])
def test_elements_that_need_not_scroll_have_no_shadow(small: Site, open_page: Opener, scale: float) -> None:
    page = open_page(f"{small.url}/posts/leaf/", phone=True, device_scale_factor=scale)
    cells = '<td style="border: 0; visibility: hidden">x</td>' * 3
    set_in(
        page, f"<p>a</p><table><tr>{cells}</tr></table><p style='height: 7.3px'>b</p><table><tr>{cells}</tr></table>"
    )
    for table in page.locator(".body table").all():
        picture = Image.open(io.BytesIO(table.screenshot())).convert("RGB")
        assert len(picture.getcolors() or []) == 1


@pytest.mark.parametrize(("address", "name"), [("/all/", "All notes"), ("/tags/", "Tags"), ("/map/", "Map")])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_current_page_is_marked(small: Site, open_page: Opener, address: str, name: str, phone: bool) -> None:
    page = open_page(f"{small.url}{address}", phone=phone)
    here = page.locator(":is(.top, .bar) [aria-current=page]:visible")
    expect(here.first).to_have_text(name)
    other = page.locator(".top li a:not([aria-current]):visible").first
    line = "(link) => getComputedStyle(link).textDecorationLine"
    assert (here.first.evaluate(line), other.evaluate(line)) == ("underline", "none")
    assert box_of(here.first)["height"] >= 40
    page.goto(f"{small.url}/posts/leaf/")
    expect(page.locator("[aria-current=page]")).to_have_count(0)


def test_with_large_fonts_pages_are_as_wide_as_the_screen(small: Site, browser: Browser) -> None:
    large = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    page = large.new_page(viewport=PHONE)
    for address in ("/", "/all/", "/tags/", "/wanted/", "/health/", "/map/", "/posts/leaf/"):
        page.goto(f"{small.url}{address}")
        assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "32px"
        assert page.evaluate(SIDEWAYS) <= 0, address
        title, first = box_of(page.locator(".top-title")), box_of(page.locator(".top li").first)
        assert title["y"] + title["height"] <= first["y"] or title["x"] + title["width"] <= first["x"], address
    large.close()


def test_a_tablet_has_the_bar_and_a_narrow_desktop_window_the_header(small: Site, browser: Browser) -> None:
    size = {"width": 820, "height": 1100}
    for is_touched in (True, False):
        context = browser.new_context(viewport=size, has_touch=is_touched, is_mobile=is_touched)
        page = context.new_page()
        page.goto(f"{small.url}/posts/leaf/")
        expect(page.locator(".bar")).to_be_visible(visible=is_touched)
        expect(page.locator(".top [data-search]")).to_be_visible(visible=not is_touched)
        expect(page.locator("[data-keys]")).to_be_visible(visible=not is_touched)  # a touch device has no keyboard
        if is_touched:
            page.tap(".bar [data-contents]")
            expect(page.locator("dialog.sheet")).to_be_visible()
        context.close()


def test_rows_of_the_health_page_look_as_if_they_open(small: Site, open_page: Opener) -> None:
    row = open_page(f"{small.url}/health/").locator(".finding > summary").first
    sign = "(row) => [getComputedStyle(row, '::after').content, getComputedStyle(row, '::after').rotate]"
    assert row.evaluate(sign)[0].startswith('"›"')
    assert row.evaluate(sign)[1] == "none"
    row.click()
    row.page.wait_for_function("(row) => getComputedStyle(row, '::after').rotate === '90deg'", arg=row.element_handle())


def test_on_paper_short_words_are_not_broken_and_folded_text_is_shown(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/")
    page.emulate_media(media="print")
    long = "an explanation that goes on about the thing in question and all that belongs to it " * 3
    table = (
        f"<table><tr><th>Name</th><th>Value</th><th>Note</th></tr><tr><td>x</td><td>1</td><td>{long}</td></tr></table>"
    )
    set_in(page, f"{table}<details><summary>More</summary><p>Shut.</p></details>")
    heights = [box_of(cell)["height"] for cell in page.locator(".body th").all()]
    line = page.locator(".body th").first.evaluate("(cell) => parseFloat(getComputedStyle(cell).lineHeight)")
    assert max(heights) < 2 * line
    expect(page.locator(".body details p")).to_be_visible()


def test_on_a_phone_the_notes_before_and_after_are_side_by_side(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/", phone=True)
    before, after = page.locator(".turn a").all()
    for link in (before, after):
        link.evaluate("(one) => one.append(' of a name that is longer than there is room for')")
    assert box_of(before)["y"] == box_of(after)["y"]


def test_the_icons_of_the_bar_are_aligned_whatever_the_length_of_their_labels(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/posts/leaf/", phone=True)
    page.locator(".bar a").nth(2).evaluate("(link) => { link.lastChild.data = 'words that take two lines' }")
    assert len({round(box_of(sign)["y"]) for sign in page.locator(".bar .icon").all()}) == 1


def test_of_many_backlinks_the_first_are_shown_and_the_rest_on_request(fresh: Site, open_page: Opener) -> None:
    for number in range(30):
        text = f'+++\ntitle = "Leads {number:02}"\n+++\n\nTo the [leaf]({{{{< relref "leaf.md" >}}}}), {number}.\n'
        (fresh.garden / "content/posts" / f"leads{number:02}.md").write_text(text, encoding="utf-8")
    fresh.build()
    page = open_page(f"{fresh.url}/posts/leaf/")
    rest = page.locator(".links details")
    reported = page.locator(".links .mentioner:visible")
    expect(reported).to_have_count(20)
    count = int(page.locator(".links h2 .count").first.inner_text())
    expect(rest.locator("summary")).to_have_text(f"{count - 20} more notes")
    rest.locator("summary").click()
    expect(reported).to_have_count(count)
