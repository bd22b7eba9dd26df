"""`crossref` in BibTeX and BibLaTeX: a chapter inherits fields from its book, a paper from its proceedings."""

from __future__ import annotations

from collections.abc import Callable

_DEEPEST = 5
# Fields that are never inherited.
_OWN = frozenset(
    ("crossref", "xref", "xdata", "entryset", "ids", "keywords", "keyword", "label", "options", "shorthand", "sortkey",
     "pages", "abstract", "annotation", "annote", "note", "file", "entrysubtype", "execute", "related", "presort")
)  # fmt: skip
_PARTS = frozenset(
    ("inbook", "incollection", "inproceedings", "inreference", "conference", "suppbook", "suppcollection")
)
_IN_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon", "author": "bookauthor"}
_IN_PERIODICAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}

FieldsOf = Callable[[str], dict[str, str] | None]


def with_inherited(kind: str, fields: dict[str, str], fields_of: FieldsOf) -> dict[str, str]:
    """The fields of an entry, with missing ones inherited from the entry in its `crossref`.

    `fields_of` returns the fields of another entry, None if there is none. A book's title becomes the `booktitle`
    of its parts, a periodical's title the `journal` of its articles.
    """
    found, seen = fields, set[str]()
    parent = fields.get("crossref", "").strip()
    while parent and parent not in seen and len(seen) < _DEEPEST:
        seen.add(parent)
        more = fields_of(parent)
        if more is None:
            break
        found = {**_renamed(kind, more, found), **found}
        parent = more.get("crossref", "").strip()
    return found


def _renamed(kind: str, fields: dict[str, str], child: dict[str, str]) -> dict[str, str]:
    names = _IN_BOOK if kind in _PARTS else _IN_PERIODICAL if kind == "article" else {}
    has_date = "date" in child or "year" in child
    out: dict[str, str] = {}
    for name, value in fields.items():
        if name in _OWN or (has_date and name in ("date", "year", "month")):
            continue
        out[names.get(name, name)] = value
    return out | {name: fields[name] for name in names.values() if name in fields}
