"""A served garden in this process, for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from notegarden.pipeline.stages import Options, Pipeline
from notegarden.serve import listen
from notegarden.serve.http.server import Server
from notegarden.serve.live.live_garden import LiveGarden


class Served:
    """`client` sends requests to the server; `errors` are those that it caught."""

    def __init__(self, server: Server, port: int, errors: list[BaseException]) -> None:
        self.live = server.live
        self.server = server
        self.port = port
        self.errors = errors
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)

    def wait_for(self, version: int) -> None:
        """Wait until the garden has changed this many times."""
        deadline = time.monotonic() + 60
        while self.live.version < version:
            assert time.monotonic() < deadline, "the change was not noticed"
            time.sleep(0.005)

    def refresh(self) -> None:
        """Apply changes without waiting for the watcher."""
        self.live.update()


@contextmanager
def serving(garden: Path, host: str = "127.0.0.1", **options: object) -> Iterator[Served]:
    errors: list[BaseException] = []
    pipeline = Pipeline(garden, Options(ledger="serve", **options))  # type: ignore[arg-type]
    pipeline.refresh()
    live = LiveGarden(pipeline, errors.append)
    listener = listen(host, 0)
    up = threading.Event()
    server = Server(live, host, listener, when_up=up.set)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert up.wait(60), "the server did not start"
        served = Served(server, listener.getsockname()[1], errors)
        try:
            yield served
        finally:
            served.client.close()
    finally:
        server.should_exit = True
        thread.join(60)
        live.close()
        listener.close()
    assert not thread.is_alive()
