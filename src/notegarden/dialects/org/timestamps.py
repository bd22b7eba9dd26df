"""Timestamps in Org's own format: with the weekday."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"([<\[])(\d{4}-\d\d-\d\d)(?: [^\W\d]+)?")
_DAYLESS = re.compile(r"([<\[])(\d{4}-\d\d-\d\d)(?=[>\]]| \d| [-+.])")

_HOUR = re.compile(r"(\d{4}-\d\d-\d\d [^\W\d]+ )(\d:\d\d)")
_TIMES = re.compile(r"([<\[]\d{4}-\d\d-\d\d [^\W\d]+ )(\d\d:\d\d)-(\d{1,2}:\d\d)([^<>\[\]]*[>\]])")
_STAMP = re.compile(r"<\d{4}-\d\d-\d\d[^<>\n]*+>|\[\d{4}-\d\d-\d\d[^\[\]\n]*+\]")
_LONE = re.compile(rf"(?:(?:{_STAMP.pattern})(?:--|\s*+))++")


def with_weekday(stamp: str) -> str:
    """A timestamp with the correct weekday of its date, whatever was typed."""
    found = _DAY.match(stamp)
    name = _day_of(found[2]) if found else ""
    return f"{found[1]}{found[2]} {name}{stamp[found.end() :]}" if found and name else stamp


def with_days(text: str) -> str:
    """Timestamps with the weekday added if it is missing."""
    return _DAYLESS.sub(lambda one: f"{one[1]}{one[2]} {_day_of(one[2])}".rstrip(), text)


def as_org_writes(text: str) -> str:
    """A timestamp normalized as by Org: two-digit hours, and a time range as two timestamps."""
    text = _HOUR.sub(r"\g<1>0\2", with_days(text))
    found = _TIMES.fullmatch(text)
    if found is None:
        return text
    before, start, stop, behind = found.groups()
    return f"{before}{start}{behind}--{before}{stop:0>5}{behind}"


def without_lone_stamps(text: str, shown: str) -> str:
    """A paragraph of only timestamps without those that the option `<:` hides; any other unchanged."""
    if not _LONE.fullmatch(text):
        return text
    if shown in ("active", "inactive"):
        sign = "<" if shown == "active" else "["
        return " ".join(stamp for stamp in _STAMP.findall(text) if stamp.startswith(sign))
    return "" if shown == "nil" else text


def _day_of(day: str) -> str:
    try:
        return date.fromisoformat(day).strftime("%a")
    except ValueError:
        return ""
