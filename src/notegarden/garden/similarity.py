"""Related notes: those that share links and rare words, without a language model.

Two notes are similar if they link to (or are linked from) the same third note, the more so the fewer others do, and
if they share characteristic words that few notes have. Whatever more than `COMMON` notes share is ignored;
this number is absolute, so that an edit affects only notes that share what was edited. Scores are sums of
integers, so the order of addition does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from heapq import nsmallest

COMMON = 40
"""A word or a linked note that more notes share is ignored."""
ENOUGH = 900
"""Minimum score (about one word that only two notes have); suggestions below it are noise."""
LINK, WORD = 1000, 700


class RelatedIndex:
    """Which notes share what. Answers depend only on the contents, not on the history of updates."""

    def __init__(self, notes: Iterable[tuple[str, Collection[str], Collection[str]]] = ()) -> None:
        """`notes`: (path, links, terms) as for `update`, each path once."""
        self._links: dict[str, frozenset[str]] = {}
        self._terms: dict[str, frozenset[str]] = {}
        self._linkers: dict[str, list[str]] = {}
        self._users: dict[str, list[str]] = {}
        for path, links, terms in notes:
            self._links[path] = frozenset(links)
            self._terms[path] = frozenset(terms)
            for link in self._links[path]:
                self._linkers.setdefault(link, []).append(path)
            for term in self._terms[path]:
                self._users.setdefault(term, []).append(path)

    def update(self, path: str, links: Collection[str], terms: Collection[str]) -> set[str]:
        """Add or replace a note; returns the paths, including its own, whose related notes may have changed.

        `links`: the notes it links to and those that link to it, tags included; the notes at the other end
        must be updated as well. `terms`: its most characteristic words.
        """
        touched = _replace(path, self._links.get(path, frozenset()), frozenset(links), self._linkers)
        touched |= _replace(path, self._terms.get(path, frozenset()), frozenset(terms), self._users)
        self._links[path] = frozenset(links)
        self._terms[path] = frozenset(terms)
        return touched | {path}

    def remove(self, path: str) -> set[str]:
        """Remove a note; returns the other paths whose related notes may have changed."""
        touched = self.update(path, (), ())
        del self._links[path], self._terms[path]
        return touched - {path}

    def related(self, path: str, limit: int = 5) -> list[tuple[str, float]]:
        """The most similar notes with their scores, best first, ties by path; none that `path` is linked with."""
        scores: dict[str, int] = {}
        for shared, sharers, weights in (
            (self._links.get(path, ()), self._linkers, _LINK_WEIGHTS),
            (self._terms.get(path, ()), self._users, _WORD_WEIGHTS),
        ):
            for key in shared:
                others = sharers[key]
                if len(others) <= COMMON:
                    weight = weights[len(others)]
                    for other in others:
                        scores[other] = scores.get(other, 0) + weight
        known = self._links.get(path, frozenset())
        found = [(-s, other) for other, s in scores.items() if s >= ENOUGH and other not in known and other != path]
        return [(other, -score / 1000) for score, other in nsmallest(limit, found)]


def _replace(path: str, old: frozenset[str], new: frozenset[str], sharers: dict[str, list[str]]) -> set[str]:
    """Move `path` from the lists of `old` to those of `new`; returns all notes on changed lists that count."""
    touched: set[str] = set()
    for key in old - new:
        others = sharers[key]
        others.remove(path)
        if len(others) <= COMMON:
            touched.update(others)
        if not others:
            del sharers[key]
    for key in new - old:
        others = sharers.setdefault(key, [])
        if len(others) <= COMMON:
            touched.update(others)
        others.append(path)
    return touched


def _weights(scale: int) -> Mapping[int, int]:
    """Weight by number of sharers: Adamic-Adar's 1/log, in thousandths; something only one note has weighs nothing."""
    return {n: round(scale / math.log(n)) if n > 1 else 0 for n in range(COMMON + 1)}


_LINK_WEIGHTS = _weights(LINK)
_WORD_WEIGHTS = _weights(WORD)
