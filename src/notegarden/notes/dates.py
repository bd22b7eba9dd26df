"""Moments and time zones."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache


def instant(date: str) -> str:
    """An ISO 8601 date-time with an offset as one in UTC with seconds, so that two can be compared as texts."""
    if not date or (date.endswith("Z") and len(date) == 20):
        return date
    try:
        return datetime.fromisoformat(date).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
    except (ValueError, OverflowError):
        return date


@lru_cache(maxsize=16)
def zone_of(name: str) -> tzinfo:
    """The time zone of this IANA name, UTC for "". Raises ValueError where there is none."""
    if not name or name.upper() == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(f"no time zone {name!r}") from None
