"""Pages that need no data of the garden, and aliases."""

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
    """The notes worth rereading: chosen in the browser, because only it knows what was read."""
    return plain_page(site, address, "rereading.html", "Worth rereading")


def redirect_page(reads: Reads, site: Site, alias: str, path: str) -> RedirectView:
    """The redirect page of an alias, or of a tag that is a note's name, to the note at `path`."""
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
