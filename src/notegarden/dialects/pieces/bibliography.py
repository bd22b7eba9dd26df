"""The entries for citations, from BibTeX, BibLaTeX and CSL-JSON files."""

from __future__ import annotations

import json
import logging
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from notegarden.dialects.pieces.crossref import FieldsOf, with_inherited
from notegarden.dialects.pieces.html import without_reserved
from notegarden.dialects.pieces.works import csl_of_bibtex
from notegarden.nearest import Names

if TYPE_CHECKING:
    from bibtexparser.model import Entry as Work

_BRACES = re.compile(r"[{}]")
_START = re.compile(r"^[ \t]*@(\w+)[ \t]*[{(]", re.MULTILINE)
_AMID = re.compile(r"(?<=\S)[ \t]*@\w*[ \t]*[{(]")
"""A possible entry that begins after other text on its line."""
_KEY = re.compile(r"\s*([^\s,{}()\"#%=\\]+)\s*,")
_FAILED = re.compile(r"\s*@\w+\s*[{(]\s*([^\s,{}()]+)")
_WORD = re.compile(r"[^\s,{}()\"#%=]+")
_YEAR = re.compile(r"\d{4}")


class Entry(NamedTuple):
    """One work. `names`: the authors as typed, else the editors. `source`: journal, publisher or school.

    `item`: the work in CSL-JSON, for CSL styles. `kind`: its type in its file, in lower case.
    """

    key: str
    names: str
    year: str
    title: str
    source: str
    item: dict[str, Any]
    kind: str = ""
    keywords: tuple[str, ...] = ()


class _File(Protocol):
    """A file of works. `failure`: why some or all of it cannot be parsed, "" if nothing is wrong."""

    failure: str

    def known(self) -> Iterable[str]: ...

    def get(self, key: str) -> Entry | None: ...

    def fault(self, key: str) -> tuple[int, str] | None:
        """(1-based line, error) of an entry that exists but cannot be parsed."""


