"""Debounce file events: collect changed paths until writing has paused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

News = Literal["created", "written", "whole", "gone"]

_QUIET: dict[News, float] = {  # seconds without events after which a file counts as saved
    "whole": 0.008,  # closed after writing, or moved into place
    "gone": 0.06,  # editors move a file away before they write the new one
    "created": 0.2,  # a close event follows, unless it is a link
    "written": 1.0,  # a close event follows: until then an editor may have emptied the file and not written it yet
}
_QUIET_UNTOLD = 0.04  # … if the system sends no close events
_QUIET_MANY = 0.1  # … if many files change at once
_MANY = 4
_PATIENCE = 0.2  # seconds after the first event at which the batch is released anyway
_PATIENCE_OPEN = 1.0  # … if a file is still open for writing
_PATIENCE_MANY = 3.0


class Debouncer:
    """Collects changed paths and releases them as one batch when writing has paused.

    `closes`: the system sends an event when a written file is closed. `busy`: tells whether more events are certain.
    """

    def __init__(self, *, closes: bool, busy: Callable[[], bool] = lambda: False) -> None:
        self._closes = closes
        self._busy = busy
        self._arrival = threading.Condition()
        self._latest: dict[str, News] = {}
        self._born: set[str] = set()
        self._is_awaited = False
        self._first = self._last = 0.0
        self._stopped = False

    def add(self, path: str, news: News) -> None:
        with self._arrival:
            if news == "gone" and path in self._born:
                # Created and deleted within one save, and read by nobody: a temporary file of the editor.
                self._latest.pop(path, None)
                self._born.discard(path)
                return
            self._last = time.monotonic()
            if not self._latest:
                self._first = self._last
            # Only while the batch is awaited: who works on the batch before may read the new file already.
            if news == "created" and path not in self._latest and self._is_awaited:
                self._born.add(path)
            self._latest[path] = news
            self._arrival.notify_all()

    def stop(self) -> None:
        """Make `next` return at once, now and in future."""
        with self._arrival:
            self._stopped = True
            self._arrival.notify_all()

    def next(self, timeout: float) -> frozenset[str]:
        """The next batch; empty after `timeout` seconds without events."""
        with self._arrival:
            self._is_awaited = True
            if not self._latest and not self._stopped:
                self._arrival.wait(timeout)
            while self._latest and not self._stopped:
                left = self._due() - time.monotonic()
                if left <= 0:
                    if not self._busy():
                        break
                    left = _QUIET_UNTOLD
                self._arrival.wait(left)
            batch = frozenset(self._latest)
            self._latest.clear()
            self._born.clear()
            self._is_awaited = False
            return batch

    def _due(self) -> float:
        """The time at which the batch is released if no further event comes."""
        if len(self._latest) >= _MANY:
            quiet, patience = _QUIET_MANY, _PATIENCE_MANY
        elif self._closes:
            quiet = max(_QUIET[news] for news in self._latest.values())
            patience = _PATIENCE_OPEN if "written" in self._latest.values() else _PATIENCE
        else:
            quiet, patience = _QUIET_UNTOLD, _PATIENCE
        return min(self._last + quiet, self._first + patience)
