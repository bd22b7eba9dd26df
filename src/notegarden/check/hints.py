"""Hints that depend on the rest of the garden: the name that was probably meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from posixpath import basename, dirname, splitext
from typing import Literal
from urllib.parse import unquote

import msgspec

from notegarden.files.endings import is_bundle
from notegarden.garden.garden import Garden
from notegarden.garden.names import folded
from notegarden.nearest import Names
from notegarden.notes.note import Format
from notegarden.notes.problems import CODES, Problem
from notegarden.urls import PICTURES, is_of_the_web

_STAMP = re.compile(r"^\d{8,14}[-_]")
_ORG_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Where to put a missing file in gardens without `static/`.
_WAYS = {
    "obsidian": "put a file with this name into the vault, or fix the link",
    "org": "put the file where the link points, or fix the link",
}
_SEARCHES = 50
"""How many problems of each code get a suggested name: the search is slow, and a long list needs no more."""


Nearest = dict[str, dict[str, str]]
"""Name searched for among notes and files → the name that was found, "" for none."""


class Known(msgspec.Struct, frozen=True, array_like=True):
    """The names that a hint may suggest: path → address of the published notes, by path; addresses of files, sorted.

    `sources`: address → file relative to the garden, of those files. `form`: the format of the garden's notes.
    `aliases`: a vault's other names of notes, folded → path of the first note that has it.
    """

    notes: dict[str, str]
    files: tuple[str, ...]
    sources: dict[str, str] = {}
    form: Format = "hugo"
    aliases: dict[str, str] = {}


def known_names(garden: Garden) -> Known:
    notes = {node.path: node.address for node in garden.published()}
    sources = {address: source for address in sorted(garden.names.files()) if (source := garden.names.file(address))}
    aliases: dict[str, str] = {}
    for node in garden.published() if garden.config.is_vault else ():
        for name in node.also:
            aliases.setdefault(folded(name), node.path)
    return Known(notes, tuple(sources), sources, garden.config.format, aliases)


def hinted(known: Known, problems: Iterable[Problem], nearest: Nearest | None = None) -> list[Problem]:
    """The problems, each with a hint. Computed for display only, because hints depend on all names of the garden.

    `nearest`: a cache of searches among the same names; new results are added.
    """
    search = _Search(known, {} if nearest is None else nearest)
    return [each if each.hint else msgspec.structs.replace(each, hint=search.hint(each)) for each in problems]


def bare(name: str) -> str:
    """A note's name without folder, timestamp and extension; a folder's page has the folder's name."""
    return _STAMP.sub("", folded(basename(_without_index(name))))


def _without_index(path: str) -> str:
    """`bun/index.md` → `bun`, the form in which links name the page."""
    folder, _, name = path.rpartition("/")
    return folder if folder and splitext(name)[0].lower() in ("index", "_index") else path


