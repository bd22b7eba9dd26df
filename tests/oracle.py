"""Random edits over a garden in memory: the incremental garden against one grown from nothing, after every edit.

No disk, no templates, no processes. What a build compares to decide whether to render is the fingerprint of a page, so
equal fingerprints are equal pages. An incremental build plans only the pages it calls stale and keeps the others: here
too, so a page that should have been called stale shows as a fingerprint that differs from the fresh garden's.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec
from oracle_values import CONFIGS, SPECIAL

from notegarden.check.findings import check_inputs, findings
from notegarden.config.schema import Config
from notegarden.files.scan import Source, Stamp, pages_of, text_key
from notegarden.garden.apply import Changes, apply
from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.garden.sections import list_address
from notegarden.notes.node import Node
from notegarden.notes.note import Dialect, Format, Note
from notegarden.notes.problems import Problem
from notegarden.render.theme import Theme, load_theme
from notegarden.site.addresses import Site
from notegarden.site.planner import Planner
from notegarden.site.reads import Reads
from notegarden.site.site_files import SiteFiles
from notegarden.sources.parse import parse_note
from notegarden.urls import generated_addresses

WORDS = ("garden", "zebrafish", "attention", "gradient", "diffusion", "phoneme", "kernel", "corpus", "embryology",
         "outline")  # fmt: skip
NAMES = (
    "a", "b", "c", "k/index", "k/a", "k/sub/b", "K/c", "posts/E", "posts/d", "posts/e", "posts/f", "other/g",
    "other/_index", "posts/_index", "posts/20240102030405-h", "_index", "tags", "sec/sub/x", "sec/_index",
)  # fmt: skip
FILES = ("static/p.png", "static/q.png", "static/d.pdf", "content/k/p.png", "static/favicon.svg", "content/posts/p.png",
         "static/P.png", "static/old/index.html")  # fmt: skip
FRONT: dict[str, tuple[str, ...]] = {
    "title": ('"Alpha"', '"Beta"', '"Tag one"', '"beta"', '"Kernel"', '"Kernel corpus"', '"gradient"'),
    "draft": ("true",),
    "weight": ("1", "2"),
    "date": ("2024-01-02", "2024-03-04", "2030-01-01"),
    "lastmod": ("2024-02-02",),
    "publishDate": ("2029-06-01",),
    "expiryDate": ("2024-01-01", "2029-01-01"),
    "slug": ('"same"', '"other"'),
    "tags": ('["Tag one", "loose"]', '["loose"]', '["Loose", "posts"]'),
    "aliases": ('["/old/"]', '["old", "/posts/e/"]'),
    "description": ('"words"',),
    "author": ('"me"',),
    "url": ('"/posts/e/"', '"/tags/"', '"/x.html"'),
    "type": ('"search"',),
    "headless": ("true",),
    "build": ('{list = "never"}', '{render = "never"}', '{list = "local"}'),
    "linkTitle": ('"short"',),
}
TIMES = ("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "2029-03-01T00:00:00Z", "2029-12-01T00:00:00Z",
         "2031-01-01T00:00:00Z")  # fmt: skip
DATES = ("2020-01-01T00:00:00Z", "2021-05-05T00:00:00Z", "2024-02-02T00:00:00Z")


class State(NamedTuple):
    """What lies on the disk, the clock and the history of one moment. `files`: source → (bytes, width, height)."""

    texts: dict[str, str]
    files: dict[str, tuple[int, int, int]]
    dates: dict[str, tuple[str, str]]
    now: str
    config: Config


class World:
    """Makes random edits. `state` is what lies there after them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.notes: dict[str, tuple[dict[str, str], list[str], list[str]]] = {}
        self.files: dict[str, tuple[int, int, int]] = {}
        self.dates: dict[str, tuple[str, str]] = {}
        self.now = TIMES[0]
        self.config = Config(
            mentions=seed % 2 == 1,
            explorer=seed % 4 < 2,
            cards=seed % 4 > 1,
            markdown=seed % 3 == 0,
            base_url="https://example.org/",
        )

    def state(self) -> State:
        texts = {f"{name}.md": _text(*note) for name, note in self.notes.items()}
        pages = pages_of([Source(path, Stamp(0, 0, 0)) for path in sorted(texts)])
        return State({page.path: texts[page.path] for page in pages}, {**self.files}, {**self.dates}, self.now,
                     self.config)  # fmt: skip

    def edit(self) -> str:
        """Change something; says what."""
        chance = self.random.random()
        if chance < 0.08:
            return self._edit_file()
        if chance < 0.12:
            name = self.random.choice(NAMES)
            dates = sorted(self.random.choices(DATES, k=2))
            if self.random.random() < 0.5:
                self.dates.pop(f"{name}.md", None)
            else:
                self.dates[f"{name}.md"] = (dates[0], dates[1])
            return f"date {name}"
        if chance < 0.14:
            self.now = self.random.choice(TIMES)
            return f"now {self.now}"
        if chance < 0.16:
            key = self.random.choice(sorted(CONFIGS))
            self.config = msgspec.structs.replace(self.config, **{key: self.random.choice(CONFIGS[key])})
            return f"configure {key}"
        if not self.notes or chance < 0.3:
            name = self.random.choice(NAMES)
            self.notes[name] = self._new()
            return f"write {name}"
        return self._edit_note(self.random.choice(sorted(self.notes)))

    def _edit_file(self) -> str:
        source = self.random.choice(FILES)
        if source in self.files and self.random.random() < 0.5:
            del self.files[source]
        else:
            side = self.random.choice((10, 20, 30))
            self.files[source] = (self.random.choice((10, 2_000, 3_000_000)), side, self.random.choice((10, 20)))
        return f"file {source}"

    def _edit_note(self, name: str) -> str:
        front, tags, blocks = self.notes[name]
        pick = self.random.choice
        kind = pick(("swap", "word", "front", "front", "insert", "drop", "tags", "rename", "delete", "link", "copy"))
        place = self.random.randrange(len(blocks)) if blocks else -1
        if kind == "swap" and len(blocks) > 1:
            other = self.random.randrange(len(blocks))
            blocks[place], blocks[other] = blocks[other], blocks[place]
        elif kind == "word" and blocks:
            words = blocks[place].split(" ")
            words[-1 if self.random.random() < 0.5 else 0] = pick(WORDS)
            blocks[place] = " ".join(words)
        elif kind == "front":
            key = pick(sorted(FRONT))
            kind = f"front {key}"
            if key in front and self.random.random() < 0.5:
                del front[key]
            else:
                front[key] = pick(FRONT[key])
        elif kind == "insert":
            blocks.insert(self.random.randint(0, len(blocks)), self._block())
        elif kind == "drop" and blocks:
            blocks.pop(place)
        elif kind == "tags":
            tags[:] = [] if tags and self.random.random() < 0.5 else [self._link() for _ in range(pick((1, 2)))]
        elif kind == "rename":
            other_name = pick(NAMES)
            self.notes[other_name] = self.notes.pop(name)
            name = f"{name} → {other_name}"
        elif kind == "delete" and len(self.notes) > 2:
            del self.notes[name]
        elif kind == "link" and blocks:
            blocks[place] += f" {self._link()}."
        elif kind == "copy" and blocks:
            blocks.append(blocks[place])
        return f"{kind} {name}"

    def _new(self) -> tuple[dict[str, str], list[str], list[str]]:
        front = {"title": self.random.choice(FRONT["title"])} if self.random.random() < 0.8 else {}
        tags = [self._link()] if self.random.random() < 0.4 else []
        return front, tags, [self._block() for _ in range(self.random.randint(0, 5))]

    def _block(self) -> str:
        chance = self.random.random()
        if chance < 0.15:
            return f"## {self.random.choice(WORDS).title()} {{#{self.random.choice(('one', 'two'))}}}"
        if chance < 0.3:
            return self.random.choice(SPECIAL)
        sentence = " ".join(self.random.choices(WORDS, k=self.random.randint(2, 7))).capitalize()
        if chance < 0.4:
            return f"{sentence}."
        if chance < 0.45:
            return f"term\n: defined {self._link()}"
        if chance < 0.6:
            return self.random.choice(("{}", "{}", "In a sentence {}.", "- {}")).format(self._embed())
        return f"{sentence} {self._link()} {' '.join(self.random.choices(WORDS, k=2))}."

    def _embed(self) -> str:
        target = self.random.choice((*NAMES, "gone")).rpartition("/")[2]
        return f'{{{{< embed "{target}.md{self.random.choice(("", "", "#one"))}" >}}}}'

    def _link(self) -> str:
        target = self.random.choice((*NAMES, "gone", "lost", "Gone")).rpartition("/")[2]
        return f'[{self.random.choice(WORDS)}]({{{{< relref "{target}.md{self.random.choice(("", "", "#one"))}" >}}}})'


