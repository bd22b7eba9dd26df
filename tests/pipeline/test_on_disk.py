"""What is known of a garden's folders, and when single notes can be updated without scanning the folders."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import write

from notegarden.files.scan import Stamp
from notegarden.pipeline.on_disk import OnDisk

STAMP = Stamp(1, 1, 1)


def on_disk(snapshot: Any = None, **texts: str) -> OnDisk:
    """The state with these notes' texts in the ledger."""
    stamps = {f"{name}.md": (STAMP, text) for name, text in texts.items()}
    made = OnDisk(SimpleNamespace(stamps=lambda: stamps))  # type: ignore[arg-type]
    made.snapshot = snapshot
    return made


def folders(files: dict[str, tuple[str, Stamp]] | None = None, **more: Any) -> Any:
    return SimpleNamespace(files=lambda _: files or {}, note_in=lambda file: file, outlined=[], **more)


def test_before_the_first_refresh_there_are_the_ledgers_texts_and_no_files() -> None:
    known = on_disk(a="1", b="2")
    assert known.texts == {"a.md": "1", "b.md": "2"}
    garden: Any = SimpleNamespace(bundles=SimpleNamespace(own=lambda address: address))
    assert (known.files, known.published(garden), known.source_at("/a", garden)) == ({}, {}, "")


def test_newly_set_values_replace_those_of_the_ledger() -> None:
    known = on_disk(folders({"/a": ("static/a", STAMP)}), a="1")
    known.texts = {"c.md": "3"}
    assert known.texts == {"c.md": "3"}
    assert known.files == {"/a": ("static/a", STAMP)}
    known.files = {"/b": ("static/b", STAMP)}
    assert known.files == {"/b": ("static/b", STAMP)}


def test_the_source_of_a_file_is_looked_up_by_its_own_address() -> None:
    known = on_disk(folders({"/own/a.png": ("content/own/a.png", STAMP), "/made": ("", STAMP)}))
    garden: Any = SimpleNamespace(bundles=SimpleNamespace(own={"/at/a.png": "/own/a.png", "/made": "/made"}.get))
    assert [known.source_at(address, garden) for address in ("/at/a.png", "/own/a.png", "/made", "/none")] == [
        "content/own/a.png", "", "", "",
    ]  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> Path:
    write(tmp_path, {"a.md": "a", "b.md": "b", "new.md": "new"})
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "known"),
    [
        (["a.md"], ["a.md"]), (["a.md", "b.md"], ["a.md", "b.md"]), (["a.md", "new.md"], None), (["gone.md"], None),
        ([], []),
    ],
)  # fmt: skip
def test_only_notes_that_exist_before_and_after_are_updated_without_a_scan(
    content: Path, paths: list[str], known: list[str] | None
) -> None:
    found = on_disk(folders(), a="1", b="2", gone="3").known_notes(content, paths)
    assert (None if found is None else [source.path for source in found]) == known


def test_nothing_is_known_before_the_folders_were_scanned(content: Path) -> None:
    assert on_disk(None, a="1").known_notes(content, ["a.md"]) is None


def test_a_note_replaced_by_a_link_is_not_a_known_one(content: Path) -> None:
    (content / "a.md").unlink()
    (content / "a.md").symlink_to("b.md")
    assert on_disk(folders(), a="1").known_notes(content, ["a.md"]) is None


def test_a_note_with_a_language_code_is_known_by_its_path_without_it(content: Path) -> None:
    write(content, {"a.de.md": "a"})
    listing = folders()
    listing.note_in = lambda file: file.replace(".de.", ".")
    found = on_disk(listing, a="1").known_notes(content, ["a.de.md"])
    assert found is not None
    assert [(source.path, source.file) for source in found] == [("a.md", "a.de.md")]
