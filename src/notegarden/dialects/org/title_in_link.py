"""The title of another page as the words of a link: its markup, and nothing that leads, counts or stands elsewhere."""

from __future__ import annotations

import re

from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.frame import contained
from notegarden.dialects.pieces.html import HOLE_RE, MARK, RAW, escape, plain_text

LINKED = re.compile(r"\[\[([^\[\]]++)\](?:\[([^\[\]]++)\])?\]")
_MAY_BE_HTML = ("@@", "{{")  # what its author typed as HTML, or a macro's or a shortcode's
_FOOTNOTE = re.compile(r"[ \t]*\[fn:[^\[\]]*\]")
_LINK_OR_ID = re.compile(r"</?a\b[^<>]*>| id=\"[^\"<>]*\"(?=[^<>]*>)")


def title_in_link(state: OrgState, title: str) -> str:
    """A title in HTML, without links, ids and footnotes; what it cites or has wrong counts where it is at home."""
    page = state.page
    if page.is_in_title:  # it names a page whose title names another
        return ""
    links, pictures, problems = len(page.links), len(page.pictures), len(page.problems)
    citations = dict(page.citations)
    page.is_in_title = True
    try:
        html = HOLE_RE.sub("", state.render(LINKED.sub(words_of, _FOOTNOTE.sub("", title))))
    finally:
        page.is_in_title = False
        del page.links[links:], page.pictures[pictures:], page.problems[problems:]
        page.citations.clear()
        page.citations.update(citations)
    html = _LINK_OR_ID.sub("", html)
    if RAW in html or MARK in html or any(each in title for each in _MAY_BE_HTML):
        return escape(plain_text(html).replace(RAW, "").replace(MARK, ""))
    return contained(html)


def words_of(link: re.Match[str]) -> str:
    """What a link in a title shows."""
    return link[2] or link[1]
