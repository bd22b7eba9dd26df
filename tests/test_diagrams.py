"""The diagram renderer is only in sites with a diagram; a page without one loads none of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support import snapshot

from notegarden.pipeline.stages import Options, Pipeline

DIAGRAM = "```mermaid\nflowchart LR\n  a --> b\n```\n"


def build(garden: Path, output: Path, **options: bool) -> dict[str, bytes]:
    pipeline = Pipeline(garden, Options(output=output, search=False, jobs=1, **options))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    return snapshot(output)


def renderer_files(files: dict[str, bytes]) -> set[str]:
    """The names of the diagram renderer's files, below `assets/HASH/`."""
    assets = {name.split("/", 2)[2] for name in files if name.startswith("assets/")}
    return {name for name in assets if "mermaid" in name or "diagram" in name}


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    posts = tmp_path / "garden" / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "plain.md").write_text("A `mermaid` in words.\n\n```python\nmermaid = 1\n```\n")
    (posts / "flow.md").write_text(f"Look:\n\n{DIAGRAM}")
    return tmp_path / "garden"


def test_a_site_without_diagrams_has_no_file_of_the_renderer(garden: Path, tmp_path: Path) -> None:
    (garden / "content" / "posts" / "flow.md").unlink()
    assert renderer_files(build(garden, tmp_path / "out")) == set()


def test_a_diagram_adds_all_files_of_the_renderer(garden: Path, tmp_path: Path) -> None:
    files = build(garden, tmp_path / "out")
    found = renderer_files(files)
    assert {"theme/diagrams.js", "theme/diagrams.css", "vendor/mermaid.js", "vendor/mermaid.LICENSE.txt"} <= found
    assert sum(name.startswith("vendor/mermaid/") for name in found) > 50
    kept = json.loads(files["offline-files.json"])
    assert {name.split("/", 3)[3] for name in kept if name.startswith("/assets/")} >= found


def test_only_the_page_with_the_diagram_loads_it(garden: Path, tmp_path: Path) -> None:
    files = build(garden, tmp_path / "out")
    assert b"theme/diagrams.js" in files["posts/flow/index.html"]
    assert b"flowchart LR" in files["posts/flow/index.html"]
    assert {name for name, data in files.items() if name.endswith(".html") and b"diagrams." in data} == {
        "posts/flow/index.html"
    }


def test_a_draft_adds_no_file(garden: Path, tmp_path: Path) -> None:
    (garden / "content" / "posts" / "flow.md").write_text(f"---\ndraft: true\n---\n{DIAGRAM}")
    assert renderer_files(build(garden, tmp_path / "out")) == set()


@pytest.mark.parametrize("code", ["```mermaid\na-->b\n```", "{{< mermaid >}}\na-->b\n{{< /mermaid >}}"])
def test_each_notation_of_a_diagram_is_recognized(garden: Path, tmp_path: Path, code: str) -> None:
    (garden / "content" / "posts" / "flow.md").write_text(code)
    files = build(garden, tmp_path / "out")
    assert "vendor/mermaid.js" in renderer_files(files)
    assert b"theme/diagrams.js" in files["posts/flow/index.html"]


def test_an_embedded_diagram_is_drawn_in_the_page_that_embeds_it(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / "Flow.md").write_text(f"## Part\n\n{DIAGRAM}")
    (vault / "Home.md").write_text("![[Flow#Part]]\n")
    (vault / "Other.md").write_text("[[Flow]]\n")
    files = build(vault, tmp_path / "out")
    loading = {name for name, data in files.items() if name.endswith(".html") and b"theme/diagrams.js" in data}
    assert loading == {"flow/index.html", "index.html"}


def test_an_added_or_removed_diagram_leaves_the_site_of_a_fresh_build(garden: Path, tmp_path: Path) -> None:
    note = garden / "content" / "posts" / "flow.md"
    for number, text in enumerate(("no more\n", f"again\n\n{DIAGRAM}", "gone\n")):
        note.write_text(text)
        after = build(garden, tmp_path / "out")
        copy = tmp_path / f"copy{number}"
        shutil.copytree(garden, copy, ignore=shutil.ignore_patterns(".notegarden"))
        assert after == build(copy, tmp_path / f"fresh{number}")
