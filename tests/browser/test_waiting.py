"""A browser that requests a page while the garden is being read shows the progress, and then the page."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from notegarden.pipeline.stages import Options, Pipeline
from notegarden.serve import listen
from notegarden.serve.http import loading_page
from notegarden.serve.http.loading_page import LoadingPage
from notegarden.serve.http.server import Server
from notegarden.serve.live.live_garden import LiveGarden

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]


class Reading:
    """A garden that is read as slowly as a test needs."""

    def __init__(self, root: Path) -> None:
        self.listener = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.loading_page = LoadingPage("127.0.0.1", self.listener, lambda: None)
        self._root = root
        self._server: Server | None = None

    def end(self) -> None:
        """Finish reading."""
        self.loading_page.stop()
        pipeline = Pipeline(self._root, Options(ledger="serve", search=False))
        pipeline.refresh()
        self._server = Server(LiveGarden(pipeline), "127.0.0.1", self.listener)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()

    def close(self) -> None:
        self.loading_page.stop()
        if self._server is not None:
            self._server.should_exit = True
            self._thread.join(60)
            self._server.live.close()
        self.listener.close()


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    monkeypatch.setattr(loading_page, "_SOON", 0)
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/soil.md").write_text('+++\ntitle = "Soil"\n+++\n\nWhat grows needs soil.\n')
    made = Reading(tmp_path)
    made.loading_page.progress("notes", 300, 1200)
    yield made
    made.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_loading_page_becomes_the_requested_page(reading: Reading, open_page: Opener, scripts: bool) -> None:
    page = open_page(f"{reading.url}posts/soil/", java_script_enabled=scripts)
    expect(page.get_by_text("300 of 1,200")).to_be_visible()
    reading.loading_page.progress("notes", 900, 1200)
    expect(page.get_by_text("900 of 1,200")).to_be_visible()
    reading.end()
    expect(page.get_by_text("What grows needs soil.")).to_be_visible()
    expect(page.locator("#notegarden-live")).to_be_attached()  # the page itself, not only its text
    assert page.url == f"{reading.url}posts/soil/"


def test_it_is_accessible(reading: Reading, open_page: Opener, violations: Callable[[Page], list[str]]) -> None:
    page = open_page(reading.url)
    expect(page.get_by_role("progressbar")).to_have_accessible_name(re.compile(r"\w"))
    assert violations(page) == []


def test_a_page_opened_earlier_connects_when_reading_is_done(reading: Reading, open_page: Opener) -> None:
    """A browser stops reconnecting to an event stream that responds with an error."""
    page = open_page(reading.url)
    page.evaluate("""() => {
        window.news = new EventSource("/_notegarden/events");
        window.stop();
        window.fetch = () => new Promise(() => {});
        window.tries = 0;
        window.news.addEventListener("error", () => window.tries++);
        window.news.addEventListener("hello", () => (document.title = "heard"));
    }""")
    page.wait_for_function("() => window.tries >= 2")
    reading.end()
    expect(page).to_have_title("heard")
