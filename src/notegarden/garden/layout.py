"""Positions and communities of notes on the garden's map.

Both are a pure function of the graph, so that builds are reproducible; and yet an edit should move the map little. A
force simulation alone is chaotic: one more link moves every note. So the shape comes from a process that is not: each
note has a fixed random place (a hash of its id), and the places are averaged along the links repeatedly, which is
linear and brings linked notes together. The forces only push apart notes that are too close, with too little heat to
move them far.
"""

from __future__ import annotations

import hashlib
import math
import os
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

Point = tuple[float, float]

RADIUS = 900.0
"""Radius of the linked notes if every note is linked; isolated groups lie between it and 1000."""
SMALLEST_COMMUNITY = 3
"""Smaller communities are merged into one, the last; as are components too small to lay out by forces."""
HUB = 300
"""A note with more links than this does not influence the communities."""
ROUNDS = 10
DAMPING = 0.85
ITERATIONS = 40
_THREADS = "OMP_NUM_THREADS"


class Layout(msgspec.Struct, frozen=True, array_like=True):
    """By index of the note: its position, x and y in [-1000, 1000] to one decimal, and the number of its community.

    Communities are numbered from 0, larger ones first; notes without one share the last number. `count` is the
    number of communities.
    """

    positions: tuple[Point, ...]
    communities: tuple[int, ...]
    count: int


def layout(ids: Sequence[str], edges: Sequence[tuple[int, int, int]]) -> Layout:
    """Lay out the graph of `ids` with `edges`: (source, target, count) by index; direction and count are ignored.

    10,000 notes with 40,000 edges take about a second.
    """
    pairs = pairs_of(edges)
    components = _components(len(ids), pairs)
    linked = sorted(v for members in components if len(members) > SMALLEST_COMMUNITY for v in members)
    islands = [members for members in components if len(members) <= SMALLEST_COMMUNITY]
    radius = RADIUS * math.sqrt(len(linked) / len(ids)) if ids else 0.0
    places = _islands(ids, islands, radius * 1.05)
    communities: list[int | None] = [None] * len(ids)
    if linked:
        index = {v: i for i, v in enumerate(linked)}
        inner = [(index[a], index[b]) for a, b in pairs if a in index]
        membership, positions = _linked([ids[v] for v in linked], inner)
        for v, community, place in zip(linked, membership, _fit(positions, radius), strict=True):
            places[v], communities[v] = place, community
    numbers, count = _numbered(ids, communities, Counter(v for pair in pairs for v in pair))
    return Layout(tuple((round(x, 1), round(y, 1)) for x, y in (places[v] for v in range(len(ids)))), numbers, count)


