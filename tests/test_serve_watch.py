"""Which events the watcher emits. Its clock is stopped, so that no test depends on speed."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from notegarden.serve.watch.debounce import Debouncer, News
from notegarden.serve.watch.watch import Watch


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    (root / "content/posts").mkdir(parents=True)
    (root / "content/posts/a.md").write_text("one")
    (root / "notegarden.toml").write_text("")
    return root


class Clock:
    """The debouncer's clock, stopped unless a test advances it, and the events that it received."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.news: list[tuple[str, str]] = []
        add = Debouncer.add

        def noted(debouncer: Debouncer, path: str, news: News) -> None:
            add(debouncer, path, news)
            self.news.append((path, news))

        monkeypatch.setattr(Debouncer, "add", noted)
        monkeypatch.setattr("notegarden.serve.watch.debounce.time", SimpleNamespace(monotonic=lambda: self.now))

    def has(self, name: str, *, closed: bool = True, seconds: float = 60) -> bool:
        """Whether the event arrives that a file was written and closed."""
        deadline = time.monotonic() + seconds
        while not any(path == name and (news == "whole" or not closed) for path, news in list(self.news)):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def batch(self, watch: Watch) -> set[str]:
        """What the watcher emits once writing has paused."""
        self.now += 100
        return {*watch.next(60)}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def watch(garden: Path, clock: Clock) -> Iterator[Watch]:
    watching = Watch(garden)
    watching.start()
    wait_until_watched(watching, clock, garden, "content/awake")
    wait_until_watched(watching, clock, garden, "config")
    yield watching
    watching.stop()


def wait_until_watched(watch: Watch, clock: Clock, garden: Path, name: str, *, closes: bool = True) -> set[str]:
    """Write files until an event of one arrives, since watching begins in another thread; return all events until then.

    `name`: of the files below the garden, `config` for its configuration, which cannot have a number.
    """
    for number in range(300):
        file = "hugo.toml" if name == "config" else f"{name}{number}.md"
        (garden / file).unlink(missing_ok=True)
        (garden / file).write_text("x")
        if clock.has(file, closed=closes, seconds=0.5):
            return clock.batch(watch)
    raise AssertionError(f"no event for {name}")


def until_awaited(watch: Watch) -> None:
    deadline = time.monotonic() + 60
    while not watch._debouncer._is_awaited:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def news_of(watch: Watch, clock: Clock, change: Callable[[], object], last: Path, name: str) -> set[str]:
    """What the watcher emits for a change: all events before that of a file written after it."""
    change()
    last.write_text("x")
    assert clock.has(name), f"no event for {name}"
    batch = clock.batch(watch)
    assert name in batch
    return batch - {name}


def test_write_and_rename_reports_the_note(garden: Path, watch: Watch, clock: Clock) -> None:
    def write() -> None:
        (garden / "content/posts/sedXyz").write_text("new")
        (garden / "content/posts/sedXyz").replace(garden / "content/posts/a.md")

    # The batch is awaited meanwhile: only then did nobody read the file that was added and removed.
    with ThreadPoolExecutor(1) as pool:
        batch = pool.submit(watch.next, 60)
        until_awaited(watch)
        write()
        (garden / "content/posts/last.md").write_text("x")
        assert clock.has("content/posts/last.md")
        clock.now += 100
        assert batch.result(60) == {"content/posts/a.md", "content/posts/last.md"}


def test_backup_by_rename_reports_the_note(garden: Path, watch: Watch, clock: Clock) -> None:
    note = garden / "content/posts/a.md"

    def write() -> None:
        note.rename(f"{note}~")
        note.write_text("new")

    last = garden / "content/posts/last.md"
    assert news_of(watch, clock, write, last, "content/posts/last.md") == {"content/posts/a.md"}


def test_temporary_files_of_editors_are_not_reported(garden: Path, watch: Watch, clock: Clock) -> None:
    def write() -> None:
        posts = garden / "content/posts"
        (posts / ".#a.md").symlink_to("me@host.1")
        for name in (".a.md.swp", "a.md~", "#a.md#", "4913", "a.md.tmp", ".DS_Store"):
            (posts / name).write_text("x")
        (garden / "public").mkdir()
        (garden / "public/index.html").write_text("x")
        (garden / ".notegarden").mkdir()
        (garden / ".notegarden/ledger.sqlite").write_text("x")

    write()
    (garden / "content/posts/last.md").write_text("x")
    (garden / "notegarden.toml").write_text("x")
    assert clock.has("content/posts/last.md")
    assert clock.has("notegarden.toml")
    assert clock.batch(watch) == {"content/posts/last.md", "notegarden.toml"}


