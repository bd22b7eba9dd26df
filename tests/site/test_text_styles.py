"""A text needs the same style sheets on every page that shows it: its note's, a section's, the home page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import built

TEXTS = {
    "plain": "Only words.",
    "callout": "> [!note] Look\n> here\n",
    "mermaid": "```mermaid\nflowchart LR\n  a --> b\n```\n",
    "formula": r"It is \\(x^2\\), and \\(\cancel{y}\\).",
    "right to left": '<p dir="rtl">שלום</p>',
    "works": "As [@knuth84] says.",
}
WORK = "@book{knuth84, title = {The TeXbook}, author = {Knuth, Donald E.}, year = {1984}}\n"
OF_LISTS = {"lists.css"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    garden = tmp_path_factory.mktemp("styles")
    (garden / "works.bib").write_text(WORK, encoding="utf-8")
    (garden / "notegarden.toml").write_text('bibliography = ["works.bib"]\n', encoding="utf-8")
    for name, text in TEXTS.items():
        put(garden, f"{name.replace(' ', '-')}/_index.md", text)
        put(garden, f"{name.replace(' ', '-')}/note.md", text)
    put(garden, "_index.md", "\n\n".join(TEXTS.values()))
    return built(garden, garden / "site")


def put(garden: Path, name: str, text: str) -> None:
    file = garden / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"+++\ntitle = 'Here'\n+++\n\n{text}\n", encoding="utf-8")


def styles(site: dict[str, bytes], page: str) -> set[str]:
    """The theme's files that a page names in its head, except those for lists."""
    head = site[f"{page}index.html"].decode().partition("</head>")[0]
    return {file for file in re.findall(r'theme/([\w-]+\.(?:css|js))"', head) if file not in OF_LISTS}


@pytest.mark.parametrize("name", TEXTS)
def test_a_section_has_the_styles_of_a_note_with_its_text(site: dict[str, bytes], name: str) -> None:
    folder = f"{name.replace(' ', '-')}/"
    assert styles(site, folder) == styles(site, f"{folder}note/")


def test_the_home_page_has_the_styles_of_all_its_texts(site: dict[str, bytes]) -> None:
    wanted = set().union(*(styles(site, f"{name.replace(' ', '-')}/note/") for name in TEXTS))
    assert {"callouts.css", "diagrams.css", "math.css", "math-enclosed.css", "rtl.css", "references.css"} <= wanted
    assert styles(site, "") == wanted


def test_a_plain_text_needs_none_of_them(site: dict[str, bytes]) -> None:
    assert styles(site, "plain/note/") == {"site.css", "note.css", "app.js"}
