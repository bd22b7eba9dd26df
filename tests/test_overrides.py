"""A garden's own templates: one that replaces the theme's, and one that overrides a block of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import report_of, write

from notegarden.cli import main
from notegarden.render.page_view import SiteView
from notegarden.render.renderer import Renderer
from notegarden.render.theme import load_theme
from notegarden.render.views import PlainView

SITE = SiteView("Garden", "en", "ltr", "", "", "/", "", "/assets/0/", {})
PAGE = PlainView(template="404.html", url="/404.html", permalink="/404.html", title="Gone")


def rendered(garden: Path) -> str:
    theme = load_theme(garden)
    return Renderer(theme.templates, theme.statics, SITE).render(PAGE).decode()


def test_a_template_of_the_garden_replaces_the_themes(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "404.html").write_text("<p>{{ page.title }}, {{ site.title }}", encoding="utf-8")
    assert rendered(tmp_path) == "<p>Gone, Garden"


def test_a_template_may_extend_the_one_it_replaces(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = '{% extends "theme/404.html" %}{% block title %}<title>My own</title>{% endblock %}'
    (tmp_path / "templates" / "404.html").write_text(own, encoding="utf-8")
    page = rendered(tmp_path)
    assert page.count("<title>") == 1
    assert "<title>My own</title>" in page
    assert page.replace("<title>My own</title>", "") == rendered_without_title(tmp_path)


def rendered_without_title(garden: Path) -> str:
    (garden / "templates" / "404.html").unlink()
    page = rendered(garden)
    start, end = page.index("<title>"), page.index("</title>") + len("</title>")
    return page[:start] + page[end:]


def test_other_files_in_the_themes_folder_are_not_published(tmp_path: Path) -> None:
    """Compiled Python contains its folder's path; published files have one of a fixed list of endings."""
    from notegarden.render.theme import load_theme

    folder = tmp_path / "static" / "theme" / "__pycache__"
    folder.mkdir(parents=True)
    (folder / "pages.cpython-311.pyc").write_bytes(b"/home/writer/secret")
    (folder.parent / "notes.bak2").write_text("x")
    (folder.parent / "own.css").write_text("a{color:red}")
    assets = load_theme(tmp_path).assets
    assert "theme/own.css" in assets
    assert [name for name in assets if name.endswith((".pyc", ".py", ".bak2", ".sh", ".md"))] == []


@pytest.mark.parametrize("language", ["en", "de", "de-AT"])
def test_changed_words_of_the_garden_are_in_every_page(tmp_path: Path, language: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("text\n")
    (tmp_path / "notegarden.toml").write_text(f'language = "{language}"\n')
    words = tmp_path / "static/theme/words" / f"{language.lower()}.json"
    words.parent.mkdir(parents=True)
    for text in ("Every note", "The whole garden"):
        words.write_text(json.dumps({"all_notes": text}))
        done = CliRunner().invoke(main, ["build", str(tmp_path), "-q", "--no-search", "--jobs", "1"])
        assert done.exit_code == 0, done.output
        assert f"<h1>{text}" in (tmp_path / "public/all/index.html").read_text()
    words.unlink()
    CliRunner().invoke(main, ["build", str(tmp_path), "-q", "--no-search", "--jobs", "1"])
    assert "The whole garden" not in (tmp_path / "public/all/index.html").read_text()


@pytest.mark.parametrize(
    ("notes", "file", "reported"),
    [
        ("a.md", "templates/base.html", ("templates/", "in .theme/")),
        ("a.md", "static/theme/custom.css", ("static/", "in .theme/")),
        ("org/a.org", ".theme/static/logo.svg", (".theme/static/", "next to the folder of the notes")),
        ("content/a.md", ".theme/templates/x.html", (".theme/templates/", "next to the folder of the notes")),
        ("a.md", "templates/daily.md", None),
        ("a.md", "static/photo.svg", None),
        ("a.md", ".theme/static/theme/custom.css", None),
        ("content/a.md", "templates/base.html", None),
    ],
)
def test_a_theme_in_the_folder_for_another_kind_of_garden_is_reported(
    tmp_path: Path, notes: str, file: str, reported: tuple[str, str] | None
) -> None:
    write(tmp_path / "garden", {notes: "#+title: A\n\nx\n", file: ""})
    warnings = [line for line in report_of(tmp_path / "garden", tmp_path / "out").warnings if "ignored; " in line]
    expected = reported and f"{reported[0]}: ignored; this garden's templates/ and static/ belong {reported[1]}"
    assert warnings == ([expected] if expected else [])
