"""Whole pages of one garden, compared between real Hugo and this program."""

from __future__ import annotations

import re
from pathlib import Path

from hugo_parity import compared, stubbed
from hugo_twin import hugo, note

GARDEN = {
    "hugo.toml": '[permalinks]\nblog = "/:year/:slug/"\n',
    "content/_index.md": note("Home, [a note](posts/a.md).", title="Home"),
    "content/posts/_index.md": note("## Part\n\n{{< theme-box >}}Inner *text*.{{< /theme-box >}}", title="Posts"),
    "content/posts/a.md": note("Text[^1], [b]({{< relref `b` >}}), \\\\(x^2\\\\).\n\n[^1]: Note.", title="A"),
    "content/posts/b/index.md": note(
        "[file](f.txt) ![p](p.png) {{< figure src=`p.png` >}}\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |", title="B"
    ),
    "content/posts/b/f.txt": "x",
    "content/posts/b/p.png": "x",
    "content/posts/c.en.md": note("In one language.", title="C"),
    "content/blog/moved.md": note('{{% notice "x" %}}\n1. one\n2. two\n{{% /notice %}}', title="M", date="2020-01-02"),
    "content/blog/dead.md": note("[gone](gone.md) and [gone]({{< relref `gone` >}})", title="Dead", date="2021-01-02"),
}


def test_shortcodes_of_a_theme_and_formulas_are_replaced_by_words() -> None:
    assert stubbed('{{< tabs id="a>b" >}}x{{% /tabs %}}') == "shortcode-tabsxshortcode-tabs"
    assert stubbed("{{< relref `a` >}} {{</* tabs */>}}") == "{{< relref `a` >}} {{</* tabs */>}}"
    assert stubbed("a \\begin{align}\nx\n\\end{align} b") == "a formula b"
    assert stubbed("a $$x$$ b\n```\n$$y$$\n```\n") == "a formula b\n```\n$$y$$\n```\n"


def test_pages_of_every_kind_are_the_same(tmp_path: Path) -> None:
    program = hugo()
    for path, text in GARDEN.items():
        file = tmp_path / "garden" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "root").mkdir()
    found = compared(tmp_path / "garden", program, tmp_path / "root")
    assert (found.pages, found.differences) == (7, [])


def test_a_page_that_differs_is_reported_with_the_first_difference(tmp_path: Path) -> None:
    program = hugo()
    (tmp_path / "garden/content").mkdir(parents=True)
    (tmp_path / "garden/content/a.md").write_text(note("x\n\n*y*", title="A"), encoding="utf-8")
    (tmp_path / "garden/hugo.toml").write_text("disablePathToLower = true\n", encoding="utf-8")
    (tmp_path / "garden/content/B.md").write_text(note("x", title="B"), encoding="utf-8")
    (tmp_path / "root").mkdir()
    found = compared(tmp_path / "garden", program, tmp_path / "root")
    assert [re.sub(r"\s+", " ", each.theirs) for each in found.differences] == ["address /B/"]
