"""A garden in memory whose pages are rendered on request, by the same functions that `build` uses."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from notegarden.check.findings import note_findings
from notegarden.check.text import file_of
from notegarden.errors import SiteError
from notegarden.files.endings import is_note
from notegarden.garden.apply import Changes
from notegarden.ledger import keys
from notegarden.notes.note import Note
from notegarden.pipeline.stages import Pipeline
from notegarden.publish.cards import drawn_apart
from notegarden.render.card import FOLDER as CARDS
from notegarden.serve.live import error_pages
from notegarden.serve.live.answers import Answer, Elsewhere, Made, Rendered
from notegarden.serve.live.error_pages import PageError
from notegarden.serve.live.inject import PageState, with_script
from notegarden.serve.live.map_process import is_quick, laid_out
from notegarden.serve.live.moves import MoveTracker
from notegarden.serve.live.news import News
from notegarden.serve.live.rendering import Rendering
from notegarden.serve.live.routes import Table
from notegarden.serve.live.static_files import Files
from notegarden.serve.live.update import Update
from notegarden.sources.parse import load_parser
from notegarden.urls import quoted

_PATIENCE = 3  # times
_UNTIDY = 100  # changes
_CACHED = 32  # rendered pages kept: those that are open in some browser


class LiveGarden:
    """One lock guards the garden while a page is rendered or a change is processed.

    `on_error` is called with internal errors; the page shows them, and the server keeps running.
    `scripts`: those in notes may run in the browser, so the editor is disabled.
    """

    def __init__(
        self, pipeline: Pipeline, on_error: Callable[[BaseException], None] = lambda _: None, *, scripts: bool = False
    ) -> None:
        self.pipeline = pipeline
        self.scripts = scripts
        self.token = secrets.token_urlsafe(24)
        self.boot = secrets.token_hex(4)
        self.version = self._tidied = 1
        self.trouble: PageError | None = None
        self._on_error = on_error
        self.lock = threading.RLock()
        self._layout_lock = threading.Lock()
        self.files = Files(pipeline)
        self._rendering = Rendering(pipeline)
        self._table: Table | None = None
        self._rendered: OrderedDict[str, Rendered] = OrderedDict()
        self._moves = MoveTracker(pipeline)
        self.news = News(pipeline)
        self._bases = {"/", pipeline.config.base_path}  # base paths of pages that may still be open

    def close(self) -> None:
        with self.lock:
            self._rendering.close()
            self.pipeline.close()

    # -- changes ------------------------------------------------------------------------------------------------

    def update(self, paths: Collection[str] = ()) -> Update | None:
        """Process what changed on disk: only `paths` if all of them are known notes; None if nothing changed.

        `paths` are relative to the garden.
        """
        folder = self.pipeline.config.source("")
        notes = [path.removeprefix(folder) for path in paths if path.startswith(folder) and is_note(path)]
        only = notes if notes and len(notes) == len(paths) and self.trouble is None else None
        with self.lock:
            had_trouble = self.trouble
            changes, nodes = None, {}
            try:
                planner, nodes = self.pipeline.planner, {**self.pipeline.garden.nodes}
                changes = self.pipeline.refresh(only, keep=False)
                self.trouble = None
                if changes is None and had_trouble is None and self.pipeline.planner is planner:
                    return None
            except Exception as error:  # noqa: BLE001 - the server survives whatever is on disk
                self.trouble = self._page_error(error)
                if self.trouble == had_trouble:
                    return None
            self.news.take(nodes, changes)
            self.version += 1
            self._rendered.clear()
            self._bases.add(self.base_path)
            return self._moves.step(self.version, changes, [*notes, *self._changed_in(paths, changes)])

    def _changed_in(self, paths: Collection[str], changes: Changes | None) -> list[str]:
        """The changed notes whose path is not that of their file, such as those of Org files."""
        if changes is None:
            return []
        nodes = self.pipeline.garden.nodes
        return [path for path in sorted(changes.touched) if path in nodes and nodes[path].file in paths]

    def said(self, paths: Collection[str], seconds: float) -> list[str]:
        """What the terminal prints about the last change, which took `seconds` to process."""
        with self.lock:
            return self.news.lines(paths, seconds, self.trouble)

    def warm(self) -> None:
        """Import and cache what the first edit would otherwise wait for."""
        with self.reported():
            kept, form = self.pipeline.kept, self.pipeline.settings.dialect.format
            (kept.start().submit(load_parser, form) if kept else load_parser(form))

    def keep(self) -> None:
        """Store processed changes in the ledger, once the page has been sent."""
        with self.lock, self.reported():
            self.pipeline.keep()

    def tidy(self) -> None:
        """Drop cached texts of earlier versions, every _UNTIDY changes."""
        if self.version - self._tidied < _UNTIDY:
            return
        with self.lock, self.reported():
            self.pipeline.keep()
            with self.pipeline.ledger.commit():
                self.pipeline.ledger.forget_texts()
            self._tidied = self.version

    def seconds_until_due(self) -> float:
        """Seconds until a note is published or expires by its date; at most an hour."""
        return self._moves.seconds_until_due()

    @contextmanager
    def reported(self) -> Iterator[None]:
        """Report errors of the enclosed work instead of letting them end the server."""
        try:
            yield
        except Exception as error:  # noqa: BLE001
            self._on_error(error)

    def _page_error(self, error: BaseException) -> PageError:
        if not isinstance(error, SiteError):
            self._on_error(error)
        return error_pages.of_error(error, self.pipeline.root, self.pipeline.theme.templates)

    # -- answers ------------------------------------------------------------------------------------------------

    @property
    def base_path(self) -> str:
        return self.pipeline.config.base_path

    def answer(self, address: str) -> Answer | None:
        """The answer for an address below the base path (`/posts/a/`, not percent-encoded); None if there is none."""
        file = f"{address}index.html"[1:] if address.endswith("/") else address[1:]
        if file.startswith(CARDS):
            return self._card(file)
        self._lay_out(file)
        with self.lock:
            table = self.tables()
            if file in table.pages:
                return self._page(file, table) if not file.endswith(".md") else self._rendering.copy(file, table)
            if not address.endswith("/") and f"{file}/index.html" in table.pages:
                return Elsewhere(address + "/")
            name = self.files.asset_name(file)
            if self.pipeline.theme.is_made(name):
                return Made(self.pipeline.theme.asset(name), file)
            source = self.files.find(file, name)
            if source is not None:
                return source
            data = table.site_files.file(file)
            return Made(data, file) if data is not None else None

    def addresses(self) -> set[str]:
        """Every file of the built site, except those only a build makes (the lists for offline reading)."""
        with self.lock:
            return self.tables().files(self.pipeline)

    def _card(self, file: str) -> Made | None:
        """A social card, drawn without holding the lock. Raises SiteError if it cannot be drawn."""
        with self.lock:
            found = self.tables().cards().get(file)
        return Made(drawn_apart(*found), file) if found else None

    def missing(self, address: str) -> Rendered:
        """The 404 page; it links to where the note moved, if that is known."""
        with self.lock:
            moved = self._moves.moved.get(address, "")
            to = self._href(moved) if moved else self._by_another_base(self.base_path + address[1:])
            page = self._page("404.html", self.tables(), gone=True, moved=to)
            return page._replace(status=404) if page.status == 200 else page

    def outside(self, path: str) -> Rendered:
        """A page for an address outside the base path, linking to the same note or to the garden."""
        with self.lock:
            to = self._by_another_base(path) or self.base_path
            state = PageState(self.boot, self.version, gone=True, moved=to, stand_in=True)
        data = with_script(error_pages.elsewhere_page(to), state)
        return Rendered(data, keys.digest(data).hex()[:16], 404)

    def _by_another_base(self, path: str) -> str:
        """Today's address of a page requested under an earlier base path; "" if there is none."""
        pages = self.tables().pages
        for base in self._bases:
            address = path.removeprefix(base)
            if address != path and base != self.base_path and f"{address}index.html" in pages:
                return self._href(address)
        return ""

    def failed(self, error: BaseException, path: str = "") -> Rendered:
        """The error page for one page. `path`: of its note, "" if it has none."""
        trouble = self._page_error(error)
        state = PageState(self.boot, self.version, path, trouble, stand_in=True)
        data = with_script(error_pages.trouble_page(trouble), state)
        return Rendered(data, keys.digest(data).hex()[:16], 500)

    def asset(self, name: str) -> Path | None:
        """A file of the theme by its name below `static/`, whether or not the site publishes it."""
        return self.pipeline.theme.file(name)

    def _lay_out(self, file: str) -> None:
        """Compute the map's layout if this file shows it, without holding the lock."""
        for _ in range(_PATIENCE):  # the garden may change meanwhile
            with self.lock:
                table = self.tables()
                garden_map = table.planner.lists.garden_map
                if not table.shows_map(file) or garden_map.is_ready() or is_quick(garden_map.graph()):
                    return
                graph = garden_map.graph()
            with self._layout_lock:
                made = laid_out(graph) if not garden_map.is_ready() else None
            with self.lock, self.reported():
                if made is not None:
                    garden_map.accept(made)

    def tables(self) -> Table:
        """The pages of the current garden. Call it with `lock` held."""
        planner = self.pipeline.planner
        if self._table is None or self._table.planner is not planner:
            self._table = Table(planner, self.pipeline)
        return self._table

    def _page(self, file: str, table: Table, *, gone: bool = False, moved: str = "") -> Rendered:
        found = self._rendered.get(file)
        if found is not None and not gone:
            self._rendered.move_to_end(file)
            return found
        path = table.notes.get(file, "")
        try:
            data = self._rendering.render(table.page(file), table.planner)
            state = self._state(path, gone=gone, moved=moved, stand_in=gone)
        except Exception as error:  # noqa: BLE001 - the page shows its error; others still work
            return self.failed(error, path)
        data = with_script(data, state)
        rendered = Rendered(data, keys.digest(data).hex()[:16])
        if not gone:
            self._rendered[file] = rendered
            if len(self._rendered) > _CACHED:
                self._rendered.popitem(last=False)
        return rendered

    def _state(self, path: str, *, gone: bool, moved: str, stand_in: bool) -> PageState:
        garden, config = self.pipeline.garden, self.pipeline.config
        own = note_findings(garden, config.check, path) if path in garden.nodes else []
        found = [*own, *(each for other, each in self.news.broken.items() if other != path)]
        shown = [error_pages.of_problem(each, file_of(each, config.content), self.pipeline.root) for each in found]
        worst = (each for each in shown[: len(own)] if each.code in error_pages.BROKEN and each.severity == "error")
        return PageState(
            boot=self.boot,
            version=self.version,
            path=path,
            trouble=self.trouble or next(worst, None),
            problems=tuple(shown),
            gone=gone,
            moved=moved,
            stand_in=stand_in,
        )

    def _href(self, address: str) -> str:
        return self.base_path + quoted(address.lstrip("/"))

    def note(self, path: str) -> Note | None:
        """The facts of a note; None if there is no such note."""
        with self.lock:
            return self.pipeline.garden.note(path) if path in self.pipeline.on_disk.texts else None
