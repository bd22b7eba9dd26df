"""What a refresh changed, as open pages need to know it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from notegarden.garden.apply import Changes
from notegarden.pipeline.stages import Pipeline
from notegarden.serve.live.update import Update
from notegarden.urls import quoted

_REMEMBERED = 1000
_LOST = 100
_HOUR = 3600.0


class MoveTracker:
    """The previous state of the garden, as far as needed to tell what changed and where notes moved.

    `moved`: address that no longer exists → the address of its note now.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self.moved: dict[str, str] = {}
        # Address → (path, digest of its text) of notes that disappeared: the second half of a rename may come with
        # the next step.
        self._lost: dict[str, tuple[str, str]] = {}
        self._addresses = self._shown()
        self._texts = pipeline.on_disk.texts
        self._files = pipeline.on_disk.files
        self._assets = _stamps(pipeline.theme.assets)
        self._theme = pipeline.theme.key

    def step(self, version: int, changes: Changes | None, edited: Sequence[str]) -> Update:
        """Compare with the current garden and remember it. `edited`: paths of notes known to have been saved."""
        pipeline = self._pipeline
        if changes is not None and changes.lists:
            self._follow_moves()
        elif changes is not None:
            self._texts = pipeline.on_disk.texts
        files, self._files = self._changed_files(), pipeline.on_disk.files
        assets: tuple[str, ...] = ()
        if pipeline.theme.key != self._theme:
            now = _stamps(pipeline.theme.assets)
            assets = tuple(sorted(name for name in {*now, *self._assets} if now.get(name) != self._assets.get(name)))
            self._assets, self._theme = now, pipeline.theme.key
        return Update(version, self._saved(edited), assets, files)

    def seconds_until_due(self) -> float:
        due = self._pipeline.report.summary.due
        if not due:
            return _HOUR
        return min(max((datetime.fromisoformat(due) - datetime.now(UTC)).total_seconds() + 1, 1.0), _HOUR)

    def _shown(self) -> dict[str, str]:
        return {node.path: node.address for node in self._pipeline.garden.published()}

    def _changed_files(self) -> tuple[str, ...]:
        then, now = self._files, self._pipeline.on_disk.files
        if then is now:
            return ()
        bundles = self._pipeline.garden.bundles
        own = (address for address, file in now.items() if then.get(address) != file)
        changed = (address for address in map(bundles.published, own) if address is not None)
        return tuple(self._pipeline.config.base_path + quoted(address[1:]) for address in changed)[:_REMEMBERED]

    def _saved(self, edited: Sequence[str]) -> str:
        """Address of the most recently written of the edited notes; "" if none is published."""
        shown = [path for path in edited if path in self._addresses]
        if not shown:
            return ""
        last = max(shown, key=lambda path: _written(self._pipeline.root / self._pipeline.source_of(path)))
        return self._pipeline.config.base_path + quoted(self._addresses[last][1:])

    def _follow_moves(self) -> None:
        """Find the new address of notes whose address is gone: the same file, or a new one with the same content."""
        now = self._shown()
        then, self._addresses = self._addresses, now
        texts, self._texts = self._texts, self._pipeline.on_disk.texts
        here = set(now.values())
        left = {address: (path, texts.get(path, "")) for path, address in then.items() if address not in here}
        left = {address: each for address, each in self._lost.items() if address not in here} | left
        new = [path for path in now if path not in then] if left else []
        for address, (path, text) in left.items():
            to = now.get(path) or self._like(text, new)
            if to:
                self.moved[address] = to
        lost = [address for address in left if address not in self.moved]
        self._lost = {address: left[address] for address in lost[-_LOST:]}
        for address in here & self.moved.keys():
            del self.moved[address]
        for address in list(self.moved)[:-_REMEMBERED]:
            del self.moved[address]

    def _like(self, text: str, new: Sequence[str]) -> str:
        """Address of a new note with the same title and body as the old note with this text digest; "" if none."""
        before = self._pipeline.ledger.note(text)
        if before is None:
            return ""
        notes = (self._pipeline.garden.note(path) for path in new)
        same = next((note for note in notes if (note.digest, note.title) == (before.digest, before.title)), None)
        return self._addresses[same.path] if same is not None else ""


def _stamps(assets: dict[str, Path]) -> dict[str, tuple[int, int]]:
    out = {}
    for name, path in assets.items():
        try:
            status = path.stat()
        except OSError:
            continue
        out[name] = (status.st_size, status.st_mtime_ns)
    return out


def _written(path: Path) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return 0
