"""Tables and code that are wider than the text open as wide as the screen, by a click and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener, Site, made
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WIDE = "| " + " | ".join(f"column{n}" for n in range(14)) + " |\n" + "|---" * 14 + "|\n| " + " | ".join(["value"] * 14)
NOTE = f"""+++
title = "Wide"
+++

## Figures

{WIDE} [a](narrow.md) |

## Program

```python
print("{"long " * 40}")
```

| one | two |
|---|---|
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("wide")
    files = {"content/wide.md": NOTE, "content/narrow.md": "Text.\n", "notegarden.toml": "search = false\n"}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    site = made(root / "public", root)
    yield site
    site.close()


@pytest.mark.parametrize("phone", [False, True])
def test_a_cut_off_block_opens_as_wide_as_the_screen(
    open_page: Opener, site: Site, violations: Callable[[Page], list[str]], *, phone: bool
) -> None:
    page = open_page(site.url + "/wide/", phone=phone)
    table = page.locator(".body table").first
    before = table.bounding_box()
    table.locator("td").nth(1).click()
    dialog = page.locator("dialog.wide[open]")
    expect(dialog).to_have_attribute("aria-label", "Figures")
    expect(dialog.locator(".close")).to_be_focused()
    assert dialog.evaluate("each => each.scrollTop") == 0
    assert dialog.locator("[style*='zoom-in']").count() == 0
    larger = dialog.locator("table").bounding_box()
    assert before is not None
    assert larger is not None
    assert larger["width"] > before["width"] + 200 or phone
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog.wide")).to_have_count(0)


def test_keys_open_it_and_a_block_that_fits_is_unchanged(open_page: Opener, site: Site) -> None:
    page = open_page(site.url + "/wide/")
    code = page.locator(".body .highlight :is(pre, code)[style*='zoom-in']").first
    code.press("ArrowRight")
    code.press("Enter")
    expect(page.locator("dialog.wide[open] .highlight")).to_be_visible()
    assert page.locator("dialog.wide .copy").count() == 0
    page.locator("dialog.wide .close").click()
    expect(page.locator("dialog.wide")).to_have_count(0)
    page.locator(".body table").nth(1).locator("td").first.click()
    page.locator(".body table").first.locator("a").click()
    expect(page).to_have_url(site.url + "/narrow/")
