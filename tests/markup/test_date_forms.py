"""Dates in front matter in the forms that Go's `cast` package reads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notegarden.dialects.pieces.dates import read_date


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 06 May 2024 07:08:09 +0000",
        "Monday, 06-May-24 07:08:09 UTC",
        "Mon May 6 07:08:09 2024",
        "2024-05-06 07:08:09 +0000 UTC",
    ],
)
def test_forms_with_names_of_days_and_months_are_read(text: str) -> None:
    assert read_date(text) == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
