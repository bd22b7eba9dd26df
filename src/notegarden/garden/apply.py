"""Apply changed notes and files to the garden; report the changes as the keys that pages record (`facets`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import msgspec

from notegarden.garden.facets import (
    LISTS,
    PARTS,
    day,
    likeness,
    list_key,
    part_key,
    place,
    section,
    targets,
    visible_edges,
    visible_works,
    works_described,
)
from notegarden.garden.garden import Garden
from notegarden.garden.mentions import spoken_names
from notegarden.garden.names import claim_key, dates_by_note, lookup_keys, tag_pages
from notegarden.garden.nodes import named_node, node_of
from notegarden.notes.node import Dates, Node
from notegarden.notes.note import Note
from notegarden.notes.visibility import is_listed

_ABSENT = Node("", "", "", "", hidden=True)


class Changes(msgspec.Struct):
    """The result of an `apply`.

    `keys`: what has changed of what pages read, by the keys of `facets`. `touched`: the notes that were processed
    again, removed ones included. `nodes`: those whose node or related notes changed. `everything`: the
    garden was empty before; `keys` is meaningless then.
    """

    keys: set[str]
    touched: set[str]
    nodes: set[str]
    everything: bool = False

    @property
    def lists(self) -> bool:
        """Whether a list that pages show has changed."""
        return self.everything or any(list_key(name) in self.keys for name in LISTS if name not in ("checked", "names"))

    @property
    def counts(self) -> bool:
        """Whether the number of notes or links may have changed."""
        return self.everything or list_key("entries") in self.keys

    @property
    def checked(self) -> bool:
        """Whether something that `check` reads has changed."""
        return self.everything or any(list_key(name) in self.keys for name in ("checked", "entries", "names", "files"))


def apply(
    garden: Garden,
    notes: Mapping[str, Note | None],
    files: Mapping[str, str | None] | None = None,
    dates: Dates | None = None,
) -> Changes:
    """Apply notes by path as parsed (None: removed) and files by address (None: removed; changed files count as new).

    The garden's clock is already set: notes whose publish or expiry date has passed are processed again too.
    """
    files = files or {}
    notes = garden.inherited(notes)
    is_fresh = not garden.nodes
    garden.forget_derived(order=is_fresh)
    touched = _redated(garden, dates) | _due(garden)
    anchors = {path: _anchors(garden.note(path)) for path in notes if path in garden.nodes}
    lookup_keys = _rename(garden, notes, touched)
    moved, file_keys = garden.change_files(files, notes.keys() | touched)
    lookup_keys |= file_keys
    touched |= garden.dependents(lookup_keys)
    touched |= _anchored_to(garden, notes, anchors)
    touched |= notes.keys()
    touched |= _rename_spoken(garden, touched)
    common = garden.mentions.common() if garden.mentions is not None else frozenset()
    old = {path: garden.nodes.get(path) for path in touched}
    for node in old.values():
        if node is not None:
            garden.unindex(node)
    for path in touched:
        if path in garden.addresses:
            garden.index(node_of(garden, garden.note(path)))
    changes = Changes(set(), touched, {path for path in touched if old[path] != garden.nodes.get(path)}, is_fresh)
    if not is_fresh:
        changes.keys = _changed_keys(garden, old, changes.nodes)
        changes.keys |= {part_key("file", address) for address in moved}
        changes.keys |= {list_key("files")} if moved or files else set()
        if garden.mentions is not None:
            named = garden.mentions.changed(old, garden.nodes, common)
            changes.keys |= {part_key("mentions", path) for path in named}
        changes.keys |= {part_key("order", path) for path in _reordered(garden, old)}
    related = _relate(garden, old)
    changes.keys |= {part_key("related", path) for path in related}
    changes.nodes |= related & garden.nodes.keys()
    return changes


def _due(garden: Garden) -> set[str]:
    """Notes whose publish or expiry date has passed since their node was made."""
    timed = [node for node in garden.nodes.values() if node.shown_from or node.shown_until]
    return {node.path for node in timed if _is_overdue(garden, node)}


def _is_overdue(garden: Garden, node: Node) -> bool:
    note = garden.note(node.path)
    return (node.hidden, node.lends) != (garden.is_hidden(note), garden.lends_files(note))


def _redated(garden: Garden, dates: Dates | None) -> set[str]:
    if dates is not None:
        dates = dates_by_note(dates, garden.config.own_language)
    if dates is None or dates == garden.dates:
        return set()
    before, garden.dates = garden.dates, dates
    return {path for path in {*dates, *before} if path in garden.nodes and dates.get(path) != before.get(path)}


def _rename(garden: Garden, notes: Mapping[str, Note | None], touched: set[str]) -> set[str]:
    """Update names and addresses; returns the lookup keys whose answers may have changed.

    `touched`: notes that may have another name for other reasons; those with a new address are added.
    """
    moved, contested = garden.addresses.change(notes)
    keys = {claim_key(address) for address in contested}
    touched |= moved
    for path, note in notes.items():
        garden.set_note(path, note)
    for path in sorted(touched | notes.keys()):
        old = garden.nodes.get(path)
        named = named_node(garden, garden.note(path)) if path in garden.addresses else None
        if old is not None and named is not None and _name(old) == _name(named):
            continue
        if old is not None:
            names = (path, old.title, old.address, old.aliases, old.names, tag_pages(old))
            garden.names.discard(*names)
            keys |= lookup_keys(*names)
        if named is not None:
            names = (path, named.title, named.address, named.aliases, named.names, tag_pages(named))
            garden.names.add(*names, hidden=named.hidden, listed=is_listed(named))
            keys |= lookup_keys(*names)
    return keys


def _rename_spoken(garden: Garden, touched: set[str]) -> set[str]:
    """Update the names to search texts for; returns the notes whose mentions may have changed."""
    if garden.mentions is None:
        return set()
    keys: set[tuple[str, ...]] = set()
    for path in touched:
        named = named_node(garden, garden.note(path)) if path in garden.addresses else None
        keys |= garden.mentions.rename(path, spoken_names(garden.nodes.get(path)), spoken_names(named))
    return garden.mentions.sayers(keys, garden.nodes.values())


def _name(node: Node) -> tuple[object, ...]:
    """The parts of a node that the index of names uses."""
    shown = (node.hidden, node.held, node.listing)
    return node.title, node.address, node.aliases, shown, node.names, frozenset(tag_pages(node))


def _anchors(note: Note) -> tuple[object, ...]:
    """Everything that an anchor may refer to in a note."""
    headings = [(heading.level, heading.key, heading.id) for heading in note.headings if heading.key]
    return note.ids, headings, [part.name for part in note.parts]


def _anchored_to(
    garden: Garden, notes: Mapping[str, Note | None], anchors: Mapping[str, tuple[object, ...]]
) -> set[str]:
    """The notes that link to an anchor in a note whose anchors changed. `anchors`: the old ones."""
    out: set[str] = set()
    for path, before in anchors.items():
        note = notes[path]
        if note is not None and _anchors(note) != before:
            out |= {each for each, node in garden.nodes.items() if path in node.anchored}
    return out


def _changed_keys(garden: Garden, old: Mapping[str, Node | None], changed: set[str]) -> set[str]:
    keys = {part_key("note", path) for path in old}
    for path in changed:
        then, now = old[path] or _ABSENT, garden.nodes.get(path, _ABSENT)
        keys |= {part_key(name, path) for name, part in PARTS.items() if part(then) != part(now)}
        keys |= {list_key(name) for name, part in LISTS.items() if part(then) != part(now)}
        cited = {*visible_edges(then)} ^ {*visible_edges(now)}
        keys |= {part_key("backlinks", edge.target) for edge in cited}
        works = {*visible_works(then)} ^ {*visible_works(now)}
        keys |= {part_key("cited", work.key) for work in works}
        keys |= {part_key("described", key) for key in works_described(then) ^ works_described(now)}
        days = {day(then), day(now)}
        if len(days) > 1:
            keys |= {part_key("day", each[0]) for each in days if each is not None}
        heads = {section(then), section(now)}
        if len(heads) > 1:
            keys |= {part_key("section", head[0]) for head in heads if head is not None}
    return keys


def _reordered(garden: Garden, old: Mapping[str, Node | None]) -> set[str]:
    """The notes whose previous or next note changed."""
    same = all(place(node or _ABSENT) == place(garden.nodes.get(path, _ABSENT)) for path, node in old.items())
    return set() if same else garden.reorder(_nodes_before(garden, old).values())


def _relate(garden: Garden, old: Mapping[str, Node | None]) -> set[str]:
    """Update related notes; returns the notes whose related notes changed."""
    unlike: set[str] = set()
    for path, node in old.items():
        then, now = node or _ABSENT, garden.nodes.get(path, _ABSENT)
        apart = {*targets(then)} ^ {*targets(now)}
        if apart or likeness(then) != likeness(now):
            unlike |= {path, *apart}
    return garden.relations.update(unlike, partial(_nodes_before, garden, old))


def _nodes_before(garden: Garden, old: Mapping[str, Node | None]) -> dict[str, Node]:
    nodes = {path: node for path, node in garden.nodes.items() if path not in old}
    nodes.update((path, node) for path, node in old.items() if node is not None)
    return nodes
