"""Resolve a link as typed, by Hugo's rules.

Hugo resolves source paths, never slugs: first relative to the page, then from the top of `content/`; a bare name
by base name across the site, where several candidates are ambiguous. The extension is optional, case is ignored, a
space equals a hyphen, a leaf bundle has its folder's name. Paths that go above `content/` stop at its top.
"""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import basename, dirname, normpath, splitext
from urllib.parse import unquote

import msgspec

from notegarden.files.endings import is_bundle, is_note
from notegarden.garden.names import NAMES_CACHED, Lookups, NameIndex, folded
from notegarden.garden.vault import KINDS, Choice, target_of
from notegarden.notes.note import INCLUDED, Link
from notegarden.urls import composed, join

_PAGE_ENDING = re.compile(r"\.html?$", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True):
    """`path` of the note; `address` if it is not the note's own: an alias, a file, a generated page.

    For a vault's links: `unplaced`, a place that does not exist in the note; `others`, files that match equally
    well; `luck`, why another file might have matched.
    """

    address: str = ""
    path: str = ""
    fragment: str = ""
    unplaced: str = ""
    others: tuple[str, ...] = ()
    luck: str = ""


class Missing(msgspec.Struct, frozen=True):
    """There is no target. `draft`: a note with this name exists, but is not published."""

    fragment: str = ""
    draft: str = ""


class Ambiguous(msgspec.Struct, frozen=True):
    """Several notes with this name; paths, sorted."""

    candidates: tuple[str, ...]
    fragment: str = ""


Resolved = Found | Missing | Ambiguous


def resolve(names: Lookups, link: Link, path: str, address: str, below: str = "/") -> Resolved:
    """Resolve the link of the note at `path`, whose own address is `address`.

    `names` records the lookups: the answer stays valid until a note or file with one of its keys changes.
    `below`: the path of the base URL, which authors may have included.
    """
    if link.kind == "tag":
        return Missing()
    if link.kind == "cite":
        return _by_name(names, link.target, but=path)
    if link.is_by_name:
        return _by_file_name(names, link.target, path) or _by_name(names, link.target)
    if link.kind == "file":
        copied = names.address_of_file(link.target.removeprefix("file:"))
        return Missing() if copied is None else Found(copied)
    if link.kind in KINDS:
        target, fragment = target_of(link)
        choice = names.in_vault(target, path)
        if choice is not None:
            return _in_vault(names, choice, fragment)
    target, fragment = _parted(link)
    if link.target[:1] in ("", "#"):
        return Found("", path, fragment)
    if link.kind in ("relref", "ref"):
        return _by_source(names, target, path, fragment)
    if link.kind == "embed":
        found = _by_source(names, target, path, fragment)
        return Missing(fragment) if isinstance(found, Found) and not found.path else found  # a list is not a note
    return _by_address(names, target, path, address, below, fragment)


def _in_vault(names: Lookups, choice: Choice, fragment: str) -> Resolved:
    if not choice.path:
        return Missing(fragment)
    if choice.path in names.hidden:
        return Missing(fragment, draft=choice.path)
    others = tuple(other for other in choice.others if other not in names.hidden)
    luck = f"the only file of this name is {choice.path}" if choice.by_luck else ""
    if choice.rivals and not luck:
        luck = f"other files have this name; it leads to {choice.path}"
    if names.is_note(choice.path):
        return Found("", choice.path, fragment, others=others, luck=luck)
    return Found(f"/{choice.path}", "", fragment, others=others, luck=luck)


def _by_name(names: Lookups, name: str, but: str | None = None) -> Resolved:
    """`but`: a path; if that note has the name, nothing is found. Notes that only include the name come last."""
    holders = names.by_name(name)
    shown = {path: anchor for path, anchor in holders.items() if path not in names.hidden}
    if not shown and not name.startswith(INCLUDED):
        found = _by_name(names, f"{INCLUDED}{name}", but)
        return found if isinstance(found, Found) else Missing(draft=min(holders, default=""))
    if not shown or but in shown:
        return Missing(draft=min(holders, default=""))
    path = min(shown)  # an id that two notes have is reported separately
    return Found("", path, shown[path])


def _by_file_name(names: Lookups, name: str, path: str) -> Resolved | None:
    """The note named like a missing Org file: a heading in another file may be that note."""
    if not name.startswith("file:") or not name.endswith(".org") or names.by_name(name):
        return None
    return _by_source(names, splitext(basename(name.removeprefix("file:")))[0], path, "")


