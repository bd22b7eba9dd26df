"""The picture for link previews: a note's own, its social card, or the first picture in its text."""

from __future__ import annotations

from typing import NamedTuple

from notegarden.garden.resolve import Found
from notegarden.notes.node import Node
from notegarden.notes.note import Note
from notegarden.notes.own_image import COVERS, front_image, meanings
from notegarden.notes.visibility import is_section
from notegarden.render.card import SIZE, Card
from notegarden.site.addresses import Site
from notegarden.site.reads import Reads
from notegarden.urls import is_external


class SharedImage(NamedTuple):
    """`address`: absolute, "" for none. `size`: in pixels, if cards are enabled and it is known."""

    address: str
    size: tuple[int, int] | None = None


def card_of(reads: Reads, site: Site, path: str) -> Card | None:
    """The social card of a note; None if it has its own picture, is a list, or no card can be made."""
    node = reads.node(path)
    if site.card_type is None or node.has_image or is_section(path) or node.address == "/":
        return None
    return site.card_type.card(node.title, _label(reads, site, node), site.config.title)


def shared_image(reads: Reads, site: Site, note: Note) -> SharedImage:
    """The picture for a link to a note."""
    card = card_of(reads, site, note.path)
    if card is not None:
        return SharedImage(site.permalink(f"/{card.file}"), SIZE)
    for src in _own(note):
        linked = _linked_file(reads, note, src) if src in COVERS else src
        if is_external(linked):
            return SharedImage(linked)
        address = linked if src in COVERS else reads.picture_address(src, note.path)
        if address and reads.file(address) is not None and not reads.is_withheld(address):
            return SharedImage(site.permalink(address), reads.size(address) if site.card_type is not None else None)
    return SharedImage("")


def _own(note: Note) -> list[str]:
    """Candidates for a note's picture, best first: as typed, or the name of a property that links to it."""
    typed = front_image(note)
    named = [*meanings(typed)] if typed else []
    for name in COVERS if note.properties else ():
        value = note.front.params.get(name)
        named.append(name)
        if isinstance(value, str) and "[[" not in value and (src := value.strip()):
            named.append(src if is_external(src) else f"/{src.lstrip('/')}")
    first = next((picture.src for picture in note.pictures if picture.src), "")
    return [src for src in (*named, first) if src]


def _linked_file(reads: Reads, note: Note, name: str) -> str:
    """The address of the file that the property with this name links to, "" for none."""
    for link, answer in zip(note.links, reads.answers(note.path), strict=True):
        if link.kind == "property" and link.field.lower() == name and isinstance(answer, Found) and not answer.path:
            return answer.address
    return ""


def _label(reads: Reads, site: Site, node: Node) -> str:
    """The label on a note's card: its first tag, otherwise its section."""
    tag = next((edge.target for edge in node.edges if edge.tags), "")
    shown = reads.reference(tag) if tag else None
    if shown is not None and shown.listed:
        return shown.title
    if node.plain_tags:
        return node.plain_tags[0]
    address = node.address
    while address.strip("/"):
        address = address.rstrip("/").rpartition("/")[0] + "/"
        title = site.sections.get(address) or reads.section(address)
        if title and address != "/":
            return title
    return ""
