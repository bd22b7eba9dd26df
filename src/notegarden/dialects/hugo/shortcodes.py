"""Shortcodes by Hugo's rules: expanded before Markdown is parsed, each replaced by a placeholder or its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from notegarden.dialects.markdown.formulas import (
    Formula,
    find_formulas,
    formula_placeholder,
    may_hold_formulas,
    stands_alone,
)
from notegarden.dialects.pieces.draft import NoteDraft, Placeholder
from notegarden.dialects.pieces.html import END, MARK
from notegarden.nearest import nearest

_HEAD = re.compile(r"\{\{([<%])\s*+(/?)\s*+([^\s\"'`=<>%/{}][^\s\"'`=<>%{}]*)")
_TAIL = re.compile(r"\s*+(/?)\s*+([>%])\}\}")
_ARGUMENT_NAME = re.compile(r"\s*+(?:([\w\-.]++)\s*+=\s*+)?")
_BARE_ARGUMENT = re.compile(
    r"""\s*+(?:([\w\-.]++)\s*+=\s*+)?(?:`([^`]*+)`|([^\s"`=<>%{}]+?)(?=\s|(?(1)(?!)|["`])|/?\s*[>%]\}\}))""", re.DOTALL
)
_QUOTE = re.compile(r'\\.|"', re.DOTALL)
# The syntax of nearly all shortcodes.
_LITERAL_END = re.compile(r"\*/([>%]\}\})")
_SIMPLE = re.compile(r'\{\{<\s*+([a-z]++)\s++"([^"\\\n]*+)"\s*+>\}\}')
_WELL_FORMED = 'write {{< name "argument" >}} or {{< name key="value" >}}'
_DEEPEST = 20
_LONGEST = 10_000  # characters of an escaped tag
_IN_VAIN = 100_000  # characters of a text that may be searched for missing ends of tags
_SHORT = 100  # characters per tag after that, so that many tags without an end do not take quadratic time


class Tag(NamedTuple):
    """One `{{< … >}}`. `failure` says what is wrong with it; `literal` is the text of an escaped one.

    `vain`: characters searched for its end, if it has none.
    """

    start: int
    stop: int
    name: str = ""
    percent: bool = False
    closes: bool = False
    closed: bool = False
    positional: tuple[str, ...] = ()
    named: dict[str, str] = {}  # noqa: RUF012 - never changed
    literal: str | None = None
    failure: str = ""
    vain: int = 0


class Call(NamedTuple):
    """A shortcode as its handler sees it. `inner`: the text between the tags, None if there is no closing tag.

    `inner_start`: offset of `inner` in the file. `indent`: the text before the tag on its line, if blank.
    `alone`: written with `{{% %}}` on lines of its own.
    """

    name: str
    positional: tuple[str, ...]
    named: dict[str, str]
    percent: bool
    inner: str | None
    inner_start: int
    indent: str
    source: str
    line: int
    column: int
    alone: bool = False

    def get(self, name: str, position: int = -1) -> str | None:
        if name in self.named:
            return self.named[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None


# A handler returns a Placeholder, or text to parse as Markdown, or raises ShortcodeError.
Handler = Callable[[NoteDraft, Call], "Placeholder | str"]


class ShortcodeError(Exception):
    """An error in a shortcode's arguments; becomes a problem at its place. Contains the message and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Shortcodes:
    """The shortcodes that can be called: name → handler, and the names of those that have a closing tag."""

    def __init__(self, handlers: dict[str, Handler], paired: frozenset[str]) -> None:
        self.handlers, self.paired = handlers, paired

    def expand(self, draft: NoteDraft, text: str, start: int = 0, *, tags: bool = True, formulas: bool = True) -> str:
        """`text` with shortcodes (if `tags`) and formulas replaced by placeholders. `start`: its offset in the file.

        Records in `draft.places` how offsets move, so they are valid for the text that was expanded last.
        """
        formulas = formulas and may_hold_formulas(text, draft.dialect.goldmark.passthrough)
        tags = tags and ("{{<" in text or "{{%" in text)
        if not formulas and not tags:
            draft.places.moved(0, start)
            return text
        return _Expansion(self, draft, text, start).run(tags, formulas)


class _Expansion:
    def __init__(self, shortcodes: Shortcodes, draft: NoteDraft, text: str, start: int) -> None:
        self.shortcodes, self.draft, self.text, self.start = shortcodes, draft, text, start
        self.unknown: set[str] = set()
        self.parts: list[str] = []
        self.moves: list[tuple[int, int]] = [(0, start)]
        self.length = self.pos = 0

    def run(self, shortcodes: bool, formulas: bool) -> str:
        tags = list(scan(self.text)) if shortcodes else []
        partners = self._partners(tags) if any(tag.closes for tag in tags) else {}
        found = list(find_formulas(self.text, self.draft.dialect.goldmark.passthrough)) if formulas else []
        found.reverse()
        for number, tag in enumerate(tags):
            while found and found[-1].start < tag.start:
                self._formula(found.pop())
            if tag.start >= self.pos:
                self._tag(tag, tags[partners[number]] if number in partners else None)
        while found:
            self._formula(found.pop())
        self._keep(len(self.text))
        for here, there in self.moves:
            self.draft.places.moved(here, there)
        return "".join(self.parts)

    def _keep(self, stop: int) -> None:
        if stop > self.pos:
            self.parts.append(self.text[self.pos : stop])
            self.length += stop - self.pos
            self.pos = stop

    def _put(self, start: int, stop: int, text: str) -> None:
        """Write `text` in place of the source from `start` to `stop`."""
        self._keep(start)
        self.parts.append(text)
        self.length += len(text)
        self.pos = stop
        self.moves.append((self.length, self.start + stop))

    def _set_aside(self, start: int, stop: int, placeholder: Placeholder) -> None:
        self.draft.placeholders.append(placeholder)
        self._put(start, stop, f"{MARK}{len(self.draft.placeholders) - 1}{END}")

    def _formula(self, formula: Formula) -> None:
        if formula.start >= self.pos:
            source = self.text[formula.start : formula.stop]
            place = self.draft.places.in_file(self.start + formula.start)
            alone = formula.display and stands_alone(self.text, formula.start, formula.stop)
            placeholder = formula_placeholder(self.draft, formula, source, place, alone=alone)
            self._set_aside(formula.start, formula.stop, placeholder)

    def _partners(self, tags: list[Tag]) -> dict[int, int]:
        """Opening tag → closing tag, by index."""
        partners: dict[int, int] = {}
        waiting: dict[str, list[int]] = {}
        for number, tag in enumerate(tags):
            if tag.failure or tag.literal is not None:
                continue
            if not tag.closes:
                if not tag.closed:
                    waiting.setdefault(tag.name, []).append(number)
            elif waiting.get(tag.name):
                opening = waiting[tag.name].pop()
                partners[opening] = number
                for others in waiting.values():  # unclosed ones inside stay single
                    while others and others[-1] > opening:
                        others.pop()
        return partners

    def _tag(self, tag: Tag, partner: Tag | None) -> None:
        if tag.literal is not None:
            self._put(tag.start, tag.stop, tag.literal)
            return
        place = self.draft.places.in_file(self.start + tag.start)
        failure, hint, stop = tag.failure, _WELL_FORMED if tag.failure else "", tag.stop
        known_mistake = tag.closes and tag.name in self.unknown  # its opening tag was reported
        handler = self.shortcodes.handlers.get(tag.name)
        if not failure:
            failure, hint = self._objection(tag, partner)
        if not failure and handler is not None:
            call, stop = self._call(tag, partner, place)
            try:
                result = handler(self.draft, call)
            except ShortcodeError as error:
                failure, hint = f"{tag.name}: {error}", error.hint
            else:
                if isinstance(result, Placeholder):
                    result.is_markdown = tag.percent
                    self._set_aside(tag.start, stop, result)
                else:
                    self._put(tag.start, stop, result)
                return
        if not known_mistake:
            self.draft.problem("shortcode", "error", *place, failure, hint)
        placeholder = Placeholder(self.text[tag.start : tag.stop], *place)
        placeholder.html = placeholder.code = _shown(placeholder.source)
        placeholder.plain = placeholder.source
        self._set_aside(tag.start, tag.stop, placeholder)

    def _objection(self, tag: Tag, partner: Tag | None) -> tuple[str, str]:
        if tag.name not in self.shortcodes.handlers:
            self.unknown.add(tag.name)
            near = nearest(tag.name, self.shortcodes.handlers)
            hint = f"did you mean {near}?" if near else f"add templates/shortcodes/{tag.name}.html, or remove it"
            return f"unknown shortcode {tag.name}", hint
        if tag.closes:
            return f"{tag.name} is closed but was never opened", "remove the closing tag, or add an opening one"
        if tag.name in self.shortcodes.paired and partner is None and not tag.closed:
            return f"{tag.name} is never closed", f"end it with {{{{< /{tag.name} >}}}}"
        if self.draft.depth >= _DEEPEST:
            return "shortcodes are nested too deeply", "use fewer levels"
        return "", ""

    def _call(self, tag: Tag, partner: Tag | None, place: tuple[int, int]) -> tuple[Call, int]:
        inner, indent, before, stop = None, "", "", tag.stop
        if tag.name in self.shortcodes.paired:
            inner = self.text[tag.stop : partner.start] if partner else ""
            stop = partner.stop if partner else tag.stop
        if tag.name in self.shortcodes.paired or tag.percent:
            before = self.text[self.text.rfind("\n", 0, tag.start) + 1 : tag.start]
            indent = before if not before.strip(" \t") else ""
        source = self.text[tag.start : stop]
        inner_start = self.start + tag.stop
        alone = tag.percent and not before.strip() and not self.text[stop:].partition("\n")[0].strip()
        call = Call(tag.name, tag.positional, tag.named, tag.percent, inner, inner_start, indent, source, *place, alone)
        return call, stop


def _shown(source: str) -> str:
    return source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def scan(text: str) -> Iterator[Tag]:
    """The shortcode tags of a text, in order."""
    pos = vain = 0
    quotes = _Quotes(text)
    while True:
        start = text.find("{{", pos)
        if start < 0:
            return
        simple = _SIMPLE.match(text, start)
        if simple:
            yield Tag(start, simple.end(), simple[1], positional=(simple[2],))
            pos = simple.end()
            continue
        if text[start + 2 : start + 3] not in ("<", "%"):
            pos = start + 2
            continue
        tag = _tag_at(text, quotes, start, len(text) if vain < _IN_VAIN else start + _SHORT)
        vain += tag.vain
        yield tag
        pos = tag.stop


class _Quotes:
    """The places of quotes in a text that end an argument: those not escaped by a `\\`.

    Found once for the whole text, which may have many quotes that open an argument and few that end one.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def places(self) -> list[int]:
        return [found.start() for found in _QUOTE.finditer(self.text) if found[0] == '"']

    def next(self, place: int) -> int:
        """The first one after a place; the end of the text if there is none."""
        number = bisect_right(self.places, place)
        return self.places[number] if number < len(self.places) else len(self.text)


def _argument_at(text: str, quotes: _Quotes, pos: int, end: int) -> tuple[str, str, int] | None:
    """Name ("" for none), value and end of the argument that starts at `pos` or after blanks there."""
    named = _ARGUMENT_NAME.match(text, pos, end)
    if named and text.startswith('"', named.end(), end):
        stop = quotes.next(named.end())
        return (named[1] or "", text[named.end() + 1 : stop].replace('\\"', '"'), stop + 1) if stop < end else None
    found = _BARE_ARGUMENT.match(text, pos, end)
    return (found[1] or "", found[3] if found[2] is None else found[2], found.end()) if found else None


def _tag_at(text: str, quotes: _Quotes, start: int, end: int) -> Tag:
    """The tag that begins at `start`. `end`: its arguments must end before this."""
    if text.startswith("/*", start + 3):
        found = _LITERAL_END.search(text, start + 5, start + _LONGEST)
        if found:
            literal = text[start : start + 3] + text[start + 5 : found.start()] + found[1]
            return Tag(start, found.end(), literal=literal)
        return Tag(start, start + 3, failure="an escaped shortcode is not closed")
    head = _HEAD.match(text, start)
    if head is None:
        return Tag(start, start + 3, failure="not a shortcode: a name must follow")
    positional: list[str] = []
    named: dict[str, str] = {}
    percent, closes, name, pos = head[1] == "%", bool(head[2]), head[3], head.end()
    while True:
        tail = _TAIL.match(text, pos, end)
        if tail:
            if (tail[2] == "%") != percent:
                return Tag(start, start + 3, failure=f"the opening and closing delimiters of {name} differ")
            if positional and named:
                return Tag(start, tail.end(), failure=f"{name} mixes named and positional arguments")
            return Tag(start, tail.end(), name, percent, closes, bool(tail[1]), tuple(positional), named)
        argument = _argument_at(text, quotes, pos, end)
        if argument is None:
            return Tag(start, start + 3, failure=f"{name} is malformed or not closed", vain=pos - start)
        key, value, pos = argument
        if key:
            named[key.lower()] = value
        else:
            positional.append(value)
