"""The shortest chain of links to another note, as a list with its sentences and on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener, Site
from playwright.sync_api import Locator, Page, expect
from sites import of_notes

pytestmark = pytest.mark.browser
NOTES = {
    "apple": "An apple grows on a [tree](tree.md), as all know.\n",
    "tree": "A tree stands.\n",
    "rain": "Rain feeds each [tree](tree.md) there is. It falls from a [cloud](cloud.md).\n",
    "cloud": "A cloud drifts.\n",
    "detour": "[apple](apple.md) [stone](stone.md) [cloud](cloud.md)\n",
    "stone": "A stone lies.\n",
    "island": "Nobody comes here.\n",
}
DRAFTS = {"secret": "[apple](apple.md) [island](island.md)\n"}
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    built = of_notes(tmp_path_factory, "chain", NOTES, "unsafe_html = false\n", drafts=DRAFTS)
    yield built
    built.close()


def ask_for_chain(page: Page, title: str) -> Locator:
    """The dialog of a note's page, with another note's title entered by keyboard."""
    page.keyboard.press("?")
    page.locator("dialog.keys").get_by_role("button", name="From here to another note").focus()
    page.keyboard.press("Enter")
    field = page.locator("dialog.chain input")
    expect(field).to_be_focused()
    page.keyboard.type(title)
    expect(page.get_by_role("option", name=title, exact=False)).to_be_visible()
    page.keyboard.press("Enter")
    return page.locator("dialog.chain")


def test_a_chain_is_shown_with_its_sentences(site: Site, open_page: Opener, violations: Axe) -> None:
    page = open_page(f"{site.url}/apple/")
    dialog = ask_for_chain(page, "rain")
    expect(dialog.get_by_role("status")).to_have_text("Apple → Rain: 2 links")
    steps = dialog.locator(".chain-steps > li")
    expect(steps.locator("> a")).to_have_text(["Apple", "Tree", "Rain"])
    expect(steps.nth(0).locator("p")).to_have_text("links to the nextAn apple grows on a tree, as all know.")
    expect(steps.nth(1).locator("p")).to_have_text("the next links to itRain feeds each tree there is.")
    arrow = "(one) => getComputedStyle(one, '::before').content[1]"
    assert [one.evaluate(arrow) for one in steps.locator(".chain-way").all()] == ["↓", "↑"]
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_an_unknown_note_name_is_reported(site: Site, open_page: Opener, violations: Axe) -> None:
    page = open_page(f"{site.url}/apple/")
    dialog = ask_for_chain(page, "rain")
    field = dialog.get_by_role("combobox")
    field.fill("zebra")
    reported = dialog.locator(".find-none")
    expect(reported).to_have_text("Nothing found for “zebra”.")
    expect(reported).to_be_in_viewport()
    assert violations(page) == []
    field.fill("")
    expect(reported).to_be_hidden()


def test_of_chains_of_equal_length_the_one_along_the_links_is_shown(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/detour/")
    module = page.locator("script[src*='/theme/app.js']").get_attribute("src")
    assert module is not None
    find = "async ([module, edges, from, to]) => (await import(module)).shortestChain(edges, from, to)"

    def chain(text: str, start: str, end: str) -> list[str] | None:
        edges = [{"source": pair[0], "target": pair[1]} for pair in text.split()]
        found: list[str] | None = page.evaluate(find, [module.replace("app.js", "chain-find.js"), edges, start, end])
        return found

    assert chain("ba bd ac cd", "a", "d") == ["a", "c", "d"]
    assert chain("ac cd ba bd", "a", "d") == ["a", "c", "d"]
    assert chain("ab bc cd db", "a", "d") == ["a", "b", "d"]
    assert chain("ab cd", "a", "d") is None
    assert chain("aa ab", "a", "b") == ["a", "b"]


def test_a_missing_chain_is_reported(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/apple/")
    dialog = ask_for_chain(page, "island")
    expect(dialog.get_by_role("status")).to_have_text("No chain of links leads from “Apple” to “Island”.")
    expect(dialog.locator(".chain-steps")).to_have_count(0)
    page.locator("dialog.chain input").fill("secret")
    expect(page.get_by_role("option")).to_have_count(0)


def test_on_a_phone_a_chain_starts_in_the_search(site: Site, open_page: Opener, violations: Axe) -> None:
    page = open_page(f"{site.url}/apple/", phone=True)
    page.locator(".bar [data-search]").tap()
    page.locator("dialog.search").get_by_role("button", name="From here to another note").tap()
    dialog = page.locator("dialog.chain")
    dialog.locator("input").fill("clo")
    page.get_by_role("option", name="Cloud").tap()
    expect(dialog.locator(".chain-steps > li > a")).to_have_text(["Apple", "Detour", "Cloud"])
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dialog.locator(".chain-steps a", has_text="Detour").first.tap()
    page.wait_for_url("**/detour/**")


def test_the_map_highlights_a_chain(site: Site, open_page: Opener, violations: Axe) -> None:
    page = open_page(f"{site.url}/apple/")
    ask_for_chain(page, "rain").get_by_role("link", name="See it on the map").click()
    page.wait_for_url("**/map/?from=**")
    card = page.locator(".map-card")
    expect(card.locator(".chain-steps > li > a")).to_have_text(["Apple", "Tree", "Rain"])
    expect(page.locator(".map.lit")).to_be_visible()
    assert violations(page) == []
    page.locator(".map-tools input").fill("stone")
    page.keyboard.press("Enter")
    expect(card.locator("b")).to_have_text("Stone")
    card.get_by_role("button", name="From here to another note").click()
    card.locator("input").fill("tree")
    page.keyboard.press("Enter")
    expect(card.locator(".chain-steps > li > a")).to_have_text(["Stone", "Detour", "Apple", "Tree"])
    card.locator("input").fill("island")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("No chain of links")


def test_on_a_phone_the_whole_chain_is_highlighted_below_its_list(site: Site, open_page: Opener) -> None:
    page = open_page("about:blank", phone=True)
    page.add_init_script("addEventListener('map-drawn', (event) => { window.map = event.detail; }, true)")
    page.goto(f"{site.url}/map/?from=/apple/&to=/rain/")
    expect(page.locator(".map-card .chain-said > a")).to_have_count(2)
    places = page.evaluate("""async () => {
        while (!window.map || window.map.sigma.getCamera().isAnimated()) await new Promise(requestAnimationFrame);
        const { sigma, graph } = window.map, { width, height } = sigma.getDimensions();
        const card = document.querySelector('.map-card'), end = card.offsetTop + card.offsetHeight;
        return graph.nodes().filter((id) => /apple|tree|rain/.test(id)).map((id) => {
            const { x, y } = sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
            return x > 0 && x < width && y > end && y < height;
        });
    }""")
    assert places == [True] * 3
