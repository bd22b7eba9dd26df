"""Every case in tests/fixtures gives the expected HTML next to it."""

from __future__ import annotations

import pytest
from fixtures import Case, cases, folded, read, shown

CASES = [*cases("hugo"), *cases("ours")]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}:{case.line} {case.title}" for case in CASES])
def test_case(case: Case) -> None:
    parsed = read(case.source)
    problems = "".join(f"\n! {one.line} {one.code}: {one.message}" for one in parsed.note.problems)
    assert folded(shown(parsed)) + problems == case.expected


def test_there_are_cases_for_every_syntax() -> None:
    assert {case.file for case in CASES} >= {
        "emphasis", "typographer", "linkify", "links", "headings", "lists", "quotes", "definitions", "footnotes",
        "tasks", "tables", "code", "rawhtml", "shortcodes", "figure", "formulas", "exporter",
    }  # fmt: skip
