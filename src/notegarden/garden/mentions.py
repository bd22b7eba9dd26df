"""Unlinked mentions: places where notes name others without a link.

A name is a note's title or, in a vault, an alias. Only published notes can be mentioned, and only notes that other
pages may name count. A paragraph that links to a note does not mention it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import msgspec

from notegarden.garden.resolve import Found, Resolved
from notegarden.garden.spoken import BLOCK, RUN, Key, RunningText, SpokenNames, is_plain, running
from notegarden.notes.node import Naming, Node
from notegarden.notes.note import Note
from notegarden.notes.sentence import REACH, after, before, collapsed
from notegarden.notes.visibility import is_listed, is_published, is_section

QUOTED = 3
"""Maximum number of places that a page quotes from one note."""
_COMMON_SHARE, _COMMON_LEAST = 10, 10
_ENCODE = msgspec.msgpack.Encoder().encode
_NO_NAMINGS: Mapping[str, tuple[Naming, ...]] = {}


class Quote(msgspec.Struct, frozen=True, array_like=True):
    """A place with the sentence around it; `section` is the id of the heading above it, `heading` its text."""

    before: str
    text: str
    after: str
    section: str
    heading: str


def spoken_names(node: Node | None) -> tuple[str, ...]:
    """The names to search for in other notes; empty for a page that shows no backlinks."""
    if node is None or not is_published(node) or is_section(node.path) or node.address == "/":
        return ()
    return (node.title, *(name for name in node.also if "/" not in name))


def visible_namings(node: Node) -> tuple[Naming, ...]:
    """The mentions that other pages may show: those in a note that they may name."""
    return node.namings if is_listed(node) else ()


def shown(naming: Naming) -> tuple[object, ...]:
    """The parts of a mention that the target's page shows; the places may move."""
    return naming.target, naming.name, naming.count, naming.quotes


def mentions_in(
    note: Note, runs: Sequence[str], answers: Sequence[Resolved], names: SpokenNames
) -> dict[tuple[str, str], list[tuple[int, int, int]]]:
    """(path of a mentioned note, its name) → the places, in order.

    `runs`: of the note's text (`runs_of`).
    """
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    blocks = names.blocks_to_search(runs)
    blocks |= {number for number, block in enumerate(note.prose) if not is_plain(block.text)}
    for number in sorted(blocks):
        for hit in names.said_in(RunningText(note.prose[number])):
            linked = (answers[link] for link in note.prose[number].links)
            paths = {answer.path for answer in linked if isinstance(answer, Found)} | {note.path}
            for owner in hit.owners:
                if owner not in paths:
                    found.setdefault((owner, hit.name), []).append((number, hit.start, hit.stop))
    return found


def runs_of(note: Note, names: SpokenNames) -> list[str]:
    """The folded runs of letters and digits in a note's running text, with a BLOCK between its blocks."""
    return names.runs.of(BLOCK.join(map(running, note.prose)))


def quote(note: Note, place: tuple[int, int, int]) -> Quote:
    """The sentence around a place in a note."""
    number, start, stop = place
    block = note.prose[number]
    heading = next((each.text for each in note.headings if each.id == block.section), "") if block.section else ""
    text = block.text
    return Quote(before(text, start), collapsed(text[start:stop]), after(text, stop), block.section, heading)


def common_names(uses: Mapping[str, set[str]], listed: int) -> frozenset[str]:
    """The names that too many of the listed notes contain. `uses`: name → paths of the notes that contain it."""
    most = max(_COMMON_LEAST, listed // _COMMON_SHARE)
    return frozenset(name for name, sources in uses.items() if len(sources) > most)


def _digest(note: Note, places: Sequence[tuple[int, int, int]], headings: Mapping[str, str]) -> bytes:
    """A digest of the quotes of these places. `headings`: id → text of the note's headings."""
    said = []
    for number, start, stop in places:
        block = note.prose[number]
        around = block.text[max(0, start - REACH) : stop + REACH]
        said.append((headings.get(block.section, ""), block.section, around, min(start, REACH), stop - start))
    return blake2b(_ENCODE(said), digest_size=8).digest()


class Mentions:
    """An index of mentions, updated as nodes change; the garden has one if the configuration enables it."""

    def __init__(self) -> None:
        self.names = SpokenNames()
        self._said: dict[str, dict[str, tuple[Naming, ...]]] = {}
        self._uses: dict[str, set[str]] = {}
        self._listed = 0
        self._common: frozenset[str] | None = None

    def read(self, note: Note, answers: Sequence[Resolved]) -> tuple[str, tuple[Naming, ...]]:
        """`Node.said` and `Node.namings` of a note. The names of all notes must be known already."""
        namings = []
        runs, headings = runs_of(note, self.names), {each.id: each.text for each in reversed(note.headings)}
        for (target, name), places in sorted(mentions_in(note, runs, answers, self.names).items()):
            first = tuple(places[:QUOTED])
            namings.append(Naming(target, name, len(places), first, _digest(note, first, headings)))
        return " ".join(sorted({*runs})), tuple(namings)

    def rename(self, path: str, old: tuple[str, ...], new: tuple[str, ...]) -> set[Key]:
        """Replace the names of a note; returns the keys that were added or removed."""
        if old == new:
            return set()
        return self.names.discard(path, old) | self.names.add(path, new)

    def sayers(self, keys: Iterable[Key], nodes: Iterable[Node]) -> set[str]:
        """The notes that may contain one of these names: all that do, and a few others."""
        wanted = [RUN.findall(" ".join(key)) for key in keys]
        if not wanted:
            return set()
        return {node.path for node in nodes if any(all(run in node.said for run in runs) for runs in wanted)}

    def index(self, node: Node) -> None:
        """Add what a node mentions."""
        self._common = None
        self._listed += is_listed(node)
        for naming in visible_namings(node):
            said = self._said.setdefault(naming.target, {})
            said[node.path] = (*said.get(node.path, ()), naming)
            self._uses.setdefault(naming.name, set()).add(node.path)

    def unindex(self, node: Node) -> None:
        self._common = None
        self._listed -= is_listed(node)
        for naming in visible_namings(node):
            self._said[naming.target].pop(node.path, None)
            self._uses[naming.name].discard(node.path)

    def common(self) -> frozenset[str]:
        """The names that are common words here: used without a link by more than ten notes and a tenth of all."""
        if self._common is None:
            self._common = common_names(self._uses, self._listed)
        return self._common

    def of(self, path: str) -> dict[str, tuple[Naming, ...]]:
        """The mentions of a note by the path of the mentioning note, without common words."""
        common = self.common()
        said = self._said.get(path, _NO_NAMINGS)
        kept = {source: tuple(each for each in found if each.name not in common) for source, found in said.items()}
        return {source: found for source, found in kept.items() if found}

    def changed(self, old: Mapping[str, Node | None], nodes: Mapping[str, Node], common: frozenset[str]) -> set[str]:
        """The notes whose mentions changed. `old`: the previous nodes; `common`: the previous common words."""
        targets: set[str] = set()
        for path, node in old.items():
            then = {*map(shown, visible_namings(node))} if node is not None else set()
            now = {*map(shown, visible_namings(nodes[path]))} if path in nodes else set()
            targets |= {str(each[0]) for each in then ^ now}
        for name in common ^ self.common():
            targets.update(self.names.owners(tuple(name.split(" "))))
        return targets
