"""Hints that depend on the rest of the garden: the name that was probably meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from posixpath import basename, splitext
from urllib.parse import unquote

import msgspec

from notegarden.garden.garden import Garden
from notegarden.garden.names import folded
from notegarden.nearest import Names
from notegarden.notes.problems import CODES, Problem
from notegarden.urls import PICTURES

_STAMP = re.compile(r"^\d{8,14}[-_]")
_ORG_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SEARCHES = 50
"""How many problems of each code get a suggested name: the search is slow, and a long list needs no more."""


class Known(msgspec.Struct, frozen=True, array_like=True):
    """The names that a hint may propose: path → address of the published notes, by path; addresses of files, sorted."""

    notes: dict[str, str]
    files: tuple[str, ...]


def known_names(garden: Garden) -> Known:
    notes = {node.path: node.address for node in garden.published()}
    return Known(notes, tuple(address for address in sorted(garden.names.files()) if garden.names.file(address)))


def hinted(known: Known, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, each with a hint. Computed when they are shown, since hints depend on all names of the garden."""
    search = _Search(known)
    return [each if each.hint else msgspec.structs.replace(each, hint=search.hint(each)) for each in problems]


def bare(name: str) -> str:
    """A note's name without folder, time stamp and extension."""
    return _STAMP.sub("", folded(basename(name)))


class _Search:
    """Suggests names; `spent` counts the searches per code."""

    def __init__(self, known: Known) -> None:
        self.known = known
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
        """The specific hint of a problem, else the remedy of its code; code `note` explains itself in the message."""
        way = self.ways.get(problem.code)
        found = way(problem) if way else ""
        remedy = "" if problem.code == "note" else CODES[problem.code].remedy.removesuffix(".")
        return found or remedy[:1].lower() + remedy[1:]

    def _nearest(self, problem: Problem, wanted: str, among: tuple[Names, dict[str, str]]) -> str:
        """The path or address whose name is most similar to `wanted`."""
        names, owners = among
        if wanted in owners or not wanted:
            return owners.get(wanted, "")
        self.spent[problem.code] += 1
        return owners.get(names.nearest(wanted), "") if self.spent[problem.code] <= _SEARCHES else ""

    def _note(self, problem: Problem) -> str:
        path = self._nearest(problem, bare(problem.subject.partition("#")[0]), self.notes)
        return f'did you mean "{basename(path)}"?' if path else ""

    def _address(self, problem: Problem) -> str:
        wanted = unquote(problem.subject).partition("#")[0].partition("?")[0].rstrip("/")
        if _ORG_ID.fullmatch(basename(wanted)):
            return "an id that the export could not resolve: mend the link in the org file and export again"
        path = self._nearest(problem, bare(wanted), self.notes)
        if not path:
            return ""
        return f"did you mean {basename(path) if wanted.endswith('.md') else self.known.notes[path]}?"

    def _file(self, problem: Problem) -> str:
        wanted = problem.subject
        stem, ending = splitext(basename(wanted))
        address = self._nearest(problem, stem, self.files)
        kind = splitext(address)[1].lower()
        if address and (kind == ending.lower() or (kind in PICTURES and ending.lower() in PICTURES)):
            return f"did you mean {address}?"
        return f"put the file at static{wanted}"


@lru_cache(maxsize=1)
def _notes(paths: tuple[str, ...]) -> tuple[Names, dict[str, str]]:
    """The notes' bare names, and the first note of each."""
    owners = {bare(path): path for path in sorted(paths, reverse=True)}
    return Names(owners), owners


@lru_cache(maxsize=1)
def _files(addresses: tuple[str, ...]) -> tuple[Names, dict[str, str]]:
    """The files' names without endings, and the first file of each."""
    owners = {splitext(basename(address))[0]: address for address in sorted(addresses, reverse=True)}
    return Names(owners), owners
