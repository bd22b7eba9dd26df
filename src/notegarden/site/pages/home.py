"""The home page: entry points to the garden."""

from __future__ import annotations

from notegarden.render.views import Group, HomeView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.pages.recent import newest
from notegarden.site.pages.tags import most_used_tags
from notegarden.site.reads import Reads

_HUBS = 12
_TOPICS = 8
_NOTES_A_TOPIC = 6


def home_page(reads: Reads, site: Site, address: str) -> HomeView:
    entries = reads.entries()
    hubs = [note for note in entries.best_linked[:_HUBS] if entries.links_in[note.path]]
    return HomeView(
        **head(site, "home.html", address, site.config.title),
        description=site.config.description,
        notes=len(entries.by_title),
        links=entries.links,
        hubs=tuple(map(entries.entry, hubs)),
        recent=newest(reads) if "recent" in site.generated else (),
        topics=tuple(Group(each.id, each.title, each.entries[:_NOTES_A_TOPIC]) for each in entries.topics[:_TOPICS]),
        tags=most_used_tags(reads, site) if "tags" in site.generated else (),
    )
