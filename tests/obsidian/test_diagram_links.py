"""Nodes of Mermaid diagrams that link to notes: which, where they are, and that they do not count as links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import built

LIST = re.compile(r'<ul class="diagram-links">\n(.*?)</ul>', re.DOTALL)


def listed(tmp_path: Path, diagram: str, **others: str) -> list[str]:
    """The items below the diagram of a note `Plan`, in a vault with Biology, Chemistry and `others`."""
    notes = {"Biology": "Life.\n", "Chemistry": "Matter.\n", **others, "Plan": f"```mermaid\n{diagram}\n```\n"}
    (tmp_path / "garden" / ".obsidian").mkdir(parents=True)
    for name, text in notes.items():
        (tmp_path / "garden" / f"{name}.md").write_text(text, encoding="utf-8")
    files = built(tmp_path / "garden", tmp_path / "public")
    found = LIST.search(files["plan/index.html"].decode())
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []


BIOLOGY, CHEMISTRY = '<a href="/biology/">Biology</a>', '<a href="/chemistry/">Chemistry</a>'


@pytest.mark.parametrize(
    ("diagram", "items"),
    [
        ("graph TD\nBiology --> Chemistry\nclass Biology,Chemistry internal-link;", [BIOLOGY, CHEMISTRY]),
        ("graph TD\nA[Biology] --> B([\"Chemistry\"])\n  class A, B internal-link", [BIOLOGY, CHEMISTRY]),
        ("graph TD\nA{Biology} -- so --> B((Chemistry)):::internal-link", [CHEMISTRY]),
        ("graph TD\nA --> B[Biology]\nclass A,B,C,D,E internal-link", ["A", BIOLOGY]),
        ('graph TD\n"⨳ odd" --> Biology\nclass "⨳ odd",Biology internal-link', ["⨳ odd", BIOLOGY]),
        ("graph TD\nBiology --> Chemistry\nclass Biology internal-links", []),
        ("graph TD\nBiology --> Chemistry", []),
    ],
)  # fmt: skip
def test_the_text_of_a_node_is_a_link_to_its_note(tmp_path: Path, diagram: str, items: list[str]) -> None:
    assert listed(tmp_path, diagram) == items


def test_an_unpublished_note_is_not_linked(tmp_path: Path) -> None:
    secret = {"Secret": "---\npublish: false\n---\nHidden.\n"}
    assert listed(tmp_path, "graph TD\nSecret --> Biology\nclass Secret,Biology internal-link", **secret) == [
        "Secret", BIOLOGY,
    ]  # fmt: skip


def test_a_link_in_a_diagram_is_not_a_backlink_and_makes_no_note_wanted(tmp_path: Path) -> None:
    listed(tmp_path, "graph TD\nBiology --> Nobody\nclass Biology,Nobody internal-link")
    public = tmp_path / "public"
    assert "Plan" not in (public / "biology" / "index.html").read_text(encoding="utf-8").partition("<main")[2]
    assert "Nobody" not in (public / "graph.json").read_text(encoding="utf-8")
