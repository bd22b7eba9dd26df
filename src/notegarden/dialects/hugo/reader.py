"""`parse`: the bytes of one file to a `Note` and its body."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import msgspec

from notegarden.dialects.hugo.builtin import shortcodes_for
from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.footnotes import render_footnotes
from notegarden.dialects.markdown.rules import block_parser, inline_parser
from notegarden.dialects.pieces.directions import directed
from notegarden.dialects.pieces.draft import HOLE_RE, MARK, MARK_RE, RESERVED, LinkDraft, Reading
from notegarden.dialects.pieces.facts import count, prose, summary_of, telling_words, title_from
from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.notes.note import Body, Dialect, Field, Hole, HoleKind, Link, Note, Parsed, Picture
from notegarden.notes.problems import Problem

_KINDS: dict[str, HoleKind] = {"L": "link", "A": "address", "P": "picture"}
_ANY_ID = re.compile(r"""<[a-zA-Z][^<>]*?\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""")
_ENCODER = msgspec.msgpack.Encoder()


def parse(path: str, data: bytes, dialect: Dialect) -> Parsed:
    """Read one note. Pure, and never raises for what stands in `data`: that becomes the note's problems.

    `path` is relative to `content/`, with `/`.
    """
    text, problems = _decoded(path, data)
    front, start, front_problems = read_front_matter(path, text)
    reading = Reading(path, text, dialect)
    reading.params = front.params
    reading.problems += [*problems, *front_problems]
    try:
        html = _body_html(reading, text[start:], start)
    except RecursionError:
        reading.problem("note", "error", 0, 0, "nested too deeply to be read")
        html = ""
    body = _with_holes(html)
    return Parsed(_note(reading, front, html, body), body)


def _decoded(path: str, data: bytes) -> tuple[str, list[Problem]]:
    problems = []
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = "the file is not UTF-8; what cannot be read is shown as �"
        problems.append(Problem(path, line, column, "encoding", "error", message, "save it as UTF-8"))
        text = data.removeprefix(BOM_UTF8).decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "�")
    if not text.isascii() and any(sign in text for sign in RESERVED):
        for sign in RESERVED:
            text = text.replace(sign, "�")
    return text, problems


def _body_html(reading: Reading, text: str, start: int) -> str:
    shortcodes = shortcodes_for(reading.dialect.shortcodes)
    reading.source = shortcodes.expand(reading, text, start)
    md = block_parser()
    tokens: list[Any] = []
    md.block.parse(reading.source, md, {"reading": reading}, tokens)
    if tokens and tokens[-1].type == "dl_close" and _is_metadata(tokens):
        place = reading.place(tokens[1].map[0])
        reading.problem("metadata-only", "info", *place, "nothing is written below the metadata yet")
    writer = BodyWriter(reading, inline_parser())
    writer.write_body(tokens)
    writer.out.append(render_footnotes(reading, writer.blocks))
    html = "".join(writer.out)
    if MARK in html:
        # Those that no rule has met stand in a tag: in a heading's attributes, in a link's title.
        html = MARK_RE.sub(lambda found: reading.mark_text(int(found[1])), html)
    if not reading.dialect.unsafe_html:
        from notegarden.dialects.pieces.sanitise import balance

        html = balance(html)
    return directed(html)


def _is_metadata(tokens: list[Any]) -> bool:
    """Whether the body is one definition list with a paragraph for each definition, as metadata has."""
    kinds = [token.type for token in tokens]
    within = {"dt", "dd_open", "paragraph", "dd_close"}
    return (
        kinds[0] == "dl_open" and within.issuperset(kinds[1:-1]) and ("paragraph", "paragraph") not in pairwise(kinds)
    )


def _with_holes(html: str) -> Body:
    pieces = HOLE_RE.split(html)
    holes = tuple(Hole(_KINDS[kind], int(number)) for kind, number in zip(pieces[1::3], pieces[2::3], strict=True))
    return Body(tuple(pieces[0::3]), holes)


def _note(reading: Reading, front: Any, html: str, body: Body) -> Note:
    foreign = reading.has_raw_html or bool(reading.dialect.shortcodes)
    words = prose(html, foreign=foreign)
    return Note(
        path=reading.path,
        front=front,
        title=front.title if front.title else title_from(reading.path),
        headings=tuple(reading.headings),
        links=tuple(map(_link, reading.links)),
        pictures=tuple(Picture(p.src, p.line, p.column, p.alt, tuple(p.attributes)) for p in reading.pictures),
        fields=tuple(Field(name, text) for name, text in reading.fields),
        ids=_ids(html, foreign=foreign),
        summary=summary_of(html),
        words=count(words),
        terms=telling_words(words),
        problems=tuple(sorted(reading.problems)),
        digest=blake2b(_ENCODER.encode(body), digest_size=16).hexdigest(),
    )


def _ids(html: str, *, foreign: bool) -> tuple[str, ...]:
    """All ids of a body. What the parser writes has one form, ` id="…"`; HTML from elsewhere (`foreign`) has any."""
    if foreign:
        return tuple([one or two or three for one, two, three in _ANY_ID.findall(html)])
    return tuple([piece.partition('"')[0] for piece in html.split(' id="')[1:]])


def _link(draft: LinkDraft) -> Link:
    return Link(
        draft.target, draft.kind, draft.line, draft.column, draft.text, draft.before, draft.after,
        draft.block, draft.section, draft.field, draft.title,
    )  # fmt: skip
