"""A long build shows its progress, whatever the number of notes."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from notegarden.commands.progress_bar import DELAY, progress_bar
from notegarden.pipeline.stages import Options, Pipeline


class _Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def _shown(seconds: float, *calls: tuple[str, int, int]) -> str:
    """The output of a bar after these calls at once and this many seconds."""
    clock, console = _Clock(), Console(file=io.StringIO(), force_terminal=True, width=60)
    with progress_bar(console, clock) as show:
        for call in calls:
            show(*call)
        clock.now += seconds
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_short_build_shows_nothing() -> None:
    assert "notes" not in _shown(DELAY - 0.1, ("notes", 1, 2))


def test_a_long_build_shows_progress_also_with_few_notes_and_without_another_call() -> None:
    shown = _shown(DELAY, ("notes", 1, 3))
    assert "notes" in shown
    assert "1/3" in shown
    assert "search index" in _shown(DELAY, ("notes", 3, 3), ("search index", 0, 0))


def test_without_a_terminal_no_progress_is_shown() -> None:
    with progress_bar(None) as show:
        show("notes", 1, 2)


def test_every_long_stage_of_a_build_is_named(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Text.\n", encoding="utf-8")
    named: list[str] = []
    pipeline = Pipeline(tmp_path, Options(output=tmp_path / "out", jobs=1))
    pipeline.refresh(progress=lambda name, *_: named.append(name))
    pipeline.publish(lambda name, *_: named.append(name))
    pipeline.close()
    assert list(dict.fromkeys(named)) == ["notes", "links", "pages", "files", "search index"]
