"""A note that failed to read for external reasons is read again by the next build, though nothing changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import build, write

from notegarden import dialects
from notegarden.files import scan
from notegarden.notes.note import Dialect, Parsed
from notegarden.sources import parse, parse_outlined, read_outlines

NOTE = {"content/a.md": "Words.\n", "content/b.md": "Others.\n"}
ORG = {"org/a.org": "#+title: A\nWords.\n", "content/b.md": "Others.\n"}


def _dies() -> None:
    os._exit(1)


def _raises(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def _fail_in(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, fail: Callable[[], None]) -> None:
    real = getattr(module, name)

    def failing(*given: Any) -> Any:
        if any(each in ("a.md", "org/a.org") or getattr(each, "wanted", "") == "posts/a.md" for each in given[:2]):
            fail()
        return real(*given)

    monkeypatch.setattr(module, name, failing)


FAILURES = {
    "memory": _raises(MemoryError()),
    "disk": _raises(OSError(5, "Input/output error")),
    "library": _raises(ImportError("libxml2.so: cannot open shared object file")),
    "killed": _dies,
}


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat just-written files as old enough that their times prove they did not change."""
    monkeypatch.setattr(scan, "_GRAIN_NS", -(10**15))


def _held(garden: Path, output: Path) -> list[str]:
    _, problems = build(garden, output, search=False)
    return [each.message for each in problems if each.code == "note"]


@pytest.mark.parametrize("failure", FAILURES)
def test_the_next_build_reads_the_note_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    garden, output = tmp_path / "garden", tmp_path / "public"
    write(garden, NOTE)
    with monkeypatch.context() as broken:
        _fail_in(broken, dialects, "parse", FAILURES[failure])
        assert len(_held(garden, output)) == 1
        assert len(_held(garden, output)) == 1, "each build reports it"
    assert not (output / "a/index.html").exists()
    assert _held(garden, output) == []
    assert (output / "a/index.html").is_file()
    assert _held(garden, output) == []


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize(("module", "name"), [(read_outlines, "open_file"), (parse_outlined, "open_file")])
def test_the_next_build_reads_the_org_file_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str, module: Any, name: str
) -> None:
    garden, output = tmp_path / "garden", tmp_path / "public"
    write(garden, ORG)
    with monkeypatch.context() as broken:
        _fail_in(broken, module, name, FAILURES[failure])
        _held(garden, output)
        assert not (output / "posts/a/index.html").exists()
    assert _held(garden, output) == []
    assert (output / "posts/a/index.html").is_file()


def test_a_failure_caused_by_the_note_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden, output = tmp_path / "garden", tmp_path / "public"
    write(garden, NOTE)
    with monkeypatch.context() as broken:
        _fail_in(broken, dialects, "parse", _raises(IndexError("out of range")))
        assert len(_held(garden, output)) == 1
    asked = []
    real = dialects.parse

    def counted(path: str, data: bytes, dialect: Dialect, read: parse.Read) -> Parsed:
        asked.append(path)
        return real(path, data, dialect, read)

    monkeypatch.setattr(dialects, "parse", counted)
    assert len(_held(garden, output)) == 1
    assert asked == []
