"""Unexpected content in properties and texts of vaults: reported, or shown as written."""

from __future__ import annotations

from pathlib import Path

from support import build, write


def findings(tmp_path: Path, files: dict[str, str], code: str) -> list[tuple[str, int, str]]:
    write(tmp_path / "vault", {".obsidian/app.json": "{}", **files})
    _, problems = build(tmp_path / "vault", tmp_path / "public", search=False)
    return [(each.path, each.line, each.message) for each in problems if each.code == code]


def test_unusable_values_are_reported(tmp_path: Path) -> None:
    text = "---\na: 1\ntags:\n  - x\n  - [y]\nAliases: {b: c}\ntitle: [t]\ncssclasses: [wide, 5]\n---\n"
    assert findings(tmp_path, {"a.md": text}, "front-matter") == [
        ("a.md", 3, "`tags` must be a text or a list of texts"),
        ("a.md", 6, "`aliases` must be a text or a list of texts"),
        ("a.md", 7, "`title` must be a text"),
    ]


def test_unexpected_values_are_shown_as_written(tmp_path: Path) -> None:
    text = "---\naliases: [2024-01-02, 7]\ntags: [2024-01-02]\nat: 12:30:45\nread: 2024-02-30\nimage: [a, b]\n---\n"
    assert findings(tmp_path, {"a.md": text}, "front-matter") == []
    page = (tmp_path / "public/a/index.html").read_text()
    assert '<p class="aliases">also 2024-01-02, 7</p>' in page
    assert "12:30:45" in page
    assert "2024-02-30" in page
    assert '<span class="value">a</span><span class="value">b</span>' in page


def test_a_permalink_of_another_site_is_reported_by_its_name(tmp_path: Path) -> None:
    files = {"a.md": "---\npermalink: https://e.org/x\n---\n", "b.md": "---\npermalink: n/:x\n---\n"}
    message = "permalink: the URL of another site; the note is published at /a/"
    assert findings(tmp_path, files, "front-matter") == [("a.md", 1, message)]
    assert (tmp_path / "public/a/index.html").is_file()


def test_code_for_plugins_in_a_text_is_reported_once_per_note(tmp_path: Path) -> None:
    text = (
        "`== mark ==` and `=` and `= 5` and `<% x %>`\n\n```\n<% y %> `= this.a`\n```\n\n`= this.file.name` "
        "and `$= dv.x`\n\n<% tp.date.now() %> <%* z %>\n"
    )
    assert findings(tmp_path, {"a.md": text, "b.md": "`=== a`, 5 <%, `code`\n"}, "not-drawn") == [
        ("a.md", 7, "the inline Dataview query is not run; the page shows its source"),
        ("a.md", 9, "the Templater command is not run; the page shows its source"),
    ]


def test_a_link_in_a_property_is_reported_at_its_line(tmp_path: Path) -> None:
    text = (
        '---\nsee: "see [[Gone]]"\nbad: [[Gone]]\nup: "[[Gone]]"\nrel:\n  - \'[[It\'\'s gone]]\'\n  - "[[Gone#a]]"\n'
        'in:\n  deep: " [[Gone]] "\n\'the key\': "[[Gone|x]]"\nquote: "[[A \\"b\\" c]]"\ntext: |\n  [[Gone]]\n---\n'
    )
    found = findings(tmp_path, {"a.md": text}, "link-missing")
    assert [line for _, line, _ in found] == [4, 6, 7, 9, 10, 11, 12]
