"""Store the results of a refresh in the ledger: notes, files, dates, problems, and which outputs became stale."""

from __future__ import annotations

from typing import NamedTuple

from notegarden.check.status import GardenStatus
from notegarden.config.schema import Config
from notegarden.garden.apply import Changes
from notegarden.garden.facets import list_key
from notegarden.garden.garden import Garden
from notegarden.ledger import keys
from notegarden.ledger.ledger import MAIN, Ledger
from notegarden.pipeline.settings import CHECKED, SNAPSHOT
from notegarden.sources.changed import SourceChanges, remember_touched
from notegarden.sources.git_dates import History
from notegarden.sources.snapshot import Files


class Refreshed(NamedTuple):
    """The results of one refresh. `snapshot`: the digest of the folders; `files`, `history`: None if unchanged."""

    found: SourceChanges
    changes: Changes
    snapshot: bytes
    files: Files | None
    history: History | None


def remember(ledger: Ledger, name: str, garden: Garden, status: GardenStatus, config: Config, taken: Refreshed) -> None:
    """Store them in one transaction. `name`: the ledger's; besides builds, outputs are not marked stale."""
    from notegarden.check.findings import check_inputs

    found, changes = taken.found, taken.changes
    problems = status.update(garden, lambda: check_inputs(garden, config.check), counts=changes.counts)
    rows = [path for path in found.notes if path in garden.nodes]
    rest = changes.nodes - {*rows}
    with ledger.commit():
        ledger.drop_sources(path for path, note in found.notes.items() if note is None)
        ledger.set_sources(
            (path, found.stamps[path], found.texts[path], garden.nodes[path], garden.relations.of(path))
            for path in rows
        )
        ledger.set_nodes((p, garden.nodes[p], garden.relations.of(p)) for p in rest if p in garden.nodes)
        remember_touched(ledger, found)
        if taken.files is not None:
            ledger.set_files(taken.files)
        if taken.history is not None:
            taken.history.store(ledger)
        ledger.set_key(SNAPSHOT, taken.snapshot)
        ledger.set_key(CHECKED, keys.key(config.check))
        told = status.store(problems=problems)
        if name == MAIN:
            _mark_stale(ledger, changes, problems=told)
        ledger.drop_keys("published ")


def _mark_stale(ledger: Ledger, changes: Changes, *, problems: bool) -> None:
    if changes.everything:
        ledger.outputs.mark_all_stale()
    else:
        ledger.outputs.mark_stale(changes.keys | ({list_key("problems")} if problems else set()))
