"""When a save is whole, and which news there is of a garden's files."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from notegarden.serve.watch.debounce import Debouncer
from notegarden.serve.watch.watch import Watch


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    (root / "content/posts").mkdir(parents=True)
    (root / "content/posts/a.md").write_text("one")
    (root / "notegarden.toml").write_text("")
    return root


@pytest.fixture
def watch(garden: Path) -> Iterator[Watch]:
    watching = Watch(garden)
    watching.start()
    write_until_seen(watching, garden / "content/awake.md", "content/awake.md")
    write_until_seen(watching, garden / "hugo.toml", "hugo.toml")
    yield watching
    watching.stop()


def write_until_seen(watch: Watch, file: Path, name: str) -> set[str]:
    """Watching begins in a thread of its own, soon. Gives all the news until then, and that of the file."""
    news: set[str] = set()
    for number in range(1, 300):
        file.write_text("x" * number)
        news |= watch.next(0.2)
        if name in news:
            while rest := watch.next(0.5):
                news |= rest
            return news
    raise AssertionError(f"no news of {name}")


def batches(watch: Watch, change: Callable[[], object]) -> list[set[str]]:
    """What the watcher gives out while something happens, until it is quiet."""
    thread = threading.Thread(target=change)
    thread.start()
    out: list[set[str]] = []
    while batch := watch.next(0.6 if out else 60):
        out.append(set(batch))
    thread.join()
    return out


def assert_one_batch(watch: Watch, change: Callable[[], object], names: set[str], within: float) -> None:
    """Where the machine lets the change happen `within` so many seconds: else its parts may have been far apart."""
    took = 0.0

    def timed() -> None:
        nonlocal took
        start = time.monotonic()
        change()
        took = time.monotonic() - start

    for _ in range(20):
        news = batches(watch, timed)
        assert set().union(*news) == names
        if took < within and news == [names]:
            return
    raise AssertionError("never one batch")


def test_a_write_is_one_batch_and_quick(garden: Path, watch: Watch) -> None:
    for number in range(50):
        start = time.monotonic()
        (garden / "content/posts/a.md").write_text(str(number))
        assert watch.next(60) == {"content/posts/a.md"}
        took = time.monotonic() - start
        if not watch.next(0.3) and took < 0.1:
            return
    pytest.fail("never quick, or never at once")


def test_a_slow_write_is_one_batch(garden: Path, watch: Watch) -> None:
    def write() -> None:
        with (garden / "content/posts/a.md").open("w") as file:
            for _ in range(5):
                file.write("part\n")
                file.flush()
                time.sleep(0.02)

    assert_one_batch(watch, write, {"content/posts/a.md"}, 0.15)


def test_write_and_rename_is_one_batch(garden: Path, watch: Watch) -> None:
    def write() -> None:
        (garden / "content/posts/sedXyz").write_text("new")
        (garden / "content/posts/sedXyz").replace(garden / "content/posts/a.md")

    assert_one_batch(watch, write, {"content/posts/a.md"}, 0.05)


def test_backup_by_rename_is_one_batch(garden: Path, watch: Watch) -> None:
    note = garden / "content/posts/a.md"

    def write() -> None:
        note.rename(f"{note}~")
        time.sleep(0.02)
        note.write_text("new")

    assert_one_batch(watch, write, {"content/posts/a.md"}, 0.05)


def test_what_editors_keep_for_themselves_is_no_news(garden: Path, watch: Watch) -> None:
    def write() -> None:
        posts = garden / "content/posts"
        (posts / ".#a.md").symlink_to("me@host.1")
        for name in (".a.md.swp", "a.md~", "#a.md#", "4913", "a.md.tmp", ".DS_Store"):
            (posts / name).write_text("x")
        (garden / "public").mkdir()
        (garden / "public/index.html").write_text("x")
        (garden / ".notegarden").mkdir()
        (garden / ".notegarden/ledger.sqlite").write_text("x")
        for last in (posts / "last.md", garden / "notegarden.toml"):
            last.write_text("x")

    assert set().union(*batches(watch, write)) == {"content/posts/last.md", "notegarden.toml"}


def test_reading_is_no_news(garden: Path, watch: Watch) -> None:
    def read() -> None:
        (garden / "content/posts/a.md").read_text()
        (garden / "content/posts/last.md").write_text("x")

    assert set().union(*batches(watch, read)) == {"content/posts/last.md"}


MANY = {f"content/posts/{number}.md" for number in range(500)}


def test_many_at_once_are_one_batch(garden: Path, watch: Watch) -> None:
    def checkout() -> None:
        for name in MANY:
            (garden / name).write_text("x")

    assert_one_batch(watch, checkout, MANY, 2)


def test_a_git_checkout_is_one_batch(garden: Path) -> None:
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
        write_until_seen(watching, garden / "content/awake.md", "content/awake.md")
        for _ in range(5):
            news = batches(watching, lambda: git("checkout", "many"))
            assert set().union(*news) == MANY
            if news == [MANY]:
                return
            git("checkout", "main")
            while watching.next(1):
                pass
        pytest.fail("never one batch")
    finally:
        watching.stop()


def test_folders_that_come_later_are_watched(garden: Path, watch: Watch) -> None:
    news: set[str] = set()
    for folder, name in (("templates", "note.html"), ("config/_default", "hugo.toml")):
        (garden / folder).mkdir(parents=True)
        news |= write_until_seen(watch, garden / folder / name, f"{folder}/{name}")
    assert {"templates/", "config/"} <= news


def test_a_folder_that_moves_is_news_of_what_is_in_it(garden: Path, watch: Watch) -> None:
    news = batches(watch, lambda: (garden / "content/posts").rename(garden / "content/notes"))
    assert {"content/posts/", "content/notes/"} <= set().union(*news)
    later = write_until_seen(watch, garden / "content/notes/a.md", "content/notes/a.md")
    assert later == {"content/notes/a.md"}
    assert "content/notes/" in set().union(*batches(watch, lambda: shutil.rmtree(garden / "content/notes")))


def test_content_may_be_a_link_to_where_the_notes_are(tmp_path: Path) -> None:
    notes = tmp_path / "elsewhere"
    notes.mkdir()
    root = tmp_path / "garden"
    root.mkdir()
    (root / "content").symlink_to(notes)
    watching = Watch(root)
    watching.start()
    try:
        assert write_until_seen(watching, notes / "a.md", "content/a.md") == {"content/a.md"}
    finally:
        watching.stop()


def test_a_disk_that_does_not_tell_is_looked_at(garden: Path) -> None:
    watching = Watch(garden, poll=True)
    watching.start()
    try:
        write_until_seen(watching, garden / "content/posts/a.md", "content/posts/a.md")
    finally:
        watching.stop()


@pytest.mark.parametrize(("files", "patience"), [(1, 0.2), (5, 3.0)])
def test_what_goes_on_and_on_is_given_out_in_the_end(
    files: int, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that goes on when it is waited for."""
    now = 0.0
    monkeypatch.setattr("notegarden.serve.watch.debounce.time", SimpleNamespace(monotonic=lambda: now))
    gathering = Debouncer(closes=True)
    names = [f"{number}.md" for number in range(files)]

    def wait(seconds: float) -> None:
        nonlocal now
        now += min(seconds, 0.01)
        assert now < 10
        for name in names:
            gathering.add(name, "written")

    monkeypatch.setattr(gathering._arrival, "wait", wait)
    assert gathering.next(60) == {*names}
    assert now == pytest.approx(patience, abs=0.05)


