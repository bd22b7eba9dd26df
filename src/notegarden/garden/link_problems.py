"""Problems of a note's links, found after they are resolved."""

from __future__ import annotations

from collections.abc import Callable, Collection

from notegarden.garden.resolve import Ambiguous, Found, Missing, Resolved
from notegarden.garden.vault import KINDS
from notegarden.nearest import nearest
from notegarden.notes.note import Link, Note
from notegarden.notes.problems import Problem
from notegarden.urls import is_of_the_web, names_attachment, quoted

_NOT_DRAWN = (".base", ".canvas", ".excalidraw")


def link_problem(
    link: Link,
    answer: Resolved,
    note: Note,
    ids: Callable[[str], Collection[str]],
    address_of: Callable[[str], str],
) -> Problem | None:
    """The problem of one link of `note`, or None.

    `ids`: gives the ids in a note by its path, for links with an anchor; `address_of`: the address a typed one means.
    """
    named = link.kind in ("relref", "ref", "embed", "property")
    typed = f'{link.kind} "{link.target}"' if named else f'link "{link.target}"'

    def problem(code: str, message: str, hint: str = "", subject: str = link.target) -> Problem:
        return Problem.of(note.path, link.line, link.column, code, message, hint, subject)

    if isinstance(answer, Ambiguous):
        some = ", ".join(answer.candidates[:4])
        return problem("link-ambiguous", f"{typed} may be any of {some}", "give the path from content/")
    if isinstance(answer, Missing):
        missing = _missing(link, answer, typed)
        if missing is None:
            return None
        subject = answer.draft or (address_of(link.target) if missing[0] == "file-missing" else link.target)
        return problem(*missing, subject=subject)
    if answer.others:
        goal, also = answer.path or answer.address, ", ".join(answer.others[:3])
        return problem("link-ambiguous", f"{typed} leads to {goal}, but could also mean {also}", _whole(link, answer))
    if answer.unplaced:
        anchors = ids(answer.path)
        if answer.unplaced in anchors:
            message = f"{typed}: #{answer.unplaced} in {answer.path} starts no section; the whole note is shown"
            return problem("anchor-missing", message, "name a heading that is not inside a list, quote or shortcode")
        message = f"{typed}: no heading or block #{answer.unplaced} in {answer.path}"
        return problem("anchor-missing", message, _anchor_hint(answer.unplaced, anchors))
    if answer.address.lower().endswith(_NOT_DRAWN):
        message = f"{typed}: the file cannot be shown; the page has a link to it"
        return problem("not-drawn", message, subject=answer.address)
    if answer.luck:
        return problem("link-by-luck", f"{typed}: {answer.luck}", _whole(link, answer))
    if link.kind in KINDS:
        return None
    if answer.fragment and answer.path and answer.fragment != "top" and answer.fragment not in ids(answer.path):
        where = "" if answer.path == note.path else f" in {answer.path}"
        message = f"{typed}: no heading or anchor #{answer.fragment}{where}"
        return problem("anchor-missing", message, _anchor_hint(answer.fragment, ids(answer.path)))
    if answer.path == note.path and link.kind in ("relref", "ref") and "#" not in link.target:
        return problem("self-link", f"{typed} leads to this note itself")
    return None


def _whole(link: Link, answer: Found) -> str:
    """How to write the link unambiguously. A leading `/` does so for a file next to the home page."""
    path = (answer.path or answer.address).lstrip("/")
    path = path if "/" in path else f"/{path}"
    return f'write "{quoted(path) if link.kind == "mdlink" else path.removesuffix(".md")}"'


def _anchor_hint(wanted: str, ids: Collection[str]) -> str:
    near = nearest(wanted, set(ids))
    return f"did you mean #{near}?" if near else ""


def _names_file(target: str) -> bool:
    """Whether a vault's link asks for a file that is not a note; a web address in `[[ ]]` counts as a note's name."""
    return names_attachment(target) and not is_of_the_web(target)


def _missing(link: Link, answer: Missing, typed: str) -> tuple[str, str] | None:
    """The code and the message for a link whose target does not exist or is not published."""
    if link.kind == "cite":  # a work does not need a note
        return None
    if answer.draft and link.shape.inside:
        return "org-unpublished", "the page inside this one is not published, so it is left out here too"
    if answer.draft:
        what = "file whose note is not published" if answer.draft.startswith("/") else "note that is not published"
        return "link-draft", f"{typed} leads to a {what}: {answer.draft}"
    if link.kind == "tag":
        return None
    if link.is_by_name:
        return "id-missing", f"{typed}: no published note has it"
    if link.kind in ("relref", "ref") or (link.kind in KINDS and not _names_file(link.target)):
        return "link-missing", f"{typed} finds no note"
    if link.kind == "file" or names_attachment(link.target):
        return "file-missing", f"{typed}: no such file"
    return "address-missing", f"{typed}: no such page on this site"
