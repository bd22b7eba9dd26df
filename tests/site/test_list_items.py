"""A list item shown outside its list is put into a list of the same kind, with its own number."""

from __future__ import annotations

import pytest

from notegarden.site.list_items import in_list


@pytest.mark.parametrize(
    ("before", "opening", "name"),
    [
        ("", "<ul>", "ul"),
        ("<ul>\n<li>one</li>\n", "<ul>", "ul"),
        ("<ol>\n", "<ol>", "ol"),
        ("<ol>\n<li>one</li>\n", '<ol start="2">', "ol"),
        ('<ol start="7">\n<li>one</li>\n<li>two</li>\n', '<ol start="9">', "ol"),
        ('<ol start="0">\n', '<ol start="0">', "ol"),
        (f'<ol start="{"9" * 5000}">\n<li>one</li>\n', '<ol start="2">', "ol"),
        ("<ol>\n<li>one\n<ul>\n<li>in</li>\n<li>in</li>\n</ul>\n</li>\n", '<ol start="2">', "ol"),
        ("<ol><li>a</li><li>b</li></ol>\n<ul><li>one</li>", "<ul>", "ul"),
        ("<ol><li>a</li></ol>\n", "<ul>", "ul"),
        ("<ol>\n<li>one\n<ol>\n<li>in</li>\n", '<ol start="2">', "ol"),
    ],
)
def test_the_list_of_an_item_is_the_one_open_before_it(before: str, opening: str, name: str) -> None:
    assert in_list("<li>x</li>\n", before) == f"{opening}\n<li>x</li>\n</{name}>\n"
