"""Notes of files with many notes: each read alone, withheld with its file, and gone when no longer in the file."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from notegarden.dialects.org.files import Garden
from notegarden.notes.note import Dialect, Note, Parsed
from notegarden.notes.problems import Problem
from notegarden.sources import parse_outlined
from notegarden.sources.limits import OverTimeError
from notegarden.sources.note_file import AGAIN
from notegarden.sources.parse_outlined import absent_note, parse_notes

TWO = """* One
:PROPERTIES:
:EXPORT_FILE_NAME: one
:END:
first
* Two
:PROPERTIES:
:EXPORT_FILE_NAME: two
:END:
second
"""
BOTH = {"posts/one.md": "posts/one.md", "posts/two.md": "posts/two.md"}


def read(root: Path, notes: dict[str, str]) -> dict[str, tuple[str, Note | None]]:
    """Path → (key, the note) of these notes of `all.org`."""
    with Garden(root) as garden:
        found = [*parse_outlined._notes_of(garden, Dialect(), "all.org", notes, {})]
    return {path: (key, msgspec.msgpack.decode(facts, type=Note) if facts else None) for path, key, facts, _ in found}


def message_of_withheld(found: tuple[str, Note | None]) -> str:
    _, note = found
    assert note is not None
    assert note.front.unreadable
    return note.held


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "all.org").write_text(TWO)
    return tmp_path


def failing(error: BaseException, *, at: str = "") -> Any:
    real = parse_outlined.parse_page

    def fail(context: Any, spec: Any, dialect: Dialect, path: str) -> Parsed:
        if at in path:
            raise error
        return real(context, spec, dialect, path)

    return fail


def test_only_the_requested_notes_are_read_with_their_paths(root: Path) -> None:
    found = read(root, {"posts/two.md": "posts/two-1.md"})
    ((path, (key, note)),) = found.items()
    assert note is not None
    assert (path, note.path, note.title, note.held) == ("posts/two-1.md", "posts/two-1.md", "Two", "")
    assert key != read(root, BOTH)["posts/two.md"][0]


def test_a_removed_note_or_file_has_no_key(root: Path) -> None:
    assert read(root, {"posts/three.md": "posts/three.md"}) == {"posts/three.md": ("", None)}
    (root / "all.org").unlink()
    assert read(root, BOTH) == dict.fromkeys(BOTH, ("", None))


@pytest.mark.parametrize(
    ("error", "is_tried_again"),
    [(OverTimeError(), False), (IndexError("slip"), False), (MemoryError(), True), (ImportError("library"), True)],
)
def test_only_the_failing_note_is_withheld(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, is_tried_again: bool
) -> None:
    monkeypatch.setattr(parse_outlined, "parse_page", failing(error, at="one"))
    found = read(root, BOTH)
    assert message_of_withheld(found["posts/one.md"]) != ""
    assert found["posts/one.md"][0].startswith(AGAIN) is is_tried_again
    assert found["posts/two.md"][1] is not None
    assert found["posts/two.md"][1].held == ""


@pytest.mark.parametrize(("error", "key"), [(MemoryError(), AGAIN), (OSError(5, "disk"), AGAIN)])
def test_a_file_that_cannot_be_read_withholds_all_its_notes(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, key: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(parse_outlined, "open_file", fail)
    found = read(root, BOTH)
    assert [*found] == [*BOTH]
    assert all(message_of_withheld(each) and each[0].startswith(key) for each in found.values())


def test_withheld_files_and_files_without_a_page_come_first(root: Path) -> None:
    why = Problem.of("", 1, 1, "org-untitled", "no title")
    outlined = SimpleNamespace(root=root, held={"long.org": "is too long"}, absent={"none.org": why}, files={})
    files = {"none.org": {"n": "n.md"}, "long.org": {"x": "x.md", "y": "y.md"}}
    lost, none = (
        [(path, key, msgspec.msgpack.decode(facts, type=Note)) for path, key, facts, _ in group]
        for group in parse_notes(outlined, files, Dialect(), 1)  # type: ignore[arg-type]
    )
    assert [(path, key.startswith(AGAIN), note.held, note.front.unreadable) for path, key, note in lost] == [
        ("x.md", True, "is too long", True), ("y.md", True, "is too long", True),
    ]  # fmt: skip
    ((path, key, note),) = none
    assert (path, key.startswith(AGAIN), note.held) == ("n.md", False, "")
    assert note == absent_note("n.md", "none.org", why)


def test_a_file_without_a_page_is_a_note_without_a_page_with_the_reason() -> None:
    note = absent_note("n.md", "org/none.org", Problem.of("", 3, 1, "org-untitled", "no title"))
    assert (note.front.headless, note.title, note.file) == (True, "none.org", "org/none.org")
    assert [(each.path, each.line, each.code) for each in note.problems] == [("n.md", 3, "org-untitled")]


def test_a_file_that_crashes_its_process_withholds_its_notes_until_a_retry() -> None:
    found = parse_outlined._fatal(("all.org", BOTH, {}))
    assert [(path, key.startswith(AGAIN)) for path, key, _, _ in found] == [(path, True) for path in BOTH]
    assert all(msgspec.msgpack.decode(facts, type=Note).front.unreadable for _, _, facts, _ in found)
