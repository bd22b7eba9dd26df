"""Dates in front matter: every form that Hugo accepts, and ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

# `2024-05-06 7:08:09.123456789 +0200 CEST`: Go's own format, in which every part after the day is optional.
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(\.\d{1,9})?)?)? ?(Z|[+-]\d\d:?\d\d)?(?: [A-Z]{3,5})?", re.I
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_ZONE_NAME = re.compile(r" (?!(?:AM|PM|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b)[A-Z]{3,5}(?= \d{4}$|$)")
# RFC 1123, 822 and 850, `asctime`, `date` and Ruby's format; the name of a time zone is removed before.
_FORMATS = (
    "%d %b %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S",
    "%d %b %y %H:%M %z",
    "%d %b %y %H:%M",
    "%A, %d-%b-%y %H:%M:%S %z",
    "%A, %d-%b-%y %H:%M:%S",
    "%a %b %d %H:%M:%S %Y",
    "%a %b %d %H:%M:%S %z %Y",
)


def read_date(value: object, zone: tzinfo = UTC) -> datetime | None:
    """A date value in front matter as an aware datetime; None if it is invalid.

    `zone`: of dates without an offset. A date without a time is midnight; a number is Unix time in seconds,
    except one of eight digits, which is a day (20240506).
    """
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=zone)
        if isinstance(value, date):
            return datetime.combine(value, time(), zone)
        if isinstance(value, int) and not _COMPACT.fullmatch(str(value)):
            return datetime.fromtimestamp(value, UTC)
        return _read_text(" ".join(str(value).split()), zone)
    except (ValueError, OverflowError, OSError):
        return None


def iso_date(value: datetime) -> str:
    """ISO 8601 with the author's own offset, so that the day shown is the author's."""
    return value.isoformat()


def _read_text(text: str, zone: tzinfo) -> datetime | None:
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return _from_parts(iso, zone)
    if compact := _COMPACT.fullmatch(text):
        return datetime(int(compact[1]), int(compact[2]), int(compact[3]), tzinfo=zone)
    plain = re.sub(r" (?:UTC|GMT)(?= \d{4}$|$)", " +0000", text) if ":" in text else text
    plain = _ZONE_NAME.sub("", plain)
    for form in _FORMATS:
        try:
            found = datetime.strptime(plain, form)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=zone)
    return None


def _from_parts(iso: re.Match[str], zone: tzinfo) -> datetime:
    day, hour, minute, second, fraction, offset = iso.groups()
    clock = f"{int(hour or 0):02}:{minute or '00'}:{second or '00'}{(fraction or '')[:7]}"
    if fraction and len(fraction) not in (4, 7):
        clock = f"{clock[:8]}.{fraction[1:7]:<06}"
    suffix = "" if not offset else "+00:00" if offset in "Zz" else offset
    found = datetime.fromisoformat(f"{day}T{clock}{suffix}")
    return found if found.tzinfo else found.replace(tzinfo=zone)