def _text(front: dict[str, str], tags: list[str], blocks: list[str]) -> str:
    head = "".join(f"{key} = {value}\n" for key, value in sorted(front.items()))
    meta = f"tags\n: {', '.join(tags)}\n\n" if tags else ""
    return f"+++\n{head}+++\n\n{meta}" + "\n\n".join(blocks) + "\n"


@cache
def _theme() -> Theme:
    return load_theme(Path("/nowhere"))


@cache
def _note(path: str, text: str, form: Format, strict_breaks: bool, mentions: bool) -> Note:
    dialect = Dialect(format=form, strict_breaks=strict_breaks, mentions=mentions)
    return parse_note(path, text.encode(), dialect).note


def _files(state: State) -> dict[str, tuple[str, Stamp]]:
    feeds = ("index.xml",) if state.config.origin and not state.config.is_vault else ()
    list_at = partial(list_address, config=state.config)
    lists = generated_addresses(state.texts, list_at, feeds=feeds, is_vault=state.config.is_vault)
    files = dict.fromkeys(lists, ("", Stamp(0, 0, 0)))
    for source, look in state.files.items():
        address = source if state.config.is_vault else source.partition("/")[2]
        files[f"/{address}"] = (source, Stamp(look[0], *look[1:]))
    return files


class _Memory:
    """A ledger's keys, in memory."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    def key(self, name: str) -> bytes:
        return self._keys.get(name, b"")

    def set_key(self, name: str, value: bytes) -> None:
        self._keys[name] = value

    @contextlib.contextmanager
    def commit(self) -> Iterator[None]:
        yield


class Grown:
    """A garden as builds keep it: the pages' fingerprints as of the last plan, and the problems."""

    def __init__(self) -> None:
        self.fingerprints: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.planned = 0
        self._reads: dict[str, set[str]] = {}
        self._texts: dict[str, str] = {}
        self._files: dict[str, tuple[str, Stamp]] = {}
        self.garden: Garden | None = None
        self._planner: Planner | None = None
        self._config = Config()
        self._page_key = self._checked = b""

    def step(self, state: State) -> None:
        """Take in what changed and plan the pages that are stale, as a build does."""
        before = self._config
        if self.garden is None or self._config.garden != state.config.garden:
            self.garden = Garden(state.config.garden, self._note, state.now)
            self._texts, self._files, self._planner, self._reads = {}, {}, None, {}
        garden, self._config = self.garden, state.config
        notes = {
            path: self._read(path, state.texts[path]) if path in state.texts else None
            for path in {*state.texts, *self._texts}
            if state.texts.get(path) != self._texts.get(path)
        }
        files = _files(state)
        moved: dict[str, str | None] = dict.fromkeys(self._files.keys() - files.keys())
        moved |= {address: file[0] for address, file in files.items() if self._files.get(address) != file}
        garden.now = state.now
        garden.file_sizes = {address: stamp.size for address, (source, stamp) in files.items() if source}
        changes = apply(garden, notes, moved, state.dates)
        self._texts, self._files = state.texts, files
        self._plan(state, changes, before)

    def _note(self, path: str) -> Note:
        return self._read(path, self._texts[path])

    def _read(self, path: str, text: str) -> Note:
        config = self._config
        return _note(path, text, config.format, config.vault.strict_breaks, config.mentions)

    def reload(self) -> None:
        """Forget the garden but for what the ledger remembers of it."""
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
        """What says which files are copied: the attachments that are used, and whether a diagram is drawn."""
        assert self.garden is not None
        assert self._planner is not None
        return self.garden.attachments(), self._planner.has_diagrams()

    def size(self, address: str) -> tuple[int, int] | None:
        assert self.garden is not None
        source, stamp = self._files.get(self.garden.bundles.own(address) or "", ("", Stamp(0, 0, 0)))
        return (stamp.mtime_ns, stamp.ctime_ns) if source else None

    def text(self, path: str) -> str:
        return text_key(path, self._texts[path].encode())


