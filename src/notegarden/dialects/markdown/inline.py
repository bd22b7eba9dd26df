"""Inline Markdown by Goldmark's rules, rendered directly to HTML.

A rule is only tried at its first characters; the text in between is copied in one step. Rules write
finished HTML to `InlineState.out`, so there is no tree and no second pass: emphasis and links write their tags into
entries reserved for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from notegarden.dialects.pieces.html import EMBEDDED, END, ESCAPED, MARK, escape
from notegarden.dialects.pieces.unbroken import unbroken

if TYPE_CHECKING:
    from notegarden.dialects.pieces.draft import NoteDraft

InlineRule = Callable[["InlineState"], bool]
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
# Where a bare address may start; searched only in texts that contain one of these.
_URL_STARTS = ("http://", "https://", "ftp://", "www.")
_WIDEST_INDENT = 10_000
_EMAIL = re.compile(r"(?<![a-zA-Z0-9])(?=[a-zA-Z0-9][a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@)")


class InlineState:
    """One inline text being parsed. A rule advances `pos` and appends to `out`, or returns False and changes neither.

    `node_end`: the end of the last element that is not plain text; Goldmark lets a bare URL start there.
    `line`: the text's first line in the expanded source; `column`: where in that line to search for it.
    """

    __slots__ = (
        "_counted",
        "_row",
        "brackets",
        "closings",
        "code_spans",
        "column",
        "delimiters",
        "draft",
        "end",
        "inline",
        "last_ends",
        "line",
        "links",
        "node_end",
        "out",
        "pos",
        "src",
    )  # fmt: skip

    def __init__(self, inline: InlineParser, draft: NoteDraft, src: str, line: int, column: int) -> None:
        self.inline, self.draft, self.src, self.line, self.column = inline, draft, src, line, column
        self.pos = 0
        self.end = len(src)
        self.node_end = 0
        self.out: list[str] = []
        self.delimiters: list[Delimiter] = []
        self.brackets: list[Bracket] = []
        self.links = 0  # number of finished links
        self.code_spans: dict[int, int] | None = None
        self.closings: dict[int, int] | None = None
        self.last_ends: dict[str, int] = {}
        self._row = 0, -1, 0, 0
        self._counted = 0, 0  # a position, and the number of line ends before it

    def place(self, pos: int) -> tuple[int, int]:
        """The file's line and column (1-based) of a position in the text."""
        start, stop, line, column = self._row
        if not start <= pos <= stop:
            start, stop, line, column = self._row = self._row_of(pos)
        return self.draft.place(line, column + pos - start)

    def _row_of(self, pos: int) -> tuple[int, int, int, int]:
        """The line of the text that contains `pos`: its start and end, its source line, and its start column there."""
        start = self.src.rfind("\n", 0, pos) + 1
        stop = self.src.find("\n", start)
        stop = stop if stop >= 0 else self.end
        at, before = self._counted if self._counted[0] <= pos else (0, 0)
        before += self.src.count("\n", at, pos)
        self._counted = pos, before
        line, draft = self.line + before, self.draft
        if line >= len(draft.line_starts):
            return start, stop, self.line, 0
        line_start = draft.line_starts[line]
        first = line_start + (0 if before else self.column)
        found = draft.source.find(self.src[start:stop].rstrip(), first, first + 2 * (stop - start) + _WIDEST_INDENT)
        return start, stop, line, max(found - line_start, 0)


class InlineParser:
    """The rules by the character that starts them, in the order they were added."""

    def __init__(self) -> None:
        self.rules: dict[str, list[InlineRule]] = {}
        self.spans: dict[str, str] = {}  # delimiter around a text → the tag of its element
        self.signs = ["--", "..."]  # special sequences that may occur in the text of a bare link
        self._starts: list[str] = []
        self._plain = re.compile("(?!)")
        self._linkify = re.compile("(?!)")

    def add(self, rule: InlineRule, *starts: str) -> None:
        """Register `rule` for texts that start with one of the strings `starts`."""
        for start in starts:
            rules = self.rules.setdefault(start[0], [])
            if rule not in rules:
                rules.append(rule)
        self._starts += starts
        plain = [start for start in self._starts if start not in _URL_STARTS and not start.isalnum()]
        self._plain = _any_of(plain)
        self._linkify = _any_of([*plain, *_URL_STARTS])

    def render(self, draft: NoteDraft, src: str, line: int, column: int = 0) -> str:
        """The HTML of `src`, whose first line is line `line` (0-based) of the expanded source."""
        src = src.rstrip(" \t")
        linkify = "://" in src or "www." in src or "@" in src
        if not linkify and self._plain.search(src) is None:
            return src
        state = InlineState(self, draft, src, line, column)
        self._run(state, linkify)
        if state.delimiters:
            self.close_delimiters(state, 0)
        return "".join(state.out)

    def close_delimiters(self, state: InlineState, bottom: int) -> None:
        """Match the delimiters from number `bottom` on; set by the emphasis rule."""
        raise NotImplementedError

    def image(self, draft: NoteDraft, target: Target, alt: str, place: tuple[int, int]) -> str:
        """The HTML of `![alt](target)`; set by the link rules."""
        raise NotImplementedError

    def _run(self, state: InlineState, linkify: bool) -> None:
        src, end, out, rules = state.src, state.end, state.out, self.rules
        search = (self._linkify if linkify else self._plain).search
        emails = [found.start() for found in _EMAIL.finditer(src)] if linkify and "@" in src else []
        emails.reverse()
        pos, special = 0, -1
        while True:
            if special < pos:
                found = search(src, pos)
                special = found.start() if found else end
            start = special
            while emails and emails[-1] <= start:
                email = emails.pop()
                if email >= pos:
                    start = email
                    break
            if start > pos:
                out.append(src[pos:start])
            if start >= end:
                break
            state.pos = start
            char = src[start]
            for rule in rules.get(char, ()):
                if rule(state):
                    pos = state.pos
                    break
            else:
                out.append(ESCAPED.get(char, char))
                pos = start + 1


