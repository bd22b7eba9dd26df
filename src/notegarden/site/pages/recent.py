"""The most recently changed notes, by month and year."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from notegarden.render.views import Entry, Group, RecentView, RecentYear
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads

_FEW = 10


def recent_page(reads: Reads, site: Site, address: str) -> RecentView:
    entries = reads.entries()
    months: dict[str, list[Entry]] = {}
    for note in entries.newest:
        months.setdefault(note.modified[:7], []).append(entries.entry(note))
    groups = [Group(f"m-{month}", month, tuple(notes)) for month, notes in months.items()]
    return RecentView(**head(site, "recent.html", address, "Recent"), years=_by_year(groups))


def _by_year(groups: Iterable[Group]) -> tuple[RecentYear, ...]:
    out = []
    for title, months in groupby(groups, lambda group: group.title[:4]):
        found = tuple(months)
        out.append(RecentYear(title, sum(len(month.entries) for month in found), found))
    return tuple(out)


def newest(reads: Reads) -> tuple[Entry, ...]:
    """A few most recently changed notes; none if there are no dates."""
    entries = reads.entries()
    return tuple(map(entries.entry, entries.newest[:_FEW]))