def planner_of(garden: Garden, grown: Grown, state: State) -> Planner:
    garden_map = GardenMap(garden, _Memory(), b"")  # type: ignore[arg-type]
    site = Site(state.config, garden, _theme())
    return Planner(garden, site, garden_map, grown.text, grown.size, lambda: grown.problems)


def makers_of(planner: Planner) -> dict[str, Callable[[Reads], bytes]]:
    """File → what gives its fingerprint, and records what it read."""
    notes, others, site_files = planner.note_files, planner.site_pages(), SiteFiles(planner, _theme(), Path())
    out: dict[str, Callable[[Reads], bytes]] = {}
    for file, make in others.items():
        out[file] = lambda reads, make=make: make(reads).fingerprint(b"")
    for file, path in notes.items():
        out[file] = lambda reads, path=path: planner.note_page(path, reads).fingerprint(b"")
    for first, group in site_files.groups().items():
        if first not in out and first not in ("manifest.webmanifest", "sw.js"):
            out[first] = lambda reads, group=group: blake2b(repr(sorted(group(reads).items())).encode()).digest()
    return out


class Find(NamedTuple):
    """A difference between the two gardens. `edits`: the last ones; `what`: the file that differs, or `problems`."""

    seed: int
    step: int
    edits: tuple[str, ...]
    what: str


def finds(seed: int, steps: int, kind: type[World] = World) -> list[Find]:
    """Make `steps` edits of one garden; the first step with differences, each of them."""
    world, incremental, edits = kind(seed), Grown(), []
    for step in range(steps):
        edits.append(world.edit())
        state = world.state()
        if world.random.random() < 0.2:
            incremental.reload()
        incremental.step(state)
        fresh = Grown()
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
            return [Find(seed, step, tuple(edits[-3:]), what) for what in wrong]
    return []
