"""Pages that need nothing of the garden, and aliases."""

from __future__ import annotations

from notegarden.render.views import PlainView, RedirectView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads


def plain_page(site: Site, address: str, template: str, title: str) -> PlainView:
    return PlainView(**head(site, template, address, title))


def search_page(_: Reads, site: Site, address: str) -> PlainView:
    return plain_page(site, address, "search.html", "Search")


def rereading_page(_: Reads, site: Site, address: str) -> PlainView:
    """The notes worth rereading: which those are is worked out in the browser, which alone knows what was read."""
    return plain_page(site, address, "rereading.html", "Worth rereading")


def redirect_page(reads: Reads, site: Site, alias: str, path: str) -> RedirectView:
    """The page of an alias, or of a tag that a note has the name of, which leads to the note at `path`."""
    reads.tags()
    note = reads.reference(path)
    if note is None:
        raise KeyError(path)
    return RedirectView(
        template="redirect.html",
        url=site.href(alias),
        permalink=site.permalink(note.address),
        title=note.title,
        target=site.href(note.address),
    )
