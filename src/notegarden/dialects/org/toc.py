"""The table of contents from `toc:t` or `#+toc: headlines 2`."""

from __future__ import annotations

from collections.abc import Callable

from notegarden.dialects.org.page import OrgDraft
from notegarden.dialects.org.tokens import OrgToken
from notegarden.dialects.pieces.html import END, HOLE
from notegarden.notes.numbers import whole_number


def toc_html(page: OrgDraft, token: OrgToken, heading_html: Callable[[OrgToken], str]) -> str:
    """Nested lists of links to the headings. `token.content`: as typed, `headlines 2` or `headlines 2 local`."""
    headings = page.toc_headings
    words = token.content.split()
    deepest = next((n for n in map(whole_number, words) if n is not None and n < 100), page.options.levels)
    is_local = "local" in words
    target = page.toc_target(words)
    if is_local or target >= 0:
        headings = page.local_headings(target if target >= 0 else token.map[0])
    above = min((depth for depth, _ in headings), default=1) - 1 if is_local or target >= 0 else 0
    shown = [(depth, each) for depth, each in headings if depth - above <= deepest]
    if not shown:
        return ""
    out = ['<div class="ox-hugo-toc toc' + (" local" if is_local else "") + '">\n']
    if not is_local:
        out.append('<div class="heading">Table of Contents</div>\n')
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
