"""Find names of notes in running text, for unlinked mentions.

Words are split and compared as in search (`search.words`): case, accents and ligatures are ignored.
A compound (`time-lapse`) is one word that also matches its parts in sequence, `Darwin's` matches `Darwin`, and in
scripts without spaces each character counts as a word.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from notegarden.notes.note import Prose
from notegarden.search import words
from notegarden.search.words import BREAK, unspaced

BLOCK = "\1"
"""Separates the blocks of a text."""
RUN = re.compile(rf"[^\W_]+|{BLOCK}")
Key = tuple[str, ...]
"""The folded words of a name."""
_KNOWN = 1 << 17  # size of the cache of words as written
_LONGEST = 60  # maximum words in a name
_SHORTEST, _SHORTEST_UNSPACED = 3, 2  # characters
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-"})


class Word(NamedTuple):
    """A word at a place in a text. `variants`: what it can match, each as folded parts."""

    start: int
    stop: int
    variants: tuple[Key, ...]

    def at(self, place: int) -> Word:
        """The same word in a text where its containing text starts at `place`."""
        return Word(place + self.start, place + self.stop, self.variants)


class _Known(NamedTuple):
    """The analysis of a word as written.

    `firsts`: the parts that a name may begin with.
    """

    words: tuple[Word, ...]
    firsts: frozenset[str]


class Hit(NamedTuple):
    """A place where a text contains a name. `owners`: paths of the notes with that name."""

    start: int
    stop: int
    name: str
    owners: tuple[str, ...]


class _Step:
    """A trie node: names with the same first words. `owners`: path → the separators between the words of its names."""

    __slots__ = ("next", "owners")

    def __init__(self) -> None:
        self.next: dict[str, _Step] = {}
        self.owners: dict[str, frozenset[Key]] = {}

    def along(self, parts: Key) -> _Step | None:
        step: _Step | None = self
        for part in parts:
            step = step.next.get(part) if step is not None else None
        return step


class Vocabulary(dict[str, _Known]):
    """A cache: word as written → its analysis."""

    def __missing__(self, written: str) -> _Known:
        if len(self) >= _KNOWN:
            self.clear()
        found = tuple(_words_of(written))
        variants = [variant for word in found for variant in word.variants]
        self[written] = known = _Known(found, frozenset(variant[0] for variant in variants))
        return known


def _words_of(written: str) -> Iterator[Word]:
    if written == BREAK:
        return
    if written.isalnum() and written.isascii():
        yield Word(0, len(written), ((written.lower(),),))
        return
    at = 0
    for place, run in enumerate(unspaced().split(written)):
        if place % 2:
            for char in words.characters(run):
                yield Word(at, at + len(char), ((words.fold(char),),))
                at += len(char)
            continue
        whole = tuple(words.pieces_of(run))
        if whole:
            telling = tuple(words.without_single_letters(run, [*whole]))
            yield Word(at, at + len(run), tuple(dict.fromkeys((whole, telling))))
        at += len(run)


@cache
def _grammar() -> frozenset[str]:
    return words.grammar_words()


class RunningText:
    """A text to search for names. `written`: its words as written, with a BREAK where no name may continue."""

    def __init__(self, block: Prose) -> None:
        self.text = text = running(block)
        self._pattern = words.word_pattern(text)
        self.written: list[str] = self._pattern.findall(text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in the text."""
        return [found.start() for found in self._pattern.finditer(self.text)]


def running(block: Prose) -> str:
    """The text of a block, of the same length, with a BREAK in place of everything that is not running text."""
    if not block.asides:
        return block.text
    parts, at = [], 0
    for start, stop in block.asides:
        parts += [block.text[at:start], BREAK, " " * (stop - start - 1)]
        at = stop
    return "".join([*parts, block.text[at:]])


def is_plain(text: str) -> bool:
    """Whether the words of a text are simply its runs of letters and digits."""
    return text.isascii() or not (unspaced().search(text) or words.may_have_marks(text))


