"""The input of a served garden's search index: collected a few notes at a time, abandoned when the garden changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.serve.live import searchable as module
from notegarden.serve.live.answers import Searchable
from notegarden.serve.live.searchable import searchable


class Garden:
    """A garden with this number of notes, of which two are read at a time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, notes: int) -> None:
        self.read: list[list[int]] = []
        self.closed = 0
        self.between: Callable[[], object] = lambda: None
        site_files = SimpleNamespace(
            search_lists=lambda: {"recent": []},
            garden=SimpleNamespace(listed=lambda: [*range(notes)]),
            search_pages=self._pages,
        )
        self.live: Any = SimpleNamespace(
            lock=threading.RLock(),
            version=1,
            tables=lambda: SimpleNamespace(site_files=site_files),
            pipeline=SimpleNamespace(ledger=SimpleNamespace(path=Path("x"), key=lambda _: b"rules")),
            files=SimpleNamespace(index=Path("index")),
        )
        monkeypatch.setattr(module, "_AT_ONCE", 2)
        monkeypatch.setattr(module, "BodyReader", lambda _: SimpleNamespace(close=self._close))
        monkeypatch.setattr(module, "time", SimpleNamespace(sleep=lambda _: self.between()))

    def _close(self) -> None:
        self.closed += 1

    def _pages(self, _bodies: object, rules: bytes, nodes: list[int]) -> dict[str, Any]:
        assert rules == b"rules"
        self.read.append(nodes)
        return {f"/{node}/": node for node in nodes}

    def collected(self) -> Searchable | None:
        with searchable(self.live) as found:
            assert self.closed == 0, "bodies are read while the index is made"
        return found


def test_all_notes_are_collected_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    garden = Garden(monkeypatch, 5)
    found = garden.collected()
    assert found is not None
    assert ([*found.pages], found.lists, found.output) == (
        ["/0/", "/1/", "/2/", "/3/", "/4/"], {"recent": []}, Path("index"),
    )  # fmt: skip
    assert (garden.read, garden.closed) == ([[0, 1], [2, 3], [4]], 1)


def test_a_garden_without_notes_has_an_empty_index(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Garden(monkeypatch, 0).collected()
    assert found is not None
    assert found.pages == {}


def test_a_change_in_between_abandons_the_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    garden = Garden(monkeypatch, 5)

    def change() -> None:
        garden.live.version += bool(garden.read)

    garden.between = change
    assert garden.collected() is None
    assert (garden.read, garden.closed) == ([[0, 1]], 1)


def test_the_lock_is_free_between_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So an edit does not wait for the index."""
    garden = Garden(monkeypatch, 5)
    taken: list[bool] = []

    def edit() -> None:
        thread = threading.Thread(target=lambda: taken.append(garden.live.lock.acquire(timeout=60)))
        thread.start()
        thread.join(60)
        garden.live.lock = threading.RLock()

    garden.between = edit
    garden.collected()
    assert taken == [True, True, True]


def test_an_error_while_the_index_is_made_closes_the_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    garden = Garden(monkeypatch, 1)
    with pytest.raises(ZeroDivisionError), searchable(garden.live):
        raise ZeroDivisionError
    assert garden.closed == 1
