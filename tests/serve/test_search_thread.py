"""When the search index of a served garden is updated, and that no error of it stops the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.ledger.file import LostTextError
from notegarden.serve.live import search_thread
from notegarden.serve.live.answers import Searchable
from notegarden.serve.live.search_thread import Searching


class Live:
    """A garden whose search input is given by the test."""

    def __init__(self, *, search: bool = True) -> None:
        self.pipeline: Any = SimpleNamespace(config=SimpleNamespace(search=search, language="en"))
        self.errors: list[BaseException] = []

    @contextmanager
    def reported(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001
            self.errors.append(error)


class Index:
    """Records the updates of an index: what each was made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, search: bool = True) -> None:
        self.live = Live(search=search)
        self.found: Searchable | None = Searchable({"/a/": ("1", lambda: "A")}, {}, Path("x"))  # type: ignore[arg-type,return-value]
        self.made: list[list[Any]] = []
        self.meanwhile: Callable[[], object] = lambda: None
        monkeypatch.setattr(search_thread, "searchable", self._searchable)
        monkeypatch.setattr(search_thread, "update_search", self._update)
        monkeypatch.setattr(search_thread, "time", SimpleNamespace(sleep=lambda _: None))
        self.done: list[Any] = []
        self.searching = Searching(self.live, self.done.append)  # type: ignore[arg-type]

    @contextmanager
    def _searchable(self, _: object) -> Iterator[Searchable | None]:
        yield self.found

    def _update(self, pages: Any, **_: Any) -> str:
        self.made.append([make() for _, make in pages.values()])
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return "report"

    def follow(self) -> None:
        """Request an update and wait for its end."""
        self.searching.follow()
        thread = self.searching._thread
        if thread is not None:
            thread.join(60)


def test_an_update_is_made_of_the_garden_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch)
    index.follow()
    assert (index.made, index.done, index.live.errors) == ([["A"]], ["report"], [])
    index.follow()
    assert len(index.made) == 2


def test_a_change_during_an_update_causes_another_update(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch)
    index.meanwhile = lambda: [index.searching.follow() for _ in range(3)]
    index.follow()
    assert len(index.made) == 2


def test_a_request_after_the_last_check_starts_a_new_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """It came too late for the thread that is about to end."""
    index = Index(monkeypatch)
    looks = index.searching._goes_on
    asked: list[bool] = []

    def look() -> bool:
        found = looks()
        if not found and not asked:
            asked.append(True)
            index.follow()
        return found

    monkeypatch.setattr(index.searching, "_goes_on", look)
    index.follow()
    assert len(index.made) == 2


def test_a_garden_that_changed_during_reading_is_left_to_the_next_update(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch)
    index.found = None
    index.follow()
    assert (index.made, index.done) == ([], [])


def test_a_garden_without_search_has_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch, search=False)
    index.follow()
    assert (index.made, index.searching._thread) == ([], None)


def test_after_the_server_stopped_no_update_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch)
    index.searching.stop()
    index.follow()
    assert index.made == []


def documents(index: Index, make: Callable[[], Any]) -> list[str]:
    """What an update receives for a note whose document is created like this."""
    reported: list[str] = []

    def update(pages: Any, **_: Any) -> None:
        for _, made in pages.values():
            with suppress(Exception):
                try:
                    reported.append(made())
                except OSError as error:
                    reported.append(f"OSError: {error}")
                    raise

    search_thread.update_search = update  # type: ignore[assignment]
    index.found = Searchable({"/a/": ("1", make)}, {}, Path("x"))
    index.follow()
    return reported


def test_a_note_that_changed_meanwhile_is_unreadable_for_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> Any:
        raise LostTextError("gone")

    assert documents(Index(monkeypatch), lost) == ["OSError: a note has changed meanwhile"]


def test_stopping_the_server_stops_an_update_at_the_next_note(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch)
    monkeypatch.setattr(search_thread, "searchable", lambda _: stopping(index))
    assert documents(index, lambda: "A") == ["OSError: the server is shutting down"]


@contextmanager
def stopping(index: Index) -> Iterator[Searchable | None]:
    index.searching.stop()
    yield index.found


def test_an_error_is_reported_and_the_next_update_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(monkeypatch)

    def fail() -> None:
        raise ZeroDivisionError

    index.meanwhile = fail
    index.follow()
    assert [type(error) for error in index.live.errors] == [ZeroDivisionError]
    index.follow()
    assert index.done == ["report"]
