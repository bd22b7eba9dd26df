"""How long a connection may take to send the head of a request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from asgi import run
from starlette.responses import PlainTextResponse

from notegarden.serve.http import protocol
from notegarden.serve.http.guard import HEAD, Guard
from notegarden.serve.http.protocol import PATIENCE, PatientProtocol, PatientServer

HEAD_OF_ONE = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


class Wire(asyncio.Transport):
    """A transport that records what was sent and whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.sent += bytes(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ARG002
        return default

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass


class Timers:
    """The loop, with the deadlines that were set and not cancelled."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.set: list[tuple[float, Callable[..., Any]]] = []

    def call_later(self, delay: float, callback: Callable[..., Any], *args: Any) -> Any:
        if delay != PATIENCE:
            return self._loop.call_later(delay, callback, *args)
        entry = (delay, callback)
        self.set.append(entry)
        timers = self

        class Handle:
            def cancel(self) -> None:
                timers.set.remove(entry)

        return Handle()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)


async def connected() -> tuple[PatientProtocol, Wire, Timers]:
    server = PatientServer(PlainTextResponse("open"), "localhost")
    timers = Timers(asyncio.get_running_loop())
    made = PatientProtocol(server.config, server.server_state, {}, _loop=timers)  # type: ignore[arg-type]
    wire = Wire()
    made.connection_made(wire)
    return made, wire, timers


async def answered(wire: Wire, answers: int) -> None:
    while wire.sent.count(b"open") < answers:
        await asyncio.sleep(0)
    await asyncio.sleep(0)  # until the server knows that its response is complete


@pytest.mark.parametrize("sent", [[], [b"G"], [HEAD_OF_ONE], [HEAD_OF_ONE, b"X-Slow: ", b"x", b"x"]])
def test_an_incomplete_head_closes_the_connection_after_the_deadline(sent: list[bytes]) -> None:
    async def talk() -> None:
        made, wire, timers = await connected()
        for part in sent:
            made.data_received(part)
        ((delay, end),) = timers.set
        assert delay == PATIENCE
        end()
        assert wire.closed

    run(talk())


def test_a_complete_head_cancels_the_deadline_and_the_next_one_sets_it() -> None:
    async def talk() -> None:
        made, wire, timers = await connected()
        made.data_received(HEAD_OF_ONE + b"\r\n")
        assert timers.set == []
        await answered(wire, 1)
        made.data_received(HEAD_OF_ONE)
        assert len(timers.set) == 1
        made.data_received(b"\r\n")
        await answered(wire, 2)
        assert (timers.set, wire.closed) == ([], False)

    run(talk())


def test_a_lost_connection_has_no_deadline() -> None:
    async def talk() -> None:
        made, _, timers = await connected()
        made.connection_lost(None)
        assert timers.set == []

    run(talk())


def test_a_body_after_its_response_is_not_waited_for() -> None:
    async def talk() -> None:
        made, wire, timers = await connected()
        made.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
        await answered(wire, 1)
        made.data_received(b"x")
        assert len(timers.set) == 1

    run(talk())


def test_the_server_has_the_guard_and_limits() -> None:
    config = PatientServer(PlainTextResponse("open"), "localhost").config
    assert isinstance(config.app, Guard)
    assert config.http is PatientProtocol
    assert config.h11_max_incomplete_event_size == HEAD
    assert config.limit_concurrency == protocol._CONNECTIONS
    assert (config.ws, config.server_header, config.access_log) == ("none", False, False)
