"""The entries of one note in the search index: its words with weights, and its exact names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import chain, repeat
from math import log
from operator import add, and_, rshift

import msgspec

from notegarden.search import words
from notegarden.search.document import Document
from notegarden.search.words import BREAK, Token

WORDS, TITLES, NOTES, TAGS = range(4)
"""The four parts of the index: words; words of titles; a note's address and title by its number; tags."""
_AVERAGE = 300  # words: the average length of a note, for BM25
_KNOWN = 1 << 18  # size of the cache of words as written
_MOST = 40  # occurrences of a word; more do not count
_K1, _B = 1.2, 0.75  # BM25: saturation of repeated words, and influence of a note's length
_FOLLOWERS = 251  # a prime: the word after a word is stored as a hash below it
_NOTHING = 255  # stored instead of a hash at the end of a block
_TITLE, _ALIAS, _HEADING = 3, 2, 1
_HEADS = [[bytes([1 + followers, flags]) for flags in range(256)] for followers in range(127)]

_HIDDEN = ("script", "style", "math", "svg", "template")
_ATTRIBUTES = r"""(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?"""
_UNSEARCHED = {
    "-->": re.compile(r"<!--.*?-->", re.S),
    **{rf"</{name}\s*+>": re.compile(rf"<{name}\b.*?</{name}\s*+>", re.S | re.I) for name in _HIDDEN},
    "</a>": re.compile(r"<a\b[^<>]*\bclass=\"?anchor\b.*?</a>", re.S | re.I),
}
"""Closing tag → pattern of the element. Searched only up to the last closing tag, so that unclosed elements are
not each searched to the end of the text."""
# Numbers of footnotes and the links back from them.
_ASIDE = {
    "</sup>": re.compile(r'<sup id="fnref[^<>]*>.*?</sup>', re.S),
    "</a>": re.compile(r'(?:&#160;)?<a [^<>]*\bclass="footnote-backref".*?</a>', re.S),
}
_HEADINGS = re.compile(r"<h[1-6]\b[^<>]*>(.*?)</h[1-6]>", re.S)
_INLINE = re.compile(
    "</?(?:a|abbr|b|cite|code|del|em|font|i|img|input|ins|kbd|label|mark|q|s|small|span|strong|sub|sup|time|tt|u|var)"
    rf"{_ATTRIBUTES}/?>"
)
_TAG = re.compile(rf"</?[a-zA-Z][\w-]*{_ATTRIBUTES}/?>")


Given = tuple[int, str, bytes]
"""A key of a part of the index, and a note's data for it, length first (flags and followers, or a row)."""
_Names = list[tuple[int, list[Token]]]


class _Vocabulary(dict[str, tuple[int, ...]]):
    """A word as written → the index words for it, as their indexes in `known`.

    `heads` and `tails` contain a word's parts without stop words: as indexes in the upper bits of a number, and as
    followers of another word in the lower eight.
    """

    def __init__(self, stop: frozenset[str]) -> None:
        super().__init__({BREAK: ()})
        self.known = [""]
        self.heads: dict[str, tuple[int, ...]] = {BREAK: (0,)}
        self.tails: dict[str, tuple[int, ...]] = {BREAK: (_NOTHING,)}
        self._places = {"": 0}
        self._stop = stop

    def __missing__(self, written: str) -> tuple[int, ...]:
        found = words.token(written)
        parts = [part for part in found.parts if part not in self._stop]
        self.heads[written] = tuple([self.place(part) << 8 for part in parts])
        self.tails[written] = tuple([words.number(part) % _FOLLOWERS for part in parts])
        self[written] = places = tuple(map(self.place, found.all))
        return places

    def place(self, word: str) -> int:
        place = self._places.setdefault(word, len(self.known))
        if place == len(self.known):
            self.known.append(word)
        return place


