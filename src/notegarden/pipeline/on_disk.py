"""The garden's notes and files as of the last refresh."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from notegarden.files.scan import Source, look
from notegarden.ledger.ledger import Ledger
from notegarden.sources.snapshot import Files, Snapshot

if TYPE_CHECKING:
    from notegarden.garden.garden import Garden


class OnDisk:
    """The garden's notes and files as of the last refresh; what has not been scanned yet comes from the ledger.

    `snapshot`: the listing of the folders, None before the first refresh.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.snapshot: Snapshot | None = None
        self._texts: dict[str, str] | None = None
        self._files: Files | None = None

    @property
    def texts(self) -> dict[str, str]:
        """Path → digest of its text in the ledger, for every note."""
        if self._texts is None:
            self._texts = {path: key for path, (_, key) in self._ledger.stamps().items()}
        return self._texts

    @texts.setter
    def texts(self, texts: dict[str, str]) -> None:
        self._texts = texts

    @property
    def files(self) -> Files:
        """Files to copy and to generate, by address."""
        if self._files is None and self.snapshot is not None:
            self._files = self.snapshot.files(self.texts)
        return self._files or {}

    @files.setter
    def files(self, files: Files) -> None:
        self._files = files

    def published(self, garden: Garden) -> Files:
        """The files of the site, by the addresses they are published at.

        Files of a bundle only if its note is published; files next to Org notes only if a published note uses them.
        """
        if self.snapshot is None:
            return {}
        from notegarden.pipeline import assemble

        return assemble.published_files(garden, self.files, self.snapshot)

    def source_at(self, address: str, garden: Garden) -> str:
        """The source, relative to the garden, of the file published at an address; "" for none."""
        if self.snapshot is not None and self.snapshot.outlined:
            return self.published(garden).get(address, ("", None))[0]
        return self.files.get(garden.bundles.own(address) or "", ("", None))[0]

    def known_notes(self, content: Path, paths: Collection[str]) -> list[Source] | None:
        """The current notes in these files; None if one was added or removed, so that more than notes may change.

        `paths`: below `content`.
        """
        if self.snapshot is None:
            return None
        notes = {file: self.snapshot.note_in(file) for file in paths}
        found = [(path, look(content, file)) for file, path in notes.items() if path in self.texts]
        sources = [
            source if source.path == path else Source(path, source.stamp, source.path)
            for path, source in found
            if source is not None
        ]
        return sources if len(sources) == len(paths) else None
