"""`parse`: turn the bytes of one file into a `Note` and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec

from notegarden.dialects.hugo.builtin import shortcodes_for
from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.citing import ends_in_heading, put_references
from notegarden.dialects.markdown.footnotes import render_footnotes
from notegarden.dialects.markdown.note_works import Read, works_of
from notegarden.dialects.markdown.rules import blocks_of, inline_of
from notegarden.dialects.pieces.decode import decoded
from notegarden.dialects.pieces.directions import directed
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.finish import finished_note, with_holes
from notegarden.dialects.pieces.frame import in_frame
from notegarden.dialects.pieces.frontmatter import HELD, read_front_matter
from notegarden.dialects.pieces.html import MARK, MARK_RE
from notegarden.dialects.pieces.parts import PartMarks, take_parts
from notegarden.dialects.pieces.unread_wishes import HUGO, unread_wishes
from notegarden.notes.note import Dialect, Parsed, Part
from notegarden.notes.problems import Problem

_MARKUP = re.compile(r"^\W*markup\b", re.MULTILINE | re.IGNORECASE)
_MARKDOWN = frozenset({"", "md", "markdown", "goldmark"})
_HEAD = 64  # first bytes, which show that a text is UTF-16 or binary


def parse(path: str, data: bytes, dialect: Dialect, read: Read | None = None) -> Parsed:
    """Parse one note. Pure; never raises because of `data`: errors become the note's problems.

    `path` is relative to `content/`, with `/`.
    """
    text, problems = decoded(path, data)
    front, start, front_problems = read_front_matter(path, text, dialect.dates)
    if (problems or b"\0" in data[:_HEAD]) and _is_damaged(data, text[:start]) and not front.unreadable:
        front = msgspec.structs.replace(front, unreadable=True)
        message = f"the front matter is not UTF-8{HELD}"
        problems = [Problem(path, 1, 1, "encoding", "error", message, "save the file as UTF-8")]
    draft = NoteDraft(path, text, dialect)
    draft.params = front.params
    draft.works = works_of(draft, text[start:], read)
    draft.problems += [*problems, *front_problems, *unread_wishes(path, front, text[:start], HUGO)]
    draft.problems += _other_markup(path, text[:start], front.params.get("markup"))
    try:
        html, parts = _body_html(draft, text[start:], start)
    except RecursionError:
        draft.problem("note", "error", 0, 0, "nested too deeply to be parsed")
        html, parts = "", []
    body = with_holes(html)
    note = finished_note(draft, front, html, body)
    return Parsed(msgspec.structs.replace(note, parts=tuple(parts)) if parts else note, body)


def _other_markup(path: str, front: str, markup: Any) -> Iterator[Problem]:
    """Reports that a text is parsed as Markdown although its front matter names another markup language."""
    if markup is None or str(markup).lower() in _MARKDOWN:
        return
    found = _MARKUP.search(front)
    line = front.count("\n", 0, found.start()) + 1 if found else 1
    message = f"`markup: {markup}` is not supported; the text is parsed as Markdown"
    yield Problem(path, line, 1, "front-matter", "error", message, "write the note in Markdown, and remove `markup`")


def _is_damaged(data: bytes, front: str) -> bool:
    """Whether invalid UTF-8 is in the front matter, or where front matter would begin."""
    if b"\0" in data[: max(len(front), _HEAD)]:  # UTF-16, or not text at all
        return True
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start <= len(front)
    return False


def _body_html(draft: NoteDraft, text: str, start: int) -> tuple[str, list[Part]]:
    """The HTML, and its parts if it has sections."""
    shortcodes = shortcodes_for(draft.dialect)
    draft.source = shortcodes.expand(draft, text, start)
    md = blocks_of(draft)
    tokens: list[Any] = []
    md.block.parse(draft.source, md, {"draft": draft}, tokens)
    if tokens and tokens[-1].type == "dl_close" and _is_metadata(tokens):
        place = draft.place(tokens[1].map[0])
        draft.problem("metadata-only", "info", *place, "the note has only metadata")
    writer = BodyWriter(draft, inline_of(draft))
    writer.sections = marks = PartMarks()
    writer.write_body(tokens)
    writer.sections = None  # headings in footnotes start no sections
    writer.out.append(marks.end(len(draft.links)) if marks.names else "")
    footnotes = render_footnotes(draft, writer.blocks)  # they may cite works, too
    put_references(draft, writer.out, is_titled=not ends_in_heading(tokens))
    writer.out.append(footnotes)
    html = "".join(writer.out)
    if MARK in html:
        # Remaining placeholders are inside a tag: in a heading's attributes, in a link's title.
        html = MARK_RE.sub(lambda found: draft.placeholder_text(int(found[1])), html)
    html = directed(in_frame(draft, html, marks))
    return take_parts(html, marks, draft.headings, len(draft.links)) if marks.names else (html, [])


def _is_metadata(tokens: list[Any]) -> bool:
    """Whether the body is one definition list with a single paragraph per definition, as metadata has."""
    kinds = [token.type for token in tokens]
    within = {"dt", "dd_open", "paragraph", "dd_close"}
    return (
        kinds[0] == "dl_open" and within.issuperset(kinds[1:-1]) and ("paragraph", "paragraph") not in pairwise(kinds)
    )
