"""The first stages: scan the garden's folders, parse new and changed notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from notegarden.config.schema import Config
from notegarden.ledger.ledger import Ledger
from notegarden.notes.dates import GIT
from notegarden.pipeline.report import Report
from notegarden.pipeline.settings import SNAPSHOT, Settings, is_judged_anew
from notegarden.progress import Progress
from notegarden.sources.beside import FilesBeside
from notegarden.sources.changed import SourceChanges, read
from notegarden.sources.git_dates import HEAD, head_key, repository_of
from notegarden.sources.outlined import have_inputs_changed, look_through
from notegarden.sources.outlined import remember as remember_outlined
from notegarden.sources.repository import Repository
from notegarden.sources.snapshot import Files, Snapshot

if TYPE_CHECKING:
    from notegarden.workers import KeptWorker


_WARNINGS = "warnings of the folders"
Moved = dict[str, str | None]
"""Address → source of a new or changed file, None for a removed one."""


class Scanned(NamedTuple):
    """`is_new`: git's history, the rules of `check`, or files that notes were parsed with have changed since the last
    time, even if the files in the garden's folders have not."""

    snapshot: Snapshot
    repository: Repository | None
    is_new: bool

    def is_as_last(self, ledger: Ledger) -> bool:
        """Whether the ledger already has all of it."""
        return not self.is_new and bool(self.snapshot.digest) and self.snapshot.digest == ledger.key(SNAPSHOT)


def scan(root: Path, config: Config, ledger: Ledger, report: Report, kept: KeptWorker | None = None) -> Scanned:
    """List the files in the garden's folders and check git's state."""
    snapshot = Snapshot(root, config, kept)
    report.warn([*sorted(snapshot.left), *_warnings(snapshot, ledger)])
    is_asked = any(GIT in keys for keys in config.date_keys.values())
    repository, problem = repository_of(root, root / config.content, is_asked=is_asked)
    report.warn([problem] if problem else [])
    is_new = ledger.key(HEAD) != head_key(repository) or is_judged_anew(ledger, config)
    is_new = is_new or FilesBeside(root, ledger).has_changed() or have_inputs_changed(root, ledger)
    return Scanned(snapshot, repository, is_new)


def _warnings(snapshot: Snapshot, ledger: Ledger) -> list[str]:
    """Warnings about files without a page, cached until the folders change."""
    known = ledger.memo(_WARNINGS, snapshot.digest, list[str]) if snapshot.digest else None
    if known is None:
        known = snapshot.warnings()
        if snapshot.digest:
            with ledger.commit():
                ledger.remember(_WARNINGS, snapshot.digest, known)
    return known


def parse(
    root: Path,
    snapshot: Snapshot,
    settings: Settings,
    ledger: Ledger,
    report: Report,
    jobs: int,
    progress: Progress,
    kept: KeptWorker | None,
) -> SourceChanges:
    """Parse the notes that are new or changed since the ledger was written."""
    outlined = look_through(root, snapshot.outlined, ledger, settings.dialect, jobs, kept)
    report.warn(outlined.warnings(snapshot.notes))
    found = read(
        root / settings.config.content,
        snapshot.notes,
        ledger.stamps(),
        ledger,
        settings.dialect,
        jobs,
        progress,
        outlined,
        kept,
    )
    if outlined.is_new:
        with ledger.commit():
            remember_outlined(ledger, outlined)
    report.parsed += found.parsed
    return found


def moved_files(ledger: Ledger, files: Files) -> Moved:
    """The files that were added, changed or removed since the ledger was written."""
    copied = ledger.files()
    moved: Moved = dict.fromkeys(copied.keys() - files.keys())
    return moved | {address: file[0] for address, file in files.items() if copied.get(address) != file}
