"""The part of a note that another note embeds: which headings are shown, at which level, and what is left out."""

from __future__ import annotations

import pytest

from notegarden.notes.shape import AT_HOME, Shape
from notegarden.site.reshape import reshaped

PART = '<h2 id="a">A</h2>\n<p>one</p>\n<h3>B</h3>\n<p>two</p>\n<h6>C</h6>\n'


def test_without_options_everything_is_unchanged() -> None:
    assert reshaped(PART, AT_HOME) == PART


def test_all_headings_or_the_first_may_be_left_out() -> None:
    assert reshaped(PART, Shape(headings="none")) == "<p>one</p>\n<p>two</p>\n"
    assert reshaped(PART, Shape(headings="first-out")) == PART.partition("\n")[2]
    assert reshaped(f"<p>x</p>\n{PART}", Shape(headings="first-out")) == f"<p>x</p>\n{PART}", "no heading first"


@pytest.mark.parametrize(("level", "levels"), [(1, (1, 2, 5)), (2, (2, 3, 6)), (3, (3, 4, 6)), (6, (6, 6, 6))])
def test_headings_are_shifted_so_that_the_highest_has_the_level(level: int, levels: tuple[int, ...]) -> None:
    found = reshaped(PART, Shape(level=level))
    assert [int(each[2]) for each in found.splitlines() if each.startswith("<h")] == list(levels)
    assert f'<h{levels[0]} id="a">A</h{levels[0]}>\n' in found


def test_headings_of_an_embedded_note_are_below_the_title_of_its_frame() -> None:
    assert reshaped("<h1>A</h1>\n", Shape(level=2, inside="x")) == "<h3>A</h3>\n"
    assert reshaped("<h1>A</h1>\n", Shape(level=6, inside="x")) == "<h6>A</h6>\n"


def test_without_subsections_only_the_text_before_the_next_heading_is_kept() -> None:
    assert reshaped(PART, Shape(without=("headline",))) == '<h2 id="a">A</h2>\n<p>one</p>\n'
    assert reshaped(f"<p>x</p>\n{PART}", Shape(without=("headline",))) == "<p>x</p>\n"
    assert reshaped("<p>x</p>\n", Shape(without=("headline",))) == "<p>x</p>\n"


def test_excluded_elements_are_left_out_with_their_content() -> None:
    html = "<p>a</p>\n<ul>\n<li><ul><li>b</li></ul></li>\n</ul>\n<pre>c</pre>\n<ula>d</ula>"
    assert reshaped(html, Shape(without=("ul",))) == "<p>a</p>\n<pre>c</pre>\n<ula>d</ula>"
    assert reshaped(html, Shape(without=("ul", "pre"))) == "<p>a</p>\n<ula>d</ula>"


def test_an_unclosed_element_excludes_the_rest_and_a_stray_end_tag_nothing() -> None:
    assert reshaped("<p>a</p><ul>b", Shape(without=("ul",))) == "<p>a</p>"
    assert reshaped("<p>a</p></ul>b", Shape(without=("ul",))) == "<p>a</p></ul>b"