def _by_source(names: Lookups, target: str, path: str, fragment: str, by_name: str = "") -> Resolved:
    """`by_name`: the message (`Found.luck`) if no path matches, but only the note's name."""
    target = names.without_language(target)
    candidates = _candidates(target, _folder(path), is_leaf=is_bundle(path))
    for candidate in candidates:
        found = names.at_path(candidate)
        if found is not None:
            best = min(found - names.hidden or found) if len(found) > 1 else next(iter(found))
            return _answer(names, best, fragment)
    for candidate in candidates:
        if generated := names.list_of(candidate):
            return Found(generated, "", fragment)
    if any(names.is_withheld(candidate) for candidate in candidates):
        return Missing(fragment, draft=target)
    name = folded(target.strip().rstrip("/"))
    if "/" in name or name.startswith("."):
        return Missing(fragment)
    paths = names.named(candidates[-1])
    if len(paths) > 1:
        shown = paths - names.hidden
        if len(shown) != 1:
            return Ambiguous(tuple(sorted(shown)), fragment) if shown else _answer(names, min(paths), fragment)
        paths = shown
    return _answer(names, min(paths), fragment, by_name) if paths else Missing(fragment)


def _answer(names: Lookups, found: str, fragment: str, luck: str = "") -> Resolved:
    if found in names.hidden:
        return Missing(fragment, draft=found)
    return Found("", found, fragment, luck=f"{luck} {found}" if luck else "")


def _by_address(names: Lookups, target: str, path: str, address: str, below: str, fragment: str) -> Resolved:
    if is_note(target):
        by_source = _by_source(names, target, path, fragment, "no such note next to this one; by its name it leads to")
        if not isinstance(by_source, Missing) or by_source.draft:
            return by_source
    for each in _forms(target, address, below):
        notes = names.at_address(each)
        if notes is not None:
            return Found("", min(notes), fragment)
        if names.file(each) is not None:
            return Found(names.spelled(each), "", fragment)
        if names.has_tag_page(each):
            return Found(composed(each), "", fragment)
    for each in _forms(target, address, below):
        if (moved := names.moved_file(each)) is not None:
            return Found(moved, "", fragment)
        hidden = names.hidden_at(each) or (names.is_withheld(each.strip("/").lower()) and target)
        if hidden:
            return Missing(fragment, draft=hidden)
    return Missing(fragment)


def file_address(names: NameIndex | Lookups, target: str, address: str, below: str) -> str:
    """The site-relative address that a typed one means on the page at `address`; the file may not exist."""
    forms = _forms(target, address, below)
    there = (names.spelled(each) for each in forms if names.file(each) is not None)
    moved = (found for each in forms if (found := names.moved_file(each)) is not None)
    return next(there, None) or next(moved, forms[-3])


def _forms(target: str, address: str, below: str) -> list[str]:
    """The addresses that a typed one may mean, best first; the last three without the base URL's path."""
    wholes = [_full(target, address)]
    if below != "/" and f"{target}/".startswith(below):
        wholes.append(_full("/" + target[len(below) :], address))
    forms = []
    for full in wholes:
        index = full + "index.html" if full.endswith("/") else full.removesuffix("index.html")
        forms += [full, full.rstrip("/") + "/", index]
    return forms


@lru_cache(maxsize=NAMES_CACHED)
def _folder(path: str) -> str:
    """The folded folder of a note."""
    return folded(dirname(path))


def _parted(link: Link) -> tuple[str, str]:
    """(target without anchor and query, anchor), percent-decoded; a text fragment (`:~:`) is not an anchor."""
    target, _, fragment = link.target.partition("#")
    target = target.partition("?")[0] if target else ""
    return unquote(target), unquote(fragment.partition(":~:")[0])


def _full(target: str, address: str) -> str:
    """The site-relative address that a typed one means on the page at `address`."""
    return join(address if address.endswith("/") else dirname(address) + "/", target)


@lru_cache(maxsize=NAMES_CACHED)
def _candidates(target: str, folder: str, *, is_leaf: bool) -> tuple[str, ...]:
    """The source names that a target may mean in a note in this folder, best first; `is_leaf`: in a leaf bundle.

    In a leaf bundle, names are relative to the parent folder, but `../` with an extension is relative to the bundle.
    """
    name = folded(_PAGE_ENDING.sub("", target.strip().rstrip("/"))) or "/"
    if is_leaf and not (name.startswith("../") and "." in basename(target.rstrip("/"))):
        folder = dirname(folder)
    from_page = _named_page(f"/{folder}/{name}")
    if name.startswith("/"):
        return (_named_page(name),)
    return (from_page,) if name.startswith(".") else (from_page, _named_page("/" + name))


def _named_page(name: str) -> str:
    """A normalized source name: it cannot go above the top, and `index` becomes its folder's page."""
    clean = normpath(name).lstrip("/")
    return dirname(clean) if basename(clean) in ("index", "_index") else clean
