"""Hugo's permalink patterns (`/:year/:slug/`): the tokens, and their values for a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote_plus

from notegarden.nearest import nearest
from notegarden.urls import lowered, sanitized, urlized

_TOKEN = re.compile(r"(?<!\\):(\w+)(\[[^\]]+\])?", re.ASCII)
_SLICE = re.compile(r"\[(last|\d*)(:?)(last|\d*)\]")
# The elements of a Go date layout made of letters, digits and underscores, in the order that Go tries them.
_LAYOUT = re.compile(r"January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|_?2006|_2|2|3|4|5|PM|pm")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class PageFacts(NamedTuple):
    """The data of one page that tokens use.

    `sections`: its section path, folder by folder. `section_names`: slug or title of each real section in it.
    `name`: of the file, or the bundle's folder, without extension. `date`: the author's, the year 1 if there is none.
    """

    sections: Sequence[str]
    section_names: Sequence[str]
    title: str
    slug: str
    name: str
    date: datetime


def _title(facts: PageFacts) -> str:
    return urlized(facts.title.replace("/", "-").replace("\\", "-"))


def _slug(facts: PageFacts) -> str:
    return urlized(facts.slug) if facts.slug else _title(facts)


def _slug_or_name(facts: PageFacts) -> str:
    return urlized(facts.slug or facts.name)


def _name(facts: PageFacts) -> str:
    return urlized(facts.name)


_TOKENS: dict[str, Callable[[PageFacts], str]] = {
    "year": lambda facts: str(facts.date.year),
    "month": lambda facts: f"{facts.date.month:02}",
    "monthname": lambda facts: _MONTHS[facts.date.month - 1],
    "day": lambda facts: f"{facts.date.day:02}",
    "weekday": lambda facts: str(facts.date.isoweekday() % 7),
    "weekdayname": lambda facts: _DAYS[facts.date.weekday()],
    "yearday": lambda facts: str(facts.date.timetuple().tm_yday),
    "section": lambda facts: facts.sections[0] if facts.sections else "",
    "sectionslug": lambda facts: urlized(facts.section_names[0]) if facts.section_names else "",
    "title": _title,
    "slug": _slug,
    "slugorfilename": _slug_or_name,
    "slugorcontentbasename": _slug_or_name,
    "filename": _name,
    "contentbasename": _name,
}
_LISTS: dict[str, Callable[[PageFacts], Sequence[str]]] = {
    "sections": lambda facts: facts.sections,
    "sectionslugs": lambda facts: [urlized(each) for each in facts.section_names],
}


def unknown_token(pattern: str) -> tuple[str, str]:
    """(the first token in a pattern that Hugo does not have, the closest known one); ("", "") if all are known."""
    for name, part in _TOKEN.findall(pattern):
        known = (name in _LISTS and (not part or _SLICE.fullmatch(part))) or (name in _TOKENS and not part)
        if not known and (part or not _LAYOUT.search(name)):
            near = nearest(name, [*_TOKENS, *_LISTS]) or ""
            return f":{name}{part}", f":{near}" if near else ""
    return "", ""


def is_of_another_site(address: str) -> bool:
    """Whether a note's `url`, or an alias, is an absolute URL."""
    return address.lower().startswith(("http:", "https:"))


def url_fault(url: str) -> tuple[str, str]:
    """(why Hugo would reject the `url` of a note, how to fix it); ("", "") for a valid one."""
    if is_of_another_site(url):
        return "the URL of another site", "write only the path, /a/b/"
    token, near = unknown_token(url)
    hint = f"did you mean {near}?" if near else "write it without a colon"
    return (f'unknown token "{token}"', hint) if token else ("", "")


def expanded(pattern: str, facts: PageFacts) -> str:
    """The address that a pattern gives, without trailing slash: `/2024/a-title`. All tokens must be known."""
    path = normpath("/" + substituted(pattern, facts).strip("/"))
    return lowered(sanitized(unquote_plus(path)))


def substituted(pattern: str, facts: PageFacts) -> str:
    r"""The pattern with its tokens replaced; `\:` is a colon."""
    return _TOKEN.sub(lambda token: _value(token[1], token[2] or "", facts), pattern).replace("\\:", ":")


def _value(name: str, part: str, facts: PageFacts) -> str:
    if name in _LISTS:
        return "/".join(_sliced(_LISTS[name](facts), part))
    if name in _TOKENS:
        value = _TOKENS[name](facts)
        # Hugo parses the value as a URL, which drops the `#` of an empty fragment.
        return value[:-1] if value.find("#") == len(value) - 1 else value
    return date_by_layout(name, facts.date)


def _sliced(parts: Sequence[str], typed: str) -> Sequence[str]:
    """A slice of a list: `[1]`, `[last]`, `[1:]`, `[:last]`, `[1:3]`; out-of-range parts are empty."""
    found = _SLICE.fullmatch(typed)
    if found is None:
        return parts
    first, colon, last = found.groups()
    end = len(parts) - 1
    start = end if first == "last" else int(first or 0)
    if not colon:
        return parts[start : start + 1]
    return parts[start : end if last == "last" else int(last or len(parts))]


def date_by_layout(layout: str, date: datetime) -> str:
    """A date in a Go layout of letters, digits and underscores: `2006_01_02`, `Jan`."""
    hour = date.hour % 12 or 12
    values = {
        "January": _MONTHS[date.month - 1], "Jan": _MONTHS[date.month - 1][:3], "01": f"{date.month:02}",
        "1": str(date.month), "Monday": _DAYS[date.weekday()], "Mon": _DAYS[date.weekday()][:3],
        "02": f"{date.day:02}", "_2": f"{date.day:2}", "2": str(date.day), "002": f"{date.timetuple().tm_yday:03}",
        "2006": f"{date.year:04}", "_2006": f"_{date.year:04}", "06": f"{date.year % 100:02}", "15": f"{date.hour:02}",
        "03": f"{hour:02}", "3": str(hour), "04": f"{date.minute:02}", "4": str(date.minute),
        "05": f"{date.second:02}", "5": str(date.second), "PM": "PM" if date.hour > 11 else "AM",
        "pm": "pm" if date.hour > 11 else "am", "MST": date.tzname() or "UTC",
    }  # fmt: skip
    return _LAYOUT.sub(lambda part: values[part[0]], layout)
