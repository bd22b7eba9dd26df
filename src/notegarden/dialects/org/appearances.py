"""When the pages of an Org file appear: until then no link shows their titles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property

from notegarden.dialects.org.front import date_in, front_matter
from notegarden.dialects.org.outline import Outline
from notegarden.dialects.org.pages import PageSpec
from notegarden.dialects.org.settings import Settings
from notegarden.dialects.pieces.dates import iso_date, read_date
from notegarden.notes.dates import DateReading, instant
from notegarden.notes.note import Build
from notegarden.notes.visibility import Rules, is_hidden, shown_between

_NEVER = "never"  # sorts behind every date
_AT_ANY_TIME = Rules(future=True, expired=True)


class Appearances:
    """Those of one file, as they were when it was read. `dates`: how dates are read."""

    def __init__(self, outline: Outline, pages: Iterable[PageSpec], local: dict[str, str], dates: DateReading) -> None:
        self._now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._settings = {spec.path: Settings(outline, spec.heading, local) for spec in pages}
        self._dates = dates
        self._open: dict[str, bool] = {}

    @cached_property
    def _times(self) -> dict[str, str]:
        """By path, in UTC; a page whose date cannot be read never comes."""
        dates = ((path, date_in(settings)) for path, settings in self._settings.items())
        read = ((path, read_date(date, self._dates.zone)) for path, date in dates if date)
        return {path: instant(iso_date(date)) if date is not None else _NEVER for path, date in read}

    @cached_property
    def ahead(self) -> list[str]:
        """The pages whose time had not come."""
        return sorted(path for path, time in self._times.items() if time > self._now)

    def may_be_named(self, path: str) -> bool:
        """Whether a link may show a page's title: not where anything says that it is not published, or not yet.

        What the garden decides of a page comes too late: the words of a link are part of the text around it.
        """
        if path not in self._open:
            front = front_matter(self._settings[path], path, None, 1, self._dates).front
            since, until = shown_between(front)
            is_open = since == instant(front.date) and not until and front.build == Build()
            self._open[path] = is_open and not is_hidden(front, "", _AT_ANY_TIME)
        return self._open[path] and path not in self.ahead

    def span(self) -> tuple[str, str]:
        """When a page appeared last, and when the next does, "" for none: between these `ahead` is the same."""
        times = {time for time in self._times.values() if time != _NEVER}
        since = max((time for time in times if time <= self._now), default="")
        return since, min((time for time in times if time > self._now), default="")
