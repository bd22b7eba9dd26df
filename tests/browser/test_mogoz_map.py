"""The real garden drawn: each note's neighbourhood, and the map, by mouse, touch and keyboard, and as a list."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from reader import Garden, Mode, Reader, everywhere, online, readers, real_garden
from sites import PATIENCE, box_of
from test_map import AT_REST, IN_THE_MIDDLE, KEEP, PLACE

pytestmark = [pytest.mark.browser, real_garden]
# The boxes of the names that one drawing of the picture writes: left, right, top, bottom.
NAMES = """() => {
    const context = window.map.sigma.getCanvases().labels.getContext('2d'), names = [];
    context.fillText = function (text, x, y) {
        names.push([x, x + this.measureText(text).width, y - 10, y + 3]);
        CanvasRenderingContext2D.prototype.fillText.call(this, text, x, y);
    };
    window.map.sigma.render();
    delete context.fillText;
    return names;
}"""
SHOWN = "() => window.map.graph.filterNodes((id) => window.map.sigma.getNodeDisplayData(id).label !== null).length"
# A note that is drawn well inside the picture, and that no other covers.
ALONE = f"""() => {{
    const {{ graph }} = window.map, place = {PLACE};
    const box = document.querySelector(".map-canvas").getBoundingClientRect();
    const places = graph.mapNodes((id) => [id, ...place(id)]);
    const inside = ([, x, y]) => x > box.left + 60 && x < box.right - 90 && y > box.top + 140 && y < box.bottom - 80;
    const far = ([id, x, y]) => places.every(([other, a, b]) => other === id || Math.hypot(a - x, b - y) > 14);
    const free = ([, x, y]) => document.elementFromPoint(x, y)?.closest(".map-canvas");
    const linked = ([id]) => graph.neighbors(id).length > 1;
    return places.filter((one) => inside(one) && far(one) && free(one) && linked(one))[0];
}}"""


# The text written over the picture, in `window.written`.
LISTEN = """() => {
    const { fillText } = CanvasRenderingContext2D.prototype, over = window.map.sigma.getCanvases().over;
    window.written = new Set();
    CanvasRenderingContext2D.prototype.fillText = function (text, ...others) {
        if (this.canvas === over) window.written.add(text);
        return fillText.call(this, text, ...others);
    };
}"""


def drawn(reader: Reader) -> Page:
    reader.page.add_init_script(KEEP)
    page = reader.go("/map/")
    page.wait_for_function("() => window.map", timeout=5 * PATIENCE)
    page.locator(".map").evaluate("(map) => map.scrollIntoView({ block: 'end' })")
    page.evaluate(AT_REST, page.evaluate("() => window.map.graph.nodes()[0]"))
    return page


# -- the neighbourhood --------------------------------------------------------------------------------------------


def test_every_note_has_a_picture_of_its_neighbours(garden: Garden) -> None:
    drawn = 0
    for note in garden.notes:
        page = garden.page(note.address)
        near = garden.near(note.address)
        (*pictures,) = page.xpath("//aside//*[local-name()='svg']")
        assert bool(pictures) == bool(near), note.address
        for picture in pictures:
            shown = picture.xpath(".//*[local-name()='a'][@transform]/@href")
            assert set(shown) <= near, note.address
            assert len(shown) == len(set(shown)) == min(12, len(near)), note.address
            for link in picture.xpath(".//*[local-name()='a'][@transform]"):
                label = link.xpath("string(./*[local-name()='text'])").removesuffix("…")
                assert label, note.address
                assert garden.by_address[link.get("href")]["title"].startswith(label), note.address
            more = [
                (link.get("href"), "".join(link.itertext())) for link in picture.xpath("./*[not(@transform)][@href]")
            ]
            whole = (f"/map/#{quote(note.address)}", f"+{len(near) - 12}")
            assert more == ([whole] if len(near) > 12 else []), note.address
            kinds = {link.get("class") for link in picture.xpath(".//*[local-name()='a'][@transform]")}
            legend = page.xpath("//figure[@class='around']/figcaption/span")
            assert {each.get("class") for each in legend} == kinds, note.address
            drawn += 1
    assert drawn > 300


@everywhere
def test_the_neighbourhood_links_to_the_neighbours(reader: Reader, garden: Garden) -> None:
    address = garden.most("mentions")
    page = reader.go(address)
    neighbour = page.locator(".neighbourhood a").first
    link = str(neighbour.get_attribute("href"))
    assert garden.by_address[link]["title"][:8] in neighbour.evaluate("(link) => link.textContent")
    if reader.mode.hand == "keys":
        page.keyboard.press("Shift")
        neighbour.focus()
        page.keyboard.press("Enter")
    else:
        reader.press(neighbour.locator("circle"))
    page.wait_for_url(f"**{link}")


# -- the map ------------------------------------------------------------------------------------------------------


@everywhere
def test_a_note_is_found_by_typing_and_opened(reader: Reader, garden: Garden) -> None:
    page = drawn(reader)
    assert page.evaluate("() => window.map.graph.order") == len(garden.graph["nodes"])
    node = garden.by_address[garden.most("mentions")]
    field = page.get_by_role("combobox", name="Find a note on the map")
    if reader.mode.hand == "keys":
        reader.focus(field)
    else:
        reader.press(field)
    page.keyboard.type(node["title"])
    option = page.locator("#_map-found [role=option]").first
    expect(option).to_have_text(node["title"])
    if reader.mode.hand == "keys":
        page.keyboard.press("Enter")
    else:
        reader.press(option)
    expect(page.locator(".map-card b")).to_have_text(node["title"])
    page.wait_for_function(IN_THE_MIDDLE, arg=node["id"])
    reader.press(page.locator(".map-card a"))
    page.wait_for_url(f"**{node['url']}")


@readers([Mode(True, "mouse"), Mode(False, "mouse"), Mode(True, "mouse", False)])
def test_a_note_under_the_mouse_is_highlighted_and_a_click_opens_it(reader: Reader, garden: Garden) -> None:
    page = drawn(reader)
    identity, x, y = page.evaluate(ALONE)
    page.evaluate(LISTEN)
    page.mouse.move(x, y)
    expect(page.locator(".map")).to_have_class("map lit")
    titles = page.evaluate(
        "(id) => [id, ...window.map.graph.neighbors(id)].map((one) => window.map.graph.getNodeAttribute(one, 'label'))",
        identity,
    )
    written = set(page.evaluate("() => [...window.written]"))
    assert {titles[0]} < written <= set(titles)
    page.mouse.click(x, y)
    page.wait_for_url("**" + next(node["url"] for node in garden.graph["nodes"] if node["id"] == identity))


@readers([Mode(True, "touch"), Mode(False, "touch"), Mode(False, "touch", False)])
def test_the_first_tap_selects_a_note_and_its_card_leads_on(reader: Reader, garden: Garden) -> None:
    page = drawn(reader)
    identity, x, y = page.evaluate(ALONE)
    page.touchscreen.tap(x, y)
    node = next(one for one in garden.graph["nodes"] if one["id"] == identity)
    expect(page.locator(".map-card b")).to_have_text(node["title"])
    expect(page.locator(".map")).to_have_class("map lit")
    reader.press(page.locator(".map-card a"))
    page.wait_for_url(f"**{node['url']}")


@online
def test_only_a_selected_tag_or_topic_is_shown(reader: Reader, garden: Garden) -> None:
    page = drawn(reader)
    everything = page.evaluate(SHOWN)
    tag = page.locator(".map select option").nth(1)
    identity, label = tag.get_attribute("value"), tag.inner_text()
    page.locator(".map select").select_option(value=identity)
    bearing = [node for node in garden.graph["nodes"] if identity in node["tags"]]
    assert f"({len(bearing)})" in label
    assert page.evaluate(SHOWN) == len({node["id"] for node in bearing} | {identity})
    page.locator(".map select").select_option(value="")
    legend = page.locator(".map-legend")
    if not reader.mode.wide:
        reader.press(legend.locator("summary"))
    topic = legend.locator("button").first
    reader.press(topic)
    expect(topic).to_have_attribute("aria-pressed", "true")
    assert 0 < page.evaluate(SHOWN) < everything
    assert str(page.evaluate(SHOWN)) in topic.locator(".count").text_content()
    expect(legend).to_have_js_property("open", reader.mode.wide)
    page.wait_for_function("() => !window.map.sigma.getCamera().isAnimated()")
    names = page.evaluate(NAMES)
    assert len(names) > 1
    for (left, right, top, bottom), (left2, right2, top2, bottom2) in combinations(names, 2):
        assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top


@readers([Mode(True, "keys"), Mode(False, "keys"), Mode(True, "keys", False)])
def test_the_map_is_used_by_keyboard(reader: Reader) -> None:
    page = drawn(reader)
    reader.focus(page.locator(".map-canvas"))
    for key, changed in (("ArrowRight", "now.x > before.x"), ("+", "now.ratio < before.ratio"), ("0", "now.x === 0.5")):
        before = page.evaluate("() => ({ ...window.map.sigma.getCamera().getState() })")
        page.keyboard.press(key)
        page.wait_for_function(
            f"(before) => {{ const now = window.map.sigma.getCamera().getState(); return {changed}; }}", arg=before
        )


@everywhere
def test_a_list_has_the_content_of_the_map(reader: Reader, garden: Garden) -> None:
    page = reader.go("/map/")
    topics = page.locator("#map-list details")
    listed = topics.locator("a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert len(listed) == len(set(listed))
    assert {note.address for note in garden.notes} <= set(listed)
    reader.press(topics.first.locator("summary"))
    link = topics.first.locator("a").first
    expect(link).to_be_visible()
    assert box_of(link)["height"] > 0
    reader.press(link)
    page.wait_for_url(f"**{listed[0]}")
