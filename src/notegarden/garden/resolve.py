"""A link as typed → what it leads to, by Hugo's rules.

Hugo resolves source paths, never slugs: first relative to the page, then by base name over the site; the ending is
optional, case does not count, a space equals a hyphen, a leaf bundle goes by its folder's name, a note of the same
section wins, and otherwise two candidates are ambiguous.
"""

from __future__ import annotations

from functools import lru_cache
from posixpath import basename, dirname, normpath
from urllib.parse import unquote

import msgspec

from notegarden.files.endings import is_note
from notegarden.garden.names import NAMES_CACHED, NameIndex, ask_key, folded
from notegarden.garden.vault import KINDS, VaultNames, lookup_keys, target_of
from notegarden.notes.note import Link
from notegarden.urls import join


class Found(msgspec.Struct, frozen=True):
    """`path` of the note; `address` where it is not the note's own: an alias, a file, a generated page.

    Of a vault's links: `unplaced`, a place that the note does not have; `others`, files that nothing tells apart from
    the one that was found; `luck`, why another might have been found.
    """

    address: str = ""
    path: str = ""
    fragment: str = ""
    unplaced: str = ""
    others: tuple[str, ...] = ()
    luck: str = ""


class Missing(msgspec.Struct, frozen=True):
    """Nothing there. `draft`: there is a note of this name, but it is not published."""

    fragment: str = ""
    draft: str = ""


class Ambiguous(msgspec.Struct, frozen=True):
    """Several notes of this name; paths, sorted."""

    candidates: tuple[str, ...]
    fragment: str = ""


Resolved = Found | Missing | Ambiguous


def resolve(names: NameIndex, link: Link, path: str, address: str) -> Resolved:
    """What the link of the note at `path`, whose own address is `address`, leads to."""
    if link.kind == "name":
        return _by_name(names, link.target)
    if link.kind == "file":
        copied = names.address_of_file(link.target.removeprefix("file:"))
        return Missing() if copied is None else Found(copied)
    target, fragment = _parted(link)
    if link.kind == "tag":
        return Missing()
    if names.vault is not None and link.kind in KINDS:
        return _in_vault(names, names.vault, link, path)
    if link.target[:1] in ("", "#"):
        return Found("", path, fragment)
    if link.kind in ("relref", "ref"):
        return _by_source(names, target, path, fragment)
    return _by_address(names, target, path, address, fragment)


def _in_vault(names: NameIndex, vault: VaultNames, link: Link, path: str) -> Resolved:
    target, fragment = target_of(link)
    choice = vault.find(target, path)
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


def _by_name(names: NameIndex, name: str) -> Resolved:
    holders = names.by_name(name)
    shown = {path: anchor for path, anchor in holders.items() if path not in names.hidden}
    if not shown:
        return Missing(draft=min(holders, default=""))
    path = min(shown)  # an id that two notes have is a finding of its own
    return Found("", path, shown[path])


def _by_source(names: NameIndex, target: str, path: str, fragment: str) -> Resolved:
    candidates = _candidates(target, _section(path))
    for candidate in candidates:
        found = names.at_path(candidate)
        if found is not None:
            best = min(found - names.hidden or found) if len(found) > 1 else next(iter(found))
            return _answer(names, best, fragment)
    for candidate in candidates:
        if names.file(f"/{candidate}/") == "":  # a section's list, which is made of no file
            return Found(f"/{candidate}/", "", fragment)
    name = folded(target.strip().rstrip("/"))
    if target.startswith("/") or "/" in name.removeprefix("./"):
        return Missing(fragment)
    paths = names.named(basename(name))
    if len(paths) > 1:
        top = path.partition("/")[0]
        near = {each for each in paths if each.partition("/")[0] == top}
        shown = (near if near else paths) - names.hidden
        if len(shown) != 1:
            return Ambiguous(tuple(sorted(shown or paths)), fragment)
        paths = shown
    return _answer(names, min(paths), fragment) if paths else Missing(fragment)


def _answer(names: NameIndex, found: str, fragment: str) -> Resolved:
    if found in names.hidden:
        return Missing(fragment, draft=found)
    return Found("", found, fragment)


def _by_address(names: NameIndex, target: str, path: str, address: str, fragment: str) -> Resolved:
    if is_note(target):
        by_source = _by_source(names, target, path, fragment)
        if not isinstance(by_source, Missing):
            return by_source
    full = _full(target, address)
    index = full + "index.html" if full.endswith("/") else full.removesuffix("index.html")
    for each in (full, full.rstrip("/") + "/", index):
        notes = names.at_address(each)
        if notes is not None:
            return Found(each, min(notes), fragment)
        if names.file(each) is not None:
            return Found(each, "", fragment)
    return Missing(fragment)


@lru_cache(maxsize=NAMES_CACHED)
def _section(path: str) -> str:
    """The folded folder of a note: what a typed name is first looked for in."""
    return folded(dirname(path))


def asked(link: Link, path: str, address: str) -> frozenset[str]:
    """The keys of all that the link of the note at `path`, whose address is `address`, may be answered with.

    It is resolved anew when something with one of them comes or goes, so they follow the same steps as `resolve`.
    """
    if link.kind == "name":
        return frozenset((f"name {link.target}",))
    if link.kind == "file":
        return frozenset((ask_key(link.target),))
    if link.kind in KINDS or link.kind == "tag":
        return lookup_keys(link) if link.kind != "tag" else frozenset()
    target, _ = _parted(link)
    if link.target[:1] in ("", "#"):
        return frozenset()
    if link.kind in ("relref", "ref"):
        return _asked_names(target, _section(path))
    keys = frozenset((ask_key(_full(target, address)),))
    return keys | _asked_names(target, _section(path)) if is_note(target) else keys


@lru_cache(maxsize=NAMES_CACHED)
def _asked_names(target: str, section: str) -> frozenset[str]:
    return frozenset(basename(name) for name in _candidates(target, section))


def _parted(link: Link) -> tuple[str, str]:
    """(target without anchor and query, anchor), with nothing encoded but in a relref's target."""
    target, _, fragment = link.target.partition("#")
    target = target.partition("?")[0] if target else ""
    return target if link.kind in ("relref", "ref") else unquote(target), unquote(fragment)


def _full(target: str, address: str) -> str:
    """The site-relative address that a typed one means on the page at `address`."""
    return join(address if address.endswith("/") else dirname(address) + "/", target)


@lru_cache(maxsize=NAMES_CACHED)
def _candidates(target: str, section: str) -> tuple[str, ...]:
    """The source names that a target may mean in a note of the folder `section`, best first."""
    name = folded(target.strip().rstrip("/"))
    if "/" not in name and name not in (".", ".."):
        return (f"{section}/{name}" if section else name, name)
    if name.startswith("/"):
        return (_root(normpath(name).lstrip("/")),)
    return (_root(normpath(f"{section}/{name}").lstrip("/")), _root(normpath(name)))


def _root(name: str) -> str:
    return "" if name == "." else name
