"""The table of contents from `toc:t` or `#+toc: headlines 2`."""

from __future__ import annotations

import re
from collections.abc import Callable

from notegarden.dialects.org.outline import Heading
from notegarden.dialects.org.page import OrgDraft
from notegarden.dialects.org.title_in_link import LINKED, words_of
from notegarden.dialects.org.tokens import OrgToken
from notegarden.dialects.pieces.html import END, HOLE
from notegarden.notes.numbers import whole_number

_NOT_SHOWN = re.compile(r"[ \t]*\[fn:[^\[\]]*\]|(?<!<)<<[^<>\n]+>>(?!>)|<<(?=<[^<>\n]+>>>)<|(?<=[^<>\n])>>>")
"""Footnotes and targets, and the angles of radio targets."""


def toc_title(heading: Heading, typed: str) -> str:
    """The text of a heading in a table of contents: without footnotes and targets, links as text."""
    return LINKED.sub(words_of, _NOT_SHOWN.sub("", heading.properties.get("ALT_TITLE") or typed))


def toc_html(page: OrgDraft, token: OrgToken, heading_html: Callable[[OrgToken], str]) -> str:
    """Nested lists of links to the headings. `token.content`: as typed, `headlines 2` or `headlines 2 local`."""
    headings = page.toc_headings
    words = token.content.split()
    deepest = next((n for n in map(whole_number, words) if n is not None and n < 100), page.options.levels)
    is_local = "local" in words
    target = page.toc_target(token.content)
    if is_local or target >= 0:
        headings = page.local_headings(target if target >= 0 else token.map[0])
    above = min((depth for depth, _ in headings), default=1) - 1 if is_local or target >= 0 else 0
    shown = [(depth, each) for depth, each in headings if depth - above <= deepest]
    if not shown:
        return ""
    has_numbers = any(_number_of(each, page, depth) for depth, each in shown)
    css = "ox-hugo-toc toc" + " has-section-numbers" * has_numbers + " local" * is_local
    out = [f'<div class="{css}">\n']
    if not is_local:
        out.append(f'<div class="heading">{page.word("toc")}</div>\n')
    depths: list[int] = []  # of the open lists
    for depth, each in shown:
        if not depths or depth > depths[-1]:
            out.append("\n<ul>\n" if depths else "<ul>\n")
            depths.append(depth)
        else:
            out.append("</li>\n")
            while len(depths) > 1 and depth <= depths[-2]:
                depths.pop()
                out.append("</ul>\n</li>\n")
            depths[-1] = min(depths[-1], depth)
        _, identity = each.meta
        place = page.place(each.map[0])
        number = page.add_link(f"#{identity}", "markdown", *place)
        html = heading_html(each)
        shown_number = _number_of(each, page, depth)
        out.append(f"<li>{shown_number}{HOLE}L{number}{END}{html}</a>")
    out.append("</li>\n" + "</ul>\n</li>\n" * (len(depths) - 1) + "</ul>\n</div>\n")
    return "".join(out)


def _number_of(token: OrgToken, page: OrgDraft, depth: int) -> str:
    number = page.toc_numbers.get(token.meta[0].line, "") if depth <= page.options.toc_numbers else ""
    return f'<span class="section-num">{number}</span> ' if number else ""
