"""Spellings of a tag that share a page are one tag in every list, in the most frequent spelling."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from support import build, built, snapshot, write

_ENTRY = re.compile(r'<a href="/tags/([^"]+)/"[^>]*>(?:<span[^>]*>)?([^<]+)')


def notes(root: Path, tags: Iterable[str]) -> None:
    for number, tag in enumerate(tags):
        file = root / "content" / f"n{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: N{number}\ntags: [{tag}]\n---\nx\n")


@pytest.mark.parametrize("form", ["hugo", "obsidian"])
def test_each_page_of_a_tag_is_listed_once(tmp_path: Path, form: str) -> None:
    (tmp_path / "notegarden.toml").write_text(f'format = "{form}"\nexplorer = true\n')
    notes(tmp_path, ["AI, ai", "Ai", "AI", "ml-ops, Ml-Ops"])
    build(tmp_path, tmp_path / "public")
    public = tmp_path / "public"
    for page in ("tags/index.html", "explorer/index.html", "index.html"):
        main = (public / page).read_text().partition("<main")[2]
        found = [(place, title.strip()) for place, title in _ENTRY.findall(main)]
        assert len(found) == len({place for place, _ in found}), page
        assert ("ai", "AI") in found, page
    assert "<h1>AI</h1>" in (public / "tags/ai/index.html").read_text()
    assert {(each["title"], each["count"]) for each in json.loads((public / "search.json").read_text())["tags"]} == {
        ("AI", 3), ("ml-ops", 1),
    }  # fmt: skip


def test_the_most_frequent_spelling_is_found_again(tmp_path: Path) -> None:
    notes(tmp_path, ["AI", "ai", "ai"])
    build(tmp_path, tmp_path / "public")
    notes(tmp_path, ["AI", "ai", "AI"])
    build(tmp_path, tmp_path / "public")
    build(tmp_path, tmp_path / "fresh")
    assert "<h1>AI</h1>" in (tmp_path / "public/tags/ai/index.html").read_text()
    assert snapshot(tmp_path / "public") == snapshot(tmp_path / "fresh")


def test_spellings_used_equally_often_have_a_fixed_order(tmp_path: Path) -> None:
    notes(tmp_path, ["Python", "python", "PYTHON", "pythoN", "Rust", "rust"])
    for seed in "0123":
        command = [
            sys.executable,
            "-m",
            "notegarden",
            "build",
            tmp_path,
            "-o",
            tmp_path / seed,
            "--no-search",
            "--fresh",
        ]
        subprocess.run(
            [*command, "--jobs", "1"], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        )
    first, *others = (snapshot(tmp_path / seed) for seed in "0123")
    assert all(other == first for other in others)


def test_repeated_slashes_in_a_tag_are_one_in_its_address(tmp_path: Path) -> None:
    tags = ("a//b", "src=//evil.example/x.js", "http://c.example/")
    write(tmp_path / "g", {"content/n.md": f"---\ntitle: N\ntags: {list(tags)}\n---\n\nText.\n"})
    files = built(tmp_path / "g", tmp_path / "out")
    pages = {file for file in files if file.startswith("tags/")} - {"tags/index.html"}
    assert len(pages) == len(tags)
    assert "tags/a/b/index.html" in pages
    page = files["n/index.html"].decode()
    assert all(f'"/{file.removesuffix("index.html")}"' in page for file in pages)
