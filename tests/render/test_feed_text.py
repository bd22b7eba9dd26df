"""A note's text for readers of feeds: nothing that needs the site's page, and addresses that work elsewhere."""

from __future__ import annotations

import pytest

from notegarden.render import feed_text as module
from notegarden.render.feed_text import feed_text

PAGE = "https://a.example/posts/a/"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<a href="../b/#x">b</a>', '<a href="https://a.example/posts/b/#x">b</a>'),
        ('<a href="#x">b</a>', '<a href="https://a.example/posts/a/#x">b</a>'),
        ('<a href="//b.example/">b</a>', '<a href="https://b.example/">b</a>'),
        ('<a href="mailto:a@b.example">b</a>', '<a href="mailto:a@b.example">b</a>'),
        ('<a href="http://[">b</a>', '<a href="http://[">b</a>'),
        ('<img src="/x.png"/>', '<img src="https://a.example/x.png"/>'),
        (
            '<img srcset="/x-1.png 100w, /x-2.png 2x,/x.png"/>',
            '<img srcset="https://a.example/x-1.png 100w, https://a.example/x-2.png 2x, https://a.example/x.png"/>',
        ),
        ('<video poster="/p.png"></video>', '<video poster="https://a.example/p.png"></video>'),
        ("  <p>text</p>\n", "<p>text</p>"),
    ],
)
def test_addresses_are_absolute(body: str, text: str) -> None:
    assert feed_text(body, PAGE) == text


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>x</script>", "<style>x</style>", '<a class="anchor" href="#x">#</a>', "<p hidden>x</p>",
        '<a class="footnote-backref" href="#x">back</a>', '<span class="cited-by">x</span>',
    ],
)  # fmt: skip
def test_elements_that_only_the_sites_page_needs_are_removed(dropped: str) -> None:
    assert feed_text(f"<p>text</p>{dropped}", PAGE) == "<p>text</p>"


def test_a_missing_picture_leaves_its_description() -> None:
    assert feed_text('<p><span class="missing-picture" data-alt="a &lt; b">x</span></p>', PAGE) == "<p>a &lt; b</p>"


def test_a_text_that_is_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 10)
    assert [feed_text("x" * length, PAGE) for length in (10, 11)] == ["x" * 10, ""]


def test_elements_nested_too_deeply_give_no_error() -> None:
    body = "<div>" * 5000 + "x" + "</div>" * 5000
    assert feed_text(body, PAGE) in ("", body)
