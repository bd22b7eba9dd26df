"""When a save is complete, with a fake clock: which events form one batch, and when it is emitted."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from notegarden.serve.watch import debounce
from notegarden.serve.watch.debounce import Debouncer, News

Event = tuple[float, str, News]
"""When it comes, in seconds; the file; what is news of it."""
NOTE = "a.md"


class Clock:
    """A fake clock that advances only while somebody waits; events arrive at their times."""

    def __init__(self, events: list[Event], monkeypatch: pytest.MonkeyPatch, **options: bool) -> None:
        self.now = 0.0
        self._events = sorted(events)
        self.debouncer = Debouncer(**{"closes": True, **options})  # type: ignore[arg-type]
        monkeypatch.setattr(debounce, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(self.debouncer._arrival, "wait", self._wait)

    def _wait(self, seconds: float) -> None:
        until = self.now + seconds
        if self._events and self._events[0][0] <= until:
            self.now, path, news = self._events.pop(0)
            self.debouncer.add(path, news)
        else:
            self.now = until

    def batches(self) -> list[tuple[float, set[str]]]:
        """(time, paths) of each emitted batch."""
        out = []
        while batch := self.debouncer.next(60):
            out.append((round(self.now, 3), {*batch}))
        return out


def written(at: float, path: str) -> list[Event]:
    """A file that is written and closed at once."""
    return [(at, path, "created"), (at, path, "written"), (at + 0.001, path, "whole")]


SAVES: dict[str, list[Event]] = {
    "at once": written(0, NOTE),
    "slowly": [*((part / 50, NOTE, "written") for part in range(5)), (0.1, NOTE, "whole")],
    "emptied, and written later": [(0, NOTE, "written"), (0.6, NOTE, "written"), (0.601, NOTE, "whole")],
    "by rename": [*written(0, "sedXyz"), (0.002, "sedXyz", "gone"), (0.002, NOTE, "whole")],
    "with a backup": [(0, NOTE, "gone"), *written(0.05, NOTE)],
}


@pytest.mark.parametrize("events", SAVES.values(), ids=SAVES)
def test_a_save_is_one_batch_shortly_after_its_last_event(events: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    ((when, what),) = Clock(events, monkeypatch).batches()
    assert what == {NOTE}
    assert when <= max(at for at, _, _ in events) + 0.01


def test_a_deleted_note_is_emitted_if_nothing_replaces_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ((when, what),) = Clock([(0, NOTE, "gone")], monkeypatch).batches()
    assert (when, what) == (0.06, {NOTE})


def test_a_file_added_while_the_last_batch_was_processed_is_emitted_even_if_it_is_gone() -> None:
    """The processing may have read it."""
    debouncer = Debouncer(closes=True)
    debouncer.add(NOTE, "created")
    debouncer.add(NOTE, "gone")
    assert debouncer.next(60) == {NOTE}


def test_two_saves_are_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [what for _, what in Clock([*written(0, NOTE), *written(1, NOTE)], monkeypatch).batches()] == [{NOTE}] * 2


@pytest.mark.parametrize("apart", [0.001, 0.005])
def test_many_files_are_one_batch(apart: float, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number}.md" for number in range(500)]
    events = [event for number, name in enumerate(names) for event in written(number * apart, name)]
    ((_, what),) = Clock(events, monkeypatch).batches()
    assert what == {*names}


def test_without_closing_events_a_short_pause_ends_a_save(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Event] = [(0, NOTE, "written"), (0.03, NOTE, "written")]
    assert Clock(events, monkeypatch, closes=False).batches() == [(0.07, {NOTE})]


@pytest.mark.parametrize(("files", "patience"), [(1, 1.0), (5, 3.0)])
def test_writing_without_a_pause_is_emitted_after_a_limit(
    files: int, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {f"{number}.md" for number in range(files)}
    events: list[Event] = [(step / 100, name, "written") for step in range(1000) for name in names]
    when, what = Clock(events, monkeypatch).batches()[0]
    assert what == names
    assert when == pytest.approx(patience, abs=0.05)


def test_while_more_events_are_certain_nothing_is_emitted() -> None:
    asked: list[int] = []

    def busy() -> bool:
        asked.append(1)
        if len(asked) == 1:
            debouncer.add("b.md", "whole")
        return len(asked) < 3

    debouncer = Debouncer(closes=True, busy=busy)
    debouncer.add("a.md", "whole")
    assert debouncer.next(60) == {"a.md", "b.md"}
    assert len(asked) == 3


def test_stopping_ends_a_wait() -> None:
    debouncer = Debouncer(closes=True)
    given: list[frozenset[str]] = []
    waiting = threading.Thread(target=lambda: given.append(debouncer.next(1e6)))
    waiting.start()
    debouncer.stop()
    waiting.join(60)
    assert given == [frozenset()]
