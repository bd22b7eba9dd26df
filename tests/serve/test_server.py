"""What the server does on a change, what it postpones, and what it does while nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.serve.http import server
from notegarden.serve.http.server import ChangeThread
from notegarden.serve.live.update import Update
from notegarden.serve.watch import watch


class ChangeRun:
    """A server's change thread, run on batches of changed paths: one per wait, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *batches: set[str], due: float = 3600.0) -> None:
        self.waits: list[float] = []
        self.done: list[Any] = []
        self.said: list[str] = []
        self.published: list[Update] = []
        self.errors: list[Exception] = []
        self.update: Any = lambda paths: Update(2)  # noqa: ARG005
        self._batches = [*batches]
        note = self.done.append
        live: Any = SimpleNamespace(
            warm=lambda: note("warm"), keep=lambda: note("keep"), tidy=lambda: note("tidy"), update=self._update,
            seconds_until_due=lambda: due, reported=self._reported, said=lambda paths, _: [f"said {sorted(paths)}"],
        )  # fmt: skip
        watched: Any = SimpleNamespace(next=self._next, stop=lambda: None)
        search: Any = SimpleNamespace(follow=lambda: note("index"), stop=lambda: None)
        monkeypatch.setattr(server, "watching", lambda live, *, poll: watched)  # noqa: ARG005
        monkeypatch.setattr(server, "Searching", lambda live: search)  # noqa: ARG005
        monkeypatch.setattr(server.click, "echo", self.said.append)
        self.thread = ChangeThread(live, self.published.append, poll=False)
        self.thread.run()

    def _next(self, wait: float) -> frozenset[str]:
        self.waits.append(wait)
        if not self._batches:
            self.thread._stopping = True
            return frozenset()
        return frozenset(self._batches.pop(0))

    def _update(self, paths: Any) -> Any:
        self.done.append(sorted(paths))
        return self.update(paths)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001
            self.errors.append(error)


QUIET: set[str] = set()


def test_after_the_start_the_garden_is_scanned_again_and_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files written during loading caused no event."""
    run = ChangeRun(monkeypatch, QUIET, QUIET, QUIET, QUIET)
    assert run.done == ["warm", [], "index", [], []]
    assert run.waits == [server._LOOK_AGAIN, server._INDEX_AFTER, server._CHECK_AFTER, 3600.0, 3600.0]


def test_a_change_is_applied_at_once_and_other_work_is_postponed(monkeypatch: pytest.MonkeyPatch) -> None:
    run = ChangeRun(monkeypatch, {"a.md"}, QUIET, QUIET, QUIET, QUIET)
    assert run.done == ["warm", ["a.md"], "keep", "index", [], "tidy"]
    assert run.waits[1:5] == [server._KEEP_AFTER, server._INDEX_AFTER, server._CHECK_AFTER, server._TIDY_AFTER]
    assert run.said[0] == "said ['a.md']"


def test_a_change_restarts_the_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    run = ChangeRun(monkeypatch, {"a.md"}, {"b.md"}, QUIET, QUIET)
    assert run.done == ["warm", ["a.md"], ["b.md"], "keep", "index"]


@pytest.mark.parametrize(("number", "wait"), [(49, server._CHECK_AFTER), (50, server._CHECK_AFTER_MANY)])
def test_after_many_changes_the_whole_garden_is_checked_sooner(
    monkeypatch: pytest.MonkeyPatch, number: int, wait: float
) -> None:
    """The queue of events may have overflowed."""
    run = ChangeRun(monkeypatch, {f"{each}.md" for each in range(number)}, QUIET, QUIET, QUIET)
    assert run.waits[3] == wait


def test_a_note_that_becomes_due_comes_before_postponed_work(monkeypatch: pytest.MonkeyPatch) -> None:
    run = ChangeRun(monkeypatch, {"a.md"}, QUIET, QUIET, due=1.0)
    assert run.done[1:] == [["a.md"], "keep", []]
    assert run.waits[:3] == [server._LOOK_AGAIN, server._KEEP_AFTER, 1.0]


def test_without_a_change_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChangeRun, "_update", lambda self, paths: self.done.append(sorted(paths)))
    run = ChangeRun(monkeypatch, {"a.md"})
    assert (run.published, run.said) == ([], [])


def test_an_error_is_reported_and_the_next_change_is_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: ChangeRun, paths: Any) -> Any:
        self.done.append(sorted(paths))
        if len(self.done) == 2:
            raise ZeroDivisionError
        return Update(2)

    monkeypatch.setattr(ChangeRun, "_update", fail)
    run = ChangeRun(monkeypatch, {"a.md"}, {"b.md"})
    assert (run.done[1:], len(run.errors), len(run.published)) == ([["a.md"], ["b.md"]], 1, 1)


def test_without_an_inotify_instance_the_files_are_polled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first instance is created with the observer, not when it starts."""

    def refuse() -> None:
        raise OSError(24, "inotify instance limit reached")

    monkeypatch.setattr(watch, "Observer", refuse)
    said: list[str] = []
    monkeypatch.setattr(server.click, "echo", said.append)
    pipeline = SimpleNamespace(
        root=tmp_path, theme=SimpleNamespace(templates=[], statics=[]), config=SimpleNamespace(content="content")
    )
    started = server.watching(SimpleNamespace(pipeline=pipeline), poll=False)  # type: ignore[arg-type]
    started.stop()
    (line,) = said
    assert "inotify instance limit reached" in line
