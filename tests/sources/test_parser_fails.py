"""A note at which the parser fails is withheld, because its visibility is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import build

from notegarden import dialects
from notegarden.notes.note import Dialect, Parsed
from notegarden.sources.parse import Read

_real = dialects.parse


def _fails(path: str, data: bytes, dialect: Dialect, read: Read) -> Parsed:
    if b"secret" in data:
        raise IndexError("out of range")
    return _real(path, data, dialect, read)


@pytest.mark.parametrize("folder", ["content", "."])
def test_the_note_is_withheld_and_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setattr(dialects, "parse", _fails)
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "a.md").write_text("# A\n\n[b](b.md)\n")
    (tmp_path / folder / "b.md").write_text("---\ntitle: secret\n---\n\nsecret words\n")
    output = tmp_path / ".public"
    _, problems = build(tmp_path, output)
    assert ("b.md", "note", "error") in [(each.path, each.code, each.severity) for each in problems]
    assert (output / "a/index.html").exists()
    assert not [file for file in output.rglob("*") if file.is_file() and b"secret" in file.read_bytes()]
    assert not (output / "b").exists()