def test_reading_is_not_reported(garden: Path, watch: Watch, clock: Clock) -> None:
    last = garden / "content/posts/last.md"
    read = (garden / "content/posts/a.md").read_text
    assert news_of(watch, clock, read, last, "content/posts/last.md") == set()


MANY = {f"content/posts/{number}.md" for number in range(500)}


def test_changes_of_many_files_are_one_batch(garden: Path, watch: Watch, clock: Clock) -> None:
    def checkout() -> None:
        for name in MANY:
            (garden / name).write_text("x")

    assert news_of(watch, clock, checkout, garden / "content/posts/last.md", "content/posts/last.md") == MANY


def test_a_git_checkout_is_one_batch(garden: Path, clock: Clock) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *who, *arguments], cwd=garden, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    git("checkout", "-b", "many")
    for name in MANY:
        (garden / name).write_text(f"{name}\n" * 50)
    git("add", ".")
    git("commit", "-m", "many")
    git("checkout", "main")
    watching = Watch(garden)
    watching.start()
    try:
        wait_until_watched(watching, clock, garden, "content/awake")
        last = garden / "content/posts/last.md"
        assert news_of(watching, clock, lambda: git("checkout", "many"), last, "content/posts/last.md") == MANY
    finally:
        watching.stop()


def test_added_folders_are_watched(garden: Path, watch: Watch, clock: Clock) -> None:
    news: set[str] = set()
    for folder in ("templates", "config/_default"):
        (garden / folder).mkdir(parents=True)
        assert clock.has(f"{folder.partition('/')[0]}/")
        news |= clock.batch(watch)  # which starts watching the folder
        news |= wait_until_watched(watch, clock, garden, f"{folder}/note")
    assert {"templates/", "config/"} <= news


def test_a_moved_folder_reports_its_files(garden: Path, watch: Watch, clock: Clock) -> None:
    last = garden / "content/last.md"
    moved = news_of(
        watch, clock, lambda: (garden / "content/posts").rename(garden / "content/notes"), last, "content/last.md"
    )
    assert {"content/posts/", "content/notes/"} <= moved
    clock.news.clear()
    assert "content/notes/" not in wait_until_watched(watch, clock, garden, "content/notes/later")
    clock.news.clear()
    last = garden / "content/later.md"
    removed = news_of(watch, clock, lambda: shutil.rmtree(garden / "content/notes"), last, "content/later.md")
    assert "content/notes/" in removed


def test_content_may_be_a_link_to_the_notes_folder(tmp_path: Path, clock: Clock) -> None:
    notes = tmp_path / "elsewhere"
    notes.mkdir()
    root = tmp_path / "garden"
    root.mkdir()
    (root / "content").symlink_to(notes)
    watching = Watch(root)
    watching.start()
    try:
        news = wait_until_watched(watching, clock, root, "content/a")
        assert {name.rstrip("0123456789.md") for name in news} == {"content/a"}
    finally:
        watching.stop()


def test_a_disk_without_events_is_polled(garden: Path, clock: Clock) -> None:
    watching = Watch(garden, poll=True)
    watching.start()
    try:
        wait_until_watched(watching, clock, garden, "content/posts/b", closes=False)
    finally:
        watching.stop()


def test_updates_wait_for_git_but_not_for_a_stale_lock(garden: Path, clock: Clock) -> None:
    (garden / ".git").mkdir()
    lock = garden / ".git/index.lock"
    watching = Watch(garden)
    watching.start()
    try:
        wait_until_watched(watching, clock, garden, "content/awake")
        lock.touch()
        lasts = lock.stat().st_mtime + 1000
        os.utime(lock, (lasts, lasts))
        (garden / "content/posts/a.md").write_text("two")
        assert clock.has("content/posts/a.md")
        threading.Timer(0.5, lock.unlink).start()
        assert clock.batch(watching) == {"content/posts/a.md"}
        assert not lock.exists(), "git had finished"
        clock.news.clear()
        lock.touch()
        os.utime(lock, (1, 1))
        (garden / "content/posts/a.md").write_text("three")
        assert clock.has("content/posts/a.md")
        with ThreadPoolExecutor(1) as pool:
            batch = pool.submit(clock.batch, watching)
            try:
                assert batch.result(60) == {"content/posts/a.md"}, "nothing waited for the lock to be removed"
            finally:
                lock.unlink()
    finally:
        watching.stop()
