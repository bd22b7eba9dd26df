"""The map; as an alternative to the picture, a list of topics."""

from __future__ import annotations

from notegarden.render.views import MapView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads


def map_page(reads: Reads, site: Site, address: str) -> MapView:
    entries = reads.entries()
    return MapView(
        **head(site, "map.html", address, "Map"),
        topics=entries.topics,
        notes=len(entries.by_title),
        links=entries.links,
    )
