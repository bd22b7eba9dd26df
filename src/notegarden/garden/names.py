"""An index of every name and address in the garden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from posixpath import basename, dirname

from notegarden.files.attachments import other_layouts
from notegarden.files.endings import note_path, without_ending
from notegarden.garden.vault import Choice, VaultNames, name_key, names_asked
from notegarden.notes.node import Dates, Node
from notegarden.notes.visibility import is_listed, is_section
from notegarden.urls import WITHHELD, composed, lowered, tag_page

_STAMP = re.compile(r"^\d{8,14}[-_]")
_SPACES = re.compile(r"[\s_]+")
NAMES_CACHED = 1 << 16  # the names of a large garden; each is looked up ten times while nodes are made


@lru_cache(maxsize=NAMES_CACHED)
def folded(path: str) -> str:
    """A source path as Hugo compares it: lower case, spaces as hyphens, no extension, in Unicode normal form C."""
    return without_ending(composed(lowered(path.replace(" ", "-"))))


def tag_key(name: str) -> str:
    """A tag's name as it is compared with notes' titles and file names."""
    return _SPACES.sub("-", composed(name.strip().casefold()))


def source_names(path: str) -> tuple[str, ...]:
    """The names of a note: its folded path, and for bundles and sections their folder's."""
    whole = folded(path)
    if whole.endswith("index") and basename(whole) in ("index", "_index"):
        return whole, dirname(whole)
    return (whole,)


def address_key(address: str) -> str:
    """The lookup key of a site-relative address: its last part, so that neighbouring addresses share a key."""
    return composed(address.removesuffix("index.html").rstrip("/").rpartition("/")[2])


def claim_key(claim: str) -> str:
    """The lookup key for which note gets an address that several notes ask for (Addresses.claim)."""
    return "claim " + claim


def file_key(name: str) -> str:
    """The lookup key of a vault's files with this name."""
    return "file " + name


def tag_pages(node: Node) -> set[str]:
    """The addresses of generated pages that exist because of a published note: its tags', and the list of works."""
    pages = set() if node.hidden else {composed(tag_page(tag)) for tag in node.tags}
    return pages | ({"/references/"} if node.works and is_listed(node) else set())


def dates_by_note(dates: Dates, language: str) -> Dates:
    """Dates by file converted to dates by the notes' paths; `language` as in `note_path`."""
    if not language:
        return dates
    named = {note_path(file, language): when for file, when in dates.items() if note_path(file, language) != file}
    return {**dates, **named}


