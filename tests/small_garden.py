"""A garden of a few notes in memory, its site and the reads of its pages, for unit tests."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from notegarden.config.schema import Config
from notegarden.garden.apply import Changes, apply
from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.notes.note import Dialect, Note
from notegarden.notes.picture_copy import PictureCopy
from notegarden.notes.problems import Problem
from notegarden.render.theme import Theme, load_theme
from notegarden.site.addresses import Site
from notegarden.site.entries import Entries
from notegarden.site.planner import Planner
from notegarden.site.reads import Reads
from notegarden.sources.parse import parse_note

NOW = "2026-06-01T00:00:00Z"


@cache
def theme() -> Theme:
    return load_theme(Path("/nowhere"))


def note(path: str, text: str, config: Config | None = None, **dialect: Any) -> Note:
    """A note parsed from a file's text."""
    config = config or Config()
    read = Dialect(format=config.format, mentions=config.mentions, tasks=config.tasks, **dialect)
    return parse_note(path, text.encode(), read).note


class Memory:
    """A ledger's keys, in memory."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    def key(self, name: str) -> bytes:
        return self._keys.get(name, b"")

    def set_key(self, name: str, value: bytes) -> None:
        self._keys[name] = value

    @contextlib.contextmanager
    def commit(self) -> Iterator[None]:
        yield


class SmallGarden:
    """`texts`: path → text. `files`: URL → source of each copied file. `settings`: of the configuration."""

    def __init__(
        self,
        texts: Mapping[str, str],
        files: Mapping[str, str] | None = None,
        dates: Mapping[str, tuple[str, str]] | None = None,
        *,
        now: str = NOW,
        **settings: Any,
    ) -> None:
        self.config = msgspec.convert(settings, Config)
        self._texts: dict[str, str] = {}
        self.garden = Garden(self.config.garden, self._note, now)
        self.problems: list[Problem] = []
        self.edit(texts, files, dates)

    def _note(self, path: str) -> Note:
        return note(path, self._texts[path], self.config)

    def edit(
        self,
        texts: Mapping[str, str | None],
        files: Mapping[str, str | None] | None = None,
        dates: Mapping[str, tuple[str, str]] | None = None,
    ) -> Changes:
        """Update notes and files (None: deleted)."""
        self._texts |= {path: text for path, text in texts.items() if text is not None}
        notes = {path: None if text is None else self._note(path) for path, text in texts.items()}
        return apply(self.garden, notes, files, dates)

    @property
    def site(self) -> Site:
        return Site(self.config, self.garden, theme())

    def planner(
        self,
        size: Callable[[str], tuple[int, int] | None] = lambda _: None,
        copies: Callable[[str], tuple[PictureCopy, ...]] = lambda _: (),
    ) -> Planner:
        garden_map = GardenMap(self.garden, Memory(), b"")  # type: ignore[arg-type]
        return Planner(self.garden, self.site, garden_map, "text of {}".format, size, lambda: self.problems, copies)

    @property
    def entries(self) -> Entries:
        return self.planner().lists

    def reads(self) -> Reads:
        return self.planner().reads()
