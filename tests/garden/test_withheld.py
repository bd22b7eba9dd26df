"""Which notes of a vault are not published."""

from __future__ import annotations

from typing import Any

import pytest

from notegarden.config.schema import GardenConfig
from notegarden.config.vault import VaultSettings
from notegarden.garden.withheld import is_ignored, is_template, is_withheld
from notegarden.notes.note import Dialect, Note
from notegarden.sources.parse import parse_note

VAULT = VaultSettings(templates=("Templates",), excluded=("Diary",), ignored=("archive/", "/\\d{4}/", "/(/"))


def note(path: str, front: str = "") -> Note:
    return parse_note(path, f"---\n{front}\n---\n\ntext\n".encode(), Dialect(format="obsidian")).note


def config(**keys: Any) -> GardenConfig:
    return GardenConfig(format="obsidian", vault=VAULT, **keys)


@pytest.mark.parametrize(
    ("path", "front", "keys", "expected"),
    [
        ("a.md", "", {}, False),
        ("a.md", "publish: false", {}, True),
        ("a.md", "tags: [open", {}, True),
        ("diary/a.md", "", {}, True),
        ("diary/a.md", "publish: true", {}, False),
        ("Diary.md", "", {}, False),
        ("templates/a.md", "publish: true", {}, True),
        ("a.md", "draft: true", {}, True),
        ("a.md", "draft: true\npublish: true", {}, True),
        ("a.md", "draft: true", {"drafts": True}, False),
        ("a.md", "", {"publish": "marked"}, True),
        ("a.md", "publish: true", {"publish": "marked"}, False),
    ],
)
def test_which_notes_are_withheld(path: str, front: str, keys: dict[str, Any], expected: bool) -> None:
    assert is_withheld(note(path, front), config(**keys)) is expected


def test_templates_are_those_below_their_folder() -> None:
    paths = ("Templates/a.md", "templates/b/c.md", "Templates.md", "x/Templates/a.md")
    assert [is_template(path, config()) for path in paths] == [True, True, False, False]


@pytest.mark.parametrize(
    ("path", "expected"), [("archive/a.md", True), ("x/archive/a.md", False), ("log/2024.md", True), ("(.md", False)]
)
def test_prefixes_and_expressions_exclude_notes_from_lists(path: str, expected: bool) -> None:
    assert is_ignored(path, config()) is expected
