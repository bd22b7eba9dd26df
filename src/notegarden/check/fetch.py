"""One request to an untrusted site: limited in time, only over http(s), only to public addresses."""

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
_LONGEST = 200  # characters of a server's message to show


# IPv6 networks whose last 32 bits are an IPv4 address: RFC 4291, RFC 2765, RFC 6052.
_TRANSLATED = [ipaddress.IPv6Network(each) for each in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")]
# Private networks that Python considers global: RFC 8215, RFC 3879.
_LOCAL = [ipaddress.IPv6Network(each) for each in ("64:ff9b:1::/48", "fec0::/10")]


class PrivateAddressError(OSError):
    """The address belongs to this machine or its network."""


class Deadline:
    """Closes the connections of one request when its time is over: a server may send one byte per second forever."""

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
    """The response, with its body unread. `private`: whether addresses of this machine and its network are allowed.

    Raises urllib.error.HTTPError, OSError, http.client.HTTPException, and ValueError for an invalid URL.
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
            if deadline.is_over:  # the closed connection looks like the end of the headers
                raise TimeoutError
            yield answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.is_over and not isinstance(error, urllib.error.HTTPError):
            raise TimeoutError("timed out") from None
        raise
    finally:
        deadline.cancel()


def host_of(url: str) -> str:
    """The host and port of a URL. Raises ValueError for an invalid URL."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("is not a valid URL")
    return parts.netloc


def printable(text: str) -> str:
    """A server's message, made safe for a terminal and a log: no control characters, limited length."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text[:_LONGEST])


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects only to http(s): Python would also follow to ftp, or use handlers that others install."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            host_of(newurl)
        except ValueError as error:
            raise http.client.HTTPException(f"redirects to a URL that {error}") from None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        super().__init__()
        self._connect = _Connector(deadline, private=private)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(host, **options)
        vars(connection)["_create_connection"] = self._connect  # an attribute missing from the type stubs
        return connection


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        super().__init__()
        self._connect = _Connector(deadline, private=private)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection(host, **options)
        vars(connection)["_create_connection"] = self._connect  # an attribute missing from the type stubs
        return connection


class _Connector:
    """Connects to the resolved address that was checked, so that a second DNS lookup cannot return another one."""

    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        self._deadline, self._private = deadline, private

    def __call__(self, address: tuple[str, int], timeout: Any = None, _: Any = None) -> socket.socket:
        failure: OSError | None = None
        for family, kind, protocol, _, target in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
            if not self._private and not is_public(str(target[0])):
                failure = PrivateAddressError("private addresses are not checked")
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
        raise failure or OSError("the host name does not resolve")


def is_public(address: str) -> bool:
    """Whether an address is public: not of this machine or a private network."""
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
    """The `Retry-After` header of a response, truncated, because it may be a million digits long."""
    return str(headers.get("Retry-After", "")).strip()[:64]
