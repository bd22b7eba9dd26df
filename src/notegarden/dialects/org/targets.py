"""Resolve the path of a link or picture."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from notegarden.dialects.org.manuals import info_page
from notegarden.dialects.org.page import OrgDraft
from notegarden.files.attachments import by_id
from notegarden.notes.note import LinkKind

_TYPE = re.compile(r"([a-zA-Z][\w+-]*):")
_MOST_HINTS = 50  # per page; each search takes time
_SCHEMES = frozenset(("http", "https", "ftp", "mailto", "news"))
_DEAD = frozenset(("elisp", "shell", "help", "man", "woman"))


class Target(NamedTuple):
    """The target of a link: `kind` and `target` of an internal link, or the `address` of another site. `text`: the
    default description, as Org. `title`: of the file's other page that it leads to, which is shown
    instead of the path if the garden publishes that page."""

    kind: LinkKind | None
    target: str
    address: str
    text: str
    title: str = ""
    tooltip: str = ""


def find_target(page: OrgDraft, path: str, place: tuple[int, int]) -> Target | None:
    """The target of a path; None, and a problem, if there is none."""
    path = _unabbreviated(page, path)
    found = _TYPE.match(path)
    kind = found[1].lower() if found else ""
    rest = path[found.end() :] if found else path
    if kind in _SCHEMES:
        return Target(None, "", path, path.removeprefix("mailto:") if kind == "mailto" else path)
    if kind == "id":
        return _by_id(page, rest)
    if kind == "doi":
        address = f"https://doi.org/{rest}"
        return Target(None, "", address, address)
    if path in (".", "..") or (path.endswith("/") and path.startswith(("./", "../"))):
        return Target("markdown", path, "", path)
    if kind.startswith("file") or path.startswith(("/", "./", "../", "~/")):
        return _by_file(page, rest if kind.startswith("file") else path)
    if kind == "attachment":
        target = attachment(page, rest)
        return Target("file", target, "", rest)
    if kind == "info":
        return Target(None, "", *info_page(rest))
    if kind in _DEAD:
        message = f"links of the type {kind} run something in the editor, so they cannot work on a page"
        page.problem("dead-scheme", "info", *place, message)
        return None
    return _inside(page, path, place)


def _unabbreviated(page: OrgDraft, path: str) -> str:
    name, colon, rest = path.partition(":")
    address = page.abbreviations.get(name)
    if address is None:
        return path
    tag = rest if colon else ""
    if "%s" in address:
        return address.replace("%s", tag)
    if "%h" in address:
        return address.replace("%h", quote(tag, safe=""))
    return address + tag


def _by_id(page: OrgDraft, identity: str) -> Target:
    identity, _, search = identity.partition("::")
    found: Target | None = page.resolver.by_id(identity, page)
    if found is not None and not search:
        return found
    return Target("name", f"id:{identity}", "", identity)


def _by_file(page: OrgDraft, path: str) -> Target:
    path, _, search = path.partition("::")
    if path.endswith((".org", ".org.gpg")):
        file = normpath(join(dirname(page.file), path)) if not path.startswith(("/", "~")) else path
        name = f"file:{file}::{search_name(search)}" if search else f"file:{file}"
        return Target("name", name, "", path if not search else f"{path}::{search}")
    if path.endswith(".md") and not path.startswith(("/", "~")):
        place = normpath(join(dirname(page.file), path))
        return Target("relref", f"/{place.removeprefix('content/')}", "", path)
    source = file_source(page, path)
    if not source.startswith("file:"):
        return Target("markdown", source, "", path)
    return Target("file", source, "", path)


def search_name(search: str) -> str:
    """The part of a link after `::`, in the form of notes' names."""
    return search if search.startswith("#") else " ".join(search.lstrip("*").split()).casefold()


def _inside(page: OrgDraft, path: str, place: tuple[int, int]) -> Target | None:
    """A heading, a target, a name or a custom id of this file."""
    found: Target | None = page.resolver.search(path, page)
    if found is not None:
        return found
    close = page.resolver.nearest(path.lstrip("*#"), page) if len(page.problems) < _MOST_HINTS else ""
    hint = f"did you mean {close}?" if close else ""
    page.problem("target-missing", "error", *place, f"[[{path}]] has no target in this file", hint)
    return None


def picture_source(page: OrgDraft, path: str) -> str:
    """The target of a picture's path: an address, or `file:` and the file relative to the garden."""
    if path.startswith(("http://", "https://")):
        return path
    if path.startswith("attachment:"):
        return attachment(page, path.partition(":")[2])
    return file_source(page, path.removeprefix("file:"))


def file_source(page: OrgDraft, path: str) -> str:
    if path.startswith(("/", "~")):
        return path
    return "file:" + normpath(join(dirname(page.file), unquote(path)))


def attachment(page: OrgDraft, name: str) -> str:
    """The path of an attachment of the heading above: in the folder set by DIR, otherwise in one made from the ID."""
    heading = page.above or page.heading
    properties = page.outline.properties
    folder = (heading.inherited("DIR") if heading else None) or properties.get("DIR")
    identity = (heading.inherited("ID") if heading else None) or properties.get("ID", "")
    if not folder:
        root = page.settings.local.get("attachments", "data")
        folder = f"{root}/{by_id(identity)}" if identity else root
    return "file:" + normpath(join(dirname(page.file), folder, unquote(name)))
