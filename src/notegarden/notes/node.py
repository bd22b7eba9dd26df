"""Node: what other pages may show of a note. Small, so that all of them fit in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from posixpath import basename

import msgspec

from notegarden.notes.dates import instant
from notegarden.notes.note import MenuEntry, Note
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_entry

Dates = Mapping[str, tuple[str, str]]
"""Path → (first, last commit), ISO 8601."""
_ENCODE = msgspec.msgpack.Encoder().encode
_LOOKUPS = msgspec.msgpack.Decoder(tuple[str, ...])
_PROBLEMS = msgspec.msgpack.Decoder(tuple[Problem, ...])
_DAYS = "/"  # no folder's name
_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?(?=[-_.])")


class Edge(msgspec.Struct, frozen=True, array_like=True):
    """The links to one other note: their number, and how many of them are tags.

    `embeds`: how many of them embed it or part of it. `relations`: names of the properties that link to it, in order.
    `citations`: a digest of the links' sentences, in order, because the target's page quotes them.
    """

    target: str
    count: int
    tags: int
    embeds: int = 0
    relations: tuple[str, ...] = ()
    citations: bytes = b""


class Unwritten(msgspec.Struct, frozen=True, array_like=True):
    """A relref, as typed, that resolves to no note, its line, and a digest of its sentence."""

    target: str
    line: int
    citation: bytes = b""


class Embedding(msgspec.Struct, frozen=True, array_like=True):
    """An embed of part of a note. `inside`: names of the parts of its own note that contain it.

    `path` and `part`: what it shows. `line` and `column`: where it is in the source; `target`: as typed.
    """

    inside: tuple[str, ...]
    path: str
    part: str
    line: int
    column: int
    target: str


class Naming(msgspec.Struct, frozen=True, array_like=True):
    """An unlinked mention: another note's name in a note's text, without a link.

    `name`: the folded words, joined by spaces; `target`: the note with that name; `count`: the number of occurrences.
    `places`: (index of the block in `Note.prose`, start, stop) of the first of them. `quotes`: a digest of the text
    around these that the target's page shows.
    """

    target: str
    name: str
    count: int
    places: tuple[tuple[int, int, int], ...]
    quotes: bytes


class Cited(msgspec.Struct, frozen=True, array_like=True):
    """A work that a note cites, by its key. `block`: the id of the first block that cites it, "" if there is none.

    `digest`: of its entry in the bibliography.
    """

    key: str
    block: str
    digest: bytes


class Node(msgspec.Struct, frozen=True, array_like=True):
    """A note in the garden, with its links resolved.

    `address` is site-relative; `natural` is the address it would have without conflicts. Dates are ISO 8601 or "".
    `lookups`: the keys of all names and files looked up for its links, tags and pictures (names.Lookups).
    `problems`: all its problems, sorted. Both are packed, because a build needs those of few notes. `anchored`: notes
    that it links to with an anchor. `plain_tags`: front-matter tags that name no note. `pictures`: addresses of the
    files it uses. `terms`: the note's characteristic words, joined by spaces. `shown_from`, `shown_until`: publish and
    expiry dates in UTC. `listing`: Hugo's `build.list`. `held`: not published because its front matter does not show
    clearly whether it may be. `lends`: the files of its bundle are published. `cascades`: other notes inherit front
    matter from it. `embeds`: those of parts of notes. `also`: other names that readers know it by.
    `diagrams`: it has a diagram that the browser draws. `said`: the folded words of its prose, an index for finding
    notes that may mention a name; `namings`: its unlinked mentions of other notes. `menus`: the site's menus it adds
    itself to. `day`: of a daily note, ISO 8601. `noindex`: search engines must not index it. `works`: those it cites.
    `has_image`: its front matter names a picture for link previews. `tasks`: a digest of its open tasks, b"" if it has
    none. `line`: its first line in its file.
    """

    path: str
    title: str
    address: str
    natural: str
    aliases: tuple[str, ...] = ()
    hidden: bool = False
    created: str = ""
    modified: str = ""
    words: int = 0
    weight: int = 0
    edges: tuple[Edge, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()
    anchored: tuple[str, ...] = ()
    plain_tags: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    terms: str = ""
    shown_from: str = ""
    shown_until: str = ""
    empty: bool = False
    listing: str = "always"
    held: bool = False
    lends: bool = True
    cascades: bool = False
    packed_lookups: bytes = b""
    packed_problems: bytes = b""
    file: str = ""
    names: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    in_vault: bool = False
    tags: tuple[str, ...] = ()
    diagrams: bool = False
    embeds: tuple[Embedding, ...] = ()
    said: str = ""
    namings: tuple[Naming, ...] = ()
    menus: tuple[MenuEntry, ...] = ()
    day: str = ""
    noindex: bool = False
    works: tuple[Cited, ...] = ()
    has_image: bool = False
    tasks: bytes = b""
    line: int = 1

    @property
    def lookups(self) -> tuple[str, ...]:
        return _LOOKUPS.decode(self.packed_lookups) if self.packed_lookups else ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return unpacked_problems(self.packed_problems)


def packed(values: Iterable[str] | Iterable[Problem]) -> bytes:
    """Sorted values as msgpack: a node's lookup keys or problems."""
    ordered = sorted(values)
    return _ENCODE(ordered) if ordered else b""


def unpacked_problems(packed: bytes) -> tuple[Problem, ...]:
    return _PROBLEMS.decode(packed) if packed else ()


def note_dates(note: Note, from_git: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """(created, modified): from front matter, else git, else the timestamp in the file name, else "".

    `modified` is never before `created`, and equals it if the note has not been updated since.
    """
    first, last = from_git.get(note.path, ("", ""))
    front = note.front
    stamp = _STAMP.match(basename(note.path))
    named = ""
    if stamp is not None and "01" <= stamp[2] <= "12" and "01" <= stamp[3] <= "31":
        hour, minute, second = (stamp[4] or "00", stamp[5] or "00", stamp[6] or "00")
        named = f"{stamp[1]}-{stamp[2]}-{stamp[3]}T{hour}:{minute}:{second}Z"
    created = front.date or first or named
    modified = front.lastmod or last
    return created, modified if instant(modified) > instant(created) else created


def weight_key(weight: float) -> tuple[bool, float]:
    """Sort key by weight as in Hugo: the lightest first, notes without weight (0) last."""
    return weight == 0, weight


def has_neighbours(node: Node) -> bool:
    """Whether a note has a place among the notes of its section; the home page has none."""
    return is_entry(node) and node.address != "/"


def reading_order(nodes: Iterable[Node]) -> dict[str, tuple[str | None, str | None]]:
    """Path → the previous and next note in its section, by weight and title; for daily notes, by day.

    Notes outside all folders are one section.
    """
    sections: dict[str, list[Node]] = {}
    for node in nodes:
        if has_neighbours(node):
            folder = node.path.rpartition("/")[0]
            sections.setdefault(_DAYS if node.day else folder.partition("/")[0], []).append(node)
    out: dict[str, tuple[str | None, str | None]] = {}
    for members in sections.values():
        members.sort(key=lambda f: (f.day, weight_key(f.weight), f.title.casefold(), f.path))
        paths: list[str | None] = [None, *(member.path for member in members), None]
        for before, member, after in zip(paths, members, paths[2:], strict=False):
            out[member.path] = (before, after)
    return out
