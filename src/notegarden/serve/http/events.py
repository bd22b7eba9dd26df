"""Server-sent events that tell every open page what changed in the garden."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import msgspec

from notegarden.serve.live.update import Update, merged

_REMEMBERED = 64
_BEAT = 15.0  # seconds between heartbeats; a page that receives nothing for three times as long reconnects
_RETRY = 400  # milliseconds after which a browser that lost the connection tries again


class Channel:
    """The updates since start-up, for any number of listeners. Used on the event loop's thread only.

    A slow listener gets fewer, merged events: nothing is queued per listener.
    """

    def __init__(self, boot: str, version: int, token: str = "") -> None:
        """`token`: required to open the editor. It is in no page, where the page's own scripts might find it."""
        self.boot = boot
        self.token = token
        self.version = version
        self.saved = ""  # repeated in the greeting, for a page that was loading while the note was saved
        self.listeners = 0
        self._updates: deque[Update] = deque(maxlen=_REMEMBERED)
        self._changed = asyncio.Event()
        self._closed = False

    def publish(self, update: Update) -> None:
        self.version = update.version
        self.saved = update.saved or self.saved
        self._updates.append(update)
        self._wake()

    def close(self) -> None:
        """End every listener's stream, at shutdown."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def stream(self, beat: float = _BEAT) -> AsyncIterator[bytes]:
        """The events as sent; the first identifies the server process and its current version."""
        self.listeners += 1
        seen = self.version
        try:
            yield b"retry: %d\n" % _RETRY + _event("hello", self._greeting(seen))
            while not self._closed:
                changed = self._changed
                if seen < self.version:
                    update = self._since(seen)
                    seen = update.version
                    yield _event("update", update)
                    continue
                try:
                    await asyncio.wait_for(changed.wait(), beat)
                except TimeoutError:
                    yield _event("beat", {"version": seen})
        finally:
            self.listeners -= 1

    def _greeting(self, version: int) -> dict[str, object]:
        return {"boot": self.boot, "version": version, "saved": self.saved, "token": self.token}

    def _since(self, version: int) -> Update:
        missed = [each for each in self._updates if each.version > version]
        update = merged(missed)
        return update if missed[0].version == version + 1 else msgspec.structs.replace(update, whole=True)


def _event(name: str, data: object) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), msgspec.json.encode(data))
