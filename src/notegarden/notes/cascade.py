"""Front matter that a section hands down to the notes below it: Hugo's `cascade`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from notegarden.notes.globs import fits
from notegarden.notes.note import Cascade, FrontMatter
from notegarden.notes.visibility import is_section

# Field of FrontMatter → the keys it is read from, in the order in which they count.
DATES = {
    "date": ("date",),
    "lastmod": ("lastmod", "modified"),
    "publish_date": ("publishdate", "pubdate", "published"),
    "expiry_date": ("expirydate", "unpublishdate"),
}
TEXTS = {"slug": "slug", "url": "url", "description": "description", "type": "type", "link_title": "linktitle"}
LISTS = {"aliases": ("aliases", "alias"), "tags": ("tags",), "authors": ("authors", "author")}
HIDING = ("draft", "headless", "build", "_build", "publishdate", "expirydate", "unpublishdate")
"""Keys that decide whether a note is published."""
_KEYS: dict[str, tuple[str, ...]] = {
    **DATES,
    **{field: (key,) for field, key in TEXTS.items()},
    **LISTS,
    "draft": ("draft",),
    "headless": ("headless",),
    "weight": ("weight",),
    "build": ("build", "_build"),
    "menus": ("menus", "menu"),
}


def given(params: Mapping[str, Any]) -> frozenset[str]:
    """The fields that a front matter with these keys, in lower case, gives a value."""
    found = frozenset(field for field, keys in _KEYS.items() if any(key in params for key in keys))
    return found | {"draft"} if params.get("published") is False else found


def merged(front: FrontMatter, cascades: Iterable[Cascade]) -> FrontMatter:
    """The front matter with what is handed down to it, nearest first; what the note says itself counts before."""
    have = set(given(front.params))
    changes: dict[str, Any] = {}
    params = dict(front.params)
    for each in cascades:
        fields = given(each.front.params) - have
        changes |= {field: getattr(each.front, field) for field in fields}
        have |= fields
        params = {**each.front.params, **params}
        if each.front.unreadable:
            changes["unreadable"] = True
    return (
        msgspec.structs.replace(front, params=params, **changes)
        if changes or len(params) > len(front.params)
        else front
    )


def is_meant(cascade: Cascade, path: str) -> bool:
    """Whether a cascade's target has the note at `path`, below content/."""
    logical = logical_path(path)
    if cascade.kind and not fits(cascade.kind, _kind(path)):
        return False
    return not cascade.path or fits(cascade.path, logical)


def hands_down(path: str) -> bool:
    """Whether the cascade of a note is for other notes: that of a section, and of a page that is the home page."""
    return is_section(path) or ("/" not in path and path.lower().startswith("index."))


def logical_path(path: str) -> str:
    """Hugo's name of a page: lower case, without ending, a bundle by its folder: `/posts/a`."""
    folder, _, name = path.lower().rpartition("/")
    stem = name.partition(".")[0] if name.startswith(("index.", "_index.")) else name.rpartition(".")[0]
    whole = folder if stem in ("index", "_index") else f"{folder}/{stem}"
    return "/" + whole.lstrip("/").replace(" ", "-")


def _kind(path: str) -> str:
    return "page" if not is_section(path) else "section" if "/" in path else "home"
