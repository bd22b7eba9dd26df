"""One request to another site, which may answer anything: bounded in time, over http(s) alone, to public addresses."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

_AGENT = "Mozilla/5.0 (compatible; notegarden link check)"
_LONGEST = 200  # letters that are told of what a server says


# Networks of IPv6 whose last 32 bits are an address of IPv4: RFC 4291, RFC 2765, RFC 6052.
_TRANSLATED = [ipaddress.IPv6Network(each) for each in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")]
# Private networks that Python takes for global ones: RFC 8215, RFC 3879.
_LOCAL = [ipaddress.IPv6Network(each) for each in ("64:ff9b:1::/48", "fec0::/10")]


class PrivateAddressError(OSError):
    """The address is one of this machine's or of its network."""


class Deadline:
    """Ends the connections of one request when its time is over: a server may send a byte a second for ever."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.is_over = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets.append(connection)

    def cancel(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for connection in self._sockets:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def request(url: str, method: str, *, seconds: float, private: bool) -> Iterator[Any]:
    """The answer, its body unread. `private`: whether addresses of this machine and its network may be asked.

    Raises urllib.error.HTTPError, OSError, http.client.HTTPException, ValueError for an address that is none.
    """
    deadline = Deadline(seconds)
    opener = urllib.request.OpenerDirector()
    for handler in (
        _HttpHandler(deadline, private=private),
        _HttpsHandler(deadline, private=private),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    headers = {"User-Agent": _AGENT}
    asked = urllib.request.Request(url.partition("#")[0], method=method, headers=headers)  # noqa: S310 - http(s) alone is opened
    try:
        with opener.open(asked, timeout=seconds) as answer:
            if deadline.is_over:  # the connection that was cut looks like the end of the headers
                raise TimeoutError
            yield answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.is_over and not isinstance(error, urllib.error.HTTPError):
            raise TimeoutError("timed out") from None
        raise
    finally:
        deadline.cancel()


def host_of(url: str) -> str:
    """The host and port of an address. Raises ValueError for an address that is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("is no address of a site")
    return parts.netloc


def printable(text: str) -> str:
    """What a server said, fit for a terminal and a log: without control characters, and not endless."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text[:_LONGEST])


class _Redirects(urllib.request.HTTPRedirectHandler):
    """To http(s) alone: Python itself would follow to ftp, and elsewhere with handlers that others install."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            host_of(newurl)
        except ValueError as error:
            raise http.client.HTTPException(f"redirects to an address that {error}") from None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        super().__init__()
        self._connect = _Connector(deadline, private=private)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(host, **options)
        vars(connection)["_create_connection"] = self._connect  # an attribute that its types do not name
        return connection


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        super().__init__()
        self._connect = _Connector(deadline, private=private)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection(host, **options)
        vars(connection)["_create_connection"] = self._connect  # an attribute that its types do not name
        return connection


class _Connector:
    """Opens a socket to an address that was looked at, so that a name cannot mean another one a moment later."""

    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        self._deadline, self._private = deadline, private

    def __call__(self, address: tuple[str, int], timeout: Any = None, _: Any = None) -> socket.socket:
        failure: OSError | None = None
        for family, kind, protocol, _, target in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
            if not self._private and not is_public(str(target[0])):
                failure = PrivateAddressError("a private address is not asked")
                continue
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(timeout)
                self._deadline.watch(connection)
                connection.connect(target)
            except OSError as error:
                connection.close()
                failure = error
            else:
                return connection
        raise failure or OSError("the name leads nowhere")


def is_public(address: str) -> bool:
    """Whether an address belongs to the world, and neither to this machine nor to its network."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if not found.is_global or found.is_multicast:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    inner = found.sixtofour
    if any(found in network for network in _TRANSLATED):
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return not any(found in network for network in _LOCAL) and (inner is None or inner.is_global)


def wait_of(headers: Message) -> str:
    """The `Retry-After` of an answer, cut: it may be a number of a million digits."""
    return str(headers.get("Retry-After", "")).strip()[:64]
