"""Fuzzy matching of names, for "did you mean": typos, singular and plural, another word order, longer or shorter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from heapq import nsmallest

_GAPS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_COUNTED, _LOOKED_AT = 5000, 60
_ABBREVIATED, _HALF_SAID, _SAID = 0.2, 0.35, 0.55
"""Least length, as a share of the longer name: of its first words, of some of its words, of its first letters."""


def nearest(wanted: str, names: Iterable[str]) -> str:
    """The name most similar to `wanted`, "" if none is similar enough."""
    scored = [(-likeness(wanted, name), name) for name in names]
    best, name = min(scored, default=(0.0, ""))
    return name if best else ""


class Names:
    """Many names to search: only names that share most letter pairs are compared. The pair index is built lazily."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)

    @cached_property
    def _pairs(self) -> tuple[list[int], dict[str, list[int]]]:
        """The number of letter pairs of each name, and an index from pair to names."""
        sizes: list[int] = []
        holders: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            pairs = _pairs(name)
            sizes.append(len(pairs))
            for pair in pairs:
                holders.setdefault(pair, []).append(number)
        return sizes, holders

    def nearest(self, wanted: str) -> str:
        """The name most similar to `wanted`, "" if none is similar enough."""
        pairs, (sizes, having) = _pairs(wanted), self._pairs
        shared: Counter[int] = Counter()
        for holders in sorted((having.get(pair, []) for pair in pairs), key=len):  # rare pairs narrow most
            shared.update(holders)
            if shared.total() > _COUNTED:
                break
        ranked = ((-count / (len(pairs) + sizes[number]), number) for number, count in shared.items())
        return nearest(wanted, [self._names[number] for _, number in nsmallest(_LOOKED_AT, ranked)])


def likeness(one: str, other: str) -> float:
    """Similarity from 0 (nothing in common) to 1 (equal apart from case, accents and word separators)."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return 1.0
    numbers, others = _DIGITS.findall(first), _DIGITS.findall(second)
    if not first or not second or (numbers and others and numbers != others):
        return 0.0  # page 12 is not a typo of page 13
    slips = _slips(first, second)
    if slips:
        return 1 - slips / max(len(first), len(second))
    return _likeness_of_words(*sorted((first, second), key=len))


def _likeness_of_words(short: str, long: str) -> float:
    few, many = ([_singular(word) for word in name.split("-")] for name in (short, long))
    if sorted(few) == sorted(many):
        return 0.95
    share = len(short) / len(long)
    begins = many[: len(few)] == few and share >= _ABBREVIATED and len(short) > 1
    within = {*few} < {*many} and share >= _HALF_SAID
    cut_off = len(short) >= 4 and long.startswith(short) and share >= _HALF_SAID
    beginning = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if begins or within or cut_off:
        return 0.5 + 0.4 * share
    return beginning / len(long) if beginning >= 6 and beginning / len(long) >= _SAID else 0.0


def _plain(name: str) -> str:
    """Lower case, without accents, words separated by single hyphens."""
    if not name.isascii():
        name = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return _GAPS.sub("-", name.casefold()).strip("-")


def _pairs(name: str) -> set[str]:
    padded = f"-{_plain(name)}-"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _singular(word: str) -> str:
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ss", "ss")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + rest
    return word.removesuffix("s") if len(word) > 2 else word


def _slips(one: str, other: str) -> int:
    """Edit distance with swaps of neighbours (Damerau-Levenshtein); 0 if it is too large for names of this length.

    Between names of three letters only a swap counts: nearly all such names are one letter apart.
    """
    length = max(len(one), len(other))
    if length < 4:
        return int(sorted(one) == sorted(other))
    most = 1 if length < 8 else 2 if length < 12 else 3 if length < 24 else 4
    if abs(len(one) - len(other)) > most:
        return 0
    from rapidfuzz.distance import OSA

    found = OSA.distance(one, other, score_cutoff=most)
    return found if found <= most else 0
