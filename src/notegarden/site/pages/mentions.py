"""A note's unlinked mentions in other notes, as its page shows them."""

from __future__ import annotations

from typing import NamedTuple

from notegarden.garden.mentions import QUOTED
from notegarden.render.views import Backlink, Mention
from notegarden.site.reads import Reads
from notegarden.urls import quoted_fragment

_NOTES = 20
"""Maximum number of notes that a page quotes."""


class Mentioned(NamedTuple):
    """The first notes by title; the number of places, and of those not shown."""

    notes: tuple[Backlink, ...]
    places: int
    left: int


def mentioned(reads: Reads, path: str) -> Mentioned:
    """The notes that mention the note at `path` without a link, with the sentences around."""
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
