"""A real browser over real sites: a small garden made for these tests, and the big one where it is at hand."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MOGOZ = ROOT.parent / "shared" / "gardens" / "mogoz"
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        if (found := shutil.which(name))
    ),
    None,
)
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
]
DESK = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 800}
# Longer than anything takes: a wait ends when what it waits for is there, however slow the machine.
PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=PATIENCE)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def __init__(self, *args: Any, seen: list[str], ahead: list[str], **others: Any) -> None:
        self.seen, self.ahead = seen, ahead
        super().__init__(*args, **others)

    def do_GET(self) -> None:
        is_ahead = "prefetch" in self.headers.get("Sec-Purpose", "")
        (self.ahead if is_ahead else self.seen).append(self.path)
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """The tests' own report is enough."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *args: Any) -> None:
        self.connections: list[socket.socket] = []
        super().__init__(*args)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def hang_up(self) -> None:
        """End the connections that a browser keeps open for later."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no news."""


class Site:
    """A built garden and the server before it. `seen`: the paths asked for; `ahead`: those the browser prefetched."""

    def __init__(self, folder: Path, garden: Path) -> None:
        self.folder = folder
        self.garden = garden
        self.seen: list[str] = []
        self.ahead: list[str] = []
        self._reserved, self._port = reserved_port()
        self.up()

    def up(self) -> None:
        handler = partial(Handler, directory=os.fspath(self.folder), seen=self.seen, ahead=self.ahead)
        self._server = Server(("127.0.0.1", self._port), handler)
        self.url = f"http://127.0.0.1:{self._port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.down()
        self._reserved.close()

    def down(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()

    def build(self) -> None:
        command = [Path(sys.executable).with_name("notegarden"), "build", self.garden, "--output", self.folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr


def reserved_port() -> tuple[socket.socket, int]:
    """A port for a server that comes and goes: while the socket is open, the system gives it to nobody who asks for
    any port, and who connects while no server listens is refused."""
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserved.bind(("127.0.0.1", 0))
    return reserved, int(reserved.getsockname()[1])


def made(folder: Path, garden: Path) -> Site:
    folder.mkdir(parents=True)
    site = Site(folder, garden)
    site.build()
    return site


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    work = tmp_path_factory.mktemp("small")
    site = made(work / "public", shutil.copytree(HERE / "garden", work / "garden"))
    yield site
    site.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Site]:
    """A small garden that a test may change."""
    site = made(tmp_path / "public", shutil.copytree(HERE / "garden", tmp_path / "garden"))
    yield site
    site.close()


@pytest.fixture(scope="session")
def mogoz(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real garden; this repository's own where that is not at hand."""
    work = tmp_path_factory.mktemp("mogoz")
    garden = work / "garden"
    source = MOGOZ if MOGOZ.is_dir() else ROOT
    garden.mkdir()
    for name in ("content", "static", "config.toml", "notegarden.toml"):
        if (source / name).exists():
            (garden / name).symlink_to(source / name)
    site = made(work / "public", garden)
    yield site
    site.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """`open_page(address, phone=False, dark=False, workers=False, …)`: a page in a context of its own.

    An error in a script of the page fails the test at its end.
    """
    contexts = []
    errors: list[str] = []

    def opener(address: str, *, phone: bool = False, dark: bool = False, workers: bool = False, **others: Any) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            service_workers="allow" if workers else "block",
            **others,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        # A view transition that the browser gives up on is reported as an error, though the page is none the worse.
        page.on("pageerror", lambda error: "Transition was" in str(error) or errors.append(str(error)))
        page.goto(address)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page as it stands."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: `make tools`")

    def find(page: Page) -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]

    return find


def box_of(locator: Locator) -> FloatRect:
    """Where an element stands in the window."""
    box = locator.bounding_box()
    assert box is not None
    return box


def press_long(page: Page, selector: str, milliseconds: int = 900) -> None:
    """A finger that rests on an element, by real touch events."""
    page.locator(selector).first.scroll_into_view_if_needed()
    box = box_of(page.locator(selector).first)
    session = page.context.new_cdp_session(page)
    point = {"x": box["x"] + min(12, box["width"] / 2), "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.wait_for_timeout(milliseconds)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
