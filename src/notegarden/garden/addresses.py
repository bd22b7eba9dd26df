"""Where each note is published: Hugo's addresses, and how conflicts between notes are resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from posixpath import basename, dirname

from notegarden.config.permalinks import PageFacts, expanded, substituted, url_fault
from notegarden.config.schema import GardenConfig
from notegarden.files.endings import is_bundle, page_name
from notegarden.files.scan import digest
from notegarden.garden.sections import NO_DATE, Sections, list_pattern, section_pattern
from notegarden.garden.vault_addresses import alias_address, vault_address
from notegarden.notes.note import Note
from notegarden.urls import composed, join, names_file, path_of, publishable, urlized


class Addresses:
    """Path → address. If several notes ask for the same address, the first by path gets it.

    The others get a suffix that depends only on their path, so that no third note gets the same by accident.
    """

    def __init__(self, config: GardenConfig, load: Callable[[str], Note]) -> None:
        self._config = config
        self._load = load
        self._sections = Sections(load)
        self._natural: dict[str, str] = {}
        self._claims: dict[str, list[str]] = {}
        self._given: dict[str, str] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._natural

    def of(self, path: str) -> str:
        """Site-relative address, `/posts/a/`."""
        return self._given[path]

    def natural(self, path: str) -> str:
        return self._natural[path]

    def clashes_with(self, path: str) -> str | None:
        """The note that has the address this one asks for."""
        first = self._claims[_claim(self._natural[path])][0]
        return None if first == path else first

    def claim(self, path: str) -> str:
        """A key that notes asking for the same address share."""
        return _claim(self._natural[path])

    def restore(self, path: str, natural: str, address: str) -> None:
        """Add a note whose address is known."""
        if self._natural.get(path) == natural:
            return
        self._sections.restore(path)
        self._natural[path] = natural
        claim = self._claims.setdefault(_claim(natural), [])
        claim.append(path)
        if len(claim) > 1:
            claim.sort()
        self._given[path] = address

    def change(self, notes: Mapping[str, Note | None]) -> tuple[set[str], set[str]]:
        """Apply notes (None: removed); returns the paths whose address changed, and the claims (`claim`) whose first
        note changed."""
        firsts: dict[str, str | None] = {}
        notes = {**self._below(self._sections.change(notes)), **notes}
        before = dict.fromkeys(notes, "")
        for path, note in notes.items():
            old = self._natural.pop(path, None)
            before[path] = self._given.pop(path, "")
            if old is not None:
                claim = self._claims[_claim(old)]
                firsts.setdefault(_claim(old), claim[0])
                claim.remove(path)
            if note is not None:
                natural = natural_address(note, self._config, self._sections)
                self._natural[path] = natural
                claim = self._claims.setdefault(_claim(natural), [])
                firsts.setdefault(_claim(natural), claim[0] if claim else None)
                claim.append(path)
        moved: set[str] = set()
        for claim_key in firsts:
            claim = sorted(self._claims[claim_key])
            if not claim:
                del self._claims[claim_key]
                continue
            self._claims[claim_key] = claim
            for rank, path in enumerate(claim):
                address = _apart(self._natural[path], path) if rank else self._natural[path]
                if self._given.get(path, before.get(path)) != address:
                    moved.add(path)
                self._given[path] = address
        return moved, {claim for claim, first in firsts.items() if self._first(claim) != first}

    def _first(self, claim: str) -> str | None:
        paths = self._claims.get(claim)
        return paths[0] if paths else None

    def _below(self, folders: set[str]) -> dict[str, Note]:
        """The notes whose address may have changed because the sections of these folders did."""
        if not folders:
            return {}
        starts = tuple(f"{folder}/" for folder in folders if folder)
        return {path: self._load(path) for path in self._natural if path.startswith(starts)}

    def alias(self, path: str, alias: str) -> str:
        """The address of an alias: from the root with a leading `/`, otherwise beside the note's own address.

        In a vault, an alias that is a full path is a former address.
        """
        if self._config.is_vault:
            return publishable(alias_address(alias, self._config))
        clean = join(dirname(self._given[path].rstrip("/")).rstrip("/") + "/", alias)
        return publishable(clean if clean.endswith("/") or names_file(clean) else clean + "/")


def _apart(address: str, path: str) -> str:
    mark = _mark(path)
    if address.endswith("/"):
        return f"{address[:-1] or '/home'}-{mark}/"
    stem, dot, ending = address.rpartition(".")
    return f"{stem}-{mark}{dot}{ending}"


def _claim(address: str) -> str:
    """An address normalized for detecting conflicts: some file systems ignore case and Unicode normal form.

    Also, there cannot be a folder next to a file with the same name.
    """
    return composed(address.casefold().rstrip("/"))


def _mark(path: str) -> str:
    return digest(path.encode())[:6]


def natural_address(note: Note, config: GardenConfig, sections: Sections) -> str:
    """The address that a note's path and front matter ask for, always inside the site."""
    if config.is_vault:
        return publishable(vault_address(note, config))
    return publishable(_wanted_address(note, config, sections))


def _wanted_address(note: Note, config: GardenConfig, sections: Sections) -> str:
    front = note.front
    folder, name = dirname(note.path), page_name(note.path)
    if name in ("index", "_index") and not folder:  # regardless of its front matter
        return "/"
    if front.url and not url_fault(front.url)[0]:
        # Hugo keeps the case of a `url` and adds no slash to one that names a file.
        clean = join("/", substituted(front.url, _facts(note, sections)) if ":" in front.url else front.url)
        return clean if clean.endswith("/") or names_file(clean) else clean + "/"
    pattern = _pattern(folder, name, config)
    if pattern:
        return expanded(pattern, _facts(note, sections)).rstrip("/") + "/"
    if name == "_index":
        return f"/{sections.address(folder)}/"
    if name == "index":
        folder, name = dirname(folder), basename(folder)
    slug = "" if front.slug in (".", "..") else front.slug.strip("-")
    last = "" if slug == "index" else urlized(slug) or path_of(name) or f"note-{_mark(note.path)}"
    return join("/", f"{sections.address(folder)}/{last}/")


def _pattern(folder: str, name: str, config: GardenConfig) -> str:
    """The permalink pattern for a note, "" for none."""
    if name == "index":
        folder = dirname(folder)
    return list_pattern(folder, config) if name == "_index" else section_pattern(folder, config.permalinks)


def _facts(note: Note, sections: Sections) -> PageFacts:
    folder, name = dirname(note.path), page_name(note.path)
    if name in ("index", "_index"):
        name = basename(folder)
        folder = dirname(folder) if is_bundle(note.path) else folder
    folders, names = sections.of(folder)
    return PageFacts(folders, names, note.title, note.front.slug.strip("-"), name, _date(note))


def _date(note: Note) -> datetime:
    """When a note was written, in the author's time zone and not in UTC; Hugo's year 1 if it has no date."""
    front = note.front
    for written in (str(front.params.get("date", "")), front.date, front.publish_date, front.lastmod):
        try:
            return datetime.fromisoformat(written.strip())
        except ValueError:
            continue
    return NO_DATE
