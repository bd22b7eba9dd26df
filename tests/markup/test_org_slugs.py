"""The ids of headings are those that the exporter gives."""

from __future__ import annotations

import re

import pytest
from support import GARDENS

from notegarden.dialects.org.files import Garden, open_file
from notegarden.dialects.org.reader import parse_page
from notegarden.dialects.org.slugs import slug
from notegarden.notes.note import Dialect

EXAMPLES = {
    "Foo (bar) baz": "foo--bar--baz",
    ".emacs.d": "dot-emacs-dot-d",
    "C# & C++": "c-and-c-plus-plus",
    "$x^2$": "x-2",
    "a_{b} mid c_{d} end": "a-end",
    "+x+ y": "y",
    "x (a) (b) y": "x--a----b--y",
    "": "d41d8c",
}
_ID = re.compile(r"^#{1,6} .*\{#([^\s{}]+)\}\s*$", re.MULTILINE)


@pytest.mark.parametrize("title", [*EXAMPLES])
def test_example(title: str) -> None:
    assert slug(title) == EXAMPLES[title]


@pytest.mark.parametrize("garden", ["org-garden", "org-tests"])
def test_all_headings_of_a_real_garden(garden: str) -> None:
    root = GARDENS / garden
    if not (root / "org").is_dir():
        pytest.skip(f"{root} is not there")
    known: dict[str, set[str]] = {}
    for path in (root / "exported" / "content").rglob("*.md"):
        known[path.relative_to(root / "exported" / "content").as_posix()] = set(_ID.findall(path.read_text("utf-8")))
    seen, wrong = 0, []
    for file in sorted((root / "org").glob("*.org")):
        opened = open_file(Garden(root), f"org/{file.name}", Dialect())
        for spec in opened.context.pages:
            if spec.path not in known or "citation" in spec.path:  # Pandoc wrote the headings of those anew
                continue
            ids = [heading.id for heading in parse_page(opened.context, spec, Dialect()).note.headings]
            seen += len(ids)
            wrong += [f"{spec.path}#{each}" for each in ids if each not in known[spec.path]]
    assert seen > 500
    assert len(wrong) <= seen // 200, wrong
