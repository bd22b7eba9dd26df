"""The garden: all notes with their relations.

Only `apply` changes it. A fresh build applies every note to an empty garden; a warm build restores the
nodes from the ledger and applies what changed; `serve` continues to apply changes. All three give equal gardens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from urllib.parse import unquote

import msgspec

from notegarden.config.schema import GardenConfig
from notegarden.garden.addresses import Addresses
from notegarden.garden.bundles import Bundles
from notegarden.garden.cascades import Cascades
from notegarden.garden.facets import Reference, reference, visible_edges
from notegarden.garden.mentions import Mentions, spoken_names
from notegarden.garden.names import Lookups, NameIndex, address_key, dates_by_note, tag_pages
from notegarden.garden.related import Relations
from notegarden.garden.resolve import Found, Missing, Resolved, file_address, resolve
from notegarden.garden.sections import list_address
from notegarden.garden.vault import KINDS, is_site_file
from notegarden.garden.withheld import is_template, is_untimely, is_withheld
from notegarden.garden.works import WorkIndex
from notegarden.notes.anchors import anchor_of, id_of, section_anchor
from notegarden.notes.cascade import kinds_of
from notegarden.notes.node import Dates, Edge, Node, reading_order
from notegarden.notes.note import Cascade, Link, Note
from notegarden.notes.visibility import Rules, has_files, is_hidden, is_listed, is_published
from notegarden.urls import attachment_address

_NO_EDGES: Mapping[str, Edge] = {}


class Garden:
    """Notes by path, their nodes, and every index over them.

    `load` returns a note that is not in memory (from the ledger). `now` is an ISO date-time in UTC: notes dated later,
    or expired by then, are not published, unless `rules` say so. `cascade`: front matter from the configuration.
    """

    def __init__(
        self,
        config: GardenConfig,
        load: Callable[[str], Note],
        now: str,
        rules: Rules | None = None,
        cascade: Sequence[Cascade] = (),
    ) -> None:
        self.config = config
        self._base_path = config.base_path
        self.rules = rules or Rules(config.drafts, config.future, config.expired)
        self.now = now
        self.nodes: dict[str, Node] = {}
        vault = config.source("") if config.is_vault else None
        content = config.source("") if config.format == "hugo" and config.content else "content/"
        lists = partial(list_address, config=config)
        self.names = NameIndex(vault, config.own_language, lists, "" if config.is_vault else content)
        self.addresses = Addresses(config, self.note)
        self.cascades = Cascades(cascade)
        self.bundles = Bundles(self._bundle_address, content)
        self.dates: Dates = {}
        self.file_sizes: dict[str, int] = {}
        """Sizes in bytes of the files to copy, by address."""
        self.relations = Relations(self.nodes, self.neighbours)
        self.mentions = Mentions() if config.mentions else None
        self.works = WorkIndex()
        self._load = load
        self._notes: dict[str, Note] = {}
        self._backlinks: dict[str, dict[str, Edge]] = {}
        self._dependents: dict[str, set[str]] | None = None  # built when a name or a file has changed
        self._answers: dict[str, tuple[Resolved, ...]] = {}
        self._order: dict[str, tuple[str | None, str | None]] | None = None
        self._references: dict[str, Reference] = {}
        self._published: list[Node] | None = None

    def note(self, path: str) -> Note:
        """The facts of a note, from memory or from the ledger."""
        found = self._notes.get(path)
        if found is None:
            found = self._notes[path] = self.cascades.applied(self._load(path))
        return found

    def published(self) -> Sequence[Node]:
        """The notes that have a page, sorted by path."""
        if self._published is None:
            self._published = [*filter(is_published, map(self.nodes.__getitem__, sorted(self.nodes)))]
        return self._published

    def listed(self) -> Sequence[Node]:
        """The notes that other pages may name, sorted by path."""
        return [*filter(is_listed, self.published())]

    def reference(self, path: str) -> Reference | None:
        """What a link to a note shows; None if there is no such note."""
        found = self._references.get(path)
        if found is None and path in self.nodes:
            found = self._references[path] = reference(self.nodes[path])
        return found

    def backlinks(self, path: str) -> Mapping[str, Edge]:
        """The links to a note by the path of the linking note, without the note itself."""
        return self._backlinks.get(path, _NO_EDGES)

    def neighbours(self, path: str) -> set[str]:
        """The notes that link to a note, and those that it links to."""
        node = self.nodes.get(path)
        return {*self.backlinks(path), *(edge.target for edge in node.edges)} if node else {*self.backlinks(path)}

    def resolve(self, link: Link, path: str, lookups: Lookups | None = None) -> Resolved:
        """Resolve a link of the note at `path`. A Found always has its address.

        `lookups` records what the answer depends on, for callers that cache it.
        """
        used = lookups or Lookups(self.names)
        found = resolve(used, link, path, self.addresses.of(path), self._base_path)
        if isinstance(found, Found) and found.path and _needs_note(found.fragment, link):
            found = _placed(found, link, self.note(found.path), is_vault=self.config.is_vault)
        if isinstance(found, Found) and not found.address:
            return msgspec.structs.replace(found, address=self.addresses.of(found.path))
        if isinstance(found, Missing) and link.kind in ("markdown", "html"):
            file = self.picture_address(link.target, path, used)
            if not found.draft and self.is_withheld(file, used):
                return msgspec.structs.replace(found, draft=file)
        return found

    def is_withheld(self, address: str, lookups: Lookups | None = None) -> bool:
        """Whether there is a file for this address that is not published."""
        name = address.strip("/").lower()
        return self.bundles.is_withheld(address) or (lookups or self.names).is_withheld(name)

    def answers(self, path: str, lookups: Lookups | None = None) -> tuple[Resolved, ...]:
        """The resolved links of a note, in the order of `note.links`.

        Without `lookups`, the answers are cached until the next change.
        """
        found = self._answers.get(path) if lookups is None else None
        if found is None:
            used = lookups or Lookups(self.names)
            found = self._answers[path] = tuple(self.resolve(link, path, used) for link in self.note(path).links)
        return found

    def picture_address(self, src: str, path: str, lookups: Lookups | None = None) -> str:
        """The site-relative address that a picture's `src` refers to in the note at `path`."""
        names = lookups or self.names
        if src.startswith("file:"):
            file = src.removeprefix("file:")
            return names.address_of_file(file) or attachment_address(file)
        typed = unquote(src.partition("#")[0].partition("?")[0])
        return file_address(names, typed, self.addresses.of(path), self._base_path)

    def attachments(self) -> set[str] | None:
        """Addresses of the files to publish: in a vault those that published notes use, otherwise None for all."""
        if not self.config.is_vault:
            return None
        used = {address for node in self.nodes.values() if not node.hidden for address in node.pictures}
        return used | {address for address in self.names.files() if is_site_file(address)}

    def order(self) -> dict[str, tuple[str | None, str | None]]:
        """Path → the previous and next note, as in `reading_order`."""
        if self._order is None:
            self._order = reading_order(self.nodes.values())
        return self._order

    def is_hidden(self, note: Note) -> bool:
        """Whether a note is not published."""
        if self.config.is_vault:
            is_previewed = note.held != "" and self.rules.unreadable and not is_template(note.path, self.config)
            return (is_withheld(note, self.config) and not is_previewed) or is_untimely(note, self.now, self.rules)
        return _is_disabled(note, self.config) or is_hidden(note.front, self.now, self.rules)

    def is_held(self, note: Note) -> bool:
        """Whether a note is not published because its front matter is unclear."""
        return is_unreadable(note) and not self.rules.unreadable and not is_template(note.path, self.config)

    def lends_files(self, note: Note) -> bool:
        """Whether the files of a note's bundle are published."""
        return not _is_disabled(note, self.config) and has_files(note.front, self.now, self.rules)

    def _bundle_address(self, path: str) -> str | None:
        """The address that a note's bundle files are published below, None if they are not published."""
        known = self.nodes.get(path) if path not in self._notes else None
        lends = known.lends if known else self.lends_files(self.note(path))
        return self.addresses.of(path) if lends else None

    # -- changes, for `apply` -----------------------------------------------------------------------------------

    def restore(
        self, nodes: Mapping[str, tuple[Node, tuple[str, ...]]], files: Mapping[str, str], dates: Dates
    ) -> None:
        """Restore an earlier garden, nodes with their related notes by path: nothing is resolved again."""
        self.dates = dates_by_note(dates, self.config.own_language)
        for path, (node, related) in nodes.items():
            if node.cascades:
                self.cascades.restore(path, self._load(path).front.cascade)
            self.addresses.restore(path, node.natural, node.address)
            names = (path, node.title, node.address, node.aliases, node.names, tag_pages(node))
            self.names.add(*names, hidden=node.hidden, listed=is_listed(node))
            if self.mentions is not None:
                self.mentions.rename(path, (), spoken_names(node))
            self.index(node)
            self.relations.restore(path, related)
        self.change_files(files, nodes)

    def change_files(self, files: Mapping[str, str | None], notes: Iterable[str]) -> tuple[set[str], set[str]]:
        """Update files (own address → source, None: removed), and the files in the bundles of these notes.

        Returns the published addresses with changes, and the affected lookup keys.
        """
        bundles = [] if self.config.is_vault else [*notes]
        there = [path for path in bundles if path in self.addresses]
        changed = self.bundles.change(files, there, [path for path in bundles if path not in self.addresses])
        keys = {address_key(own) for own in files}  # files of an unpublished note do not change what is published
        for address in changed:
            keys |= self.names.set_file(address, None)
            source = self.bundles.source(address)
            if source is not None:
                keys |= self.names.set_file(address, source)
        return changed, keys

    def inherited(self, notes: Mapping[str, Note | None]) -> Mapping[str, Note | None]:
        """The parsed notes (None: removed) with inherited front matter, and notes whose inherited one changed."""
        return self.cascades.change(notes, [*self.nodes], self._load)

    def set_note(self, path: str, note: Note | None) -> None:
        """Replace the facts of a note; its node stays unchanged."""
        if note is None:
            self._notes.pop(path, None)
        else:
            self._notes[path] = note

    def dependents(self, keys: Iterable[str]) -> set[str]:
        """The notes with a link, a tag or a picture that was looked up by one of these keys."""
        wanted = [*keys]
        if not wanted:
            return set()
        if self._dependents is None:
            self._dependents = {}
            for node in self.nodes.values():
                for key in node.lookups:
                    self._dependents.setdefault(key, set()).add(node.path)
        return set().union(*(self._dependents.get(key, ()) for key in wanted))

    def index(self, node: Node) -> None:
        """Add a node to the indexes."""
        self.nodes[node.path] = node
        self._published = None
        self._references.pop(node.path, None)
        if self._dependents is not None:
            for key in node.lookups:
                self._dependents.setdefault(key, set()).add(node.path)
        for edge in visible_edges(node):
            self._backlinks.setdefault(edge.target, {})[node.path] = edge
        self.works.add(node)
        if self.mentions is not None:
            self.mentions.index(node)

    def unindex(self, node: Node) -> None:
        del self.nodes[node.path]
        self._published = None
        self._references.pop(node.path, None)
        if self._dependents is not None:
            for key in node.lookups:
                self._dependents[key].discard(node.path)
        for edge in node.edges:
            self._backlinks.get(edge.target, {}).pop(node.path, None)
        self.works.discard(node)
        if self.mentions is not None:
            self.mentions.unindex(node)

    def forget_derived(self, *, order: bool) -> None:
        """Clear what was derived from names and, with `order`, from nodes."""
        self._answers.clear()
        if order:
            self._order = None

    def reorder(self, before: Iterable[Node]) -> set[str]:
        """Compute the order again; returns the notes whose neighbours changed. `before`: the old nodes."""
        then, self._order = self._order or reading_order(before), None
        now = self.order()
        return {path for path in {*then, *now} if then.get(path) != now.get(path)}


def _needs_note(fragment: str, link: Link) -> bool:
    """Whether the target note's ids are needed to resolve the fragment of a link to it."""
    return not fragment.isascii() or (link.kind in KINDS and fragment != "")


def _placed(found: Found, link: Link, note: Note, *, is_vault: bool) -> Found:
    """The answer with the fragment's id in the page of `note`."""
    if link.kind not in KINDS:
        return msgspec.structs.replace(found, fragment=id_of(found.fragment, note))
    anchor = anchor_of(found.fragment, note) if is_vault else section_anchor(found.fragment, note)
    return msgspec.structs.replace(found, fragment=anchor or "", unplaced="" if anchor else found.fragment)


def _is_disabled(note: Note, config: GardenConfig) -> bool:
    """Whether the site has no pages of this note's kind."""
    return bool(config.disabled_kinds) and not {*kinds_of(note.path)}.isdisjoint(config.disabled_kinds)


def is_unreadable(note: Note) -> bool:
    """Whether it is unclear from the front matter if the note may be published."""
    return note.front.unreadable or note.held != ""