def test_while_more_is_sure_to_come_nothing_is_given_out() -> None:
    asked: list[int] = []

    def busy() -> bool:
        asked.append(1)
        if len(asked) == 1:
            gathering.add("b.md", "whole")
        return len(asked) < 3

    gathering = Debouncer(closes=True, busy=busy)
    gathering.add("a.md", "whole")
    assert gathering.next(60) == {"a.md", "b.md"}
    assert len(asked) == 3


def test_git_at_work_is_waited_for_but_not_what_it_left_behind(garden: Path) -> None:
    (garden / ".git").mkdir()
    lock = garden / ".git/index.lock"
    watching = Watch(garden)
    watching.start()
    try:
        write_until_seen(watching, garden / "content/awake.md", "content/awake.md")
        lock.touch()
        lasts = lock.stat().st_mtime + 1000
        os.utime(lock, (lasts, lasts))
        threading.Timer(0.5, lock.unlink).start()
        (garden / "content/posts/a.md").write_text("two")
        assert watching.next(60) == {"content/posts/a.md"}
        assert not lock.exists(), "git had done"
        lock.touch()
        os.utime(lock, (1, 1))
        late = threading.Timer(30, lock.unlink)
        late.start()
        (garden / "content/posts/a.md").write_text("three")
        assert watching.next(60) == {"content/posts/a.md"}
        late.cancel()
        assert lock.exists(), "nothing waited for it to go"
    finally:
        watching.stop()


def test_stopping_lets_the_waiting_go() -> None:
    gathering = Debouncer(closes=True)
    threading.Timer(0.05, gathering.stop).start()
    start = time.monotonic()
    assert gathering.next(60) == frozenset()
    assert time.monotonic() - start < 50
