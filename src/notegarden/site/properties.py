"""The properties of a vault's note as its page shows them above the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from notegarden.garden.resolve import Found, Missing, Resolved
from notegarden.notes.note import Link, Note
from notegarden.notes.own_image import COVERS
from notegarden.render.views import PropertyValue, PropertyView
from notegarden.site.addresses import Site
from notegarden.site.holes import wanted_id
from notegarden.site.reads import Reads

# Properties that control how the page is made, or that are shown elsewhere on it.
_NOT_LISTED = frozenset(
    (
        "tags",
        "tag",
        "aliases",
        "alias",
        "cssclasses",
        "cssclass",
        "publish",
        "permalink",
        "title",
        "description",
        "draft",
    )
)
_WEB = re.compile(r"https?://[^\s<>\"]+")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?")


def properties_of(note: Note, reads: Reads, site: Site) -> tuple[PropertyView, ...]:
    """The properties that describe the note itself, in order."""
    links = [each for each in zip(note.links, reads.answers(note.path), strict=True) if each[0].kind == "property"]
    links.reverse()
    out = []
    for each in note.properties:
        values = tuple(_value(value, each.name, links, reads, site) for value in _flat(each.value))
        low = each.name.lower()
        is_elsewhere = low in _NOT_LISTED or (
            low in COVERS and isinstance(each.value, str) and values[0].kind != "link"
        )
        if values and not is_elsewhere:
            kind = "list" if isinstance(each.value, list) else values[0].kind
            out.append(PropertyView(each.name, kind, values))
    return tuple(out)


def _flat(value: Any) -> Iterator[Any]:
    """The single values of a property, without empty ones."""
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from (one if isinstance(one, str) and one[:2] == "[[" else f"{name}: {one}" for one in _flat(item))
    elif value is not None and value != "":
        yield value


def _value(value: Any, name: str, links: list[tuple[Link, Resolved]], reads: Reads, site: Site) -> PropertyValue:
    """`links`: those not matched to a value yet, the next one last."""
    if isinstance(value, bool):
        return PropertyValue("checkbox", str(value).lower(), checked=value)
    if isinstance(value, int | float):
        return PropertyValue("number", str(value))
    text = str(value)
    if links and links[-1][0].field == name and f"[[{links[-1][0].target}" in text:
        link, answer = links.pop()
        if isinstance(answer, Found):
            return PropertyValue("link", link.text, site.href(answer.address, answer.fragment))
        if (isinstance(answer, Missing) and answer.draft) or "wanted" not in site.generated:
            return PropertyValue("text", link.text)
        return PropertyValue(
            "link", link.text, site.href(site.generated["wanted"], wanted_id(link.target)), missing=True
        )
    if _WEB.fullmatch(text):
        return PropertyValue("url", text, text)
    date = _DATE.fullmatch(text)
    if date:
        shown = f"{date[1]} {date[2]}" if date[2] and date[2] != "00:00" else date[1]
        day = reads.day(date[1])  # a date leads to its daily note, but is not a link of the garden, as in Obsidian
        return PropertyValue("date", shown, site.href(day) if day else "")
    return PropertyValue("text", text)
