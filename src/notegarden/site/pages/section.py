"""The notes of a section, and all notes, from A to Z."""

from __future__ import annotations

from notegarden.garden.facets import ListEntry
from notegarden.render.views import ListView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads
from notegarden.urls import composed


def section_page(reads: Reads, site: Site, address: str, title: str, folder: str) -> ListView:
    """The notes below a folder of the content, wherever permalinks publish them."""
    entries = reads.entries()
    inside = [note for note in entries.by_title if is_below(note, folder) and note.address != address]
    groups = entries.in_order(inside, folder)
    feed = site.feed_href(address, of="sections")
    shown = head(site, "list.html", address, title)
    return ListView(**shown, feed=feed, kind="section", groups=groups, count=len(inside))


def is_below(note: ListEntry, folder: str) -> bool:
    """Whether a note is in the section of a folder."""
    return composed(note.path).startswith(f"{composed(folder)}/")


def all_page(reads: Reads, site: Site, address: str) -> ListView:
    entries = reads.entries()
    groups = entries.by_letter(entries.by_title)
    count = len(entries.by_title)
    return ListView(**head(site, "list.html", address, "All notes"), kind="all", groups=groups, count=count)
