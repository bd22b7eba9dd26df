"""The running server: uvicorn in one thread, processing of file changes in another."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from functools import partial

import click

from notegarden.render.theme import PARTS
from notegarden.serve.http.app import Application
from notegarden.serve.http.events import Channel
from notegarden.serve.http.protocol import PatientServer
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.serve.live.search_thread import Searching
from notegarden.serve.live.update import Update
from notegarden.serve.watch.watch import Watch

_KEEP_AFTER = 0.15  # seconds from a change until it is stored in the ledger: the page has been sent by then
_CHECK_AFTER = 30.0  # … until the whole garden is scanned, in case the watcher missed an event
_CHECK_AFTER_MANY = 3.0  # … the same if so many files changed that the event queue may have overflowed
_MANY = 50  # files
_LOOK_AGAIN = 0.3  # … until the first scan after start-up
_INDEX_AFTER = 1.5  # … until the search index is updated
_TIDY_AFTER = 10.0


class Server(PatientServer):
    """Serves a live garden on a socket until it is interrupted, or `should_exit` is set.

    `when_up` is called once; `when_changed` after each processed change, on the thread that processes changes.
    """

    def __init__(
        self,
        live: LiveGarden,
        host: str,
        listener: socket.socket,
        *,
        poll: bool = False,
        verbose: bool = False,
        when_up: Callable[[], None] = lambda: None,
        when_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.live = live
        self._when_up = when_up
        self._when_changed = when_changed
        self.channel = Channel(live.boot, live.version, "" if live.scripts else live.token)
        self._listener = listener
        self._poll = poll
        super().__init__(Application(live, self.channel).starlette(), host, verbose=verbose)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        super().run(sockets or [self._listener])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._change_thread = ChangeThread(self.live, self._publish, poll=self._poll)
        self._change_thread.start()
        self._when_up()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.channel.close()
        self._change_thread.stop()
        await super().shutdown(sockets)

    def _publish(self, update: Update) -> None:
        self._loop.call_soon_threadsafe(self.channel.publish, update)
        self._when_changed()


class ChangeThread(threading.Thread):
    """Processes file changes one after the other, and does deferred work while there are none."""

    def __init__(self, live: LiveGarden, publish: Callable[[Update], None], *, poll: bool) -> None:
        super().__init__(name="changes", daemon=True)
        self._live = live
        self._publish = publish
        self._watch = watching(live, poll=poll)
        self._search = Searching(live)
        self._stopping = False

    def stop(self) -> None:
        self._stopping = True
        self._watch.stop()
        self._search.stop()
        self.join(5)

    def run(self) -> None:
        self._live.warm()
        # Files written while the garden was loading raised no event.
        chores: deque[tuple[float, Callable[[], None]]] = deque(
            [(_LOOK_AGAIN, self._process), (_INDEX_AFTER, self._search.follow), (_CHECK_AFTER, self._process)]
        )
        while not self._stopping:
            wait: float = self._live.seconds_until_due()
            chore: Callable[[], None] = self._process
            if chores and chores[0][0] <= wait:
                wait, chore = chores.popleft()
            paths = self._watch.next(wait)
            if self._stopping:
                return
            if paths:
                chore = partial(self._process, paths)
                chores = deque(
                    [
                        (_KEEP_AFTER, self._live.keep),
                        (_INDEX_AFTER, self._search.follow),
                        (_CHECK_AFTER if len(paths) < _MANY else _CHECK_AFTER_MANY, self._process),
                        (_TIDY_AFTER, self._live.tidy),
                    ]
                )
            with self._live.reported():
                chore()

    def _process(self, paths: Collection[str] = ()) -> None:
        start = time.perf_counter()
        update = self._live.update(paths)
        if update is None:
            return
        self._publish(update)
        for line in self._live.said(paths, time.perf_counter() - start):
            click.echo(line)


def watching(live: LiveGarden, *, poll: bool) -> Watch:
    """A started watch; it polls if the system has no inotify watches left."""
    root, theme = live.pipeline.root, live.pipeline.theme
    folders = [*theme.templates, *(folder / part for folder in theme.statics for part in PARTS)]
    content = live.pipeline.config.content
    try:
        return _started(Watch(root, folders, content=content, poll=poll))
    except OSError as error:  # from the first instance or from the last watch: a desktop has few of either
        reason = error.strerror or error
        click.echo(f"the system cannot report file changes ({reason}), so the files are checked every second")
        return _started(Watch(root, folders, content=content, poll=True))


def _started(watch: Watch) -> Watch:
    try:
        watch.start()
    except OSError:
        watch.stop()
        raise
    return watch
