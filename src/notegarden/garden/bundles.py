"""Where files next to notes are published: a bundle's files follow their note, and are withheld with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from notegarden.files.endings import is_bundle, page_name

Placed = dict[str, str]
"""The default address of a folder's files → the published one."""


class Bundles:
    """The published addresses of a garden's files. A file's own address follows from its folder.

    A leaf bundle has all files in its folder; a section with an `_index.md` has those in its folders except in
    other bundles, as in Hugo. `place`: the address of a note's page, None if its files are not published. `content`:
    the folder of the notes, with its slash.
    """

    def __init__(self, place: Callable[[str], str | None], content: str = "content/") -> None:
        self._place, self._content = place, content
        self._sources: dict[str, str] = {}  # own address → source
        self._published: dict[str, str] = {}  # own address → published address
        self._by_published: dict[str, list[str]] = {}
        self._owners: dict[str, str] = {}  # folder → path of the note whose bundle it is
        self._claims: dict[str, set[str]] = {}  # folder → the notes whose bundle it may be
        self._owned: dict[str, set[str]] = {}  # path of a note → own addresses

    def published(self, own: str) -> str | None:
        """The published address of the file with this own address; None if it is not published."""
        return self._published.get(own)

    def own(self, published: str) -> str | None:
        """The own address of the file at a published address."""
        found = self._by_published.get(published)
        return found[0] if found else None

    def is_withheld(self, own: str) -> bool:
        """Whether there is a file with this own address that is not published."""
        return own in self._sources and own not in self._published

    def source(self, published: str) -> str | None:
        """The source of the file at a published address; "" for a generated page."""
        own = self.own(published)
        return None if own is None else self._sources[own]

    def change(self, files: Mapping[str, str | None], notes: Iterable[str], gone: Iterable[str]) -> set[str]:
        """Apply files by own address (None: removed) and the notes that were added, changed or removed.

        Returns the published addresses that were added, changed or removed.
        """
        changed: set[str] = set()
        doubtful: set[str] = set(files)
        for path in gone:
            doubtful |= self._forget(path)
        for path in notes:
            folder = _folder_of(path)
            if folder is not None:
                self._claims.setdefault(folder, set()).add(path)
                if self._settle(folder):
                    start = self._content + folder
                    doubtful |= {own for own, source in self._sources.items() if source.startswith(start)}
                doubtful |= self._owned.get(path, set())
        for own in sorted(doubtful):
            source = files[own] if own in files else self._sources.get(own)
            then, now = self._published.get(own), self._enter(own, source)
            if then != now or own in files:
                changed |= {each for each in (then, now) if each is not None}
        return changed

    def _forget(self, path: str) -> set[str]:
        folder = _folder_of(path)
        if folder is not None and folder in self._claims:
            self._claims[folder].discard(path)
            self._settle(folder)
        return self._owned.pop(path, set())

    def _settle(self, folder: str) -> bool:
        """Determine whose bundle a folder is, independent of the order of notes; returns whether that changed.

        A section's page may be next to a leaf bundle's if one of them is part of an Org file.
        """
        before = self._owners.pop(folder, None)
        if claims := self._claims.get(folder):
            self._owners[folder] = min(claims, key=lambda path: (not is_bundle(path), path))
        return self._owners.get(folder) != before

    def _enter(self, own: str, source: str | None) -> str | None:
        """Update one file; returns its published address."""
        old = self._published.pop(own, None)
        if old is not None:
            self._by_published[old].remove(own)
            if not self._by_published[old]:
                del self._by_published[old]
        if source is None:
            self._sources.pop(own, None)
            return None
        self._sources[own] = source
        owner, rest = self._owner_of(source)
        place = own
        if owner:
            self._owned.setdefault(owner, set()).add(own)
            address = self._place(owner)
            if address is None:
                return None
            # Only the part of the file's own address below the bundle's folder is kept.
            place = address[: address.rindex("/") + 1] + "/".join(own.split("/")[-1 - rest :])
        self._published[own] = place
        self._by_published.setdefault(place, []).append(own)
        self._by_published[place].sort()
        return place

    def _owner_of(self, source: str) -> tuple[str, int]:
        """(path of the note whose bundle contains a file, depth of the file below it); ("", 0) for none."""
        if not source.startswith(self._content) or not self._owners:
            return "", 0
        folders = source.removeprefix(self._content).split("/")[:-1]
        paths = ["".join(f"{folder}/" for folder in folders[:end]) for end in range(len(folders) + 1)]
        owners = [(self._owners[path], len(folders) - end) for end, path in enumerate(paths) if path in self._owners]
        leaf = next((found for found in owners if is_bundle(found[0])), None)
        if leaf is not None:
            return leaf
        # A top-level folder is a section of its own, with or without a page of its own.
        inner = [found for found in owners if not folders or found[0].count("/")]
        return inner[-1] if inner else ("", 0)


def _folder_of(path: str) -> str | None:
    """The folder, with its slash, whose files belong to a note; None if the note has no folder."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if page_name(name) in ("index", "_index") else None
