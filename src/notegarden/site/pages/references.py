"""All cited works, with the notes that cite them."""

from __future__ import annotations

import re
from html import unescape

from notegarden.render.gathered_views import ReferencesView, WorkView
from notegarden.render.page_view import LinkView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads
from notegarden.urls import quoted_fragment

_TAG = re.compile("<[^<>]*>")


def references_page(reads: Reads, site: Site, address: str) -> ReferencesView:
    citing: dict[str, list[tuple[str, str]]] = {}
    for path, works in reads.works():
        for work in works:
            citing.setdefault(work.key, []).append((path, work.block))
    works_shown = sorted((_work(reads, key, places) for key, places in citing.items()), key=_order)
    return ReferencesView(**head(site, "references.html", address, "References"), works=tuple(works_shown))


def _work(reads: Reads, key: str, places: list[tuple[str, str]]) -> WorkView:
    """`places`: path and block of each note that cites it, by path."""
    links = []
    for path, block in places:
        view = reads.link(path)
        links.append(LinkView(f"{view.url}#{quoted_fragment(block)}" if block else view.url, view.title))
    links.sort(key=lambda link: (link.title.casefold(), link.url))
    about = reads.about(key)
    note = reads.link(about) if about is not None else LinkView("", "")
    return WorkView(f"ref-{key}", reads.work(places[0][0], key), note.url, note.title, tuple(links))


def _order(work: WorkView) -> tuple[str, str]:
    """Sort key: the entry's text, which begins with the author, without leading quotes and brackets."""
    return unescape(_TAG.sub("", work.html)).casefold().lstrip("“”\"'([„«‘ "), work.id
