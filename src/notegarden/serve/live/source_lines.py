"""Map a block of a page to its line in the note's source.

A served page equals the built one, so its elements carry no line numbers. The block is located by its words: in the
source without markup, the run of words that matches the block's words best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import msgspec

from notegarden.notes.note import Note

_WORD = re.compile(r"\w+")
# Parts of the source that the page does not show: addresses, ids, tags. Captions and link texts are kept.
_UNSEEN = re.compile(
    r"""\]\([^()]*(?:\([^()]*\)[^()]*)*\) | \{\#[^}]*\} | <[^<>]*> | \{\{[<%]/?\s*(?:relref|ref)\s[^}]*\}\}
    | \{\{[<%]\s*/?[\w-]+ | (?:src|link|id|class|width|height|href)="[^"]*" | \[\^[^\]]*\]""",
    re.VERBOSE,
)
_JOINED = str.maketrans("", "", "'’\u00ad\u200b")
_MOST = 60  # words of a block that are compared
_ENOUGH = 0.4  # share of its words that must be found
_NEAR = 12  # words that may be between two of the block's words in the source


class Block(msgspec.Struct, frozen=True):
    """A block as the browser describes it. `heading`: the id of the heading above it, or its own.

    `nth`: the number of blocks with the same text between that heading and it. `picture`: address of its first picture.
    """

    text: str = ""
    heading: str = ""
    picture: str = ""
    nth: int = 0


def place_of(block: Block, file: Path, note: Note) -> tuple[Path, int] | None:
    """The file and 1-based line of a block of a note's page; None if the file cannot be read."""
    try:
        source = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
    return file, line_of(block, source, note)


class _Word(NamedTuple):
    text: str
    line: int


def line_of(block: Block, source: str, note: Note) -> int:
    """The 1-based line of a block; the line of the heading above it if the block is not found, else 1."""
    start, end = _section(block.heading, note, source)
    if not _folded(block.text) and block.picture:
        return _picture_line(block.picture, note) or start
    wanted = _folded(block.text)[:_MOST]
    words = list(_words(source))
    own = [word for word in words if start <= word.line <= end]
    return _best(wanted, own, block.nth) or _best(wanted, words, block.nth) or start


def _section(heading: str, note: Note, source: str) -> tuple[int, int]:
    """First and last line of a heading's section."""
    last = source.count("\n") + 1
    lines = [each.line for each in note.headings]
    for number, each in enumerate(note.headings):
        if heading and each.id == heading and each.line:
            return each.line, lines[number + 1] - 1 if number + 1 < len(lines) else last
    return 1, (lines[0] - 1 if lines and not heading else last)


def _picture_line(address: str, note: Note) -> int:
    name = address.rpartition("/")[2].partition("?")[0]
    return next((each.line for each in note.pictures if each.src.rpartition("/")[2] == name), 0)


def _folded(text: str) -> list[str]:
    return _WORD.findall(text.translate(_JOINED).casefold())


def _words(source: str) -> Iterator[_Word]:
    for number, line in enumerate(source.splitlines(), 1):
        for word in _folded(unescape(_UNSEEN.sub(" ", line))):
            yield _Word(word, number)


def _best(wanted: list[str], words: list[_Word], nth: int) -> int:
    """The line where the best-matching run of words begins, the nth of equal ones; 0 if none matches."""
    if not wanted:
        return 0
    scores: dict[int, float] = {}
    opening = {word: place for place, word in reversed([*enumerate(wanted[:3])])}
    for start, word in enumerate(words):
        place = opening.get(word.text)
        if place is not None:
            scores[start] = _likeness(wanted[place:], words, start) * (1 - place / 100)
    best = max(scores.values(), default=0.0)
    if best < _ENOUGH * len(wanted):
        return 0
    lines = list(dict.fromkeys(words[start].line for start, score in scores.items() if score == best))
    return lines[min(nth, len(lines) - 1)]


def _likeness(wanted: list[str], words: list[_Word], start: int) -> float:
    """How many of the wanted words follow in order and close together from `start` on."""
    found, at = 0.0, start
    for word in wanted:
        for step in range(at, min(at + _NEAR, len(words))):
            if words[step].text == word:
                found += 1 - (step - at) / 1000
                at = step + 1
                break
    return found
