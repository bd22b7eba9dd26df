"""Whether a test file is quick is derived from its imports and its folder."""

from __future__ import annotations

from pathlib import Path

import kinds
import pytest
from kinds import TESTS, is_quick


@pytest.mark.parametrize(
    ("text", "quick"),
    [
        ("import json\n", True),
        ("import subprocess\n", False),
        ("def test() -> None:\n    from http.server import HTTPServer\n", False),
        ("from helper import start\n", False),
        ("from tests.helper import start\n", False),
        ("from other import text\n", True),
        ("from other import built\n", True),
        ("from support import snapshot\n", True),
        ("from support import built\n", False),
        ("from notegarden.cli import main\n", False),
        ("from notegarden import cli\n", False),
        ("import notegarden.pipeline.stages\n", False),
    ],
)
def test_imports_determine_whether_a_test_is_quick(
    tmp_path: Path, text: str, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "TESTS", tmp_path)
    (tmp_path / "helper.py").write_text("import subprocess\n")
    (tmp_path / "other.py").write_text("import json\n")
    (tmp_path / "support.py").write_text("def built() -> None:\n    from notegarden.pipeline.stages import Pipeline\n")
    (tmp_path / "test_it.py").write_text(text)
    assert is_quick(tmp_path / "test_it.py") is quick


def test_the_folder_determines_whether_a_test_is_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "TESTS", tmp_path)
    for folder in ("browser", "markup"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "test_it.py").write_text("import json\n")
    assert not is_quick(tmp_path / "browser" / "test_it.py")
    assert is_quick(tmp_path / "markup" / "test_it.py")


def test_the_slow_folders_exist() -> None:
    assert [name for name in kinds.SLOW_FOLDERS if not (TESTS / name).is_dir()] == []
