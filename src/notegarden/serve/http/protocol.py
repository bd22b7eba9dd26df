"""HTTP with time limits, against deliberately slow clients."""

from __future__ import annotations

import asyncio

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from notegarden.serve.http.guard import HEAD, Guard

PATIENCE = 10.0
"""Seconds within which the head of a request must arrive."""
_CONNECTIONS = 256


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol, which closes a connection whose request head stays incomplete."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        is_late = self.conn.their_state is h11.SEND_BODY and self.cycle.response_complete
        if (self.conn.their_state is h11.IDLE or is_late) and not self.transport.is_closing():
            self._expect_head()
        else:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(PATIENCE, self.transport.close)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class PatientServer(uvicorn.Server):
    """uvicorn's server behind `Guard`, with explicit limits."""

    def __init__(self, app: ASGIApp, host: str, *, verbose: bool = False) -> None:
        super().__init__(
            uvicorn.Config(
                Guard(app, host),
                http=PatientProtocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="info" if verbose else "critical",
                access_log=verbose,
                server_header=False,
                h11_max_incomplete_event_size=HEAD,
                limit_concurrency=_CONNECTIONS,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=1,
            )
        )
