"""Sizes of the garden's pictures, measured once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from notegarden.files.scan import Stamp
from notegarden.ledger.ledger import Ledger


class PictureSizes:
    """Address → (width, height) in pixels, None for what is no picture or cannot be told.

    `files`: address → (source relative to the garden, stamp). What was measured before is taken from the ledger.
    `changed`: some were measured since `store`.
    """

    def __init__(self, root: Path, files: Mapping[str, tuple[str, Stamp]], ledger: Ledger) -> None:
        self._root = root
        self._files = files
        self._ledger = ledger
        self._known = ledger.pictures()
        self.changed = False

    def __call__(self, address: str) -> tuple[int, int] | None:
        source, stamp = self._files.get(address, ("", None))
        if not source or stamp is None:
            return None
        known = self._known.get(source)
        if known is None or known[:2] != (stamp.size, stamp.mtime_ns):
            from notegarden.sources.picture_size import size

            width, height = size(self._root / source) or (0, 0)
            known = self._known[source] = (stamp.size, stamp.mtime_ns, width, height)
            self.changed = True
        return known[2:] if known[2] else None

    def store(self) -> None:
        """Store what was measured; call it inside a transaction of the ledger."""
        if self.changed:
            self._ledger.set_pictures(self._known)
            self.changed = False
