"""While a garden is read, its URL responds with the progress, with the same access checks."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
import pytest

import notegarden.serve
from notegarden.serve import listen, run_serve
from notegarden.serve.http import loading_page, server
from notegarden.serve.http.loading_page import LoadingPage


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    made = listen("127.0.0.1", 0)
    yield made
    made.close()


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def test_a_garden_that_is_read_quickly_starts_no_loading_server(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_page, "_SOON", 60)
    asked: list[None] = []
    early = LoadingPage("127.0.0.1", listener, lambda: asked.append(None))
    early.progress("notes", 1, 2)
    assert early._thread is None
    assert asked == []
    early.stop()


def test_the_loading_page_shows_the_progress(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading_page, "_SOON", 0)
    asked: list[None] = []
    reading = LoadingPage("127.0.0.1", listener, lambda: asked.append(None))
    reading.progress("notes", 1200, 10_000)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port_of(listener)}", timeout=60) as client:
            answer = client.get("/posts/any/")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            assert answer.headers["cache-control"] == "no-store"
            assert "1,200 of 10,000" in answer.text
            assert 'value="1200" max="10000"' in answer.text
            reading.progress("links", 0, 0)
            again = client.get("/")
            assert "Resolving the links" in again.text
            assert "value=" not in again.text, "the total is not known yet"
            style = client.get("/a.css", headers={"sec-fetch-dest": "style"})
            assert (style.status_code, style.headers["content-type"].split(";")[0]) == (503, "text/plain")
            # A page that was open before requests events: an error would make its browser give up.
            events = client.get("/_notegarden/events")
            assert (events.status_code, events.text) == (200, "retry: 400\n\n")
            assert client.get("/", headers={"host": "evil.example"}).status_code == 421
            assert client.post("/").status_code == 405
    finally:
        reading.stop()
    assert asked == [None], "printed once"


def test_the_socket_is_passed_to_the_server_with_the_pages(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_page, "_SOON", 0)
    reading = LoadingPage("127.0.0.1", listener, lambda: None)
    reading.progress("notes", 1, 2)
    reading.stop()
    listener.setblocking(True)
    listener.settimeout(60)
    with socket.create_connection(("127.0.0.1", port_of(listener)), timeout=60):
        accepted, _ = listener.accept()
        accepted.close()


def test_the_address_is_printed_before_the_notes_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the browser is opened once, as soon as there is a page."""
    for number in range(3):
        note = tmp_path / f"content/n{number}.md"
        note.parent.mkdir(exist_ok=True)
        note.write_text(f'+++\ntitle = "N{number}"\n+++\nText.\n')
    (tmp_path / "content/bundle").mkdir()
    (tmp_path / "content/bundle/index.md").write_text("Text.\n")
    (tmp_path / "content/bundle/part.md").write_text("Text.\n")
    (tmp_path / "notegarden.toml").write_text('base_url = "https://example.org/sub/"\n')
    opened: list[str] = []
    monkeypatch.setattr(loading_page, "_SOON", 0)
    monkeypatch.setattr(notegarden.serve.webbrowser, "open", opened.append)
    monkeypatch.setattr(server.Server, "run", lambda self: (self._when_up(), self._listener.close()))
    assert run_serve(str(tmp_path), "127.0.0.1", 0, None, None, True, False, False, False, False) == 0
    deadline = time.monotonic() + 60
    while not opened and time.monotonic() < deadline:
        time.sleep(0.01)
    out, err = capsys.readouterr()
    kind, first, second = click.unstyle(out).splitlines()
    assert "a Hugo garden" in kind
    address = first.partition(" at ")[2].split()[0]
    assert first.startswith("loading the garden")
    assert second.startswith(f"4 notes at {address}")
    assert err.count("bundle/part.md: no page") == 1
    assert address.endswith("/sub/")
    assert opened == [address]
