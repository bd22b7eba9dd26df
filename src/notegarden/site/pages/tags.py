"""Tags: notes that others have as a tag, and tags that no note has the name of."""

from __future__ import annotations

from collections import Counter

from notegarden.garden.facets import ListEntry
from notegarden.render.views import Entry, Group, ListView, TagsView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads

_MOST_USED = 24


def tags_page(reads: Reads, site: Site, address: str) -> TagsView:
    return TagsView(**head(site, "tags.html", address, "Tags"), tags=_tag_entries(reads, site))


def most_used_tags(reads: Reads, site: Site) -> tuple[Entry, ...]:
    return _tag_entries(reads, site)[:_MOST_USED]


def plain_tag_page(reads: Reads, site: Site, address: str, tag: str) -> ListView:
    """The notes with a tag that no note has the name of."""
    notes = tuple(map(reads.tags().entry, tagged(reads, site, address)))
    groups = (Group("notes", "", notes),)
    feed = site.feed_href(address, of="tags")
    return ListView(**head(site, "list.html", address, tag), feed=feed, kind="tag", groups=groups, count=len(notes))


def tagged(reads: Reads, site: Site, address: str) -> list[ListEntry]:
    """The listed notes, by title, with a tag: `address` is that of the tag's page or of the note that it names."""
    entries = reads.tags()
    bearers = {
        path
        for path, use in entries.tag_uses
        if any(note in entries.by_path and entries.by_path[note].address == address for note in use.notes)
        or any(_is_listed_at(entries.plain_tags.get(each.strip(), ""), address, site) for each in use.plain)
    }
    return [note for note in entries.by_title if note.path in bearers]


def _is_listed_at(own: str, address: str, site: Site) -> bool:
    """Whether the page at an address lists notes of the tag with the page `own`: in a vault also the tag above."""
    return own.startswith(address) if site.config.is_vault else own == address


def _tag_entries(reads: Reads, site: Site) -> tuple[Entry, ...]:
    entries = reads.tags()
    listed = [use for _, use in entries.tag_uses if use.listed]
    uses = Counter(path for use in listed for path in use.notes)
    tagged = ({entries.plain_tags.get(tag.strip(), "") for tag in use.plain} for use in listed)
    plain = Counter(address for addresses in tagged for address in addresses if address)
    links = [(reads.link(path), count) for path, count in uses.items()]
    out = [Entry(link.url, link.title, links_in=count) for link, count in links]
    titles = entries.tag_titles
    out += [Entry(site.href(address), titles[address], links_in=count) for address, count in plain.items()]
    return tuple(sorted(out, key=lambda entry: (-entry.links_in, entry.title.casefold(), entry.url)))
