"""Which lines of a file `#+transclude:` shows."""

from __future__ import annotations

import pytest

from notegarden.dialects.org.selection import Selection

LINES = ["One word", "", "Two  Words", "more", "", "", "Three", "End here"]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), LINES),
        (Selection(start="two words"), ["Two  Words", "more"]),
        (Selection(start="3"), ["Two  Words", "more"]),
        (Selection(start="TWO", end="end here"), ["Two  Words", "more", "", "", "Three"]),
        (Selection(end="3"), ["One word", ""]),
        (Selection(start="two", thing="line"), ["Two  Words"]),
        (Selection(start="two", end="2", thing="line"), ["Two  Words", "more"]),
        (Selection(start="two", thing="paragraph"), ["Two  Words", "more"]),
        (Selection(start="two", end="2", thing="paragraph"), LINES[2:]),
        (Selection(start="nowhere"), None),
        (Selection(end="nowhere"), None),
        (Selection(start="0"), None),
        (Selection(start="9"), None),
    ],
)
def test_start_and_end_of_a_selection(selection: Selection, expected: list[str] | None) -> None:
    assert selection.of(LINES) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2", "b"),
        ("2-4", "bcd"),
        ("4-", "de"),
        ("-2", "ab"),
        ("1,3-4", "acd"),
        ("4-2", "dcb"),
        ("9", ""),
        ("3-99", "cde"),
        ("x,,-,2", "b"),
    ],
)
def test_lines_are_selected_by_number(asked: str, expected: str) -> None:
    assert Selection(lines=asked).of([*"abcde"]) == [*expected]


def test_the_number_of_selected_lines_is_limited() -> None:
    lines = ["x"] * 100_000
    assert Selection(lines=",".join(["-"] + ["1-"] * 50)).of(lines) == ["x"] * 300_000