def _any_of(starts: list[str]) -> re.Pattern[str]:
    # Alternatives that all begin with a literal let the engine skip directly to the next possible place.
    return re.compile("|".join(re.escape(start) for start in dict.fromkeys(starts)))


def escape_rule(state: InlineState) -> bool:
    r"""`\*` is a star; a backslash at the end of a line is a hard break."""
    src, after = state.src, state.pos + 1
    char = src[after] if after < state.end else ""
    if char == "\n":
        state.out.append("<br>\n")
        state.pos = state.node_end = _skip_blanks(src, after + 1)
        return True
    if char not in _PUNCTUATION or not char:
        return False
    state.out.append(ESCAPED.get(char, char))
    state.pos += 2
    return True


def newline_rule(state: InlineState) -> bool:
    end_line(state, hard=state.src.endswith("  ", 0, state.pos))
    return True


def end_line(state: InlineState, *, hard: bool) -> None:
    """Advance to the next line of the text. `hard`: a hard line break."""
    out, src = state.out, state.src
    if out and out[-1][-1:] in (" ", "\t"):
        out[-1] = out[-1].rstrip(" \t")
    out.append("<br>\n" if hard else "\n")
    state.pos = state.node_end = _skip_blanks(src, state.pos + 1)


def _skip_blanks(src: str, pos: int) -> int:
    while src[pos : pos + 1] in (" ", "\t"):
        pos += 1
    return pos


_TICKS = re.compile("`+")
_SIMPLE_CODE = re.compile(r"`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)")


def code_span_rule(state: InlineState) -> bool:
    src, start = state.src, state.pos
    simple = _SIMPLE_CODE.match(src, start)
    if simple:
        state.out.append(f"<code>{state.draft.in_code(escape(simple[1]))}</code>")
        state.pos = state.node_end = simple.end()
        return True
    run = _TICKS.match(src, start)
    assert run is not None  # noqa: S101 - the rule is asked at a backtick only
    ticks = run[0]
    if state.code_spans is None:
        # Where the last run of each length starts, so that a text full of single runs is scanned once.
        state.code_spans = {len(found[0]): found.start() for found in _TICKS.finditer(src)}
    if state.code_spans.get(len(ticks), -1) > start:
        for closing in _TICKS.finditer(src, run.end()):
            if len(closing[0]) == len(ticks):
                code = src[run.end() : closing.start()].replace("\n", " ")
                if code[0] == " " == code[-1] and code.strip(" "):
                    code = code[1:-1]
                state.out.append(f"<code>{state.draft.in_code(escape(code))}</code>")
                state.pos = state.node_end = closing.end()
                return True
    state.out.append(ticks)
    state.pos = state.node_end = run.end()
    return True


def mark_rule(state: InlineState) -> bool:
    """Insert the output of a placeholder: a shortcode or a formula."""
    stop = state.src.find(END, state.pos) + 1
    html = state.draft.placeholder_html(int(state.src[state.pos + 1 : stop - 1]))
    if html.startswith("<math>"):
        html, stop = unbroken(html, state.src, stop)
    state.out.append(html)
    state.links += html.startswith(EMBEDDED)  # an embed contains links, so it may not be inside one
    state.pos = state.node_end = stop
    return True


def text_plugin(inline: InlineParser) -> None:
    """Rules for line breaks, escapes, code spans and placeholders."""
    inline.add(newline_rule, "\n")
    inline.add(escape_rule, "\\")
    inline.add(code_span_rule, "`")
    inline.add(mark_rule, MARK)


_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Delimiter:
    """A run of one character. Its entry in `out` is written after matching: closing tags, unmatched characters,
    opening tags."""

    __slots__ = ("can_close", "can_open", "char", "closed", "entry", "length", "opened", "original")

    def __init__(self, char: str, length: int, entry: int, can_open: bool, can_close: bool) -> None:
        self.char, self.length, self.original, self.entry = char, length, length, entry
        self.can_open, self.can_close = can_open, can_close
        self.closed: list[str] = []
        self.opened: list[str] = []

    def html(self) -> str:
        return f"{''.join(self.closed)}{self.char * self.length}{''.join(reversed(self.opened))}"


def is_punctuation(char: str) -> bool:
    return char in _ASCII_PUNCTUATION or (char > "\x7f" and unicodedata.category(char)[0] in "PS")


def is_space(char: str) -> bool:
    return char in " \n\t\r\f\v" or (char > "\x7f" and char.isspace())


def flanking(src: str, start: int, stop: int) -> tuple[bool, bool]:
    """Whether the run `src[start:stop]` is left-flanking and right-flanking. The text's ends count as white space."""
    before = src[start - 1] if start else "\n"
    after = src[stop] if stop < len(src) else "\n"
    space_before, space_after = is_space(before), is_space(after)
    mark_before, mark_after = is_punctuation(before), is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    return left, right


class Target(NamedTuple):
    """A link's destination. `address`: as typed, entities and escapes decoded. `pos`: its position in the text."""

    address: str
    title: str
    pos: int


class Bracket:
    """An open `[` or `![` without its `]` yet. `entry` is its index in `out`.

    `delimiters` and `links`: their numbers when it was opened.
    """

    __slots__ = ("delimiters", "entry", "is_image", "links", "pos")

    def __init__(self, is_image: bool, pos: int, state: InlineState) -> None:
        self.is_image, self.pos = is_image, pos
        self.entry, self.delimiters, self.links = len(state.out), len(state.delimiters), state.links
