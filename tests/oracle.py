"""Random edits of a garden in memory: the incremental garden compared with a fresh one, after every edit.

No disk, no templates, no processes. What a build compares to decide whether to render is the fingerprint of a page, so
equal fingerprints are equal pages. An incremental build plans only the stale pages and keeps the others: here
too, so a page that was wrongly not stale has a fingerprint that differs from the fresh garden's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

import msgspec
from org_shelf import Shelf
from small_garden import Memory, theme

from notegarden.check.findings import check_inputs, findings
from notegarden.config.schema import Config
from notegarden.files.scan import Stamp, text_key
from notegarden.garden.apply import Changes, apply
from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.garden.sections import list_address
from notegarden.notes.node import Node
from notegarden.notes.note import Dialect, Format, Note
from notegarden.notes.problems import Problem
from notegarden.site.addresses import Site
from notegarden.site.planner import Planner
from notegarden.site.reads import Reads
from notegarden.site.site_files import SiteFiles
from notegarden.sources.parse import parse_note
from notegarden.urls import attachment_address, generated_addresses

WORDS = ("garden", "zebrafish", "attention", "gradient", "diffusion", "phoneme", "kernel", "corpus", "embryology",
         "outline")  # fmt: skip
TIMES = ("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "2029-03-01T00:00:00Z", "2029-12-01T00:00:00Z",
         "2031-01-01T00:00:00Z")  # fmt: skip


class State(NamedTuple):
    """The files, the clock and the history at one moment. `files`: source → (bytes, width, height).

    `org`: the Org files and the files that they are read with, by path below the root.
    """

    texts: dict[str, str]
    files: dict[str, tuple[int, int, int]]
    dates: dict[str, tuple[str, str]]
    now: str
    config: Config
    org: Mapping[str, str] = MappingProxyType({})


class World(Protocol):
    """Makes random edits."""

    random: random.Random

    def edit(self) -> str:
        """Change something; return a description."""

    def state(self) -> State:
        """The state after the edits."""


@cache
def _note(path: str, text: str, form: Format, strict_breaks: bool, mentions: bool) -> Note:
    dialect = Dialect(format=form, strict_breaks=strict_breaks, mentions=mentions)
    return parse_note(path, text.encode(), dialect).note


def _files(state: State, paths: Iterable[str]) -> dict[str, tuple[str, Stamp]]:
    """`paths`: of all notes."""
    feeds = ("index.xml",) if state.config.origin and not state.config.is_vault else ()
    list_at = partial(list_address, config=state.config)
    lists = generated_addresses(paths, list_at, feeds=feeds, is_vault=state.config.is_vault)
    files = dict.fromkeys(lists, ("", Stamp(0, 0, 0)))
    for source, look in state.files.items():
        address = f"/{source}" if state.config.is_vault else f"/{source.partition('/')[2]}"
        if source.startswith("org/"):
            address = attachment_address(source)
            address = f"/ox-hugo/{source}" if address in files else address
        files[address] = (source, Stamp(look[0], *look[1:]))
    return files


class BuiltGarden:
    """A garden as builds keep it: the pages' fingerprints of the last plan, and the problems."""

    def __init__(self) -> None:
        self.fingerprints: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.planned = 0
        self._reads: dict[str, set[str]] = {}
        self._texts: dict[str, str] = {}
        self._files: dict[str, tuple[str, Stamp]] = {}
        self.garden: Garden | None = None
        self._shelf = Shelf()
        self._planner: Planner | None = None
        self._config = Config()
        self._page_key = self._checked = b""

    def step(self, state: State) -> None:
        """Apply what changed and plan the pages that are stale, as a build does."""
        before = self._config
        if self.garden is None or self._config.garden != state.config.garden:
            self.garden = Garden(state.config.garden, self._note, state.now)
            self._texts, self._files, self._planner, self._reads = {}, {}, None, {}
        garden, self._config = self.garden, state.config
        heading_nodes, mentions = state.config.nodes == "headings", state.config.mentions
        if state.org or self._shelf.keys:
            self._shelf.take(
                state.org, Dialect(heading_nodes=heading_nodes, mentions=mentions, tasks=state.config.tasks)
            )
        texts = state.texts | self._shelf.keys
        notes = {
            path: self._read(path, texts[path]) if path in texts else None
            for path in {*texts, *self._texts}
            if texts.get(path) != self._texts.get(path)
        }
        files = _files(state, texts)
        moved: dict[str, str | None] = dict.fromkeys(self._files.keys() - files.keys())
        moved |= {address: file[0] for address, file in files.items() if self._files.get(address) != file}
        garden.now = state.now
        garden.file_sizes = {address: stamp.size for address, (source, stamp) in files.items() if source}
        changes = apply(garden, notes, moved, state.dates)
        self._texts, self._files = texts, files
        self._plan(state, changes, before)

    def _note(self, path: str) -> Note:
        return self._read(path, self._texts[path])

    def _read(self, path: str, text: str) -> Note:
        config = self._config
        if self._shelf.keys.get(path) == text:
            return self._shelf.note(path)
        return _note(path, text, config.format, config.vault.strict_breaks, config.mentions)

    def reload(self) -> None:
        """Discard the garden except for what the ledger stores of it."""
        if self.garden is None:
            return
        kept = msgspec.msgpack.encode({path: (node, self.garden.relations.of(path))
                                       for path, node in self.garden.nodes.items()})  # fmt: skip
        dates, now = self.garden.dates, self.garden.now
        self.garden = Garden(self._config.garden, self._note, now)
        nodes = msgspec.msgpack.decode(kept, type=dict[str, tuple[Node, tuple[str, ...]]])
        self.garden.restore(nodes, {address: source for address, (source, _) in self._files.items()}, dates)
        self._planner = None

    def _plan(self, state: State, changes: Changes, before: Config) -> None:
        assert self.garden is not None
        garden = self.garden
        if changes.checked or state.config.check != before.check:
            inputs = check_inputs(garden, state.config.check)
            if inputs.digest() != self._checked:
                problems, self._checked = findings(inputs), inputs.digest()
                changes.keys |= {"list problems"} if problems != self.problems else set()
                self.problems = problems
        if changes.lists or self._planner is None or before != state.config:
            self._planner = planner_of(garden, self, state)
        else:
            self._planner.forget(changes.touched)
        planner = self._planner
        page_key = msgspec.msgpack.encode((state.config, planner.site.view))
        everything = changes.everything or page_key != self._page_key
        self._page_key = page_key
        fingerprints = {}
        for file, make in makers_of(planner).items():
            if everything or file not in self.fingerprints or not changes.keys.isdisjoint(self._reads[file]):
                reads = planner.reads()
                fingerprints[file] = make(reads)
                self._reads[file] = reads.keys
                self.planned += 1
            else:
                fingerprints[file] = self.fingerprints[file]
        self.fingerprints = fingerprints

    def copied(self) -> tuple[object, ...]:
        """What determines which files are copied: the attachments that are used, and whether a diagram is drawn."""
        assert self.garden is not None
        assert self._planner is not None
        return self.garden.attachments(), self._planner.has_diagrams()

    def size(self, address: str) -> tuple[int, int] | None:
        assert self.garden is not None
        source, stamp = self._files.get(self.garden.bundles.own(address) or "", ("", Stamp(0, 0, 0)))
        return (stamp.mtime_ns, stamp.ctime_ns) if source else None

    def text(self, path: str) -> str:
        text = self._texts[path]
        return text if self._shelf.keys.get(path) == text else text_key(path, text.encode())


