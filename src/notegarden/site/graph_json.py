"""`graph.json`: the notes, their links and the missing ones, for other programs."""

from __future__ import annotations

from typing import Any

import msgspec

from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.site.addresses import Site


def graph_json(garden: Garden, garden_map: GardenMap, site: Site, titles: dict[int, str]) -> bytes:
    """The file's bytes. `titles`: number of a community → its title."""
    paths, links = garden_map.graph()
    layout = garden_map.layout
    nodes: list[dict[str, Any]] = []
    missing: list[dict[str, Any]] = []
    for path, (x, y), community in zip(paths, layout.positions, layout.communities, strict=True):
        node = garden.nodes[path]
        nodes.append({
            "id": path,
            "url": site.href(node.address),
            "title": node.title,
            "tags": [edge.target for edge in node.edges if edge.tags],
            "x": x,
            "y": y,
            "community": community,
        })  # fmt: skip
        missing += [{"source": path, "target": each.target, "line": each.line} for each in node.unwritten]
    edges = [{"source": paths[a], "target": paths[b], "count": count} for a, b, count in links]
    names = [titles.get(number, "") for number in range(layout.count)]
    return msgspec.json.encode({"nodes": nodes, "edges": edges, "missing": missing, "communities": names})
