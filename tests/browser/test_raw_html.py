"""Whatever raw HTML a note contains, a browser has the page's own parts outside of it, and all of its text inside."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Browser

from notegarden.dialects.pieces.frame import contained

pytestmark = pytest.mark.browser
NAMES = (
    "a", "article", "b", "blockquote", "body", "button", "caption", "center", "code", "dd", "details", "dialog",
    "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "footer", "form", "g", "h2", "h3", "head",
    "header", "html", "i", "iframe", "label", "li", "main", "math", "mi", "nav", "noscript", "object", "ol",
    "option", "p", "pre", "rt", "ruby", "s", "script", "section", "select", "span", "style", "summary", "svg",
    "table", "tbody", "td", "template", "textarea", "th", "title", "tr", "u", "ul", "video",
)  # fmt: skip
OTHERS = ("<!-- c", "-->", "<br>", "<img>", "<hr/>", '<div title="x>y">', "<!x", "<?y>", "<!-->")
TEXTS = ("t", "u v", "\n\n")
# The text in its frame, with something after each end of an element around it.
FAULTS = """(bodies) => bodies.filter(([typed, body]) => {
    const page = (html, end) => new DOMParser().parseFromString("<!doctype html><main><article>"
        + `<div class="body">${html}</div><footer></footer>${end}</article></main><nav></nav>`, "text/html");
    const found = page(body, "x<em></em>");
    const last = (name) => [...found.querySelectorAll(name)].at(-1);
    const article = found.querySelector("main > article");
    const isWhole = last("em")?.parentElement === article && last("nav")?.parentElement === found.body
        && article.querySelector(":scope > .body").nextElementSibling === last("footer");
    const text = (html) => page(html, "").body.textContent.replaceAll(/<[^<>]*>|-->|\\s/g, "");
    return !isWhole || text(typed) !== text(body);
})"""


def _soup(chance: random.Random) -> str:
    pieces = []
    for _ in range(chance.randint(1, 14)):
        name = chance.choice(NAMES)
        kinds = (f"<{name}>", f"</{name}>", f"<{name}/>", chance.choice(OTHERS), chance.choice(TEXTS))
        pieces += chance.choices(kinds, (40, 35, 2, 5, 20))
    return "".join(pieces)


def test_the_pages_own_parts_are_outside_of_the_text(browser: Browser) -> None:
    page = browser.new_page()
    chance = random.Random(11)
    typed = [_soup(chance) for _ in range(3000)]
    faults = page.evaluate(FAULTS, [(each, contained(each)) for each in typed])
    assert faults == []
    assert len(page.evaluate(FAULTS, [(each, each) for each in typed])) > 1000  # as they were written
    page.close()
