"""The title of another page as the text of a link: its markup, without links, counters or ids."""

from __future__ import annotations

import re

from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.frame import contained
from notegarden.dialects.pieces.html import HOLE_RE, MARK, RAW, escape, plain_text

LINKED = re.compile(r"\[\[([^\[\]]++)\](?:\[([^\[\]]++)\])?\]")
_MAY_BE_HTML = ("@@", "{{")  # the author's own HTML, or a macro or shortcode
_FOOTNOTE = re.compile(r"[ \t]*\[fn:[^\[\]]*\]")
_LINK_OR_ID = re.compile(r"</?a\b[^<>]*>| id=\"[^\"<>]*\"(?=[^<>]*>)")


def title_in_link(state: OrgState, title: str) -> str:
    """A title in HTML, without links, ids and footnotes; its citations and problems count on its own page."""
    page = state.page
    if page.is_in_title:  # the title of the named page names another page
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
    """The text of a link in a title."""
    return link[2] or link[1]