class NameIndex:
    """Every name and address in the garden. Changed only through `add` and `discard`.

    After either, links that were looked up by one of the note's `lookup_keys` may resolve differently.
    """

    def __init__(
        self,
        vault: str | None = None,
        language: str = "",
        list_at: Callable[[str], str] = "/{}/".format,
        content: str = "content/",
    ) -> None:
        """`vault`: for a vault, the prefix of its files' sources (`""`, `"content/"`). `language`: the code that
        file names of notes may contain, "" for none. `list_at`: folder → address of the list of its notes. `content`:
        the folder of files next to notes, with its slash."""
        self.language = language
        self._content = content
        self.list_at = list_at
        self.vault = VaultNames() if vault is not None else None
        self._vault_folder = vault or ""
        self._by_source: dict[str, set[str]] = {}
        self._by_base: dict[str, set[str]] | None = None  # built when a link first looks up a bare name
        self._by_address: dict[str, set[str]] = {}
        self._by_alias: dict[str, set[str]] = {}
        self._titles: dict[str, str | None] = {}  # None for a note that lists leave out: no tag names it
        self._by_tag: dict[str, set[str]] | None = None  # built when the first tag is looked up
        self._files: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._by_name: dict[str, dict[str, str]] = {}
        self._spellings: dict[str, str] = {}  # an address in normal form C → as spelled in its file's name
        self._hidden: set[str] = set()
        self._hidden_at: dict[str, set[str]] = {}  # address → unpublished notes
        self._withheld: set[str] = set()
        self._tag_pages: Counter[str] = Counter()  # address → number of published notes with the tag

    def add(
        self,
        path: str,
        title: str,
        address: str,
        aliases: Iterable[str],
        names: Iterable[tuple[str, str]] = (),
        tags: Collection[str] = (),
        *,
        hidden: bool,
        listed: bool = True,
    ) -> None:
        """Add a note. `names`: its further names, each with its anchor. `tags`: pages of its tags."""
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
        self._titles[path] = shown = title if listed and not hidden else None
        if self._by_tag is not None:
            for key in _tag_keys(path, shown):
                self._by_tag.setdefault(key, set()).add(path)
        for name, anchor in names:
            self._by_name.setdefault(name, {})[path] = anchor
        for tag in tags:
            self._tag_pages[tag] += 1

    def discard(
        self,
        path: str,
        title: str,
        address: str,
        aliases: Iterable[str],
        names: Iterable[tuple[str, str]] = (),
        tags: Collection[str] = (),
    ) -> None:
        """Remove a note; the arguments are those of `add`."""
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
        for name, _ in names:
            holders = self._by_name.get(name, {})
            holders.pop(path, None)
            if not holders:
                self._by_name.pop(name, None)
        self._tag_pages.subtract(tags)

    def is_withheld(self, name: str) -> bool:
        """Whether a file without a page, which is not a note of the garden, has this folded path or base name."""
        return name in self._withheld

    def hidden_at(self, address: str) -> str:
        """The unpublished note, or file of one, that would have this address; "" for none."""
        notes = self._hidden_at.get(composed(address))
        return min(notes) if notes else ""

    def set_file(self, address: str, source: str | None) -> set[str]:
        """Set the source of a file to copy, by its address; None removes it."""
        if address.startswith(WITHHELD):
            self._set_withheld(address, source)
        elif source is None:
            known = self._files.pop(address, None)
            if known and self._addresses.get(known) == address:
                del self._addresses[known]
            if self._spellings.get(composed(address)) == address:
                del self._spellings[composed(address)]
            if self.vault is not None and known == f"{self._vault_folder}{address[1:]}":
                self.vault.discard(address[1:])
        else:
            self._files[address] = source
            self._addresses[source] = address
            if not address.isascii():
                self._spellings[composed(address)] = address
            if self.vault is not None and source == f"{self._vault_folder}{address[1:]}":
                self.vault.add(address[1:])
        return {address_key(address), file_key(name_key(address))}

    def _set_withheld(self, address: str, source: str | None) -> None:
        if source is None:
            self._files.pop(address, None)
        else:
            self._files[address] = source
        left = [each.removeprefix(WITHHELD) for each in self._files if each.startswith(WITHHELD)]
        self._withheld = {*left, *map(basename, left)}

    def is_note(self, path: str) -> bool:
        return path in self._titles

    def file(self, address: str) -> str | None:
        """The source of the file at a site-relative address."""
        return self._files.get(self.spelled(address))

    def spelled(self, address: str) -> str:
        """The address as spelled in the file's name, which may use another Unicode normal form."""
        return address if address in self._files else self._spellings.get(composed(address), address)

    def address_of_file(self, source: str) -> str | None:
        """The site address of a file in the garden, given by its path below the root.

        An attachment's path is in the first of Org's layouts; the other layouts are tried too.
        """
        if source in self._addresses:
            return self._addresses[source]
        return next((self._addresses[each] for each in other_layouts(source) if each in self._addresses), None)

    def moved_file(self, address: str) -> str | None:
        """The new address of a file that would be at `address` if the page of its bundle had not moved."""
        return self._addresses.get(self._content + address.lstrip("/"))

    def by_name(self, name: str) -> Mapping[str, str]:
        """The notes with this further name: path → anchor."""
        return self._by_name.get(name, {})

    def has_tag_page(self, address: str) -> bool:
        return self._tag_pages[composed(address)] > 0

    def files(self) -> Iterable[str]:
        return self._files

    def tag(self, name: str) -> str | None:
        """The listed note that a front-matter tag names: by title, file name, or file name without timestamp.

        In a vault, tags name no notes.
        """
        if self.vault is not None:
            return None
        if self._by_tag is None:
            self._by_tag = {}
            for path, title in self._titles.items():
                for key in _tag_keys(path, title):
                    self._by_tag.setdefault(key, set()).add(path)
        return min(self._by_tag.get(tag_key(name), ()), default=None)

    def sources(self) -> Iterable[str]:
        """All folded names, for suggestions."""
        return self._by_source

    def at_path(self, name: str) -> set[str] | None:
        """The notes whose full folded path is `name`."""
        return self._by_source.get(name)

    def at_address(self, address: str) -> set[str] | None:
        """The published notes with this address, otherwise those with this alias."""
        key = composed(address)
        return self._by_address.get(key) or self._by_alias.get(key)

    @property
    def hidden(self) -> set[str]:
        """Paths of the unpublished notes."""
        return self._hidden

    def named(self, base: str) -> set[str]:
        """The notes with this base name, in any folder."""
        if self._by_base is None:
            self._by_base = {}
            for name, paths in self._by_source.items():
                self._by_base.setdefault(basename(name), set()).update(paths)
        return self._by_base.get(base, set())


