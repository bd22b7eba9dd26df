"""The garden: how the notes hang together.

`Garden.apply` is the only way to change it. A fresh build applies every note to an empty garden; a warm build restores
the nodes that the ledger remembers and applies what changed; `serve` goes on applying. All three end in equal gardens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import unquote

import msgspec

from notegarden.config.permalinks import unknown_token
from notegarden.config.schema import Config
from notegarden.garden.addresses import Addresses
from notegarden.garden.bundles import Bundles
from notegarden.garden.cascades import Cascades
from notegarden.garden.held_back import is_held_back, is_template
from notegarden.garden.link_problems import link_problem
from notegarden.garden.names import NameIndex, ask_key, ask_keys, file_keys
from notegarden.garden.related import Relations
from notegarden.garden.resolve import Found, Missing, Resolved, file_address, resolve
from notegarden.garden.tally import LinkTally
from notegarden.garden.vault import KINDS, is_site_file
from notegarden.notes.anchors import anchor_of
from notegarden.notes.node import (
    Dates,
    Node,
    note_dates,
    packed,
    reading_order,
)
from notegarden.notes.note import Cascade, Link, Note, is_silenced
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import Rules, has_files, is_hidden, is_listed, is_published, is_section, shown_between
from notegarden.urls import attachment_address, is_external

_NOBODY = Node("", "", "", "", hidden=True)


class Changes(msgspec.Struct):
    """What an `apply` did. `pages`: paths of the notes whose page may be another now, gone ones included.

    `nodes`: the notes whose node is another now. `lists`: what the pages of the whole garden show may have changed;
    `problems`: what is wrong with it may have.
    """

    pages: set[str]
    nodes: set[str] = set()
    lists: bool = False
    problems: bool = False
    related: set[str] = set()


class Garden:
    """Notes by path, their nodes, and every index over them.

    `load` gives a note that is not in memory (from the ledger). `now` is an ISO date-time in UTC: what is dated later,
    or expired by then, is not published, unless `rules` say so. `cascade`: what the site hands down.
    """

    def __init__(
        self,
        config: Config,
        load: Callable[[str], Note],
        now: str,
        rules: Rules | None = None,
        cascade: Sequence[Cascade] = (),
    ) -> None:
        self.config = config
        self.rules = rules or Rules(config.drafts, config.future, config.expired)
        self.now = now
        self.nodes: dict[str, Node] = {}
        self.names = NameIndex(config.source("") if config.is_vault else None)
        self.addresses = Addresses(config, self.note)
        self.cascades = Cascades(cascade)
        self.bundles = Bundles(self._bundle_address)
        self._load = load
        self._notes: dict[str, Note] = {}
        self._dates: Dates = {}
        self._sources: dict[str, dict[str, int]] = {}
        self._embedders: dict[str, set[str]] = {}  # path → the notes that show its text, or a part of it
        self._asks: dict[str, set[str]] | None = None  # made when a name or a file has changed
        self.file_sizes: dict[str, int] = {}
        """Bytes of the files that are copied, by address."""
        self.relations = Relations(self.nodes, self.neighbours)
        self._answers: dict[str, tuple[Resolved, ...]] = {}
        self._order: dict[str, tuple[str | None, str | None]] | None = None

    # -- reading ------------------------------------------------------------------------------------------------

    def note(self, path: str) -> Note:
        """The facts of a note, from memory or from the ledger."""
        found = self._notes.get(path)
        if found is None:
            found = self._notes[path] = self.cascades.applied(self._load(path))
        return found

    def forget_notes(self) -> None:
        """Let the notes' facts go from memory; they are loaded again when asked for."""
        self._notes.clear()

    def published(self) -> list[Node]:
        """The notes that have a page, sorted by path."""
        return [self.nodes[path] for path in sorted(self.nodes) if is_published(self.nodes[path])]

    def listed(self) -> list[Node]:
        """The notes that other pages may name, sorted by path."""
        return [self.nodes[path] for path in sorted(self.nodes) if is_listed(self.nodes[path])]

    def sources_of(self, path: str) -> Mapping[str, int]:
        """Who links to a note: path → number of links, itself left out."""
        return self._sources.get(path, {})

    def neighbours(self, path: str) -> set[str]:
        node = self.nodes.get(path)
        return {*self.sources_of(path), *(edge.target for edge in node.edges)} if node else set(self.sources_of(path))

    def resolve(self, link: Link, path: str) -> Resolved:
        """What a link of the note at `path` leads to. A Found always has its address."""
        found = resolve(self.names, link, path, self.addresses.of(path), self.config.base_path)
        if isinstance(found, Found) and found.path and found.fragment and link.kind in KINDS:
            anchor = anchor_of(found.fragment, self.note(found.path))
            lost = "" if anchor else found.fragment
            found = msgspec.structs.replace(found, fragment=anchor or "", unplaced=lost)
        if isinstance(found, Found) and not found.address:
            return msgspec.structs.replace(found, address=self.addresses.of(found.path))
        if isinstance(found, Missing) and link.kind in ("markdown", "html"):
            file = self.picture_address(link.target, path)
            if not found.draft and self.is_held_back(file):
                return msgspec.structs.replace(found, draft=file)
        return found

    def is_held_back(self, address: str) -> bool:
        """Whether there is a file for this address that is not published."""
        return self.bundles.is_held_back(address) or self.names.is_withheld(address.strip("/").lower())

    def answers(self, path: str) -> tuple[Resolved, ...]:
        """What each link of a published note leads to, in the order of `note.links`; worked out once."""
        found = self._answers.get(path)
        if found is None:
            found = self._answers[path] = tuple(self.resolve(link, path) for link in self.note(path).links)
        return found

    def picture_file(self, src: str, path: str) -> str | None:
        """Where a picture's file comes from, `""` for one on another site, None where there is none."""
        if is_external(src):
            return ""
        return self.names.file(self.picture_address(src, path))

    def picture_address(self, src: str, path: str) -> str:
        """The site-relative address a picture's `src` means in the note at `path`."""
        if src.startswith("file:"):
            file = src.removeprefix("file:")
            return self.names.address_of_file(file) or attachment_address(file)
        typed = unquote(src.partition("#")[0].partition("?")[0])
        return file_address(self.names, typed, self.addresses.of(path), self.config.base_path)

    def attachments(self) -> set[str] | None:
        """Addresses of the files to be published: those that published notes use; None for all, but in a vault."""
        if not self.config.is_vault:
            return None
        used = {address for node in self.nodes.values() if not node.hidden for address in node.pictures}
        return used | {address for address in self.names.files() if is_site_file(address)}

    def next_due(self) -> str:
        """When the next note appears or expires, "" if none ever does."""
        times = [t for f in self.nodes.values() for t in (f.shown_from, f.shown_until) if t > self.now]
        return min(times, default="")

    # -- changing -----------------------------------------------------------------------------------------------

    def restore(
        self, nodes: Mapping[str, tuple[Node, tuple[str, ...]]], files: Mapping[str, str], dates: Dates
    ) -> None:
        """Take up an earlier garden, nodes with their related notes by path: nothing is resolved again."""
        self._dates = dates
        for path, (node, related) in nodes.items():
            if node.cascades:
                self.cascades.restore(path, self._load(path).front.cascade)
            self._enter_name(node)
            self._enter(node)
            self.relations.restore(path, related)
        self._change_files(files, nodes)

    def apply(
        self,
        notes: Mapping[str, Note | None],
        files: Mapping[str, str | None] | None = None,
        dates: Dates | None = None,
    ) -> Changes:
        """Take in notes by path (None: gone) and files by address (None: gone; a changed file counts as new)."""
        notes = self.cascades.change(notes, [*self.nodes], self._load)
        touched: set[str] = set()
        before: dict[str, Note] = {}
        if dates is not None and dates != self._dates:
            moved = {p for p in {*dates, *self._dates} if dates.get(p) != self._dates.get(p)}
            self._dates = dates
            touched |= {p for p in moved if p in self.nodes and p not in notes}
        self._answers.clear()
        for path in notes:
            if path in self.nodes:
                before[path] = self.note(path)
        keys = self._change_names(notes, touched)
        keys |= self._change_files(files or {}, {*notes, *touched})
        touched |= self._askers(keys)
        touched |= {path for path, note in notes.items() if note is not None}
        touched |= self._anchored_to(notes, before)
        touched = {path for path in touched if path in self.addresses}
        old = {path: self.nodes.get(path) for path in {*touched, *notes}}
        for node in old.values():
            if node is not None:
                self._leave(node)
        for path in touched:
            self._enter(self._node(self.note(path)))
        changes = self._changes(old, before)
        # A file may be one that no note shows, and where an anchor is missing the nearest of a note's ids is told.
        changes.problems |= bool(files) or any(note.ids != now.ids for note, now in self._edited(before))
        return changes

    def _askers(self, keys: set[str]) -> set[str]:
        """The notes with a link or a tag that may have another answer."""
        if not keys:
            return set()
        if self._asks is None:
            self._asks = {}
            for node in self.nodes.values():
                for key in node.asks:
                    self._asks.setdefault(key, set()).add(node.path)
        return set().union(*(self._asks.get(key, ()) for key in keys))

    def _change_files(self, files: Mapping[str, str | None], notes: Iterable[str]) -> set[str]:
        """Bring the files up to date, those of the bundles of these notes too; returns the keys asked anew."""
        keys: set[str] = set()
        bundles = [] if self.config.is_vault else notes
        there = [path for path in bundles if path in self.addresses]
        for address in self.bundles.change(files, there, [path for path in bundles if path not in self.addresses]):
            keys |= file_keys(address)
            source = self.bundles.source(address)
            self.names.discard_file(address)
            if source is not None:
                self.names.add_file(address, source)
        return keys

    def _bundle_address(self, path: str) -> str | None:
        """The address that the files of a note's bundle go with, None where they are not published."""
        known = self.nodes.get(path) if path not in self._notes else None
        lends = known.lends if known else has_files(self.note(path).front, self.now, self.rules)
        return self.addresses.of(path) if lends else None

    def _change_names(self, notes: Mapping[str, Note | None], touched: set[str]) -> set[str]:
        """Bring names and addresses up to date; returns the ask keys that may have another answer."""
        keys: set[str] = set()
        moved = self.addresses.change(notes)
        touched |= moved - notes.keys()
        for path in sorted(moved | notes.keys()):
            old = self.nodes.get(path)
            if old is not None:
                if path not in notes or notes[path] is None or not self._same_name(old, notes[path]):
                    self.names.discard(path, old.title, old.address, old.aliases)
                    self.names.discard_names(path, old.names)
                    keys.update(f"name {name}" for name, _ in old.names)
                    keys |= ask_keys(path, old.title, old.address, old.aliases)
                else:
                    continue
            if path in self.addresses:
                named = self._named(notes.get(path) or self.note(path))
                self._enter_name(named)
                keys |= ask_keys(path, named.title, named.address, named.aliases)
                keys.update(f"name {name}" for name, _ in named.names)
        for path, note in notes.items():
            if note is None:
                self._notes.pop(path, None)
            else:
                self._notes[path] = note
        return keys

    def _same_name(self, node: Node, note: Note | None) -> bool:
        if note is None:
            return False
        named = self._named(note)
        return (node.title, node.address, node.aliases, node.hidden, node.held, node.names) == (
            named.title, named.address, named.aliases, named.hidden, named.held, named.names,
        )  # fmt: skip

    def _enter_name(self, node: Node) -> None:
        self.addresses.restore(node.path, node.natural, node.address)
        self.names.add(node.path, node.title, node.address, node.aliases, hidden=node.hidden)
        self.names.add_names(node.path, node.names)

    def _named(self, note: Note) -> Node:
        """The node with nothing but what names the note."""
        address = self.addresses.of(note.path)
        return Node(
            path=note.path,
            title=note.title,
            address=address,
            natural=self.addresses.natural(note.path),
            aliases=tuple(
                self.addresses.alias(note.path, each)
                for each in note.front.aliases
                if "/" in each.strip("/") or not self.config.is_vault
            ),
            hidden=self.is_hidden(note),
            listing=note.front.build.list,
            held=_is_unreadable(note) and not self.rules.unreadable and not is_template(note.path, self.config),
            file=note.file,
            names=note.names,
            cascades=is_section(note.path) and note.front.cascade != (),
            lends=has_files(note.front, self.now, self.rules),
        )

    def is_hidden(self, note: Note) -> bool:
        """Whether a note is not published."""
        if self.config.is_vault:
            is_previewed = note.held != "" and self.rules.unreadable and not is_template(note.path, self.config)
            return is_held_back(note, self.config) and not is_previewed
        return is_hidden(note.front, self.now, self.rules)

    def due(self) -> set[str]:
        """Notes whose time has come, or run out, since their node was made."""
        return {
            node.path
            for node in self.nodes.values()
            if (node.shown_from or node.shown_until) and self._is_overdue(node)
        }

    def _is_overdue(self, node: Node) -> bool:
        note = self.note(node.path)
        return (node.hidden, node.lends) != (self.is_hidden(note), has_files(note.front, self.now, self.rules))

    def _anchored_to(self, notes: Mapping[str, Note | None], before: Mapping[str, Note]) -> set[str]:
        """Who links into a note with an anchor, where that note's ids changed."""
        out: set[str] = set()
        for path, note in notes.items():
            earlier = before.get(path)
            if earlier is not None and note is not None and _places(earlier) != _places(note):
                out |= {each for each in self.sources_of(path) if path in self.nodes[each].anchored}
        return out

    def _enter(self, node: Node) -> None:
        self.nodes[node.path] = node
        for path in node.embeds:
            self._embedders.setdefault(path, set()).add(node.path)
        if self._asks is not None:
            for key in node.asks:
                self._asks.setdefault(key, set()).add(node.path)
        if not is_listed(node):
            return
        for edge in node.edges:
            self._sources.setdefault(edge.target, {})[node.path] = edge.count

    def _leave(self, node: Node) -> None:
        del self.nodes[node.path]
        for path in node.embeds:
            self._embedders[path].discard(node.path)
        if self._asks is not None:
            for key in node.asks:
                self._asks[key].discard(node.path)
        for edge in node.edges:
            self._sources.get(edge.target, {}).pop(node.path, None)

    # -- what a note shows to others ----------------------------------------------------------------------------

    def _node(self, note: Note) -> Node:
        named = self._named(note)
        created, modified = note_dates(note, self._dates)
        findings = list(note.problems)
        tally = LinkTally(note.path, named.address, self.config.base_path, is_vault=self.config.is_vault)
        for link, answer in zip(note.links, self.answers(note.path), strict=True):
            tally.add(link, answer)
            problem = link_problem(link, answer, note, self._has_id)
            if problem is not None and not self._is_held(answer):
                findings.append(problem)
        tally.add_tags(note.front.tags, self.names)
        pictures = self._pictures(note, tally, findings)
        since, until = shown_between(note.front)
        findings += self._name_problems(note)
        return msgspec.structs.replace(
            named,
            created=created,
            modified=modified,
            words=note.words,
            weight=note.front.weight,
            edges=tally.edges(),
            unwritten=tuple(tally.unwritten),
            anchored=tuple(sorted(tally.anchored)),
            plain_tags=tuple(tally.plain_tags),
            pictures=pictures,
            embeds=tuple(sorted(tally.embeds)),
            packed_asks=packed(tally.asks),
            packed_problems=packed(each for each in findings if not is_silenced(each, note)),
            terms=" ".join(note.terms),
            shown_from="" if self.config.is_vault else since,
            shown_until=until,
            empty=note.words == 0 and not note.pictures and not any(link.kind == "embed" for link in note.links),
        )

    def _pictures(self, note: Note, tally: LinkTally, findings: list[Problem]) -> tuple[str, ...]:
        used, asks = tally.used, tally.asks
        for picture in note.pictures:
            if is_external(picture.src) or not picture.src:
                continue
            address = self.picture_address(picture.src, note.path)
            asks.add(ask_key(address))
            if self.names.file(address) is None:
                src = picture.src.removeprefix("file:")
                code, message = "picture-missing", f"no such picture: {src}"
                if self.is_held_back(address):
                    code, message = "link-draft", f"the picture belongs to a note that is not published: {src}"
                findings.append(Problem(note.path, picture.line, picture.column, code, "error", message))
            used.add(address)
        for link in note.links:
            if link.kind in ("markdown", "html", "file") and not link.target.startswith("#"):
                used.add(self.picture_address(link.target, note.path))
        return tuple(sorted(used))

    def _is_held(self, answer: Resolved) -> bool:
        """Whether a link leads to a note whose own error says why it is not published."""
        return isinstance(answer, Missing) and self._is_unreadable(answer.draft)

    def _is_unreadable(self, path: str) -> bool:
        return path in self.addresses and _is_unreadable(self.note(path))

    def _has_id(self, found: Found, note: Note) -> bool:
        ids = note.ids if found.path == note.path else self.note(found.path).ids
        return found.fragment in ids or found.fragment == "top"

    def _name_problems(self, note: Note) -> list[Problem]:
        token, near = unknown_token(note.front.url)
        if token:
            message = f'url: unknown token "{token}"; the note is published at {self.addresses.of(note.path)}'
            hint = f"did you mean {near}?" if near else "write the address without a colon"
            return [Problem(note.path, 1, 1, "front-matter", "error", message, hint)]
        first = self.addresses.clashes_with(note.path)
        if first is None:
            return []
        message = f"has the same address as {first}; it is published at {self.addresses.of(note.path)}"
        return [Problem(note.path, 1, 1, "address-clash", "error", message, "give one of them another slug")]

    # -- what an apply changed ----------------------------------------------------------------------------------

    def _changes(self, old: Mapping[str, Node | None], before: Mapping[str, Note]) -> Changes:
        out = Changes(set(old))
        is_whole = self.nodes.keys() <= out.pages  # then nobody else's page can be another
        renamed: set[str] = set()
        regarded: set[str] = set()
        sections: set[str] = set()  # addresses
        for path in old:
            then, now = old[path] or _NOBODY, self.nodes.get(path, _NOBODY)
            if then == now:
                continue
            out.nodes.add(path)
            new_or_gone = then is _NOBODY or now is _NOBODY
            out.problems |= new_or_gone or then.packed_problems != now.packed_problems or then.pictures != now.pictures
            out.problems |= then.address != now.address  # a hint may name it
            out.lists |= new_or_gone or then.listed_as() != now.listed_as()
            then_edges = {edge.target: edge for edge in then.edges} if is_listed(then) else {}
            now_edges = {edge.target: edge for edge in now.edges} if is_listed(now) else {}
            different = {t for t in {*then_edges, *now_edges} if then_edges.get(t) != now_edges.get(t)}
            mine = {*then_edges, *now_edges, *self.sources_of(path)}
            if new_or_gone or then.shown() != now.shown():
                renamed.add(path)
                out.pages |= mine
            if then.heads() != now.heads():
                sections.update(then.heads()[:1], now.heads()[:1])
            if different or new_or_gone or (is_listed(then), then.terms) != (is_listed(now), now.terms):
                regarded |= {path, *different}
            if not is_whole:
                out.pages.update(different, *(mine & self.neighbours(target) for target in different))
        if sections:
            out.pages |= {path for path, node in self.nodes.items() if node.address.startswith(tuple(sections))}
        out.pages |= self._cited_anew(before)
        if out.lists:
            out.pages |= self._turned(old, renamed)
        out.related = self.relations.update(regarded, partial(self._nodes_before, old))
        out.pages |= (out.related | self.relations.showing(renamed)) & self.nodes.keys()
        out.pages |= self._embedding(out.pages)
        return out

    def _embedding(self, paths: set[str]) -> set[str]:
        """The notes that show the text of one of these, or of one that does."""
        found: set[str] = set()
        waiting = list(paths) if self._embedders else []
        while waiting:
            new = self._embedders.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    def _edited(self, before: Mapping[str, Note]) -> Iterator[tuple[Note, Note]]:
        """Each note that is still there, as it was and as it is."""
        for path, note in before.items():
            now = self._notes.get(path)
            if now is not None and path in self.nodes:
                yield note, now

    def _cited_anew(self, before: Mapping[str, Note]) -> set[str]:
        """The notes that changed notes speak of in other words than before."""
        out: set[str] = set()
        for note, now in self._edited(before):
            for link in {*_said(note)} ^ {*_said(now)}:
                answer = self.resolve(link, now.path)
                if isinstance(answer, Found) and answer.path:
                    out.add(answer.path)
        return out

    def _turned(self, old: Mapping[str, Node | None], renamed: set[str]) -> set[str]:
        """The notes that have another note before or after them than they had, or one with another name."""
        places = ((node or _NOBODY, self.nodes.get(path, _NOBODY)) for path, node in old.items())
        if not renamed and all((then.weight, is_listed(then)) == (now.weight, is_listed(now)) for then, now in places):
            return set()
        then = self._order or reading_order(self._nodes_before(old).values())
        self._order = None
        now = self.order()
        return {path for path, around in now.items() if then.get(path) != around or not renamed.isdisjoint(around)}

    def order(self) -> dict[str, tuple[str | None, str | None]]:
        """Path → the notes before and after it, as `reading_order` has them."""
        if self._order is None:
            self._order = reading_order(self.nodes.values())
        return self._order

    def _nodes_before(self, old: Mapping[str, Node | None]) -> dict[str, Node]:
        nodes = {path: node for path, node in self.nodes.items() if path not in old}
        nodes.update((path, node) for path, node in old.items() if node is not None)
        return nodes


def _places(note: Note) -> tuple[object, ...]:
    """All that an anchor may mean in a note."""
    return note.ids, [(heading.level, heading.key, heading.id) for heading in note.headings if heading.key]


def _said(note: Note) -> tuple[Link, ...]:
    """The note's links with nothing that no other page shows."""
    return tuple(msgspec.structs.replace(link, line=0, column=0) for link in note.links)


def _is_unreadable(note: Note) -> bool:
    """Whether it cannot be read whether the note may be seen."""
    return note.front.unreadable or note.held != ""
