"""Navigation within real notes and between them: contents, folding, breadcrumbs, backlinks, related notes."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect
from reader import Garden, Mode, Reader, both_widths, everywhere, online, readers, real_garden
from sites import box_of

pytestmark = [pytest.mark.browser, real_garden]
# The entry of the last heading in the upper quarter of the screen is the marked one.
MARKED_RIGHTLY = """() => {
    const links = [...document.querySelectorAll(".note > .toc a")];
    const heading = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const above = [];
    for (const link of links) {
        if (above.some((other) => heading(other) === heading(link))) continue; // an id given twice
        if (heading(link).getBoundingClientRect().top < innerHeight / 4 + 1) above.push(link);
    }
    const marked = [...document.querySelectorAll(".note > .toc [aria-current]")];
    return marked.length === Math.min(1, above.length) && marked[0] === above.at(-1);
}"""
# The headings above a block say that they are open, and what is between is visible.
OPEN_AROUND = """(one) => {
    let rank = 7;
    for (let block = one.closest(".body > *"); block; block = block.previousElementSibling) {
        if (!/^H[1-6]$/.test(block.tagName) || Number(block.tagName[1]) >= rank) continue;
        rank = Number(block.tagName[1]);
        if (block.hidden || block.querySelector(".fold").ariaExpanded !== "true") return false;
    }
    return rank < 7;
}"""


# -- contents -----------------------------------------------------------------------------------------------------


@both_widths
def test_the_current_section_is_marked_in_the_contents(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    for part in (0.15, 0.5, 0.9, 0.3, 0):
        page.evaluate("(part) => scrollTo(0, part * document.documentElement.scrollHeight)", part)
        page.wait_for_function(MARKED_RIGHTLY)


@online
def test_long_contents_show_the_branch_of_the_section_only(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    entries = page.locator(".note > .toc a")
    everything = entries.count()
    assert everything > 60
    if not reader.mode.wide:
        expect(page.locator(".toc.folds li > ol").first).to_have_css("display", "block")
        return
    assert entries.filter(visible=True).count() < everything / 3
    for part in (0.4, 0.8):
        page.evaluate("(part) => scrollTo(0, part * document.documentElement.scrollHeight)", part)
        page.wait_for_function(MARKED_RIGHTLY)
        expect(page.locator(".note > .toc [aria-current]")).to_be_visible()
        assert entries.filter(visible=True).count() < everything / 2


@online
def test_far_down_the_way_back_to_the_top_is_visible(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    at_hand = page.locator(".top" if reader.mode.wide else ".bar")
    expect(at_hand.get_by_role("link").or_(at_hand.get_by_role("button")).first).to_be_in_viewport()
    if reader.mode.wide:
        link = page.locator(".note > .toc a").filter(visible=True).last
        name = unquote(str(link.get_attribute("href"))[1:])
        link.click()  # after which other entries may be visible
        heading = page.locator(f"[id='{name}']").first
        expect(heading).to_be_in_viewport()
        assert box_of(heading)["y"] >= box_of(at_hand)["y"] + box_of(at_hand)["height"]


@online
def test_the_list_of_changes_folds_by_year(reader: Reader) -> None:
    page = reader.go("/recent/")
    years = page.locator("details.past")
    assert years.evaluate_all("(all) => all.map((each) => each.open)") == [True] + [False] * (years.count() - 1)
    titles = years.locator("h2").all_inner_texts()
    assert titles == sorted(titles, reverse=True)
    for year in years.all():
        assert int(year.locator(".count").inner_text()) == year.locator("li").count()


@online
def test_many_tags_are_also_listed_by_letter(reader: Reader) -> None:
    page = reader.go("/tags/")
    by_use = page.locator(".by-use a").evaluate_all("(all) => all.map((each) => each.href)")
    by_letter = page.locator(".letter a").evaluate_all("(all) => all.map((each) => each.href)")
    assert sorted(by_use) == sorted(by_letter)
    titles = page.locator(".letter h2").all_inner_texts()
    assert page.locator(".letters a").all_inner_texts() == titles
    assert len(titles) > 10


@everywhere
def test_the_contents_lead_to_a_section_and_mark_it(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    details = page.locator(".toc details").first
    if reader.mode.wide:
        expect(details).to_have_attribute("open", "")
        entry = page.locator(".note > .toc a").filter(visible=True).nth(4)
    else:
        expect(details).not_to_have_attribute("open", "")
        if reader.mode.hand == "keys":
            page.keyboard.press("c")
        else:
            reader.press(page.locator(".bar [data-contents]"))
        expect(page.locator("dialog.sheet")).to_be_visible()
        entry = page.locator("dialog.sheet a").nth(8)
    address = str(entry.get_attribute("href"))
    reader.press(entry)
    page.wait_for_url(f"**{address}")
    expect(page.locator("dialog.sheet[open]")).to_have_count(0)
    expect(page.locator(f'[id="{address[1:]}"]').first).to_be_in_viewport()
    expect(page.locator(f'.note > .toc a[href="{address}"]')).to_have_attribute("aria-current", "true")


@readers([Mode(False, hand) for hand in ("mouse", "touch", "keys")])
def test_the_folded_contents_open_in_their_place(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    expect(page.locator(".toc a").first).to_be_hidden()
    reader.press(page.locator(".toc summary"))
    expect(page.locator(".toc a").first).to_be_visible()


# -- sections that fold -------------------------------------------------------------------------------------------


@everywhere
def test_a_section_folds_and_the_rest_is_unchanged(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    headings = page.locator(".body > h2")
    heading, after = headings.nth(1), headings.nth(2)
    heading.scroll_into_view_if_needed()
    if reader.mode.hand == "mouse":
        heading.hover()
    fold = heading.locator(".fold")
    reader.press(fold)
    expect(fold).to_have_attribute("aria-expanded", "false")
    below = "(one) => one.nextElementSibling.matches(':not(h2)') && !one.nextElementSibling.checkVisibility()"
    hidden = "(one) => one.nextElementSibling.hidden === 'until-found'"
    assert heading.evaluate(hidden)
    assert heading.evaluate(below) or heading.evaluate("(one) => one.nextElementSibling.offsetHeight") == 0
    assert box_of(after)["y"] - box_of(heading)["y"] < 200
    expect(headings.nth(0)).to_be_visible()
    assert page.locator(".body > h2 + *:not(h2):not([hidden])").count() > 0
    reader.press(fold)
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert not heading.evaluate("(one) => one.nextElementSibling.hidden")


def sections_below(garden: Garden, address: str) -> list[str]:
    """Ids of its third-level headings, which a folded page hides; unique ones only, since a link finds the first."""
    ids = garden.page(address).xpath("//*[@data-note-body]//@id")
    return [one for one in garden.page(address).xpath("//*[@data-note-body]/h3/@id") if ids.count(one) == 1]


@everywhere
def test_folded_text_opens_for_a_link_into_it(reader: Reader, garden: Garden) -> None:
    address = garden.most("sections")
    page = reader.go(address)
    page.keyboard.press("f")
    name = sections_below(garden, address)[-1]
    deep = page.locator(f'.body > [id="{name}"]')
    expect(deep).to_have_attribute("hidden", "until-found")
    if not reader.mode.wide:
        page.keyboard.press("c")
    where = ".note > .toc" if reader.mode.wide else "dialog.sheet"
    entry = page.locator(f'{where} a[href="#{name}"]')
    if reader.mode.wide and not entry.is_visible():  # its branch opens with the section above it
        reader.press(page.locator(f'.note > .toc li:has(a[href="#{name}"]) > a').first)
    reader.press(entry)
    expect(deep).not_to_have_attribute("hidden", "until-found")
    expect(deep).to_be_in_viewport()
    page.wait_for_function(OPEN_AROUND, arg=deep.element_handle())
    assert page.locator(".body > [hidden=until-found]").count() > 0


@both_widths
def test_folded_text_is_found_by_find_in_page_and_opens(reader: Reader, garden: Garden) -> None:
    """By a text fragment in the address, which the browser finds as its own search does."""
    address = garden.most("sections")
    page = reader.go(address)
    page.keyboard.press("f")
    block = page.locator(".body > ul[hidden=until-found] > li:not(:has(a, code))").last
    found = block.element_handle()
    line = str(block.evaluate("(one) => one.textContent")).strip().splitlines()[0]
    words = quote(line, safe="").replace("-", "%2D")
    page.evaluate("() => document.addEventListener('beforematch', () => (window.matched = true), true)")
    page.goto(f"{reader.site.url}{address}#:~:text={words}")
    page.wait_for_function("() => window.matched")
    in_sight = "(one) => !one.closest('[hidden]') && one.getBoundingClientRect().bottom > 0"
    page.wait_for_function(f"(one) => ({in_sight})(one) && one.getBoundingClientRect().top < innerHeight", arg=found)
    page.wait_for_function(OPEN_AROUND, arg=found)


# -- between notes ------------------------------------------------------------------------------------------------


def test_every_note_has_breadcrumbs_and_related_notes(garden: Garden) -> None:
    """Related notes are not those it is linked with, and most have a linked note in common with it: by chance only
    one in seven would."""
    near = {note.address: garden.near(note.address) for note in garden.notes}
    sharing = []
    for note in garden.notes:
        page = garden.page(note.address)
        assert page.xpath("//nav[@class='crumbs']//a/@href") == ["/posts/"], note.address
        related = page.xpath("//aside//li/a/@href")
        assert len(set(related)) == len(related) <= 5, note.address
        assert not set(related) & (near[note.address] | {note.address}), note.address
        sharing += [bool(garden.near(other) & near[note.address]) for other in related]
    assert len(sharing) > 3 * len(garden.notes)
    assert sum(sharing) > 0.75 * len(sharing)


@online
def test_the_breadcrumbs_lead_back_to_the_section(reader: Reader, garden: Garden) -> None:
    note = next(node for node in garden.graph["nodes"] if len(node["tags"]) > 1 and node["url"] != "/")
    page = reader.go(note["url"])
    crumbs = page.get_by_role("navigation", name="Where this is").get_by_role("link")
    expect(crumbs).to_have_count(1)
    reader.press(crumbs)
    page.wait_for_url("**/posts/")


@online
def test_related_notes_are_listed_and_lead_there(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.short("related", "mentions"))
    related = page.locator(".margin li a").first
    address = str(related.get_attribute("href"))
    reader.press(related)
    page.wait_for_url(f"**{address}")
    expect(page.locator("h1")).to_have_text(garden.by_address[address]["title"])


def test_every_link_to_a_note_is_shown_on_its_page(garden: Garden) -> None:
    for what in ("mentions", "tagged"):
        address = garden.most(what)
        page = garden.page(address)
        reported = page.xpath("//section[@id='_links']//a[@class='mentioner' or ancestor::ul[@class='columns']]/@href")
        assert set(reported) == {one for one in garden.links_to(address) if one != address}, address


@everywhere
def test_a_backlink_has_its_sentence_and_leads_to_the_block_which_is_highlighted(
    reader: Reader, garden: Garden
) -> None:
    address = garden.most("mentions")
    page = reader.go(address)
    entry = page.locator(".mentions > li:has(.where)").first
    citing = str(entry.locator(".mentioner").get_attribute("href"))
    place, jump = entry.locator(".where").first, entry.locator("p a").first
    words = entry.locator("p b").first.inner_text()
    headings = [
        one.text_content().strip() for one in garden.page(citing).xpath("//*[self::h2 or self::h3 or self::h4]")
    ]
    assert any(place.inner_text().strip() in heading for heading in headings)
    assert len(jump.inner_text()) > len(words) >= 1
    reader.press(jump)
    page.wait_for_url(f"**{citing}#*")
    block = page.locator(".body :target")
    expect(block).to_be_in_viewport()
    expect(block.locator(f'a[href^="{address}"]').first).to_have_text(words)
    assert block.evaluate("(one) => getComputedStyle(one).animationName") == "lit"
