"""Line ends and escaped spaces by a Hugo site's configuration: `hardWraps` and `extensions.cjk`.

Goldmark drops a line end between East Asian letters, where it would be shown as a space. Before an element it drops
every line end, between words of any language; here the letter inside the element decides.
"""

from __future__ import annotations

import re
import unicodedata

from notegarden.dialects.markdown.inline import InlineParser, InlineState, end_line
from notegarden.notes.goldmark import LineBreaks

_WIDE_NAMES = ("HIRAGANA", "KATAKANA", "HANGUL")
_HAN_NAMES = ("CJK UNIFIED", "CJK COMPATIBILITY", "CJK RADICAL", "KANGXI RADICAL")
# https://drafts.csswg.org/css-text-4/#space-discard-set
_DISCARDING = (
    (0x2E80, 0x30FF), (0x3130, 0x319F), (0x31C0, 0x31FF), (0x3300, 0xA4CF), (0xF900, 0xFAFF), (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F), (0xFF00, 0xFFEF), (0x1B000, 0x1B16F), (0x20000, 0x3FFFD),
)  # fmt: skip
# Blanks, which are not part of the next line, and its first letter after marks that begin an element.
_NEXT = re.compile(r"([ \t]*+)[*_`\[]*+(\S)")


def _is_wide(char: str) -> bool:
    """Whether a letter is Chinese, Japanese or Korean, by the simpler of the two rules."""
    name = unicodedata.name(char, "")
    by_name = any(each in name for each in _WIDE_NAMES) or name.startswith(_HAN_NAMES)
    return by_name or unicodedata.category(char) == "Lm" or "\u3000" <= char <= "\u303f" or "\u3300" <= char <= "\u3357"


def _discards_space(char: str) -> bool:
    is_mark = "\u2010" <= char <= "\u205f" and unicodedata.category(char)[0] == "P"
    return is_mark or any(first <= ord(char) <= last for first, last in _DISCARDING)


def _is_joined(before: str, after: str, style: LineBreaks) -> bool:
    """Whether the line end between these letters is dropped."""
    if not before.strip() or not after:
        return False
    if style == "simple":
        return _is_wide(before) and _is_wide(after)
    if "\u200b" in (before, after):
        return True
    if all(unicodedata.east_asian_width(each) in "FWH" for each in (before, after)):
        return not any("HANGUL" in unicodedata.name(each, "") for each in (before, after))
    return _discards_space(before) or _discards_space(after)


def hard_wraps_plugin(inline: InlineParser) -> None:
    def newline_rule(state: InlineState) -> bool:
        end_line(state, hard=True)
        return True

    inline.add(newline_rule, "\n")


def east_asian_plugin(inline: InlineParser, style: LineBreaks) -> None:
    def newline_rule(state: InlineState) -> bool:
        src, pos = state.src, state.pos
        found = _NEXT.match(src, pos + 1)
        if found is None or not _is_joined(src[pos - 1 : pos], found[2], style):
            return False
        state.pos = state.node_end = found.end(1)
        return True

    inline.add(newline_rule, "\n")


def escaped_space_plugin(inline: InlineParser) -> None:
    r"""`\ ` separates letters from emphasis delimiters, and outputs nothing."""

    def escaped_space_rule(state: InlineState) -> bool:
        if state.src[state.pos + 1 : state.pos + 2] != " ":
            return False
        state.pos += 2
        state.node_end = state.pos
        return True

    inline.add(escaped_space_rule, "\\")
