"""Code is copied as it was written; a missing picture is shown as its text, and opens nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Opener
from playwright.sync_api import Page, expect
from sites import Site, made

pytestmark = pytest.mark.browser
CODE = "\n    first is indented\n\ttab, and blanks at the end  \n\n    last\n\n"
BLOCKS = {
    "fence": f"```\n{CODE}\n```",
    "a language": f"```python\n{CODE}\n```",
    "numbers beside": f"```python {{linenos=true}}\n{CODE}\n```",
    "numbers inside": f'```python {{linenos=inline, hl_lines="2"}}\n{CODE}\n```',
    "numbers in a table": f"```python {{linenos=table}}\n{CODE}\n```",
    "indented": "\n".join(f"    {line}" for line in CODE.split("\n")),
    "a shortcode": f"{{{{< highlight go >}}}}\n{CODE}\n{{{{< /highlight >}}}}",
    "in a list": "- item\n\n" + "\n".join(f"  {line}".rstrip() for line in f"```\n{CODE}\n```".split("\n")),
    "tilde": f"~~~ go\n{CODE}\n~~~",
}
PICTURES = """Text ![A map](/none.png "Title") and ![](/empty%20name.jpg).

{{< figure src="/none.svg" caption="A figure" >}}

![Another](/there.png)

<img src="/late.png" alt="Late" loading="lazy" style="margin-block-start: 4000px">
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8ffff3f0005fe02fe"
    "a73581840000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = tmp_path_factory.mktemp("blocks")
    (work / "garden/content").mkdir(parents=True)
    (work / "garden/static").mkdir()
    (work / "garden/static/there.png").write_bytes(PIXEL)
    for name, text in (*BLOCKS.items(), ("pictures", PICTURES), ("wide", f"    {'wide ' * 40}")):
        (work / "garden/content" / f"{name.replace(' ', '-')}.md").write_text(f"+++\ntitle = '{name}'\n+++\n\n{text}\n")
    built = made(work / "public", work / "garden")
    yield built
    built.close()


@pytest.mark.parametrize("name", BLOCKS)
def test_code_is_copied_as_it_was_written(site: Site, open_page: Opener, name: str) -> None:
    page = open_page(f"{site.url}/{name.replace(' ', '-')}/", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator(".body .copy")
    expect(button).to_have_count(1)
    button.click()
    expect(button).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    # The shortcode's inner text is trimmed, as Hugo does; blank lines around indented code do not belong to it.
    typed = CODE.strip("\n") if name in ("a shortcode", "indented") else CODE
    assert copied == ("\n".join(map(str.rstrip, typed.split("\n"))) if name == "in a list" else typed)


@pytest.mark.parametrize("name", ["indented", "fence", "a language", "wide"])
def test_the_copy_button_is_not_cut_off(
    site: Site, open_page: Opener, violations: Callable[[Page], list[str]], name: str
) -> None:
    page = open_page(f"{site.url}/{name.replace(' ', '-')}/", phone=True)
    button = page.locator(".body .copy")
    for x, y in ((0.1, 0.05), (0.9, 0.05), (0.5, 0.95)):  # what is visible when a finger touches it
        seen = button.evaluate(
            """(each, [x, y]) => { const at = each.getBoundingClientRect();
                return document.elementFromPoint(at.left + at.width * x, at.top + at.height * y) === each; }""",
            [x, y],
        )
        assert seen, (x, y)
    scrolls = "each => { each.scrollLeft = 50; return each.scrollLeft > 0 && each.tabIndex === 0; }"
    code = page.locator(".body pre code")
    assert code.evaluate(scrolls) == (name == "wide")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_missing_picture_is_shown_as_its_text_in_a_frame(
    site: Site, open_page: Opener, violations: Callable[[Page], list[str]], phone: bool
) -> None:
    page = open_page(f"{site.url}/pictures/", phone=phone)
    frames = page.locator(".body .missing-picture")
    named = "each => getComputedStyle(each, '::before').content"
    assert [frame.evaluate(named) for frame in frames.all()] == ['"× A map"', '"× "', '"× A figure"']
    for frame in frames.all():
        expect(frame.locator("img")).to_be_hidden()
        assert frame.evaluate("each => getComputedStyle(each).borderStyle") == "dashed"
    buttons = page.get_by_role("button", name="Enlarge the picture")
    expect(buttons).to_have_count(2)  # the existing one, and one that has not been requested
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
