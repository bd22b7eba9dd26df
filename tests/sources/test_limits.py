"""A note that takes too much time or memory is withheld; the others are read."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from notegarden.notes.note import Dialect, Note, Parsed
from notegarden.sources import parse
from notegarden.sources.limits import OverTimeError, limited_memory, limited_time
from notegarden.workers import KeptWorker

_real = parse.parse_note


def _spoilt(path: str, data: bytes, dialect: Dialect, read: parse.Read | None = None) -> Parsed:
    """A parser that fails as a real one can."""
    if data == b"loops":
        while True:
            pass
    if data == b"grows":
        held = []
        while True:
            held.append(bytearray(1 << 26))
    if data == b"dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if data == b"hangs":
        signal.signal(signal.SIGPROF, signal.SIG_IGN)  # like a library that never checks for signals
        while True:
            pass
    if data == b"swallows":
        while True:
            with suppress(Exception):  # as a library may do
                pass
    return _real(path, data, dialect)


def _read(folder: Path, texts: dict[str, str], jobs: int) -> dict[str, Note]:
    for name, text in texts.items():
        (folder / name).write_text(text)
    read = parse.parse_files(folder, list(texts), Dialect(), jobs)
    return {path: msgspec.msgpack.decode(facts, type=Note) for some in read for path, _, facts, _ in some}


@pytest.mark.parametrize(
    ("text", "message"),
    [("loops", "took more than"), ("swallows", "took more than"), ("grows", "too much memory")],
)
def test_a_note_over_a_limit_is_withheld(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.setattr(parse, "parse_note", _spoilt)
    monkeypatch.setattr(parse, "SECONDS", 0.2 if text != "grows" else 60)
    monkeypatch.setattr(parse, "MEMORY", 1 << 28)
    notes = _read(tmp_path, {"a.md": "good", "b.md": text, "c.md": "good"}, 1)
    assert [bool(note.problems) for note in notes.values()] == [False, True, False]
    assert message in notes["b.md"].problems[0].message
    assert notes["b.md"].front.unreadable


@pytest.mark.parametrize(("text", "message"), [("dies", "crashed"), ("hangs", "crashed"), ("loops", "took")])
def test_few_notes_are_read_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.setattr(parse, "parse_note", _spoilt)
    monkeypatch.setattr(parse, "SECONDS", 0.2)
    notes = _read(tmp_path, {"a.md": "good", "b.md": text, "c.md": "good"}, 1)
    assert [bool(note.problems) for note in notes.values()] == [False, True, False]
    assert message in notes["b.md"].problems[0].message


def _dies_at_b(paths: Sequence[str]) -> list[parse.ParsedFile]:
    if "b" in paths:
        os.kill(os.getpid(), signal.SIGKILL)
    return [(path, "read", b"", b"") for path in paths]


def _died(path: str) -> list[parse.ParsedFile]:
    return [(path, "died", b"", b"")]


def test_a_worker_process_that_dies_is_replaced() -> None:
    kept = KeptWorker()
    try:
        for _ in range(2):
            found = [*parse.spread_safely(_dies_at_b, [["a", "b"], ["c"]], 3, _died, 1, kept)]
            assert [(path, how) for some in found for path, how, *_ in some] == [
                ("a", "read"), ("b", "died"), ("c", "read"),
            ]  # fmt: skip
    finally:
        kept.close()


def test_a_note_that_crashes_its_process_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "parse_note", _spoilt)
    texts = {f"{number:03}.md": "dies" if number in (5, 70) else "good" for number in range(100)}
    notes = _read(tmp_path, texts, 2)
    assert list(notes) == list(texts)
    assert [path for path, note in notes.items() if note.problems] == ["005.md", "070.md"]
    assert "process crashed" in notes["070.md"].problems[0].message


def test_work_in_another_thread_is_stopped_too() -> None:
    ended = []

    def work() -> None:
        try:
            with limited_time(0.2):
                while True:
                    pass
        except OverTimeError:
            ended.append("over time")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(30)
    assert ended == ["over time"]


def test_the_limits_are_removed_after_the_work() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)
    with limited_memory(), limited_time():
        assert resource.getrlimit(resource.RLIMIT_AS) != before[0]
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.parametrize("kind", ["pipe", "device", "huge", "link"])
def test_a_path_that_is_not_a_regular_text_file_is_withheld(tmp_path: Path, kind: str) -> None:
    content = tmp_path / "content"
    content.mkdir()
    place = content / "x.md"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "huge":
        with place.open("wb") as file:
            file.truncate(1 << 40)
    else:
        (tmp_path / "secret").write_text("secret")
        place.symlink_to(tmp_path / "secret")
    [(_, _, facts, body)] = parse.parse_chunk(str(content), Dialect(), ["x.md"])
    note = msgspec.msgpack.decode(facts, type=Note)
    assert "cannot be read" in note.problems[0].message
    assert note.front.unreadable
    assert b"secret" not in body


def test_an_unreadable_note_is_not_treated_as_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("")
    [(_, empty, *_)] = parse.parse_chunk(str(tmp_path), Dialect(), ["x.md"])
    (tmp_path / "x.md").unlink()
    [(_, gone, *_)] = parse.parse_chunk(str(tmp_path), Dialect(), ["x.md"])
    assert gone != empty
