"""When a save is whole, and which news there is of a garden's files."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notegarden.serve.gathering import Gathering
from notegarden.serve.watch import Watch


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
    time.sleep(0.1)
    yield watching
    watching.stop()


def batches(watch: Watch, change: Callable[[], object], quiet: float = 0.6) -> list[set[str]]:
    """What the watcher gives out while something happens, until it is quiet."""
    threading.Timer(0.02, change).start()
    out: list[set[str]] = []
    while batch := watch.next(quiet if out else 3):
        out.append(set(batch))
    return out


def test_a_write_is_one_batch_and_quick(garden: Path, watch: Watch) -> None:
    times = []
    for number in range(5):
        start = time.perf_counter()
        (garden / "content/posts/a.md").write_text(str(number))
        assert watch.next(3) == {"content/posts/a.md"}
        times.append(time.perf_counter() - start)
    assert sorted(times)[2] < 0.1
    assert watch.next(0.3) == frozenset()


def test_a_slow_write_is_one_batch(garden: Path, watch: Watch) -> None:
    def write() -> None:
        with (garden / "content/posts/a.md").open("w") as file:
            for _ in range(5):
                file.write("part\n")
                file.flush()
                time.sleep(0.02)

    assert batches(watch, write) == [{"content/posts/a.md"}]


def test_write_and_rename_is_one_batch(garden: Path, watch: Watch) -> None:
    def write() -> None:
        (garden / "content/posts/sedXyz").write_text("new")
        (garden / "content/posts/sedXyz").replace(garden / "content/posts/a.md")

    assert batches(watch, write) == [{"content/posts/a.md"}]


def test_backup_by_rename_is_one_batch(garden: Path, watch: Watch) -> None:
    note = garden / "content/posts/a.md"

    def write() -> None:
        note.rename(f"{note}~")
        time.sleep(0.02)
        note.write_text("new")

    assert batches(watch, write) == [{"content/posts/a.md"}]


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

    threading.Timer(0.02, write).start()
    assert watch.next(1) == frozenset()


def test_reading_is_no_news(garden: Path, watch: Watch) -> None:
    threading.Timer(0.02, (garden / "content/posts/a.md").read_text).start()
    assert watch.next(0.5) == frozenset()


def test_many_at_once_are_one_batch(garden: Path, watch: Watch) -> None:
    def checkout() -> None:
        for number in range(500):
            (garden / f"content/posts/{number}.md").write_text("x")

    assert [len(batch) for batch in batches(watch, checkout)] == [500]


def test_a_git_checkout_is_one_batch(garden: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *who, *arguments], cwd=garden, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    git("checkout", "-b", "many")
    for number in range(500):
        (garden / f"content/posts/{number}.md").write_text(f"{number}\n" * 50)
    git("add", ".")
    git("commit", "-m", "many")
    git("checkout", "main")
    watching = Watch(garden)
    watching.start()
    try:
        time.sleep(0.2)
        seen = batches(watching, lambda: git("checkout", "many"))
        assert [len(batch) for batch in seen] == [500]
    finally:
        watching.stop()


def test_folders_that_come_later_are_watched(garden: Path, watch: Watch) -> None:
    def write() -> None:
        (garden / "templates").mkdir()
        time.sleep(0.4)
        (garden / "templates/note.html").write_text("x")
        (garden / "config/_default").mkdir(parents=True)
        time.sleep(0.4)
        (garden / "config/_default/hugo.toml").write_text("x")

    news = set().union(*batches(watch, write))
    assert {"templates/", "templates/note.html", "config/", "config/_default/hugo.toml"} <= news


def test_a_folder_that_moves_is_news_of_what_is_in_it(garden: Path, watch: Watch) -> None:
    news = batches(watch, lambda: (garden / "content/posts").rename(garden / "content/notes"))
    assert "content/posts/" in news[0]
    assert "content/notes/" in set().union(*news)
    later = batches(watch, lambda: (garden / "content/notes/a.md").write_text("x"))
    assert later == [{"content/notes/a.md"}]
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
        time.sleep(0.1)
        assert batches(watching, lambda: (notes / "a.md").write_text("x")) == [{"content/a.md"}]
    finally:
        watching.stop()


def test_a_disk_that_does_not_tell_is_looked_at(garden: Path) -> None:
    watching = Watch(garden, poll=True)
    watching.start()
    try:
        time.sleep(0.3)
        (garden / "content/posts/a.md").write_text("another, longer")
        os.utime(garden / "content/posts/a.md", (1, 1))
        assert "content/posts/a.md" in watching.next(5)
    finally:
        watching.stop()


def test_what_goes_on_and_on_is_given_out_in_the_end() -> None:
    gathering = Gathering(closes=True)
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.002):
            gathering.add("a.md", "written")

    writer = threading.Thread(target=write)
    writer.start()
    start = time.monotonic()
    assert gathering.next(3) == {"a.md"}
    assert time.monotonic() - start < 1
    stop.set()
    writer.join()


def test_stopping_lets_the_waiting_go() -> None:
    gathering = Gathering(closes=True)
    threading.Timer(0.05, gathering.stop).start()
    start = time.monotonic()
    assert gathering.next(60) == frozenset()
    assert time.monotonic() - start < 5
