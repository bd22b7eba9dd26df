"""Curly quotes, dashes, ellipses, angle quotes, as in Goldmark's typographer.

A quote closes only while one is open, and Goldmark counts the open ones over the whole note, not by paragraph.
"""

from __future__ import annotations

import re

from notegarden.dialects.markdown.inline import InlineParser, InlineState, flanking, is_punctuation, is_space

# Here Goldmark uses Go's punctuation class, which excludes symbols.
_SYMBOLS = frozenset("$+<=>^`|~")
_ENDS = frozenset(" \t\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ASCII_MARKS = _ENDS - _SYMBOLS - frozenset(" \t\n")
_QUOTES = re.compile(r"'+|\"+")
_LONGEST_RUN = 100  # of quotes; more make no difference
_FIXED = {"---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»"}


def fixed_rule(state: InlineState) -> bool:
    src, pos = state.src, state.pos
    for length in (3, 2):
        sign = _FIXED.get(src[pos : pos + length])
        if sign is not None:
            state.out.append(sign)
            state.pos = state.node_end = pos + length
            return True
    return False


def _is_mark(char: str) -> bool:
    return is_punctuation(char) and char not in _SYMBOLS


def _ends_word(src: str, pos: int) -> bool:
    return pos >= len(src) or src[pos] in _ENDS  # ASCII only, as in Goldmark


def _quote(state: InlineState, sign: str) -> bool:
    state.out.append(sign)
    state.pos += 1
    state.node_end = state.pos
    return True


def _may_close(src: str, pos: int, can_open: bool, can_close: bool) -> bool:
    """Whether a quote at `pos` closes; one that could also open does so before punctuation that ends a word."""
    if not can_close:
        return False
    if not can_open:
        return True
    return pos + 1 < len(src) and src[pos + 1] in _ASCII_MARKS and _ends_word(src, pos + 2)


def _flanking(src: str, pos: int) -> tuple[bool, bool]:
    """As for emphasis: the character after the whole run of quotes counts."""
    run = _QUOTES.match(src, pos, pos + _LONGEST_RUN)
    return flanking(src, pos, run.end() if run else pos + 1)


def double_quote_rule(state: InlineState) -> bool:
    src, pos = state.src, state.pos
    can_open, can_close = _flanking(src, pos)
    if can_open and not can_close:
        state.draft.double_quotes += 1
        return _quote(state, "“")
    if state.draft.double_quotes > 0 and _may_close(src, pos, can_open, can_close):
        if src[pos + 1 : pos + 2] == '"' and src[pos - 1 : pos].isdigit():  # a 21" screen
            return False
        state.draft.double_quotes -= 1
        return _quote(state, "”")
    return False


def single_quote_rule(state: InlineState) -> bool:
    src, pos = state.src, state.pos
    before = src[pos - 1] if pos else "\n"
    after = src[pos + 1] if pos + 1 < state.end else "\n"
    if before.isalnum() and after.isalpha():  # it's: by far the most frequent
        return _quote(state, "’")
    can_open, can_close = _flanking(src, pos)
    if _is_apostrophe(src, pos, before, after, can_open and not can_close):
        return _quote(state, "’")
    if can_open and not can_close:
        two = src[pos + 1 : pos + 3]
        if (after in "smtd" and _ends_word(src, pos + 2)) or (two in ("ve", "ll", "re") and _ends_word(src, pos + 3)):
            return _quote(state, "’")
        state.draft.single_quotes += 1
        return _quote(state, "‘")
    line_end = src.find("\n", pos)
    rest = (line_end + 1 if line_end >= 0 else state.end) - pos
    if (rest > 2 or (rest == 2 and after > "\x7f")) and not after.isdigit():  # dogs', doin'
        return _quote(state, "’")
    if state.draft.single_quotes > 0 and _may_close(src, pos, can_open, can_close):
        state.draft.single_quotes -= 1
        return _quote(state, "’")
    return False


def _is_apostrophe(src: str, pos: int, before: str, after: str, opens: bool) -> bool:
    if opens and src[pos + 1 : pos + 3].isdigit() and src[pos + 3 : pos + 4] == "s":  # the '60s
        rest = src[pos + 4 : pos + 5]
        if not rest or is_space(rest) or is_punctuation(rest):
            return True
    return (_is_mark(before) or is_space(before)) and after in "tenl"  # 'twas, 'em, 'net


def typographer_plugin(inline: InlineParser) -> None:
    inline.add(fixed_rule, *_FIXED)
    inline.add(single_quote_rule, "'")
    inline.add(double_quote_rule, '"')
