"""The manifest of a site, and the difference between two manifests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import write

from notegarden.publish.manifest import Difference, difference, load_manifest, manifest_of, save_manifest


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({}, {}, Difference()),
        ({"a.html": "1"}, {"a.html": "1"}, Difference()),
        ({"a.html": "1", "x.css": "1"}, {"a.html": "2", "x.css": "2"}, Difference(changed=("a.html",), files=1)),
        ({"a.html": "1"}, {"b.html": "1"}, Difference(new=("b.html",), dead=("a.html",))),
        ({}, {"b.html": "1", "a.html": "1"}, Difference(new=("a.html", "b.html"))),
        ({"a.txt": "1"}, {"b.txt": "1"}, Difference(files=2)),
        ({"assets/0123456789ab/a.css": "1"}, {"assets/123456789abc/a.css": "1"}, Difference()),
        ({"search-index/1.bin": "1"}, {"search-index/2.bin": "1"}, Difference()),
        ({"assets/photo.jpg": "1"}, {"assets/photo.jpg": "2"}, Difference(files=1)),
        ({"assets/a.html": "1"}, {}, Difference(dead=("assets/a.html",))),
    ],
)
def test_the_difference_of_two_manifests(before: dict[str, str], after: dict[str, str], changes: Difference) -> None:
    assert difference(before, after) == changes


def test_a_manifest_has_every_file_that_a_build_writes(tmp_path: Path) -> None:
    write(tmp_path, {"a/index.html": "x", "b.txt": "x", ".git/config": "x", "a/.hidden": "x", "c.txt": "y"})
    made = manifest_of(tmp_path)
    assert [*made] == ["b.txt", "c.txt", "a/index.html"]
    assert made["b.txt"] == made["a/index.html"] != made["c.txt"]
    assert {len(digest) for digest in made.values()} == {32}


def test_files_that_no_build_wrote_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"out.txt": "x", "site/a.html": "x"})
    (tmp_path / "site/out.txt").symlink_to(tmp_path / "out.txt")
    (tmp_path / "site/gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "site/pipe")
    assert [*manifest_of(tmp_path / "site")] == ["a.html"]


def test_a_missing_folder_has_no_files(tmp_path: Path) -> None:
    assert manifest_of(tmp_path / "none") == {}


def test_a_written_manifest_is_read_back_unchanged(tmp_path: Path) -> None:
    save_manifest(tmp_path / "state.json", {"a.html": "1"})
    assert load_manifest(tmp_path / "state.json") == {"a.html": "1"}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"a": 1}', b"\xff"])
def test_a_damaged_manifest_is_read_as_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "state.json").write_bytes(data)
    assert load_manifest(tmp_path / "state.json") is None
    assert load_manifest(tmp_path / "none.json") is None
