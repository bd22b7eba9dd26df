"""The gardens that `notegarden new` writes build without a single finding."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from notegarden.commands.new import FILES, scaffold


def notegarden(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("notegarden")
    return subprocess.run([command, *arguments], capture_output=True, text=True, timeout=120)


def test_a_new_garden_builds_without_findings(tmp_path: Path) -> None:
    scaffold(tmp_path, FILES)
    built = notegarden("build", tmp_path, "--strict")
    assert built.returncode == 0, built.stderr + built.stdout
    checked = notegarden("check", tmp_path, "--format", "json")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == []
    public = tmp_path / "public"
    page = (public / "posts" / "how-notes-link" / "index.html").read_text(encoding="utf-8")
    assert "theme/custom.css" in page
    assert "relref &quot;writing.md&quot;" in page  # the escaped shortcode is shown
    assert (public / "pictures" / "link.svg").is_file()
    assert "<math" in (public / "posts" / "what-a-note-holds" / "index.html").read_text(encoding="utf-8")
    graph = json.loads((public / "graph.json").read_text(encoding="utf-8"))
    assert graph["missing"] == []
    linked = {edge["target"] for edge in graph["edges"]}
    assert {node["id"] for node in graph["nodes"]} - linked == {"_index.md"}


def test_a_new_garden_of_org_files_builds_without_findings(tmp_path: Path) -> None:
    made = notegarden("new", "--org", tmp_path / "notes")
    assert made.returncode == 0, made.stderr
    built = notegarden("build", tmp_path / "notes", "--strict")
    assert built.returncode == 0, built.stderr + built.stdout
    assert json.loads(notegarden("check", tmp_path / "notes", "--format", "json").stdout) == []
    pages = tmp_path / "notes" / "public" / "posts"
    holds = (pages / "what-a-note-holds" / "index.html").read_text(encoding="utf-8")
    assert "Forster 1910, 4</a>)" in holds
    assert "<math" in holds
    links = (pages / "how-notes-link" / "index.html").read_text(encoding="utf-8")
    assert 'href="/posts/what-a-note-holds/#beyond-text"' in links
    assert "What is not published" not in links
