"""The block parser: markdown-it's, with rules only tried at their first characters, and a faster line scan.

A paragraph is a single token here (`paragraph`, with its text as `content`), not three, and so are headings and tables.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import accumulate
from operator import add
from typing import Any, Literal, cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from notegarden.dialects.pieces.draft import NoteDraft

# rule(state, top, bottom, silent): does a block start at line `top`? If so, it is parsed, up to line `bottom` at most,
# its tokens are pushed and `state.line` is set to the line after it; a silent rule only answers.
BlockRule = Callable[[Any, int, int, bool], bool]
# A quote examines lazy lines before it is known whether they continue a paragraph, and the next quote examines the
# others again. Beyond this many per line of the note, a line without its own `>` ends a quote.
_LOOKED_AT_AGAIN = 10
_NESTING_PROBLEM = "nested too deeply; deeper parts are left out"


class Block(Token):
    """A block token with only the fields in use; creating a full `Token` is slower."""

    __slots__ = ()

    def __init__(self, kind: str, tag: str, level: int, lines: list[int] | None = None, content: str = "") -> None:
        self.type, self.tag, self.level, self.map, self.content = kind, tag, level, lines, content
        self.info = ""
        self.hidden = False


class BlockState(StateBlock):
    """markdown-it's state, filled line by line instead of character by character."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        self.src, self.md, self.env, self.tokens = src, md, env, tokens
        self.draft: NoteDraft = env["draft"]
        self.parser = cast("BlockParser", md.block)
        lines = src.removesuffix("\n").split("\n")
        lengths = list(map(len, lines))
        starts = [0, *accumulate([length + 1 for length in lengths])]
        starts.pop()
        ends = list(map(add, starts, lengths))
        shifts = [length - len(line.lstrip(" \t")) for line, length in zip(lines, lengths, strict=True)]
        columns = shifts.copy()
        if "\t" in src:
            for number, line in enumerate(lines):
                if "\t" in line:
                    columns[number] = len(line[: shifts[number]].expandtabs(4))
        # One more entry, so that the line after the last can be accessed without a check.
        starts.append(len(src))
        ends.append(len(src))
        shifts.append(0)
        columns.append(0)
        self.bMarks, self.eMarks, self.tShift, self.sCount = starts, ends, shifts, columns
        self.bsCount = [0] * len(starts)
        self.lineMax = len(starts) - 1
        self.blkIndent = self.line = self.level = 0
        self.tight = False
        self.ddIndent = self.listIndent = -1
        self.indents = [0]  # the column where the content of each open block starts
        # The number of open lists, those around the quote, and the content column of the first list in the quote.
        self.lists = self.outside = self.outermost = 0
        self.defined: list[int] = []  # the columns of the terms of open definitions
        self.cut = sys.maxsize  # no list continues at this line
        self.spare_looks = _LOOKED_AT_AGAIN * len(lines) + 1000
        self.attributed: list[Token] = []  # blocks followed by a line of attributes
        self.parentType = "root"
        self.result = ""
        self._code_enabled = True

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if nesting < 0:
            self.level -= 1
        token = Block(ttype, tag, self.level)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token

    def leaf(self, ttype: str, start: int, stop: int, content: str) -> Token:
        """Push a block without child blocks. `start`, `stop`: its lines."""
        token = Block(ttype, "", self.level, [start, stop], content)
        self.tokens.append(token)
        return token

    def isEmpty(self, line: int) -> bool:  # noqa: N802 - markdown-it's name
        return self.bMarks[line] + self.tShift[line] >= self.eMarks[line]

    def is_lazy(self, line: int) -> bool:
        """Whether a line to the left of this block is indented too far to start a block of its own."""
        column = self.sCount[line]
        return 0 <= column < self.blkIndent and column - max(one for one in self.indents if one <= column) > 3

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: N802, N803
        """Lines `begin` to `end`, with up to `indent` columns of white space removed from each."""
        src, parts = self.src, []
        for line in range(begin, end):
            first, shift = self.bMarks[line], self.tShift[line]
            if self.bsCount[line] or "\t" in src[first : first + shift]:
                parts.append(super().getLines(line, line + 1, indent, keepLastLF=False))
            else:
                parts.append(src[first + (indent if indent < shift else shift) : self.eMarks[line]])
        return "\n".join(parts) + ("\n" if keepLastLF and parts else "")

    def first_char(self, line: int) -> str:
        return self.src[self.bMarks[line] + self.tShift[line]]


