"""Sizes of the garden's pictures, cached."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from notegarden.files.scan import Stamp, recently
from notegarden.files.tree import opened_below
from notegarden.ledger.ledger import Ledger


class PictureSizes:
    """Address → (width, height) in pixels, None for files that are not pictures or have no known size.

    `files`: address → (source relative to the garden, stamp). Sizes come from the ledger while the stamp is the same.
    The size of a picture so new that it could change without a new stamp is not stored.
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
        if known is None or known[0] != stamp:
            width, height = self._measured(source)
            known = self._known[source] = (stamp, width, height)
            self.changed = True
        return known[1:] if known[1] else None

    def _measured(self, source: str) -> tuple[int, int]:
        from notegarden.sources.picture_size import size

        try:
            with opened_below(self._root, source) as handle, os.fdopen(os.dup(handle), "rb") as file:
                return size(file, source) or (0, 0)
        except OSError:
            return 0, 0

    def store(self) -> None:
        """Store the new sizes; call it inside a transaction of the ledger."""
        if self.changed:
            recent = recently()
            settled = {source: known for source, known in self._known.items() if known[0].is_settled(recent)}
            self._ledger.set_pictures(settled)
            self.changed = False
