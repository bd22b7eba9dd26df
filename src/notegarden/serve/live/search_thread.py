"""Keeps the search index of a served garden up to date in the background; no page waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from notegarden.ledger.file import LostTextError
from notegarden.search.document import Document
from notegarden.search.index import SearchReport, update_search
from notegarden.serve.live.answers import Searchable
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.serve.live.searchable import searchable

_BREATH = 0.002  # seconds of pause between two notes, so that page requests get the processor


class Searching:
    """Updates the index on its own thread, one run after the other. The index is stored next to the ledger."""

    def __init__(self, live: LiveGarden, done: Callable[[SearchReport], None] = lambda _: None) -> None:
        self._live = live
        self._done = done
        self._lock = threading.Lock()  # of the next two
        self._thread: threading.Thread | None = None
        self._wanted = False
        self._stopping = False

    def follow(self) -> None:
        """Schedule an update of the index to the current garden."""
        if not self._live.pipeline.config.search or self._stopping:
            return
        with self._lock:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="search", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        self._stopping = True

    def _run(self) -> None:
        while self._goes_on():
            with self._live.reported(), searchable(self._live) as found:
                if found is not None:  # otherwise the garden changed, and that change schedules another update
                    self._done(self._update(found))

    def _goes_on(self) -> bool:
        """Whether an update was asked for since the last one began; else the next request starts a new thread."""
        with self._lock:
            wanted, self._wanted = self._wanted and not self._stopping, False
            if not wanted:
                self._thread = None
            return wanted

    def _update(self, found: Searchable) -> SearchReport:
        config = self._live.pipeline.config
        return update_search(
            {address: (fingerprint, self._calmly(make)) for address, (fingerprint, make) in found.pages.items()},
            output=found.output,
            state=found.output,
            language=config.language,
            lists=found.lists,
        )

    def _calmly(self, make: Callable[[], Document]) -> Callable[[], Document]:
        def made() -> Document:
            if self._stopping:
                raise OSError("the server is shutting down")
            time.sleep(_BREATH)
            try:
                return make()
            except LostTextError as error:
                raise OSError("a note has changed meanwhile") from error  # the next run has it

        return made
