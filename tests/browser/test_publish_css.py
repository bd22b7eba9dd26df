"""The style sheet that a vault has for Obsidian Publish, in a browser: its colours of callouts and its classes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Opener
from playwright.sync_api import Page, expect
from sites import Site, made

pytestmark = pytest.mark.browser
STYLE = """
.callout[data-callout="own"] { --callout-color: 8, 109, 221; --callout-icon: lucide-bug; }
.callout[data-callout="named"] { --callout-color: var(--color-red-rgb); }
.hide-title .page-header { display: none; }
.framed p { border: 1px solid var(--background-modifier-border); }
"""
NOTES = {
    ".obsidian/app.json": "{}",
    "publish.css": STYLE,
    "Home.md": "---\ncssclasses: [hide-title, framed]\n---\n# Welcome\n\nText.\n",
    "Boxes.md": "> [!own] A\n> a\n> > [!tip] B\n> > b\n\n> [!named] C\n> c\n\n> [!tip] D\n> d\n",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    garden = tmp_path_factory.mktemp("styled") / "garden"
    for name, text in NOTES.items():
        (garden / name).parent.mkdir(parents=True, exist_ok=True)
        (garden / name).write_text(text, "utf-8")
    site = made(garden.parent / "public", garden)
    yield site
    site.close()


def edges(page: Page) -> list[str]:
    return page.locator(".callout").evaluate_all("all => all.map(one => getComputedStyle(one).borderLeftColor)")


def test_a_callout_has_the_colour_of_the_style_sheet_and_nested_ones_their_own(vault: Site, open_page: Opener) -> None:
    own, inner, named, tip = edges(open_page(f"{vault.url}/boxes/"))
    assert own == "rgb(8, 109, 221)"
    assert named == "rgb(200, 65, 60)"
    assert inner == tip
    assert "10, 116, 102" in tip or "0.039" in tip


def test_the_classes_of_the_home_note_hide_its_title_and_frame_its_text(vault: Site, open_page: Opener) -> None:
    page = open_page(f"{vault.url}/")
    expect(page.locator("h1.page-header")).to_be_hidden()
    expect(page.locator("h1:not(.page-header)")).to_have_text("Welcome")
    expect(page.locator(".body p")).to_have_css("border-left-width", "1px")
