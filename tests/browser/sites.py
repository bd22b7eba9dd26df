"""Gardens built for the browser's tests, their servers, and common actions on a page."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Request

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MOGOZ = ROOT.parent / "shared" / "gardens" / "mogoz"
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(
    (
        found
        for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        if (found := shutil.which(name))
    ),
    None,
)
FLAGS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # no test may request another host
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
]
DESK = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 800}
# Longer than anything takes: a wait ends when its condition holds, however slow the machine.
PATIENCE = 60_000  # milliseconds
# Nothing fades or slides any more; endless animations do not count.
SETTLED = """() => document.getAnimations().every((each) =>
    each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity)"""
# The page has painted everything so far, and its scripts have run twice.
IDLE = """async () => {
    for (let turn = 0; turn < 2; turn++) {
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    }
    return true;
}"""
UNDER_WAY: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


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
        """Close the connections that a browser keeps open."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that disconnects in the middle of an answer is not an error."""


class Site:
    """A built garden and its server. `seen`: the requested paths; `ahead`: those the browser prefetched."""

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
    """A port for a server that is stopped and started: while the socket is open, the system assigns it
    to nobody who asks for any port, and connections while no server listens are refused."""
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserved.bind(("127.0.0.1", 0))
    return reserved, int(reserved.getsockname()[1])


def made(folder: Path, garden: Path) -> Site:
    folder.mkdir(parents=True)
    site = Site(folder, garden)
    site.build()
    return site


def once(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], None]) -> Path:
    """A folder that the first process of this test run that needs it fills for all of them."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = folder.with_suffix(".part")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            fill(fresh)
            fresh.rename(folder)
    return folder


def linked_copy(source: Path, target: Path) -> None:
    """A copy by hard links if possible; symbolic links would lead out of the garden."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_linked)
    else:
        _linked(os.fspath(source), os.fspath(target))


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
    return target


def shared(factory: pytest.TempPathFactory, name: str) -> Site:
    """The site of one of the gardens next to this file, built once for all tests of a run, which only read it."""
    source = HERE / name
    work = once(
        factory, name, lambda folder: made(folder / "public", shutil.copytree(source, folder / "garden")).close()
    )
    return Site(work / "public", work / "garden")


def own_site(factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of this repository's own garden, built once for all tests of a run."""

    def fill(folder: Path) -> None:
        (folder / "garden").mkdir()
        for name in ("content", "org", "static", "notegarden.toml"):
            linked_copy(ROOT / name, folder / "garden" / name)
        made(folder / "public", folder / "garden").close()

    return once(factory, "own", fill) / "public"


def of_notes(
    factory: pytest.TempPathFactory,
    name: str,
    notes: Mapping[str, str],
    settings: str,
    *,
    tags: str = "[]",
    drafts: Mapping[str, str] | None = None,
    below: str = "",
) -> Site:
    """The site of a garden with these notes, built once for all tests of a run. `notes`: file name → text; its title is
    the name. `below`: the path of its base URL, without slashes."""

    def fill(folder: Path) -> None:
        content = folder / "garden" / "content"
        content.mkdir(parents=True)
        held = drafts or {}
        for each, text in (*notes.items(), *held.items()):
            front = f'title = "{each.title()}"\ntags = {tags}\n' + "draft = true\n" * (each in held)
            (content / f"{each}.md").write_text(f"+++\n{front}+++\n\n{text}", encoding="utf-8")
        (folder / "garden" / "notegarden.toml").write_text(settings, encoding="utf-8")
        made(folder / "public" / below, folder / "garden").close()

    work = once(factory, name, fill)
    return Site(work / "public", work / "garden")


def copied(garden: Path) -> Path:
    """A copy of the real garden's text that a test may change; its pictures are not copied."""
    source = MOGOZ if MOGOZ.is_dir() else ROOT
    shutil.copytree(source / "content", garden / "content")
    linked_copy(source / "static", garden / "static")
    if source == ROOT:
        shutil.copy(ROOT / "notegarden.toml", garden)
        return garden
    for guest in (HERE / "guests").iterdir():
        shutil.copy(guest, garden / "content" / "posts")
    settings = ["title", "base_url", "language", "edit_url"]
    values = ["mogoz", "https://garden.example/", "en-us", "https://garden.example/edit/{path}"]
    lines = (f'{name} = "{value}"\n' for name, value in zip(settings, values, strict=True))
    (garden / "notegarden.toml").write_text("".join(lines), encoding="utf-8")
    return garden


def box_of(locator: Locator) -> FloatRect:
    """The position of an element in the window."""
    box = locator.bounding_box()
    assert box is not None
    return box


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for a condition that playwright cannot express; its `wait_for_function` takes a promise for a result."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, "the condition never held"
        page.wait_for_timeout(50)


def watch_requests(page: Page) -> None:
    """Count the requests of a new page, so that `quiet` can wait for them."""
    under_way = UNDER_WAY[page] = set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))


def quiet(page: Page) -> None:
    """Wait until the page has no request in progress and no pending work.

    Playwright's "networkidle" waits for half a second without requests, hundreds of times in a run.
    """
    under_way = UNDER_WAY[page]
    page.wait_for_load_state("load")
    until(page, lambda: not under_way and bool(page.evaluate(IDLE)) and not under_way)


def scripts_have_run(target: Locator) -> None:
    """Wait for the scripts of the page that an element is in: with them a link may open a dialog instead."""
    target.wait_for(state="attached")  # while a followed link is loading, the state is that of the page before
    target.page.wait_for_load_state("load")


def let_pass(page: Page, milliseconds: int) -> None:
    """Wait for a timer in the page, and the frame after it.

    Shorter timers of the page have fired by then, however slow the machine: timers fire in order.
    """
    page.evaluate(
        "(ms) => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done()), ms))", milliseconds
    )


def press_long(page: Page, selector: str, milliseconds: int = 900) -> None:
    """Hold a finger on an element, by real touch events."""
    lift = touch_down(page, selector)
    let_pass(page, milliseconds)
    lift()


def press_until(page: Page, selector: str, condition: str) -> None:
    """Hold a finger on an element until a condition in the page holds, however slow the machine."""
    lift = touch_down(page, selector)
    page.wait_for_function(condition)
    lift()


def touch_down(page: Page, selector: str) -> Callable[[], Any]:
    """Put a finger on an element; the returned function lifts it."""
    page.locator(selector).first.scroll_into_view_if_needed()
    box = box_of(page.locator(selector).first)
    session = page.context.new_cdp_session(page)
    point = {"x": box["x"] + min(12, box["width"] / 2), "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    return lambda: session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
