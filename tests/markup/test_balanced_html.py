"""Untrusted raw HTML: tags close with their block, and a paragraph ends where browsers end it."""

from __future__ import annotations

import pytest

from notegarden.dialects.hugo.reader import parse
from notegarden.notes.note import Dialect


def html_of(text: str) -> str:
    parsed = parse("a.md", f"+++\n+++\n{text}".encode(), Dialect(unsafe_html=False))
    return "".join(parsed.body.texts).replace("\n", "")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x <b>y\n\nz", "<p>x <b>y</b></p><p>z</p>"),
        ("x</b> y", "<p>x y</p>"),
        ("<div>a\n\nb", "<div>a<p>b</p></div>"),
        ("x<p>one<p>two", "<p>x</p><p>one</p><p>two</p>"),
        ("x<p/>one<p/>two", "<p>x</p><p>one</p><p>two</p>"),
        ("- a<p>b<p>c", "<ul><li>a<p>b</p><p>c</p></li></ul>"),
        ("<div><p>a<p>b</div>", "<div><p>a</p><p>b</p></div>"),
        ("<p>one<p>two\n\nn", "<p>one</p><p>two</p><p>n</p>"),
        ("x<p><i>one<p>two", "<p>x</p><p><i>one<p>two</p></i></p>"),
    ],
)
def test_raw_tags_end_with_the_element_they_are_in(typed: str, written: str) -> None:
    assert html_of(typed) == written


def test_a_paragraph_in_a_table_cell_leaves_no_empty_one() -> None:
    row = html_of("| a |\n|---|\n| x<p/>one<p/>two |\n")
    assert "x<p>one</p><p>two</p></td>" in row
