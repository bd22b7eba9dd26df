"""Pages in the output folder that no build wrote: nothing is deleted, and nothing is published without a warning."""

from __future__ import annotations

import shutil
from pathlib import Path

from support import report_of, write


def lines(tmp_path: Path) -> list[str]:
    report = report_of(tmp_path / "garden", tmp_path / "public", search=False)
    return [line for line in report.warnings if "not made by any known build" in line]


def test_a_page_of_an_unknown_build_is_reported_until_it_is_removed(tmp_path: Path) -> None:
    notes = {"content/a.md": "---\ntitle: A\n---\nsecret", "content/b.md": "---\ntitle: B\n---\nx"}
    write(tmp_path / "garden", notes)
    assert lines(tmp_path) == []
    assert lines(tmp_path) == []
    shutil.rmtree(tmp_path / "garden/.notegarden")
    write(tmp_path / "garden", {"content/a.md": "---\ntitle: A\ndraft: true\n---\nsecret"})
    (reported,) = lines(tmp_path)
    assert reported.startswith(f"{tmp_path}/public/a/index.html: ")
    assert lines(tmp_path) != [], "a build with nothing to do reports it again"
    write(tmp_path / "garden", {"content/b.md": "---\ntitle: B\n---\ny"})
    assert lines(tmp_path) != []
    (tmp_path / "public/a/index.html").unlink()
    write(tmp_path / "garden", {"content/b.md": "---\ntitle: B\n---\nz"})
    assert lines(tmp_path) == []
