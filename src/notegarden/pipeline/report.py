"""What a build is asked for, and what it says of itself."""

from __future__ import annotations

from pathlib import Path

import msgspec

from notegarden.check.status import Summary
from notegarden.ledger.ledger import MAIN
from notegarden.notes.note import Format
from notegarden.publish.outputs import Counts


class Options(msgspec.Struct, frozen=True):
    """What the command line says. `output` None means the configuration's; `jobs` 0 means one per core.

    `ledger`: its name, where the work goes on beside builds. `form`: whose grammar the notes have. `unreadable`:
    notes of which it cannot be read whether they may be seen are shown to their author.
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
