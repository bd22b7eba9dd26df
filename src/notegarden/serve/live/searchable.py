"""Collects the input of a served garden's search index while the garden may change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.keys import PARSED
from notegarden.serve.live.answers import Searchable
from notegarden.serve.live.live_garden import LiveGarden

_AT_ONCE = 250  # notes per lock, about a millisecond
_BREATH = 0.001  # seconds


@contextmanager
def searchable(live: LiveGarden) -> Iterator[Searchable | None]:
    """The input of the search index for the garden as it is now; None if it changed meanwhile.

    It is collected a few notes at a time, so that an edit does not wait for the lock.
    """
    bodies = BodyReader(live.pipeline.ledger.path)
    try:
        with live.lock:
            version = live.version
            site_files = live.tables().site_files
            lists = site_files.search_lists()
            rules = live.pipeline.ledger.key(PARSED)
            nodes = site_files.garden.listed()
        pages = {}
        for start in range(0, len(nodes), _AT_ONCE):
            time.sleep(_BREATH)  # a lock released and taken at once never goes to a waiting thread
            with live.lock:
                if live.version != version:
                    break
                pages.update(site_files.search_pages(bodies, rules, nodes[start : start + _AT_ONCE]))
        else:
            yield Searchable(pages, lists, live.files.index)
            return
        yield None
    finally:
        bodies.close()
