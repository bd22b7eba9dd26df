"""Content of a note that no page shows is reported: nothing is lost silently."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from support import build, write

FRONT = "---\ntitle: A\n---\n"


def found(tmp_path: Path, files: Mapping[str, str], *codes: str) -> list[tuple[str, int, str]]:
    """(code, line, message) of the findings of these codes."""
    write(tmp_path / "garden", files)
    _, problems = build(tmp_path / "garden", tmp_path / "public", search=False)
    return [(each.code, each.line, each.message) for each in problems if each.code in codes]


def one_note(text: str, *, vault: bool) -> dict[str, str]:
    """The files of a vault or of a Hugo garden with one note."""
    return {".obsidian/app.json": "{}", "a.md": text} if vault else {"content/a.md": FRONT + text}


@pytest.mark.parametrize("vault", [False, True])
def test_footnotes_that_no_page_shows_are_reported(tmp_path: Path, vault: bool) -> None:
    text = (
        "one[^a] two[^7] three[^[a-z]] four[^9]+\n\n"
        "[^a]: shown, with [^b]\n[^b]: shown\n[^a]: twice\n\n> [^c]: never asked for\n\n[^d]: asks for itself[^d]\n"
    )
    above = 0 if vault else 3
    assert found(tmp_path, one_note(text, vault=vault), "footnote", "footnote-lost") == [
        ("footnote", 1 + above, "the footnote 7 is not defined, so the page shows [^7]"),
        ("footnote-lost", 5 + above, "the footnote a is already defined, so this one is not shown"),
        ("footnote-lost", 7 + above, "nothing references the footnote c, so it is not shown"),
        ("footnote-lost", 9 + above, "nothing references the footnote d, so it is not shown"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a\n\n<script>let x\n\nb", "script>"),
        ("a\n\n<style>\np { }\n\nb", "style>"),
        ("a\n\n<!-- b\n\nc", "!--"),
        ("a\n\nb <textarea> c\n\nd", "textarea>"),
        ("a\n\n<title>b\n\nd", "title>"),
    ],
)
def test_an_element_that_hides_the_rest_of_the_note_is_reported(tmp_path: Path, text: str, name: str) -> None:
    reported = ("unclosed", 6, f"<{name} is not closed, so what follows is not shown")
    assert found(tmp_path, {"content/a.md": FRONT + text}, "unclosed") == [reported]


def test_closed_elements_hide_nothing(tmp_path: Path) -> None:
    text = "<script>let x</script>\n\n<!-- a --> <textarea>b</textarea> <div>c\n\n`<script>` and <!-- d -->"
    assert found(tmp_path, {"content/a.md": FRONT + text}, "unclosed", "html-dropped") == []


def test_html_that_a_vault_removes_is_reported(tmp_path: Path) -> None:
    text = (
        "<object data='x'></object> text\n\n<svg><circle r='3'/></svg>\n\n<b>bold</b> <font color='red'>red</font>\n\n"
        "<embed src='a.swf'> behind\n\n`<svg>`\n\n<style>p {}\n\nhidden"
    )
    assert found(tmp_path, {".obsidian/app.json": "{}", "a.md": text}, "unclosed", "html-dropped") == [
        ("html-dropped", 1, "<object> is left out of the page"),
        ("html-dropped", 3, "<svg> is left out of the page"),
        ("html-dropped", 7, "<embed> is left out of the page"),
        ("html-dropped", 11, "<style> is left out of the page"),
        ("unclosed", 11, "<style> is not closed, so what follows is not shown"),
    ]
    page = (tmp_path / "public/a/index.html").read_text()
    assert " behind" in page


def test_a_frame_in_a_vault_becomes_a_link_to_its_content(tmp_path: Path) -> None:
    text = (
        '<iframe width="5" src="https://example.org/a?b=1&amp;c=2" onload="x()"></iframe>\n\n'
        "<iframe src='javascript:alert(1)'></iframe> <iframe src=\"https://e.org/\" srcdoc='<b>'>"
    )
    reported = found(tmp_path, {".obsidian/app.json": "{}", "a.md": text}, "html-dropped")
    assert reported == [("html-dropped", 3, "<iframe> is left out of the page")]
    page = (tmp_path / "public/a/index.html").read_text()
    assert '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>' in page
    assert "iframe" not in page
    assert "alert(1)" not in page


def test_files_whose_address_a_note_takes_are_reported(tmp_path: Path) -> None:
    files = {
        "content/a.md": FRONT,
        "static/a/index.html": "own",
        "content/b.md": "---\ntitle: B\nurl: /data.json\n---\n",
        "static/data.json": "{}",
        "content/c.md": "---\ntitle: C\nurl: /graph.json\n---\n",
        "content/d.md": "---\ntitle: D\nurl: /404.html\n---\nmy own",
        "static/robots.txt": "mine",
    }
    assert found(tmp_path, files, "address-clash") == [
        ("address-clash", 1, "the site's own /graph.json is not published: the page of this note has its address"),
        ("address-clash", 0, "this file is not published: the page of a.md has its address, /a/index.html"),
        ("address-clash", 0, "this file is not published: the page of b.md has its address, /data.json"),
    ]


@pytest.mark.parametrize("vault", [False, True])
def test_a_link_that_ends_at_a_space_is_reported(tmp_path: Path, vault: bool) -> None:
    text = (
        "a [b](my notes/c d.md#e) ![f](g h.PNG) [i](<j k.md>) [l](m.md 'n o.md') [p](q%20r.md)\n\n"
        "`[s](t u.md)` \\[v\\](w x.md) [y](z and so on)\n\n```\n[a](b c.md)\n```\n\n    [d](e f.md)\n"
    )
    reported = [
        message.partition(" contains a space")[0]
        for _, _, message in found(tmp_path, one_note(text, vault=vault), "address-missing")
    ]
    assert [each for each in reported if each.startswith("(")] == ["(my notes/c d.md#e)", "(g h.PNG)"]
