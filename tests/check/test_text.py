"""Findings as lines for terminals and editors: their places, their counts, and how many are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from notegarden.check.text import Where, as_line, as_text, counted, file_of, first_of_each, table, tallied
from notegarden.notes.problems import Problem

HERE = Where("", "content")


def problem(code: str = "math", **more: Any) -> Problem:
    given = {"path": "posts/a.md", "line": 3, "column": 7, "message": "it is wrong", **more}
    return Problem.of(code=code, **given)


@pytest.mark.parametrize(
    ("path", "content", "file"),
    [
        ("posts/a.md", "content", "content/posts/a.md"), ("posts/a.md", "", "posts/a.md"),
        ("static/a.png", "content", "static/a.png"), ("static/a.png", "", "static/a.png"),
    ],
)  # fmt: skip
def test_the_path_of_a_finding_is_relative_to_the_gardens_root(path: str, content: str, file: str) -> None:
    assert file_of(problem(path=path), content) == file


def test_a_note_written_in_another_file_has_the_path_of_that_file() -> None:
    reported = Problem("posts/a.md", 1, 1, "math", "error", "x", file="org/a.org")
    assert file_of(reported, "content") == "org/a.org"


@pytest.mark.parametrize(
    ("line", "column", "place"),
    [(3, 7, "content/posts/a.md:3:7"), (3, 0, "content/posts/a.md:3"), (0, 0, "content/posts/a.md")],
)
def test_a_line_has_as_much_of_the_place_as_is_known(line: int, column: int, place: str) -> None:
    assert as_line(problem(line=line, column=column), HERE) == f"{place}: error: it is wrong [math]"


def test_a_line_remains_one_line_whatever_the_message_contains() -> None:
    reported = as_line(problem(message="a\nb\x1b[31m", hint="mend\rit"), HERE)
    assert reported == "content/posts/a.md:3:7: error: a\\nb\\x1b[31m; mend\\rit [math]"


def test_printed_paths_are_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = tmp_path / "garden"
    garden.mkdir()
    for folder, wanted in ((garden, "content/posts/a.md"), (tmp_path, "garden/content/posts/a.md")):
        monkeypatch.chdir(folder)
        assert Where.of(garden, "content").path(problem()) == wanted
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert Where.of(garden, "").path(problem()) == "../garden/posts/a.md"
    assert Where("/", "").path(problem()) == "/posts/a.md"


def test_counts_are_sorted_by_severity_then_number_then_name() -> None:
    found = [problem(code) for code in ("orphan", "empty", "orphan", "macro", "math", "include", "include")]
    assert tallied(found) == (
        ("include", "error", 2), ("math", "error", 1), ("macro", "warning", 1), ("orphan", "info", 2),
        ("empty", "info", 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "reported"),
    [
        ((), ""), ((("math", "error", 1),), "1 error"), ((("orphan", "info", 1234),), "1,234 hints"),
        ((("orphan", "info", 1), ("math", "error", 2), ("include", "error", 1)), "3 errors, 1 hint"),
    ],
)  # fmt: skip
def test_the_totals_name_each_severity_that_occurs(counts: Any, reported: str) -> None:
    assert counted(counts) == reported


def test_the_table_has_aligned_columns() -> None:
    assert table((("math", "error", 1), ("link-missing", "error", 1200))) == [
        "      1  error     math          Formulas",
        "  1,200  errors    link-missing  Wanted notes",
    ]


def test_a_pipe_gets_a_line_per_finding_and_a_terminal_a_group_per_note() -> None:
    found = [problem(), problem(line=0, hint="mend it")]
    *lines, _, total = as_text(found, False, HERE).splitlines()
    assert lines == [as_line(each, HERE) for each in found]
    assert total == "2 errors"
    shown = as_text(found, True, HERE)
    assert shown.count("content/posts/a.md") == 1
    assert len(as_text([], False, HERE).splitlines()) == 1


def test_a_build_shows_the_first_findings_of_each_code_and_severity() -> None:
    grave = [problem(line=number) for number in range(5)]
    mild = [Problem("a.md", 1, 1, "math", "warning", "x")]
    assert first_of_each([*grave, *mild], 3) == [*grave[:3], *mild]
