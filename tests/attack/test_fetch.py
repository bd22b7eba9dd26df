"""An untrusted site's response: a request ends in time, uses only http(s), and by default only public addresses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from notegarden.check.external import RequestLimits, ask
from notegarden.check.fetch import is_public

QUICK = RequestLimits(pause=0.0, timeout=0.5, retries=0, private=True)


@contextmanager
def site(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that answers each connection by `answer`, which may continue until it is disconnected."""
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.recv(65536)
            answer(connection)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()


def again(data: bytes, first: bytes = b"") -> Callable[[socket.socket], None]:
    """Sends `data` without end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(data)

    return answer


def reason(url: str, tmp_path: Path, limits: RequestLimits = QUICK) -> str | None:
    answers = ask([url], tmp_path / "links.json", limits)
    return answers[url].reason if url in answers else None


@pytest.mark.parametrize(
    "answer",
    [
        again(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
        again(b"X-a: b\r\n" * 100, b"HTTP/1.1 404 No\r\n"),
        again(b"a" * 65536, b"HTTP/1.1 404 "),
        lambda _: threading.Event().wait(60) and None,
    ],
    ids=["continue", "headers", "line", "silence"],
)
def test_a_response_without_end_is_cut_off(tmp_path: Path, answer: Callable[[socket.socket], None]) -> None:
    with site(answer) as url:
        assert reason(url, tmp_path)


@pytest.mark.parametrize("status", ["200 OK", "404 No"])
def test_headers_that_arrive_too_slowly_are_a_failure(tmp_path: Path, status: str) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\nX: a".encode())
        connection.recv(1)  # until the client disconnects

    with site(answer) as url:
        assert reason(url, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:0:7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "fec0::1",
    ],
)
def test_an_address_that_maps_to_a_private_one_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "2002:101:101::"])
def test_a_global_address_is_public(address: str) -> None:
    assert is_public(address)


def test_a_body_without_end_is_not_read(tmp_path: Path) -> None:
    with site(again(b"x" * 65536, b"HTTP/1.1 200 OK\r\n\r\n")) as url:
        assert reason(url, tmp_path) == ""


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "//[::1", "http://[x/"]
)
def test_a_redirect_to_another_scheme_is_not_followed(tmp_path: Path, target: str) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 302 x\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())

    with site(answer) as url:
        assert reason(url, tmp_path)


def test_private_addresses_are_not_requested_unless_the_user_allows_it(tmp_path: Path) -> None:
    seen: list[int] = []

    def answer(connection: socket.socket) -> None:
        seen.append(1)
        connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")

    closed = RequestLimits(pause=0.0, timeout=5, retries=0)
    with site(answer) as url:
        port = url.split(":")[-1]
        names = [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0",
            "169.254.1.1",
            "10.255.0.1",
        ]
        for name in names:
            assert not reason(f"http://{name}:{port}", tmp_path, closed)
        assert seen == []
        assert reason(url, tmp_path)


def test_a_servers_message_contains_no_control_characters(tmp_path: Path) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 404 \x1b[31mRED\x07 ::error::x\r\nContent-Length: 0\r\n\r\n")

    with site(answer) as url:
        assert (reason(url, tmp_path) or "").isprintable()


@pytest.mark.parametrize(
    "url", ["http://[x", "http://[::1]:x/", "http://127.0.0.1:99999999/", "http:///x", "http://a b/"]
)
def test_a_bad_address_is_a_finding(tmp_path: Path, url: str) -> None:
    assert reason(url, tmp_path)
