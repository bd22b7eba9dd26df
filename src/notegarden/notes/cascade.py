"""Front matter that notes inherit from their section: Hugo's `cascade`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from notegarden.notes.globs import fits
from notegarden.notes.note import Cascade, FrontMatter
from notegarden.notes.visibility import is_section

# Field of FrontMatter → the keys it is read from, in order of precedence.
DATES = {
    "date": ("date",),
    "lastmod": ("lastmod", "modified"),
    "publish_date": ("publishdate", "pubdate", "published"),
    "expiry_date": ("expirydate", "unpublishdate"),
}
TEXTS = {"slug": "slug", "url": "url", "description": "description", "type": "type", "link_title": "linktitle"}
LISTS = {"aliases": ("aliases", "alias"), "tags": ("tags",), "authors": ("authors", "author")}
PageKind = Literal["page", "section", "home", "taxonomy", "term"]
"""Hugo's page kinds that notes can have."""
HIDING = ("draft", "headless", "build", "_build", "publishdate", "expirydate", "unpublishdate")
"""Keys that decide whether a note is published."""
FALSE = frozenset({"false", "no", "off", "0", "f", "n", "never"})
"""Spellings of false, in lower case."""
# Keys of other programs, which Hugo ignores. If one is false, it can only mean that the note must not be published.
PUBLISHING = ("publish", "published", "public", "dg-publish")
_KEYS: dict[str, tuple[str, ...]] = {
    **{field: (key,) for field, key in TEXTS.items()},
    **LISTS,
    "draft": ("draft",),
    "headless": ("headless",),
    "weight": ("weight",),
    "build": ("build", "_build"),
    "menus": ("menus", "menu"),
}


def unpublishing_key(params: Mapping[str, Any]) -> str:
    """The key of another program that keeps the note from being published, such as `publish: false`; "" for none.

    Closed when in doubt: a note wrongly withheld is fixed with one word, one wrongly published has been read.
    """
    return next((key for key in PUBLISHING if any(is_false(value) for value in _values(params.get(key)))), "")


def _values(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else (value,)


def is_false(value: Any) -> bool:
    """Whether a value is one of the spellings of false."""
    return str(value).strip().lower() in FALSE


def given(params: Mapping[str, Any]) -> frozenset[str]:
    """The fields, except dates, that a front matter with these keys (in lower case) sets."""
    found = frozenset(field for field, keys in _KEYS.items() if any(key in params for key in keys))
    return found | {"draft"} if unpublishing_key(params) else found


def merged(front: FrontMatter, cascades: Iterable[Cascade]) -> FrontMatter:
    """The front matter with inherited values, nearest section first; the note's own values take precedence."""
    have = set(given(front.params))
    changes: dict[str, Any] = {}
    params = dict(front.params)
    dates = _Dates(front)
    for each in cascades:
        fields = given(each.front.params) - have
        if "draft" not in each.front.params and unpublishing_key(each.front.params) in params:
            fields -= {"draft"}  # a nearer front matter sets the same key
        changes |= {field: getattr(each.front, field) for field in fields}
        have |= fields
        changes |= dates.inherited(each.front, params)
        params = {**each.front.params, **params}
        if each.front.unreadable:
            changes["unreadable"] = True
    return (
        msgspec.structs.replace(front, params=params, **changes)
        if changes or len(params) > len(front.params)
        else front
    )


class _Dates:
    """Which date of several front matters applies: the precedence of its key decides first, as in Hugo."""

    def __init__(self, front: FrontMatter) -> None:
        self._places = {field: _date_key(front, field)[0] for field in DATES if getattr(front, field)}

    def inherited(self, front: FrontMatter, nearer: Mapping[str, Any]) -> dict[str, str]:
        """The inherited dates that take precedence. `nearer`: the keys of the note and of nearer sections."""
        found: dict[str, str] = {}
        for field in DATES:
            value, (place, key) = getattr(front, field), _date_key(front, field)
            if value and key not in nearer and place < self._places.get(field, 1 << 30):
                found[field], self._places[field] = value, place
        return found


def _date_key(front: FrontMatter, field: str) -> tuple[int, str]:
    return front.date_keys.get(field) or (0, DATES[field][0])


def is_meant(cascade: Cascade, path: str) -> bool:
    """Whether a cascade's target matches the note at `path`, relative to content/."""
    logical = logical_path(path)
    if cascade.kind and not any(fits(cascade.kind, kind) for kind in kinds_of(path)):
        return False
    return not cascade.path or fits(cascade.path, logical)


def hands_down(path: str) -> bool:
    """Whether the cascade of a note applies to other notes: that of a section or of the home page does."""
    return is_section(path) or ("/" not in path and path.lower().startswith("index."))


def logical_path(path: str) -> str:
    """Hugo's logical path of a page: lower case, without extension, a bundle by its folder: `/posts/a`."""
    folder, _, name = path.lower().rpartition("/")
    stem = name.partition(".")[0] if name.startswith(("index.", "_index.")) else name.rpartition(".")[0]
    whole = folder if stem in ("index", "_index") else f"{folder}/{stem}"
    return "/" + whole.lstrip("/").replace(" ", "-")


def kinds_of(path: str) -> tuple[PageKind, ...]:
    """Hugo's kinds of a note's page; more than one if it depends on the site's configuration."""
    if not is_section(path):
        return ("page",)
    folder, _, below = path.lower().partition("/")
    kind: PageKind = "term" if "/" in below else "taxonomy"
    if not below:
        return ("home",)
    return (kind,) if folder == "tags" else (kind, "section") if folder == "categories" else ("section",)
