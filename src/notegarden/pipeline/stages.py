"""The order of the stages: files → notes → garden → pages → output. Every command goes through here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from notegarden.check.status import GardenStatus, Summary
from notegarden.config.schema import Config
from notegarden.files.scan import Source
from notegarden.ledger.file import DAMAGE, LostTextError
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Note
from notegarden.notes.problems import Problem
from notegarden.pipeline.advice import setting_warnings
from notegarden.pipeline.on_disk import OnDisk
from notegarden.pipeline.publishing import Contents, publish
from notegarden.pipeline.recovery import replaced, room_is_needed
from notegarden.pipeline.report import Options, Report
from notegarden.pipeline.scanning import Moved, moved_files, parse, scan
from notegarden.pipeline.settings import SNAPSHOT, Settings, invalidate, is_judged_anew, load_settings
from notegarden.progress import Progress, no_progress
from notegarden.render.theme import Theme
from notegarden.sources.changed import SourceChanges, read, remember_touched
from notegarden.sources.git_dates import History, history_of
from notegarden.sources.snapshot import Files

if TYPE_CHECKING:  # imported only when needed, because a build with nothing to do does not need it
    from notegarden.garden.apply import Changes
    from notegarden.garden.garden import Garden
    from notegarden.pipeline.remember import Refreshed
    from notegarden.site.planner import Planner
    from notegarden.workers import KeptWorker

__all__ = ["Options", "Pipeline", "Report", "Summary"]


def _nothing() -> None:
    """Nothing to store."""


class Pipeline:
    """The state of a garden being built: configuration, theme, ledger, and the notes read so far.

    `refresh` applies what changed on disk, any number of times; `publish` writes the site. `kept`: the
    caller's worker process for parsing small numbers of notes; by default each time a new one.
    """

    def __init__(self, root: Path, options: Options, kept: KeptWorker | None = None) -> None:
        self.root, self.options, self.kept, self.jobs = root, options, kept, options.jobs
        self.report = Report()
        self.ledger = Ledger.open(root, options.ledger)
        self.report.warn([self.ledger.warning] if self.ledger.warning else [])
        self._settings: Settings | None = None
        self.on_disk = OnDisk(self.ledger)
        self._garden: Garden | None = None
        self._planner: Planner | None = None
        self._fresh = options.fresh
        self._now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._unsaved: Callable[[], None] = _nothing
        self.status = GardenStatus(self.ledger, options.ledger)

    @property
    def settings(self) -> Settings:
        """Configuration and theme as of the last refresh. Raises SiteError."""
        if self._settings is None:
            self._settings = load_settings(self.root, self.options, self.ledger)
        return self._settings

    @property
    def config(self) -> Config:
        return self.settings.config

    @property
    def theme(self) -> Theme:
        return self.settings.theme

    @property
    def content(self) -> Path:
        """The folder of the notes."""
        return self.root / self.config.content

    def close(self) -> None:
        if self._planner is not None:
            self._planner.lists.garden_map.close()
        self.ledger.close()

    def refresh(
        self,
        only: Collection[str] | None = None,
        *,
        keep: bool = True,
        whole: bool = False,
        published: bool = False,
        progress: Progress = no_progress,
    ) -> Changes | None:
        """Apply what changed on disk since the last time; None if nothing did. Raises SiteError.

        `only`: paths of notes, if the caller knows that nothing else can have changed. Without `keep` the changes are
        stored at the next `keep` or refresh. `whole`: the caller will use garden and planner next, so missing ledger
        entries must be detected now. `published`: it will also publish, so the map's layout starts in the background.
        """
        try:
            self.keep()
            is_quick = bool(only) and self._garden is not None and not self._is_due()
            edited = self.on_disk.known_notes(self.content, only or ()) if is_quick else None
            changes = self._refresh_all(progress) if edited is None else self._refresh_some(edited)
            if published and changes is not None and changes.lists:
                self.planner.lists.garden_map.begin(self.jobs)
            if keep:
                self.keep()
            if whole:
                _ = self.planner
        except DAMAGE as error:
            with room_is_needed():
                changes = self._read_afresh(error, progress)
        return changes

    def _read_afresh(self, error: Exception, progress: Progress = no_progress) -> Changes | None:
        """Start again with an empty ledger."""
        self.ledger = replaced(self.ledger, self.root, self.options.ledger, error, self.report)
        self.status = GardenStatus(self.ledger, self.options.ledger)
        self.on_disk = OnDisk(self.ledger)
        self._garden = self._planner = None
        self._unsaved = _nothing
        changes = self._refresh_all(progress)
        self.keep()
        return changes

    def keep(self) -> None:
        """Store the results of the last refresh in the ledger."""
        save, self._unsaved = self._unsaved, _nothing
        save()
        if self._planner is not None and self.sizes.changed:
            with self.ledger.commit():
                self.sizes.store()

    def _refresh_all(self, progress: Progress = no_progress) -> Changes | None:
        with self.report.stage("scan"):
            self._load_settings()
            self.report.warn(setting_warnings(self.root, self.settings))
            snapshot, repository, is_new = scanned = scan(self.root, self.config, self.ledger, self.report, self.kept)
            is_new = is_new or self._is_due()
            if not is_new and scanned.is_as_last(self.ledger):
                self.on_disk.snapshot = self.on_disk.snapshot or snapshot
                self._nothing_changed(SourceChanges())
                return None
            self.on_disk.snapshot = snapshot
        with self.report.stage("parse"):
            found = parse(self.root, snapshot, self.settings, self.ledger, self.report, self.jobs, progress, self.kept)
            self.on_disk.files = snapshot.files(found.texts)
        with self.report.stage("grow"):
            progress("links", 0, 0)
            moved = moved_files(self.ledger, self.on_disk.files)
            if not is_new and not found.notes and not moved:
                self.on_disk.texts = found.texts
                self._nothing_changed(found, found.final(snapshot.digest))
                return None
            # While it is updated, the garden compares with the previous notes.
            self.on_disk.texts = {**found.texts, **found.before}
            self._planner = None
            history, problem = history_of(repository, self.ledger)
            self.report.warn([problem] if problem else [])
            return self._grow(found, moved, history, found.final(snapshot.digest))

    def source_of(self, path: str) -> str:
        """The source file of a note, relative to the garden."""
        node = self.garden.nodes.get(path)
        return node.file if node is not None and node.file else self.config.source(path)

    @property
    def published_files(self) -> Files:
        """The files of the site, by the addresses they are published at."""
        return self.on_disk.published(self.garden)

    def _refresh_some(self, sources: list[Source]) -> Changes | None:
        """The same stages for some notes of a garden in memory; everything else stays as it is."""
        with self.report.stage("parse"):
            known = self.ledger.stamps([source.path for source in sources])
            found = read(self.content, sources, known, self.ledger, self.settings.dialect, self.jobs, kept=self.kept)
            found.texts = {**self.on_disk.texts, **found.texts}
            self.report.parsed += found.parsed
        if None in found.notes.values():  # a note disappeared meanwhile, so more than notes may have changed
            return self._refresh_all()
        with self.report.stage("grow"):
            if not found.notes:
                self._nothing_changed(found)
                return None
            return self._grow(found, {}, None)

    def _is_due(self) -> bool:
        """Whether a note's publish or expiry date has passed, or the clock was set back before such a date."""
        self._now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        summary = self.status.summary()
        return summary is None or "" < summary.due <= self._now or self._now < summary.since

    def _nothing_changed(self, found: SourceChanges, digest: bytes = b"") -> None:
        self.report.summary = self.status.summary() or self.report.summary
        if found.touched or digest:
            with self.ledger.commit():
                remember_touched(self.ledger, found)
                self.ledger.set_key(SNAPSHOT, digest)

    def _load_settings(self) -> None:
        settings = load_settings(self.root, self.options, self.ledger)
        if settings != self._settings:
            self._planner = None
        self._settings = settings
        if invalidate(self.ledger, settings, self.status.summary(), everything=self._fresh):
            self._garden = None
        self._fresh = False

    def _note(self, path: str) -> Note:
        note = self.ledger.note(self.on_disk.texts[path])
        if note is None:
            raise LostTextError(path)
        return note

    @property
    def garden(self) -> Garden:
        """The garden; restored from the ledger at first use."""
        if self._garden is None:
            from notegarden.pipeline import assemble

            self._garden = assemble.restored(
                self.config.garden, self._note, self._now, self.ledger, self.settings.rules
            )
        return self._garden

    def _grow(self, found: SourceChanges, moved: Moved, history: History | None, digest: bytes = b"") -> Changes:
        """Apply changed notes, and files by address, to the garden. `digest`: of the snapshot."""
        from notegarden.pipeline import assemble
        from notegarden.pipeline.remember import Refreshed

        garden = self.garden
        garden.file_sizes = {address: stamp.size for address, (source, stamp) in self.on_disk.files.items() if source}
        garden.now = self._now
        changes = assemble.apply(garden, found.notes, moved, history.dates if history else None)
        if changes.checked or is_judged_anew(self.ledger, self.config):
            self.status.outdate()
        self.on_disk.texts = found.texts
        if changes.lists:
            self._planner = None
        elif self._planner is not None:
            self._planner.forget(changes.touched)
        files = self.on_disk.files if moved else None
        self._unsaved = partial(self._remember, Refreshed(found, changes, digest, files, history))
        return changes

    def _remember(self, taken: Refreshed) -> None:
        from notegarden.pipeline.remember import remember

        remember(self.ledger, self.options.ledger, self.garden, self.status, self.config, taken)
        self.report.summary = self.status.summary() or self.report.summary

    def problems(self) -> list[Problem]:
        """All problems of the garden, sorted by path and line."""
        from notegarden.pipeline import assemble

        return self.status.problems(lambda: assemble.check_inputs(self.garden, self.config.check))

    @property
    def planner(self) -> Planner:
        """The planner of all pages of the current garden."""
        if self._planner is None:
            from notegarden.pipeline import assemble

            self._planner, self.sizes, self._copies = assemble.planner(
                self.root, self.config, self.garden, self.theme, self.ledger, lambda path: self.on_disk.texts[path],
                self.published_files,
                self.problems,
            )  # fmt: skip
        return self._planner

    def publish(self, progress: Progress = no_progress) -> None:
        """Update the output folder. Raises SiteError."""
        try:
            self._publish(progress)
        except DAMAGE as error:
            with room_is_needed():
                self._read_afresh(error)
                self._publish(progress)

    def _publish(self, progress: Progress) -> None:
        self.report.counts = publish(
            self.root, self.options, self.settings, self.ledger, self._contents, self.report.stage, progress
        )
        self.report.warn(self.report.counts.warnings)

    def _contents(self) -> Contents:
        return Contents(self.planner, self.published_files, self.garden.attachments(), self.sizes, self._copies)
