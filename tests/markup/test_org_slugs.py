"""The ids of headings are those that the exporter gives."""

from __future__ import annotations

import html
import re
from pathlib import Path

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
    "a $x_{i}$ b": "a-x-i-b",
    r"a \(x\) b \[y\] c": "a-x-b-y-c",
    r"$O(n^{2})$ or $\Theta(n^{2})$": "o--n-2--or-theta--n-2",
    "$5 and $6": "5-and-6",
    "+a =b= c+ d": "d",
    "a <<t>> b": "a-b",
    "a <<<r>>> b": "a-b",
    "src_py{x} a": "a",
    "src_py[:exports code]{x} a": "x-a",
    "[[file:x.org::*H][a]] b": "a--x-dot-md--b",
    "[[../x.org][a]] b": "a--dot-dot-x-dot-md--b",
    "[[/x.org][a]] b": "a-b",
    "[[file:p.png]] a": "img--p-dot-png--a",
    "[[file:p.txt]] a": "p-dot-txt-a",
    "[[https://e.org][+a+]] b": "b",
    "a[fn:1] x^{2} b[fn:2] c": "a-c",
    "[2024-01-01]": "8e4aaf",
    "<2024-01-01 10:00-11:00>": "312c86",
    "<2024-01-01 Mon> <2024-01-02 Tue>": "acd40b",
}
"""Title → id, as Emacs makes them with its Markdown back-end and the exporter's rule."""
_HEADING = re.compile(r"^#{1,6} (.*?) ?\{#([^\s{}]+)\}\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_WRITTEN = {
    r'^<span class="org-todo[^>]*>[^<]*</span> ?| ?<span class="tag">.*</span>$': "",
    r'\]\(\{\{< relref "([^"#]*)[^"]*" >\}\}\)': r"](\1)",
    r"\[([^\[\]]*)\]\(([^()]*)\)": r"[[\2][\1]]",
    r"`([^`]*)`": r"=\1=",
    r"\\([_*\[\]<>`#~^|-])": r"\1",
    r"\\\\([()])": r"\\\1",
    r"&(?!amp;|lt;|gt;|quot;)(\w+);": r"\\\1",
}
"""How the exporter writes a title in Markdown → the title in Org."""


@pytest.mark.parametrize("title", [*EXAMPLES])
def test_the_id_of_an_example(title: str) -> None:
    assert slug(title) == EXAMPLES[title]


@pytest.mark.parametrize("garden", ["org-garden", "org-tests"])
def test_ids_of_all_headings_of_a_real_garden(garden: str) -> None:
    root = GARDENS / garden
    if not (root / "org").is_dir():
        pytest.skip(f"{root} is missing")
    known: dict[str, set[str]] = {}
    for path in (root / "exported" / "content").rglob("*.md"):
        known[path.relative_to(root / "exported" / "content").as_posix()] = {own for _, own in _headings(path)}
    seen, wrong = 0, []
    for file in sorted((root / "org").glob("*.org")):
        opened = open_file(Garden(root), f"org/{file.name}", Dialect())
        for spec in opened.context.pages:
            if spec.path not in known or "citation" in spec.path:  # Pandoc generated the headings of those again
                continue
            ids = [heading.id for heading in parse_page(opened.context, spec, Dialect()).note.headings]
            seen += len(ids)
            wrong += [f"{spec.path}#{each}" for each in ids if each not in known[spec.path]]
    assert seen > 500
    assert len(wrong) <= seen // 200, wrong


def test_ids_of_all_headings_that_the_exporter_wrote_in_a_real_garden() -> None:
    """Titles reconstructed from the Markdown. Ids that were converted from Markdown to CUSTOM_ID are Pandoc's."""
    root = GARDENS / "mogoz" / "content"
    if not root.is_dir():
        pytest.skip(f"{root} is missing")
    headings = [heading for path in sorted(root.rglob("*.md")) for heading in _headings(path)]
    others = [(title, own) for title, own in headings if slug(_org(title)) != own]
    assert len(headings) > 5000
    assert len(others) <= 40, others
    # Org gives a place of another file a random name if it has none.
    assert [own for title, own in others if not re.fullmatch(_elsewhere(title), own)] == [
        "relationship-of-oauth--open-authorization----20230301205620-authorization-dot-md"
        "--and-oidc--openid-connect----orgad0741c"
    ]


def _headings(path: Path) -> list[tuple[str, str]]:
    """The titles and ids of a Markdown file's headings, except in code."""
    found, is_code = [], False
    for line in path.read_text("utf-8").split("\n"):
        is_code ^= bool(_FENCE.match(line))
        heading = None if is_code else _HEADING.match(line)
        found += [(heading[1], heading[2])] if heading else []
    return found


def _org(markdown: str) -> str:
    for written, meant in _WRITTEN.items():
        markdown = re.sub(written, meant, markdown)
    return html.unescape(markdown)


def _elsewhere(title: str) -> str:
    """A pattern of the ids that Pandoc gives, in its own dialect and in GitHub's."""
    letters = re.sub(r"[^\w\s.-]|\\\\", "", title.lower())
    letters = re.sub(r"\s+", "-", letters).lstrip("-.0123456789") or "section"
    return re.escape(letters).replace(r"\.", r"\.?") + r"(?:-\d+)?"
