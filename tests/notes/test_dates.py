"""Points in time compare as text; the date at the start of a file's name is used only where configured."""

from __future__ import annotations

from datetime import UTC

import pytest

from notegarden.notes.dates import FROM_NAME, USUAL_DATES, DateReading, instant, zone_of


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T00:30:00+01:00", "2026-01-01T23:30:00Z"),
        ("2026-01-02T03:04:05.900+00:00", "2026-01-02T03:04:05Z"),
        ("0099-01-02T00:00:00+00:00", "0099-01-02T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_equal_moments_are_equal_text_in_any_time_zone(written: str, moment: str) -> None:
    assert instant(written) == moment


READING = DateReading(keys={"date": (FROM_NAME,)})


@pytest.mark.parametrize(
    ("path", "day", "rest"),
    [
        ("posts/2026-01-02-a-b.md", "2026-01-02", "a-b"),
        ("2026-01-02.md", "2026-01-02", ""),
        ("2026-01-02 _ a.b.md", "2026-01-02", "a.b"),
        ("2026-01-02-bundle/index.md", "2026-01-02", "bundle"),
        ("2026-01-02-bundle/index.en.md", "2026-01-02", "bundle"),
        ("2026-01-02-section/a.md", "", ""),
        ("2026-01-02a.md", "", ""),
        ("a-2026-01-02.md", "", ""),
    ],
)
def test_the_date_at_the_start_of_a_file_name(path: str, day: str, rest: str) -> None:
    read = READING.of_file(path)
    assert (read.day, read.rest) == (day, rest)


def test_the_date_in_a_file_name_is_not_read_without_configured_date_keys() -> None:
    assert USUAL_DATES.of_file("2026-01-02-a.md").day == ""


def test_an_unknown_time_zone_is_an_error() -> None:
    assert zone_of("") is zone_of("utc") is UTC
    assert str(zone_of("Europe/Paris")) == "Europe/Paris"
    for name in ("Nowhere/Land", "../etc/passwd", "Europe"):
        with pytest.raises(ValueError, match=r"time zone|key"):
            zone_of(name)
