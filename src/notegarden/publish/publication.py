"""One run of publishing: which pages the site has, which are stale, and the files made once per site."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from notegarden.ledger import keys
from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.ledger import Ledger
from notegarden.ledger.outputs import Written
from notegarden.progress import Progress
from notegarden.publish.output_folder import MADE, OutputFolder
from notegarden.publish.render_pages import RenderJob, render_pool, write_pages
from notegarden.render.theme import Theme
from notegarden.site.page import Page
from notegarden.site.planner import Planner
from notegarden.site.site_files import SiteFiles, offline_files
from notegarden.workers import cores

_ENCODE = msgspec.msgpack.Encoder().encode
_WORTH_A_POOL = 60
SEARCH_LIST, SEARCH_FOLDER = "search.json", "search-index/"


class Publication:
    """Updates one output folder to match a planner. Call the steps in the order of definition.

    `key`: a digest of everything that all pages depend on.
    """

    def __init__(self, out: OutputFolder, ledger: Ledger, key: bytes) -> None:
        self._out = out
        self._ledger = ledger
        self._key = key

    def plan(self, planner: Planner) -> None:
        """Determine the site's pages, and which of them may have changed."""
        self._notes, self._others = planner.note_files, planner.site_pages()
        notes, others = self._notes, self._others
        self._out.files = notes.keys() | others.keys()
        self._out.announce(self._out.files)
        self._page_key = keys.key(self._key, _ENCODE(planner.site.view))
        self._all_due = self._ledger.key(f"rendered {self._out.root}") != self._page_key
        due = [file for file in (*(others.keys() - notes.keys()), *notes) if self._all_due or self._out.is_stale(file)]
        self._due = due

    @contextmanager
    def render_pool(self, planner: Planner, theme: Theme, jobs: int) -> Iterator[None]:
        """Start render processes in advance, if there is enough to do."""
        if not planner.mapped().isdisjoint(self._due):
            planner.lists.garden_map.begin(jobs)
        job = RenderJob(self._ledger.path, theme.templates, theme.statics, planner.site.view, Path(self._out.root))
        self._jobs = (jobs or cores()) if len(self._due) >= _WORTH_A_POOL else 1
        # One more process makes the search index.
        more = planner.site.config.search and self._jobs > 1
        with render_pool(job, self._jobs + more, len(self._due)) as self._pool:
            yield

    def begin_search(self, site_files: SiteFiles) -> None:
        """Start updating the search index with the notes' texts; `search` waits for it."""
        from notegarden.search.index import update_search

        config = site_files.site.config
        self._bodies = BodyReader(self._ledger.path)
        update = partial(
            update_search,
            site_files.search_pages(self._bodies, self._ledger.key(keys.PARSED)),
            output=Path(self._out.root),
            state=self._ledger.path.parent / f"search-{keys.digest(self._out.root.encode()).hex()[:12]}",
            language=config.language,
            lists=site_files.search_lists(),
            doubtful=frozenset(file for file in self._out.differ if file.startswith(SEARCH_FOLDER)),
        )
        self._update_search = self._pool.submit(update).result if self._jobs > 1 else update

    def pages(self, planner: Planner, progress: Progress) -> None:
        """Plan the pages that may have changed; render and write those that did."""
        waiting = planner.mapped()
        self._write(planner, [file for file in self._due if file not in waiting], progress)
        # Pages that wait for the map's layout come last.
        self._write(planner, [file for file in self._due if file in waiting], progress)
        progress("pages", len(self._due), len(self._due))

    def _write(self, planner: Planner, due: list[str], progress: Progress) -> None:
        notes, others = self._notes, self._others
        fingerprints: dict[str, bytes] = {}

        def plan() -> Iterator[Page]:
            for number, file in enumerate(due):
                reads = planner.reads()
                page = planner.note_page(notes[file], reads) if file in notes else others[file](reads)
                self._out.record_reads(file, reads.keys)
                fingerprints[file] = page.fingerprint(self._page_key)
                if self._out.is_as_known(file, fingerprints[file]):
                    self._out.keep(file)
                else:
                    yield page
                progress("pages", number, len(self._due))

        for result in write_pages(plan(), self._pool, self._jobs):
            if result.blocked:
                self._out.block(result.file, result.blocked)
                continue
            self._out.made[result.file] = Written(
                fingerprints[result.file], result.size, result.mtime_ns, digest=result.digest
            )
            self._out.counts.rendered += 1
            self._out.counts.written += result.wrote

    def search(self) -> None:
        """Wait for the search index; a failure is only a warning."""
        try:
            report = self._update_search()
            problem, files = report.problem, report.files
        except BrokenExecutor:
            problem, files = "the process that made it died", ()
        self._bodies.close()
        if problem:
            self._out.counts.warnings.append(f"the search index is not updated: {problem}")
            files = tuple(file for file in self._out.known if file == SEARCH_LIST or file.startswith(SEARCH_FOLDER))
        for file in files:
            target = Path(self._out.root, file)
            if target.is_file():
                # The other files of the index have a digest in their names.
                mark = keys.digest(target.read_bytes() if file == SEARCH_LIST else file.encode())
                self._out.files.add(file)
                self._out.record(file, mark, mark[:6])

    def extras(self, site_files: SiteFiles) -> None:
        """Feed, sitemap, graph.json and other files made once per site."""
        made = [file for file, written in self._out.known.items() if written.fingerprint.startswith(MADE)]
        for first, make in site_files.groups().items():
            before = self._out.known.get(first)
            # Until now, a file of the garden may have had this name.
            if not before or not before.fingerprint.startswith(MADE) or self._all_due or self._out.is_stale(first):
                reads = site_files.planner.reads()
                for file, data in make(reads).items():
                    self._out.record_reads(file, reads.keys)
                    self._out.make(file, data)
            else:
                stem = first.removesuffix(".xml")
                self._out.files |= {first, *(file for file in made if file.startswith(f"{stem}-"))}
        if site_files.site.config.offline:
            unlisted = site_files.planner.unlisted_files()
            for file, data in offline_files(self._out.standing(), site_files.site.config.base_path, unlisted).items():
                self._out.make(file, data)

    def finish(self, warnings: list[str]) -> None:
        """Remove files that the site no longer has, and store the current ones, with warnings about what it lacks."""
        self._out.finish(self._key, self._page_key, warnings)
