"""Every name and address of the garden, and what each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from posixpath import basename, dirname

from notegarden.files.endings import without_ending
from notegarden.garden.vault import VaultNames, name_key
from notegarden.urls import WITHHELD, composed, lowered

_STAMP = re.compile(r"^\d{8,14}[-_]")
_SPACES = re.compile(r"[\s_]+")
NAMES_CACHED = 1 << 16  # a large garden's names; each is asked for ten times as it grows


@lru_cache(maxsize=NAMES_CACHED)
def folded(path: str) -> str:
    """A source path as Hugo compares it: lower case, spaces as hyphens, no ending; in Unicode's normal form C."""
    return without_ending(composed(lowered(path.replace(" ", "-"))))


def tag_key(name: str) -> str:
    """A tag's name as it is compared with notes' titles and file names."""
    return _SPACES.sub("-", composed(name.strip().casefold()))


def source_names(path: str) -> tuple[str, ...]:
    """What a note may be called by: its folded path, and for bundles and sections their folder's."""
    whole = folded(path)
    if whole.endswith("index") and basename(whole) in ("index", "_index"):
        return whole, dirname(whole)
    return (whole,)


def ask_key(address: str) -> str:
    """The last part of a site-relative address: who links to it looks again when it comes or goes."""
    return composed(basename(address.removesuffix("index.html").rstrip("/")))


def file_keys(address: str) -> set[str]:
    """The keys under which links ask for a file that is copied."""
    return {ask_key(address), f"file {name_key(address)}"}


