"""Errors as a served page shows them: the place, lines of the source, and no script."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import write

from notegarden.errors import SiteError
from notegarden.notes.problems import Problem
from notegarden.serve.live.error_pages import (
    Line,
    PageError,
    elsewhere_page,
    excerpt,
    of_error,
    of_problem,
    trouble_page,
)


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "garden/content/a.md": "".join(f"line {number}\n" for number in range(1, 11)),
            "theme/base.html": "one\ntwo\n",
        },
    )
    return tmp_path / "garden"


@pytest.mark.parametrize(
    ("line", "numbers"), [(1, range(1, 5)), (5, range(2, 9)), (10, range(7, 11)), (99, ()), (0, ())]
)
def test_an_excerpt_is_the_line_with_three_on_each_side(garden: Path, line: int, numbers: range) -> None:
    found = excerpt(garden / "content/a.md", line)
    assert found == tuple(Line(number, f"line {number}") for number in numbers)


def test_an_excerpt_of_any_file_is_short_text(garden: Path) -> None:
    write(garden, {"x": b"\xff" + b"a" * 1000})
    assert excerpt(garden / "x", 1) == (Line(1, "\ufffd" + "a" * 399),)
    assert excerpt(garden / "none", 1) == excerpt(garden, 1) == ()


def test_an_error_of_the_garden_shows_its_source(garden: Path) -> None:
    shown = of_error(SiteError("wrong", "content/a.md", 1, "do it"), garden, [])
    assert (shown.message, shown.path, shown.line, shown.hint) == ("wrong", "content/a.md", 1, "do it")
    assert shown.source[0] == Line(1, "line 1")


def test_an_error_of_a_template_is_searched_for_in_the_folders_of_the_theme(garden: Path) -> None:
    shown = of_error(SiteError("wrong", "templates/base.html", 2), garden, [garden / "none", garden.parent / "theme"])
    assert [each.text for each in shown.source] == ["one", "two"]
    assert of_error(SiteError("wrong"), garden, [garden.parent / "theme"]).source == ()


def test_any_other_error_is_named_by_its_type(garden: Path) -> None:
    shown = of_error(ZeroDivisionError("division"), garden, [])
    assert (shown.message, shown.path, shown.source) == ("ZeroDivisionError: division", "", ())
    assert "--verbose" in shown.hint


@pytest.mark.parametrize(("code", "has_source"), [("front-matter", True), ("encoding", True), ("link-missing", False)])
def test_only_an_unreadable_note_shows_its_source(garden: Path, code: str, has_source: bool) -> None:
    shown = of_problem(Problem.of("a.md", 3, 7, code, "x"), "content/a.md", garden)
    assert (shown.path, shown.line, shown.column, shown.code) == ("content/a.md", 3, 7, code)
    assert bool(shown.source) is has_source


EVIL = "<script>alert(1)</script>\"'&"


def test_a_page_of_an_error_marks_its_line_and_runs_no_script() -> None:
    source = (Line(1, "before"), Line(2, EVIL))
    page = trouble_page(PageError(EVIL, EVIL, 2, hint=EVIL, source=source)).decode()
    assert "<script" not in page
    assert ">    2  &lt;script&gt;" in page.replace("&gt;    2", ">    2")
    assert "     1  before" in page
    assert ":2</p>" in page


def test_the_path_of_the_garden_is_an_escaped_link() -> None:
    page = elsewhere_page('/"><script>').decode()
    assert '<a href="/&quot;&gt;&lt;script&gt;">' in page
