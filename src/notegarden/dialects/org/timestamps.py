"""Timestamps as Org writes them: with the name of the day."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"([<\[])(\d{4}-\d\d-\d\d)(?: [^\W\d]+)?")
_DAYLESS = re.compile(r"([<\[])(\d{4}-\d\d-\d\d)(?=[>\]]| \d| [-+.])")


def with_weekday(stamp: str) -> str:
    """A timestamp with the name of the day that its date is, whatever was typed."""
    found = _DAY.match(stamp)
    name = _day_of(found[2]) if found else ""
    return f"{found[1]}{found[2]} {name}{stamp[found.end() :]}" if found and name else stamp


def with_days(text: str) -> str:
    """Timestamps with the name of the day where none is typed."""
    return _DAYLESS.sub(lambda one: f"{one[1]}{one[2]} {_day_of(one[2])}".rstrip(), text)


def _day_of(day: str) -> str:
    try:
        return date.fromisoformat(day).strftime("%a")
    except ValueError:
        return ""
