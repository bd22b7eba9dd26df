"""Cases of a vault's dialect: how a note is read, and its body with the holes written out."""

from __future__ import annotations

from html import escape

from notegarden.dialects import parse
from notegarden.notes.callout_kinds import CALLOUTS, name_of
from notegarden.notes.note import Dialect, Parsed

PATH = "Folder/Case.md"


def read_vault(source: str, *, strict_breaks: bool = False) -> Parsed:
    dialect = Dialect(unsafe_html=False, format="obsidian", strict_breaks=strict_breaks)
    return parse(PATH, (source + "\n").encode(), dialect)


def shown_vault(parsed: Parsed) -> str:
    """The body with links and embeds written out by their targets."""

    def fill(kind: str, index: int) -> str:
        if kind == "picture":
            picture = parsed.note.pictures[index]
            more = "".join(f' {name}="{escape(value)}"' for name, value in picture.attributes)
            return f'<img src="{escape(picture.src)}" alt="{escape(picture.alt or "")}"{more}>'
        if kind == "callout":
            return name_of(CALLOUTS[index])
        link = parsed.note.links[index]
        if kind == "embed":
            return f"{{embed {link.target}{'|' + link.title if link.title else ''}}}"
        return f"{{{link.target}}}" if kind == "address" else f"<a {{{link.kind} {link.target}}}>"

    parts = [parsed.body.texts[0]]
    for hole, text in zip(parsed.body.holes, parsed.body.texts[1:], strict=True):
        parts += (fill(hole.kind, hole.index), text)
    return "".join(parts)
