"""One run of publishing: which files the site has, which of them have to be made, and what was made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from notegarden.files.scan import Stamp
from notegarden.files.tree import Tree
from notegarden.files.write import BlockedError, copy, write, write_if_changed
from notegarden.ledger import keys
from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.ledger import Ledger
from notegarden.ledger.outputs import Written, bytes_digest
from notegarden.progress import Progress
from notegarden.publish.outputs import Counts, Published, remove_parts, remove_strays, stamps_differ
from notegarden.publish.render_pages import RenderJob, render_pool, write_pages
from notegarden.render.theme import Theme
from notegarden.site.page import Page
from notegarden.site.planner import Planner
from notegarden.site.site_files import SiteFiles, is_kept_offline, offline_files
from notegarden.workers import cores

_ENCODE = msgspec.msgpack.Encoder().encode
_WORTH_A_POOL = 60
_MADE = b"made "
"""Begins the fingerprint of what is made once for the site: a copied file may have had the same name before."""
SEARCH_LIST, SEARCH_FOLDER = "search.json", "search-index/"


class Publication:
    """Brings one output folder in line with a planner. The steps are called in the order they stand here.

    `key` stands for all that every page depends on. `outputs`: what is on disk, as the ledger remembers it under the
    folder's real path, `root`.
    """

    def __init__(self, output: Path, ledger: Ledger, key: bytes, outputs: dict[str, Written]) -> None:
        self.output = output
        self.root = os.path.realpath(output)
        self.key = key
        self.tree = Tree(output, make=True)
        self.counts = Counts()
        self._ledger = ledger
        self._outputs = outputs
        self._differ = stamps_differ(self.root, self._outputs)
        self._made: dict[str, Written] = {}
        self._reads: dict[str, set[str]] = {}
        self._files: set[str] = set()
        self._killed = False

    def begin(self) -> None:
        """Clear up after a run that was killed, and say that one is under way."""
        self._killed = bool(self._ledger.key(f"printing {self.root}"))
        if self._killed:
            remove_parts(self.output)
        with self._ledger.commit():
            self._ledger.set_key(f"printing {self.root}", b"1")
            self._ledger.drop_keys(f"published {self.root}")

    def _announce(self, files: set[str]) -> None:
        """Enter new files before they are written, so that none is forgotten if this run is killed."""
        new = {file: Written(b"", -1, 0, stale=True) for file in files - self._outputs.keys()}
        if new:
            self._make_way(new)
            with self._ledger.commit():
                self._ledger.outputs.set(self.root, new)
            self._differ |= new.keys()
            self._outputs |= new

    def _make_way(self, new: Iterable[str]) -> None:
        """Remove first what an earlier build made where a folder has to be now, or a file in place of a folder."""
        above = {file[:end] for file in new for end, char in enumerate(file) if char == "/"}
        names = {*new}
        in_the_way = {
            file: written
            for file, written in self._outputs.items()
            if file not in self._files
            and (file in above or any(file[:end] in names for end, char in enumerate(file) if char == "/"))
        }
        if not in_the_way:
            return
        gone = in_the_way.keys() - remove_strays(self.tree, in_the_way, self.counts, killed=self._killed)
        with self._ledger.commit():
            self._ledger.outputs.drop(self.root, gone)
        for file in gone:
            del self._outputs[file]

    def _is_due(self, file: str, all_due: bool) -> bool:
        return all_due or file in self._differ or self._outputs[file].stale

    def plan(self, planner: Planner) -> None:
        """See which pages the site has, and which of them may have changed."""
        self._notes, self._others = planner.note_files(), planner.site_pages()
        notes, others = self._notes, self._others
        self._files = notes.keys() | others.keys()
        self._announce(self._files)
        self._page_key = keys.key(self.key, _ENCODE(planner.site.view))
        self._all_due = self._ledger.key(f"rendered {self.root}") != self._page_key
        due = [file for file in (*(others.keys() - notes.keys()), *notes) if self._is_due(file, self._all_due)]
        last = planner.mapped()
        self._due = sorted(due, key=lambda file: file in last)

    @contextmanager
    def render_pool(self, planner: Planner, theme: Theme, jobs: int) -> Iterator[None]:
        """Have processes ready for what follows, where there is enough to do."""
        if not planner.mapped().isdisjoint(self._due):
            planner.lists.garden_map.begin(jobs)
        job = RenderJob(self._ledger.path, theme.templates, theme.statics, planner.site.view, self.output)
        self._jobs = (jobs or cores()) if len(self._due) >= _WORTH_A_POOL else 1
        # One more makes the search index.
        more = planner.site.config.search and self._jobs > 1
        with render_pool(job, self._jobs + more) as self._pool:
            yield

    def begin_search(self, site_files: SiteFiles) -> None:
        """Have the search index brought up to date with the notes' texts; it is asked for by `search`."""
        from notegarden.search.index import update_search

        recent, tags = site_files.search_lists()
        config = site_files.site.config
        self._bodies = BodyReader(self._ledger.path)
        update = partial(
            update_search,
            site_files.search_pages(self._bodies),
            output=self.output,
            state=self._ledger.path.parent / f"search-{keys.digest(self.root.encode()).hex()[:12]}",
            language=config.language,
            recent=recent,
            tags=tags,
            doubtful=frozenset(file for file in self._differ if file.startswith(SEARCH_FOLDER)),
        )
        self._update_search = self._pool.submit(update).result if self._jobs > 1 else update

    def pages(self, planner: Planner, progress: Progress) -> None:
        """Plan the pages that may have changed; render and write those that did."""
        due, notes, others = self._due, self._notes, self._others
        fingerprints: dict[str, bytes] = {}

        def plan() -> Iterator[Page]:
            for number, file in enumerate(due):
                reads = planner.reads()
                page = planner.note_page(notes[file], reads) if file in notes else others[file](reads)
                self._reads[file] = reads.keys
                fingerprints[file] = page.fingerprint(self._page_key)
                before = self._outputs[file]
                if before.fingerprint == fingerprints[file] and file not in self._differ:
                    self._made[file] = before._replace(stale=False)
                else:
                    yield page
                progress("pages", number, len(due))

        for result in write_pages(plan(), self._pool, self._jobs):
            if result.blocked:
                self._blocked(result.file, result.blocked)
                continue
            self._made[result.file] = Written(
                fingerprints[result.file], result.size, result.mtime_ns, digest=result.digest
            )
            self.counts.rendered += 1
            self.counts.written += result.wrote
        progress("pages", len(due), len(due))

    def _blocked(self, file: str, why: str) -> None:
        """A file of the site that could not be written, because of something that no build made."""
        self.counts.errors.append(f"{why}: move it away, for the site needs {file}")
        self._files.discard(file)

    def copies(
        self, garden: Path, files: Mapping[str, tuple[str, Stamp]], theme: Theme, attachments: set[str] | None = None
    ) -> None:
        """The garden's static files and the theme's, copied where they differ; a page comes before a file.

        `attachments`: addresses of the only files of the garden to be copied, None for all.
        """
        wanted: dict[str, tuple[Callable[[Tree, str], object], bytes]] = {
            theme.prefix + name: (partial(_write_asset, theme, name), b"theme") for name in theme.assets
        }
        for address, (source, stamp) in files.items():
            if source and (attachments is None or address in attachments):
                wanted[address[1:]] = (partial(_copy, garden, source), _ENCODE(stamp))
        folders: set[str] = set()
        below = self._files
        while below := {file.rpartition("/")[0] for file in below} - folders:
            folders |= below
        wanted = {
            file: what
            for file, what in wanted.items()
            if file not in self._files
            and file not in folders
            and not any(file[:end] in self._files for end, char in enumerate(file) if char == "/")
        }
        self._files |= wanted.keys()
        self._announce({*wanted})
        for file, (put, fingerprint) in wanted.items():
            if self._outputs[file].fingerprint != fingerprint or file in self._differ:
                try:
                    put(self.tree, file)
                except BlockedError as error:
                    self._blocked(file, f"{error.filename} {error.strerror}")
                    continue
                except OSError as error:
                    if str(error.filename).startswith(f"{self.root}/"):
                        raise
                    self.counts.warnings.append(f"{error.filename} cannot be read, so the site lacks it")
                    self._files.discard(file)
                    continue
                self._record(file, fingerprint)
                self.counts.copied += 1

    def search(self) -> None:
        """Wait for the search index; a failure is a warning."""
        try:
            report = self._update_search()
            problem, files = report.problem, report.files
        except BrokenExecutor:
            problem, files = "the process that made it died", ()
        self._bodies.close()
        if problem:
            self.counts.warnings.append(f"no new search index: {problem}")
            files = tuple(file for file in self._outputs if file == SEARCH_LIST or file.startswith(SEARCH_FOLDER))
        for file in files:
            target = Path(self.root, file)
            if target.is_file():
                # The other files of the index are named by what they hold.
                mark = keys.digest(target.read_bytes() if file == SEARCH_LIST else file.encode())
                self._files.add(file)
                self._record(file, mark, mark[:6])

    def extras(self, site_files: SiteFiles) -> None:
        """Feed, site map, graph.json and the rest that is made once for the site."""
        for first, make in site_files.groups().items():
            before = self._outputs.get(first)
            # A file of the garden's own may have had the name until now.
            if before is None or not before.fingerprint.startswith(_MADE) or self._is_due(first, self._all_due):
                reads = site_files.planner.reads()
                made = make(reads)
                self._reads |= dict.fromkeys(made, reads.keys)
                for file, data in made.items():
                    self._extra(file, data)
            else:
                stem = first.removesuffix(".xml")
                self._files |= {
                    file
                    for file, written in self._outputs.items()
                    if file == first or (file.startswith(f"{stem}-") and written.fingerprint.startswith(_MADE))
                }
        if site_files.site.config.offline:
            for file, data in offline_files(self._standing(), site_files.site.config.base_path).items():
                self._extra(file, data)

    def _extra(self, file: str, data: bytes) -> None:
        if file in self._files:
            return  # a note, or a file of the garden's own, has this address
        self._files.add(file)
        try:
            self.counts.written += write_if_changed(self.tree, file, data)
        except BlockedError as error:
            self._blocked(file, f"{error.filename} {error.strerror}")
            return
        self._record(file, _MADE + keys.digest(data))

    def _record(self, file: str, fingerprint: bytes, digest: bytes = b"") -> None:
        """Enter a written file. `digest`: what stands for its bytes, where that is known."""
        status = self.tree.stat(file)
        if not digest and is_kept_offline(file):
            digest = bytes_digest(self.tree.read(file))
        self._made[file] = Written(fingerprint, status.st_size, status.st_mtime_ns, digest=digest)

    def _standing(self) -> dict[str, Written]:
        """What the site has now, by file."""
        return {file: written for file, written in {**self._outputs, **self._made}.items() if file in self._files}

    def finish(self) -> None:
        """Remove what the site no longer has, and remember what it has now."""
        strays = {file: written for file, written in self._outputs.items() if file not in self._files}
        left = remove_strays(self.tree, strays, self.counts, killed=self._killed)
        self.counts.kept = len(self._files) - self.counts.written - self.counts.copied
        with self._ledger.commit():
            self._ledger.outputs.drop(self.root, strays.keys() - left)
            self._ledger.outputs.set(self.root, self._made)
            self._ledger.outputs.record_reads(self._reads)
            self._ledger.set_key(f"rendered {self.root}", self._page_key)
            if not self.counts.errors:  # else the next build looks at it all again
                self._ledger.set_key(f"published {self.root}", _ENCODE(Published.of(self.key, self._standing())))
            self._ledger.drop_keys(f"printing {self.root}")
            self._ledger.forget_texts()


def _write_asset(theme: Theme, name: str, tree: Tree, file: str) -> None:
    write(tree, file, theme.asset(name))


def _copy(garden: Path, source: str, tree: Tree, file: str) -> None:
    part, _, name = source.partition("/")
    is_linked = bool(name) and (garden / part).is_symlink()  # a folder that the user lets a garden link to
    with Tree(garden / part if is_linked else garden) as folder:
        handle = folder.open(name if is_linked else source)
    try:
        copy(handle, tree, file)
    finally:
        os.close(handle)