def _tag_keys(path: str, title: str | None) -> set[str]:
    """The tags that refer to a note; a text for the tag's own page is not the note that the tag names."""
    if title is None or (path.startswith("tags/") and is_section(path)):
        return set()
    stems = {basename(name) for name in source_names(path)} - {"index", "_index", ""}
    return {tag_key(title), *(tag_key(s) for s in stems), *(tag_key(_STAMP.sub("", s)) for s in stems)} - {""}


def lookup_keys(
    path: str,
    title: str,
    address: str,
    aliases: Iterable[str],
    names: Iterable[tuple[str, str]],
    tags: Iterable[str],
) -> set[str]:
    """The keys under which `Lookups` records lookups of a note with this name; arguments as for `add`."""
    keys = {name.rpartition("/")[2] for name in source_names(path)}
    keys.update(address_key(each) for each in (address, *aliases, *tags))
    keys.update("tag " + key for key in _tag_keys(path, title))
    keys.add(file_key(name_key(path)))
    keys.update("name " + name for name, _ in names)
    return keys


class Lookups:
    """A NameIndex with a record of lookups: answers stay valid until one of `keys` changes."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self.keys: set[str] = set()

    def at_path(self, name: str) -> set[str] | None:
        self.keys.add(name.rpartition("/")[2])
        return self._names.at_path(name)

    def named(self, base: str) -> set[str]:
        self.keys.add(base)
        return self._names.named(base)

    def at_address(self, address: str) -> set[str] | None:
        self.keys.add(address_key(address))
        return self._names.at_address(address)

    def file(self, address: str) -> str | None:
        self.keys.add(address_key(address))
        return self._names.file(address)

    def list_of(self, folder: str) -> str:
        """The address of the list of a folder's notes, "" if there is none; no file makes it."""
        address = self._names.list_at(folder) if folder else "/"
        return address if self.file(address) == "" else ""

    def address_of_file(self, source: str) -> str | None:
        self.keys.add(address_key(source))  # an address ends with its file's name
        return self._names.address_of_file(source)

    def moved_file(self, address: str) -> str | None:
        self.keys.add(address_key(address))  # the file keeps its name
        return self._names.moved_file(address)

    def has_tag_page(self, address: str) -> bool:
        self.keys.add(address_key(address))
        return self._names.has_tag_page(address)

    def by_name(self, name: str) -> Mapping[str, str]:
        self.keys.add("name " + name)
        return self._names.by_name(name)

    def is_withheld(self, name: str) -> bool:
        self.keys.add(address_key(name))
        return self._names.is_withheld(name)

    def hidden_at(self, address: str) -> str:
        self.keys.add(address_key(address))
        return self._names.hidden_at(address)

    def in_vault(self, target: str, path: str) -> Choice | None:
        """What a link in a vault's note refers to; None if the garden is not a vault."""
        if self._names.vault is None:
            return None
        self.keys |= {file_key(name) for name in names_asked(target)}
        return self._names.vault.find(target, path)

    def without_language(self, target: str) -> str:
        """A name as typed, possibly of a file, without the language code that is not part of the note's path."""
        return note_path(target, self._names.language)

    def is_note(self, path: str) -> bool:
        """Whether a file that another lookup found is a note."""
        return self._names.is_note(path)

    def spelled(self, address: str) -> str:
        self.keys.add(address_key(address))
        return self._names.spelled(address)

    def tag(self, name: str) -> str | None:
        self.keys.add("tag " + tag_key(name))
        return self._names.tag(name)

    @property
    def hidden(self) -> set[str]:
        """Paths of unpublished notes; ask only for notes found by another lookup, because this one is not recorded."""
        return self._names.hidden


def _drop(index: dict[str, set[str]], key: str, path: str) -> None:
    paths = index.get(key)
    if paths is not None:
        paths.discard(path)
        if not paths:
            del index[key]
