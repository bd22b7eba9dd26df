"""`parse`: turn the bytes of a vault's note into a `Note` and its body."""

from __future__ import annotations

from typing import Any

import msgspec

from notegarden.dialects.markdown.citing import ends_in_heading, put_references
from notegarden.dialects.markdown.footnotes import render_footnotes
from notegarden.dialects.markdown.note_works import Read, works_of
from notegarden.dialects.obsidian.blocks import with_parts
from notegarden.dialects.obsidian.comments import without_comments
from notegarden.dialects.obsidian.not_drawn import drawing_box, is_drawing, tell_of_commands, without_switch
from notegarden.dialects.obsidian.properties import Properties, add_cover, add_property_links, read_properties
from notegarden.dialects.obsidian.rules import block_parser, inline_parser
from notegarden.dialects.obsidian.titles import title_of
from notegarden.dialects.obsidian.writer import VaultWriter
from notegarden.dialects.pieces.decode import decoded
from notegarden.dialects.pieces.directions import directed
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.finish import finished_note, with_holes
from notegarden.dialects.pieces.frame import in_frame
from notegarden.dialects.pieces.parts import take_parts
from notegarden.notes.note import Dialect, Parsed, Part
from notegarden.urls import composed


def parse(path: str, data: bytes, dialect: Dialect, read: Read | None = None) -> Parsed:
    """Parse one note. Pure; never raises because of `data`: errors become the note's problems.

    `path` is relative to the vault, with `/`.
    """
    text, problems = decoded(path, data)
    given = read_properties(path, text)
    draft = NoteDraft(path, text, dialect)
    draft.link_kind = "mdlink"
    draft.drops_comments = True
    draft.params = given.front.params
    draft.works = works_of(draft, text[given.body :], read)
    draft.problems += [*problems, *given.problems]
    add_property_links(draft, given.listed, given.body)
    parts: list[Part] = []
    try:
        html, parts = _body(draft, text[given.body :], given.body)
    except RecursionError:
        draft.problem("note", "error", 0, 0, "nested too deeply to be parsed")
        html = ""
    add_cover(draft, given.listed, given.body)
    body = with_holes(html)
    note = finished_note(draft, given.front, html, body)
    return Parsed(_with_properties(note, given, draft, parts), body)


def _with_properties(note: Any, given: Properties, draft: NoteDraft, parts: list[Part]) -> Any:
    inline = (link.target for link in draft.links if link.kind == "tag")
    tags: dict[str, str] = {}
    for tag in (*given.front.tags, *inline):
        tags.setdefault(composed(tag.casefold()), tag)
    front = msgspec.structs.replace(given.front, tags=tuple(tags.values()))
    return msgspec.structs.replace(
        note,
        front=front,
        title=front.title or title_of(note.path),
        parts=tuple(parts),
        properties=given.listed,
        held=given.held,
    )


def _body(draft: NoteDraft, text: str, start: int) -> tuple[str, list[Part]]:
    is_drawn = not is_drawing(draft)
    draft.source = without_comments(draft.places, text if is_drawn else without_switch(text), start)
    md = block_parser()
    tokens: list[Any] = []
    md.block.parse(draft.source, md, {"draft": draft}, tokens)
    tell_of_commands(draft)
    inline = inline_parser(strict_breaks=draft.dialect.strict_breaks, cites=draft.works is not None)
    writer = VaultWriter(draft, inline)
    for label, note in draft.footnotes.items():
        draft.footnotes[label] = with_parts(note)
    writer.out += () if is_drawn else (drawing_box(draft, title_of(draft.path)),)
    writer.write_body(with_parts(tokens))
    writer.out.append(writer.marks.end(len(draft.links)))
    footnotes = render_footnotes(draft, writer.blocks)  # they may cite works, too
    put_references(draft, writer.out, is_titled=not ends_in_heading(tokens))
    writer.out.append(footnotes)
    html = in_frame(draft, "".join(writer.out))
    return take_parts(directed(html), writer.marks, draft.headings, len(draft.links))