class NameIndex:
    """Every name and address of the garden. Changed only through `add` and `discard`."""

    def __init__(self, vault: str | None = None) -> None:
        """`vault`: of a vault, the folder its files' sources begin with (`""`, `"content/"`)."""
        self.vault = VaultNames() if vault is not None else None
        self._vault_folder = vault or ""
        self._by_source: dict[str, set[str]] = {}
        self._by_base: dict[str, set[str]] | None = None  # made when the first link asks for a bare name elsewhere
        self._by_address: dict[str, set[str]] = {}
        self._by_alias: dict[str, set[str]] = {}
        self._titles: dict[str, str] = {}
        self._by_tag: dict[str, set[str]] | None = None  # made when the first tag is looked up
        self._files: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._by_name: dict[str, dict[str, str]] = {}
        self._spellings: dict[str, str] = {}  # an address in normal form C → as its file has it
        self._hidden: set[str] = set()
        self._hidden_at: dict[str, set[str]] = {}  # address → notes that are not published
        self._withheld: set[str] = set()

    def add(self, path: str, title: str, address: str, aliases: Iterable[str], *, hidden: bool) -> None:
        """Enter a note."""
        if self.vault is not None:
            self.vault.add(path)
        for name in source_names(path):
            self._by_source.setdefault(name, set()).add(path)
            if self._by_base is not None:
                self._by_base.setdefault(basename(name), set()).add(path)
        if hidden:
            self._hidden.add(path)
            for each in (address, *aliases):
                self._hidden_at.setdefault(composed(each), set()).add(path)
        else:
            self._by_address.setdefault(composed(address), set()).add(path)
            for alias in aliases:
                self._by_alias.setdefault(composed(alias), set()).add(path)
        self._titles[path] = title
        if self._by_tag is not None:
            for key in _tag_keys(path, title):
                self._by_tag.setdefault(key, set()).add(path)

    def discard(self, path: str, title: str, address: str, aliases: Iterable[str]) -> None:
        """Take a note out again; the arguments are those it was entered with."""
        if self.vault is not None:
            self.vault.discard(path)
        for name in source_names(path):
            _drop(self._by_source, name, path)
            if self._by_base is not None:
                _drop(self._by_base, basename(name), path)
        self._hidden.discard(path)
        for each in (address, *aliases):
            _drop(self._hidden_at, composed(each), path)
        _drop(self._by_address, composed(address), path)
        for alias in aliases:
            _drop(self._by_alias, composed(alias), path)
        self._titles.pop(path, None)
        if self._by_tag is not None:
            for key in _tag_keys(path, title):
                _drop(self._by_tag, key, path)

    def is_withheld(self, name: str) -> bool:
        """Whether a note without a page, which is no note of the garden, has this folded path or base name."""
        return name in self._withheld

    def hidden_at(self, address: str) -> str:
        """The note, or the file of one, that would be at an address if it were published; "" for none."""
        notes = self._hidden_at.get(composed(address))
        return min(notes) if notes else ""

    def add_file(self, address: str, source: str) -> None:
        """Enter a file that is copied to the site: its address and where it comes from."""
        if address.startswith(WITHHELD):
            name = address.removeprefix(WITHHELD)
            self._withheld.update((name, basename(name)))
            self._files[address] = source
            return
        self._files[address] = source
        self._addresses[source] = address
        if not address.isascii():
            self._spellings[composed(address)] = address
        if self.vault is not None and source == f"{self._vault_folder}{address[1:]}":
            self.vault.add(address[1:])

    def discard_file(self, address: str) -> None:
        if address.startswith(WITHHELD):
            self._files.pop(address, None)
            left = [each.removeprefix(WITHHELD) for each in self._files if each.startswith(WITHHELD)]
            self._withheld = {*left, *map(basename, left)}
            return
        source = self._files.pop(address, None)
        if source and self._addresses.get(source) == address:
            del self._addresses[source]
        if self._spellings.get(composed(address)) == address:
            del self._spellings[composed(address)]
        if self.vault is not None and source == f"{self._vault_folder}{address[1:]}":
            self.vault.discard(address[1:])

    def is_note(self, path: str) -> bool:
        return path in self._titles

    def file(self, address: str) -> str | None:
        """Where the file at a site-relative address comes from."""
        return self._files.get(self.spelled(address))

    def spelled(self, address: str) -> str:
        """The address as the file there has it, whose name may stand in another normal form of Unicode."""
        return address if address in self._files else self._spellings.get(composed(address), address)

    def address_of_file(self, source: str) -> str | None:
        """Where a file of the garden, given by its path below the root, is on the site."""
        return self._addresses.get(source)

    def add_names(self, path: str, names: Iterable[tuple[str, str]]) -> None:
        """Enter further names of a note, each with the anchor that it means."""
        for name, anchor in names:
            self._by_name.setdefault(name, {})[path] = anchor

    def discard_names(self, path: str, names: Iterable[tuple[str, str]]) -> None:
        for name, _ in names:
            holders = self._by_name.get(name)
            if holders is not None:
                holders.pop(path, None)
                if not holders:
                    del self._by_name[name]

    def by_name(self, name: str) -> Mapping[str, str]:
        """The notes that have one of these further names: path → anchor."""
        return self._by_name.get(name, {})

    def files(self) -> Iterable[str]:
        return self._files

    def tag(self, name: str) -> str | None:
        """The published note that a front-matter tag names, by title, file name, or file name without its stamp.

        In a vault tags name no notes.
        """
        if self.vault is not None:
            return None
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

    def at_path(self, name: str) -> set[str] | None:
        """The notes whose whole folded path is `name`."""
        return self._by_source.get(name)

    def at_address(self, address: str) -> set[str] | None:
        """The published notes with this address, or else those with this alias."""
        key = composed(address)
        return self._by_address.get(key) or self._by_alias.get(key)

    @property
    def hidden(self) -> set[str]:
        """Paths of the notes that are not published."""
        return self._hidden

    def named(self, base: str) -> set[str]:
        """The notes that have this base name, in whatever folder."""
        if self._by_base is None:
            self._by_base = {}
            for name, paths in self._by_source.items():
                self._by_base.setdefault(basename(name), set()).update(paths)
        return self._by_base.get(base, set())


def _tag_keys(path: str, title: str) -> set[str]:
    stems = {basename(name) for name in source_names(path)} - {"index", "_index", ""}
    return {tag_key(title), *(tag_key(s) for s in stems), *(tag_key(_STAMP.sub("", s)) for s in stems)} - {""}


def ask_keys(path: str, title: str, address: str, aliases: Iterable[str]) -> set[str]:
    """The ask keys whose answer may be another when a note of this name comes or goes."""
    keys = {basename(name) for name in source_names(path)}
    keys.update(ask_key(each) for each in (address, *aliases))
    keys.update("tag " + key for key in _tag_keys(path, title))
    keys.add(f"file {name_key(path)}")
    return keys


def _drop(index: dict[str, set[str]], key: str, path: str) -> None:
    paths = index.get(key)
    if paths is not None:
        paths.discard(path)
        if not paths:
            del index[key]