class BlockParser(ParserBlock):
    """Rules are registered with `add`; `starts` are the first characters a rule can start with ("" for any).

    A line indented as code counts for the rules as starting with a tab. `deepest`: maximum nesting of blocks.
    """

    def __init__(self, deepest: int) -> None:
        self.ruler = Ruler[BlockRule]()
        self.deepest = deepest
        self._starts: dict[BlockRule, str] = {}
        self._tables: dict[str, tuple[dict[str, tuple[BlockRule, ...]], tuple[BlockRule, ...]]] = {}

    def add(self, name: str, rule: BlockRule, starts: str, ends: tuple[str, ...] = ()) -> None:
        """Append a rule. `ends`: the blocks that it can end (`paragraph`, `blockquote`, `list`)."""
        self.ruler.push(name, rule, {"alt": list(ends)})
        self._starts[rule] = starts
        self._tables.clear()

    def rules_for(self, chain: str, char: str) -> tuple[BlockRule, ...]:
        """The rules of a chain that can start with `char`, in order."""
        by_char, anywhere = self._table(chain)
        return by_char.get(char, anywhere)

    def _table(self, chain: str) -> tuple[dict[str, tuple[BlockRule, ...]], tuple[BlockRule, ...]]:
        """The rules of a chain by the characters they can start with, and those that can start with any."""
        if chain not in self._tables:
            rules = self.ruler.getRules(chain)
            chars = set("".join(self._starts[rule] for rule in rules))
            by_char = {
                one: tuple(rule for rule in rules if one in self._starts[rule] or not self._starts[rule])
                for one in chars
            }
            self._tables[chain] = by_char, tuple(rule for rule in rules if not self._starts[rule])
        return self._tables[chain]

    def tokenize(self, state: Any, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        starts, ends, shifts, columns = state.bMarks, state.eMarks, state.tShift, state.sCount
        src, line, had_empty, indent = state.src, startLine, False, state.blkIndent
        by_char, anywhere = self._table("")
        while line < endLine:
            while line < state.lineMax and starts[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= endLine or columns[line] < indent:
                break
            if state.level >= self.deepest:
                draft: NoteDraft = state.env["draft"]
                draft.problem("note", "error", *draft.place(line), _NESTING_PROBLEM)
                state.line = endLine
                break
            char = src[starts[line] + shifts[line]] if columns[line] - indent < 4 else "\t"
            for rule in by_char.get(char, anywhere):
                if rule(state, line, endLine, False):
                    break
            state.tight = not had_empty
            line = state.line
            if line >= state.cut:
                break
            if line - 1 < endLine and starts[line - 1] + shifts[line - 1] >= ends[line - 1]:
                had_empty = True
            if line < endLine and starts[line] + shifts[line] >= ends[line]:
                had_empty = True
                line += 1
                state.line = line

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        state = BlockState(src, md, env, outTokens)
        env["draft"].line_starts = list(state.bMarks)
        self.tokenize(state, 0, state.lineMax)
        for token in state.attributed:  # only now: lists and quotes identify their blocks by type
            token.markup, token.type = token.type, "attributed"
        return state.tokens

    def ends(self, chain: str, state: Any, line: int, end: int) -> bool:
        """Whether a rule of `chain` starts at `line`, and so ends the block above."""
        char = state.first_char(line) if state.sCount[line] - state.blkIndent < 4 else "\t"
        return any(rule(state, line, end, True) for rule in self.rules_for(chain, char))
