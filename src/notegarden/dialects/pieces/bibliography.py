"""The entries that citations are looked up in, read from BibTeX, BibLaTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from notegarden.dialects.pieces.works import csl_of_bibtex
from notegarden.nearest import Names

_BRACES = re.compile(r"[{}]")
_YEAR = re.compile(r"\d{4}")
_LONGEST = 4_000_000


class Entry(NamedTuple):
    """One work. `names`: the authors as they are typed, else the editors. `source`: journal, publisher or school.

    `item`: the work as CSL-JSON has it, for styles of CSL.
    """

    key: str
    names: str
    year: str
    title: str
    source: str
    item: dict[str, Any]


class Bibliography:
    """The entries of some files, by key; of two with one key the first counts."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._entries: dict[str, Entry] = {}
        for path, data in files:
            for entry in _read(path.endswith(".json"), data[:_LONGEST]):
                self._entries.setdefault(entry.key, entry)
        self._names: Names | None = None

    def __bool__(self) -> bool:
        return bool(self._entries)

    def get(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def nearest(self, key: str) -> str:
        """The key most like one that is not there, "" where none is near."""
        if self._names is None:
            self._names = Names(self._entries)
        return self._names.nearest(key)


@lru_cache(maxsize=8)
def _read(is_json: bool, data: bytes) -> tuple[Entry, ...]:
    """The entries of a file; kept, because the notes of a garden mostly share one."""
    text = data.decode("utf-8", "replace")
    if is_json:
        return tuple(_from_json(text))
    from bibtexparser.entrypoint import parse_string

    works = parse_string(text).entries
    return tuple(
        _from_bibtex(each.entry_type.lower(), each.key, {field.key.lower(): str(field.value) for field in each.fields})
        for each in works
    )


def _from_bibtex(kind: str, key: str, fields: dict[str, str]) -> Entry:
    def first(*names: str) -> str:
        value = next((fields[name] for name in names if fields.get(name)), "")
        return " ".join(_BRACES.sub("", value).split())

    year = first("year") or first("date")
    found = _YEAR.search(year)
    source = first("publisher", "journal", "journaltitle", "institution", "school")
    names = first("author", "editor")
    return Entry(key, names, found[0] if found else year, first("title"), source, csl_of_bibtex(kind, key, fields))


def _from_json(text: str) -> list[Entry]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [_from_csl(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _from_csl(item: dict[str, Any]) -> Entry:
    people = item.get("author") or item.get("editor") or []
    names = [_name(each) for each in people if isinstance(each, dict)] if isinstance(people, list) else []
    issued = item.get("issued")
    year = _YEAR.search(json.dumps(issued)) if issued is not None else None
    source = str(item.get("publisher") or item.get("container-title") or "")
    key = str(item.get("id", ""))
    return Entry(key, " and ".join(names), year[0] if year else "", str(item.get("title", "")), source, item)


def _name(person: dict[str, Any]) -> str:
    family, given = str(person.get("family", "")), str(person.get("given", ""))
    return f"{family}, {given}" if family and given else family or given or str(person.get("literal", ""))
