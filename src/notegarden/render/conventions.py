"""How a language formats dates, numbers and plurals: CLDR data from Babel, reduced to a small table.

Loading Babel is slower than reading a table, so each language's table is cached in the user's cache folder.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from notegarden.files.tree import Tree, read_file
from notegarden.files.user import cache_folder, is_own, make_private
from notegarden.files.write import write
from notegarden.ledger import keys

if TYPE_CHECKING:
    from babel.core import Locale

_MOST_BYTES = 100_000
_PART = re.compile(r"'[^']*'|[a-zA-Z]+")
_ZERO = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"}
"""CLDR's name of a numbering system → its digit zero; the other digits follow it in Unicode."""
_ALONE = {"en": "en-001"}
"""Tags without a region → the one whose date format is used: "12 March 2024" is understood everywhere."""


class Conventions(msgspec.Struct, frozen=True, array_like=True):
    """Those of one language. Patterns have the placeholders `{day}`, `{month}` and `{year}`; weeks begin on Monday.

    `months` are for dates, `months_alone` for month names without a day. `digits`: from 0 to 9.
    `grouping`: the number of digits in the last and in every other group of a number. `plural`: which of `categories`
    a number takes, as a C expression over `n`, the form that gettext uses.
    """

    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    date_pattern: str
    month_pattern: str
    thousands: str
    digits: str
    grouping: tuple[int, int]
    categories: tuple[str, ...]
    plural: str

    def words(self) -> dict[str, str | list[str]]:
        """The values that a words file may override."""
        return {
            "months": [*self.months],
            "months_alone": [*self.months_alone],
            "weekdays": [*self.weekdays],
            "weekdays_short": [*self.weekdays_short],
            "date_pattern": self.date_pattern,
            "month_pattern": self.month_pattern,
            "thousands": self.thousands,
        }

    def category(self) -> Callable[[int], str]:
        """The function from a number to its plural category: `one`, `few`, `other` …"""
        number_of = gettext.c2py(self.plural)
        return lambda n: self.categories[number_of(n)]

    def number(self, value: int | str, separator: str) -> str:
        """A number in the language's digits and groups; for a text, such as a year, only the digits are replaced."""
        text = str(value) if isinstance(value, str) else _grouped(str(value), *self.grouping, separator)
        return text if self.digits[0] == "0" else text.translate(str.maketrans("0123456789", self.digits))


def conventions(language: str) -> Conventions:
    """The conventions of a language tag, or of its longest prefix known to CLDR; otherwise the English ones."""
    key = keys.key(language)
    with suppress(OSError, msgspec.DecodeError):
        path = cache_folder() / "languages" / f"{language}.msgpack"
        stored, found = msgspec.msgpack.decode(read_file(path, _MOST_BYTES), type=tuple[bytes, Conventions])
        if stored == key and is_own(path.lstat()):
            return found
    made = _made(language)
    with suppress(OSError):
        folder = cache_folder() / "languages"
        make_private(folder)
        with Tree(folder) as tree:
            write(tree, f"{language}.msgpack", msgspec.msgpack.encode((key, made)))
    return made


def _made(language: str) -> Conventions:
    from babel.plural import to_gettext

    locale = _locale(language)
    date, month = locale.date_formats["long"].pattern, locale.datetime_skeletons["yMMMM"].pattern
    groups = locale.decimal_formats[None].grouping
    symbols = locale.number_symbols
    system = locale.default_numbering_system
    zero = _ZERO.get(system, "0")
    rule = to_gettext(locale.plural_form)
    categories = [name for name in ("zero", "one", "two", "few", "many") if name in locale.plural_form.tags]
    days, short = locale.days["stand-alone"]["wide"], locale.days["stand-alone"]["short"]
    return Conventions(
        months=_months(locale, date),
        months_alone=_months(locale, month),
        weekdays=tuple(days[number] for number in range(7)),
        weekdays_short=tuple(short[number].rstrip(".") for number in range(7)),
        date_pattern=_pattern(date),
        month_pattern=_pattern(month),
        thousands=symbols.get(system if zero != "0" else "latn", {}).get("group") or symbols["latn"]["group"],
        digits="".join(chr(ord(zero) + number) for number in range(10)),
        grouping=(groups[0], groups[1]),
        categories=(*categories, "other"),
        # `e` is the exponent of "2 million" in compact notation, which is not used here.
        plural=re.sub(r"\be\b", "0", rule.partition("plural=")[2].rstrip(";")),
    )


def _locale(language: str) -> Locale:
    from babel.core import Locale, UnknownLocaleError

    tag = _ALONE.get(language, language)
    while tag:
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(tag, sep="-")
        tag = tag.rpartition("-")[0]
    return Locale.parse("en_001")


def _months(locale: Locale, pattern: str) -> tuple[str, ...]:
    """The months as a CLDR date pattern shows them: names, in the right grammatical case, or numbers."""
    field = next(part for part in _PART.findall(pattern) if part[0] in "ML")
    if len(field) < 3:
        return tuple(str(number).zfill(len(field)) for number in range(1, 13))
    names = locale.months["format" if field[0] == "M" else "stand-alone"]["wide" if len(field) == 4 else "abbreviated"]
    return tuple(names[number] for number in range(1, 13))


def _pattern(pattern: str) -> str:
    """A CLDR date pattern with placeholders for its fields: "d 'de' MMMM" → "{day} de {month}"."""
    holes = {"d": "{day}", "M": "{month}", "L": "{month}", "y": "{year}"}

    def filled(part: re.Match[str]) -> str:
        text = part[0]
        return text[1:-1] if text[0] == "'" else holes.get(text[0], "")

    return _PART.sub(filled, pattern).strip()


def _grouped(digits: str, last: int, others: int, separator: str) -> str:
    head, groups = digits[:-last], [digits[-last:]]
    while head:
        groups.append(head[-others:])
        head = head[:-others]
    return separator.join(reversed(groups))
