"""The notes of a section, and all notes, from A to Z."""

from __future__ import annotations

from notegarden.render.views import ListView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads


def section_page(reads: Reads, site: Site, address: str, title: str) -> ListView:
    """What is published below the section's address."""
    entries = reads.entries()
    inside = [note for note in entries.by_title if note.address.startswith(address) and note.address != address]
    groups = entries.by_letter(inside)
    return ListView(**head(site, "list.html", address, title), kind="section", groups=groups, count=len(inside))


def all_page(reads: Reads, site: Site, address: str) -> ListView:
    entries = reads.entries()
    groups = entries.by_letter(entries.by_title)
    count = len(entries.by_title)
    return ListView(**head(site, "list.html", address, "All notes"), kind="all", groups=groups, count=count)
