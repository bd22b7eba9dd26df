"""Access control: which requests are answered, and how long a client may take to receive an answer."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from notegarden.serve.http.policy import file_policy
from notegarden.serve.live.inject import PREFIX

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENCE = 30.0  # seconds that a client may stall while it receives an answer
HEAD = 16 * 1024
"""Maximum bytes of a request's head."""
_METHODS = ("GET", "HEAD")
# Other sites may not embed files of this garden, and browsers may not guess media types.
_HEADERS = [
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
]


class Guard:
    """Refuses requests before they reach the application.

    Against DNS rebinding (a web site whose name resolves to this machine) only Host names that belong to this machine
    are answered. Addresses below the live prefix are open to this server's own pages only.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = known_names(host)
        self._any_address = _is_everywhere(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        app = self._app if refusal is None else refusal
        await app(scope, receive, _patient(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if len(scope["raw_path"]) + sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD:
            return PlainTextResponse("Request header too large.\n", 431)
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.knows(hosts[0]):
            return PlainTextResponse("This server does not answer to that host name.\n", 421)
        own = scope["path"].startswith(PREFIX)
        if own and not _is_own(headers, hosts[0]):
            return PlainTextResponse("Only for this server's own pages.\n", 403)
        if scope["method"] not in _METHODS and not (own and scope["method"] == "POST"):
            return PlainTextResponse("This server only shows pages.\n", 405, {"allow": ", ".join(_METHODS)})
        return None

    def knows(self, host: str) -> bool:
        """Whether a Host header names this machine; the port may be that of a tunnel or a container."""
        try:
            parts = urlsplit(f"//{host}")
            name, _ = parts.hostname, parts.port
        except ValueError:
            return False
        if name is None or parts.path or parts.query or parts.fragment or parts.username is not None:
            return False
        return name in self._names or (self._any_address and _is_address(name))


def known_names(host: str) -> frozenset[str]:
    """The Host names that a server listening on `host` answers to."""
    names = _LOOPBACK | {host.strip("[]").lower()}
    if _is_everywhere(host) or not _is_loopback(host):
        machine = socket.gethostname().lower()
        names |= {machine, f"{machine}.local", socket.getfqdn().lower()}
    return frozenset(names)


def is_private(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    return _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_own(headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all (such as a terminal)."""
    origins: Iterable[str] = headers.getlist("origin")
    if any(urlsplit(origin).netloc != host or urlsplit(origin).scheme not in ("http", "https") for origin in origins):
        return False
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _patient(send: Send) -> Send:
    """`send` with the headers of every answer; it gives up on a client that stops receiving."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), *_HEADERS]
            given = dict(headers)
            if b"content-security-policy" not in given:
                kind = given.get(b"content-type", b"").decode("latin-1")
                headers.append((b"content-security-policy", file_policy(kind).encode()))
            message = {**message, "headers": headers}
        await asyncio.wait_for(send(message), _PATIENCE)

    return sending
