"""All that is wrong with a garden: what its notes have wrong, and what only shows when they are seen together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

import msgspec

from notegarden.codes import CODES
from notegarden.face import Face
from notegarden.garden import Garden
from notegarden.problems import Problem

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


def findings(garden: Garden) -> list[Problem]:
    """Every problem, judged by the configuration (`off` left out), sorted by path, line and column."""
    return _judged(_all(garden), garden)


def note_findings(garden: Garden, path: str) -> list[Problem]:
    """Those of one note, the same way."""
    return _judged(_of_note(garden.faces[path], garden), garden)


def _judged(problems: Iterable[Problem], garden: Garden) -> list[Problem]:
    severity = garden.config.check.severity
    ignored = garden.config.check.ignore
    out = []
    for problem in problems:
        level = severity.get(problem.code, CODES[problem.code].severity)
        if level == "off" or any(fnmatch(problem.path, pattern) for pattern in ignored):
            continue
        out.append(problem if level == problem.severity else msgspec.structs.replace(problem, severity=level))
    return sorted(out)


def _of_note(face: Face, garden: Garden) -> Iterator[Problem]:
    yield from face.problems
    if face.listed and not garden.sources_of(face.path):
        yield Problem(face.path, 0, 0, "orphan", "info", "no note links here", CODES["orphan"].remedy)
    if face.empty and face.listed:
        yield Problem(face.path, 0, 0, "empty", "info", "nothing is written here yet", CODES["empty"].remedy)


def _all(garden: Garden) -> Iterator[Problem]:
    used: set[str] = set()
    for face in garden.visible():
        yield from _of_note(face, garden)
        used.update(face.pictures)
    for address in garden.names.files():
        if address.lower().endswith(_PICTURES) and address not in used:
            source = garden.names.file(address) or ""
            if source.startswith("static/"):
                yield Problem(source, 0, 0, "picture-unused", "info", "no note shows this picture", "")
