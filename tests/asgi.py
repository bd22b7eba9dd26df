"""Requests to an ASGI application without a server, and coroutines run by a test."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


class Answer(NamedTuple):
    """The response; `headers` has the last value of a repeated header."""

    status: int
    headers: dict[str, str]
    body: bytes


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run it in its own thread: a browser of another test may have an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asyncio.wait_for(coroutine, 60)).result()


def ask(
    app: ASGIApp,
    target: str = "/",
    headers: Sequence[tuple[str, str]] = (),
    *,
    host: str = "localhost",
    method: str = "GET",
    body: bytes = b"",
) -> Answer:
    """The response to one request; without a Host header if `host` is ""."""
    sent: list[Message] = []
    parts = [body]
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in ([("host", host)] if host else []) + [*headers]],
    }

    async def receive() -> Message:
        if not parts:
            await asyncio.Event().wait()  # the client stays connected
        return {"type": "http.request", "body": parts.pop(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    run(app(scope, receive, send))  # type: ignore[arg-type]
    start = sent[0]
    got = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], got, b"".join(part.get("body", b"") for part in sent[1:]))
