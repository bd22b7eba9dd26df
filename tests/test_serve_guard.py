"""Access to a served garden: which hosts, paths and methods are allowed, and the time limits of requests."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from serving import Served, serving
from support import ROOT

from notegarden.serve.http import app, guard, protocol

SECRET = "the-secret-word"
HEALTHY = "/posts/hub/"


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("guard")
    root = shutil.copytree(ROOT / "tests" / "browser" / "garden", work / "garden")
    (work / "secret.txt").write_text(SECRET)
    (root / "secret.txt").write_text(SECRET)  # in the garden, but not published
    (root / "static").mkdir(exist_ok=True)
    (root / "static/plain.txt").write_text("open")
    (root / "static/out.txt").symlink_to(work / "secret.txt")
    (root / "static/folder").symlink_to(work)
    (root / "content/out.txt").symlink_to(work / "secret.txt")
    (root / "content/posts/out.md").symlink_to(work / "secret.txt")
    return root


@pytest.fixture(scope="module")
def served(garden: Path) -> Iterator[Served]:
    with serving(garden) as running:
        yield running
        assert running.errors == []


def raw(served: Served, request: bytes, wait: float = 60.0) -> bytes:
    """The response to raw bytes."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=wait) as connection:
        connection.sendall(request)
        out = b""
        while True:
            try:
                part = connection.recv(65536)
            except (TimeoutError, ConnectionResetError):
                return out
            if not part:
                return out
            out += part


def ask(served: Served, target: str, host: str = "localhost", method: str = "GET", more: str = "") -> bytes:
    head = f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n"
    return raw(served, head.encode("utf-8"))


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def assert_healthy(served: Served) -> None:
    assert served.client.get(HEALTHY).status_code == 200


TRAVERSALS = [
    "/../secret.txt", "/posts/../../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt",
    "/%252e%252e%252fsecret.txt", "/..\\secret.txt", "/..%5csecret.txt", "/....//secret.txt", "//secret.txt",
    "/static/../../secret.txt", "/plain.txt/../../secret.txt", "/%c0%ae%c0%ae/secret.txt", "/secret.txt%00.txt",
    "/assets/000000000000/../../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/search-index/../../../secret.txt",
    "/search-index%2f..%2f..%2f..%2fsecret.txt", "/_notegarden/../../../../secret.txt", "/_notegarden/..%2f__init__.py",
    "/_notegarden/%2e%2e%2fserver.py", "/.notegarden/serve.sqlite", "/notegarden.toml", "/content/posts/hub.md",
    "/posts/hub.md", "file:///etc/passwd", "/etc/passwd", "/..;/secret.txt", "/.git/config",
]  # fmt: skip


@pytest.mark.parametrize("target", TRAVERSALS)
def test_no_path_leads_out_of_the_garden(served: Served, target: str) -> None:
    answer = ask(served, target)
    assert status(answer) in (307, 400, 404), answer[:200]
    assert SECRET.encode() not in answer
    assert b"root:" not in answer
    assert b"SQLite" not in answer
    assert_healthy(served)


@pytest.mark.parametrize("target", ["/out.txt", "/folder/secret.txt", "/posts/out/", "/posts/out"])
def test_no_symbolic_link_leads_out_of_the_garden(served: Served, target: str) -> None:
    answer = ask(served, target)
    assert status(answer) == 404
    assert SECRET.encode() not in answer


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost, evil.example", ""])
def test_a_foreign_host_name_is_rejected(served: Served, host: str) -> None:
    """A foreign page can point its own host name to this machine (DNS rebinding)."""
    for target in (HEALTHY, "/plain.txt", "/_notegarden/events", "/_notegarden/live.js"):
        answer = ask(served, target, host)
        assert status(answer) in (400, 421), answer[:200]
        assert b"open" not in answer.partition(b"\r\n\r\n")[2]
    assert_healthy(served)


ABSOLUTE = b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"


