"""The browser loads the picture copy that fits; a click shows the original; nothing shifts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Opener
from photographs import photograph, saved
from playwright.sync_api import Page, expect
from sites import Site, made

pytestmark = pytest.mark.browser
SHIFT = """() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""
NOTE = """---
title: Pictures
---
![The sea](/sea.png)

Between them.

{{< figure src="/hill.jpg" caption="A hill" width="300" >}}

Below.
"""


@pytest.fixture(scope="module", params=["fast", "full"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("copies")
    garden = root / "garden"
    for folder in ("content", "static"):
        (garden / folder).mkdir(parents=True)
    (garden / "notegarden.toml").write_text(f'images = "{request.param}"\nsearch = false\n')
    (garden / "content/note.md").write_text(NOTE)
    (garden / "static/sea.png").write_bytes(saved(photograph(1600, 800)))
    (garden / "static/hill.jpg").write_bytes(saved(photograph(1000, 600), "JPEG", quality=96))
    site = made(root / "public", garden)
    yield site
    site.close()


def loaded(page: Page) -> list[str]:
    """The endings of the files that the browser has loaded for each picture, when all are loaded."""
    images = page.locator(".body img")
    for index in range(images.count()):
        images.nth(index).scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.querySelectorAll('.body img')].every((each) => each.naturalWidth)")
    taken: list[str] = page.evaluate("() => [...document.querySelectorAll('.body img')].map((each) => each.currentSrc)")
    return [address.rpartition("-")[2] for address in taken]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"phone": True, "device_scale_factor": 2}, ["720", "720"]),
        ({"phone": True, "device_scale_factor": 3}, ["1216", "1000"]),
        ({}, ["720", "360"]),
        ({"device_scale_factor": 2}, ["1216", "720"]),
    ],
    ids=["phone", "sharp phone", "desktop", "sharp desktop"],
)
def test_the_browser_loads_the_copy_that_fits_and_nothing_shifts(
    site: Site, open_page: Opener, others: dict[str, object], expected: list[str]
) -> None:
    page = open_page(f"{site.url}/note/", **others)
    kind = "avif" if '"full"' in (site.garden / "notegarden.toml").read_text() else "webp"
    assert loaded(page) == [f"{width}.{kind}" for width in expected]
    assert page.evaluate(SHIFT) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    asked = [path for path in site.seen if path.startswith("/assets/pictures/")]
    assert all((site.folder / path.lstrip("/")).is_file() for path in asked)
    assert asked


def test_a_click_shows_the_original(site: Site, open_page: Opener) -> None:
    page = open_page(f"{site.url}/note/")
    page.locator(".body img").first.click()
    large = page.locator("dialog.zoom img")
    expect(large).to_be_visible()
    expect(large).to_have_attribute("src", f"{site.url}/sea.png")
    page.wait_for_function("() => document.querySelector('dialog.zoom img').naturalWidth === 1600")