def planner_of(garden: Garden, grown: BuiltGarden, state: State) -> Planner:
    garden_map = GardenMap(garden, Memory(), b"")  # type: ignore[arg-type]
    site = Site(state.config, garden, theme())
    return Planner(garden, site, garden_map, grown.text, grown.size, lambda: grown.problems)


def makers_of(planner: Planner) -> dict[str, Callable[[Reads], bytes]]:
    """File → a function that returns its fingerprint, and records what it read."""
    notes, others, site_files = planner.note_files, planner.site_pages(), SiteFiles(planner, theme(), Path())
    out: dict[str, Callable[[Reads], bytes]] = {}
    for file, make in others.items():
        out[file] = lambda reads, make=make: make(reads).fingerprint(b"")
    for file, path in notes.items():
        out[file] = lambda reads, path=path: planner.note_page(path, reads).fingerprint(b"")
    for first, group in site_files.groups().items():
        if first not in out and first not in ("manifest.webmanifest", "sw.js"):
            out[first] = lambda reads, group=group: blake2b(repr(sorted(group(reads).items())).encode()).digest()
    return out


class Difference(NamedTuple):
    """A difference between the two gardens. `edits`: the last ones; `what`: the file that differs, or `problems`."""

    seed: int
    step: int
    edits: tuple[str, ...]
    what: str


def differences_of(seed: int, steps: int, kind: Callable[[int], World]) -> list[Difference]:
    """Make `steps` edits of one garden; the differences at the first step that has some."""
    world, incremental, edits = kind(seed), BuiltGarden(), []
    for step in range(steps):
        edits.append(world.edit())
        state = world.state()
        if world.random.random() < 0.2:
            incremental.reload()
        incremental.step(state)
        fresh = BuiltGarden()
        fresh.step(state)
        wrong = sorted(
            file
            for file in {*incremental.fingerprints, *fresh.fingerprints}
            if incremental.fingerprints.get(file) != fresh.fingerprints.get(file)
        )
        if incremental.problems != fresh.problems:
            wrong.append("problems")
        if incremental.copied() != fresh.copied():
            wrong.append("copied files")
        if wrong:
            return [Difference(seed, step, tuple(edits[-3:]), what) for what in wrong]
    return []