def test_a_request_must_have_one_host_header(served: Served) -> None:
    assert status(ask(served, "/", more="Host: evil.example\r\n")) in (400, 421)
    assert status(raw(served, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")) in (400, 421)
    assert status(raw(served, ABSOLUTE)) == 421
    assert status(raw(served, b"GET / HTTP/1.0\r\n\r\n")) == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_names_of_this_machine_are_accepted(served: Served, host: str) -> None:
    for name in (host, f"{host}:{served.port}", f"{host}:8080"):
        assert status(ask(served, HEALTHY, name)) == 200


def edit(served: Served, headers: dict[str, str], body: object = None, host: str = "") -> int:
    own = {"host": host} if host else {}
    content = msgspec.json.encode(body if body is not None else {"path": "posts/hub.md"})
    return served.client.post("/_notegarden/edit", content=content, headers={**own, **headers}).status_code


def test_only_a_page_of_this_server_may_open_the_editor(served: Served) -> None:
    token = {"x-notegarden-token": served.live.token}
    own = {"origin": f"http://127.0.0.1:{served.port}"}
    assert edit(served, {**token, **own}) == 409, "accepted: no editor is configured"
    assert edit(served, own) == 403, "no token"
    assert edit(served, {**own, "x-notegarden-token": "x" * 32}) == 403, "the token of another server"
    assert edit(served, {**own, "x-notegarden-token": ""}) == 403
    assert edit(served, token) == 403, "no origin"
    for origin in (
        "http://evil.example",
        "null",
        f"http://localhost:{served.port}",
        "http://127.0.0.1",
        "https://evil",
    ):
        assert edit(served, {**token, "origin": origin}) == 403, origin
    for site in ("cross-site", "same-site"):
        assert edit(served, {**token, **own, "sec-fetch-site": site}) == 403, site
    assert status(ask(served, "/_notegarden/edit")) == 404, "not by a link or a picture"
    assert status(ask(served, "/_notegarden/events", more="Origin: http://evil.example\r\n")) == 403
    assert status(ask(served, "/_notegarden/events", more="Sec-Fetch-Site: cross-site\r\n")) == 403


def test_only_notes_can_be_opened_in_the_editor(served: Served) -> None:
    headers = {"x-notegarden-token": served.live.token, "origin": f"http://127.0.0.1:{served.port}"}
    for path in ("../secret.txt", "/etc/passwd", "posts/none.md", "posts/../../secret.txt", "posts/out.md", ""):
        assert edit(served, headers, {"path": path}) == 404, path
    for body in ([], {"path": 1}, {"path": "posts/hub.md", "line": "x"}, {"path": "posts/hub.md", "block": 3}):
        assert edit(served, headers, body) == 400, body
    huge = {"path": "posts/hub.md", "block": {"text": "x" * 100_000}}
    assert edit(served, headers, huge) == 400
    assert_healthy(served)


def test_other_sites_may_not_embed_files(served: Served) -> None:
    for address in (HEALTHY, "/plain.txt", "/graph.json", "/_notegarden/live.js", "/none"):
        headers = served.client.get(address).headers
        assert headers["cross-origin-resource-policy"] == "same-origin", address
        assert headers["x-content-type-options"] == "nosniff", address
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method", ["POST", "FOO"])
def test_pages_accept_only_get_and_head(served: Served, method: str) -> None:
    assert status(ask(served, HEALTHY, method=method)) == 405


def test_huge_heads_are_rejected(served: Served) -> None:
    """Whether they arrive at once or in chunks."""
    for size in (20_000, 100_000, 1_000_000):
        assert status(ask(served, HEALTHY, more=f"X-Big: {'x' * size}\r\n")) in (400, 431)
        assert status(ask(served, "/" + "x" * size)) in (400, 431)
    many = "".join(f"X-{number}: 1\r\n" for number in range(20_000))
    assert status(ask(served, HEALTHY, more=many)) in (400, 431)
    assert status(raw(served, b"\x16\x03\x01 nonsense\r\n\r\n")) == 400
    assert_healthy(served)


def is_closed(connection: socket.socket, wait: float = 60) -> bool:
    """Whether the server closes the connection within this many seconds without sending anything."""
    connection.settimeout(wait)
    try:
        return connection.recv(1000) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def test_slow_clients_are_disconnected(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Endless headers, slow headers and silent connections do not block other requests."""
    monkeypatch.setattr(protocol, "PATIENCE", 2)
    connections = []
    for start in (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"", b"G"):
        connection = socket.create_connection(("127.0.0.1", served.port), timeout=60)
        connection.sendall(start)
        connections.append(connection)
    connections[0].sendall(b"X-Slow: ")
    deadline = time.monotonic() + 60
    while not is_closed(connections[0], wait=0.3):
        assert time.monotonic() < deadline
        with suppress(OSError):
            connections[0].sendall(b"x")
        assert_healthy(served)
    for connection in connections[1:]:
        assert is_closed(connection)
    for connection in connections:
        connection.close()
    assert_healthy(served)


def test_an_endless_head_is_rejected_by_its_size(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "PATIENCE", 1000)
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection, suppress(ConnectionError):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        for _ in range(20):
            connection.sendall(b"X-Part: %s\r\n" % (b"x" * 1000))
        answer = connection.recv(65536)
        assert answer == b"" or status(answer) in (400, 431)
    assert_healthy(served)


def test_a_missing_body_is_not_waited_for(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_BODY_PATIENCE", 0.5)
    own = f"X-Notegarden-Token: {served.live.token}\r\nOrigin: http://localhost\r\nContent-Length: 100\r\n"
    assert status(ask(served, "/_notegarden/edit", method="POST", more=own)) == 400
    assert_healthy(served)


def test_an_unexpected_body_without_end_is_cut_off(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "PATIENCE", 0.5)
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        assert status(connection.recv(65536)) == 405
        deadline = time.monotonic() + 20
        while not is_closed(connection, wait=0.2):
            assert time.monotonic() < deadline
            with suppress(OSError):
                connection.sendall(b"x")
    assert_healthy(served)


def test_the_time_limit_applies_to_a_second_request_too(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "PATIENCE", 0.5)
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection:
        connection.sendall(b"GET /plain.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while not answer.endswith(b"open"):
            answer += connection.recv(65536)
        connection.sendall(b"GET /plain.txt HTTP/1.1\r\n")
        assert connection.recv(65536) == b""


def test_a_client_that_does_not_read_the_response_is_disconnected(
    served: Served, garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0.5)
    (garden / "static/large.bin").write_bytes(bytes(60_000_000))
    served.refresh()
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(1000)
        deadline = time.monotonic() + 20
        while served.server.server_state.tasks:
            assert time.monotonic() < deadline, "nothing is kept for it"
            time.sleep(0.1)
    assert_healthy(served)


def test_too_many_connections_are_rejected_and_the_server_continues(served: Served) -> None:
    crowd = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(300)]
    for connection in crowd:
        connection.close()
    deadline = time.monotonic() + 60
    while served.client.get(HEALTHY).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
