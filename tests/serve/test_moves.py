"""Where a note with an old address moved to, and the events that an open page gets for a change."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import write

from notegarden.garden.apply import Changes
from notegarden.garden.facets import list_key
from notegarden.serve.live import moves
from notegarden.serve.live.moves import MoveTracker

MOVED = Changes({list_key("entries")}, set(), set())
EDITED = Changes(set(), set(), set())


class Garden:
    """A garden in memory: path → (address, text); the digest of a note is its text."""

    def __init__(self, root: Path, **notes: str) -> None:
        self.notes = {f"{name}.md": (f"/{name}/", text) for name, text in notes.items()}
        self.known: dict[str, str] = {}
        self.pipeline: Any = SimpleNamespace(
            root=root,
            garden=SimpleNamespace(
                published=lambda: [SimpleNamespace(path=p, address=a) for p, (a, _) in self.notes.items()],
                note=lambda path: self.note(self.notes[path][1], path),
                bundles=SimpleNamespace(published=lambda own: own),
            ),
            on_disk=SimpleNamespace(texts={}, files={}),
            theme=SimpleNamespace(assets={}, key=b"1"),
            config=SimpleNamespace(base_path="/sub/"),
            ledger=SimpleNamespace(note=lambda text: self.note(text, "") if text else None),
            report=SimpleNamespace(summary=SimpleNamespace(due="")),
            source_of=lambda path: f"content/{path}",
        )
        self._digest()
        self.tracker = MoveTracker(self.pipeline)
        self.version = 1

    def note(self, text: str, path: str) -> Any:
        return SimpleNamespace(path=path, digest=text, title="T")

    def _digest(self) -> None:
        self.pipeline.on_disk.texts = {path: text for path, (_, text) in self.notes.items()}

    def step(self, changes: Changes | None = MOVED, edited: tuple[str, ...] = (), **notes: str | None) -> Any:
        """Apply changed notes by name, None for removed ones."""
        for name, text in notes.items():
            if text is None:
                del self.notes[f"{name}.md"]
            else:
                self.notes[f"{name}.md"] = (f"/{name}/", text)
        self._digest()
        self.version += 1
        return self.tracker.step(self.version, changes, edited)

    @property
    def moved(self) -> dict[str, str]:
        return self.tracker.moved


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    return Garden(tmp_path, leaf="leaf", hub="hub")


def test_a_renamed_note_is_found_by_its_text(garden: Garden) -> None:
    garden.step(leaf=None, twig="leaf")
    assert garden.moved == {"/leaf/": "/twig/"}


def test_a_note_with_a_changed_address_is_found_by_its_file(garden: Garden) -> None:
    garden.notes["leaf.md"] = ("/bough/", "another text")
    garden.step()
    assert garden.moved == {"/leaf/": "/bough/"}


def test_a_new_note_with_another_text_is_not_a_move(garden: Garden) -> None:
    garden.step(leaf=None, twig="another")
    assert garden.moved == {}


def test_a_note_that_was_there_before_is_not_a_move(garden: Garden) -> None:
    garden.step(leaf=None, hub="leaf")
    assert garden.moved == {}


def test_the_second_half_of_a_rename_may_come_later(garden: Garden) -> None:
    garden.step(leaf=None)
    assert garden.moved == {}
    garden.step(hub="hub 2")
    garden.step(twig="leaf")
    assert garden.moved == {"/leaf/": "/twig/"}


def test_an_address_that_has_a_note_again_has_not_moved(garden: Garden) -> None:
    garden.step(leaf=None, twig="leaf")
    garden.step(leaf="new")
    assert garden.moved == {}


def test_a_limited_number_of_removed_notes_and_moves_is_remembered(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "_LOST", 1)
    monkeypatch.setattr(moves, "_REMEMBERED", 1)
    garden.step(leaf=None, hub=None)
    garden.step(leaf2="leaf", hub2="hub")
    assert garden.moved == {"/hub/": "/hub2/"}
    garden.step(leaf2=None, leaf3="leaf")
    assert garden.moved == {"/leaf2/": "/leaf3/"}


def test_without_a_changed_list_no_note_moved(garden: Garden) -> None:
    garden.step(EDITED, leaf="edited")
    garden.step(leaf=None, twig="edited")
    assert garden.moved == {"/leaf/": "/twig/"}, "the text that is compared is that of the edit"


def test_the_note_saved_last_is_named_by_its_address(garden: Garden, tmp_path: Path) -> None:
    write(tmp_path, {"content/leaf.md": "", "content/hub.md": ""})
    os.utime(tmp_path / "content/hub.md", (1, 1))
    assert garden.step(EDITED, ("hub.md", "leaf.md", "draft.md")).saved == "/sub/leaf/"
    assert garden.step(EDITED, ("draft.md",)).saved == garden.step(None, ()).saved == ""


def test_added_and_changed_files_are_named_by_their_address(garden: Garden) -> None:
    garden.pipeline.on_disk.files = {"/a b.png": ("static/a b.png", 1), "/c.png": ("static/c.png", 1)}
    assert garden.step(EDITED).files == ("/sub/a%20b.png", "/sub/c.png")
    assert garden.step(EDITED).files == ()
    garden.pipeline.on_disk.files = {"/a b.png": ("static/a b.png", 2)}
    assert garden.step(EDITED).files == ("/sub/a%20b.png",), "a removed one is no longer requested"


def test_files_of_the_theme_are_named_when_the_theme_changed(garden: Garden, tmp_path: Path) -> None:
    write(tmp_path, {"a.css": "1", "b.css": "1"})
    theme = garden.pipeline.theme
    theme.assets = {"theme/a.css": tmp_path / "a.css", "theme/gone.css": tmp_path / "gone.css"}
    assert garden.step(EDITED).assets == ()
    theme.key = b"2"
    assert garden.step(EDITED).assets == ("theme/a.css",)
    theme.assets, theme.key = {"theme/b.css": tmp_path / "b.css"}, b"3"
    assert garden.step(EDITED).assets == ("theme/a.css", "theme/b.css")


@pytest.mark.parametrize(
    ("due", "least", "most"), [(None, 3600, 3600), (-100, 1, 1), (60, 50, 61), (100_000, 3600, 3600)]
)
def test_the_garden_is_checked_when_a_note_is_due_and_every_hour(
    garden: Garden, due: int | None, least: float, most: float
) -> None:
    if due is not None:
        garden.pipeline.report.summary.due = (datetime.now(UTC) + timedelta(seconds=due)).isoformat()
    assert least <= garden.tracker.seconds_until_due() <= most
