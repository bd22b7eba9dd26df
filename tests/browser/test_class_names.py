"""A block of a note with a class that the theme uses, too, is laid out as part of the text.

Authors choose such names freely: `#+begin_note`, `<div class="links">`, a table's class `columns`.
"""

from __future__ import annotations

import re

import pytest
from conftest import Opener
from sites import ROOT, Site

pytestmark = pytest.mark.browser
_NAME = re.compile(r"\.([a-zA-Z][\w-]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTORS = re.compile(r"[^{}]+(?=\{)")
# Parts of a text: the title of a callout, the frame of code with line numbers, a table of contents that ox-hugo writes.
_OF_TEXTS = {"callout-title", "highlight", "toc"}
LAYOUT = """() => {
    const properties = ["display", "position", "visibility", "opacity", "columnCount", "listStyleType", "overflowY"];
    const layout = (block) => [block, ...block.children]
        .map((each) => properties.map((name) => getComputedStyle(each)[name]).join()).join(" ");
    const usual = layout(document.querySelector(".body .of-nobody"));
    return [...document.querySelectorAll(".body [data-name]")]
        .filter((block) => layout(block) !== usual).map((block) => `${block.dataset.name}: ${layout(block)}`);
}"""


def names_of_theme() -> set[str]:
    """The classes in the theme's style sheets."""
    texts = [each.read_text(encoding="utf-8") for each in (ROOT / "static/theme").glob("*.css")]
    return {name for text in texts for one in _SELECTORS.findall(_COMMENT.sub("", text)) for name in _NAME.findall(one)}


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_block_with_a_class_of_the_theme_stays_in_the_text(fresh: Site, open_page: Opener, phone: bool) -> None:
    names = names_of_theme()
    assert {"note", "bar", "top", "links"} <= names
    inside = '<p>words</p><a href="#a">link</a><ul><li>item</li></ul><h2>words</h2>'
    blocks = [f'<div class="{name}" data-name="{name}">{inside}</div>' for name in sorted(names - _OF_TEXTS)]
    text = "\n\n".join(['+++\ntitle = "Names"\n+++', f'<div class="of-nobody">{inside}</div>', *blocks])
    (fresh.garden / "content/posts/names.md").write_text(text, encoding="utf-8")
    fresh.build()
    page = open_page(f"{fresh.url}/posts/names/", phone=phone)
    assert page.evaluate(LAYOUT) == []
