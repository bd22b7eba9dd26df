"""Text outside a page that it shows: footnotes, and code that it includes by noweb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from notegarden.dialects.org.code import uncommaed
from notegarden.dialects.org.outline import Heading, Keyword, Outline
from notegarden.dialects.org.withheld import visibility_of
from notegarden.notes.dates import USUAL_DATES

if TYPE_CHECKING:
    from notegarden.dialects.org.include import Expanded

NAME = re.compile(r"[ \t]*#\+(?:name|tblname):[ \t]*(\S.*?)[ \t]*$", re.I)
_NOWEB = re.compile(r"([^<]*)<<([^<>\n]+)>>(.*)$")
_DEEPEST_NOWEB, _LONGEST_NOWEB = 5, 2_000
_NOWEB_REF = re.compile(r"[ \t]*#\+begin_src\b.*[ \t]:noweb-ref[ \t]+(\S+)", re.I)
_LABEL = re.compile(r"\[fn:([-_\w]+)\]")
_DEEPEST_NOTES = 5


class Elsewhere:
    """The footnotes and the named code of a file, found when a page first needs them."""

    def __init__(self, outline: Outline, expanded: Expanded) -> None:
        self.outline, self.expanded = outline, expanded
        self._blocks: dict[str, list[tuple[int, list[str]]]] | None = None
        self._withheld: dict[int, bool] = {}

    def footnote_lines(self, label: str) -> tuple[int, int] | None:
        """Where a footnote is defined: its first line and the line after it."""
        first = self._first_lines.get(label)
        if first is None:
            return None
        stop, lines = first + 1, self.outline.lines
        while stop < len(lines):
            text = lines[stop]
            blank = not text.strip() and stop + 1 < len(lines) and not lines[stop + 1].strip()
            if blank or _LABEL.match(text) or (text[:1] == "*" and text.lstrip("*")[:1] == " "):
                break
            stop += 1
        return first, stop

    @cached_property
    def _first_lines(self) -> dict[str, int]:
        """Label → the first line of the footnote's definition."""
        found: dict[str, int] = {}
        for number, text in enumerate(self.outline.lines):
            if text[:1] == "[" and (match := _LABEL.match(text)):
                found.setdefault(match[1], number)
        return found

    @cached_property
    def _definitions(self) -> list[tuple[int, str]]:
        """The same as (line, label), in order."""
        return [(line, label) for label, line in self._first_lines.items()]

    def footnotes_in(self, first: int, last: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """The labels of the footnotes defined in these lines, and where."""
        at, stop = (bisect_left(self._definitions, each, key=itemgetter(0)) for each in (first, last))
        for _, label in self._definitions[at:stop]:
            if (place := self.footnote_lines(label)) is not None:
                yield label, place

    def is_withheld(self, line: int, own: Heading | None) -> bool:
        """Whether a line is commented out, or belongs to an unpublished post other than the page's own."""
        above = self.outline.heading_at(line)
        chain = [*above.ancestry()] if above is not None else []
        if any(each.is_comment for each in chain):
            return True
        post = next((each for each in chain if each.file_name), None)
        if post is None or post is own:
            return False
        if post.line not in self._withheld:
            self._withheld[post.line] = visibility_of("", self.outline, post, USUAL_DATES, has_title=False).why != ""
        return self._withheld[post.line]

    def footnotes_outside(
        self, lines: list[str], first: int, last: int, own: Heading | None = None
    ) -> list[tuple[int, int]]:
        """Where the footnotes are that a page with these lines references and that are defined outside it.

        `own`: the page's heading.
        """
        found: dict[int, int] = {}
        waiting = lines
        for _ in range(_DEEPEST_NOTES):
            labels = dict.fromkeys(label for text in waiting if "[fn:" in text for label in _LABEL.findall(text))
            places = [place for label in labels if (place := self.footnote_lines(label)) is not None]
            new = {
                start: stop for start, stop in places
                if not first <= start < last and start not in found and not self.is_withheld(start, own)
            }  # fmt: skip
            if not new:
                break
            found |= new
            waiting = [text for start, stop in new.items() for text in self.outline.lines[start:stop]]
        return list(found.items())

    def shown(self, lines: list[str], first: int, last: int, own: Heading | None = None) -> list[Any]:
        """The text outside a page that it shows: footnotes, named code, and their places in the file."""
        outline, numbers = self.outline, self.expanded.numbers
        notes = [(start, outline.lines[start:stop]) for start, stop in self.footnotes_outside(lines, first, last, own)]
        is_moved = last > first and (numbers[first], numbers[last - 1]) != (first, last - 1)
        code = self._all_blocks() if any("<<" in text for text in lines) else None
        failures = [each for each in self.expanded.failures if first <= each[0] < last]
        return [notes, numbers[first:last] if is_moved else (), code, failures, self.expanded.awaited_in(first, last)]

    @cached_property
    def included_keywords(self) -> list[tuple[Keyword, str]]:
        """The keywords in included files, each with its file; without those of setup files."""
        outline, count = self.outline, len(self.outline.lines)
        here = [each for each in outline.keywords if each.line < count and each.value in outline.lines[each.line]]
        return [(each, file) for each in here if (file := self.expanded.file_at(each.line))]

    def noweb(self, text: str, own: Heading | None, depth: int = 0) -> list[str]:
        """A line of code with the named blocks that it references by `<<name>>` inserted; none of them is run."""
        found = _NOWEB.match(text)
        if found is None or depth > _DEEPEST_NOWEB:
            return [text]
        blocks = self._all_blocks().get(found[2].strip(), ())
        shown = [code for line, code in blocks if not self.is_withheld(line, own)]
        if not shown:
            return [text]
        lines = [more for code in shown for each in code for more in self.noweb(each, own, depth + 1)][:_LONGEST_NOWEB]
        out = [f"{found[1]}{each}" for each in lines]
        return [*out[:-1], f"{out[-1]}{found[3]}"] if out else []

    def _all_blocks(self) -> dict[str, list[tuple[int, list[str]]]]:
        """Name → (line, code) of blocks with this name or noweb-ref."""
        if self._blocks is None:
            self._blocks = {}
            for each, line, code in _named_blocks(self.outline.lines):
                self._blocks.setdefault(each, []).append((line, code))
        return self._blocks


def _named_blocks(lines: list[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Name, line and code of each block with a `#+name`, without common indentation and escaping commas."""
    for number, text in enumerate(lines):
        name = NAME.match(text) if "#+" in text else None
        start = number + 1
        while (
            name
            and start < len(lines)
            and lines[start].lstrip().lower().startswith(("#+header", "#+caption", "#+attr"))
        ):
            start += 1
        if name is None or start >= len(lines) or not lines[start].lstrip().lower().startswith("#+begin_src"):
            if "#+" in text and (reference := _NOWEB_REF.match(text)):
                yield reference[1], number, _code_of(lines, number)
            continue
        yield name[1], start, _code_of(lines, start)


def _code_of(lines: list[str], start: int) -> list[str]:
    """The code of the block that begins at a line, without common indentation and escaping commas."""
    stop = start + 1
    while stop < len(lines) and not lines[stop].strip().lower().startswith("#+end_src"):
        stop += 1
    body = [uncommaed(each) for each in lines[start + 1 : stop]]
    cut = min((len(each) - len(each.lstrip(" ")) for each in body if each.strip()), default=0)
    return [each[cut:] for each in body]
