"""A link as typed → what it leads to, by Hugo's rules.

Hugo resolves source paths, never slugs: first relative to the page, then by base name over the site; the ending is
optional, case does not count, a space equals a hyphen, a leaf bundle goes by its folder's name, a note of the same
section wins, and otherwise two candidates are ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from posixpath import basename, dirname, normpath
from urllib.parse import unquote

import msgspec

from notegarden.notes.note import Link
from notegarden.urls import join

_STAMP = re.compile(r"^\d{8,14}[-_]")
_SPACES = re.compile(r"[\s_]+")
_ASKED_AGAIN = 1 << 16  # a large garden's names; each is asked for ten times as it grows


class Found(msgspec.Struct, frozen=True):
    """`path` of the note; `address` where it is not the note's own: an alias, a file, a generated page."""

    address: str = ""
    path: str = ""
    fragment: str = ""


class Missing(msgspec.Struct, frozen=True):
    """Nothing there. `draft`: there is a note of this name, but it is not published."""

    fragment: str = ""
    draft: str = ""


class Ambiguous(msgspec.Struct, frozen=True):
    """Several notes of this name; paths, sorted."""

    candidates: tuple[str, ...]
    fragment: str = ""


Resolved = Found | Missing | Ambiguous


@lru_cache(maxsize=_ASKED_AGAIN)
def folded(path: str) -> str:
    """A source path as Hugo compares it: lower case, spaces as hyphens, no ending."""
    low = path.lower().replace(" ", "-")
    return low[:-3] if low.endswith(".md") else low


@lru_cache(maxsize=_ASKED_AGAIN)
def _section(path: str) -> str:
    """The folded folder of a note: what a typed name is first looked for in."""
    return folded(dirname(path))


def tag_key(name: str) -> str:
    """A tag's name as it is compared with notes' titles and file names."""
    return _SPACES.sub("-", name.strip().casefold())


def source_names(path: str) -> tuple[str, ...]:
    """What a note may be called by: its folded path, and for bundles and sections their folder's."""
    whole = folded(path)
    if whole.endswith("index") and basename(whole) in ("index", "_index"):
        return whole, dirname(whole)
    return (whole,)


def ask_key(address: str) -> str:
    """The last part of a site-relative address: who links to it looks again when it comes or goes."""
    return basename(address.removesuffix("index.html").rstrip("/"))


def asked(link: Link, path: str, address: str) -> frozenset[str]:
    """The keys of all that the link of the note at `path`, whose address is `address`, may be answered with.

    It is resolved anew when something with one of them comes or goes, so they follow the same steps as `resolve`.
    """
    target, _ = _parted(link)
    if link.target[:1] in ("", "#"):
        return frozenset()
    if link.kind in ("relref", "ref"):
        return _asked_names(target, _section(path))
    keys = frozenset((ask_key(_full(target, address)),))
    return keys | _asked_names(target, _section(path)) if target.endswith(".md") else keys


@lru_cache(maxsize=_ASKED_AGAIN)
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


@lru_cache(maxsize=_ASKED_AGAIN)
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


