"""Where each note is published: Hugo's addresses, and what happens when two notes want the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import basename, dirname

from notegarden.config.schema import Config
from notegarden.files.scan import digest
from notegarden.notes.note import Note
from notegarden.urls import join, names_file, path_of, publishable

_TOKEN = re.compile(r":(\w+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Addresses:
    """Path → address. Of several notes that want one address the first by path has it.

    The others get a suffix that depends on their path alone, so that no third note can want it too by accident.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
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
        """The note that has the address this one wants."""
        first = self._claims[self._natural[path].casefold()][0]
        return None if first == path else first

    def restore(self, path: str, natural: str, address: str) -> None:
        """Enter a note whose address is known."""
        if self._natural.get(path) == natural:
            return
        self._natural[path] = natural
        claim = self._claims.setdefault(natural.casefold(), [])
        claim.append(path)
        if len(claim) > 1:
            claim.sort()
        self._given[path] = address

    def change(self, notes: Mapping[str, Note | None]) -> set[str]:
        """Take in notes (None: gone); returns the paths whose address is another now."""
        contested: set[str] = set()
        before = dict.fromkeys(notes, "")
        for path, note in notes.items():
            old = self._natural.pop(path, None)
            before[path] = self._given.pop(path, "")
            if old is not None:
                claim = self._claims[old.casefold()]
                claim.remove(path)
                contested.add(old.casefold())
            if note is not None:
                natural = natural_address(note, self._config)
                self._natural[path] = natural
                self._claims.setdefault(natural.casefold(), []).append(path)
                contested.add(natural.casefold())
        moved: set[str] = set()
        for claim_key in contested:
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
        return moved

    def alias(self, path: str, alias: str) -> str:
        """The address of an alias: from the root with a leading `/`, otherwise relative to the section."""
        clean = join(f"/{dirname(path)}/".replace("//", "/"), alias)
        return publishable(clean if clean.endswith("/") or names_file(clean) else clean + "/")


def _apart(address: str, path: str) -> str:
    mark = digest(path.encode())[:6]
    if address.endswith("/"):
        return f"{address[:-1] or '/home'}-{mark}/"
    stem, dot, ending = address.rpartition(".")
    return f"{stem}-{mark}{dot}{ending}"


def natural_address(note: Note, config: Config) -> str:
    """The address a note asks for by its path and front matter, always inside the site."""
    return publishable(_wanted_address(note, config))


def _wanted_address(note: Note, config: Config) -> str:
    front = note.front
    folder, name = dirname(note.path), basename(note.path).removesuffix(".md")
    if front.url:
        # Hugo keeps the case of a `url` and adds no slash to one that names a file.
        clean = join("/", front.url)
        return clean if clean.endswith("/") or names_file(clean) else clean + "/"
    if name == "_index":
        return f"/{path_of(folder)}/" if folder else "/"
    if name == "index":
        folder, name = dirname(folder), basename(folder)
    section = folder.partition("/")[0]
    pattern = config.permalinks.get(section) or config.permalinks.get("/" + section)
    if pattern:
        return _from_pattern(pattern, note, folder, name)
    last = path_of(front.slug.strip("/")) or path_of(name) or "note"
    return join("/", f"{path_of(folder)}/{last}/")


def _from_pattern(pattern: str, note: Note, folder: str, name: str) -> str:
    """Hugo's permalink tokens: `/:section/:year/:slug/`."""
    date = _dated(note)
    slug = path_of(note.front.slug)
    values = {
        "section": path_of(folder.partition("/")[0]),
        "sections": path_of(folder),
        "year": date[:4].lstrip("0"),
        "month": date[5:7],
        "day": date[8:10],
        "title": path_of(note.title),
        "slug": slug or path_of(note.title),
        "slugorfilename": slug or path_of(name),
        "slugorcontentbasename": slug or path_of(name),
        "filename": path_of(name),
        "contentbasename": path_of(name),
    }
    clean = join("/", _TOKEN.sub(lambda m: values.get(m[1], m[0]), pattern))
    return clean if clean.endswith("/") or names_file(clean) else clean + "/"


def _dated(note: Note) -> str:
    """The day as the note has it, not as it is in UTC; Hugo's year 1 where it has none."""
    written = str(note.front.params.get("date", ""))[:10]
    return written if note.front.date and _DAY.fullmatch(written) else note.front.date[:10] or "0001-01-01"
