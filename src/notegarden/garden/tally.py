"""Edges and other data derived from a note's links after they are resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import attrgetter

import msgspec

from notegarden.garden.names import Lookups
from notegarden.garden.resolve import Found, Missing, Resolved
from notegarden.garden.vault import KINDS
from notegarden.notes.node import Cited, Edge, Unwritten
from notegarden.notes.note import Link, Note

_ENCODE = msgspec.msgpack.Encoder().encode
# Kinds of links that ask for a note that may still be written.
_WANTING = KINDS | {"relref", "ref"}


class LinkTally:
    """Counts the links of the note at `path`. `used`: addresses of the files that a vault's links lead to."""

    def __init__(self, path: str, *, is_vault: bool) -> None:
        self.path, self.is_vault = path, is_vault
        self.used: set[str] = set()
        self.anchored: set[str] = set()
        self.plain_tags: list[str] = []
        self.unwritten: list[Unwritten] = []
        self._cited: dict[str, list[Link]] = {}
        self._edges: Counter[str] = Counter()
        self._tags: Counter[str] = Counter()
        self._embedded: Counter[str] = Counter()
        self._relations: dict[str, dict[str, None]] = {}

    def add(self, link: Link, answer: Resolved) -> None:
        if isinstance(answer, Found) and answer.path not in ("", self.path) and (answer.fragment or answer.unplaced):
            self.anchored.add(answer.path)  # invisible links count too: `check` verifies their anchors
        if link.unseen:
            return
        if isinstance(answer, Found):
            if answer.path and answer.path != self.path:
                self._to_note(link, answer)
            elif link.kind in KINDS and not answer.path:
                self.used.add(answer.address)
        elif isinstance(answer, Missing) and not answer.draft and wants_note(link):
            self.unwritten.append(Unwritten(link.target.partition("#")[0], link.line, citations_digest((link,))))

    def _to_note(self, link: Link, answer: Found) -> None:
        path = answer.path
        self._cited.setdefault(path, []).append(link)
        if self.is_vault and link.kind == "html":  # Obsidian does not count links in raw HTML
            return
        self._edges[path] += 1
        if link.kind == "embed":
            self._embedded[path] += 1
        elif link.kind == "property":
            self._relations.setdefault(path, {})[link.field] = None
        elif link.field == "tags":
            self._tags[path] += 1

    def add_tags(self, tags: Iterable[str], names: Lookups) -> None:
        """Count front-matter tags; each is a link to the note that it names, if any."""
        for tag in tags:
            path = names.tag(tag)
            if path is None:
                self.plain_tags.append(tag)
            elif path != self.path and path not in self._tags:
                self._edges[path] += 1
                self._tags[path] += 1

    def edges(self) -> tuple[Edge, ...]:
        return tuple(
            Edge(
                path,
                count,
                self._tags[path],
                self._embedded[path],
                tuple(self._relations.get(path, ())),
                citations_digest(self._cited.get(path, ())),
            )
            for path, count in sorted(self._edges.items())
        )


def wants_note(link: Link) -> bool:
    """Whether an unresolved link asks for a note that is not written yet."""
    return link.kind in _WANTING and not link.is_by_name


def cited_notes(path: str, links: Sequence[Link], answers: Sequence[Resolved]) -> dict[str, list[Link]]:
    """The links of the note at `path` to other notes, by the other note's path."""
    cited: dict[str, list[Link]] = {}
    for link, answer in zip(links, answers, strict=True):
        if not link.unseen and isinstance(answer, Found) and answer.path and answer.path != path:
            cited.setdefault(answer.path, []).append(link)
    return cited


def cited_works(note: Note) -> tuple[Cited, ...]:
    """The works that a note cites, by key."""
    blocks: dict[str, str] = {}
    for link in note.links:
        if link.kind == "cite" and not link.unseen:
            blocks.setdefault(link.target[1:], link.block)
    return tuple(
        Cited(work.key, blocks.get(work.key, ""), blake2b(work.html.encode("utf-8", "replace"), digest_size=8).digest())
        for work in sorted(note.works, key=attrgetter("key"))
    )


def tasks_digest(note: Note) -> bytes:
    """A digest of a note's open tasks; b"" if it has none."""
    return blake2b(_ENCODE(note.tasks), digest_size=8).digest() if note.tasks else b""


def citations_digest(links: Sequence[Link]) -> bytes:
    """A digest of everything that other pages quote of these links, without their place in the file."""
    if not links:
        return b""
    quoted = [
        (link.kind, link.block, link.before, link.cited_text, link.after, link.section, link.field) for link in links
    ]
    return blake2b(_ENCODE(quoted), digest_size=8).digest()