class NameIndex:
    """Every name and address of the garden. Changed only through `add` and `discard`."""

    def __init__(self) -> None:
        self._by_source: dict[str, set[str]] = {}
        self._by_base: dict[str, set[str]] | None = None  # made when the first link asks for a bare name elsewhere
        self._by_address: dict[str, set[str]] = {}
        self._titles: dict[str, str] = {}
        self._by_tag: dict[str, set[str]] | None = None  # made when the first tag is looked up
        self._files: dict[str, str] = {}
        self._hidden: set[str] = set()

    def add(self, path: str, title: str, address: str, aliases: Iterable[str], *, hidden: bool) -> None:
        """Enter a note."""
        for name in source_names(path):
            self._by_source.setdefault(name, set()).add(path)
            if self._by_base is not None:
                self._by_base.setdefault(basename(name), set()).add(path)
        if hidden:
            self._hidden.add(path)
        else:
            for each in (address, *aliases):
                self._by_address.setdefault(each, set()).add(path)
        self._titles[path] = title
        if self._by_tag is not None:
            for key in _tag_keys(path, title):
                self._by_tag.setdefault(key, set()).add(path)

    def discard(self, path: str, title: str, address: str, aliases: Iterable[str]) -> None:
        """Take a note out again; the arguments are those it was entered with."""
        for name in source_names(path):
            _drop(self._by_source, name, path)
            if self._by_base is not None:
                _drop(self._by_base, basename(name), path)
        self._hidden.discard(path)
        for each in (address, *aliases):
            _drop(self._by_address, each, path)
        self._titles.pop(path, None)
        if self._by_tag is not None:
            for key in _tag_keys(path, title):
                _drop(self._by_tag, key, path)

    def add_file(self, address: str, source: str) -> None:
        """Enter a file that is copied to the site: its address and where it comes from."""
        self._files[address] = source

    def discard_file(self, address: str) -> None:
        self._files.pop(address, None)

    def file(self, address: str) -> str | None:
        """Where the file at a site-relative address comes from."""
        return self._files.get(address)

    def files(self) -> Iterable[str]:
        return self._files

    def tag(self, name: str) -> str | None:
        """The published note that a front-matter tag names, by title, file name, or file name without its stamp."""
        if self._by_tag is None:
            self._by_tag = {}
            for path, title in self._titles.items():
                for key in _tag_keys(path, title):
                    self._by_tag.setdefault(key, set()).add(path)
        paths = self._by_tag.get(tag_key(name), set()) - self._hidden
        return min(paths) if paths else None

    def sources(self) -> Iterable[str]:
        """The folded names, for suggestions."""
        return self._by_source

    def resolve(self, link: Link, path: str, address: str) -> Resolved:
        """What the link of the note at `path`, whose own address is `address`, leads to."""
        target, fragment = _parted(link)
        if link.target[:1] in ("", "#"):
            return Found("", path, fragment)
        if link.kind in ("relref", "ref"):
            return self._source(target, path, fragment)
        return self._address(target, path, address, fragment)

    def _source(self, target: str, path: str, fragment: str) -> Resolved:
        candidates = _candidates(target, _section(path))
        for candidate in candidates:
            found = self._by_source.get(candidate)
            if found is not None:
                return self._answer(
                    min(found - self._hidden or found) if len(found) > 1 else next(iter(found)), fragment
                )
        for candidate in candidates:
            if self._files.get(f"/{candidate}/") == "":  # a section's list, which is made of no file
                return Found(f"/{candidate}/", "", fragment)
        name = folded(target.strip().rstrip("/"))
        if target.startswith("/") or "/" in name.removeprefix("./"):
            return Missing(fragment)
        paths = self._named(basename(name))
        if len(paths) > 1:
            top = path.partition("/")[0]
            near = {each for each in paths if each.partition("/")[0] == top}
            shown = (near if near else paths) - self._hidden
            if len(shown) != 1:
                return Ambiguous(tuple(sorted(shown or paths)), fragment)
            paths = shown
        return self._answer(min(paths), fragment) if paths else Missing(fragment)

    def _named(self, base: str) -> set[str]:
        """The notes that go by this name in whatever folder."""
        if self._by_base is None:
            self._by_base = {}
            for name, paths in self._by_source.items():
                self._by_base.setdefault(basename(name), set()).update(paths)
        return self._by_base.get(base, set())

    def _answer(self, found: str, fragment: str) -> Resolved:
        if found in self._hidden:
            return Missing(fragment, draft=found)
        return Found("", found, fragment)

    def _address(self, target: str, path: str, address: str, fragment: str) -> Resolved:
        if target.endswith(".md"):
            by_source = self._source(target, path, fragment)
            if not isinstance(by_source, Missing):
                return by_source
        full = _full(target, address)
        index = full + "index.html" if full.endswith("/") else full.removesuffix("index.html")
        for each in (full, full.rstrip("/") + "/", index):
            if each in self._by_address:
                return Found(each, min(self._by_address[each]), fragment)
            if each in self._files:
                return Found(each, "", fragment)
        return Missing(fragment)


def _tag_keys(path: str, title: str) -> set[str]:
    stems = {basename(name) for name in source_names(path)} - {"index", "_index", ""}
    return {tag_key(title), *(tag_key(s) for s in stems), *(tag_key(_STAMP.sub("", s)) for s in stems)} - {""}


def ask_keys(path: str, title: str, address: str, aliases: Iterable[str]) -> set[str]:
    """The ask keys whose answer may be another when a note of this name comes or goes."""
    keys = {basename(name) for name in source_names(path)}
    keys.update(ask_key(each) for each in (address, *aliases))
    keys.update("tag " + key for key in _tag_keys(path, title))
    return keys


def _drop(index: dict[str, set[str]], key: str, path: str) -> None:
    paths = index.get(key)
    if paths is not None:
        paths.discard(path)
        if not paths:
            del index[key]
