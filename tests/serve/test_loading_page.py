"""The page that is shown while a garden loads, and which requests get another response."""

from __future__ import annotations

from typing import Any

import pytest
from asgi import Answer, ask

from notegarden.serve.http import loading_page
from notegarden.serve.http.loading_page import LoadingPage


def loading(*progress: Any, monkeypatch: pytest.MonkeyPatch) -> LoadingPage:
    """A loading page that handles requests without a server."""
    monkeypatch.setattr(loading_page, "_SOON", 1e9)
    made = LoadingPage("localhost", None, lambda: None)  # type: ignore[arg-type]
    if progress:
        made.progress(*progress)
    return made


@pytest.mark.parametrize(
    ("progress", "shown", "hidden"),
    [
        (("notes", 1200, 10_000), ["1,200 of 10,000", 'value="1200" max="10000"'], []),
        (("links", 0, 0), [], ["value=", " of "]),
        (("<b>", 1, 2), ["&lt;b&gt;"], ["<b>"]),
        ((), [], ["value="]),
    ],
)
def test_the_page_shows_the_progress_of_reading(
    progress: tuple[Any, ...], shown: list[str], hidden: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = loading(*progress, monkeypatch=monkeypatch).page()
    assert [text for text in shown if text not in page] == []
    assert [text for text in hidden if text in page] == []


def get(monkeypatch: pytest.MonkeyPatch, address: str = "/posts/a/", headers: Any = ()) -> Answer:
    return ask(loading("notes", 1, 2, monkeypatch=monkeypatch)._answer, address, headers)


@pytest.mark.parametrize("wanted", ["document", "empty", "iframe", None])
def test_any_page_address_gets_the_loading_page(monkeypatch: pytest.MonkeyPatch, wanted: str | None) -> None:
    answer = get(monkeypatch, headers=[("sec-fetch-dest", wanted)] if wanted else [])
    assert (answer.status, answer.headers["retry-after"], answer.headers["cache-control"]) == (503, "1", "no-store")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b"1 of 2" in answer.body


def test_the_script_of_the_page_is_the_only_one_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = get(monkeypatch).headers["content-security-policy"]
    assert policy.partition(";")[0].count("'sha256-") == 1


@pytest.mark.parametrize("wanted", ["style", "script", "image", "font"])
def test_a_request_for_another_file_does_not_get_the_page(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    answer = get(monkeypatch, headers=[("sec-fetch-dest", wanted)])
    assert (answer.status, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")


def test_an_event_stream_of_an_open_page_is_told_to_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an error, its browser would give up."""
    answer = get(monkeypatch, "/_notegarden/events")
    assert (answer.status, answer.body) == (200, b"retry: 400\n\n")
    assert answer.headers["content-type"].startswith("text/event-stream")
