"""Which requests the guard of a served garden accepts, and how it rejects others."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgi import ask, run
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from notegarden.serve.http import guard
from notegarden.serve.http.guard import HEAD, Guard, is_private, known_names

EVENTS = "/_notegarden/events"


def behind(host: str = "127.0.0.1", **headers: str) -> Guard:
    """A guard in front of an application that answers everything, with these headers."""
    return Guard(Response(b"open", headers=headers), host)


def status(target: str = "/", headers: Any = (), **more: Any) -> int:
    return ask(behind(), target, headers, **more).status


FOREIGN = [
    "evil.example", "evil.example:1313", "127.0.0.1.evil.example", "localhost.evil.example", "localhost@evil.example",
    "evil.example/localhost", "evil.example#localhost", "localhost?evil", "evil@localhost", "localhost.",
    "192.168.0.7", "[::2]", "0x7f000001", "", "localhost, evil.example", "localhost:99999", "localhost:x",
    "[localhost", "127.0.0.2",
]  # fmt: skip


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_name_is_rejected(host: str) -> None:
    """Another site may let its host name point to this machine (DNS rebinding)."""
    assert not behind().knows(host)
    assert status(host="", headers=[("host", host)]) == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_a_name_of_this_machine_is_accepted_with_any_port(host: str) -> None:
    assert [behind().knows(name) for name in (host, f"{host}:1313", f"{host}:8080")] == [True] * 3


def test_a_request_must_have_one_host_header() -> None:
    assert status(host="") == 421
    assert status(headers=[("host", "localhost")]) == 421, "not even the same one twice"


def test_listening_on_all_addresses_accepts_any_address_but_no_foreign_name() -> None:
    for host in ("0.0.0.0", "::", "[::]"):
        everywhere = behind(host)
        assert everywhere.knows("192.168.0.7:1313")
        assert everywhere.knows("[2001:db8::1]:1313")
        assert everywhere.knows(f"{guard.socket.gethostname()}:1313")
        assert not everywhere.knows("evil.example")


def test_listening_on_one_address_accepts_that_and_this_machine() -> None:
    names = known_names("192.168.0.7")
    assert {"192.168.0.7", "localhost", "127.0.0.1", "::1", guard.socket.gethostname().lower()} <= names
    assert not behind("192.168.0.7").knows("192.168.0.8")


def test_a_loopback_server_does_not_accept_the_machines_network_name() -> None:
    assert known_names("127.0.0.1") == known_names("localhost") == known_names("[::1]")
    assert known_names("LocalHost") == {"localhost", "127.0.0.1", "::1"}


@pytest.mark.parametrize(
    ("host", "private"),
    [("localhost", True), ("LocalHost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
     ("[::1]", True), ("0.0.0.0", False), ("::", False), ("", False), ("192.168.0.7", False), ("garden.lan", False)],
)  # fmt: skip
def test_only_loopback_is_private(host: str, private: bool) -> None:
    assert is_private(host) is private


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get"])
def test_pages_accept_only_get_and_head(method: str) -> None:
    answer = ask(behind(), method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_post_is_accepted_only_for_the_live_addresses() -> None:
    assert status("/_notegarden/edit", method="POST") == 200
    assert status("/_notegarden/edit", method="PUT") == 405
    assert status("/_notegarden", method="POST") == 405


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], 200),
        ([("origin", "http://localhost:1313")], 200),
        ([("origin", "https://localhost:1313")], 200),
        ([("origin", "http://localhost")], 403),
        ([("origin", "http://localhost:1314")], 403),
        ([("origin", "ftp://localhost:1313")], 403),
        ([("origin", "null")], 403),
        ([("origin", "")], 403),
        ([("origin", "http://localhost:1313"), ("origin", "http://evil.example")], 403),
        ([("sec-fetch-site", "same-origin")], 200),
        ([("sec-fetch-site", "none")], 200),
        ([("sec-fetch-site", "same-site")], 403),
        ([("sec-fetch-site", "cross-site")], 403),
        ([("sec-fetch-site", "")], 403),
    ],
)
def test_the_live_addresses_accept_only_requests_of_this_servers_own_pages(
    headers: list[tuple[str, str]], expected: int
) -> None:
    assert status(EVENTS, headers, host="localhost:1313") == expected
    assert status("/posts/a/", headers, host="localhost:1313") == 200, "a page may be opened from anywhere"


def test_headers_of_the_maximum_size_are_accepted_and_one_byte_more_is_rejected() -> None:
    left = HEAD - len("/") - len("host") - len("localhost") - len("x")
    assert status(headers=[("x", "y" * left)]) == 200
    assert status(headers=[("x", "y" * (left + 1))]) == 431
    assert status("/" + "a" * HEAD) == 431


def test_the_first_rule_that_is_violated_gives_the_response() -> None:
    foreign = [("origin", "http://evil.example")]
    assert status(EVENTS, [*foreign, ("x", "y" * HEAD)], host="evil.example", method="PUT") == 431
    assert status(EVENTS, foreign, host="evil.example", method="PUT") == 421
    assert status(EVENTS, foreign, method="PUT") == 403
    assert status(EVENTS, method="PUT") == 405


def test_every_response_forbids_framing_by_other_sites_and_content_type_sniffing() -> None:
    for answer in (ask(behind()), ask(behind(), host="evil.example"), ask(behind(), method="PUT")):
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def policy(**headers: str) -> str:
    return ask(behind(**headers)).headers["content-security-policy"]


def test_a_response_without_a_policy_gets_the_one_of_its_content_type() -> None:
    assert policy(**{"content-type": "image/svg+xml"}).startswith("script-src 'none';")
    assert "script-src" not in policy(**{"content-type": "image/png"})
    assert policy(**{"content-security-policy": "default-src 'self'"}) == "default-src 'self'"


def test_requests_other_than_http_are_passed_on() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    run(Guard(app, "localhost")({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == [{"type": "lifespan"}]


def test_a_client_that_reads_nothing_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0)

    async def never(message: Message) -> None:
        await asyncio.Event().wait()

    async def asking() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "headers": [(b"host", b"localhost")]}
        with pytest.raises(TimeoutError):
            await behind()(scope, None, never)  # type: ignore[arg-type]

    run(asking())
