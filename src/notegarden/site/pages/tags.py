"""Tags: notes used as tags, and tags that are not names of notes."""

from __future__ import annotations

from collections import Counter

from notegarden.render.views import Entry, Group, ListView, TagsView
from notegarden.site.addresses import Site
from notegarden.site.entries import in_letters, natural_key
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads

_MOST_USED = 24


def tags_page(reads: Reads, site: Site, address: str) -> TagsView:
    tags = _tag_entries(reads, site)
    groups = in_letters(sorted(tags, key=_by_name)) if len(tags) > _MOST_USED else ()
    return TagsView(**head(site, "tags.html", address, "Tags"), tags=tags, groups=groups)


def _by_name(entry: Entry) -> tuple[tuple[int | str, ...], str, str]:
    return *natural_key(entry.title), entry.url


def most_used_tags(reads: Reads, site: Site) -> tuple[Entry, ...]:
    return _tag_entries(reads, site)[:_MOST_USED]


def plain_tag_page(reads: Reads, site: Site, address: str, tag: str) -> ListView:
    """The notes with a tag that is not the name of a note."""
    entries = reads.tags()
    notes = tuple(map(entries.entry, entries.tagged.get(address, ())))
    groups = (Group("notes", "", notes),)
    feed = site.feed_href(address, of="tags")
    return ListView(**head(site, "list.html", address, tag), feed=feed, kind="tag", groups=groups, count=len(notes))


def _tag_entries(reads: Reads, site: Site) -> tuple[Entry, ...]:
    entries = reads.tags()
    listed = [use for _, use in entries.tag_uses if use.listed]
    uses = Counter(path for use in listed for path in use.notes if path in entries.by_path)
    tagged = ({entries.plain_tags.get(tag.strip(), "") for tag in use.plain} for use in listed)
    plain = Counter(address for addresses in tagged for address in addresses if address)
    links = [(reads.link(path), count) for path, count in uses.items()]
    out = [Entry(link.url, link.title, links_in=count) for link, count in links]
    titles = entries.tag_titles
    out += [Entry(site.href(address), titles[address], links_in=count) for address, count in plain.items()]
    return tuple(sorted(out, key=lambda entry: (-entry.links_in, entry.title.casefold(), entry.url)))
