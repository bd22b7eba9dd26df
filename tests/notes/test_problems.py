"""A finding has the severity of its code, is named by the file it is written in, and sorts by place."""

from __future__ import annotations

from notegarden.notes.problems import CODES, Problem


def test_a_finding_has_the_severity_of_its_code() -> None:
    for code, row in CODES.items():
        assert Problem.of("a.md", 1, 1, code, "m").severity == row.severity


def test_a_finding_is_named_by_the_file_where_the_note_is_written() -> None:
    assert Problem("a.md", 1, 1, "note", "error", "m").shown_path == "a.md"
    assert Problem("a.md", 1, 1, "note", "error", "m", file="org/all.org").shown_path == "org/all.org"


def test_findings_sort_by_path_line_and_column_before_anything_else() -> None:
    places = [("b.md", 1, 1, "math"), ("a.md", 10, 1, "math"), ("a.md", 2, 9, "math"), ("a.md", 2, 3, "note")]
    found = sorted(Problem.of(*place, "m") for place in places)
    assert [(each.path, each.line, each.column) for each in found] == [
        ("a.md", 2, 3), ("a.md", 2, 9), ("a.md", 10, 1), ("b.md", 1, 1),
    ]  # fmt: skip


def test_every_code_has_a_meaning_and_a_fix() -> None:
    assert [code for code, row in CODES.items() if not (row.title and row.meaning and row.remedy)] == []
    titles = [row.title for row in CODES.values()]
    assert len({*titles}) == len(titles), "two groups of findings with one heading"
