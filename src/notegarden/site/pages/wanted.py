"""Wanted notes: linked to but not written yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from notegarden.garden.facets import Wanting
from notegarden.notes.note import Link
from notegarden.render.views import Backlink, Mention, Wanted, WantedView
from notegarden.site.addresses import Site
from notegarden.site.holes import wanted_id, wanted_name
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads


def wanted_page(reads: Reads, site: Site, address: str) -> WantedView:
    asks: dict[str, list[Backlink]] = {}
    for note in reads.wanting():
        lines: dict[str, set[int]] = {}
        for each in note.unwritten:
            lines.setdefault(wanted_name(each.target), set()).add(each.line)
        links: dict[str, list[Link]] = {}
        for link in reads.unwritten_links(note):
            links.setdefault(wanted_name(link.target), []).append(link)
        for name, here in lines.items():
            asks.setdefault(name, []).append(_ask(links.get(name, ()), site, note, here))
    wanted = [Wanted(wanted_id(name), _title(each, name), name, tuple(each)) for name, each in asks.items()]
    wanted.sort(key=lambda each: (-len(each.asks), each.title.casefold(), each.target))
    return WantedView(**head(site, "wanted.html", address, "Wanted notes"), wanted=tuple(wanted))


def _ask(links: Iterable[Link], site: Site, note: Wanting, lines: Collection[int]) -> Backlink:
    """The places where a note links to an unwritten one. `links`: those by the other's name."""
    url = site.href(note.address)
    mentions = tuple(
        Mention(
            f"{url}#{link.block}" if link.block else url,
            link.before,
            link.text,
            link.after,
            link.section or link.field,
        )
        for link in links
        if link.line in lines
    )
    return Backlink(url, note.title, mentions)


def _title(asks: Iterable[Backlink], name: str) -> str:
    """The most common text of the links to it."""
    texts = Counter(mention.text for ask in asks for mention in ask.mentions if mention.text)
    return min(texts, key=lambda text: (-texts[text], text)) if texts else name
