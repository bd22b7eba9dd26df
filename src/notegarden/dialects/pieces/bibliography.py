"""The entries that citations are looked up in, read from BibTeX, BibLaTeX and CSL-JSON."""

from __future__ import annotations

import json
import logging
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from notegarden.dialects.pieces.html import without_reserved
from notegarden.dialects.pieces.works import csl_of_bibtex
from notegarden.nearest import Names

if TYPE_CHECKING:
    from bibtexparser.model import Entry as Work

_BRACES = re.compile(r"[{}]")
_KEY = re.compile(r"\s*@\w+\s*[{(]\s*([^\s,{}()]+)")
_YEAR = re.compile(r"\d{4}")
_LONGEST = 12_000_000


class Entry(NamedTuple):
    """One work. `names`: the authors as they are typed, else the editors. `source`: journal, publisher or school.

    `item`: the work as CSL-JSON has it, for styles of CSL. `kind`: its type, in lower case, as its file names it.
    """

    key: str
    names: str
    year: str
    title: str
    source: str
    item: dict[str, Any]
    kind: str = ""
    keywords: tuple[str, ...] = ()


class _File(NamedTuple):
    """What one file holds. `unread`: (line from 1, message) of each entry that cannot be read, by its key if it has
    one. `failure`: why the file, or its end, is not read; "" where all of it is."""

    entries: tuple[Entry, ...]
    unread: dict[str, tuple[int, str]]
    failure: str = ""


class Bibliography:
    """The entries of some files, by key; of two with one key the first counts."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._entries: dict[str, Entry] = {}
        self._unread: dict[str, str] = {}
        self._failures: list[str] = []
        for path, data in files:
            file = _read(path.endswith(".json"), data)
            for entry in file.entries:
                self._entries.setdefault(entry.key, entry)
            for key, (line, message) in file.unread.items():
                self._unread.setdefault(key, f"its entry in {path}, line {line}, cannot be read: {message}")
            if file.failure:
                self._failures.append(f"{path} {file.failure}")
        self._names: Names | None = None
        self._near: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._entries)

    def get(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def keys(self) -> Iterable[str]:
        return self._entries

    def reason(self, key: str) -> str:
        """Why a key that some file may have is not known: what could not be read. "" where all was read."""
        return self._unread.get(key) or "; ".join(self._failures)

    def nearest(self, key: str) -> str:
        """The key most like one that is not there, "" where none is near."""
        if self._names is None:
            self._names = Names(self._entries)
        if key not in self._near:  # the same people are mentioned in many notes
            self._near[key] = self._names.nearest(key)
        return self._near[key]


@lru_cache(maxsize=8)
def _read(is_json: bool, data: bytes) -> _File:
    """The entries of a file; kept, because the notes of a garden mostly share one."""
    if b"\0" in data[:_LONGEST]:
        return _File((), {}, "is no text in UTF-8")
    text = data[:_LONGEST].removeprefix(BOM_UTF8).decode("utf-8", "replace")
    if is_json:
        return _read_json(text)
    file = _read_bibtex(text)
    return file._replace(failure=f"is read to its first {_LONGEST:,} bytes") if len(data) > _LONGEST else file


def _read_bibtex(text: str) -> _File:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock
    from bibtexparser.model import Entry as Work

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it logs is said by the findings
    library = parse_string(text)
    works, unread = list(library.entries), dict[str, tuple[int, str]]()
    for block in library.failed_blocks:
        if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Work):
            works.append(block.ignore_error_block)
        elif found := _KEY.match(block.raw or ""):
            message = " ".join(str(block.error).split()) or "a brace, quote or comma is missing"
            unread.setdefault(found[1], ((block.start_line or 0) + 1, message))
    return _File(tuple(_from_bibtex(each.entry_type.lower(), each.key, _fields(each)) for each in works), unread)


def _fields(work: Work) -> dict[str, str]:
    """By name in lower case. Of a field that is given twice the first counts, as in BibTeX."""
    return {field.key.lower(): str(field.value) for field in reversed(work.fields)}


def _read_json(text: str) -> _File:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _File((), {}, f"cannot be read as JSON: {error}")
    if not isinstance(items, list):
        return _File((), {}, "is no CSL-JSON, which is a list of works")
    return _File(tuple(_from_csl(item) for item in items if isinstance(item, dict)), {})


def _from_bibtex(kind: str, key: str, fields: dict[str, str]) -> Entry:
    def first(*names: str) -> str:
        value = next((fields[name] for name in names if fields.get(name)), "")
        return " ".join(_BRACES.sub("", value).split())

    year = first("year") or first("date")
    found = _YEAR.search(year)
    source = first("publisher", "journal", "journaltitle", "institution", "school")
    names = first("author", "editor")
    item = csl_of_bibtex(kind, key, fields)
    entry = _entry(key, names, found[0] if found else year, first("title"), source, item)
    return entry._replace(kind=kind, keywords=_keywords(first("keywords", "keyword")))


def _entry(key: str, names: str, year: str, title: str, source: str, item: dict[str, Any]) -> Entry:
    key, names, year, title, source = map(without_reserved, (key, names, year, title, source))
    return Entry(key, names, year, title, source, item)


def _from_csl(item: dict[str, Any]) -> Entry:
    people = item.get("author") or item.get("editor") or []
    names = [_name(each) for each in people if isinstance(each, dict)] if isinstance(people, list) else []
    issued = item.get("issued")
    year = _YEAR.search(json.dumps(issued)) if issued is not None else None
    source = str(item.get("publisher") or item.get("container-title") or "")
    key = str(item.get("id", ""))
    entry = _entry(key, " and ".join(names), year[0] if year else "", str(item.get("title", "")), source, item)
    return entry._replace(kind=str(item.get("type", "")).lower(), keywords=_keywords(str(item.get("keyword", ""))))


def _keywords(typed: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in re.split("[,;]", typed) if each.strip())


def _name(person: dict[str, Any]) -> str:
    family, given = str(person.get("family", "")), str(person.get("given", ""))
    return f"{family}, {given}" if family and given else family or given or str(person.get("literal", ""))