class Runs(dict[str, str]):
    """A cache: run of letters and digits as written → folded."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _KNOWN:
            self.clear()
        folded = self[written] = words.fold(written)
        return folded

    def of(self, text: str) -> list[str]:
        """The folded runs of a text, and each BLOCK in it."""
        if is_plain(text):
            return [*map(self.__getitem__, RUN.findall(text))]
        return RUN.findall(words.fold(text))


class SpokenNames:
    """The names of notes to search for, indexed by their words."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.runs = Runs()
        self._root = _Step()
        self._firsts: set[str] = set()
        self._pairs: dict[str, set[str]] = {}  # first run of a name → the second, or ""
        self._begin: dict[str, bool] = {}  # a word as written → whether a name may begin with it

    def add(self, path: str, names: Iterable[str]) -> set[Key]:
        """Add a note's names, except those that are too short or only stop words; returns their keys."""
        found: dict[Key, set[Key]] = {}
        for name in names:
            key, gaps = self._key(name)
            if _is_telling(key):
                found.setdefault(key, set()).add(gaps)
        self._firsts |= {key[0] for key in found}
        self._begin.clear()
        for key in found:
            first, *rest = RUN.findall(" ".join(key)) or ["", ""]
            self._pairs.setdefault(first, set()).add(rest[0] if rest else "")
        for key, kinds in found.items():
            step = self._root
            for part in key:
                step = step.next.setdefault(part, _Step())
            step.owners[path] = frozenset(kinds)
        return set(found)

    def discard(self, path: str, names: Iterable[str]) -> set[Key]:
        """Remove a note's names; returns their keys."""
        keys = {self._key(name)[0] for name in names}
        for key in keys:
            step = self._root.along(key)
            if step is not None:
                step.owners.pop(path, None)
        return keys

    def owners(self, key: Key) -> tuple[str, ...]:
        """The notes with a name, by its key."""
        step = self._root.along(key)
        return tuple(step.owners) if step is not None else ()

    def _key(self, name: str) -> tuple[Key, Key]:
        """The folded words of a name, and the separators between them."""
        text = RunningText(Prose(name))
        known = zip(text.starts, text.written, strict=True)
        said = [each.at(start) for start, written in known for each in self.vocabulary[written].words]
        return tuple(part for word in said for part in word.variants[0]), tuple(_gaps(name, said))

    def blocks_to_search(self, runs: Sequence[str]) -> set[int]:
        """The blocks of a plain text that may contain a name, by the folded runs of the whole text.

        Only few words begin a name, so this is much faster than searching all of them.
        """
        pairs, found = self._pairs, set()
        begin = [at for at, run in enumerate(runs) if run in pairs]
        if begin:
            ends = [at for at, run in enumerate(runs) if run == BLOCK]
            for at in begin:
                behind = pairs[runs[at]]
                if "" in behind or (at + 1 < len(runs) and runs[at + 1] in behind):
                    found.add(bisect(ends, at))
        return found

    def _may_begin(self, written: str) -> bool:
        """Whether a name may begin with a word as written; cached in `_begin`."""
        found = self._begin[written] = not self.vocabulary[written].firsts.isdisjoint(self._firsts)
        return found

    def said_in(self, text: RunningText) -> Iterator[Hit]:
        """The names in a text from left to right, the longest at each place."""
        behind, begin = (0, 0), self._begin
        for number, written in enumerate(text.written):
            if not (begin[written] if written in begin else self._may_begin(written)):
                continue
            for part in range(len(self.vocabulary[written].words)):
                if (number, part) >= behind:
                    hit, stop = self._longest(text, number, part)
                    if hit is not None:
                        behind = stop
                        yield hit

    def _longest(self, text: RunningText, number: int, part: int) -> tuple[Hit | None, tuple[int, int]]:
        """The longest name that begins with a part of a word, and where to continue."""
        ends, read = self._ends(text, number, part)
        said = [word.at(text.starts[place]) for place, word in read] if ends else []
        for stop, count, step, key in reversed(ends):
            gaps = [*_gaps(text.text, said[:count])]
            owners = tuple(sorted(path for path, kinds in step.owners.items() if any(_fit(gaps, k) for k in kinds)))
            if owners:
                return Hit(said[0].start, said[count - 1].stop, " ".join(key), owners), stop
        return None, (number, part)

    def _ends(
        self, text: RunningText, number: int, part: int
    ) -> tuple[list[tuple[tuple[int, int], int, _Step, Key]], list[tuple[int, Word]]]:
        """The names that begin there, shortest first, and the words read, each with the text that contains it.

        For each name: where to continue, its number of words, its owners' node in the trie, its key.
        """
        ends: list[tuple[tuple[int, int], int, _Step, Key]] = []
        said: list[tuple[int, Word]] = []
        steps: list[tuple[_Step, Key]] = [(self._root, ())]
        while number < len(text.written):
            for each in self.vocabulary[text.written[number]].words[part:]:
                steps = [(on, key + way) for step, key in steps for way in each.variants if (on := step.along(way))]
                if not steps:
                    return ends, said
                part += 1
                said.append((number, each))
                ends += [((number, part), len(said), step, key) for step, key in steps if step.owners]
            if text.written[number] == BREAK:
                break
            number, part = number + 1, 0
        return ends, said


def _is_telling(key: Key) -> bool:
    """Whether a name is long enough to search for, and not only stop words."""
    shortest = _SHORTEST_UNSPACED if any(unspaced().match(part) for part in key) else _SHORTEST
    return len(key) <= _LONGEST and sum(map(len, key)) >= shortest and not _grammar().issuperset(key)


def _gaps(text: str, said: list[Word]) -> Iterator[str]:
    for one, other in pairwise(said):
        yield _SPACE.sub(" ", text[one.stop : other.start]).translate(_QUOTES)


def _fit(gaps: list[str], own: Key) -> bool:
    """Whether the separators between the words are white space, or those of the name itself."""
    return all(gap.strip() == "" for gap in gaps) or (
        len(gaps) == len(own) and all(gap.strip() == "" or gap == each for gap, each in zip(gaps, own, strict=True))
    )
