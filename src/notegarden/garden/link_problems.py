"""What is wrong with a note's links, once they are resolved."""

from __future__ import annotations

from collections.abc import Callable

from notegarden.garden.resolve import Ambiguous, Found, Missing, Resolved
from notegarden.garden.vault import KINDS
from notegarden.notes.note import Link, Note
from notegarden.notes.problems import CODES, Problem
from notegarden.urls import names_attachment

_WHOLE = "write the whole path"


def link_problem(link: Link, answer: Resolved, note: Note, has_id: Callable[[Found, Note], bool]) -> Problem | None:
    """The problem of one link of `note`, if it has one. `has_id`: whether the id is there that a link asks for."""
    named = link.kind in ("relref", "ref", "embed", "property")
    typed = f'{link.kind} "{link.target}"' if named else f'link "{link.target}"'

    def problem(code: str, message: str, hint: str = "") -> Problem:
        return Problem(note.path, link.line, link.column, code, CODES[code].severity, message, hint)

    if isinstance(answer, Ambiguous):
        some = ", ".join(answer.candidates[:4])
        return problem("link-ambiguous", f"{typed} may be any of {some}", "give the path from content/")
    if isinstance(answer, Missing):
        missing = _missing(link, answer, typed)
        return problem(*missing) if missing else None
    if answer.others:
        goal, also = answer.path or answer.address, ", ".join(answer.others[:3])
        return problem("link-ambiguous", f"{typed} leads to {goal}, but may as well mean {also}", _WHOLE)
    if answer.unplaced:
        return problem("anchor-missing", f"{typed}: no heading or block #{answer.unplaced} in {answer.path}")
    if answer.luck:
        return problem("link-by-luck", f"{typed}: {answer.luck}", _WHOLE)
    if link.kind in KINDS:
        return None
    if answer.fragment and answer.path and not has_id(answer, note):
        where = "" if answer.path == note.path else f" in {answer.path}"
        return problem("anchor-missing", f"{typed}: no heading or anchor #{answer.fragment}{where}")
    if answer.path == note.path and link.kind in ("relref", "ref") and "#" not in link.target:
        return problem("self-link", f"{typed} leads to this very note")
    return None


def _missing(link: Link, answer: Missing, typed: str) -> tuple[str, str] | None:
    """The code and the message for a link that leads to nothing published."""
    if answer.draft:
        return "link-draft", f"{typed} leads to a note that is not published: {answer.draft}"
    if link.kind == "tag":
        return None
    if link.kind == "name":
        return "id-missing", f"{typed}: no published note has that"
    if link.kind in ("relref", "ref") or (link.kind in KINDS and not names_attachment(link.target)):
        return "link-missing", f"{typed} finds no note"
    if link.kind == "file" or names_attachment(link.target):
        return "file-missing", f"{typed}: no such file"
    return "address-missing", f"{typed} leads nowhere in this site"
