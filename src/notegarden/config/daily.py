"""Daily notes of a vault: the day in a note's path, by the pattern in Obsidian's settings.

The pattern is a moment.js format (https://momentjs.com/docs/#/displaying/format/). Its tokens for days are supported;
month names in English, weekday names in any language.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"\[([^\[\]]*)\]|(Mo|M{1,4}|Do|DDDo|D{1,4}|do|d{1,4}|Qo?|[wW]o|w{1,2}|W{1,2}|N{1,5}|Y{1,6}|y{1,4}|gg(?:gg)?|GG(?:GG)?"
    r"|[eEaAxX]|H{1,2}|h{1,2}|k{1,2}|m{1,2}|s{1,2}|S{1,9}|z{1,2}|Z{1,2}|LTS|LT|L{1,4}|l{1,4})|(.)",
    re.DOTALL,
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_SHAPES = {
    "YYYY": ("year", "[0-9]{4}"), "YY": ("year", "[0-9]{2}"), "MM": ("month", "[0-9]{2}"), "M": ("month", "[0-9]{1,2}"),
    "MMM": ("month", "|".join(name[:3] for name in _MONTHS)), "MMMM": ("month", "|".join(_MONTHS)),
    "DD": ("day", "[0-9]{2}"), "D": ("day", "[0-9]{1,2}"), "Do": ("day", "[0-9]{1,2}(?:st|nd|rd|th)"),
    "dd": ("", r"[^\W\d_]+\.?"), "ddd": ("", r"[^\W\d_]+\.?"), "dddd": ("", r"[^\W\d_]+(?:-[^\W\d_]+)?"),
}  # fmt: skip
"""Token → the part of a date that it writes ("" for the weekday, which is not needed), and its expression."""
_LONGEST = 200
"""Maximum length of a pattern; a longer one is invalid."""
_MOST, _MOST_WEEKDAYS = 12, 2
"""Maximum number of tokens in a pattern: with more, matching could backtrack almost forever."""


class DayPattern(NamedTuple):
    """`expression` matches the path of a daily note without its extension; `parts` names its groups.

    `unknown`: unsupported tokens, or the surplus ones, without duplicates; if there are any, no path matches.
    """

    expression: re.Pattern[str] | None
    parts: tuple[str, ...]
    unknown: tuple[str, ...]


@lru_cache(maxsize=8)
def day_pattern(folder: str, pattern: str) -> DayPattern:
    """The pattern for the notes' paths. `folder`: below the vault, without slashes at its ends."""
    typed = f"{folder}/" if folder else ""
    expression = [re.escape(typed)]
    parts: list[str] = []
    unknown: list[str] = []
    for literal, token, sign in _TOKEN.findall(pattern.strip().strip("/")[:_LONGEST]):
        part, shape = _SHAPES.get(token, ("", ""))
        if token and (not shape or len(parts) >= _MOST or (not part and parts.count("") >= _MOST_WEEKDAYS)):
            unknown.append(token)
        expression.append(f"({shape})" if token else re.escape(literal or sign))
        parts += [part] if token else []
    is_day = {"year", "month", "day"} <= {*parts} and not unknown and len(pattern) <= _LONGEST
    compiled = re.compile("".join(expression), re.IGNORECASE) if is_day else None
    return DayPattern(compiled, tuple(parts), tuple(dict.fromkeys(unknown)))


def day_of(path: str, folder: str, pattern: str) -> str:
    """The day in the path of a vault's note, as ISO 8601; "" if it is not a daily note."""
    expression, parts, _ = day_pattern(folder, pattern)
    found = expression.fullmatch(path.removesuffix(".md")) if expression is not None and path.endswith(".md") else None
    if found is None:
        return ""
    numbers: dict[str, set[int]] = {}
    for part, text in zip(parts, found.groups(), strict=True):
        if part:
            numbers.setdefault(part, set()).add(_number(text.lower(), part))
    if any(len(values) > 1 for values in numbers.values()):  # the folder is for another month
        return ""
    try:
        return datetime.date(*(min(numbers[part]) for part in ("year", "month", "day"))).isoformat()
    except ValueError:
        return ""


def _number(text: str, part: str) -> int:
    if part == "month" and not text.isdecimal():
        return next(number for number, name in enumerate(_MONTHS, 1) if name[:3] == text[:3])
    number = int(text.rstrip("stndrh"))
    return number + (2000 if number < 69 else 1900) if part == "year" and len(text) == 2 else number
