"""The garden's own figures: no text is cut off at an edge, and no texts overlap."""

from __future__ import annotations

import pytest
from conftest import ROOT
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
FIGURES = sorted((ROOT / "static" / "ox-hugo").glob("*.svg"))
FAULTS = """() => {
    const picture = document.querySelector("svg");
    const edge = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const cut = texts.filter(([, at]) =>
        at.left < edge.left || at.right > edge.right || at.top < edge.top - 4 || at.bottom > edge.bottom + 4);
    const covered = texts.flatMap(([one, a], index) => texts.slice(index + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6)
        .map(([other]) => `${one} on ${other}`));
    return [...cut.map(([text]) => `${text} is cut off`), ...covered];
}"""


def test_no_text_is_cut_off_or_overlaps(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 900})
    faults: dict[str, list[str]] = {}
    for path in FIGURES:
        page.set_content(path.read_text(encoding="utf-8"))
        faults[path.name] = page.evaluate(FAULTS)
    page.close()
    assert FIGURES
    assert {name: found for name, found in faults.items() if found} == {}


def test_text_that_is_cut_off_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<svg viewBox="0 0 90 90" width="90" height="90"><text x="60" y="40">too long</text></svg>')
    assert page.evaluate(FAULTS) == ["too long is cut off"]
    page.close()
