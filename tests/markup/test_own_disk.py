"""Links to files on the writer's own disk, which no reader's browser can open."""

from __future__ import annotations

import pytest

from notegarden.dialects import parse
from notegarden.notes.note import Dialect


@pytest.mark.parametrize("form", ["hugo", "obsidian"])
@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("see [x](file:///home/me/x.pdf)", "file-missing", 9),
        ("see [x](<FILE://host/share/a b.pdf>)", "file-missing", 9),
        ("see [x]\n\n[x]: file:///home/me/x.pdf", "file-missing", 5),
        ("see <file:///home/me/y.pdf>", "file-missing", 5),
        ('see <a class="c" href="file:///z.pdf">z</a>', "file-missing", 1),
        ("![p](file:///home/me/p.png)", "picture-missing", 6),
        ('<img src="file:///home/me/q.png">', "picture-missing", 1),
    ],
)
def test_links_to_the_writers_disk_are_reported(form: str, text: str, code: str, column: int) -> None:
    note = parse("a.md", text.encode(), Dialect(format=form)).note  # type: ignore[arg-type]
    (problem,) = note.problems
    assert (problem.code, problem.severity, problem.line) == (code, "error", 1)
    assert problem.column == column
    assert "a file on your own disk, which readers do not have" in problem.message
    assert problem.hint == "put the file into the garden, and link to it there"


@pytest.mark.parametrize(
    "text", ["`file:///x.pdf`", "    file:///x.pdf", "[x](profile:///x)", "a file: x", "file:///x.pdf"]
)
def test_other_links_are_not_reported(text: str) -> None:
    problems = parse("a.md", text.encode(), Dialect()).note.problems
    assert not any("disk" in each.message for each in problems)
