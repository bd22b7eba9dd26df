"""Split text into words for search: the same rules for the index and, in `search-words.js`, for queries.

Case, accents and ligatures are ignored. A compound (`time-lapse`, `O'Reilly`, `node_modules`, `node.js`) is the
sequence of its parts and, joined, one more word. Scripts without spaces between words are split into overlapping
pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

BREAK = "\0"
"""Separates the blocks of a text: no phrase extends across it."""
_JOINTS = r"'’.‐‑\-"
# For scripts without combining marks: many times faster than `_with_marks`.
_LATIN_TOKEN = re.compile(rf"\w+(?:[{_JOINTS}]\w+)*[+#]*|{BREAK}")
_MAY_HAVE_MARKS = re.compile("[\u0300-\u1fff\u2c80-\u2dff\ua000-\uabff]")
_PARTS = re.compile(rf"[{_JOINTS}_]+")
_ACCENTS = re.compile("(?<=[a-zA-Z\u0370-\u03ff])[\u0300-\u036f]+|[\u0301\u0591-\u05c7\u064b-\u0652]")
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ς": "σ", "ё": "е",
})  # fmt: skip
_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LINE_BREAK = rf"(?<={_UNSPACED})[ \t]*\n[ \t]*(?={_UNSPACED})"  # compiled at first use
_LONGEST = 40  # characters of a word; the rest is cut off
_SPACE = 1 << 24


@cache
def unspaced() -> re.Pattern[str]:
    """A run of a script without spaces between words: Thai, Lao, Burmese and Khmer; Chinese and Japanese."""
    return re.compile(f"({_UNSPACED}+)")


class Token(NamedTuple):
    """`written`: the word as in the text, `parts`: in order; `joined`: a compound without its separators, else "";
    `ends`: the last characters of runs without spaces, which begin no pair."""

    written: str
    parts: tuple[str, ...]
    joined: str = ""
    ends: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every word under which it can be found."""
        return (*self.parts, *self.ends, self.joined) if self.joined else self.parts + self.ends


def fold(text: str) -> str:
    """Normalize case, accents, ligatures and width."""
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def written_words(text: str) -> list[str]:
    """The words of a text as written, compounds whole, and BREAK."""
    return word_pattern(text).findall(text)


def with_whole_runs(text: str) -> str:
    """A text without line breaks inside runs of a script without spaces, where lines may break inside any word."""
    lines = text.split("\n")
    if any(line[-1:] >= "\u0e00" and following[:1] >= "\u0e00" for line, following in pairwise(lines)):
        return re.sub(_LINE_BREAK, "", text)
    return text


def word_pattern(text: str) -> re.Pattern[str]:
    """The pattern that matches the words of this text."""
    return _with_marks()[0] if may_have_marks(text) else _LATIN_TOKEN


@cache
def _with_marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns for a word and for a character, including combining marks. Compiled at first use: that takes as
    long as importing all the rest of this file."""
    marks = "".join(chr(code) for code in range(0x300, 0xFB00) if unicodedata.category(chr(code))[0] == "M")
    word = rf"\w[\w{marks}]*"
    token = rf"{word}(?:[{_JOINTS}]{word})*[+#]*|{BREAK}"
    return re.compile(token), re.compile(rf".[{marks}]*", re.DOTALL)


def may_have_marks(text: str) -> bool:
    """Whether letters in a text may have combining marks."""
    return _MAY_HAVE_MARKS.search(text) is not None


def token(written: str) -> Token:
    """The index terms of a word as written."""
    if written.isalnum() and written.isascii():
        return Token(written, (written.lower()[:_LONGEST],))
    pieces = pieces_of(written)
    joined = "".join(pieces)[:_LONGEST] if len(pieces) > 1 else ""
    pieces = without_single_letters(written, pieces)
    parts: list[str] = []
    ends: list[str] = []
    for piece in pieces:
        for place, run in enumerate(unspaced().split(piece)):
            if place % 2:
                parts += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
                ends += [run[-1]] if len(run) > 1 else []
            elif run:
                parts.append(run[:_LONGEST])
    return Token(written, tuple(parts), joined, tuple(ends))


def characters(run: str) -> list[str]:
    """The characters of a run without spaces, each with its combining marks."""
    return _with_marks()[1].findall(run)


def pieces_of(written: str) -> list[str]:
    """The folded parts of a word as written, in order."""
    return [piece for piece in _PARTS.split(fold(written)) if piece]


def without_single_letters(written: str, pieces: list[str]) -> list[str]:
    """The parts of a word with an apostrophe (l'école, don't), without single letters, which carry no meaning."""
    if "'" in written or "’" in written:
        return [piece for piece in pieces if len(piece) > 1] or pieces
    return pieces


def number(word: str) -> int:
    """A 24-bit hash of a word."""
    value = 1
    for char in word:
        value = (value * 31 + ord(char)) % _SPACE
    return value


def number_of(sequence: Iterable[str]) -> int:
    """A 24-bit hash of a sequence of words."""
    value = 0
    for word in sequence:
        value = (value * 8191 + number(word)) % _SPACE
    return value


# Stop words: a phrase is recognised by its other words.
_STOP = {
    "en": "a an and are as at be been but by can did do does for from had has have he her his how i if in into is it "
    "its me my no nor not of on or our she so than that the their them then there these they this those to was we "
    "were what when where which who why will with you your",
    "de": "als am an auch auf aus bei bin bis das dass dem den der des die durch ein eine einem einen einer eines er "
    "es für hat ich ihr im in ist kann man mit nach nicht noch nur oder sich sie sind so um und uns vom von vor war "
    "was wenn wer wie wir wird zu zum zur über",
    "fr": "au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur lui mais ne nous on ou par "
    "pas plus pour qu que qui sa se ses son sont sur tu un une vous à y",
    "es": "al como con de del el ella en entre es esta este la las lo los más me mi muy no nos o para pero por que se "
    "ser si sin sobre son su sus también un una y ya",
}


def stop_words(language: str) -> frozenset[str]:
    """Folded stop words; empty for a language without a list. `language` is a two-letter code."""
    return frozenset(map(fold, _STOP.get(language, "").split()))


def grammar_words() -> frozenset[str]:
    """Folded stop words of all languages that have a list."""
    return frozenset().union(*map(stop_words, _STOP))


def version() -> str:
    """What words depend on besides this module: the versions of Unicode's and Snowball's data."""
    import Stemmer

    return f"{unicodedata.unidata_version} {Stemmer.version()}"


def stemmer(language: str) -> Callable[[str], str]:
    """Folded word → stem, by Snowball's rules; the word itself in a language without rules."""
    import Stemmer

    try:
        stem: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
    except KeyError:
        return str
    return stem
