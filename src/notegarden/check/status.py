"""The status of a garden: its counts and its findings, cached in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from notegarden.ledger.file import DAMAGE
from notegarden.ledger.ledger import MAIN, Ledger
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_entry

if TYPE_CHECKING:
    from notegarden.garden.garden import Changes, Garden

_ENCODE = msgspec.msgpack.Encoder().encode
_SUMMARY, _PROBLEMS = "summary", "problems"


class GardenStatus:
    """The status of one garden, in one ledger. Finding all problems of 10,000 notes takes half a second.

    So they are found once for each state of the garden, or taken from the ledger where it knows them: beside builds
    (a ledger of another name than MAIN) it does not, for there nobody asks for all of them.
    """

    def __init__(self, ledger: Ledger, name: str) -> None:
        self._ledger = ledger
        self.keeps_problems = name == MAIN
        self._summary: Summary | None = None
        self._problems: list[Problem] | None = None
        self._is_behind = not self.keeps_problems

    def summary(self) -> Summary | None:
        """The summary of the last `update`, None before the first."""
        if self._summary is None:
            with suppress(*DAMAGE):
                self._summary = msgspec.msgpack.decode(self._ledger.key(_SUMMARY), type=Summary)
        return self._summary

    def problems(self, garden: Callable[[], Garden]) -> list[Problem]:
        """Every problem of the garden as it is, sorted by path and line."""
        if self._problems is None and not self._is_behind:
            with suppress(*DAMAGE):
                self._problems = msgspec.msgpack.decode(self._ledger.key(_PROBLEMS), type=list[Problem])
        if self._problems is None:
            from notegarden.check.findings import findings

            self._problems = findings(garden())
        return self._problems

    def changed(self, changes: Changes) -> None:
        """Invalidate the cached findings if `changes` may alter them."""
        if changes.problems or changes.lists:
            self._problems = None
            self._is_behind = True

    def update(self, garden: Garden, changes: Changes) -> bool:
        """Update the summary; returns whether the findings changed and must be stored."""
        stored, due = self.summary(), garden.next_due()
        if stored is not None and not changes.problems and not changes.lists:
            self._summary = msgspec.structs.replace(stored, due=due)
            return False
        notes, links = counted(garden)
        found = self.problems(lambda: garden) if self.keeps_problems else []
        held = sum(node.held for node in garden.nodes.values())
        self._summary = summary(notes, links, found, due, held)
        return self.keeps_problems and (stored is None or self._ledger.key(_PROBLEMS) != _ENCODE(found))

    def store(self, *, problems: bool) -> None:
        """Store summary and findings in the ledger, in the caller's transaction."""
        self._ledger.set_key(_SUMMARY, _ENCODE(self._summary))
        if problems:
            self._ledger.set_key(_PROBLEMS, _ENCODE(self._problems))
        self._is_behind = not self.keeps_problems


SHOWN = 20
"""How many errors a build shows."""


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """Counts of the garden as a whole, cached in the ledger.

    `found`: how many problems there are by severity; `errors`: the first of them. A large garden has thousands, which
    a build with nothing to do does not look at. `due`: ISO time at which a note appears or expires.
    `held`: how many notes are not published because it cannot be read whether they may be.
    """

    notes: int = 0
    links: int = 0
    found: dict[str, int] = {}
    errors: tuple[Problem, ...] = ()
    due: str = ""
    held: int = 0


def summary(notes: int, links: int, problems: Sequence[Problem], due: str, held: int) -> Summary:
    """The summary of a garden with these problems."""
    errors = [problem for problem in problems if problem.severity == "error"]
    return Summary(notes, links, Counter(problem.severity for problem in problems), tuple(errors[:SHOWN]), due, held)


def counted(garden: Garden) -> tuple[int, int]:
    """(notes, links)."""
    shown = garden.listed()
    return sum(map(is_entry, shown)), sum(edge.count for node in shown for edge in node.edges)
