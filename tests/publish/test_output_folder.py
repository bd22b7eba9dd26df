"""What a build reports as unchanged is unchanged, including search index and theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import snapshot

from notegarden.files.tree import TooLargeError, Tree
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.publish.outputs import Counts


def build(garden: Path) -> Counts:
    pipeline = Pipeline(garden, Options(output=garden / "public", jobs=1))
    try:
        pipeline.refresh()
        pipeline.publish()
    finally:
        pipeline.close()
    return pipeline.report.counts


def stamps(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}


def test_files_reported_as_unchanged_were_not_written(tmp_path: Path) -> None:
    note = tmp_path / "content" / "one.md"
    note.parent.mkdir()
    note.write_text('+++\ntitle = "One"\n+++\n\nSome words.\n')
    assert build(tmp_path).kept == 0
    first = stamps(tmp_path / "public")
    assert build(tmp_path).kept == len(first)
    note.write_text('+++\ntitle = "One"\n+++\n\nOther words.\n')
    counts = build(tmp_path)
    assert counts.written
    assert counts.kept == len(first.items() & stamps(tmp_path / "public").items())


@pytest.mark.parametrize(
    "name", ["robots.txt", "sitemap.xml", "graph.json", "manifest.webmanifest", "sw.js", "sitemap-old.txt"]
)
def test_a_static_file_in_place_of_a_generated_one_is_removed_with_its_source(tmp_path: Path, name: str) -> None:
    for folder in ("content", "static"):
        (tmp_path / folder).mkdir()
    (tmp_path / "content/one.md").write_text("Some words.\n")
    (tmp_path / "notegarden.toml").write_text('base_url = "https://x.org/"\n')
    build(tmp_path)
    fresh = snapshot(tmp_path / "public")
    (tmp_path / "static" / name).write_text("mine")
    build(tmp_path)
    assert (tmp_path / "public" / name).read_text() == "mine"
    (tmp_path / "static" / name).unlink()
    build(tmp_path)
    assert snapshot(tmp_path / "public") == fresh


def test_a_link_to_a_copy_of_a_file_is_replaced_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "content/one.md").write_text("Some words.\n")
    (tmp_path / "static/own.txt").write_text("own")
    build(tmp_path)
    files = [tmp_path / "public" / name for name in snapshot(tmp_path / "public")]
    (tmp_path / "moved").mkdir()
    for number, file in enumerate(files):  # the same bytes, size and time, but at another path
        file.replace(tmp_path / "moved" / str(number))
        file.symlink_to(tmp_path / "moved" / str(number))
    build(tmp_path)
    assert [file for file in files if file.is_symlink()] == []


def test_files_generated_in_memory_are_not_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph of 100,000 notes is larger than the size limit for reading a file."""

    def read(tree: Tree, file: str, limit: int = 0) -> bytes:
        if file == "graph.json":
            raise TooLargeError(file, limit)
        return whole(tree, file) if not limit else whole(tree, file, limit)

    (tmp_path / "content").mkdir()
    (tmp_path / "content/one.md").write_text("Some words.\n")
    whole = Tree.read
    monkeypatch.setattr(Tree, "read", read)
    build(tmp_path)
    assert (tmp_path / "public/graph.json").is_file()
