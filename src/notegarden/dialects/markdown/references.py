"""Link reference definitions: `[label]: address "title"` at the start of a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkTitle

from notegarden.dialects.markdown.destinations import LABEL, destination_end, skip_blanks, typed

_SPACES = re.compile(r"[ \t]*")


class Reference(NamedTuple):
    """Destination and title of a label. The line is not stored: problems are reported at the link."""

    address: str
    title: str


def take_references(references: dict[str, Reference], content: str) -> tuple[str, int]:
    """Remove definitions from a paragraph's start; returns the rest and the number of lines removed."""
    pos = 0
    while content.startswith("[", pos):
        stop = _definition(references, content, pos)
        if stop is None:
            break
        pos = stop
    return content[pos:], content.count("\n", 0, pos)


def _definition(references: dict[str, Reference], src: str, pos: int) -> int | None:
    """Parse the definition at `pos`; returns where the next line starts, None if there is no definition."""
    label = LABEL.match(src, pos)
    if not label or not label[1].strip() or not src.startswith(":", label.end()):
        return None
    start = skip_blanks(src, label.end() + 1)
    stop = destination_end(src, start)
    if stop == start:
        return None
    after = skip_blanks(src, stop)
    title, end = "", _line_end(src, stop)
    if after > stop and src[after : after + 1] in ('"', "'", "("):
        parsed = parseLinkTitle(src, after, len(src))
        titled = _line_end(src, parsed.pos) if parsed.ok else None
        if titled is not None:
            title, end = typed(src[after + 1 : parsed.pos - 1]), titled
    if end is None:
        return None
    name = normalizeReference(label[1])
    if name not in references:
        references[name] = Reference(typed(src[start:stop]), title)
    return end


def _line_end(src: str, pos: int) -> int | None:
    """Where the next line starts, if only blanks follow `pos` on its line."""
    blanks = _SPACES.match(src, pos)
    end = blanks.end() if blanks else pos
    if end >= len(src):
        return len(src)
    return end + 1 if src[end] == "\n" else None
