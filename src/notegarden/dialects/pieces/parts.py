"""Parts of a note that others can embed: placeholders around them in the HTML become places in the body."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise

from notegarden.dialects.pieces.html import EMBED_RE, EMBEDDED, END, HOLE_RE, PART
from notegarden.notes.note import Heading, Part

_PART = re.compile(f"{PART}(-?)([0-9]+){END}")
_TAG = re.compile(r"[\n]*<[a-z][a-z0-9]*(?=[ >])[^<>]*>")


class PartMarks:
    """Numbers the parts of one note; its writer puts their placeholders into the HTML.

    `names`: `#` and the index of the heading that starts a section, `^` and the name of a block, `-` and a
    level where sections of that level end without another one, "" for the end of the text. A section has a placeholder
    only at its start; its end follows from the headings after it.
    `first_links` and `last_links`: the number of links in the note before and after a part. `ended`: the number
    of the placeholder at the end of the text.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.first_links: list[int] = []
        self.last_links: dict[int, int] = {}
        self.ended = 0

    def begin(self, name: str, links: int) -> str:
        """The placeholder before a part. `links`: the number of links in the note so far."""
        self.names.append(name)
        self.first_links.append(links)
        return f"{PART}{len(self.names) - 1}{END}"

    def close(self, number: int, links: int) -> str:
        """The placeholder after a block."""
        self.last_links[number] = links
        return f"{PART}-{number}{END}"

    def end(self, links: int) -> str:
        """The placeholder at the end of the text, before the footnotes."""
        self.ended = len(self.names)
        return self.begin("", links)


def plain_sections(html: str, marks: PartMarks, raw: Collection[int]) -> list[tuple[int, int]]:
    """Start and end, in order, of the sections without raw HTML; adjacent ones are merged.

    `raw`: for each piece of raw HTML, the number of headings before it.
    """
    found = [(place.start(), marks.names[int(place[2])]) for place in _PART.finditer(html)]
    sections: list[tuple[int, int]] = []
    for (start, name), (end, next_name) in pairwise(found):
        first = int(name[1:])
        last = int(next_name[1:]) if next_name else len(html)
        if not any(first <= number <= last for number in raw):
            begin = sections.pop()[0] if sections and sections[-1][1] == start else start
            sections.append((begin, end))
    return sections


def take_parts(html: str, marks: PartMarks, headings: Sequence[Heading], count: int) -> tuple[str, list[Part]]:
    """The HTML without the placeholders of parts, with anchors of blocks, and the place of each part.

    `headings`, `count`: the note's headings, and its number of links.
    """
    pieces = _PART.split(html)
    out = [pieces[0]]
    length = len(pieces[0])
    starts: dict[int, int] = {}
    stops: dict[int, int] = {}
    for closing, digits, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        number = int(digits)
        if closing:
            stops[number] = length
        else:
            starts[number] = length
            if marks.names[number].startswith("^"):
                piece = _anchored(piece, marks.names[number])
        out.append(piece)
        length += len(piece)
    html = "".join(out)
    offsets = _Offsets(html)
    has_embeds = EMBEDDED in html
    spans = [
        *_sections(marks, headings, starts),
        *((marks.names[number], number, starts[number], stops[number], marks.last_links[number]) for number in stops),
    ]
    parts = []
    for name, number, start, stop, last in sorted(spans, key=lambda span: span[2]):
        first = marks.first_links[number]
        links = _links(html[start:stop], first, last) if has_embeds else (first, last)
        parts.append(Part(name, *offsets.of(start), *offsets.of(stop), links))
    return html, [*parts, Part("", *offsets.of(0), *offsets.of(length), (0, count))]


def _links(html: str, first: int, last: int) -> tuple[int, int]:
    """The range of a part's links: those parsed inside it, and its embeds, which may have been parsed earlier."""
    embeds = [int(found[1]) for found in EMBED_RE.finditer(html)]
    return min([first, *embeds]), max([last, *(number + 1 for number in embeds)])


def _anchored(piece: str, name: str) -> str:
    """A block with its anchor: its own id, or if it has another one, an element before its text."""
    tag = _TAG.match(piece)
    if tag is None or " id=" in tag[0]:
        at = tag.end() if tag else 0
        return f'{piece[:at]}<span class="block-id" id="{name}"></span>{piece[at:]}'
    return f'{piece[: tag.end() - 1]} id="{name}"{piece[tag.end() - 1 :]}'


def _sections(
    marks: PartMarks, headings: Sequence[Heading], starts: dict[int, int]
) -> list[tuple[str, int, int, int, int]]:
    """(name, number, start, end, end of links) of each section: up to the next heading of its level or higher."""
    out: list[tuple[str, int, int, int, int]] = []
    open_: list[int] = []

    def heading(number: int) -> Heading:
        return headings[int(marks.names[number][1:])]

    def close(level: int, at: int) -> None:
        while open_ and heading(open_[-1]).level >= level:
            number = open_.pop()
            out.append((f"#{heading(number).id}", number, starts[number], starts[at], marks.first_links[at]))

    for number in sorted(starts):
        if marks.names[number].startswith("#"):
            close(heading(number).level, number)
            open_.append(number)
        elif marks.names[number].startswith("-"):
            close(int(marks.names[number][1:]), number)
    close(0, marks.ended)
    return out


class _Offsets:
    """Offsets in HTML with holes as (index of the text, offset in it)."""

    def __init__(self, html: str) -> None:
        self._starts = [0]
        for hole in HOLE_RE.finditer(html):
            self._starts.append(hole.end())

    def of(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._starts, offset) - 1
        return number, offset - self._starts[number]
