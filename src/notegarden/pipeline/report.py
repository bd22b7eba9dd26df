"""What a build is asked for, and what it says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from notegarden.ledger.ledger import MAIN
from notegarden.notes.problems import Problem
from notegarden.publish.outputs import Printed

SHOWN = 20
"""As many errors are shown where nobody asks for all."""


class Options(msgspec.Struct, frozen=True):
    """What the command line says. `output` defaults to the garden's public/; `jobs` 0 means one per core.

    `ledger`: its name, where the work goes on beside builds.
    """

    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    jobs: int = 0
    fresh: bool = False
    search: bool = True
    ledger: str = MAIN


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a garden as a whole; the ledger keeps it.

    `found`: how many problems there are by severity; `errors`: the first of them. A large garden has thousands, which
    a build with nothing to do does not look at. `due`: ISO time at which a note appears or expires.
    """

    notes: int = 0
    links: int = 0
    found: dict[str, int] = {}
    errors: tuple[Problem, ...] = ()
    due: str = ""


class Report(msgspec.Struct):
    """What a build did. `seconds` by stage, in order. `warnings`: lines about the build itself, not the notes."""

    parsed: int = 0
    printed: Printed = msgspec.field(default_factory=Printed)
    summary: Summary = msgspec.field(default_factory=Summary)
    seconds: dict[str, float] = {}
    warnings: list[str] = []


def summary(notes: int, links: int, problems: Sequence[Problem], due: str) -> Summary:
    """The summary of a garden with these problems."""
    errors = [problem for problem in problems if problem.severity == "error"]
    return Summary(notes, links, Counter(problem.severity for problem in problems), tuple(errors[:SHOWN]), due)
