"""Unlinked mentions as findings: where a note names another one, and the link to put there."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from posixpath import basename, dirname, relpath

import msgspec

from notegarden.dialects.pieces.prose import prose_of
from notegarden.files.endings import without_ending
from notegarden.garden.garden import Garden
from notegarden.garden.mentions import common_names, mentions_in, runs_of, spoken_names
from notegarden.garden.resolve import Found
from notegarden.garden.spoken import RunningText, SpokenNames
from notegarden.notes.node import Node
from notegarden.notes.note import Body, Link, LinkKind, Note, Prose, is_silenced
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_listed

_AROUND = 8  # words of context on each side, to find a place in the source
_FRONT_MATTER = re.compile(r"\A(\+\+\+|---)[ \t]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
# What is not running text in a source file of either format: code, links, headings, shortcodes, URLs.
_NOT_RUNNING = re.compile(
    r"^```.*?^```|^#\+begin_src\b.*?^#\+end_src|`[^`\n]*`|\[\[[^\[\]\n]*\](?:\[[^\[\]\n]*\])?\]|\[[^\[\]\n]*\]\([^\n)]*\)"
    r"|\{\{[^{}\n]*\}\}|https?://[^\s)>\]]*|^(?:#|\*)+ [^\n]*",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_Place = tuple[int, int, int]


class _Mention(msgspec.Struct, frozen=True):
    """One place: note, index of the block, position in it, the note that has the name, and line and column."""

    source: str
    place: _Place
    target: str
    name: str
    said: str
    where: tuple[int, int]


def mention_problems(garden: Garden, notes: Iterable[tuple[str, Body, str]]) -> list[Problem]:
    """A finding for each place where a note names another without a link. `notes`: (path, body, source text)."""
    names = SpokenNames()
    for path in sorted(garden.nodes):
        names.add(path, spoken_names(garden.nodes[path]))
    found: list[_Mention] = []
    uses: dict[str, set[str]] = defaultdict(set)
    for path, body, source in notes:
        if is_listed(garden.nodes[path]):
            found += _mentions(garden, names, path, body, source)
    for each in found:
        uses[each.name].add(each.source)
    common = common_names(uses, len(garden.listed()))
    problems = (_problem(garden, each) for each in found if each.name not in common)
    return [each for each in problems if not is_silenced(each, garden.note(each.path))]


def _mentions(garden: Garden, names: SpokenNames, path: str, body: Body, source: str) -> Iterator[_Mention]:
    note = msgspec.structs.replace(garden.note(path), prose=prose_of(body))
    named = mentions_in(note, runs_of(note, names), garden.answers(path), names)
    if not named:
        return
    file = _SourceText(names, source, note)
    places = sorted({place for found in named.values() for place in found})
    where = {place: file.locate(note.prose[place[0]], *place[1:]) for place in places}
    for (target, name), found in named.items():
        for place in found:
            said = note.prose[place[0]].text[place[1] : place[2]]
            yield _Mention(path, place, target, name, " ".join(said.split()), where[place])


def _problem(garden: Garden, mention: _Mention) -> Problem:
    title = garden.nodes[mention.target].title
    link = link_text(garden, mention.source, mention.target, mention.said)
    message = f'"{mention.said}" names the note "{title}" ({mention.target}) without a link'
    hint = f"put {link} there" if link else ""
    return Problem.of(mention.source, *mention.where, "mention", message, hint, mention.target)


def link_text(garden: Garden, source: str, target: str, said: str) -> str:
    """The link to a note in the syntax of the linking note, "" if no form of link resolves to it."""
    node, own = garden.nodes[target], garden.nodes[source]
    for name, kind, text in _ways(node, own, said):
        answer = garden.resolve(Link(name, kind, 0, 0), source)
        if isinstance(answer, Found) and answer.path == target and not answer.luck:
            return text
    return ""


def _ways(node: Node, own: Node, said: str) -> Iterator[tuple[str, LinkKind, str]]:
    """(target, kind, the whole link) of the links that may resolve to a note, best first."""
    if own.in_vault:
        for name in (without_ending(basename(node.path)), without_ending(node.path)):
            yield name, "wikilink", f"[[{name}]]" if name == said else f"[[{name}|{said}]]"
    elif own.file.lower().endswith(".org"):
        whole = sorted((name for name, anchor in node.names if not anchor), reverse=True)  # ids before files
        for name in whole:
            kind, _, rest = name.partition(":")
            written = f"file:{relpath(rest, dirname(own.file) or '.')}" if kind == "file" else name
            yield name, "name", f"[[{written}][{said}]]"
    else:
        for name in (basename(node.path), f"/{node.path}"):
            yield name, "relref", f'[{said}]({{{{< relref "{name}" >}}}})'


class _SourceText:
    """The words of a note's source, to find the places of its rendered text there."""

    def __init__(self, names: SpokenNames, source: str, note: Note) -> None:
        front = _FRONT_MATTER.match(source)
        self._source = source
        self._names = names
        text = RunningText(Prose(source))
        keys, self._starts = self._read(text)
        begin = front.end() if front is not None else 0
        lines = source.split("\n", max(0, note.line - 1))
        self._begin = max(begin, len(source) - len(lines[-1]))
        self._keys = keys
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(keys):
            if self._starts[number] >= self._begin:
                self._places[key].append(number)
        self._apart = [found.span() for found in _NOT_RUNNING.finditer(source)]
        self._used: set[int] = set()

    def _read(self, text: RunningText) -> tuple[list[str], list[int]]:
        """The folded words of a text, the parts of a compound as one, and where each begins."""
        words = [
            (" ".join(word.variants[0]), start + word.start)
            for start, written in zip(text.starts, text.written, strict=True)
            for word in self._names.vocabulary[written].words
        ]
        return [key for key, _ in words], [start for _, start in words]

    def _is_apart(self, at: int) -> bool:
        number = bisect(self._apart, (at, len(self._source))) - 1
        return number >= 0 and at < self._apart[number][1]

    def locate(self, block: Prose, start: int, stop: int) -> tuple[int, int]:
        """Line and column, 1-based, of a place in a block; zeros if the source is spelled differently.

        Of several places with the same words, the one with the most similar context; if equal, the first that is not
        taken yet, so places must be asked for in order.
        """
        keys, starts = self._read(RunningText(block))
        inside = [number for number, at in enumerate(starts) if start <= at < stop]
        first, last = inside[0], inside[-1] + 1
        said = keys[first:last]
        around = Counter(keys[max(0, first - _AROUND) : first] + keys[last : last + _AROUND])
        best, score = -1, -5 * _AROUND
        for at in self._places[said[0]]:
            if at in self._used or self._keys[at : at + len(said)] != said:
                continue
            near = self._keys[max(0, at - 2 * _AROUND) : at] + self._keys[at + len(said) : at + len(said) + 2 * _AROUND]
            alike = (around & Counter(near)).total() - 4 * _AROUND * self._is_apart(self._starts[at])
            if alike > score:
                best, score = at, alike
        if best < 0:
            return 0, 0
        self._used.add(best)
        place = self._starts[best]
        return self._source.count("\n", 0, place) + 1, place - self._source.rfind("\n", 0, place)
