"""Resolve a vault's links to files: Obsidian's rules, in Obsidian's order.

Letter case, Unicode normal form and surrounding white space are ignored. The candidates are the files named like the
target's last part; only if there is none, those with that name plus `.md`. Then, in order: a single candidate named
in full, whatever folder is typed · `./` and `../`, relative to the note's folder · the full path from the root · the
paths that end with the target, those at or below the note's own folder first, then the shortest. Aliases do not count.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from notegarden.notes.anchors import plain
from notegarden.notes.note import Link
from notegarden.urls import composed

_NOTE = ".md"
_ASKED_AGAIN = 1 << 16
_SITE_FILES = ("/publish.css", "/favicon.svg", "/favicon.ico", "/favicon.png")
KINDS = frozenset(("wikilink", "mdlink", "embed", "property"))
"""The kinds of links resolved by these rules."""


def is_site_file(address: str) -> bool:
    """Whether a file of a vault belongs to its site, as on Obsidian Publish, and not to a note."""
    return address in _SITE_FILES or (address.startswith("/favicon-") and "/" not in address[1:])


class Choice(NamedTuple):
    """`path`: of the file, "" if there is none. `others`: candidates that match equally well.

    `by_luck`: the typed folder is wrong, but no other file has the name. `rivals`: other files have the name.
    """

    path: str = ""
    others: tuple[str, ...] = ()
    by_luck: bool = False
    rivals: bool = False


@lru_cache(maxsize=_ASKED_AGAIN)
def folded(path: str) -> str:
    """A path normalized for comparison."""
    return composed(path).lower()


def target_of(link: Link) -> tuple[str, str]:
    """(target, the text after its first `#`)."""
    typed = unquote(link.target) if link.kind == "mdlink" else link.target
    target, _, fragment = typed.partition("#")
    return plain(target), fragment.strip()


def name_key(path: str) -> str:
    """The key of a file: the last part of its path."""
    return folded(path).rpartition("/")[2]


def names_asked(target: str) -> tuple[str, ...]:
    """The names of all files that `VaultNames.find` may choose from."""
    name = name_key(target)
    return (name, name + _NOTE) if target else ()


class VaultNames:
    """The files of a vault by name. `add` and `discard` take paths below the vault."""

    def __init__(self) -> None:
        self._by_name: dict[str, set[str]] = {}

    def add(self, path: str) -> None:
        self._by_name.setdefault(name_key(path), set()).add(path)

    def discard(self, path: str) -> None:
        name = name_key(path)
        paths = self._by_name.get(name)
        if paths is not None:
            paths.discard(path)
            if not paths:
                del self._by_name[name]

    def find(self, target: str, source: str) -> Choice:
        """The file that `target` refers to in the note at `source`."""
        low = folded(target)
        if not low:
            return Choice(source)
        name = low.rpartition("/")[2]
        candidates = self._by_name.get(name, set()) if "." in name else set()
        named_in_full = bool(candidates)
        if not candidates:
            candidates = self._by_name.get(name + _NOTE, set())
            low += _NOTE
        if not candidates:
            return Choice()
        if named_in_full and len(candidates) == 1:
            path = next(iter(candidates))
            return Choice(path, by_luck="/" in low and not _is_exact(path, low))
        folder = folded(source).rpartition("/")[0]
        if low.startswith(("./", "../")):
            wanted = _joined(folder, low)
            return Choice(min((path for path in candidates if folded(path) == wanted), default=""))
        exact = [path for path in candidates if folded(path) == low.lstrip("/")]
        if exact or low.startswith("/"):
            is_bare = "/" not in low
            return Choice(min(exact, default=""), tuple(sorted(exact)[1:]), rivals=is_bare and len(candidates) > 1)
        return _shortest([path for path in candidates if folded(path).endswith(f"/{low}")], folder)


def _is_exact(path: str, low: str) -> bool:
    return f"/{folded(path)}".endswith(f"/{low.lstrip('./')}")


def _joined(folder: str, low: str) -> str:
    parts = folder.split("/") if folder else []
    for part in low.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def _shortest(candidates: list[str], folder: str) -> Choice:
    """Files at or below the note's folder first, then the shorter path; ties by name.

    The length is that of Unicode normal form C, whichever form the disk uses.
    """
    near = [path for path in candidates if folded(path).startswith(f"{folder}/")] if folder else candidates
    ranked = sorted((len(composed(path)), composed(path), path) for path in near or candidates)
    equal = [path for length, _, path in ranked if length == ranked[0][0]]
    return Choice(equal[0], tuple(equal[1:]), rivals=len(candidates) > 1) if equal else Choice()
