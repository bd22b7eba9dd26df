"""The files of a garden that a note is read with: bibliographies and styles, setup files, included files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from notegarden.config.kind import ORG_FOLDERS
from notegarden.files.tree import Tree

_LONGEST = 8 << 20


@dataclass(frozen=True, slots=True)
class GardenFiles:
    """The files of a garden as a note may ask for them: none that lies outside, wherever links lead."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """The bytes of a file by its path below the root; None where it is not there, outside, or too long.

        A link to a hidden file, as git's own are, is none.
        """
        try:
            return None if self._is_link_to_hidden(path) else self.bytes_of(path)
        except (OSError, ValueError):
            return None

    def _is_link_to_hidden(self, path: str) -> bool:
        root = os.path.realpath(self.root / path.partition("/")[0] if self._is_linked(path) else self.root)
        below = os.path.relpath(os.path.realpath(self.root / path), root)
        return any(part.startswith(".") for part in Path(below).parts) and "/." not in f"/{path}"

    def _is_linked(self, path: str) -> bool:
        """Whether a folder that the user lets a garden link to holds it; `config.user.check_links` refuses others."""
        folder, _, name = path.partition("/")
        return bool(name) and folder in (*ORG_FOLDERS, "content") and (self.root / folder).is_symlink()

    def bytes_of(self, path: str) -> bytes:
        """As `read`. Raises OSError."""
        folder, _, name = path.partition("/")
        is_linked = self._is_linked(path)
        with Tree(self.root / folder if is_linked else self.root) as tree:
            return tree.read(name if is_linked else path, _LONGEST)
