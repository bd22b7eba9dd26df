"""The related notes of all notes, updated with the nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from notegarden.garden.similarity import RelatedIndex
from notegarden.notes.node import Node
from notegarden.notes.visibility import is_entry, is_listed

_MOST = 5


class Relations:
    """Path → the most similar notes. The index for updates is built when the first note changes.

    `nodes`: the garden's current nodes. `neighbours`: the notes linked with a note.
    """

    def __init__(self, nodes: Mapping[str, Node], neighbours: Callable[[str], set[str]]) -> None:
        self._nodes, self._neighbours = nodes, neighbours
        self._related: dict[str, tuple[str, ...]] = {}
        self._index: RelatedIndex | None = None

    def of(self, path: str) -> tuple[str, ...]:
        return self._related.get(path, ())

    def restore(self, path: str, related: tuple[str, ...]) -> None:
        self._related[path] = related

    def update(self, regarded: set[str], before: Callable[[], Mapping[str, Node]]) -> set[str]:
        """Compare the notes in `regarded` again, whose words or links changed; returns those with new related notes.

        `before`: the previous nodes.
        """
        changed: set[str] = set()
        for path in self._unsure(regarded, before) if regarded else ():
            now: tuple[str, ...] = ()
            if _is_compared(self._nodes.get(path)) and self._index is not None:
                now = tuple(other for other, _ in self._index.related(path, _MOST))
            if now != self._related.get(path, ()):
                changed.add(path)
                self._related[path] = now
        return changed

    def _unsure(self, regarded: set[str], before: Callable[[], Mapping[str, Node]]) -> set[str]:
        """Update the index; returns the notes whose related notes may have changed."""
        if self._index is None:
            earlier = before()
            self._index = RelatedIndex(_compared(earlier or self._nodes))
            if not earlier:
                return {*self._nodes}
        unsure = set(regarded)
        for path in sorted(regarded):
            node = self._nodes.get(path)
            if node is None or not _is_compared(node):
                unsure |= self._index.remove(path)
            else:
                unsure |= self._index.update(path, self._neighbours(path), node.terms.split())
        return unsure


def _is_compared(node: Node | None) -> bool:
    return node is not None and is_entry(node)


def _compared(nodes: Mapping[str, Node]) -> Iterator[tuple[str, set[str], list[str]]]:
    """(path, linked notes, characteristic words) of every note that is in lists."""
    shown = [node for node in nodes.values() if is_listed(node)]
    around: dict[str, set[str]] = {node.path: {edge.target for edge in node.edges} for node in shown}
    for node in shown:
        for edge in node.edges:
            around.setdefault(edge.target, set()).add(node.path)
    for node in shown:
        if is_entry(node):
            yield node.path, around[node.path], node.terms.split()
