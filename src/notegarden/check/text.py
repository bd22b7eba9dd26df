"""Findings as text for terminals and editors: one line each, and a table of counts by code."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import click

from notegarden.errors import printable
from notegarden.notes.problems import CODES, Problem, Severity

LEVELS: tuple[Severity, ...] = ("error", "warning", "info")
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
_NOUNS = {"error": "error", "warning": "warning", "info": "hint"}
PER_CODE = 3
"""How many findings of each code a build prints."""

Tally = tuple[str, Severity, int]
"""(code, severity, number of findings)."""


class Where(NamedTuple):
    """Where findings point to. `folder`: a path to the garden that can be opened; `content`: its folder of notes."""

    folder: str
    content: str

    @classmethod
    def of(cls, garden: Path, content: str) -> Where:
        """Paths relative to the current folder; absolute if there is no relative one (another drive on Windows)."""
        try:
            folder = os.path.relpath(garden)
        except ValueError:
            folder = str(garden)
        return cls("" if folder == "." else Path(folder).as_posix(), content)

    def path(self, problem: Problem) -> str:
        """The problem's file as a path that an editor or a terminal can open."""
        file = file_of(problem, self.content)
        return f"{self.folder.rstrip('/')}/{file}" if self.folder else file


def file_of(problem: Problem, content: str) -> str:
    """The problem's file relative to the garden's root: notes are below `content`, pictures have full paths."""
    if problem.file:
        return problem.file
    return problem.path if not content or problem.path.startswith("static/") else f"{content}/{problem.path}"


def as_line(problem: Problem, where: Where) -> str:
    """`content/posts/a.md:12:3: error: what; fix [code]`."""
    place = ":".join(str(part) for part in (where.path(problem), problem.line, problem.column) if part)
    hint = f"; {problem.hint}" if problem.hint else ""
    return printable(f"{place}: {problem.severity}: {problem.message}{hint} [{problem.code}]")


def as_text(problems: Sequence[Problem], is_terminal: bool, where: Where) -> str:
    """One line per finding in a pipe, grouped by note on a terminal; then the counts by code, and the total."""
    lines = _grouped(problems, where) if is_terminal else [as_line(problem, where) for problem in problems]
    counts = tallied(problems)
    lines += table(counts)
    lines.append(counted(counts) or "no problems")
    return "\n".join(lines)


def _grouped(problems: Sequence[Problem], where: Where) -> list[str]:
    lines: list[str] = []
    for path, group in groupby(problems, key=where.path):
        lines.append(click.style(printable(path), bold=True))
        for problem in group:
            place = f"{problem.line}:{problem.column}" if problem.line else ""
            level = click.style(f"{problem.severity:<7}", fg=_COLOURS[problem.severity])
            hint = click.style(f"  {printable(problem.hint)}", dim=True) if problem.hint else ""
            code = click.style(problem.code, dim=True)
            lines.append(f"  {place:>8}  {level}  {printable(problem.message)}{hint}  {code}")
        lines.append("")
    return lines


def tallied(problems: Iterable[Problem]) -> tuple[Tally, ...]:
    """The number of findings by code and severity: most severe first, then most frequent."""
    found = Counter((problem.code, problem.severity) for problem in problems)
    tallies = [(code, severity, number) for (code, severity), number in found.items()]
    return tuple(sorted(tallies, key=lambda each: (LEVELS.index(each[1]), -each[2], each[0])))


def table(counts: Sequence[Tally]) -> list[str]:
    """Lines `     12  errors    link-missing       Wanted notes`, one for each code and severity."""
    width = max((len(code) for code, _, _ in counts), default=0)
    return [
        f"{number:>7,}  {_noun(number, severity):<8}  {code:<{width}}  {CODES[code].title}"
        for code, severity, number in counts
    ]


def counted(counts: Iterable[Tally]) -> str:
    """`2 errors, 1 warning, 130 hints`; "" for none."""
    found: Counter[Severity] = Counter()
    for _, severity, number in counts:
        found[severity] += number
    return ", ".join(f"{found[level]:,} {_noun(found[level], level)}" for level in LEVELS if found[level])


def _noun(number: int, severity: Severity) -> str:
    return _NOUNS[severity] + ("" if number == 1 else "s")


def first_of_each(problems: Iterable[Problem], most: int = PER_CODE) -> list[Problem]:
    """At most `most` problems of each code and severity."""
    seen: Counter[tuple[str, str]] = Counter()
    out = []
    for problem in problems:
        seen[problem.code, problem.severity] += 1
        if seen[problem.code, problem.severity] <= most:
            out.append(problem)
    return out
