"""How a vault's link names a place in a note: by a heading, a path of headings, or the name of a block."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from notegarden.notes.note import Heading, Note

# Characters that are ignored when a heading is compared with the text of a link.
_NOISE = re.compile(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]""")


def plain(text: str) -> str:
    """A name normalized for comparison: NFC, no-break spaces as spaces, trimmed."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip()


def heading_key(text: str) -> str:
    """A heading's source text, or the text of a link to it, without punctuation and in one letter case."""
    return " ".join(_NOISE.sub(" ", plain(text)).split()).lower()


def block_anchor(name: str) -> str:
    """The id of a named block in the page."""
    return f"^{name.strip().lower()}"


def anchor_of(fragment: str, note: Note) -> str | None:
    """The id in the page of `note` that `fragment` (the text after `#`) refers to; None if there is none."""
    last = fragment.rpartition("#")[2].strip()
    if last.startswith("^"):
        name = block_anchor(last[1:])
        return name if any(part.name == name for part in note.parts) else None
    wanted = [key for key in map(heading_key, fragment.split("#")) if key]
    if not wanted:
        return None
    found = _find([heading for heading in note.headings if heading.key], wanted)
    if found is None:  # `a.md#the-heading`, the form of links on code hosts
        return last if last in note.ids else None
    return found.id


def section_anchor(fragment: str, note: Note) -> str | None:
    """The id of the section of `note` that `fragment` names; None if none starts with it."""
    return fragment if any(part.name == f"#{fragment}" for part in note.parts) else None


def id_of(fragment: str, note: Note) -> str:
    """The id of `note` that equals the fragment apart from its Unicode normal form, else the fragment unchanged."""
    if fragment in note.ids:
        return fragment
    return next((each for each in note.ids if plain(each) == plain(fragment)), fragment)


def _find(headings: Sequence[Heading], wanted: Sequence[str]) -> Heading | None:
    """The first heading with that key; in a path of keys, each is searched in the section of the previous one."""
    if len(wanted) == 1:
        return next((heading for heading in headings if heading.key == wanted[0]), None)
    for number, heading in enumerate(headings):
        if heading.key == wanted[0]:
            stop = number + 1
            while stop < len(headings) and headings[stop].level > heading.level:
                stop += 1
            found = _find(headings[number + 1 : stop], wanted[1:])
            if found is not None:
                return found
    return None
