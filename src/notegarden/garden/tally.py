"""What a note's links amount to, once they are resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from notegarden.garden.names import NameIndex, tag_key
from notegarden.garden.resolve import Found, Missing, Resolved, asked
from notegarden.garden.vault import KINDS
from notegarden.notes.node import Edge, Unwritten
from notegarden.notes.note import Link

# Kinds of links that ask for a note that may still be written.
_WANTING = KINDS | {"relref", "ref"}


class LinkTally:
    """Counts the links of the note at `path`. `asks`: keys under which they are to be looked at again.

    `below`: the path of the base URL.
    `used`: addresses of the files that a vault's links lead to. `embeds`: paths of the notes that are embedded.
    """

    def __init__(self, path: str, address: str, below: str, *, is_vault: bool) -> None:
        self.path, self.address, self.below, self.is_vault = path, address, below, is_vault
        self.asks: set[str] = set()
        self.used: set[str] = set()
        self.embeds: set[str] = set()
        self.anchored: set[str] = set()
        self.plain_tags: list[str] = []
        self.unwritten: list[Unwritten] = []
        self._edges: Counter[str] = Counter()
        self._tags: Counter[str] = Counter()
        self._embedded: Counter[str] = Counter()
        self._relations: dict[str, dict[str, None]] = {}

    def add(self, link: Link, answer: Resolved) -> None:
        self.asks |= asked(link, self.path, self.address, self.below)
        if isinstance(answer, Found):
            if link.kind == "embed" and answer.path:
                self.embeds.add(answer.path)
            if answer.path and answer.path != self.path:
                self._to_note(link, answer)
            elif link.kind in KINDS and not answer.path:
                self.used.add(answer.address)
        elif isinstance(answer, Missing) and not answer.draft and link.kind in _WANTING:
            self.unwritten.append(Unwritten(link.target.partition("#")[0], link.line))

    def _to_note(self, link: Link, answer: Found) -> None:
        path = answer.path
        if self.is_vault and link.kind == "html":  # Obsidian does not count the links of raw HTML
            return
        self._edges[path] += 1
        if link.kind == "embed":
            self._embedded[path] += 1
        elif link.kind == "property":
            self._relations.setdefault(path, {})[link.field] = None
        elif link.field == "tags":
            self._tags[path] += 1
        if answer.fragment or answer.unplaced:
            self.anchored.add(path)

    def add_tags(self, tags: Iterable[str], names: NameIndex) -> None:
        """Count front-matter tags, each a link to the note that it names, if there is one."""
        for tag in tags:
            self.asks.add("tag " + tag_key(tag))
            path = names.tag(tag)
            if path is None:
                self.plain_tags.append(tag)
            elif path != self.path and path not in self._tags:
                self._edges[path] += 1
                self._tags[path] += 1

    def edges(self) -> tuple[Edge, ...]:
        return tuple(
            Edge(path, count, self._tags[path], self._embedded[path], tuple(self._relations.get(path, ())))
            for path, count in sorted(self._edges.items())
        )
