"""The places in other notes that name one without a link, as its page shows them."""

from __future__ import annotations

from typing import NamedTuple

from notegarden.garden.mentions import QUOTED
from notegarden.render.views import Backlink, Mention
from notegarden.site.reads import Reads
from notegarden.urls import quoted_fragment

_NOTES = 20
"""How many notes a page quotes."""


class Mentioned(NamedTuple):
    """The first notes by title; how many places there are, and how many of them are not shown."""

    notes: tuple[Backlink, ...]
    places: int
    left: int


def mentioned(reads: Reads, path: str) -> Mentioned:
    """The notes that name the one at `path` without a link, with the sentences around its names."""
    found = reads.mentions(path)
    views = [(reads.link(source), source) for source in found]
    notes, shown = [], 0
    for view, source in sorted(views, key=lambda each: (each[0].title.casefold(), each[1]))[:_NOTES]:
        places = sorted(place for naming in found[source] for place in naming.places)[:QUOTED]
        quotes = reads.mention_quotes(source, path, places)
        addresses = (f"{view.url}#{quoted_fragment(each.section)}" if each.section else view.url for each in quotes)
        mentions = (
            Mention(address, each.before, each.text, each.after, each.heading)
            for address, each in zip(addresses, quotes, strict=True)
        )
        notes.append(Backlink(view.url, view.title, tuple(mentions)))
        shown += len(places)
    total = sum(naming.count for namings in found.values() for naming in namings)
    return Mentioned(tuple(notes), total, total - shown)