def pairs_of(edges: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The pairs of linked notes, lower number first: besides the ids, all that a layout depends on."""
    return sorted({(a, b) if a < b else (b, a) for a, b, _ in edges if a != b})


def _linked(ids: Sequence[str], pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[Point]]:
    """Communities and positions, in units of the force simulation, of notes that are all in sizeable components."""
    igraph = _igraph()

    graph = igraph.Graph(n=len(ids), edges=pairs)
    closeness = _closeness(graph)
    membership = _topics(graph, closeness)
    size = math.sqrt(len(ids))
    start = [(x * size * 0.6, y * size * 0.6) for x, y in _smooth(graph, [_disc(name) for name in ids])]
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311 (reproducible, not secret)
    try:
        moved = graph.layout_fruchterman_reingold(
            weights=closeness, seed=start, niter=ITERATIONS, start_temp=size / 100, grid="grid"
        ).coords
    finally:
        igraph.set_random_number_generator(random)
    return membership, _aligned([(x, y) for x, y in moved], start)


def _topics(graph: Any, closeness: list[float]) -> list[int]:
    """Communities by greedy modularity, which is deterministic: one more note reshuffles all with Louvain or Leiden.

    A note with very many links (an index of everything) says little about topics, and would make the search
    quadratic: it joins the community of most of its neighbours afterwards, with the notes that only it links to.
    """
    near: list[list[int]] = graph.get_adjlist()
    hubs = {v for v, neighbours in enumerate(near) if len(neighbours) > HUB}
    cut = {edge for v in hubs for edge in graph.incident(v)}
    weights = [weight for edge, weight in enumerate(closeness) if edge not in cut]
    plain = graph.copy()
    plain.delete_edges(list(cut))
    membership: list[int] = plain.community_fastgreedy(weights=weights).as_clustering().membership
    followers = {v for v, d in enumerate(plain.degree()) if d == 0}
    for hub in sorted(hubs, key=lambda v: (-len(near[v]), v)):
        topics = Counter(membership[v] for v in near[hub] if v not in followers)
        alone = sum(v in followers for v in near[hub])
        most, votes = min(topics.items(), key=lambda item: (-item[1], item[0]), default=(membership[hub], 0))
        membership[hub] = most if votes > alone else membership[hub]
        for v in near[hub]:
            if v in followers and v not in hubs:
                membership[v] = membership[hub]
    return membership


def _closeness(graph: Any) -> list[float]:
    """A weight for each edge: high if the two notes share neighbours, low if one of them links to everything.

    It makes clusters visible, and it is local: another edge changes only the weights around it.
    """
    near = [set(neighbours) for neighbours in graph.get_adjlist()]
    return [
        3.0 * (1 + len(near[a] & near[b])) / math.sqrt(len(near[a]) * len(near[b])) for a, b in graph.get_edgelist()
    ]


def _smooth(graph: Any, places: list[Point]) -> list[Point]:
    """Average positions along the edges repeatedly, spreading them over the unit disc after each round.

    One round solves x = (1-d)·h + d·(mean of the neighbours' x) exactly, which for an undirected graph is a
    personalised PageRank over the degree: igraph has a compiled implementation.
    """
    degrees: list[int] = graph.degree()
    total = sum(degrees)
    for _ in range(ROUNDS):
        axes: list[list[float]] = []
        for axis in (0, 1):
            reset = [d * (place[axis] + 1.5) for d, place in zip(degrees, places, strict=True)]
            whole = sum(reset)
            rank = graph.personalized_pagerank(directed=False, damping=DAMPING, reset=reset)
            values = [whole * r / d for r, d in zip(rank, degrees, strict=True)]
            mean = sum(v * d for v, d in zip(values, degrees, strict=True)) / total
            axes.append([v - mean for v in values])
        places = _spread(*_independent(axes[0], axes[1], degrees))
    return places


def _independent(xs: list[float], ys: list[float], weights: list[int]) -> tuple[list[float], list[float]]:
    """Scale both axes to weighted length 1 and make y orthogonal to x, otherwise the map would become a line."""
    length = math.sqrt(sum(w * x * x for w, x in zip(weights, xs, strict=True))) or 1.0
    xs = [x / length for x in xs]
    shared = sum(w * x * y for w, x, y in zip(weights, xs, ys, strict=True))
    ys = [y - shared * x for x, y in zip(xs, ys, strict=True)]
    length = math.sqrt(sum(w * y * y for w, y in zip(weights, ys, strict=True))) or 1.0
    return xs, [y / length for y in ys]


def _spread(xs: list[float], ys: list[float]) -> list[Point]:
    """Keep each point's direction and the order of distances, but fill the unit disc evenly."""
    radii = [math.hypot(x, y) for x, y in zip(xs, ys, strict=True)]
    order = sorted(range(len(radii)), key=radii.__getitem__)
    places: list[Point] = [(0.0, 0.0)] * len(radii)
    for rank, v in enumerate(order):
        scale = math.sqrt((rank + 0.5) / len(radii)) / (radii[v] or 1.0)
        places[v] = (xs[v] * scale, ys[v] * scale)
    return places


def _aligned(points: list[Point], start: list[Point]) -> list[Point]:
    """Rotate and mirror `points` to match `start` best, because igraph's layouts have arbitrary orientation."""
    here = _centred(points)
    there = _centred(start)
    turned = sum((b * a.conjugate() for a, b in zip(here, there, strict=True)), 0j)
    mirrored = sum((b * a for a, b in zip(here, there, strict=True)), 0j)
    if abs(mirrored) > abs(turned):
        here, turned = [a.conjugate() for a in here], mirrored
    unit = turned / abs(turned) if turned else 1 + 0j
    return [((a * unit).real, (a * unit).imag) for a in here]


def _centred(points: list[Point]) -> list[complex]:
    middle = sum((complex(*p) for p in points), 0j) / len(points)
    return [complex(*p) - middle for p in points]


def _fit(points: list[Point], radius: float) -> list[Point]:
    """Scale to fit into `radius`. By the spread of all, not by the outermost note, which one link can move; outliers
    are pulled in."""
    spread = 1.7 * math.sqrt(sum(x * x + y * y for x, y in points) / len(points)) or 1.0
    fitted = []
    for x, y in points:
        far = math.hypot(x, y) / spread
        near = far if far <= 0.7 else 0.7 + 0.3 * math.tanh((far - 0.7) / 0.3)
        scale = radius * near / (far * spread) if far else 0.0
        fitted.append((x * scale, y * scale))
    return fitted


def _islands(ids: Sequence[str], islands: Sequence[Sequence[int]], inner: float) -> dict[int, Point]:
    """Positions for notes with few links, in the ring from `inner` to 1000 (the whole disc if nothing is linked).

    A position depends only on the note's own id, so that a new note moves no others.
    """
    places: dict[int, Point] = {}
    for members in islands:
        first, *others = sorted(members, key=lambda v: ids[v])
        turn, depth = _hash(ids[first])
        distance = math.sqrt(inner**2 + (960.0**2 - inner**2) * depth)
        x, y = _polar(distance, turn)
        places[first] = (x, y)
        for v in others:
            dx, dy = _polar(20.0, _hash(ids[v])[0])
            places[v] = (x + dx, y + dy)
    return places


def _numbered(
    ids: Sequence[str], communities: Sequence[int | None], degrees: Mapping[int, int]
) -> tuple[tuple[int, ...], int]:
    """Number communities by size; those that are too small share the last number.

    Sizes are compared by powers of four and then by the id of the best linked note, so that one more note does not
    recolour the map.
    """
    sizes = Counter(c for c in communities if c is not None)
    hubs: dict[int, tuple[int, str]] = {}
    for v, community in enumerate(communities):
        if community is not None:
            hubs[community] = min((-degrees[v], ids[v]), hubs.get(community, (0, "")))
    large = [c for c, size in sizes.items() if size >= SMALLEST_COMMUNITY]
    large.sort(key=lambda c: (-(sizes[c].bit_length() // 2), hubs[c][1]))
    number: Mapping[int | None, int] = {c: n for n, c in enumerate(large)}
    numbers = tuple(number.get(c, len(large)) for c in communities)
    return numbers, len(large) + (len(large) in numbers)


def _components(size: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    parent = list(range(size))

    def root(v: int) -> int:
        while parent[v] != v:
            parent[v] = v = parent[parent[v]]
        return v

    for a, b in pairs:
        parent[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for v in range(size):
        groups.setdefault(root(v), []).append(v)
    return list(groups.values())


def _hash(name: str) -> tuple[float, float]:
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4]) / 2**32, int.from_bytes(digest[4:]) / 2**32


def _polar(distance: float, turn: float) -> Point:
    return distance * math.cos(2 * math.pi * turn), distance * math.sin(2 * math.pi * turn)


def _disc(name: str) -> Point:
    turn, depth = _hash(name)
    return _polar(math.sqrt(depth), turn)


def _igraph() -> Any:
    """The igraph module, single-threaded and without matplotlib.

    With several threads its PageRank sums in a different order each time, and takes three times as long. igraph
    imports matplotlib for drawing if it is installed, which takes 0.4 s.
    """
    hidden = "matplotlib" not in sys.modules
    threads = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"  # only read when the library is loaded
    if hidden:
        sys.modules["matplotlib"] = None  # type: ignore[assignment]
    try:
        import igraph
    finally:
        if hidden:
            del sys.modules["matplotlib"]
        if threads is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = threads
    return igraph
