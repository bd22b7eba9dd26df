"""A garden in Arabic: the page is mirrored, fits every screen, and left-to-right text keeps its direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sites import Site, box_of, made

Opener = Callable[..., Page]

COFFEE = """---
title: القهوة
date: 2024-03-12
tags: [مشروبات]
---
الوصول إلى أفضل قهوة يبدأ من [الطحن]({{< relref "tahn.md" >}}) وينتهي بالماء، مع كلمات مثل Espresso و`brew`.

## الأدوات {#adawat}

- مطحنة
- ميزان

> [!WARNING] انتبه
> الماء ساخن.

> [!NOTE]- مطوي
> نص.

> [!NOTE]+ مفتوح
> نص.

| النوع | الحرارة |
|---|---|
| فلتر | 94 |

```python
def brew(water):
    return water
```

## English {#english}

This paragraph is in English.

حاشية[^1].

[^1]: نص.
"""
GRINDING = """---
title: الطحن
---
انظر [القهوة]({{< relref "qahwa.md" >}}).
"""
PAGES = ["", "posts/qahwa/", "map/", "recent/", "health/", "explorer/", "tags/", "all/", "404.html", "search/"]


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = tmp_path_factory.mktemp("arabic")
    posts = work / "garden" / "content" / "posts"
    posts.mkdir(parents=True)
    (work / "garden" / "notegarden.toml").write_text('title = "حديقة"\nlanguage = "ar"\nexplorer = true\n', "utf-8")
    (posts / "qahwa.md").write_text(COFFEE, "utf-8")
    (posts / "tahn.md").write_text(GRINDING, "utf-8")
    site = made(work / "public", work / "garden")
    yield site
    site.close()


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("phone", [False, True])
def test_no_page_is_wider_than_the_screen(arabic: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(arabic.url, phone=phone)
    for address in PAGES:
        page.goto(f"{arabic.url}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]


def test_contents_are_to_the_right_and_the_margin_to_the_left(arabic: Site, open_page: Opener) -> None:
    page = open_page(arabic.url + "/posts/qahwa/")
    assert middle(page, "aside.margin") < middle(page, "[data-note-body]") < middle(page, "nav.toc")
    assert middle(page, "[data-theme-switch]") < middle(page, ".top-title")


def test_left_to_right_text_keeps_its_side(arabic: Site, open_page: Opener) -> None:
    page = open_page(arabic.url + "/posts/qahwa/")
    starts = page.evaluate(
        """() => Object.fromEntries(
          [["p", "This"], ["td", "94"], ["th", "الحرارة"], ["code", "def"]].map(([name, text]) => {
            const all = [...document.querySelectorAll(`[data-note-body] ${name}`)];
            const within = all.find((each) => each.textContent.includes(text));
            const range = new Range(), box = within.closest("td, th, p, pre").getBoundingClientRect();
            range.selectNodeContents(within);
            const line = range.getClientRects()[0];
            return [text, line.left - box.left < box.right - line.right ? "left" : "right"];
          }))"""
    )
    assert starts == {"This": "left", "94": "right", "الحرارة": "right", "def": "left"}


def test_arrows_are_mirrored_once(arabic: Site, open_page: Opener) -> None:
    page = open_page(arabic.url + "/posts/qahwa/")
    rotate = "(e) => getComputedStyle(e, '::after').rotate"
    assert page.locator("details:not([open]) > .callout-title").evaluate(rotate) == "0deg"
    assert page.locator("details[open] > .callout-title").evaluate(rotate) == "-90deg"
    assert page.locator(".footnote-backref").evaluate("(e) => getComputedStyle(e).scale") == "-1 1"


@pytest.mark.parametrize("phone", [False, True])
def test_a_chain_of_links_runs_from_right_to_left(arabic: Site, open_page: Opener, phone: bool) -> None:
    page = open_page(f"{arabic.url}/map/?from=/posts/qahwa/&to=/posts/tahn/", phone=phone)
    steps = page.locator(".map-card .chain-steps > li")
    expect(page.locator(".map-card .chain-status")).to_contain_text("القهوة ← الطحن")
    expect(steps.locator("> a")).to_have_text(["القهوة", "الطحن"])
    for step in steps.all():
        outer, title = box_of(step), box_of(step.locator("> a"))
        assert outer["x"] + outer["width"] - title["x"] - title["width"] < 40, "next to its dot"


def test_axe_finds_nothing(arabic: Site, open_page: Opener, violations: Callable[[Page], list[str]]) -> None:
    page = open_page(arabic.url + "/posts/qahwa/")
    assert violations(page) == []
    page.goto(arabic.url)
    assert violations(page) == []