class _Search:
    """Suggests names; `spent` counts the searches per code."""

    def __init__(self, known: Known, nearest: Nearest) -> None:
        self.known = known
        self.nearest = nearest
        self.spent: Counter[str] = Counter()
        self.ways: dict[str, Callable[[Problem], str]] = {
            "link-missing": self._note,
            "address-missing": self._address,
            "file-missing": self._file,
            "picture-missing": self._file,
        }

    @cached_property
    def notes(self) -> tuple[Names, dict[str, str]]:
        return _notes(tuple(self.known.notes))

    @cached_property
    def files(self) -> tuple[Names, dict[str, str]]:
        return _files(self.known.files)

    def hint(self, problem: Problem) -> str:
        """The specific hint for a problem, else the remedy of its code; none for `note`, whose message has the fix."""
        way = self.ways.get(problem.code)
        found = way(problem) if way else ""
        remedy = "" if problem.code == "note" else CODES[problem.code].remedy.removesuffix(".")
        return found or remedy[:1].lower() + remedy[1:]

    def _nearest(self, problem: Problem, wanted: str, kind: Literal["notes", "files"]) -> str:
        """The path or address whose name is most similar to `wanted`."""
        names, owners = self.notes if kind == "notes" else self.files
        if wanted in owners or not wanted:
            return owners.get(wanted, "")
        self.spent[problem.code] += 1
        if self.spent[problem.code] > _SEARCHES:
            return ""
        found = self.nearest.setdefault(kind, {})
        if wanted not in found:
            found[wanted] = names.nearest(wanted)
        return owners.get(found[wanted], "")

    def _note(self, problem: Problem) -> str:
        typed = problem.subject.partition("#")[0]
        if is_of_the_web(typed):
            return f"a link to another site is [text]({typed})"
        if named := self.known.aliases.get(folded(typed.strip())):
            return f'an alias does not work as a link: write "[[{named.removesuffix(".md")}|{typed.strip()}]]"'
        path = _without_index(self._nearest(problem, bare(typed), "notes"))
        # If the exact name was typed and still does not resolve, the path says which note is meant.
        name = next((name for name in (basename(path), path, f"/{path}") if name != typed), "") if path else ""
        return f'did you mean "{name}"?' if name and path != typed.removeprefix("/") else ""

    def _address(self, problem: Problem) -> str:
        typed = unquote(problem.subject).partition("#")[0].partition("?")[0]
        wanted = typed.rstrip("/")
        if _ORG_ID.fullmatch(basename(wanted)):
            return "an id that the export could not resolve: fix the link in the Org file and export again"
        path = self._nearest(problem, bare(wanted), "notes")
        if not path:
            return ""
        is_name = wanted.endswith(".md") and _without_index(path) == path and basename(path) != typed
        meant = basename(path) if is_name else self.known.notes[path]
        return f"did you mean {meant}?" if meant.rstrip("/") != wanted else ""

    def _file(self, problem: Problem) -> str:
        wanted = problem.subject
        stem, ending = splitext(basename(wanted))
        beside = self._beside(problem.path, basename(wanted))
        address = beside if beside and beside != wanted else self._nearest(problem, stem, "files")
        kind = splitext(address)[1].lower()
        is_alike = kind == ending.lower() or (kind in PICTURES and ending.lower() in PICTURES)
        if address and address != wanted and is_alike and not self._belongs_to_another(address, problem.path):
            return f"did you mean {address}?"
        return _WAYS.get(self.known.form, "put the file at static{}").format(wanted)

    def _beside(self, path: str, name: str) -> str:
        """The address of the file `name` in the folder of a note, or else in the first folder below it; "" for none."""
        named = self._by_name.get(name)
        if not named:  # true for nearly all missing pictures
            return ""
        folder = dirname(path) + "/" if dirname(path) else ""
        sources = self.known.sources
        found = (address for address in named if f"/{folder}" in sources[address])
        return min(found, key=lambda address: (sources[address].count("/"), address), default="")

    def _belongs_to_another(self, address: str, path: str) -> bool:
        """Whether a file is in the folder of another note's page."""
        folder = dirname(self.known.sources.get(address, ""))
        while folder.count("/"):
            owner = next((note for note in self._pages.get(folder.partition("/")[2], ()) if note != path), "")
            if owner:
                return True
            folder = dirname(folder)
        return False

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """File name → the addresses of files with that name."""
        named: dict[str, list[str]] = {}
        for address, source in self.known.sources.items():
            named.setdefault(basename(source), []).append(address)
        return named

    @cached_property
    def _pages(self) -> dict[str, list[str]]:
        """Folder → the notes that make it a single page (`index.md`)."""
        pages: dict[str, list[str]] = {}
        for path in self.known.notes:
            if is_bundle(path):
                pages.setdefault(dirname(path), []).append(path)
        return pages


@lru_cache(maxsize=1)
def _notes(paths: tuple[str, ...]) -> tuple[Names, dict[str, str]]:
    """The notes' bare names, and the first note of each."""
    owners = {bare(path): path for path in sorted(paths, reverse=True)}
    return Names(owners), owners


@lru_cache(maxsize=1)
def _files(addresses: tuple[str, ...]) -> tuple[Names, dict[str, str]]:
    """The files' names without extensions, and the first file of each name."""
    owners = {splitext(basename(address))[0]: address for address in sorted(addresses, reverse=True)}
    return Names(owners), owners
