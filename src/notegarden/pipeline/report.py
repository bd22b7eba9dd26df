"""The options of a build, and its report."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from notegarden.check.status import Summary
from notegarden.ledger.ledger import MAIN
from notegarden.notes.note import Format
from notegarden.publish.outputs import Counts


class Options(msgspec.Struct, frozen=True):
    """The command line's options. `output` None means the configuration's; `jobs` 0 means one per core.

    `ledger`: its name, if the work runs besides builds. `form`: the grammar of the notes. `unreadable`:
    show notes to their author although their front matter is unclear.
    """

    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    jobs: int = 0
    fresh: bool = False
    search: bool = True
    ledger: str = MAIN
    form: Format | None = None
    unreadable: bool = False


class Report(msgspec.Struct):
    """What a build did. `seconds` by stage, in order. `warnings`: lines about the build itself, not the notes."""

    parsed: int = 0
    counts: Counts = msgspec.field(default_factory=Counts)
    summary: Summary = msgspec.field(default_factory=Summary)
    seconds: dict[str, float] = {}
    warnings: list[str] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time spent inside under `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def warn(self, lines: Iterable[str]) -> None:
        """Add warnings without duplicates, however often the garden is scanned."""
        self.warnings += [line for line in lines if line not in self.warnings]
