"""Which files of a garden are watched, and how the watcher names changed files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import write
from watchdog import events

from notegarden.serve.watch import watch as module
from notegarden.serve.watch.watch import Watch


class Folders:
    """An observer that reports nothing by itself and records the watched folders."""

    def __init__(self, **_: Any) -> None:
        self.watched: dict[str, bool] = {}

    def start(self) -> None:
        pass

    stop = start

    def join(self, _: float) -> None:
        pass

    def schedule(self, _: object, path: str, *, recursive: bool, event_filter: object) -> Any:  # noqa: ARG002
        self.watched[path] = recursive
        return SimpleNamespace(path=path)

    def unschedule(self, watch: Any) -> None:
        del self.watched[watch.path]


@pytest.fixture(autouse=True)
def observer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Observer", Folders)
    monkeypatch.setattr(module, "PollingObserver", Folders)


class Watched:
    """A watch of a garden, and the events that it recorded."""

    def __init__(self, garden: Path, theme: tuple[Path, ...] = (), content: str = "content") -> None:
        self.garden = garden
        self.watch = Watch(garden, theme, content=content)
        self.watch.start()
        self.news: list[tuple[str, str]] = []
        self.watch._debouncer.add = lambda path, news: self.news.append((path, news))  # type: ignore[method-assign]

    @property
    def folders(self) -> dict[str, bool]:
        """Watched folder, below the garden → whether it is watched recursively."""
        watched = self.watch._observer.watched  # type: ignore[attr-defined]
        return {os.path.relpath(path, self.garden): deep for path, deep in watched.items()}

    def tell(self, event: events.FileSystemEvent) -> list[tuple[str, str]]:
        self.news.clear()
        self.watch.on_any_event(event)
        return [*self.news]

    def reported_name(self, path: str) -> str:
        """The name that the watch reports when this file is written."""
        news = self.tell(events.FileClosedEvent(os.path.normpath(self.garden / path)))
        return news[0][0] if news else ""


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    write(tmp_path / "garden", {"content/a.md": "", "static/a.txt": "", "config/_default/hugo.toml": "", "other/x": ""})
    return tmp_path / "garden"


@pytest.fixture
def watched(garden: Path) -> Iterator[Watched]:
    made = Watched(garden)
    yield made
    made.watch.stop()


def test_folders_of_the_garden_are_watched_recursively_and_the_garden_itself_is_not(watched: Watched) -> None:
    """It may contain the output, a repository and a virtual environment."""
    assert watched.folders == {"content": True, "static": True, ".": False, "config": False, "config/_default": False}


def test_a_vault_is_watched_recursively(garden: Path) -> None:
    assert Watched(garden, content="").folders["."] is True


def test_a_theme_elsewhere_is_watched_and_its_files_have_absolute_paths(garden: Path, tmp_path: Path) -> None:
    write(tmp_path, {"theme/templates/base.html": ""})
    made = Watched(garden, (tmp_path / "theme/templates", garden / "templates"))
    assert made.folders["../theme/templates"] is True
    file = tmp_path / "theme/templates/base.html"
    assert made.reported_name("../theme/templates/base.html") == file.as_posix()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/posts/a.md", "content/posts/a.md"), ("notegarden.toml", "notegarden.toml"),
        ("static/a.txt", "static/a.txt"), ("content/.#a.md", ""), ("content/a.md~", ""), ("content/.a.md.swp", ""),
        ("public/index.html", ""), ("content/public/a.md", "content/public/a.md"), ("static/.DS_Store", ""),
        ("../elsewhere.md", ""), ("../gardener/a.md", ""),
    ],
)  # fmt: skip
def test_a_file_is_reported_by_its_path_unless_no_page_depends_on_it(watched: Watched, path: str, name: str) -> None:
    assert watched.reported_name(path) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (".obsidian/app.json", ".obsidian/app.json"), (".obsidian/daily-notes.json", ".obsidian/daily-notes.json"),
        (".obsidian/workspace.json", ""), (".obsidian/plugins/x/app.json", ""), ("notes/a.md", "notes/a.md"),
        ("sub/.obsidian/app.json", ""),
    ],
)  # fmt: skip
def test_of_obsidians_own_files_only_its_settings_count(garden: Path, path: str, name: str) -> None:
    assert Watched(garden, content="").reported_name(path) == name


def test_notes_behind_a_symlink_are_named_by_their_path_in_the_garden(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "garden").mkdir()
    (tmp_path / "garden/content").symlink_to(tmp_path / "elsewhere")
    made = Watched(tmp_path / "garden")
    news = made.tell(events.FileClosedEvent(str(tmp_path / "elsewhere/a.md")))
    assert news == [("content/a.md", "whole")]


def test_each_event_reports_the_changed_paths(watched: Watched) -> None:
    note, other = str(watched.garden / "content/a.md"), str(watched.garden / "content/b.md")
    folder, moved = str(watched.garden / "content/x"), str(watched.garden / "content/y")
    assert watched.tell(events.FileCreatedEvent(note)) == [("content/a.md", "created")]
    assert watched.tell(events.FileModifiedEvent(note)) == [("content/a.md", "written")]
    assert watched.tell(events.FileClosedEvent(note)) == [("content/a.md", "whole")]
    assert watched.tell(events.FileDeletedEvent(note)) == [("content/a.md", "gone")]
    assert watched.tell(events.FileMovedEvent(note, other)) == [("content/a.md", "gone"), ("content/b.md", "whole")]
    assert watched.tell(events.DirCreatedEvent(folder)) == [("content/x/", "whole")], "its files may exist already"
    assert watched.tell(events.DirMovedEvent(folder, moved)) == [("content/x/", "gone"), ("content/y/", "whole")]


def test_an_added_folder_is_watched_and_a_removed_one_is_not(watched: Watched) -> None:
    debouncer: Any = SimpleNamespace(next=lambda _: frozenset({"templates/"}), stop=lambda: None)
    watched.watch._debouncer = debouncer
    (watched.garden / "templates").mkdir()
    (watched.garden / "static/a.txt").unlink()
    (watched.garden / "static").rmdir()
    assert watched.watch.next(1) == {"templates/"}
    assert "templates" in watched.folders
    assert "static" not in watched.folders


@pytest.mark.parametrize(("age", "busy"), [(0, True), (9, True), (11, False), (None, False)])
def test_updates_wait_for_git_unless_its_lock_is_stale(
    garden: Path, age: float | None, busy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(garden, {".git/config": ""})
    if age is not None:
        write(garden, {".git/index.lock": ""})
        at = (garden / ".git/index.lock").stat().st_mtime
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: at + age))
    assert Watched(garden).watch._checkout_is_under_way() is busy
    assert not Watched(garden / "other").watch._checkout_is_under_way() or busy, (
        "the repository may be above the garden"
    )
