"""The order of the stages: files → notes → garden → pages → output. Every command goes through here."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from notegarden.check.status import GardenStatus, Summary
from notegarden.config.load import config_warnings
from notegarden.config.schema import Config
from notegarden.errors import SiteError
from notegarden.files.scan import Source, look
from notegarden.ledger.file import DAMAGE, LostTextError, is_full
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect, Note
from notegarden.notes.problems import Problem
from notegarden.pipeline.publishing import Contents, publish
from notegarden.pipeline.report import Options, Report
from notegarden.pipeline.settings import SNAPSHOT, Settings, invalidate, is_judged_anew, load_settings
from notegarden.progress import Progress, no_progress
from notegarden.render.theme import Theme
from notegarden.sources.changed import SourceChanges, read
from notegarden.sources.git_dates import HEAD, History, head_key, history_of, repository_of
from notegarden.sources.outlined import look_through
from notegarden.sources.outlined import remember as remember_outlined
from notegarden.sources.snapshot import Files, Snapshot

if TYPE_CHECKING:  # what a build with nothing to do has no use for is imported where there is something to do
    from notegarden.check.findings import CheckInputs
    from notegarden.garden.apply import Changes
    from notegarden.garden.garden import Garden
    from notegarden.pipeline.remember import Refreshed
    from notegarden.site.planner import Planner

__all__ = ["Options", "Pipeline", "Report", "Summary"]


def _nothing() -> None:
    """There is nothing to keep."""


@contextmanager
def _room() -> Iterator[None]:
    """Raises SiteError where there is no room for a temporary ledger either."""
    try:
        yield
    except DAMAGE as error:
        if not is_full(error):
            raise
        raise SiteError(f"no room for the ledger, nor for a temporary one ({error})", hint="make room") from None


class Pipeline:
    """A garden under work: its configuration, theme and ledger, and what has been read and grown of it so far.

    `refresh` takes in what changed on disk, and may be called again and again; `publish` writes the site.
    """

    def __init__(self, root: Path, options: Options) -> None:
        self.root = root
        self.options = options
        self.report = Report()
        self.jobs = options.jobs
        self.ledger = Ledger.open(root, options.ledger)
        if self.ledger.warning:
            self.report.warnings.append(self.ledger.warning)
        self._settings: Settings | None = None
        self._snapshot: Snapshot | None = None
        self._files: Files | None = None
        self._texts: dict[str, str] | None = None
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
    def dialect(self) -> Dialect:
        return self.settings.dialect

    @property
    def content(self) -> Path:
        """The folder of the notes."""
        return self.root / self.config.content

    def close(self) -> None:
        if self._planner is not None:
            self._planner.lists.garden_map.close()
        self.ledger.close()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time spent inside under `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.report.seconds[name] = self.report.seconds.get(name, 0.0) + time.perf_counter() - start

    # -- from files to a garden ---------------------------------------------------------------------------------

    def refresh(
        self,
        only: Collection[str] | None = None,
        *,
        keep: bool = True,
        whole: bool = False,
        progress: Progress = no_progress,
    ) -> Changes | None:
        """Take in what changed on disk since the last time; None where nothing did. Raises SiteError.

        `only`: paths of notes, where the caller knows that nothing else can have changed. Without `keep` the ledger
        hears of it at the next `keep` or refresh. `whole`: garden and planner are asked for next, so what of them the
        ledger has lost is to be found now.
        """
        try:
            self.keep()
            edited = self._edited(only) if only else None
            changes = self._refresh_all(progress) if edited is None else self._refresh_some(edited)
            if keep:
                self.keep()
            if whole:
                _ = self.planner
        except DAMAGE as error:
            with _room():
                self._renew(error)
                changes = self._refresh_all(progress)
                self.keep()
        return changes

    def _renew(self, error: Exception) -> None:
        """Begin again with an empty ledger: a temporary one where there was no room, for then the other is whole."""
        if is_full(error):
            temporary = Ledger.temporary("")
            self._warn([f"no room for the ledger ({error}): it stays as it was, a temporary one takes its place"])
            self.ledger.close()
            self.ledger = temporary
        else:
            self.report.warnings.append(f"the ledger is damaged ({error!r}): building afresh")
            self.ledger.discard()
            self.ledger = Ledger.open(self.root, self.options.ledger)
        self.status = GardenStatus(self.ledger, self.options.ledger)
        self._garden = self._planner = self._snapshot = self._texts = self._files = None
        self._unsaved = _nothing

    def keep(self) -> None:
        """Store in the ledger what the last refresh took in."""
        save, self._unsaved = self._unsaved, _nothing
        save()
        if self._planner is not None and self.sizes.changed:
            with self.ledger.commit():
                self.sizes.store()

    def _refresh_all(self, progress: Progress = no_progress) -> Changes | None:
        with self.stage("scan"):
            self._load_settings()
            self._warn(config_warnings(self.root))
            snapshot = Snapshot(self.root, self.config)
            self._warn(snapshot.warnings())
            repository, problem = repository_of(self.root, self.content)
            self._warn([problem] if problem else [])
            is_new = (
                self.ledger.key(HEAD) != head_key(repository)
                or self._is_due()
                or is_judged_anew(self.ledger, self.config)
            )
            if not is_new and snapshot.digest and snapshot.digest == self.ledger.key(SNAPSHOT):
                self._snapshot = self._snapshot or snapshot
                self._nothing_changed(SourceChanges())
                return None
            self._snapshot = snapshot
        with self.stage("parse"):
            content = self.content
            outlined = look_through(self.root, snapshot.outlined, self.ledger, self.dialect)
            self._warn(outlined.warnings(snapshot.notes))
            known = self.ledger.stamps()
            found = read(content, snapshot.notes, known, self.ledger, self.dialect, self.jobs, progress, outlined)
            self.report.parsed += found.parsed
            self._files = snapshot.files(found.texts)
        with self.stage("grow"):
            progress("links", 0, 0)
            copied = self.ledger.files()
            moved: dict[str, str | None] = dict.fromkeys(copied.keys() - self.files.keys())
            moved |= {address: file[0] for address, file in self.files.items() if copied.get(address) != file}
            if outlined.is_new:
                with self.ledger.commit():
                    remember_outlined(self.ledger, outlined)
            if not is_new and not found.notes and not moved:
                self._texts = found.texts
                self._nothing_changed(found, snapshot.digest)
                return None
            # While it grows, the garden compares with the notes as they were.
            self._texts = {**found.texts, **found.before}
            self._planner = None
            history, problem = history_of(repository, self.ledger)
            self._warn([problem] if problem else [])
            return self._grow(found, moved, history, snapshot.digest)

    def file_of(self, path: str) -> Path:
        """The file that a note is written in."""
        node = self.garden.nodes.get(path)
        return self.root / node.file if node is not None and node.file else self.content / path

    @property
    def texts(self) -> dict[str, str]:
        """Path → digest of its text in the ledger, of every note."""
        if self._texts is None:
            self._texts = {path: key for path, (_, key) in self.ledger.stamps().items()}
        return self._texts

    @property
    def files(self) -> Files:
        """What is copied as it is, and what is generated, by address."""
        if self._files is None and self._snapshot is not None:
            self._files = self._snapshot.files(self.texts)
        return self._files or {}

    @property
    def published_files(self) -> Files:
        """The files that the site has, by the addresses they are published at.

        Those of a bundle only with its note, those beside Org notes only where a published note uses them.
        """
        if self._snapshot is None:
            return {}
        from notegarden.pipeline import assemble

        return assemble.published_files(self.garden, self.files, self._snapshot)

    def file_at(self, address: str) -> str:
        """The source, relative to the garden, of the file that is published at an address; "" for none."""
        if self._snapshot is not None and self._snapshot.outlined:
            return self.published_files.get(address, ("", None))[0]
        return self.files.get(self.garden.bundles.own(address) or "", ("", None))[0]

    def _warn(self, lines: list[str]) -> None:
        """Once for each, however often the garden is looked at."""
        self.report.warnings += [line for line in lines if line not in self.report.warnings]

    def _edited(self, paths: Collection[str]) -> list[Source] | None:
        """The notes as they are now; None where one of them is new or gone, so that more than notes may change."""
        content = self.content
        found = [look(content, path) for path in paths if path in self.texts]
        sources = [source for source in found if source is not None]
        return sources if len(sources) == len(paths) and self._garden is not None and not self._is_due() else None

    def _refresh_some(self, sources: list[Source]) -> Changes | None:
        """The same stages over some notes of a garden in memory: what does not depend on them stays as it is."""
        with self.stage("parse"):
            known = self.ledger.stamps([source.path for source in sources])
            found = read(self.content, sources, known, self.ledger, self.dialect, self.jobs)
            found.texts = {**self.texts, **found.texts}
            self.report.parsed += found.parsed
        if None in found.notes.values():  # a note went after it was looked at: more than notes may have changed
            return self._refresh_all()
        with self.stage("grow"):
            if not found.notes:
                self._nothing_changed(found)
                return None
            return self._grow(found, {}, None)

    def _is_due(self) -> bool:
        """Whether a note's time has come, or run out, since the ledger was written."""
        self._now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        summary = self.status.summary()
        return summary is None or "" < summary.due <= self._now

    def _nothing_changed(self, found: SourceChanges, digest: bytes = b"") -> None:
        self.report.summary = self.status.summary() or self.report.summary
        if found.touched or digest:
            with self.ledger.commit():
                self.ledger.set_stamps(found.touched)
                self.ledger.set_key(SNAPSHOT, digest)

    def _load_settings(self) -> None:
        settings = load_settings(self.root, self.options, self.ledger)
        if settings != self._settings:
            self._planner = None
        self._settings = settings
        if invalidate(self.ledger, settings, everything=self._fresh):
            self._garden = None
        self._fresh = False

    def _note(self, path: str) -> Note:
        note = self.ledger.note(self.texts[path])
        if note is None:
            raise LostTextError(path)
        return note

    @property
    def garden(self) -> Garden:
        """The garden, restored from the ledger where it was not needed so far."""
        if self._garden is None:
            from notegarden.pipeline import assemble

            self._garden = assemble.restored(
                self.config.garden, self._note, self._now, self.ledger, self.settings.rules
            )
        return self._garden

    def _grow(
        self, found: SourceChanges, moved: dict[str, str | None], history: History | None, digest: bytes = b""
    ) -> Changes:
        """Apply notes, and files by address, to the garden. `digest`: of the snapshot."""
        from notegarden.pipeline import assemble
        from notegarden.pipeline.remember import Refreshed

        garden = self.garden
        garden.file_sizes = {address: stamp.size for address, (source, stamp) in self.files.items() if source}
        garden.now = self._now
        changes = assemble.apply(garden, found.notes, moved, history.dates if history else None)
        if changes.checked or is_judged_anew(self.ledger, self.config):
            self.status.outdate()
        self._texts = found.texts
        if changes.lists:
            self._planner = None
        elif self._planner is not None:
            self._planner.forget(changes.touched)
        taken = Refreshed(found, changes, digest, self.files if moved else None, history)
        self._unsaved = partial(self._remember, taken)
        return changes

    def _remember(self, taken: Refreshed) -> None:
        from notegarden.pipeline.remember import remember

        remember(self.ledger, self.options.ledger, self.garden, self.status, self.config, taken)
        self.report.summary = self.status.summary() or self.report.summary

    def _check_inputs(self) -> CheckInputs:
        from notegarden.pipeline import assemble

        return assemble.check_inputs(self.garden, self.config.check)

    def problems(self) -> list[Problem]:
        """All that is wrong with the garden, sorted by path and line."""
        return self.status.problems(self._check_inputs)

    # -- from a garden to pages ---------------------------------------------------------------------------------

    @property
    def planner(self) -> Planner:
        """Every page of the garden as it is now."""
        if self._planner is None:
            from notegarden.pipeline import assemble

            self._planner, self.sizes = assemble.planner(
                self.root, self.config, self.garden, self.theme, self.ledger, lambda path: self.texts[path],
                self.published_files,
                self.problems,
            )  # fmt: skip
        return self._planner

    # -- from pages to the output -------------------------------------------------------------------------------

    def publish(self, progress: Progress = no_progress) -> None:
        """Bring the output folder up to date. Raises SiteError."""
        try:
            self._publish(progress)
        except DAMAGE as error:
            with _room():
                self._renew(error)
                self._refresh_all()
                self.keep()
                self._publish(progress)

    def _publish(self, progress: Progress) -> None:
        self.report.counts = publish(
            self.root, self.options, self.settings, self.ledger, self._contents, self.stage, progress
        )
        self._warn(self.report.counts.warnings)

    def _contents(self) -> Contents:
        planner = self.planner
        return Contents(planner, self.published_files, self.garden.attachments(), self.sizes)
