"""A section file in an unsupported format withholds at least what it withholds in real Hugo, with a finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin, note
from support import build, snapshot

from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline

CLOSED = {
    "html": ("_index.html", "---\ncascade:\n  draft: true\n---\n<p>x</p>"),
    "htm": ("_index.htm", "+++\n[cascade]\nheadless = true\n+++\n"),
    "org": ("_index.org", "---\ncascade: {expiryDate: 2001-01-01}\n---\n"),
    "adoc": ("_index.adoc", "---\r\ncascade:\r\n  publishDate: 2999-01-01\r\n---\r\n"),
    "json": ("_INDEX.HTML", '{"cascade": {"build": {"render": "never"}}}\n'),
    "list": ("_index.html", "---\ncascade:\n  - target: {path: '/list/*'}\n    until: 2001-01-01\n---\n"),
}
OPEN = {
    "plain": ("_index.html", "<p>x</p>"),
    "kind": ("_index.html", "---\ncascade: {type: docs}\n---\n"),
    "own": ("_index.html", "---\ndraft: true\n---\n"),
    "reported": ("_index.html", "---\ncascade: {draft: false}\n---\n"),
    "leaf": ("page.html", "---\ncascade: {draft: true}\n---\n"),
}
SETTINGS = CONFIGURATION + '[security]\nallowContent = [".*"]\n[frontmatter]\nexpiryDate = ["until", ":default"]\n'


def garden() -> dict[str, str]:
    files = {"content/other.md": note()}
    for folder, (name, text) in {**CLOSED, **OPEN}.items():
        files[f"content/{folder}/{name}"] = text
        files[f"content/{folder}/one.md"] = note(f"words of {folder}")
        files[f"content/{folder}/deep/b/index.md"] = note("deep")
        files[f"content/{folder}/deep/b/p.txt"] = "a file"
    return files


def published(site: Path) -> set[str]:
    return {path.parent.parent.name for path in site.rglob("one/index.html")}


def test_notes_withheld_by_hugo_are_withheld(tmp_path: Path) -> None:
    twin = Twin(tmp_path, garden(), SETTINGS)
    assert published(twin.ours) == published(twin.theirs) == set(OPEN)


def test_nothing_of_a_withheld_section_is_published(tmp_path: Path) -> None:
    for path, text in {**garden(), "hugo.toml": SETTINGS}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, newline="")
    pipeline = Pipeline(tmp_path, Options(output=tmp_path / "public", jobs=1, search=False))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    site = tmp_path / "public"
    assert not [path for path in site.rglob("*") if {*path.relative_to(site).parts} & CLOSED.keys()]
    assert (site / "kind/deep/b/p.txt").is_file()
    reported = [line for line in pipeline.report.warnings if "its cascade may keep notes private" in line]
    assert [re.match(r"\w+", line)[0] for line in reported] == sorted(CLOSED)  # type: ignore[index]


@pytest.mark.parametrize("slip", ["cascade:\n\t draft: true", "cascade: {draft: yes}", "cascade: [true]"])
def test_an_unreadable_cascade_withholds_the_section(tmp_path: Path, slip: str) -> None:
    for path, text in {"s/_index.rst": f"---\n{slip}\n---\n", "s/one.md": note(), "other.md": note()}.items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text)
    build(tmp_path, tmp_path / "public")
    assert published(tmp_path / "public") == set()
    assert (tmp_path / "public/other/index.html").is_file()


def test_a_section_is_published_and_withheld_between_builds(tmp_path: Path) -> None:
    section = tmp_path / "content/s/_index.html"
    section.parent.mkdir(parents=True)
    (tmp_path / "content/s/one.md").write_text(note())
    (tmp_path / "content/other.md").write_text(note("[one](s/one.md)"))
    for text, expected in (
        ("---\ntitle: S\n---\n", {"s"}),
        ("---\ncascade: {draft: true}\n---\n", set()),
        ("---\ncascade: {type: docs}\n---\n", {"s"}),
        ("---\ncascade: {date: 2999-01-01}\n---\n", set()),
    ):
        section.write_text(text)
        build(tmp_path, tmp_path / "public")
        assert published(tmp_path / "public") == expected
        build(tmp_path, tmp_path / "fresh", fresh=True)
        assert snapshot(tmp_path / "public") == snapshot(tmp_path / "fresh")
    section.unlink()
    build(tmp_path, tmp_path / "public")
    assert published(tmp_path / "public") == {"s"}
