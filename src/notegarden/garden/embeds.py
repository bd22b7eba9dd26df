"""Which part of which note each embed shows, and which embeds form a cycle."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from notegarden.garden.garden import Garden
from notegarden.garden.resolve import Found, Resolved
from notegarden.notes.node import Embedding
from notegarden.notes.note import Note, Part

_Place = tuple[str, str]
"""A note's path and the name of one of its parts."""


def embedded_part(note: Note, found: Found, *, is_vault: bool) -> Part | None:
    """The part of a note that an embed refers to.

    None if a vault's note has no such place, as in Obsidian, or has no parts; other notes are then shown whole.
    """
    if found.unplaced and is_vault:
        return None
    name = found.fragment if found.fragment.startswith("^") or not found.fragment else f"#{found.fragment}"
    return next((part for part in note.parts if part.name == name), None) or next(
        (part for part in note.parts if not part.name), None
    )


def embeddings(garden: Garden, note: Note, answers: Iterable[Resolved]) -> Iterator[Embedding]:
    """The embeds of a note whose targets are notes."""
    for number, (link, answer) in enumerate(zip(note.links, answers, strict=True)):
        if link.kind != "embed" or link.unseen or not isinstance(answer, Found) or not answer.path:
            continue
        embedded = note if answer.path == note.path else garden.note(answer.path)
        part = embedded_part(embedded, answer, is_vault=garden.config.is_vault)
        if part is not None:
            inside = tuple(each.name for each in note.parts if each.links[0] <= number < each.links[1])
            yield Embedding(inside, answer.path, part.name, link.line, link.column, link.target)


def cycles(embeds: Mapping[str, tuple[Embedding, ...]]) -> Iterator[tuple[str, Embedding, tuple[str, ...]]]:
    """(path, embed, the notes on the way back to it) of every embed in a cycle, by path and line.

    `embeds`: by the path of the embedding note.
    """
    below: dict[_Place, set[_Place]] = {}
    for path, each in sorted(embeds.items()):
        for embed in each:
            for name in embed.inside:
                below.setdefault((path, name), set()).add((embed.path, embed.part))
    _drop_ends(below)
    for path, each in sorted(embeds.items()):
        for embed in each:
            ways = (_way(below, (embed.path, embed.part), (path, name)) for name in embed.inside)
            way = min((found for found in ways if found), key=len, default=())
            if way:
                yield path, embed, way


def _drop_ends(below: dict[_Place, set[_Place]]) -> None:
    """Remove everything that does not lead to a cycle."""
    above: dict[_Place, set[_Place]] = {}
    for place, others in below.items():
        for other in others:
            above.setdefault(other, set()).add(place)
    ends = deque(place for place in above if place not in below)
    while ends:
        end = ends.popleft()
        for place in above.get(end, ()):
            below[place].discard(end)
            if not below[place]:
                del below[place]
                ends.append(place)


def _way(below: Mapping[_Place, set[_Place]], start: _Place, goal: _Place) -> tuple[str, ...]:
    """The notes on a shortest path from `start` to `goal`, both included; () if there is none."""
    before: dict[_Place, _Place | None] = {start: None} if start in below and goal in below else {}
    waiting = deque(before)
    while waiting and goal not in before:
        place = waiting.popleft()
        for other in sorted(below.get(place, ())):
            if other not in before:
                before[other] = place
                waiting.append(other)
    way: list[str] = []
    place_on_way: _Place | None = goal if goal in before else None
    while place_on_way is not None:
        way.append(place_on_way[0])
        place_on_way = before[place_on_way]
    return tuple(reversed(way))