class Reader:
    """Analyses documents in one language. Caches the words that it has analysed."""

    def __init__(self, language: str) -> None:
        self._stop = words.stop_words(language)
        self._vocabulary = _Vocabulary(self._stop)

    def given(self, address: str, document: Document, number: int) -> list[Given]:
        """All index entries of the note with this number, unordered."""
        if len(self._vocabulary) > _KNOWN:
            self._vocabulary = _Vocabulary(self._stop)
        html = _without(document.html, _UNSEARCHED, " ")
        if "footnote" in html or "fnref" in html:  # a plain search is much faster than the patterns
            html = _without(html, _ASIDE, "")
        whole, _ = _up_to_last(html, "</h[1-6]>")
        names = [(_HEADING, _name(_text(heading))) for heading in _HEADINGS.findall(whole)]
        names += [(_ALIAS, _name(alias)) for alias in document.aliases]
        names.append((_TITLE, _name(document.title)))
        called = {word for kind, name in names if kind != _HEADING for word in _all(name)}
        said = bytes([1, min(255, len(document.title))])
        row = msgspec.json.encode([address, document.title])
        title = [each.written for each in names[-1][1]]
        given = self._words(_flags(names), [*words.written_words(_text(html)), BREAK, *title])
        given += _names(names)
        given += [(TITLES, word, said) for word in called]
        given += [(TAGS, tag, b"\0") for tag in {*document.tags}]
        given.append((NOTES, f"{number:06x}", varint(len(row)) + row))
        return given

    def _words(self, flags: dict[str, int], written: list[str]) -> list[Given]:
        """Each word with its flags (weight in the text in the lower four bits) and its followers."""
        vocabulary = self._vocabulary
        counts: dict[int, int] = {}
        for each, count in Counter(written).items():
            for place in vocabulary[each]:
                counts[place] = counts.get(place, 0) + count
        flagged = {vocabulary.place(word): value for word, value in flags.items()}
        known = vocabulary.known
        # The followers of each word, without stop words: a sorted list of unique (index, follower), in two columns.
        heads = [*chain.from_iterable(map(vocabulary.heads.__getitem__, written))]
        tails = chain.from_iterable(map(vocabulary.tails.__getitem__, written))
        next(tails, None)
        follow = sorted({*map(add, heads, tails)})
        followers = bytes(map(and_, follow, repeat(255)))
        numbers = dict(Counter(map(rshift, follow, repeat(8))))
        # The length is rounded, so that adding one word does not change the weights of all others.
        length = 1.25 ** round(log(max(1, len(written)), 1.25))
        worn = _K1 * (1 - _B + _B * length / _AVERAGE)
        weights = [round(15 * count / (count + worn)) for count in range(_MOST + 1)]
        for place in flagged:
            counts.setdefault(place, 0)
        given = []
        start = numbers.get(0, 0)  # the words that follow a break
        for place in sorted(counts):
            first = weights[min(counts[place], _MOST)] | flagged.get(place, 0)
            end = start + numbers.get(place, 0)
            last = end - 1 if end > start and followers[end - 1] == _NOTHING else end
            last = min(last, start + 126)
            given.append((WORDS, known[place], _HEADS[last - start][first] + followers[start:last]))
            start = end
        return given


def _without(body: str, elements: dict[str, re.Pattern[str]], instead: str) -> str:
    for closing, element in elements.items():
        whole, rest = _up_to_last(body, closing)
        body = element.sub(instead, whole) + rest
    return body


def _up_to_last(body: str, closing: str) -> tuple[str, str]:
    """(text up to the end of the last match of `closing`, the rest)."""
    stop = 0
    for found in re.finditer(closing, body, re.I):
        stop = found.end()
    return body[:stop], body[stop:]


def _flags(names: _Names) -> dict[str, int]:
    """Word → from bit 4: the number of words in the title or alias that contains it; bit 7: in a heading."""
    flags: dict[str, int] = {}
    for kind, name in names:
        own = _all(name)
        for word in own:
            before = flags.get(word, 0)
            flags[word] = before | 128 if kind == _HEADING else before & 128 | min(7, len(own)) << 4
    return flags


def _names(names: _Names) -> Iterator[Given]:
    """Title, aliases and headings as a whole, under the first word of each: (number, kind) in four bytes."""
    found: dict[str, dict[int, int]] = {}
    for kind, name in names:
        joined = [word for each in name for word in ((each.joined,) if each.joined else each.parts)]
        for sequence in ([part for each in name for part in each.parts], joined):
            if sequence:
                found.setdefault(sequence[0], {})[words.number_of(sequence)] = kind
    for word, wholes in found.items():
        said = b"".join(whole.to_bytes(3, "big") + bytes([kind]) for whole, kind in sorted(wholes.items()))
        yield WORDS, f"{word}\0", varint(len(said)) + said


def _name(text: str) -> list[Token]:
    return [words.token(each) for each in words.written_words(text) if each != BREAK]


def _all(name: list[Token]) -> set[str]:
    return {word for each in name for word in each.all}


def varint(value: int) -> bytes:
    """A varint: seven bits per byte, lowest first; the highest bit says that more bytes follow."""
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    data.append(value)
    return bytes(data)


def _text(html: str) -> str:
    """HTML as text, with a BREAK for each tag that ends a block."""
    text = words.with_whole_runs(_TAG.sub(BREAK, _INLINE.sub("", html)))
    return unescape(text) if "&" in text else text
