"""How a link of a vault names a place inside a note: by a heading, by a path of headings, or by the name of a block."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from notegarden.notes.note import Heading, Note

# What does not count when a heading is compared with the text of a link.
_NOISE = re.compile(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]""")


def plain(text: str) -> str:
    """A name as it is compared: NFC, no-break spaces as spaces, trimmed."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip()


def heading_key(text: str) -> str:
    """The source text of a heading, or what a link says of it, without signs and letter case."""
    return " ".join(_NOISE.sub(" ", plain(text)).split()).lower()


def block_anchor(name: str) -> str:
    """The id of a named block in the page."""
    return f"^{name.strip().lower()}"


def anchor_of(fragment: str, note: Note) -> str | None:
    """The id in the page of `note` that `fragment` (behind the `#`) means; None where there is no such place."""
    last = fragment.rpartition("#")[2].strip()
    if last.startswith("^"):
        name = block_anchor(last[1:])
        return name if any(part.name == name for part in note.parts) else None
    wanted = [key for key in map(heading_key, fragment.split("#")) if key]
    if not wanted:
        return None
    found = _find([heading for heading in note.headings if heading.key], wanted)
    if found is None:  # `a.md#the-heading`, as links are written for code hosts
        return last if last in note.ids else None
    return found.id


def section_anchor(fragment: str, note: Note) -> str | None:
    """The id of the section of `note` that `fragment` names; None where none starts with it."""
    return fragment if any(part.name == f"#{fragment}" for part in note.parts) else None


def id_of(fragment: str, note: Note) -> str:
    """The id of `note` that is the fragment but for its normal form, else the fragment as it is."""
    if fragment in note.ids:
        return fragment
    return next((each for each in note.ids if plain(each) == plain(fragment)), fragment)


def _find(headings: Sequence[Heading], wanted: Sequence[str]) -> Heading | None:
    """The first heading of that key; of a path of keys, each is looked for in the section of the one before."""
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
