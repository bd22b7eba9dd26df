"""A garden that is edited while its pages are open, and its server."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page
from sites import reserved_port

WORDS = "One more sentence about gardens, soil, rain and the patience that all three of them ask for. "
LONG = "\n\n".join(f"Paragraph number {number}. {WORDS * 4}" for number in range(40))
Opener = Callable[..., Page]
# `live`: the page is connected; `fetched`: how many requests it made; `merged`: how many updates it applied.
WITNESS = """
    Object.assign(window, { live: false, fetched: 0, merged: 0 });
    const { EventSource, fetch } = window;
    window.EventSource = class extends EventSource {
        constructor(...rest) {
            super(...rest);
            this.addEventListener("hello", () => setTimeout(() => (window.live = true)));
        }
    };
    window.fetch = (...rest) => (window.fetched++, fetch(...rest));
    document.addEventListener("notegarden:update", () => window.merged++);
"""


class Plot:
    """A small garden on disk and its server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reserved, self.port = reserved_port()
        self.process: subprocess.Popen[str] | None = None

    def up(self, *options: str) -> None:
        command = [
            str(Path(sys.executable).with_name("notegarden")),
            "serve",
            str(self.root),
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r" notes? at http://127\.0\.0\.1:(\d+)", line)
            if found:
                assert int(found[1]) == self.port
                return
        raise AssertionError("the server did not start")

    def down(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            rest, _ = self.process.communicate(timeout=60)
            assert "Traceback" not in rest, rest
            self.process = None

    def close(self) -> None:
        self.down()
        self._reserved.close()

    def await_page(self, name: str, text: str) -> None:
        """Wait until the server has processed what a page shows."""
        deadline = time.monotonic() + 60
        while text not in httpx.get(self.url(name), timeout=60).text:
            assert time.monotonic() < deadline, f"{name} never shows {text!r}"
            time.sleep(0.05)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    def path(self, name: str) -> Path:
        return self.root / "content" / "posts" / f"{name}.md"

    def write(self, name: str, body: str, **front: str) -> None:
        front = {"title": name.capitalize(), **front}
        head = "".join(f'{key} = "{value}"\n' for key, value in front.items())
        self.path(name).write_text(f"+++\n{head}+++\n\n{body}\n", encoding="utf-8")


@pytest.fixture
def plot(tmp_path: Path) -> Iterator[Plot]:
    root = tmp_path / "garden"
    (root / "content" / "posts").mkdir(parents=True)
    (root / "notegarden.toml").write_text('title = "Plot"\n')
    made = Plot(root)
    made.write("soil", f"What grows needs soil.\n\n## Loam {{#loam}}\n\n{LONG}\n\n## Clay {{#clay}}\n\nHeavy when wet.")
    made.write("rain", 'It falls on the [soil]({{< relref "soil.md" >}}).')
    made.write("worm", "It turns the ground.")
    made.up()
    yield made
    made.close()


@pytest.fixture
def open_live(open_page: Opener) -> Opener:
    """`open_page`, but the page is already connected to the server, so every edit of the garden counts."""

    def opener(address: str, **options: Any) -> Page:
        page = open_page("about:blank", **options)
        page.add_init_script(WITNESS)
        page.goto(address)
        assert_live(page)
        return page

    return opener


def assert_live(page: Page) -> None:
    page.wait_for_function("() => window.live")


def edit(plot: Plot, name: str, old: str, new: str) -> None:
    file = plot.path(name)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def marked(page: Page) -> None:
    """Set a mark on the window that a reload would remove."""
    page.evaluate("window.mark = 1")


def assert_not_reloaded(page: Page) -> None:
    assert page.evaluate("window.mark") == 1


def overlay(part: str) -> str:
    """A part of the overlay of the live update."""
    return f"notegarden-live .{part}"
