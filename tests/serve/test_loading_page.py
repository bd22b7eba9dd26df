"""The page that is shown while a garden loads, and who gets another answer."""

from __future__ import annotations

from typing import Any

import pytest
from asgi import Answer, ask

from notegarden.serve.http import loading_page
from notegarden.serve.http.loading_page import LoadingPage


def loading(*progress: Any, monkeypatch: pytest.MonkeyPatch) -> LoadingPage:
    """One that is asked before anybody listens."""
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
def test_the_page_says_how_far_the_reading_is(
    progress: tuple[Any, ...], shown: list[str], hidden: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = loading(*progress, monkeypatch=monkeypatch).page()
    assert [text for text in shown if text not in page] == []
    assert [text for text in hidden if text in page] == []


def get(monkeypatch: pytest.MonkeyPatch, address: str = "/posts/a/", headers: Any = ()) -> Answer:
    return ask(loading("notes", 1, 2, monkeypatch=monkeypatch)._answer, address, headers)


@pytest.mark.parametrize("wanted", ["document", "empty", "iframe", None])
def test_any_page_is_the_loading_page_for_a_moment(monkeypatch: pytest.MonkeyPatch, wanted: str | None) -> None:
    answer = get(monkeypatch, headers=[("sec-fetch-dest", wanted)] if wanted else [])
    assert (answer.status, answer.headers["retry-after"], answer.headers["cache-control"]) == (503, "1", "no-store")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b"1 of 2" in answer.body


def test_the_script_of_the_page_is_the_only_one_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = get(monkeypatch).headers["content-security-policy"]
    assert policy.partition(";")[0].count("'sha256-") == 1


@pytest.mark.parametrize("wanted", ["style", "script", "image", "font"])
def test_what_is_not_a_page_is_not_answered_with_one(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    answer = get(monkeypatch, headers=[("sec-fetch-dest", wanted)])
    assert (answer.status, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")


def test_an_open_page_that_asks_for_news_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error would make its browser give up."""
    answer = get(monkeypatch, "/_notegarden/events")
    assert (answer.status, answer.body) == (200, b"retry: 400\n\n")
    assert answer.headers["content-type"].startswith("text/event-stream")
