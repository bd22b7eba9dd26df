"""`graph.json`: the notes, their links and the missing ones, for other programs."""

from __future__ import annotations

from typing import Any

import msgspec

from notegarden.site.addresses import Site
from notegarden.site.reads import Reads


def graph_json(reads: Reads, site: Site) -> bytes:
    """The file's bytes."""
    entries = reads.entries()
    paths, links = entries.garden_map.graph()
    layout = entries.garden_map.layout
    named = entries.by_path
    tags = {path: [each for each in use.notes if each in named] for path, use in reads.tags().tag_uses}
    nodes: list[dict[str, Any]] = []
    for path, (x, y), community in zip(paths, layout.positions, layout.communities, strict=True):
        note = named[path]
        nodes.append({
            "id": path,
            "url": site.href(note.address),
            "title": note.title,
            "tags": tags.get(path, ()),
            "x": x,
            "y": y,
            "community": community,
        })  # fmt: skip
    missing = [
        {"source": note.path, "target": each.target, "line": each.line}
        for note in reads.wanting()
        for each in note.unwritten
    ]
    kinds = {(path, target): kind for path in paths for target, *kind in entries.by_path[path].kinds}
    edges: list[dict[str, Any]] = []
    for a, b, count in links:
        edges.append({"source": paths[a], "target": paths[b], "count": count})
        embeds, relations = kinds.get((paths[a], paths[b]), (0, ()))
        edges[-1] |= {"embeds": embeds} if embeds else {}
        edges[-1] |= {"relations": relations} if relations else {}
    titles = {int(group.id.removeprefix("topic-")): group.title for group in entries.topics}
    names = [titles.get(number, "") for number in range(layout.count)]
    return msgspec.json.encode({"nodes": nodes, "edges": edges, "missing": missing, "communities": names})
