"""The status of a garden: its counts and its findings, cached in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from notegarden.check.text import Tally, first_of_each, tallied
from notegarden.ledger import keys
from notegarden.ledger.ledger import MAIN, Ledger
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_entry

if TYPE_CHECKING:
    from notegarden.check.findings import CheckInputs
    from notegarden.garden.garden import Garden

_SUMMARY, _PROBLEMS, _NEAREST = "status", "problems", "nearest names"
_Nearest = dict[str, dict[str, str]]
"""The same type as `hints.Nearest`, which must not be imported here: a build with nothing to do does not need it."""


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """A summary of the whole garden, stored in the ledger.

    `found`: the number of problems by code and severity; `first`: the first errors and warnings of each code. A large
    garden has thousands of problems; a build with nothing to do does not load them. `due`: ISO time when the next note
    appears or expires; `since`: when the last one did. `held`: the number of notes not published because their front
    matter is unclear.
    """

    notes: int = 0
    links: int = 0
    found: tuple[Tally, ...] = ()
    first: tuple[Problem, ...] = ()
    due: str = ""
    held: int = 0
    since: str = ""

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(number for _, severity, number in self.found if severity == "error")


class GardenStatus:
    """Summary and problems of one garden, in one ledger. Finding all problems of 10,000 notes takes half a second.

    So the ledger caches them under a digest of their inputs, and caches the names that hints found under a digest of
    all names. `serve` (a ledger with another name than MAIN) does not store them, because nothing asks for all of
    them there.
    """

    def __init__(self, ledger: Ledger, name: str) -> None:
        self._ledger = ledger
        self.keeps_problems = name == MAIN
        self._summary: Summary | None = None
        self._problems: list[Problem] | None = None
        self._digest = b""
        self._nearest: tuple[bytes, _Nearest] | None = None
        self._is_current = self.keeps_problems  # the stored problems are those of the current garden

    def summary(self) -> Summary | None:
        """The summary as of the last `update`, None before the first."""
        if self._summary is None:
            self._summary = self._ledger.memo(_SUMMARY, b"", Summary)
        return self._summary

    def problems(self, inputs: Callable[[], CheckInputs]) -> list[Problem]:
        """All problems of the current garden, sorted by path and line. `inputs` is called only if needed."""
        if self._problems is None and self._is_current:
            self._problems = self._ledger.memo(_PROBLEMS, None, list[Problem])
        if self._problems is None:
            from notegarden.check.findings import findings

            found = inputs()
            self._digest = found.digest()
            kept = self._ledger.memo(_PROBLEMS, self._digest, list[Problem]) if self.keeps_problems else None
            if kept is None:
                names = keys.key([*found.known.notes], found.known.files)
                self._nearest = names, self._ledger.memo(_NEAREST, names, _Nearest) or {}
                kept = findings(found, self._nearest[1])
            self._problems = kept
        return self._problems

    def outdate(self) -> None:
        """Mark the problems as stale, because something that they depend on changed."""
        self._problems = None
        self._is_current = False

    def update(self, garden: Garden, inputs: Callable[[], CheckInputs], *, counts: bool) -> bool:
        """Update the summary; returns whether the problems must be stored again.

        `counts`: whether the counts in the summary, or the problems (`outdate`), may have changed.
        """
        stored, (since, due) = self.summary(), due_times(garden)
        if stored is not None and not counts and (self._is_current or not self.keeps_problems):
            self._summary = msgspec.structs.replace(stored, since=since, due=due)
            return False
        before = self._ledger.memo_key(_PROBLEMS)
        found = self.problems(inputs) if self.keeps_problems else []
        held = sum(node.held for node in garden.nodes.values())
        self._summary = summary(*counted(garden), found, (since, due), held)
        return self.keeps_problems and bool(self._digest) and self._digest != before

    def store(self, *, problems: bool) -> bool:
        """Write to the ledger, in the caller's transaction; returns whether the problems differ from the stored."""
        self._ledger.remember(_SUMMARY, b"", self._summary)
        differ = False
        if problems:
            differ = self._ledger.memo(_PROBLEMS, None, list[Problem]) != self._problems
            self._ledger.remember(_PROBLEMS, self._digest, self._problems)
            if self._nearest is not None:
                self._ledger.remember(_NEAREST, *self._nearest)
        self._is_current = self.keeps_problems
        return differ


def summary(notes: int, links: int, problems: Sequence[Problem], due: tuple[str, str], held: int) -> Summary:
    """The summary of a garden with these problems. `due`: as `due_times`."""
    first = first_of_each(problem for problem in problems if problem.severity != "info")
    return Summary(notes, links, tallied(problems), tuple(first), due[1], held, due[0])


def counted(garden: Garden) -> tuple[int, int]:
    """(notes, links)."""
    shown = garden.listed()
    return sum(map(is_entry, shown)), sum(edge.count for node in shown for edge in node.edges)


def due_times(garden: Garden) -> tuple[str, str]:
    """When the last change of publication in the garden was, and when the next will be; "" if there is none."""
    times = {time for node in garden.nodes.values() for time in (node.shown_from, node.shown_until) if time}
    past = max((time for time in times if time <= garden.now), default="")
    return past, min((time for time in times if time > garden.now), default="")
