"""Hugo's permalink patterns: each token, slices of lists, dates by layout, and what is unsupported."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notegarden.config.permalinks import (
    PageFacts,
    date_by_layout,
    expanded,
    is_of_another_site,
    substituted,
    unknown_token,
    url_fault,
)

WHEN = datetime(2024, 2, 4, 15, 6, 7, tzinfo=UTC)  # a Sunday
FACTS = PageFacts(("posts", "deep", "er"), ("My Posts", "Deep"), "A Title/More", "", "file-name", WHEN)


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/:year/:month/:day/", "/2024/02/04"), ("/:monthname/:weekdayname/", "/february/sunday"),
        ("/:weekday/:yearday/", "/0/35"), ("/:section/:title/", "/posts/a-title-more"),
        ("/:sectionslug/:slug", "/my-posts/a-title-more"), ("/:filename/", "/file-name"),
        ("/:slugorfilename/", "/file-name"), ("/:contentbasename/", "/file-name"),
        ("/:sections/", "/posts/deep/er"), ("/:sections[1]/", "/deep"), ("/:sections[last]/", "/er"),
        ("/:sections[1:]/", "/deep/er"), ("/:sections[:last]/", "/posts/deep"), ("/:sections[:1]/", "/posts"),
        ("/:sections[7]/x/", "/x"), ("/:sectionslugs/", "/my-posts/deep"), ("/:2006_01_02/", "/2024_02_04"),
        ("/../:filename/", "/file-name"), ("plain", "/plain"),
    ],
)  # fmt: skip
def test_a_pattern_gives_an_address(pattern: str, address: str) -> None:
    assert expanded(pattern, FACTS) == address


def test_a_slug_takes_precedence_over_title_and_name() -> None:
    facts = FACTS._replace(slug="My Slug")
    assert {substituted(each, facts) for each in (":slug", ":slugorfilename", ":slugorcontentbasename")} == {"my-slug"}
    assert substituted(":title:filename", facts) == "a-title-morefile-name"


def test_a_colon_after_a_backslash_is_not_a_token() -> None:
    assert substituted("/a\\:year/:year/", FACTS) == "/a:year/2024/"


def test_a_note_at_the_top_has_no_section() -> None:
    assert expanded("/:section/:sectionslug/:sections/:filename/", FACTS._replace(sections=(), section_names=())) == (
        "/file-name"
    )


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/:yaer/", (":yaer", ":year")), ("/:sections[a]/", (":sections[a]", ":sections")),
        ("/:year[1]/", (":year[1]", ":year")), ("/:qqqqqqqq/", (":qqqqqqqq", "")),
        ("/:slug/:sections[1:last]", ("", "")), ("/:2006/", ("", "")), ("/a\\:yaer/", ("", "")),
    ],
)  # fmt: skip
def test_an_unknown_token_is_named(pattern: str, found: tuple[str, str]) -> None:
    assert unknown_token(pattern) == found


def test_a_url_that_hugo_rejects_has_a_hint() -> None:
    assert url_fault("/a/:slug/") == ("", "")
    assert url_fault("HTTPS://other.example/a") == ("the URL of another site", "write only the path, /a/b/")
    assert url_fault("/a/:slgu/") == ('unknown token ":slgu"', "did you mean :slug?")
    assert url_fault("/a/:qqqqqqqq/") == ('unknown token ":qqqqqqqq"', "write it without a colon")
    assert not is_of_another_site("/http:/")


def test_a_date_is_formatted_by_a_go_layout() -> None:
    assert date_by_layout("Mon_2_Jan_2006", WHEN) == "Sun 4_Feb_2024", "_2 is a day padded to two digits"
    assert date_by_layout("Monday02January06", WHEN) == "Sunday04February24"
    assert date_by_layout("15_04_05_3PM_03pm_002_MST", WHEN) == "15_06_07_3PM_03pm_035_UTC"
    assert [date_by_layout("3PM", WHEN.replace(hour=hour)) for hour in (0, 11, 12, 23)] == [
        "12AM",
        "11AM",
        "12PM",
        "11PM",
    ]
