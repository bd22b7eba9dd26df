"""Which notes cite a work, and which describe it."""

from __future__ import annotations

from notegarden.garden.facets import visible_works, works_described
from notegarden.notes.node import Node


class WorkIndex:
    """An index by the works' keys, of the notes that other pages may name."""

    def __init__(self) -> None:
        self._citing: dict[str, set[str]] = {}
        self._about: dict[str, set[str]] = {}

    def citing(self, key: str) -> list[str]:
        """The notes that cite a work, sorted by path."""
        return sorted(self._citing.get(key, ()))

    def about(self, key: str) -> str | None:
        """The note that describes a work; if there are several, the first by path, to which links lead as well."""
        return min(self._about.get(key, ()), default=None)

    def add(self, node: Node) -> None:
        for work in visible_works(node):
            self._citing.setdefault(work.key, set()).add(node.path)
        for key in works_described(node):
            self._about.setdefault(key, set()).add(node.path)

    def discard(self, node: Node) -> None:
        for work in visible_works(node):
            self._citing[work.key].discard(node.path)
        for key in works_described(node):
            self._about[key].discard(node.path)
