"""All that is wrong with a garden: what its notes have wrong, and what only shows when they are seen together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from posixpath import basename

import msgspec

from notegarden.codes import CODES
from notegarden.face import Face
from notegarden.garden import Garden
from notegarden.problems import Problem
from notegarden.resolve import folded

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_STAMP = re.compile(r"^\d{8,14}[-_]")
_HINTS, _CANDIDATES = 50, 100
"""So many problems get a hint that has to be looked for, among so many names: a long list needs no more of them."""


def findings(garden: Garden) -> list[Problem]:
    """Every problem, judged by the configuration (`off` left out), sorted by path, line and column."""
    found = sorted(judged(garden, [*_all(garden)]))
    return _hinted(garden, found)


def judged(garden: Garden, problems: list[Problem]) -> list[Problem]:
    """The problems at the severity that the configuration gives them."""
    severity = garden.config.check.severity
    ignored = garden.config.check.ignore
    wanted = {_bare(name) for name in garden.config.check.wanted}
    out = []
    for problem in problems:
        level = severity.get(problem.code, CODES[problem.code].severity)
        if level != "off" and problem.code == "link-missing" and wanted and _bare(_target(problem)) in wanted:
            level = "info"
        if level == "off" or any(fnmatch(problem.path, pattern) for pattern in ignored):
            continue
        out.append(problem if level == problem.severity else msgspec.structs.replace(problem, severity=level))
    return out


def note_findings(garden: Garden, path: str) -> list[Problem]:
    """Those of one note, the same way."""
    return _hinted(garden, sorted(judged(garden, [*_of_note(garden, garden.faces[path])])))


def _of_note(garden: Garden, face: Face) -> Iterator[Problem]:
    yield from face.problems
    if face.listed and not garden.sources_of(face.path):
        yield Problem(face.path, 0, 0, "orphan", "info", "no note links here")
    if face.empty and face.listed:
        yield Problem(face.path, 0, 0, "empty", "info", "nothing is written here yet")


def _all(garden: Garden) -> Iterator[Problem]:
    used: set[str] = set()
    for face in garden.visible():
        yield from _of_note(garden, face)
        used.update(face.pictures)
    yield from _aliases(garden)
    yield from _alike_in_all_but_case(garden)
    limit = garden.config.check.picture_limit
    for address in garden.names.files():
        source = garden.names.file(address) or ""
        if not source or not address.lower().endswith(_PICTURES):
            continue
        if address not in used and source.startswith("static/"):
            yield Problem(source, 0, 0, "picture-unused", "info", "no note shows this picture", "delete it, or show it")
        kilobytes = garden.file_sizes.get(address, 0) // 1000
        if kilobytes > limit:
            message = f"{kilobytes:,} KB is more than picture_limit ({limit:,} KB)"
            yield Problem(source, 0, 0, "picture-large", "warning", message, "shrink it, or raise the limit")


def _aliases(garden: Garden) -> Iterator[Problem]:
    owners: dict[str, str] = {face.address: face.path for face in garden.visible()}
    for face in garden.visible():
        for alias in face.aliases:
            owner = owners.setdefault(alias, face.path)
            if owner != face.path:
                message = f"the alias {alias} is taken by {owner}"
                yield Problem(face.path, 1, 1, "alias-clash", "error", message, "drop one of the two")


def _alike_in_all_but_case(garden: Garden) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    sources = sorted({*garden.faces, *(garden.names.file(address) or "" for address in garden.names.files())} - {""})
    for path in sources:
        first = seen.setdefault(path.casefold(), path)
        if first != path:
            message = f"differs from {first} in case alone; on some file systems they are one"
            yield Problem(path, 0, 0, "case-clash", "warning", message, "rename one of them")


def _hinted(garden: Garden, problems: list[Problem]) -> list[Problem]:
    """The problems with the nearest name where a target or an anchor is missing: worked out when told, for it depends
    on all the garden's names."""
    names: dict[str, list[str]] = {}
    out = []
    left = _HINTS
    for problem in problems:
        if not problem.hint and left and problem.code in ("link-missing", "anchor-missing"):
            left -= 1
            if problem.code == "link-missing":
                names = names or _names_by_beginning(garden)
                found = _nearest_name(_target(problem), names)
                hint = f'did you mean "{found}"?' if found else "write the note, or mend the name"
            else:
                hint = _nearest_anchor(garden, problem, problem.message.partition('"')[2].partition('"')[0])
            problem = msgspec.structs.replace(problem, hint=hint)
        out.append(problem if problem.hint else _with_remedy(problem))
    return out


def _target(problem: Problem) -> str:
    """The note that a link asks for, as its problem quotes it; the anchor is left out."""
    return problem.message.partition('"')[2].partition('"')[0].partition("#")[0]


def _with_remedy(problem: Problem) -> Problem:
    """The problem with what its code always asks for; `note` has its say in the message alone."""
    remedy = CODES[problem.code].remedy.removesuffix(".")
    return problem if problem.code == "note" else msgspec.structs.replace(problem, hint=remedy[0].lower() + remedy[1:])


def _bare(name: str) -> str:
    """A note's name without folder, time stamp and ending."""
    return _STAMP.sub("", folded(basename(name)))


def _names_by_beginning(garden: Garden) -> dict[str, list[str]]:
    """File names by the first two letters of their bare names: only among these is the nearest looked for."""
    names: dict[str, list[str]] = {}
    for path in sorted(garden.faces):
        names.setdefault(_bare(path)[:2], []).append(basename(path))
    return names


def _nearest_name(target: str, names: dict[str, list[str]]) -> str:
    """The file name most like a target, "" where none is near."""
    wanted = _bare(target)
    likely = {_bare(name): name for name in reversed(names.get(wanted[:2], ()))}
    near = [bare for bare in likely if abs(len(bare) - len(wanted)) <= 3][:_CANDIDATES]
    found = difflib.get_close_matches(wanted, near, 1, 0.6)
    return likely[found[0]] if found else ""


def _nearest_anchor(garden: Garden, problem: Problem, target: str) -> str:
    _, _, fragment = target.partition("#")
    path = problem.message.rpartition(" in ")[2] if " in " in problem.message else problem.path
    note = garden.note(path if path in garden.faces else problem.path)
    near = difflib.get_close_matches(fragment, dict.fromkeys(note.ids), 1, 0.4)
    return f"did you mean #{near[0]}?" if near else "use the id of a heading there"
