"""Org's basic citation processor: the format of citations and references if no CSL style is set.

Works of the same authors and year are distinguished by a letter after the year, and sorted by author.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from notegarden.dialects.pieces.bibliography import Entry
from notegarden.dialects.pieces.html import escape

BARE = frozenset(("bare", "b", "bare-caps", "bc"))
CAPS = frozenset(("caps", "c", "bare-caps", "bc"))


class BasicStyle:
    """`form`: of the list, `plain` or `numeric`; any other value means author and year."""

    def __init__(self, entries: Iterable[Entry], form: str) -> None:
        self._form = form
        self._letters: dict[str, str] = {}
        seen: dict[tuple[str, str], int] = {}
        works = [*entries]
        for entry in works:
            count = seen[entry.names, entry.year] = seen.get((entry.names, entry.year), -1) + 1
            self._letters[entry.key] = chr(ord("a") + min(count, 26) - 1) if count else ""
        self._numbers = {entry.key: number for number, entry in enumerate(self.ordered(works), 1)}

    @staticmethod
    def ordered(entries: Sequence[Entry]) -> list[Entry]:
        """The works in the order of the list."""
        return sorted(entries, key=lambda entry: entry.names.casefold())

    def year(self, entry: Entry) -> str:
        return f"{entry.year}{self._letters.get(entry.key, '')}"

    def number(self, key: str) -> int:
        return self._numbers.get(key, 0)

    def reference(self, entry: Entry) -> str:
        """The HTML of a work in the list."""
        names, title = escape(entry.names), escape(entry.title)
        source = f", {escape(entry.source)}" if entry.source else ""
        if self._form == "plain":
            return f"{names}. {title}{source}, {escape(entry.year)}."
        if self._form == "numeric":
            return f"[{self.number(entry.key)}] {names}, <em>{title}</em>{source}, {escape(entry.year)}."
        return f"{names} ({escape(self.year(entry))}). <em>{title}</em>{source}."


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted numbers as (first, last) ranges; two consecutive numbers are not merged."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    spans: list[tuple[int, int]] = []
    for each in found:
        spans += [(each[0], each[-1])] if len(each) > 2 else [(number, number) for number in each]
    return spans
