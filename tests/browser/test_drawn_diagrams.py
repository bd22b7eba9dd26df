"""Mermaid diagrams: drawn in the page's colours when scrolled near, readable as source otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Opener
from live import Plot, assert_not_reloaded, edit, marked
from playwright.sync_api import Page, expect
from sites import Site, made, quiet

pytestmark = pytest.mark.browser
FLOW = "```mermaid\nflowchart TD\n  A[Leaves] --> B[Soil]\n```\n"
FAR = "\n\n".join(f"Paragraph {number}." for number in range(120))
SEQUENCE = "```mermaid\nsequenceDiagram\n  Reader->>Server: a question\n```\n"
LINKED = '```mermaid\ngraph TD\n  B(["Bio chem"]) --> Soil --> C{Nobody}\n  class B,C internal-link\n```'
# A word without a space wraps only at its hyphen.
LONG = "20220803084257-using_linear_algebra"
LONG_LINKED = f"```mermaid\ngraph TD\n  A[{LONG}] --> B(Soil)\n  class A internal-link\n```"
WRONG = "```mermaid\nno diagram of any kind\n```\n"
NOTES = {
    "flow": f"Look:\n\n{FLOW}\nand on.\n",
    "far": f"{FLOW}\n{FAR}\n\n{SEQUENCE}",
    "wrong": f"{WRONG}\n\n{FLOW}",
    "plain": "Nothing is drawn here.\n",
}
DRAWN = "figure.diagram:not(.failed) svg"
# Whether a shape's colour is between these, with 0 for black and 1 for white.
BRIGHT = """([selector, least, most]) => {
    const shape = document.querySelector(selector);
    const parts = shape && getComputedStyle(shape).fill.match(/[0-9.]+/g)?.slice(0, 3).map(Number);
    const brightness = parts && parts.reduce((sum, each) => sum + each, 0) / 3 / 255;
    return parts && least <= brightness && brightness <= most;
}"""
NODE = f"{DRAWN} .node rect.basic"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = tmp_path_factory.mktemp("diagrams")
    posts = work / "garden" / "content" / "posts"
    posts.mkdir(parents=True)
    for name, text in NOTES.items():
        (posts / f"{name}.md").write_text(f'+++\ntitle = "{name.title()}"\n+++\n\n{text}', encoding="utf-8")
    # The policy of pages without trusted HTML applies to the library, too.
    (work / "garden" / "notegarden.toml").write_text("unsafe_html = false\n", encoding="utf-8")
    site = made(work / "public", work / "garden")
    yield site
    site.close()


def test_a_diagram_is_drawn_and_its_source_is_one_click_away(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/posts/flow/")
    expect(page.locator(DRAWN)).to_contain_text("Leaves")
    source = page.locator("pre:has(code.language-mermaid)")
    expect(source).to_be_hidden()
    page.get_by_role("button", name="Mermaid").press("Enter")
    expect(source).to_be_visible()
    page.get_by_role("button", name="Mermaid").press("Enter")
    expect(source).to_be_hidden()


def test_a_page_without_diagrams_does_not_load_the_library(site: Site, open_page: Opener) -> None:
    site.seen.clear()
    page = open_page(f"{site.url}/posts/plain/")
    page.wait_for_load_state("networkidle")
    assert [path for path in site.seen if "mermaid" in path or "diagrams" in path] == []


def test_a_diagram_far_away_is_drawn_only_when_it_is_scrolled_near(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/posts/far/")
    expect(page.locator(DRAWN)).to_have_count(1)
    page.locator("code.language-mermaid").last.scroll_into_view_if_needed()
    expect(page.locator(DRAWN)).to_have_count(2)
    expect(page.locator(DRAWN).last).to_contain_text("a question")


def test_no_other_host_is_requested(site: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    foreign: list[str] = []
    page.on("request", lambda request: request.url.startswith((site.url, "data:")) or foreign.append(request.url))
    page.goto(f"{site.url}/posts/flow/")
    expect(page.locator(DRAWN)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert foreign == []


def test_a_diagram_that_cannot_be_drawn_stays_source_with_the_reason(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/posts/wrong/")
    expect(page.locator(DRAWN)).to_contain_text("Leaves")
    expect(page.locator("figure.diagram.failed")).to_contain_text("No diagram type")
    expect(page.get_by_text("no diagram of any kind").last).to_be_visible()


def test_the_colours_follow_the_colour_switch(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/posts/flow/")
    expect(page.locator(DRAWN)).to_be_visible()
    page.wait_for_function(BRIGHT, arg=[NODE, 0.7, 1])
    page.locator("[data-theme-switch]").click()
    page.wait_for_function(BRIGHT, arg=[NODE, 0, 0.3])


def test_without_scripts_the_source_is_shown(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/posts/flow/", java_script_enabled=False)
    expect(page.get_by_text("flowchart TD")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing(site: Site, open_page: Opener, violations: Callable[[Page], list[str]], phone: bool) -> None:
    page = open_page(f"{site.url}/posts/flow/", phone=phone)
    expect(page.locator(DRAWN)).to_be_visible()
    quiet(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_diagrams_are_added_changed_and_removed_while_the_page_is_open(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    edit(plot, "worm", "It turns the ground.", f"It turns the ground.\n\n{FLOW}\nAnd so on.")
    expect(page.locator(DRAWN)).to_contain_text("Leaves")
    edit(plot, "worm", "[Leaves]", "[Straw]")
    expect(page.locator(DRAWN)).to_contain_text("Straw")
    edit(plot, "worm", "And so on.", f"{SEQUENCE}\nAnd so on.")
    expect(page.locator(DRAWN)).to_have_count(2)
    edit(plot, "worm", FLOW.replace("Leaves", "Straw"), "")
    expect(page.locator(DRAWN)).to_have_count(1)
    expect(page.locator(DRAWN)).to_contain_text("a question")
    edit(plot, "worm", SEQUENCE, "")
    expect(page.locator("figure.diagram")).to_have_count(0)
    assert_not_reloaded(page)


def test_a_diagram_is_drawn_offline(site: Site, open_page: Opener) -> None:
    """The list of files for offline reading has everything that the page requested."""
    page = open_page("about:blank")
    site.seen.clear()
    page.goto(f"{site.url}/posts/flow/")
    expect(page.locator(DRAWN)).to_be_visible()
    listed = Path(site.folder, "offline-files.json").read_text(encoding="utf-8")
    asked = [path for path in site.seen if "/vendor/" in path or "diagrams" in path]
    assert asked
    assert [path for path in asked if f'"{path}"' not in listed] == []


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = tmp_path_factory.mktemp("linked-diagrams")
    root = work / "garden"
    (root / ".obsidian").mkdir(parents=True)
    texts = {"Bio chem": "Life.", "Soil": "Ground.", "Plan": LINKED, LONG: "One name.", "Long": LONG_LINKED}
    for name, text in texts.items():
        (root / f"{name}.md").write_text(f"{text}\n", encoding="utf-8")
    site = made(work / "public", root)
    yield site
    site.close()


def test_a_node_of_a_vaults_diagram_links_to_its_note(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/plan/")
    expect(page.locator(f"{DRAWN} a")).to_have_count(1)
    expect(page.locator(".diagram-links")).to_be_hidden()
    page.locator(f"{DRAWN} a", has_text="Bio chem").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/bio-chem/")


def test_a_label_that_became_a_link_is_not_cut_off(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/long/")
    label = page.locator(f"{DRAWN} a foreignObject")
    expect(label).to_have_text(LONG)
    needed, given = label.evaluate("(box) => [box.firstElementChild.scrollHeight, box.height.baseVal.value]")
    assert needed <= given + 1


def test_without_scripts_the_links_of_a_diagram_are_below_its_source(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/plan/", java_script_enabled=False)
    expect(page.locator(".diagram-links a")).to_have_text(["Bio chem"])
    page.locator(".diagram-links a").click()
    page.wait_for_url("**/bio-chem/")
