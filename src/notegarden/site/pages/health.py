"""The garden's problems by kind, orphans, empty notes."""

from __future__ import annotations

from notegarden.notes.problems import Problem
from notegarden.render.views import Finding, FindingGroup, HealthView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads

_ORDER = {"error": 0, "warning": 1, "info": 2}


def health_page(reads: Reads, site: Site, address: str) -> HealthView:
    entries = reads.entries()
    groups: dict[str, list[Problem]] = {}
    for problem in reads.problems():
        if problem.code == "link-draft" or not reads.may_name(problem.path):
            continue
        groups.setdefault(problem.code, []).append(problem)
    made = [
        FindingGroup(
            code,
            min((each.severity for each in found), key=_ORDER.__getitem__),
            tuple(_finding(reads, site, each) for each in found),
        )
        for code, found in groups.items()
        if code not in ("orphan", "empty")
    ]
    made.sort(key=lambda group: (_ORDER[group.severity], group.code))
    listed = {
        code: [entries.by_path[each.path] for each in groups.get(code, ()) if each.path in entries.by_path]
        for code in ("orphan", "empty")
    }
    return HealthView(
        **head(site, "health.html", address, "Garden health"),
        notes=len(entries.by_title),
        links=entries.links,
        groups=tuple(made),
        orphans=tuple(entries.entry(note) for note in listed["orphan"] if note.is_entry),
        empty=tuple(entries.entry(note) for note in listed["empty"] if note.is_entry),
    )


def _finding(reads: Reads, site: Site, problem: Problem) -> Finding:
    note = reads.entries().by_path.get(problem.path)
    return Finding(
        problem.code, problem.severity, problem.path, problem.line, problem.column, problem.message, problem.hint,
        site.href(note.address) if note else "", note.title if note else problem.path,
    )  # fmt: skip
