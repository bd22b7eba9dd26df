"""Macros: `{{{name(a, b)}}}` is replaced before the text is parsed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime
from operator import itemgetter

from notegarden.dialects.org.front import date_of
from notegarden.dialects.org.settings import Settings
from notegarden.notes.numbers import whole_number

_MACRO = re.compile(r"\{\{\{([A-Za-z][-\w]*)(?:\(((?:[^)}]|\)(?!\}\}\})|\}(?!\}\})){0,3000}+)\))?\}\}\}", re.DOTALL)
_COMMA = re.compile(r"(\\*),")
_SPACES = re.compile(r"[ \t\r\n]+")
_OPENS = re.compile(r"(?:^|(?<=[\s\-('\"{]))([=~])(?=\S)")
_CLOSES = re.compile(r"(?<=\S)([=~])(?=$|[\s\-.,;:!?'\")}\\\[])")
_FORMULA = re.compile(
    r"\\\((?:(?!\\\)).){0,1000}+\\\)|\\\[(?:(?!\\\]).){0,1000}+\\\]|\$\$[^$]{1,1000}+\$\$"
    r"|(?<!\$)\$(?![\s.,;$])[^$]{1,1000}+(?<![\s.,])\$(?!\w)",
    re.DOTALL,
)
_LINES = re.compile(r"^[^\n]*\{\{\{[^\n]*", re.M)
_STAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^<>\[\]]*[>\]](?:--[<\[][^<>\[\]]*[>\]])?")
_PART = re.compile(r"%[-_]?[aAbBdeFHIjmMpSTuwyY%]")
_FIXED = ("title", "author", "email", "date")
"""Built-in macros that a file cannot define otherwise."""
_DEEPEST = 10
_LONGEST = 200_000  # characters per page
_EACH = 20


class Macros:
    """The macros of a file, and the built-in ones.

    `unknown`: called with the name and line of an unknown macro, and whether it is circular instead. `prop`: the value
    of a property at a line.
    """

    def __init__(
        self,
        settings: Settings,
        unknown: Callable[[str, int, bool], None],
        prop: Callable[[str, int], str] | None = None,
    ) -> None:
        self._settings, self._unknown, self._property = settings, unknown, prop
        self._templates: dict[str, str] = {}
        for value in settings.outline.values("macro"):
            name, _, template = value.partition(" ")
            self._templates.setdefault(name.lower(), template.strip())
        self._spent = 0  # characters replaced: a macro may expand to two of itself
        self._counters: dict[str, int] = {}
        self._reported: set[tuple[str, int]] = set()

    def expand(self, text: str, line: int, inside: tuple[str, ...] = ()) -> str:
        """The text with its macros replaced; an unknown or circular one is left as typed, and reported.

        `inside`: the macros that the text comes from.
        """
        if "{{{" not in text or len(inside) > _DEEPEST:
            return text
        verbatim = _verbatim(text) if not inside else []

        def replaced(found: re.Match[str]) -> str:
            before = bisect_right(verbatim, found.start(), key=itemgetter(0)) - 1
            if before >= 0 and found.start() < verbatim[before][1]:
                return found[0]
            self._spent += len(found[0]) + _EACH
            if self._spent > _LONGEST:
                return found[0]
            name = found[1].lower()
            if name in inside:
                self._report(name, line, is_circular=True)
                return found[0]
            value = self._value(name, _arguments(found[2] or ""), line)
            return found[0] if value is None else self.expand(value, line, (*inside, name))

        return _MACRO.sub(replaced, text)[:_LONGEST]

    def _report(self, name: str, line: int, *, is_circular: bool = False) -> None:
        """Report an unknown macro once for each line, and a circular one once: a text may be expanded several times."""
        use = name, -1 if is_circular else line
        if use not in self._reported:
            self._reported.add(use)
            self._unknown(name, line, is_circular)

    def preview(self, text: str, line: int) -> str:
        """The same as `expand`, but without changing the counters of `{{{n}}}`."""
        counters = self._counters.copy()
        expanded = self.expand(text, line)
        self._counters = counters
        return expanded

    def _value(self, name: str, arguments: list[str], line: int) -> str | None:
        template = None if name in _FIXED else self._templates.get(name)
        if template is not None:
            if template.startswith("(eval "):
                return None
            return re.sub(
                r"\$(\d+)",
                lambda one: arguments[max((whole_number(one[1]) or 0) - 1, 0)] if _counts(one[1], arguments) else "",
                template,
            )
        return self._built_in(name, arguments, line)

    def _built_in(self, name: str, arguments: list[str], line: int) -> str | None:
        first = arguments[0].strip() if arguments else ""
        settings = self._settings
        heading = settings.heading
        if name == "title":
            return settings.value("title", inherit=False) or (heading.title if heading else "")
        if name in ("author", "email"):
            return settings.joined(name) or ""
        if name == "date":
            return _formatted(settings.value("date") or "", first)
        if name == "keyword":
            return " ".join(settings.outline.values(first.lower()))
        if name == "property":
            return self._property(first.upper(), line) if self._property is not None else ""
        if name == "results":
            return first
        if name == "n":
            action = arguments[1].strip() if len(arguments) > 1 else ""
            if action != "-":
                start = whole_number(action)
                start = 1 if start is None and action else start
                self._counters[first] = self._counters.get(first, 0) + 1 if start is None else start
            return str(self._counters.get(first, 1))
        self._report(name, line)
        return None


def _verbatim(text: str) -> list[tuple[int, int]]:
    """Start and stop of each formula, and of each `=verbatim=` and `~code~` in a line that has a macro, in order."""
    spans = [found.span() for found in _FORMULA.finditer(text) if "{{{" in found[0]]
    for line in _LINES.finditer(text):
        closing: dict[str, list[int]] = {"=": [], "~": []}
        for mark in _CLOSES.finditer(line[0]):
            closing[mark[1]].append(mark.start())
        stop = 0
        for mark in _OPENS.finditer(line[0]):
            places = closing[mark[1]]
            place = bisect_left(places, mark.start() + 2)  # there must be something in between
            if mark.start() >= stop and place < len(places):
                stop = places[place] + 1
                spans.append((line.start() + mark.start(), line.start() + stop))
    return sorted(spans)


def _counts(number: str, arguments: list[str]) -> bool:
    place = whole_number(number)
    return bool(arguments) and place is not None and place <= len(arguments)


def _formatted(date: str, form: str) -> str:
    """A date as typed; a timestamp in the format `form` of `strftime`, if there is one."""
    stamp = _STAMP.fullmatch(date.strip()) if form else None
    try:
        moment = datetime.fromisoformat(date_of(stamp[0])) if stamp else None
    except ValueError:
        moment = None
    return date if moment is None else _PART.sub(lambda part: moment.strftime(part[0]), form)


def _arguments(text: str) -> list[str]:
    r"""The arguments of a macro, separated by commas: `\,` is a comma in one, `\\,` a backslash at the end of one."""
    text = _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text.strip())
    if not text:
        return []
    cut = _COMMA.sub(lambda one: "\\" * (len(one[1]) // 2) + ("," if len(one[1]) % 2 else "\0"), text)
    return cut.split("\0")
