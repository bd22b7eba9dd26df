"""When the pages of an Org file appear: until then no link shows their titles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from functools import cached_property

from notegarden.dialects.org.front import date_in
from notegarden.dialects.org.outline import Outline
from notegarden.dialects.org.pages import PageSpec
from notegarden.dialects.org.settings import Settings
from notegarden.dialects.pieces.dates import iso_date, read_date
from notegarden.notes.dates import instant

_NEVER = "never"  # sorts behind every date


class Appearances:
    """Those of one file, as they were when it was read. `zone`: what dates without an offset are in."""

    def __init__(self, outline: Outline, pages: Iterable[PageSpec], local: dict[str, str], zone: tzinfo) -> None:
        self._now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._settings = {spec.path: Settings(outline, spec.heading, local) for spec in pages}
        self._zone = zone

    @cached_property
    def _times(self) -> dict[str, str]:
        """By path, in UTC; a page whose date cannot be read never comes."""
        dates = ((path, date_in(settings)) for path, settings in self._settings.items())
        read = ((path, read_date(date, self._zone)) for path, date in dates if date)
        return {path: instant(iso_date(date)) if date is not None else _NEVER for path, date in read}

    @cached_property
    def ahead(self) -> list[str]:
        """The pages whose time had not come."""
        return sorted(path for path, time in self._times.items() if time > self._now)

    def span(self) -> tuple[str, str]:
        """When a page appeared last, and when the next does, "" for none: between these `ahead` is the same."""
        times = {time for time in self._times.values() if time != _NEVER}
        since = max((time for time in times if time <= self._now), default="")
        return since, min((time for time in times if time > self._now), default="")
