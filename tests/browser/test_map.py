"""The map: drawn by WebGL, searched, filtered, used by keyboard and touch; and its list for screen readers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, Opener, Site, box_of
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KEEP = "document.addEventListener('map-drawn', (event) => { window.map = event.detail; }, true)"
CAMERA = "() => ({ ...window.map.sigma.getCamera().getState() })"
# Where a note is drawn, in the window: the picture is a frame behind the camera, and that behind the request.
PLACE = """(id) => {
    const { sigma } = window.map, { x, y } = sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
    const box = document.querySelector('.map-canvas').getBoundingClientRect();
    return [box.left + x, box.top + y];
}"""
IN_THE_MIDDLE = f"""(id) => {{
    const [x, y] = ({PLACE})(id), box = document.querySelector('.map-canvas').getBoundingClientRect();
    return Math.hypot(x - box.left - box.width / 2, y - box.top - box.height / 2) < 3;
}}"""
AT_REST = f"""async (id) => {{
    const frame = () => new Promise((after) => requestAnimationFrame(after)), place = {PLACE};
    for (let still = 0, before = [0, 0]; still < 3;) {{
        await frame();
        const now = place(id), moved = Math.hypot(now[0] - before[0], now[1] - before[1]);
        still = moved < 0.01 && !window.map.sigma.getCamera().isAnimated() ? still + 1 : 0;
        before = now;
    }}
    return true;
}}"""
SHADES = """() => {
    const { sigma } = window.map, canvas = sigma.getCanvases().nodes;
    sigma.render();
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    const bytes = context.getImageData(0, 0, copy.width, copy.height).data, seen = {};
    for (let at = 0; at < bytes.length; at += 4) {
        if (bytes[at + 3] < 250) continue;
        const shade = `${bytes[at]},${bytes[at + 1]},${bytes[at + 2]}`;
        seen[shade] = (seen[shade] ?? 0) + 1;
    }
    return Object.values(seen).filter((count) => count > 20).length;
}"""


def open_map(open_page: Opener, address: str, **options: Any) -> Page:
    page = open_page("about:blank", **options)
    page.add_init_script(KEEP)
    page.goto(address)
    page.wait_for_function("() => window.map", timeout=5 * PATIENCE)
    page.evaluate(AT_REST, page.evaluate("() => window.map.graph.nodes()[0]"))
    return page


def camera_moved(page: Page, before: dict[str, float], change: str) -> None:
    """Wait until the camera rests where `change`, a condition on `now` and `before`, holds."""
    page.wait_for_function(
        f"""(before) => {{
            const now = ({CAMERA})();
            return !window.map.sigma.getCamera().isAnimated() && ({change});
        }}""",
        arg=before,
    )


def graph_of(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site.folder / "graph.json").read_text(encoding="utf-8"))
    return found


def test_it_draws_every_note_in_the_colour_of_its_topic(mogoz: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{mogoz.url}/map/")
    graph = graph_of(mogoz)
    assert page.evaluate("() => [window.map.graph.order, window.map.graph.size]") == [
        len(graph["nodes"]),
        len(graph["edges"]),
    ]
    assert page.evaluate(SHADES) >= min(6, len(graph["communities"]))
    expect(page.locator(".map-legend button")).not_to_have_count(0)
    box = box_of(page.locator(".map"))
    assert box["y"] + box["height"] <= 900


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_with_few_notes_all_names_are_shown_without_overlap(small: Site, open_page: Opener, phone: bool) -> None:
    page = open_page("about:blank", phone=phone)
    page.add_init_script(f"""{KEEP};
        const fill = CanvasRenderingContext2D.prototype.fillText;
        window.written = {{}};
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {{
            window.written[text] = [x, x + this.measureText(text).width, this.canvas.clientWidth];
            fill.call(this, text, x, y);
        }};""")
    page.goto(f"{small.url}/map/")
    titles = {node["title"] for node in graph_of(small)["nodes"]}
    page.wait_for_function("(names) => names.every((name) => name in window.written)", arg=sorted(titles))
    written = page.evaluate("() => window.written")
    assert all(0 <= left < right <= width for left, right, width in map(written.get, titles))
    tools = box_of(page.locator(".map-tools"))
    for node in graph_of(small)["nodes"]:
        assert page.evaluate(PLACE, node["id"])[1] > tools["y"] + tools["height"]


def test_hovering_over_a_note_highlights_its_neighbours_and_a_click_opens_it(small: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{small.url}/map/")
    x, y = page.evaluate(PLACE, "posts/leaf.md")
    page.mouse.move(x, y)
    expect(page.locator(".map")).to_have_class("map lit")
    page.mouse.move(5, 5)
    expect(page.locator(".map")).to_have_class("map")
    page.mouse.click(x, y)
    page.wait_for_url("**/posts/leaf/")


def test_a_note_is_found_by_typing(small: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{small.url}/map/")
    field = page.get_by_role("combobox", name="Find a note on the map")
    field.click()
    page.keyboard.type("to")
    options = page.locator("#_map-found [role=option]")
    expect(options).to_have_text(["Tools"])
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".map-card b")).to_have_text("Tools")
    page.wait_for_function(IN_THE_MIDDLE, arg="posts/tools.md")
    page.evaluate(AT_REST, "posts/tools.md")
    assert page.evaluate(IN_THE_MIDDLE, "posts/tools.md"), "and it stays there"
    page.click(".map-card a")
    page.wait_for_url("**/posts/tools/")
    page.go_back()
    expect(page.locator(".map-card b")).to_have_text("Tools")


def test_a_tag_filters_the_notes(small: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{small.url}/map/")
    shown = "(id) => window.map.sigma.getNodeDisplayData(id).label !== null"
    page.select_option(".map select", label="Hub (2)")
    assert [page.evaluate(shown, f"posts/{name}.md") for name in ("hub", "leaf", "tools", "tokyo")] == [
        True,
        True,
        True,
        False,
    ]
    page.select_option(".map select", label="Every tag")
    assert page.evaluate(shown, "posts/tokyo.md")


def test_only_a_selected_topic_of_the_legend_is_shown(mogoz: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{mogoz.url}/map/")
    shown = (
        """() => window.map.graph.filterNodes((id) => window.map.sigma.getNodeDisplayData(id).label !== null).length"""
    )
    everything = page.evaluate(shown)
    first = page.locator(".map-legend button").first
    size = int(first.locator(".count").inner_text().replace(",", ""))
    assert 0 < size < everything
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(shown) == size
    first.click()
    assert page.evaluate(shown) == everything


def test_it_is_moved_by_keys_and_buttons(small: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{small.url}/map/")
    start = page.evaluate(CAMERA)
    page.focus(".map-canvas")
    for key, change in (
        ("ArrowRight", "now.x > before.x + 0.1"),
        ("ArrowLeft", "now.x < before.x - 0.1"),
        ("ArrowDown", "now.y < before.y - 0.1"),
        ("ArrowUp", "now.y > before.y + 0.1"),
        ("+", "now.ratio < 0.9 * before.ratio"),
        ("-", "now.ratio > 1.1 * before.ratio"),
        ("ArrowRight", "now.x > before.x + 0.1"),
    ):
        before = page.evaluate(CAMERA)
        page.keyboard.press(key)
        camera_moved(page, before, change)
    page.keyboard.press("0")
    camera_moved(page, start, "Object.keys(before).every((key) => Math.abs(now[key] - before[key]) < 1e-3)")
    for name, change in (("Closer", "now.ratio < 0.9 * before.ratio"), ("Farther", "now.ratio > 1.1 * before.ratio")):
        before = page.evaluate(CAMERA)
        page.get_by_role("button", name=name).click()
        camera_moved(page, before, change)


def test_by_touch_the_first_tap_selects_a_note_and_its_card_leads_on(small: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{small.url}/map/", phone=True)
    page.locator(".map").scroll_into_view_if_needed()
    page.touchscreen.tap(*page.evaluate(PLACE, "posts/leaf.md"))
    expect(page.locator(".map-card b")).to_have_text("Leaf")
    assert page.url.endswith("/map/")
    page.tap(".map-card a")
    page.wait_for_url("**/posts/leaf/")


def test_it_follows_the_colour_scheme(small: Site, open_page: Opener) -> None:
    page = open_map(open_page, f"{small.url}/map/")
    colour = "() => window.map.sigma.getNodeDisplayData('posts/leaf.md').color"
    light = page.evaluate(colour)
    page.keyboard.press("t")
    page.wait_for_function(f"(before) => ({colour})() !== before", arg=light)
    page.keyboard.press("t")
    page.wait_for_function(f"(before) => ({colour})() === before", arg=light)


def test_without_webgl_it_says_so_and_the_list_stays(small: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{small.url}/map/")
    expect(page.locator(".map-message")).to_contain_text("cannot draw the map")
    page.locator("main details summary").first.click()
    expect(page.locator('main details a[href="/posts/leaf/"]')).to_be_visible()


def test_without_its_data_it_says_so(fresh: Site, open_page: Opener) -> None:
    (fresh.folder / "graph.json").unlink()
    page = open_page(f"{fresh.url}/map/")
    expect(page.locator(".map-message")).to_contain_text("could not be loaded")


def test_axe_finds_nothing_wrong_with_it(
    small: Site, open_page: Opener, violations: Callable[[Page], list[str]]
) -> None:
    page = open_map(open_page, f"{small.url}/map/")
    page.get_by_role("combobox", name="Find a note on the map").click()
    page.keyboard.type("e")
    expect(page.locator("#_map-found [role=option]").first).to_be_visible()
    assert violations(page) == []


@pytest.fixture
def large(fresh: Site) -> Site:
    """A site whose map has 10,000 notes and 50,000 links."""
    chance = random.Random(7)
    centres = [(chance.uniform(-800, 800), chance.uniform(-800, 800)) for _ in range(30)]
    nodes = []
    for number in range(10_000):
        topic = min(int(chance.expovariate(0.12)), 29)
        x, y = (round(centre + chance.gauss(0, 110), 1) for centre in centres[topic])
        name = f"posts/{number}.md"
        nodes.append(
            {
                "id": name,
                "url": f"/posts/{number}/",
                "title": f"Note {number}",
                "tags": [],
                "x": x,
                "y": y,
                "community": topic,
            }
        )
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 50_000:
        a, b = int(chance.random() ** 2 * 10_000), int(chance.random() ** 3 * 10_000)
        if a != b:
            pairs.add((a, b))
    edges = [{"source": f"posts/{a}.md", "target": f"posts/{b}.md", "count": 1} for a, b in sorted(pairs)]
    graph = {"nodes": nodes, "edges": edges, "missing": [], "communities": [f"Topic {number}" for number in range(30)]}
    Path(fresh.folder / "graph.json").write_text(json.dumps(graph), encoding="utf-8")
    return fresh


def test_a_map_of_ten_thousand_notes_follows_the_mouse(large: Site, open_page: Opener) -> None:
    """Drawn in software here. The test checks that the script's own part of a frame is small.

    It takes as long as a few passes over the notes; the quickest frame counts, as others may have been delayed.
    """
    page = open_map(open_page, f"{large.url}/map/")
    page.evaluate(
        """() => {
            const { sigma } = window.map, render = sigma.render.bind(sigma);
            const timed = (work) => {
                const start = performance.now();
                work();
                return performance.now() - start;
            };
            window.frames = [];
            window.looks = [];
            sigma.render = () => {
                window.frames.push(timed(render));
                let sum = 0;
                window.looks.push(timed(() => {
                    const { graph } = window.map;
                    for (let time = 0; time < 10; time++) graph.forEachNode((_, { x, y }) => { sum += x * y; });
                }));
                return sigma;
            };
        }"""
    )
    box = box_of(page.locator(".map-canvas"))
    x, y = box["x"] + 700, box["y"] + 300
    page.mouse.move(x, y)
    page.mouse.down()
    step = 0
    while page.evaluate("() => window.frames.length") < 12:
        step += 1
        page.mouse.move(x + step % 40, y + step % 30)
    moving, looks = page.evaluate("() => [window.frames, window.looks]")
    page.mouse.up()
    assert min(moving) < min(looks)
