r"""Formulas: `\\( … \\)`, `\\[ … \\]`, `$$ … $$`, `\begin{…} … \end{…}`, found before Markdown can break them.

The exporter escapes TeX so that Markdown returns it unchanged: `\_`, `\*`, `\\{`, `\\\\`. The escapes are undone here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from notegarden.dialects.pieces.draft import NoteDraft, Placeholder
from notegarden.dialects.pieces.formula import formula_html
from notegarden.dialects.pieces.html import escape

# The preceding text is checked after the first character matches: patterns with a literal start are much faster.
_OPENING = re.compile(r"\\(?<!\\\\)\\([(\[])|\\(?<!\\\\)\\?begin\{([a-zA-Z]+)(?:\\?\*)?\}|\$(?<![\\$]\$)\$(?!\$)")
_PASSTHROUGH = {"\\(": r"(?<!\\)\\\(", "\\[": r"(?<!\\)\\\[", "$": r"(?<![\\$])\$(?!\$)"}
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "$": "$"}
_END = re.compile(r"\\{1,2}end\{([a-zA-Z]+)(?:\\?\*)?\}")
_BLANK_LINE = re.compile(r"\n(?=[ \t>]*+\n)")
# A fence, and an escape or a run of backticks that may open a code span.
_FENCE = re.compile(r"[ \t>]*(?:(?:[-+*:]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_RUN = re.compile("`++")
_FENCE_OR_TICKS = re.compile(r"`+|~{3,}")
_QUOTE_MARKS = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_LONGEST = 20_000


class Formula(NamedTuple):
    start: int
    stop: int
    tex: str
    display: bool
    is_exported: bool = True


def may_hold_formulas(text: str, passthrough: Sequence[str] = ()) -> bool:
    """`passthrough`: additional delimiters of formulas (`Goldmark.passthrough`)."""
    usual = "\\\\(" in text or "\\\\[" in text or "\\begin{" in text or "$$" in text
    return usual or any(sign in text for sign in passthrough)


def find_formulas(text: str, passthrough: tuple[str, ...] = ()) -> Iterator[Formula]:
    """The formulas in a text, in order; code is skipped. `passthrough`: as for `may_hold_formulas`."""
    opening = _openings(passthrough)
    starts, stops = code_stretches(text)
    closings = _Closings(text)
    pos = 0
    while found := opening.search(text, pos):
        number = bisect_right(starts, found.start()) - 1
        if number >= 0 and found.start() < stops[number]:
            pos = stops[number]
            continue
        formula = closings.formula(found)
        if formula is None:
            pos = found.end()
        else:
            yield formula
            pos = formula.stop


@cache
def _openings(passthrough: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([_OPENING.pattern, *(_PASSTHROUGH[sign] for sign in passthrough)]))


class _Closings:
    """Finds the ends of formulas; each kind is searched once, however many openings there are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._environments: dict[str, list[re.Match[str]]] | None = None
        self._next: dict[str, int] = {}

    def formula(self, found: re.Match[str]) -> Formula | None:
        start, inner = found.start(), found.end()
        if found[2]:
            stop = self._end_of(found[2], inner)
            tex = self.text[start:stop]
            return Formula(start, stop, tex, display=True) if 0 < stop <= inner + _LONGEST else None
        closing = {"(": "\\\\)", "[": "\\\\]"}.get(found[1], _CLOSING.get(found[0], "$$"))
        end = self._find(closing, inner)
        if not 0 <= end <= inner + _LONGEST:
            return None
        tex = self.text[inner:end]
        if not tex.strip() or _BLANK_LINE.search(tex):
            return None
        is_inline = found[1] == "(" or found[0] in ("\\(", "$")
        return Formula(start, end + len(closing), tex, not is_inline, is_exported=found[0] not in _CLOSING)

    def _find(self, closing: str, pos: int) -> int:
        at = self._next.get(closing, 0)
        if 0 <= at < pos or closing not in self._next:
            at = self._next[closing] = self.text.find(closing, pos)
        return at

    def _end_of(self, environment: str, pos: int) -> int:
        if self._environments is None:
            self._environments = {}
            for found in _END.finditer(self.text):
                self._environments.setdefault(found[1], []).append(found)
        ends = self._environments.get(environment, [])
        number = bisect_right(ends, pos, key=lambda found: found.start())
        return ends[number].end() if number < len(ends) else -1


def code_stretches(text: str) -> tuple[list[int], list[int]]:
    """Fences and code spans, as lists of start and stop offsets."""
    starts: list[int] = []
    stops: list[int] = []
    if "`" not in text and "~~~" not in text:
        return starts, stops
    pos = 0
    spans = _Spans(text)
    while found := _FENCE_OR_TICKS.search(text, pos):
        start, run = found.start(), found[0]
        line = text.rfind("\n", 0, start) + 1
        fence = _FENCE.match(text, line) if line >= pos else None
        pos = found.end()
        if fence:
            start = line
            closing = re.compile(rf"^[ \t>]*{re.escape(run[0])}{{{len(run)},}}[ \t]*$", re.MULTILINE)
            end = closing.search(text, pos)
            stop = end.end() if end else len(text)
        else:
            if text.startswith("\\", start - 1):
                start, run = start + 1, run[1:]
            stop = spans.end(pos, len(run)) if "`" in run else -1
        if stop >= 0:
            starts.append(start)
            stops.append(stop)
            pos = max(stop, pos)
    return starts, stops


class _Spans:
    """Where code spans may end: runs of backticks by length, and blank lines; each is found once."""

    def __init__(self, text: str) -> None:
        self._runs: dict[int, list[int]] = {}
        for run in _RUN.finditer(text):
            self._runs.setdefault(len(run[0]), []).append(run.start())
        self._blanks = [blank.start() for blank in _BLANK_LINE.finditer(text)]

    def end(self, pos: int, length: int) -> int:
        """The end of the span whose text starts at `pos` after `length` backticks; -1 if they open none."""
        runs = self._runs.get(length, [])
        number = bisect_left(runs, pos)
        if number == len(runs):
            return -1
        blank = bisect_left(self._blanks, pos)
        is_parted = blank < len(self._blanks) and self._blanks[blank] < runs[number] + length
        return -1 if is_parted else runs[number] + length


def formula_placeholder(
    draft: NoteDraft, formula: Formula, source: str, place: tuple[int, int], *, alone: bool
) -> Placeholder:
    """`place`: line and column in the file. `alone`: nothing else is in its paragraph."""
    placeholder = Placeholder(source, *place)
    placeholder.code = escape(draft.as_typed(source))
    tex = _QUOTE_MARKS.sub("\n", draft.as_typed(formula.tex))
    html = formula_html(draft, tex, place, display=formula.display, block=alone, exported=formula.is_exported)
    placeholder.html = html
    placeholder.plain = tex.strip() if html else ""
    placeholder.alone = not html or html.startswith("<pre")
    return placeholder


def stands_alone(text: str, start: int, stop: int) -> bool:
    """Whether nothing else is in the paragraph of the text between two offsets."""
    before, after = text[:start].rstrip(" \t>"), text[stop:].lstrip(" \t>")
    return (not before or before.endswith("\n\n")) and (not after or after.startswith("\n\n") or not after.strip())
