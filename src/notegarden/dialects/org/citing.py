"""Citations: `[cite:@key]` and `[cite/t:see @key p. 3]`, as Org's basic processor writes them.

The default style is `(Author, year)`; `t` gives `Author (year)`, `a` the author, `na` the year, `n` nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.html import escape

if TYPE_CHECKING:
    from notegarden.dialects.org.bibliography import Entry
    from notegarden.dialects.org.page import OrgDraft

_CITATION = re.compile(r"\[cite(?:/([\w-]+)(?:/[\w/-]*)?)?:((?:[^\[\]]|\[[^\[\]]*+\])*+)\]", re.DOTALL)
_KEY = re.compile(r"@([-.:?~`'/*@+|(){}<>&_^$#%\w]*[\w}])")
_STYLES = {"text": "t", "author": "a", "noauthor": "na", "nocite": "n"}


def cite_rule(state: OrgState) -> bool:
    found = _CITATION.match(state.src, state.pos, state.end)
    if found is None or "@" not in found[2]:
        return False
    page, style = state.page, found[1] or ""
    style = _STYLES.get(style, style)
    keys, at = [], found.start(2)
    for text in found[2].split(";"):
        keys += [part] if (part := _part(state, text, style, at)) else []
        at += len(text) + 1
    if style == "n":
        keys = []
    joined = "; ".join(keys)
    state.out.append(f"({joined})" if keys and style not in ("t", "a") else joined)
    page.has_citations = True
    state.pos = state.node_end = found.end()
    return True


def _part(state: OrgState, text: str, style: str, offset: int) -> str:
    """What is shown for one key, or for words that stand before the first key or behind the last."""
    key = _KEY.search(text)
    if key is None:
        return escape(" ".join(text.split()))
    before, after = " ".join(text[: key.start()].split()), text[key.end() :].rstrip()
    entry = state.page.cited(key[1], *state.place(offset + key.start()))
    shown = _shown(key[1], entry, style, escape(after))
    return f"{escape(before)} {shown}" if before else shown


def _shown(key: str, entry: Entry | None, style: str, after: str) -> str:
    names, year = (escape(entry.names), escape(entry.year)) if entry is not None else (f"@{escape(key)}", "")
    if style == "a":
        return f"{names}{after}"
    if entry is None:
        return f"{names}{after}"
    if style == "na":
        return f"{year}{after}"
    return f"{names} ({year}{after})" if style == "t" else f"{names}, {year}{after}"


def references_html(page: OrgDraft) -> str:
    """The list of the works that the page cites, in the order of first use."""
    entries = [page.bibliography.get(key) for key in page.citations]
    shown = [
        f'<p id="ref-{escape(each.key)}">{escape(each.names)} ({escape(each.year)}). <em>{escape(each.title)}</em>'
        f"{', ' + escape(each.source) if each.source else ''}.</p>\n"
        for each in entries
        if each is not None
    ]
    return f'<h2 id="references">References</h2>\n{"".join(shown)}' if shown else ""
