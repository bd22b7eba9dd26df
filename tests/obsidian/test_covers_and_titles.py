"""A vault's note has its cover as its picture, and shows its title once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import snapshot

from notegarden.pipeline.stages import Options, Pipeline

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


def build(vault: Path, notes: dict[str, str]) -> dict[str, bytes]:
    (vault / ".obsidian").mkdir(parents=True)
    for name, text in notes.items():
        (vault / name).parent.mkdir(exist_ok=True)
        (vault / name).write_text(text, "utf-8")
    for name in ("pics/cover.gif", "other.gif", "unused.gif"):
        (vault / name).parent.mkdir(exist_ok=True)
        (vault / name).write_bytes(PIXEL)
    pipeline = Pipeline(vault, Options(output=vault.parent / "out", search=False, jobs=1))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    return snapshot(vault.parent / "out")


@pytest.mark.parametrize(
    ("given", "image"),
    [
        ("cover: pics/cover.gif", "/pics/cover.gif"),
        ("image: /pics/cover.gif", "/pics/cover.gif"),
        ('cover: "[[cover.gif]]"', "/pics/cover.gif"),
        ("Cover: https://example.org/c.png", "https://example.org/c.png"),
        ("cover: pics/gone.gif", ""),
        ("other: pics/cover.gif", ""),
    ],
)
def test_the_cover_is_the_picture_of_the_page(tmp_path: Path, given: str, image: str) -> None:
    files = build(tmp_path / "vault", {"Note.md": f"---\n{given}\n---\nText.\n"})
    found = re.findall(r'og:image" content="([^"]*)"', files["note/index.html"].decode())
    assert found == ([image] if image else [])
    assert ("pics/cover.gif" in files) == (image == "/pics/cover.gif")
    assert "unused.gif" not in files


def test_a_missing_cover_is_a_finding_at_its_line(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / "Note.md").write_text("---\ntags: [a]\ncover: pics/gone.gif\n---\n[[Note]]\n", "utf-8")
    pipeline = Pipeline(vault, Options(output=tmp_path / "out", search=False, jobs=1))
    pipeline.refresh()
    found = [(each.code, each.line, each.column) for each in pipeline.problems() if each.code == "picture-missing"]
    pipeline.close()
    assert found == [("picture-missing", 3, 8)]


def headings(page: bytes) -> list[str]:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", page.decode())


def test_a_first_heading_that_repeats_the_title_is_shown_once(tmp_path: Path) -> None:
    notes = {
        "Two words.md": "# Two WORDS\n\nText.\n\n## Below\n\n## More\n",
        "Another.md": "# Something else\n\n![[Two words#Two words]] [[Two words#Two Words]]\n",
        "Late.md": "Text first.\n\n# Late\n",
    }
    files = build(tmp_path / "vault", notes)
    page = files["two-words/index.html"]
    assert headings(page) == ["Two words"]
    assert b'<span id="two-words"></span>' in page, "links to the heading still work"
    assert b'href="#two-words"' not in page, "and the contents have no entry for the title"
    assert headings(files["late/index.html"]) == ["Late", "Late"]
    assert len(headings(files["another/index.html"])) == 3, "an embedded section keeps its heading"