class Bibliography:
    """The entries of several files, by key; the first one with a key is used."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._files = [(path, _read(path.endswith(".json"), data)) for path, data in files]
        self._keys = dict.fromkeys(key for _, file in self._files for key in file.known())
        self._names: Names | None = None
        self._near: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def get(self, key: str) -> Entry | None:
        if key not in self._keys:
            return None
        return next((entry for _, file in self._files if (entry := file.get(key)) is not None), None)

    def keys(self) -> Iterable[str]:
        return self._keys

    def reason(self, key: str) -> str:
        """Why a key that may be in a file is unknown: what could not be parsed. "" if everything was parsed."""
        for path, file in self._files:
            if fault := file.fault(key):
                return f"its entry in {path}, line {fault[0]}, is invalid: {fault[1]}"
        return "; ".join(f"{path} {file.failure}" for path, file in self._files if file.failure)

    def nearest(self, key: str) -> str:
        """The key most similar to a missing one, "" if none is similar."""
        if self._names is None:
            self._names = Names(self._keys)
        if key not in self._near:  # cached: the same user names occur in many notes
            self._near[key] = self._names.nearest(key)
        return self._near[key]


@lru_cache(maxsize=8)
def _read(is_json: bool, data: bytes) -> _File:
    """The works in a file; cached, because most notes of a garden share one."""
    if b"\0" in data:
        return _Works({}, "is not UTF-8 text")
    text = data.removeprefix(BOM_UTF8).decode("utf-8", "replace")
    return _read_json(text) if is_json else _BibTeX(text)


class _Works:
    """Works that were parsed all at once."""

    def __init__(self, entries: dict[str, Entry], failure: str = "") -> None:
        self._entries = entries
        self.failure = failure

    def known(self) -> Iterable[str]:
        return self._entries

    def get(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def fault(self, _: str) -> None:
        return None


class _BibTeX:
    """The works in a BibTeX file, parsed on demand: a library has thousands, of which notes cite a few.

    A file that does not start each entry on a line of its own, as programs do, is parsed as a whole.
    """

    failure = ""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: dict[str, tuple[int, int]] = {}  # key → start and end of its entry
        self._strings: list[tuple[str, str]] = []  # (name in lower case, its definition)
        self._read: dict[str, Entry | None] = {}
        self._faults: dict[str, tuple[int, str]] = {}
        if not self._is_split():
            self._parts = {}
            works, faults = _parsed(text)
            typed = {without_reserved(work.key): _fields(work) for work in reversed(works)}
            self._take(works, faults, 0, typed.get)

    def known(self) -> Iterable[str]:
        return self._parts or self._read

    def get(self, key: str) -> Entry | None:
        if key in self._parts and key not in self._read:
            self._take(*self._parsed_part(key), self._fields_of)
            self._read.setdefault(key, None)
        return self._read.get(key)

    def _parsed_part(self, key: str) -> tuple[list[Work], dict[str, tuple[int, str]], int]:
        """The parsed text at a key's entry: works, errors, and the number of lines before it."""
        start, end = self._parts[key]
        above = self._named_in(self._text[start:end])
        works, faults = _parsed(above + self._text[start:end])
        lines = self._text.count("\n", 0, start) - above.count("\n") if faults else 0
        return [work for work in works if without_reserved(work.key) == key], faults, lines

    def _fields_of(self, key: str) -> dict[str, str] | None:
        works = self._parsed_part(key)[0] if key in self._parts else []
        return _fields(works[0]) if works else None

    def fault(self, key: str) -> tuple[int, str] | None:
        self.get(key)
        return self._faults.get(key)

    def _is_split(self) -> bool:
        """Find where each entry begins; returns whether that is certain."""
        starts = [*_START.finditer(self._text)]
        ends = [*(start.start() for start in starts), len(self._text)][1:]
        for start, end in zip(starts, ends, strict=True):
            kind = start[1].lower()
            key = _KEY.match(self._text, start.end(), end)
            if kind == "string":
                name = _WORD.search(self._text, start.end(), end)
                self._strings.append((name[0].lower() if name else "", self._text[start.start() : end]))
            elif kind not in ("comment", "preamble"):
                if key is None:
                    return False
                self._parts.setdefault(without_reserved(key[1]), (start.start(), end))
        return not _AMID.search(self._text)

    def _named_in(self, entry: str) -> str:
        """The string definitions that an entry uses, directly or through others."""
        names = {word.lower() for word in _WORD.findall(entry)}
        used = []
        for name, definition in reversed(self._strings):  # a definition uses those above it
            if name in names:
                names |= {word.lower() for word in _WORD.findall(definition)}
                used.append(definition)
        return "".join(reversed(used))

    def _take(self, works: Iterable[Work], faults: dict[str, tuple[int, str]], lines: int, fields_of: FieldsOf) -> None:
        for work in works:
            kind = work.entry_type.lower()
            entry = _from_bibtex(kind, work.key, with_inherited(kind, _fields(work), fields_of))
            self._read.setdefault(entry.key, entry)
        for key, (line, message) in faults.items():
            self._faults.setdefault(key, (line + lines, message))


def _parsed(text: str) -> tuple[list[Work], dict[str, tuple[int, str]]]:
    """The works, and (1-based line, error) of each invalid one, by its key."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock
    from bibtexparser.model import Entry as Work

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its messages become findings
    library = parse_string(text)
    works, faults = list(library.entries), dict[str, tuple[int, str]]()
    for block in library.failed_blocks:
        if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Work):
            works.append(block.ignore_error_block)
        elif found := _FAILED.match(block.raw or ""):
            message = " ".join(str(block.error).split()) or "a brace, quote or comma is missing"
            faults.setdefault(found[1], ((block.start_line or 0) + 1, message))
    return works, faults


def _fields(work: Work) -> dict[str, str]:
    """By name in lower case. The first value of a repeated field is used, as in BibTeX."""
    return {field.key.lower(): str(field.value) for field in reversed(work.fields)}


def _read_json(text: str) -> _File:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _Works({}, f"is not valid JSON: {error}")
    if not isinstance(items, list):
        return _Works({}, "is not CSL-JSON, which is a list of works")
    works = [_from_csl(item) for item in items if isinstance(item, dict)]
    return _Works({work.key: work for work in reversed(works)})


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
