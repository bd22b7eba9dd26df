"""Offline files are named by a digest of their content, so an upgrade without changes downloads nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notegarden.ledger import keys
from notegarden.pipeline.stages import Options, Pipeline


def listed(garden: Path) -> dict[str, str]:
    pipeline = Pipeline(garden, Options(search=False, jobs=1))
    try:
        pipeline.refresh()
        pipeline.publish()
    finally:
        pipeline.close()
    found: dict[str, str] = json.loads((garden / "public" / "offline-files.json").read_bytes())
    return found


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        path = tmp_path / "garden" / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Note {name}.\n")
    (tmp_path / "garden" / "static").mkdir()
    (tmp_path / "garden" / "static" / "own.css").write_text("p {}")
    return tmp_path / "garden"


def test_another_program_version_that_writes_the_same_bytes_changes_no_name(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listed(garden)
    monkeypatch.setattr(keys, "program", lambda: b"another program")
    assert listed(garden) == before


def test_an_edit_changes_the_names_of_the_changed_files(garden: Path) -> None:
    before = listed(garden)
    (garden / "content" / "a.md").write_text("Note a, longer.\n")
    after = listed(garden)
    changed = {file for file in after if after[file] != before.get(file)}
    assert "/a/" in changed
    assert "/b/" not in changed
    (garden / "static" / "own.css").write_text("q {}")
    assert listed(garden)["/own.css"] != after["/own.css"]
    assert "" not in after.values()
