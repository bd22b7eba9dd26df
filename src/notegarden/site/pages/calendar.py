"""The calendar of a vault's daily notes: a table for each month that has any."""

from __future__ import annotations

import calendar

from notegarden.render.gathered_views import CalendarView, Day, Month, Year
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads


def calendar_page(reads: Reads, site: Site, address: str) -> CalendarView:
    """Newest year first, the months of a year in order."""
    days: dict[str, str] = {}
    for note in reads.entries().named:
        if note.day and note.is_entry:
            days.setdefault(note.day, site.href(note.address))
    months: dict[str, list[Month]] = {}
    for month in sorted({day[:7] for day in days}):
        months.setdefault(month[:4], []).append(_month(month, days))
    years = tuple(Year(year, tuple(found)) for year, found in sorted(months.items(), reverse=True))
    return CalendarView(**head(site, "calendar.html", address, "Calendar"), years=years, count=len(days))


def month_id(day: str) -> str:
    """The anchor of a day's month on the calendar."""
    return f"m-{day[:7]}"


def _month(month: str, days: dict[str, str]) -> Month:
    def day(number: int) -> Day:
        date = f"{month}-{number:02}"
        return Day(number, date, days.get(date, "")) if number else Day(0)

    weeks = calendar.Calendar().monthdayscalendar(int(month[:4]), int(month[5:]))
    return Month(month_id(month), month, int(month[5:]), tuple(tuple(map(day, week)) for week in weeks))
