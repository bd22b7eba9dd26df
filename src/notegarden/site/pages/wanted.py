"""Notes that are linked to and not written yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from notegarden.garden.facets import Wanting
from notegarden.notes.note import Link
from notegarden.render.views import Backlink, Mention, Wanted, WantedView
from notegarden.site.addresses import Site
from notegarden.site.holes import wanted_id, wanted_name
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads


def wanted_page(reads: Reads, site: Site, address: str) -> WantedView:
    askers: dict[str, list[Wanting]] = {}
    for note in reads.wanting():
        for name in dict.fromkeys(wanted_name(each.target) for each in note.unwritten):
            askers.setdefault(name, []).append(note)
    wanted = []
    for name, notes in askers.items():
        asks = tuple(_ask(reads.unwritten_links(note), site, note, name) for note in notes)
        wanted.append(Wanted(wanted_id(name), _title(asks, name), name, asks))
    wanted.sort(key=lambda each: (-len(each.asks), each.title.casefold(), each.target))
    return WantedView(**head(site, "wanted.html", address, "Wanted notes"), wanted=tuple(wanted))


def _ask(links: Sequence[Link], site: Site, note: Wanting, name: str) -> Backlink:
    """The places where a note asks for another."""
    url = site.href(note.address)
    lines = {each.line for each in note.unwritten if wanted_name(each.target) == name}
    mentions = tuple(
        Mention(
            f"{url}#{link.block}" if link.block else url,
            link.before,
            link.text,
            link.after,
            link.section or link.field,
        )
        for link in links
        if link.line in lines and wanted_name(link.target) == name
    )
    return Backlink(url, note.title, mentions)


def _title(asks: Iterable[Backlink], name: str) -> str:
    """What most links call it."""
    texts = Counter(mention.text for ask in asks for mention in ask.mentions if mention.text)
    return min(texts, key=lambda text: (-texts[text], text)) if texts else name
