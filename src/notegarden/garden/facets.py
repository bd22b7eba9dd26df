"""The parts of other notes that pages may show: small frozen parts of a node, each with a key.

A page records the keys of the parts it reads (`site.reads.Reads`); `apply` compares the old and new value of each part
and returns the keys that changed. So a page is stale when something it read has changed, and no other rule is needed.
A new part needs a struct here, a line in `PARTS` or `LISTS`, and a method of `Reads` that records its key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from notegarden.notes.node import Cited, Edge, Embedding, Node, Unwritten, has_neighbours
from notegarden.notes.note import MenuEntry
from notegarden.notes.visibility import is_entry, is_listed, is_published, is_section


class Reference(msgspec.Struct, frozen=True, array_like=True):
    """What a link to a note shows. `address` is site-relative; a page may name the note only if it is `listed`."""

    title: str
    address: str
    listed: bool = True


class ListEntry(msgspec.Struct, frozen=True, array_like=True):
    """A note that lists may name. `is_entry` False: a section's page, which is only counted and drawn on the map.

    `links`: (path of a linked note, number of links), by path; `kinds`: (path, how many of them embed that note,
    names of the properties that link to it), if any. Dates are ISO 8601 or "". `day`: of a daily note.
    `noindex`: search engines must not index it.
    """

    path: str
    title: str
    address: str
    is_entry: bool
    created: str
    modified: str
    links: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    day: str = ""
    weight: int = 0
    noindex: bool = False


class Dated(msgspec.Struct, frozen=True, array_like=True):
    """A note's entry in the sitemap: its address and when it changed, ISO 8601 or ""."""

    address: str
    modified: str


class TagUse(msgspec.Struct, frozen=True, array_like=True):
    """The tags of a published note: paths of the notes that it has as tags, and tags that are not names of notes.

    `listed`: other pages may name the note. `named`: the tags that are names of notes.
    """

    listed: bool
    notes: tuple[str, ...]
    plain: tuple[str, ...]
    named: tuple[str, ...] = ()


class Wanting(msgspec.Struct, frozen=True, array_like=True):
    """A note with links to notes that are not written yet."""

    path: str
    title: str
    address: str
    unwritten: tuple[Unwritten, ...]


class Checked(msgspec.Struct, frozen=True, array_like=True):
    """What `check` reads of a note. `problems` are packed (Node.packed_problems). `file`, `line`: its source
    (Note.file).

    `published`: it has a page; `held`: it has none because its front matter is unclear. `is_entry`: it is in
    lists, so other notes should link to it.
    """

    path: str
    published: bool
    held: bool
    address: str
    aliases: tuple[str, ...]
    pictures: tuple[str, ...]
    is_entry: bool
    empty: bool
    problems: bytes
    file: str = ""
    embeds: tuple[Embedding, ...] = ()
    line: int = 1


class Likeness(msgspec.Struct, frozen=True, array_like=True):
    """What related notes are computed from, besides the links."""

    terms: str


class Place(msgspec.Struct, frozen=True, array_like=True):
    """What the order of the notes in a section depends on."""

    weight: int
    title: str
    day: str = ""


def visible_edges(node: Node) -> tuple[Edge, ...]:
    """The links that other pages may show: those of a note that they may name."""
    return node.edges if is_listed(node) else ()


def reference(node: Node) -> Reference:
    return Reference(node.title, node.address, is_listed(node))


def targets(node: Node) -> tuple[str, ...]:
    """The notes that a published note links to, sorted."""
    return tuple([edge.target for edge in visible_edges(node)])


def section(node: Node) -> tuple[str, str] | None:
    """(address, title) of a note that is the section page for the addresses below its own; in a vault, any note."""
    return (node.address, node.title) if (is_section(node.path) or node.in_vault) and is_listed(node) else None


def day(node: Node) -> tuple[str, str] | None:
    """(day, address) of a daily note that other pages may name."""
    return (node.day, node.address) if node.day and is_entry(node) else None


def list_entry(node: Node) -> ListEntry | None:
    if not is_listed(node):
        return None
    links = tuple((edge.target, edge.count) for edge in node.edges)
    kinds = tuple((edge.target, edge.embeds, edge.relations) for edge in node.edges if edge.embeds or edge.relations)
    return ListEntry(
        node.path, node.title, node.address, is_entry(node), node.created, node.modified, links, kinds,
        node.day, node.weight, node.noindex,
    )  # fmt: skip


def dated(node: Node) -> Dated | None:
    """None for a note left out of lists or not to be indexed."""
    return Dated(node.address, node.modified) if is_listed(node) and not node.noindex else None


def tag_use(node: Node) -> TagUse | None:
    named = tuple([tag for tag in node.tags if tag not in node.plain_tags]) if node.tags else ()
    targets = tuple([edge.target for edge in node.edges if edge.tags])
    if not (node.plain_tags or named or targets) or not is_published(node):
        return None
    return TagUse(is_listed(node), targets, node.plain_tags, named)


def wanting(node: Node) -> Wanting | None:
    if not is_listed(node) or not node.unwritten:
        return None
    return Wanting(node.path, node.title, node.address, node.unwritten)


def addresses(node: Node) -> tuple[str, ...]:
    """The addresses that lead to a published note: its own, then its aliases."""
    return (node.address, *node.aliases) if is_published(node) else ()


def name(node: Node) -> tuple[str, ...] | None:
    """The names of a note that hints and checks use: path, address, and other names."""
    return (node.path, node.address, *node.also) if is_published(node) else None


def lends(node: Node) -> bool:
    """Whether the files of a note's bundle are published."""
    return node.lends


def menus(node: Node) -> tuple[MenuEntry, ...]:
    """The site's menus that contain a note."""
    return node.menus if is_listed(node) else ()


def visible_works(node: Node) -> tuple[Cited, ...]:
    """The works that a note cites, if other pages may name it."""
    return node.works if is_listed(node) else ()


def tasks(node: Node) -> bytes:
    """A digest of a note's open tasks, if other pages may name it; b"" if it has none."""
    return node.tasks if is_listed(node) else b""


def works_described(node: Node) -> frozenset[str]:
    """The keys of works that a note describes, if other pages may name it."""
    if not node.names or not is_listed(node):
        return frozenset()
    return frozenset(name[1:] for name, _ in node.names if name.startswith("@"))


def checked(node: Node) -> Checked:
    return Checked(
        node.path,
        is_published(node),
        node.held,
        node.address,
        node.aliases,
        node.pictures,
        is_entry(node),
        node.empty,
        node.packed_problems,
        node.file,
        node.embeds,
        node.line,
    )


def likeness(node: Node) -> Likeness | None:
    """None for a note that is not compared, because it is in no list."""
    return Likeness(node.terms) if is_entry(node) else None


def place(node: Node) -> Place | None:
    return Place(node.weight, node.title, node.day) if has_neighbours(node) else None


PARTS: Mapping[str, Callable[[Node], object]] = {"reference": reference, "links": targets}
"""Parts of one note: the key is the name and the note's path (`part_key`)."""
LISTS: Mapping[str, Callable[[Node], object]] = {
    "entries": list_entry, "dated": dated, "tags": tag_use, "wanted": wanting, "addresses": addresses,
    "checked": checked, "names": name, "files": lends, "menus": menus, "works": visible_works, "tasks": tasks,
}  # fmt: skip
"""Parts that pages read of all notes: one key for all (`list_key`)."""


def part_key(name: str, path: str) -> str:
    """The key of a part of one note, or of anything else identified by a path or an address."""
    return f"{name} {path}"


def list_key(name: str) -> str:
    return f"list {name}"
