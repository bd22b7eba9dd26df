"""All findings of a garden: those of single notes, and those that need all notes (orphans, clashes, unused files)."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch

import msgspec

from notegarden.check.hints import bare, hinted, target
from notegarden.garden.garden import Garden
from notegarden.notes.node import Node
from notegarden.notes.problems import CODES, Problem
from notegarden.notes.visibility import is_entry, is_published, published
from notegarden.urls import PICTURES

HOLDING = frozenset({"front-matter", "encoding"})
"""The codes that say why a note is kept back."""


def findings(garden: Garden) -> list[Problem]:
    """Every problem, judged by the configuration (`off` left out), sorted by path, line and column."""
    found = sorted(judged(garden, [*_all(garden)]))
    return hinted(garden, found)


def judged(garden: Garden, problems: list[Problem]) -> list[Problem]:
    """The problems at the severity that the configuration gives them."""
    severity = garden.config.check.severity
    ignored = garden.config.check.ignore
    wanted = {bare(name) for name in garden.config.check.wanted}
    out = []
    for problem in problems:
        level = severity.get(problem.code, CODES[problem.code].severity)
        if (
            level != "off"
            and problem.code == "link-missing"
            and wanted
            and bare(target(problem).partition("#")[0]) in wanted
        ):
            level = "info"
        node = garden.nodes.get(problem.path)
        file = node.file if node is not None else ""
        if level == "off" or any(fnmatch(path, pattern) for pattern in ignored for path in (problem.path, file)):
            continue
        if (level, file) != (problem.severity, problem.file):
            problem = msgspec.structs.replace(problem, severity=level, file=file)
        out.append(problem)
    return out


def note_findings(garden: Garden, path: str) -> list[Problem]:
    """The findings of one note, judged the same way."""
    return hinted(garden, sorted(judged(garden, [*_of_note(garden, garden.nodes[path])])))


def _of_note(garden: Garden, node: Node) -> Iterator[Problem]:
    if not is_published(node):  # of a note that is kept back, only that it is in doubt
        if node.held:
            yield from (each for each in node.problems if each.code in HOLDING)
        return
    yield from node.problems
    if is_entry(node) and not garden.sources_of(node.path):
        yield Problem(node.path, 0, 0, "orphan", "info", "no note links here")
    if node.empty and is_entry(node):
        yield Problem(node.path, 0, 0, "empty", "info", "nothing is written here yet")


def _all(garden: Garden) -> Iterator[Problem]:
    used: set[str] = set()
    for node in garden.nodes.values():
        yield from _of_note(garden, node)
        used.update(node.pictures)
    yield from _aliases(garden)
    yield from _alike_in_all_but_case(garden)
    limit = garden.config.check.picture_limit
    for address in garden.names.files():
        source = garden.names.file(address) or ""
        if not source or not address.lower().endswith(PICTURES):
            continue
        if address not in used and source.startswith("static/"):
            yield Problem(source, 0, 0, "picture-unused", "info", "no note shows this picture", "delete it, or show it")
        kilobytes = garden.file_sizes.get(garden.bundles.own(address) or "", 0) // 1000
        if kilobytes > limit:
            message = f"{kilobytes:,} KB is more than picture_limit ({limit:,} KB)"
            yield Problem(source, 0, 0, "picture-large", "warning", message, "shrink it, or raise the limit")


def _aliases(garden: Garden) -> Iterator[Problem]:
    owners: dict[str, str] = {node.address: node.path for node in garden.published()}
    for node in garden.published():
        for alias in node.aliases:
            owner = owners.setdefault(alias, node.path)
            if owner != node.path:
                message = f"the alias {alias} is taken by {owner}"
                yield Problem(node.path, 1, 1, "alias-clash", "error", message, "drop one of the two")


def _alike_in_all_but_case(garden: Garden) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    sources = sorted(
        {*published(garden.nodes), *(garden.names.file(address) or "" for address in garden.names.files())} - {""}
    )
    for path in sources:
        first = seen.setdefault(path.casefold(), path)
        if first != path:
            message = f"differs from {first} in case alone; on some file systems they are one"
            yield Problem(path, 0, 0, "case-clash", "warning", message, "rename one of them")
