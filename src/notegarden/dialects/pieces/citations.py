"""The context of a link for backlinks: the sentence around it and the id of its block."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from html import unescape

from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import END, HOLE, without_footnote_marks
from notegarden.notes.sentence import after, before, collapsed

_PIECE = re.compile(rf"<[^<>]*>|{HOLE}([LAPERC])(\d+){END}")
LONGEST_CONTEXT = 1_000
"""Maximum characters of a heading or term in a link's context: each link in the section stores them."""


def block_id(draft: NoteDraft, text: str) -> str:
    """An id derived from the block's text, so that it does not change if the block moves within the note."""
    # Five digits distinguish the blocks of a note; each further digit costs an incompressible byte in every backlink.
    name = "c-" + blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()[:5]
    count = draft.block_ids[name] = draft.block_ids.get(name, 0) + 1
    return name if count == 1 else f"{name}-{count}"


def with_id(opening: str, identity: str) -> str:
    """The opening tag with an id added, unless it has one."""
    return opening if ' id="' in opening else f'{opening[:-1]} id="{identity}">'


def id_of(opening: str) -> str:
    return opening.split(' id="', 1)[1].split('"', 1)[0] if ' id="' in opening else ""


def note_citations(draft: NoteDraft, first: int, html: str, block: str, stop: int | None = None) -> None:
    """Set the context of the links in `html`, from number `first` on; footnote numbers are left out."""
    if first == len(draft.links):
        return
    text, spans = _spans(without_footnote_marks(html))
    for number in range(first, len(draft.links) if stop is None else stop):
        link = draft.links[number]
        if link.block:
            continue
        link.block, link.section, link.field = block, draft.section, draft.field
        start, stop = spans.get(number, (0, 0))
        link.text = collapsed(text[start:stop]).strip()
        link.before = before(text, start)
        link.after = after(text, stop)


@lru_cache(maxsize=1)  # a table row is processed for each of its cells
def _spans(html: str) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text of a block, and start and end of each link's text in it."""
    parts: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    length = position = 0
    current = -1
    for piece in _PIECE.finditer(html):
        if piece.start() > position:
            part = html[position : piece.start()]
            parts.append(unescape(part) if "&" in part else part)
            length += len(parts[-1])
        position = piece.end()
        if piece[1] == "L":
            current = int(piece[2])
            spans[current] = length, length
        elif piece[1] in ("A", "E"):
            spans.setdefault(int(piece[2]), (length, length))
        elif current >= 0 and piece[0] == "</a>":
            spans[current] = spans[current][0], length
            current = -1
    parts.append(unescape(html[position:]))
    return "".join(parts), spans
