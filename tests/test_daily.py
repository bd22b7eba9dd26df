"""Which day the path of a vault's note means, by a moment.js pattern."""

from __future__ import annotations

import pytest

from notegarden.config.daily import day_of, day_pattern

NAMED = [
    ("", "YYYY-MM-DD", "2024-02-29.md", "2024-02-29"),
    ("", "YYYY-MM-DD", "2024-02-30.md", ""),
    ("", "YYYY-MM-DD", "0000-01-01.md", ""),
    ("", "YYYY-MM-DD", "2024-2-9.md", ""),
    ("", "YYYY-MM-DD", "2024-02-29 talk.md", ""),
    ("", "YYYY-MM-DD", "sub/2024-02-29.md", ""),
    ("Daily", "YYYY-MM-DD", "Daily/2024-02-29.md", "2024-02-29"),
    ("Daily", "YYYY-MM-DD", "daily/2024-02-29.md", "2024-02-29"),
    ("Daily", "YYYY-MM-DD", "2024-02-29.md", ""),
    ("a.b", "YYYY-MM-DD", "axb/2024-02-29.md", ""),
    ("Log", "YYYY/MM/YYYY-MM-DD", "Log/2024/02/2024-02-29.md", "2024-02-29"),
    ("Log", "YYYY/MM/YYYY-MM-DD", "Log/2024/03/2024-02-29.md", ""),
    ("", "D.M.YY", "9.2.24.md", "2024-02-09"),
    ("", "D.M.YY", "9.2.69.md", "1969-02-09"),
    ("", "dddd, MMMM Do YYYY", "Thursday, February 29th 2024.md", "2024-02-29"),
    ("", "ddd D MMM YYYY", "Sa 3 Mar 2024.md", "2024-03-03"),
    ("", "MMM D YYYY", "May 1 2024.md", "2024-05-01"),
    ("", "[Day] YYYY-MM-DD", "Day 2024-02-29.md", "2024-02-29"),
    ("", "YYYY.MM.DD", "2024x02x29.md", ""),
    ("", "YYYY-MM", "2024-02.md", ""),
    ("", "YYYY-MM-DD", "2024-02-29.txt", ""),
    ("", "YYYY-MM-DD [" + "x" * 300, "2024-02-29.md", ""),
    ("", "YYYY-MM-DD", "٢٠٢٤-٠٢-٢٩.md", ""),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "pattern", "path", "day"), NAMED)
def test_the_day_in_a_path(folder: str, pattern: str, path: str, day: str) -> None:
    assert day_of(path, folder, pattern) == day


def test_an_unknown_token_makes_no_daily_notes() -> None:
    assert day_pattern("", "YYYY-[W]ww-DD-ww HH").unknown == ("ww", "HH")
    assert day_pattern("", "YYYY-MM-DD").unknown == ()
    assert day_of("2024-05-01 18.md", "", "YYYY-MM-DD ww") == ""


@pytest.mark.parametrize("pattern", ["YYYYMMDD" + "[x]D" * 20, "YYYY-MM-DD" + "dddd" * 20, "YYYYMMDD" + "M D" * 40])
def test_a_pattern_that_would_take_forever_matches_nothing(pattern: str) -> None:
    assert day_pattern("", pattern).expression is None
    assert day_of("1" * 200 + "a" * 200 + "!.md", "", pattern) == ""
