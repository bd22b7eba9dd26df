"""Which notes changed, when the disk changes during the read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from notegarden.files.scan import Source, Stamp, scan
from notegarden.files.tree import Tree
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.sources import changed
from notegarden.sources.changed import SourceChanges, read
from notegarden.sources.note_file import note_bytes

NOTE = '+++\ntitle = "Leaf"\n+++\n\nIt grows on a branch and falls in autumn.\n'


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in ("leaf", "root"):
        (tmp_path / "content" / f"{name}.md").write_text(NOTE.replace("Leaf", name))
    return tmp_path


@pytest.fixture
def ledger(garden: Path) -> Iterator[Ledger]:
    opened = Ledger.open(garden)
    yield opened
    opened.close()


def listed(garden: Path) -> list[Source]:
    return scan(garden / "content")


def changes_of(
    garden: Path, ledger: Ledger, sources: list[Source], known: dict[str, tuple[Stamp, str]]
) -> SourceChanges:
    return read(garden / "content", sources, known, ledger, Dialect(), 1)


def test_a_file_removed_between_listing_and_parsing_is_not_a_note(garden: Path, ledger: Ledger) -> None:
    sources = listed(garden)
    (garden / "content" / "leaf.md").unlink()
    changes = changes_of(garden, ledger, sources, {})
    assert [*changes.notes] == [*changes.texts] == [*changes.stamps] == ["root.md"]


def test_a_known_file_removed_between_listing_and_comparing_is_a_removed_note(garden: Path, ledger: Ledger) -> None:
    first = changes_of(garden, ledger, listed(garden), {})
    known = {path: (first.stamps[path], key) for path, key in first.texts.items()}
    (garden / "content" / "leaf.md").write_text("Edited.\n")
    sources = listed(garden)
    (garden / "content" / "leaf.md").unlink()
    changes = changes_of(garden, ledger, sources, known)
    assert changes.notes == {"leaf.md": None}
    assert [*changes.texts] == ["root.md"]


@pytest.mark.parametrize("paths", [[], ["content/leaf.md"]], ids=["all", "one"])
def test_a_rename_while_the_note_is_read_is_followed(
    garden: Path, paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh that reads a note just as it is moved away must not remember it as unreadable."""
    leaf, elsewhere = garden / "content" / "leaf.md", garden / "leaf.md"

    def moving(content: Tree, path: str) -> tuple[bytes, str]:
        if leaf.exists():
            shutil.move(leaf, elsewhere)
        return note_bytes(content, path)

    pipeline = Pipeline(garden, Options(ledger="serve"))
    pipeline.refresh()
    live = LiveGarden(pipeline)
    try:
        leaf.touch()
        with monkeypatch.context() as patched:
            patched.setattr(changed, "note_bytes", moving)
            live.update(paths)
        assert pipeline.on_disk.texts.keys() == {"root.md"}
        shutil.move(elsewhere, garden / "content" / "twig.md")
        live.update()
        assert live.missing("/leaf/").data.count(b"/twig/")
    finally:
        live.close()
