"""The sections of a garden: folders with an `_index.md`, whose slug and title are part of the addresses below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from posixpath import basename, dirname

from notegarden.config.permalinks import PageFacts, expanded
from notegarden.config.schema import GardenConfig
from notegarden.notes.note import Note
from notegarden.notes.visibility import is_section
from notegarden.urls import composed, path_of, publishable, urlized

NO_DATE = datetime(1, 1, 1)
"""Hugo's date for a page without one."""
_SAME_IN_PLURAL = frozenset(
    ["data", "equipment", "feedback", "information", "media", "metadata", "money", "news", "rice", "series", "sheep"]
)
_PLURALS = {
    "child": "children", "foot": "feet", "man": "men", "mouse": "mice", "person": "people", "tooth": "teeth",
    "woman": "women", "quiz": "quizzes", "photo": "photos", "index": "indices",
}  # fmt: skip
_PLURAL_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(us|ss|[sc]h|x|z)$", r"\1es"), (r"sis$", "ses"), (r"s$", "s"), (r"([^aeiou])y$", r"\1ies"),
        (r"([^aeiou])o$", r"\1oes"), (r"(lea|hal|wol|shel|sel|el)f$", r"\1ves"), (r"(li|wi|kni)fe$", r"\1ves"),
        (r"$", "s"),
    )
)  # fmt: skip


class Sections:
    """Folder → slug and title of its `_index.md`. `load` returns a note by its path."""

    def __init__(self, load: Callable[[str], Note]) -> None:
        self._load = load
        self._unread: set[str] = set()
        self._known: dict[str, tuple[str, str]] = {}

    def restore(self, path: str) -> None:
        """Add a note from the ledger; it is only loaded when a section is first requested."""
        if is_section(path):
            self._unread.add(path)

    def change(self, notes: Mapping[str, Note | None]) -> set[str]:
        """Apply notes (None: removed); returns the folders whose section changed."""
        changed = set()
        for path, note in notes.items():
            if not is_section(path):
                continue
            folder = dirname(path)
            before = self._all().pop(folder, None)
            if note is not None:
                self._known[folder] = _named(note)
            if before != self._known.get(folder):
                changed.add(folder)
        return changed

    def address(self, folder: str) -> str:
        """The address of a folder without slashes at its ends; a section's slug replaces its last part."""
        known = self._all()
        if not any(slug for slug, _ in known.values()):
            return path_of(folder)
        parts = []
        for prefix in _prefixes(folder):
            slug = known.get(prefix, ("", ""))[0]
            parts.append(urlized(slug).strip("/") or path_of(basename(prefix)))
        return "/".join(parts)

    def of(self, folder: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(folders, names) of the section that contains a folder: the nearest one with an `_index.md`, else the top.

        Folders as in addresses; names are slugs or titles, only of real sections.
        """
        known = self._all()
        prefixes = list(_prefixes(folder))
        last = max((number for number, prefix in enumerate(prefixes) if prefix in known), default=0)
        names = []
        for number, prefix in enumerate(prefixes[: last + 1]):
            if prefix in known:
                slug, title = known[prefix]
                names.append(slug or title.replace("/", "-").replace("\\", "-"))
            elif not number:
                names.append(plural(prefix))
        return tuple(path_of(basename(prefix)) for prefix in prefixes[: last + 1]), tuple(names)

    def _all(self) -> dict[str, tuple[str, str]]:
        while self._unread:
            path = self._unread.pop()
            self._known[dirname(path)] = _named(self._load(path))
        return self._known


def section_pattern(folder: str, patterns: Mapping[str, str]) -> str:
    """The permalink pattern for the section of a folder; the top itself has the key `/`."""
    section = composed(path_of(folder.partition("/")[0]))
    if not section.isascii():
        patterns = {composed(name): pattern for name, pattern in patterns.items()}
    return patterns.get(section) or patterns.get("/" + section, "")


def list_pattern(folder: str, config: GardenConfig) -> str:
    """The permalink pattern of a folder's own page or list; `/` is the default for top-level folders."""
    patterns = config.section_permalinks
    is_section = folder and "/" not in folder and path_of(folder) not in ("tags", "categories")
    return section_pattern(folder, patterns) or (patterns.get("/", "") if is_section else "")


def list_address(folder: str, config: GardenConfig) -> str:
    """The address of the list of a top-level folder without an `_index.md`."""
    pattern = "" if config.is_vault or "/" in folder else list_pattern(folder, config)
    if not pattern:
        return f"/{path_of(folder)}/"
    title = plural(folder)
    address = expanded(pattern, PageFacts((path_of(folder),), (title,), title, "", folder, NO_DATE))
    return publishable(address.rstrip("/") + "/")


def _named(note: Note) -> tuple[str, str]:
    return note.front.slug.strip("-"), note.title


def _prefixes(folder: str) -> Iterator[str]:
    """`a/b/c` → `a`, `a/b`, `a/b/c`."""
    for place, char in enumerate(folder):
        if char == "/":
            yield folder[:place]
    if folder:
        yield folder


def plural(name: str) -> str:
    """Hugo's title for a section without `_index.md`: the folder's name in the plural."""
    words = name.replace("-", " ")
    head, last = words[: words.rfind(" ") + 1], words.rpartition(" ")[2].lower()
    if last in _SAME_IN_PLURAL or not last:
        return head + last
    if last in _PLURALS:
        return head + _PLURALS[last]
    rule, replacement = next(rule for rule in _PLURAL_RULES if rule[0].search(last))
    return head + rule.sub(replacement, last, count=1)
