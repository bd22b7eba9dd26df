"""The parts of a link as typed: label and destination."""

from __future__ import annotations

import re

from notegarden.dialects.pieces.html import decoded

LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
_ANGLED = re.compile(r"<(?:\\[!-/:-@\[-`{-~]|[^>\n])*>")
# Generous limits, so that a text full of opening brackets is not scanned to its end for each.
_LONGEST_ANGLED = 2_000
_DEEPEST = 32
_PIECE = re.compile(r"\\[!-/:-@\[-`{-~]|[() \t\n]")
_BLANKS = re.compile(r"[ \t\n]*")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")


def skip_blanks(src: str, pos: int) -> int:
    blanks = _BLANKS.match(src, pos)
    return blanks.end() if blanks else pos


def destination_end(src: str, pos: int) -> int:
    """The end of the link destination that starts at `pos`; `pos` itself if there is none."""
    found = _ANGLED.match(src, pos) if src.find(">", pos, pos + _LONGEST_ANGLED) > 0 else None
    if found:
        return found.end()
    depth = 0
    for piece in _PIECE.finditer(src, pos):
        sign = piece[0]
        if sign == "(":
            depth += 1
            if depth > _DEEPEST:
                return pos
        elif sign == ")":
            depth -= 1
            if depth < 0:
                return piece.start()
        elif sign in " \t\n":
            return piece.start()
    return len(src)


def typed(raw: str) -> str:
    """A destination or title with escapes and entities decoded."""
    if raw.startswith("<") and raw.endswith(">"):
        raw = raw[1:-1]
    return decoded(_ESCAPES.sub(r"\1", raw)) if "\\" in raw or "&" in raw else raw
