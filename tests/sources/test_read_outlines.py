"""An Org file whose outline takes too much time or memory is withheld; the notes of the others are built."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import build, snapshot

from notegarden.dialects.org.files import Garden, OpenFile, open_file
from notegarden.notes.note import Dialect
from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline
from notegarden.serve.live.answers import Rendered
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.sources import parse_outlined, read_outlines

GOOD = "#+title: Good\n\nIt links [[file:bad.org][the other]].\n"
BAD = "#+title: Bad SECRET\n\nwords\n"


def _spoilt(garden: Garden, file: str, dialect: Dialect, *moved: Mapping[str, str]) -> OpenFile:
    """What can happen to the process that parses an outline."""
    text = (garden.root / file).read_text()
    if "loops" in text:
        while True:
            pass
    if "dies" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hangs" in text:
        signal.signal(signal.SIGPROF, signal.SIG_IGN)  # like a library that never checks for signals
        while True:
            pass
    if "fails" in text:
        raise IndexError("out of range")
    if "grows" in text:
        bytearray(1 << 30)  # at once: page by page the time limit would stop it
    return open_file(garden, file, dialect, *moved)


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(read_outlines, "open_file", _spoilt)
    monkeypatch.setattr(parse_outlined, "open_file", _spoilt)
    monkeypatch.setattr(read_outlines, "SECONDS", 0.2)
    monkeypatch.setattr(read_outlines, "MEMORY", 1 << 28)
    root = tmp_path / "garden"
    root.mkdir()
    (root / "good.org").write_text(GOOD)
    (root / "bad.org").write_text(BAD)
    return root


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("loops", "took more than"),
        ("grows", "too much memory"),
        ("dies", "process that parsed this file's outline crashed"),
        ("hangs", "process that parsed this file's outline crashed"),
        ("fails", "parser failed"),
    ],
)
def test_the_file_is_reported_and_withheld(garden: Path, tmp_path: Path, what: str, message: str) -> None:
    build(garden, tmp_path / "out")
    assert (tmp_path / "out/posts/bad/index.html").is_file()
    (garden / "bad.org").write_text(BAD + what)
    _, problems = build(garden, tmp_path / "out")
    found = [each for each in problems if each.code == "note" and each.severity == "error"]
    assert [message in each.message for each in found] == [True], problems
    site = snapshot(tmp_path / "out")
    assert "posts/good/index.html" in site
    assert not [name for name, data in site.items() if b"SECRET" in data]
    build(garden, tmp_path / "fresh", ledger="another")
    assert snapshot(tmp_path / "fresh") == site


def test_a_withheld_file_is_read_again_when_it_changes(garden: Path, tmp_path: Path) -> None:
    (garden / "bad.org").write_text(BAD + "fails")
    build(garden, tmp_path / "out")
    (garden / "bad.org").write_text(BAD)
    _, problems = build(garden, tmp_path / "out")
    assert (tmp_path / "out/posts/bad/index.html").is_file()
    assert not [each for each in problems if each.code == "note"]


@pytest.mark.parametrize("what", ["loops", "dies", "fails"])
def test_a_running_server_continues(garden: Path, what: str) -> None:
    pipeline = Pipeline(garden, Options(search=False, ledger="serve", jobs=1))
    pipeline.refresh(whole=True)
    live = LiveGarden(pipeline)
    try:
        (garden / "bad.org").write_text(BAD + what)
        live.update({"bad.org"})
        assert live.note("posts/bad.md") is None
        assert live.answer("/posts/bad/") is None
        (garden / "good.org").write_text(f"{GOOD}later words\n")
        live.update({"good.org"})
        answer = live.answer("/posts/good/")
        assert isinstance(answer, Rendered)
        assert b"later words" in answer.data
    finally:
        live.close()


def test_an_org_file_that_is_too_long_or_unreadable_is_reported(garden: Path, tmp_path: Path) -> None:
    (garden / "bad.org").write_bytes(b"#+title: Long\n" + b"a" * (8 << 20))
    _, problems = build(garden, tmp_path / "out")
    assert ["cannot be read: larger than 8 MB" in each.message for each in problems if each.code == "note"] == [True]
