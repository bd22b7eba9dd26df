"""Points in time and time zones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple

DateName = Literal["date", "lastmod", "publishDate", "expiryDate"]
"""The dates whose front matter keys can be configured."""
FROM_NAME = ":filename"
"""Placeholder among a date's keys for the date at the start of the file name, as in Hugo's configuration."""
GIT = ":git"
"""Placeholder there for the dates of the note's git commits."""
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[-_. ]+(.*))?")


class DateReading(NamedTuple):
    """How dates in front matter are read.

    `zone`: of dates without an offset. `keys`: field → the keys it is read from, for fields not read from the defaults.
    `day`, `rest`: the date at the start of the file name and the text after it, both "" if there is none.
    """

    zone: tzinfo = UTC
    keys: Mapping[str, tuple[str, ...]] = {}
    day: str = ""
    rest: str = ""

    def of_file(self, path: str) -> DateReading:
        """The same for the note at `path`; a bundle takes its name from its folder."""
        if not self.keys:
            return self
        folder, _, file = path.rpartition("/")
        stem = file.partition(".")[0]
        named = _NAMED.fullmatch(folder.rpartition("/")[2] if stem == "index" else file.rpartition(".")[0])
        return self._replace(day=named[1], rest=named[2] or "") if named else self


USUAL_DATES = DateReading()


def instant(date: str) -> str:
    """An ISO 8601 date-time with an offset, converted to UTC with seconds, so that two can be compared as strings."""
    if not date or (date.endswith("Z") and len(date) == 20):
        return date
    try:
        return datetime.fromisoformat(date).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
    except (ValueError, OverflowError):
        return date


@lru_cache(maxsize=16)
def zone_of(name: str) -> tzinfo:
    """The time zone with this IANA name, UTC for "". Raises ValueError if there is none."""
    if not name or name.upper() == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(f"no time zone {name!r}") from None
