"""`parse`: the bytes of one note of a vault to a `Note` and its body."""

from __future__ import annotations

import re
from bisect import bisect_right
from posixpath import basename, dirname
from typing import Any

import msgspec

from notegarden.dialects.markdown.footnotes import render_footnotes
from notegarden.dialects.obsidian.blocks import with_parts
from notegarden.dialects.obsidian.comments import without_comments
from notegarden.dialects.obsidian.properties import Properties, add_cover, add_property_links, read_properties
from notegarden.dialects.obsidian.rules import block_parser, inline_parser
from notegarden.dialects.obsidian.writer import VaultWriter
from notegarden.dialects.pieces.decode import decoded
from notegarden.dialects.pieces.directions import directed
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.finish import finished_note, with_holes
from notegarden.dialects.pieces.frame import in_frame
from notegarden.dialects.pieces.html import END, HOLE_RE, PART
from notegarden.notes.note import Dialect, Heading, Parsed, Part

_PART = re.compile(f"{PART}(-?)([0-9]+){END}")
_TAG = re.compile(r"[\n]*<[a-z][a-z0-9]*(?=[ >])[^<>]*>")


def parse(path: str, data: bytes, dialect: Dialect) -> Parsed:
    """Parse one note. Pure; never raises because of `data`: faults become the note's problems.

    `path` is relative to the vault, with `/`.
    """
    text, problems = decoded(path, data)
    given = read_properties(path, text)
    draft = NoteDraft(path, text, dialect)
    draft.link_kind = "mdlink"
    draft.drops_comments = True
    draft.params = given.front.params
    draft.problems += [*problems, *given.problems]
    add_property_links(draft, given.listed, given.body)
    parts: list[Part] = []
    try:
        html, parts = _body(draft, text[given.body :], given.body)
    except RecursionError:
        draft.problem("note", "error", 0, 0, "nested too deeply to be read")
        html = ""
    add_cover(draft, given.listed, given.body)
    body = with_holes(html)
    note = finished_note(draft, given.front, html, body)
    return Parsed(_with_properties(note, given, draft, parts), body)


def _with_properties(note: Any, given: Properties, draft: NoteDraft, parts: list[Part]) -> Any:
    inline = (link.target for link in draft.links if link.kind == "tag")
    tags: dict[str, str] = {}
    for tag in (*given.front.tags, *inline):
        tags.setdefault(tag.casefold(), tag)
    front = msgspec.structs.replace(given.front, tags=tuple(tags.values()))
    return msgspec.structs.replace(
        note,
        front=front,
        title=front.title or title_of(note.path),
        parts=tuple(parts),
        properties=given.listed,
        held=given.held,
    )


def title_of(path: str) -> str:
    """A note is called as its file is; an `index.md` as its folder."""
    name = basename(path)
    name = name[:-3] if name.lower().endswith(".md") else name
    return (basename(dirname(path)) or name) if name.lower() == "index" else name


def _body(draft: NoteDraft, text: str, start: int) -> tuple[str, list[Part]]:
    draft.source = without_comments(draft.places, text, start)
    md = block_parser()
    tokens: list[Any] = []
    md.block.parse(draft.source, md, {"draft": draft}, tokens)
    writer = VaultWriter(draft, inline_parser(strict_breaks=draft.dialect.strict_breaks))
    for label, note in draft.footnotes.items():
        draft.footnotes[label] = with_parts(note)
    writer.write_body(with_parts(tokens))
    writer.end()
    writer.out.append(render_footnotes(draft, writer.blocks))
    html = in_frame(draft, "".join(writer.out))
    return _take_parts(directed(html), writer)


def _take_parts(html: str, writer: VaultWriter) -> tuple[str, list[Part]]:
    """The HTML without the placeholders of parts, with the anchors of blocks, and where each part stands."""
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
            if writer.parts[number].startswith("^"):
                piece = _anchored(piece, writer.parts[number])
        out.append(piece)
        length += len(piece)
    html = "".join(out)
    offsets = _Offsets(html)
    count = len(writer.draft.links)
    spans = [
        *_sections(writer, starts),
        *((writer.parts[number], number, starts[number], stops[number], writer.last_links[number]) for number in stops),
    ]
    parts = [
        Part(name, *offsets.of(start), *offsets.of(stop), (writer.first_links[number], last))
        for name, number, start, stop, last in sorted(spans, key=lambda span: span[2])
    ]
    return html, [*parts, Part("", *offsets.of(0), *offsets.of(length), (0, count))]


def _anchored(piece: str, name: str) -> str:
    """A block with its anchor: its own id, or where it has another one, an element before its text."""
    tag = _TAG.match(piece)
    if tag is None or " id=" in tag[0]:
        at = tag.end() if tag else 0
        return f'{piece[:at]}<span class="block-id" id="{name}"></span>{piece[at:]}'
    return f'{piece[: tag.end() - 1]} id="{name}"{piece[tag.end() - 1 :]}'


def _sections(writer: VaultWriter, starts: dict[int, int]) -> list[tuple[str, int, int, int, int]]:
    """(name, number, from, to, links to) of each section: to the next heading of its level or above."""
    headings = writer.draft.headings
    out: list[tuple[str, int, int, int, int]] = []
    open_: list[int] = []

    def heading(number: int) -> Heading:
        return headings[int(writer.parts[number][1:])]

    def close(level: int, at: int) -> None:
        while open_ and heading(open_[-1]).level >= level:
            number = open_.pop()
            out.append((f"#{heading(number).id}", number, starts[number], starts[at], writer.first_links[at]))

    for number in sorted(starts):
        if writer.parts[number].startswith("#"):
            close(heading(number).level, number)
            open_.append(number)
    close(0, writer.ended)
    return out


class _Offsets:
    """Offsets in HTML with holes as (number of the text, offset in it)."""

    def __init__(self, html: str) -> None:
        self._starts = [0]
        for hole in HOLE_RE.finditer(html):
            self._starts.append(hole.end())

    def of(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._starts, offset) - 1
        return number, offset - self._starts[number]
