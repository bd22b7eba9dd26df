"""The other files that parsing a note may read: bibliographies and styles, setup files, included files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from notegarden.config.kind import ORG_FOLDERS
from notegarden.files.tree import Tree

_LONGEST = 8 << 20  # maximum size of a file in bytes
NOT_READ = f"does not exist, is outside the garden, or is larger than {_LONGEST >> 20} MB"
"""The message for a file that `GardenFiles.read` does not return."""
_LINKABLE = frozenset((*ORG_FOLDERS, "content"))
_MOST_KEPT = 32 << 20  # maximum bytes of all cached files, with their paths


class GardenFiles:
    """The files of a garden that a note may read: none outside it, wherever links lead.

    As a context manager, for several notes parsed in sequence, it keeps folders open and caches
    the files read last, because most notes read the same ones.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trees: dict[str, Tree] | None = None
        self._kept: dict[str, bytes | None] = {}
        self._size = 0  # bytes in the cache

    def __enter__(self) -> Self:
        self._trees = {}
        return self

    def __exit__(self, *_: object) -> None:
        for tree in (self._trees or {}).values():
            tree.close()
        self._trees = None
        self._kept.clear()
        self._size = 0

    def read(self, path: str) -> bytes | None:
        """The bytes of a file by its path below the root; None if it does not exist, is outside, or is too large.

        A link to a hidden file, such as git's own, is refused.
        """
        if path in self._kept:
            return self._kept[path]
        try:
            data = None if self._is_link_to_hidden(path) else self.bytes_of(path)
        except (OSError, ValueError):
            data = None
        if self._trees is not None:
            size = len(path) + len(data or b"")
            if self._size + size > _MOST_KEPT:
                self._kept.clear()
                self._size = 0
            self._kept[path] = data
            self._size += size
        return data

    def _is_link_to_hidden(self, path: str) -> bool:
        if not self._crosses_link(path):
            return False
        root = os.path.realpath(self.root / path.partition("/")[0] if self._is_linked(path) else self.root)
        below = os.path.relpath(os.path.realpath(self.root / path), root)
        return any(part.startswith(".") for part in Path(below).parts) and "/." not in f"/{path}"

    def _crosses_link(self, path: str) -> bool:
        """Whether the file or a folder on its path is a symbolic link."""
        place = os.fspath(self.root)
        for part in path.split("/"):
            place = f"{place}/{part}"
            if os.path.islink(place):  # noqa: PTH114 - asked for each file that is read
                return True
        return False

    def _is_linked(self, path: str) -> bool:
        """Whether it is in a folder that the user lets gardens link to; `config.user.check_links` rejects others."""
        folder, _, name = path.partition("/")
        return bool(name) and folder in _LINKABLE and os.path.islink(self.root / folder)  # noqa: PTH114

    def bytes_of(self, path: str) -> bytes:
        """The same as `read`, but raises OSError."""
        folder, _, name = path.partition("/")
        is_linked = self._is_linked(path)
        file = name if is_linked else path
        if self._trees is None:
            with Tree(self.root / folder if is_linked else self.root) as tree:
                return tree.read(file, _LONGEST)
        key = folder if is_linked else ""
        if key not in self._trees:
            self._trees[key] = Tree(self.root / key)
        return self._trees[key].read(file, _LONGEST)
