from __future__ import annotations

import math
import random
import statistics
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notegarden.garden.layout import Layout, layout

Edge = tuple[int, int, int]


def clustered(clusters: int = 6, size: int = 40, seed: int = 1) -> tuple[list[str], list[Edge]]:
    """A garden with `clusters` topics, each with a hub, and a link out of the topic for every fourth note."""
    rng = random.Random(seed)
    ids = [f"posts/{n:04}.md" for n in range(clusters * size)]
    edges: list[Edge] = []
    for v in range(len(ids)):
        start = v // size * size
        edges += [(v, start, 1), *((v, start + rng.randrange(size), 1) for _ in range(3))]
        if v % 4 == 0:
            edges.append((v, rng.randrange(len(ids)), 1))
    return ids, [e for e in edges if e[0] != e[1]]


def movement(before: Layout, ids: list[str], after: Layout, new_ids: list[str]) -> float:
    """Median distance moved by the notes in both layouts, as a share of the map's diameter (2000)."""
    places = dict(zip(new_ids, after.positions, strict=True))
    return statistics.median(
        math.dist(place, places[name]) / 2000
        for name, place in zip(ids, before.positions, strict=True)
        if name in places
    )


def test_same_graph_same_layout() -> None:
    ids, edges = clustered()
    shuffled = random.Random(2).sample(edges, len(edges))
    assert layout(ids, edges) == layout(ids, shuffled) == layout(ids, edges + edges[:20])


def test_a_large_graph_always_has_the_same_layout() -> None:
    ids, edges = clustered(100, 40)
    assert layout(ids, edges) == layout(ids, edges)


def test_the_global_random_state_is_not_changed() -> None:
    ids, edges = clustered(2, 20)
    random.seed(5)
    expected = random.random()
    random.seed(5)
    layout(ids, edges)
    assert random.random() == expected


def test_an_added_link_moves_the_map_little() -> None:
    ids, edges = clustered()
    before = layout(ids, edges)
    for seed in range(5):
        rng = random.Random(seed)
        after = layout(ids, [*edges, (rng.randrange(len(ids)), rng.randrange(len(ids)), 1)])
        assert movement(before, ids, after, ids) < 0.025
        renamed = sum(a != b for a, b in zip(before.communities, after.communities, strict=True))
        assert renamed <= 0.05 * len(ids)


def test_an_added_note_moves_the_map_little() -> None:
    ids, edges = clustered()
    before = layout(ids, edges)
    for at in (0, 100, len(ids)):
        new_ids = [*ids[:at], f"posts/{at:04}-new.md", *ids[at:]]
        shifted = [(a + (a >= at), b + (b >= at), n) for a, b, n in edges]
        after = layout(new_ids, [*shifted, (at, at + 1 if at < len(ids) else 0, 1), (at, at - 5 if at else 9, 2)])
        assert movement(before, ids, after, new_ids) < 0.02
        kept = [c for name, c in zip(new_ids, after.communities, strict=True) if "-new" not in name]
        assert sum(a != b for a, b in zip(before.communities, kept, strict=True)) <= 0.05 * len(ids)


def test_communities_are_the_topics() -> None:
    ids, edges = clustered()
    found = layout(ids, edges).communities
    assert set(found) == set(range(6))
    for topic in range(6):
        members = found[topic * 40 : topic * 40 + 40]
        assert max(members.count(c) for c in set(members)) >= 36


def test_notes_of_a_topic_are_close_together() -> None:
    ids, edges = clustered()
    positions = layout(ids, edges).positions
    inside = statistics.mean(math.dist(positions[v], positions[v + 1]) for v in range(len(ids) - 1))
    across = statistics.mean(math.dist(positions[v], positions[v - 120]) for v in range(len(ids)))
    assert inside < 0.5 * across


def test_unconnected_groups_are_around_the_rest_and_share_the_last_number() -> None:
    ids, edges = clustered()
    alone = [f"posts/alone-{n}.md" for n in range(12)]
    result = layout(ids + alone, [*edges, (len(ids), len(ids) + 1, 1)])
    linked = sorted(math.hypot(*p) for p in result.positions[: len(ids)])
    assert min(math.hypot(*p) for p in result.positions[len(ids) :]) > linked[int(len(linked) * 0.95)]
    assert set(result.communities[len(ids) :]) == {result.count - 1}
    assert result.count - 1 not in result.communities[: len(ids)]
    assert math.dist(result.positions[len(ids)], result.positions[len(ids) + 1]) < 50


def test_a_graph_without_links_fills_the_disc() -> None:
    result = layout([f"{n}.md" for n in range(200)], [])
    assert set(result.communities) == {0}
    assert result.count == 1
    assert sum(math.hypot(*p) < 500 for p in result.positions) > 30


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert layout([], []) == Layout((), (), 0)


@pytest.mark.parametrize("shape", ["star", "path", "complete", "ring"])
def test_regular_graphs_have_a_layout(shape: str) -> None:
    size = 60
    edges = {
        "star": [(0, v, 1) for v in range(1, size)],
        "path": [(v, v + 1, 1) for v in range(size - 1)],
        "complete": [(a, b, 1) for a in range(size) for b in range(a)],
        "ring": [(v, (v + 1) % size, 1) for v in range(size)],
    }[shape]
    result = layout([f"{n}.md" for n in range(size)], edges)
    assert len(set(result.positions)) == size
    assert statistics.mean(math.hypot(*p) for p in result.positions) > 200


def test_a_note_linking_to_all_others_is_laid_out_quickly_and_hides_no_topic() -> None:
    ids, edges = clustered(clusters=10)
    alone = [f"posts/x{n}.md" for n in range(6000)]
    everything = [(0, v, 1) for v in range(1, len(ids) + len(alone))]
    start = time.process_time()
    result = layout(ids + alone, edges + everything)
    assert time.process_time() - start < 10
    assert result.count == 11
    assert len(set(result.communities[len(ids) :])) == 1
    for topic in range(10):
        members = result.communities[topic * 40 + 1 : topic * 40 + 40]
        assert max(members.count(c) for c in set(members)) >= 35


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_graph_is_within_bounds(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    node = st.integers(0, size - 1)
    edges = data.draw(st.lists(st.tuples(node, node, st.integers(1, 5)), max_size=80))
    result = layout([f"{n}.md" for n in range(size)], edges)
    assert len(result.positions) == len(result.communities) == size
    assert all(abs(v) <= 1000 and v == round(v, 1) for place in result.positions for v in place)
    assert set(result.communities) == set(range(result.count))
    sizes = [result.communities.count(c) for c in range(result.count)]
    assert all(members >= 3 for members in sizes[:-1])
