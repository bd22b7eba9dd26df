"""Text direction of blocks. Browsers detect that of a paragraph, but list markers, the bar of a quote and the
order of table columns follow the `dir` attribute of their element."""

from __future__ import annotations

import re
from bisect import bisect_left

from notegarden.dialects.pieces.html import END, HOLE, has_bytes

# Hebrew, Arabic and neighbouring blocks, then right-to-left scripts beyond the Basic Multilingual Plane.
_LEFTWARDS = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# Their UTF-8 lead bytes: Hebrew to N’Ko, Samaritan to the Arabic extensions, Adlam.
_BYTES = (*range(0xD6, 0xE0), b"\xe0\xa0", b"\xe0\xa1", b"\xe0\xa2", b"\xe0\xa3", b"\xf0\x9e\xa4")
_BLOCK = re.compile(r"<(?:ul|ol|dl|blockquote|table)(?=[\s>])(?![^>]*\sdir=)")
_UNREAD = re.compile(rf"<(pre|code|math|svg)\b[^>]*+>|<[^>]*+>|&#?\w++;|{HOLE}[A-Z]\d++{END}")
_LETTER = re.compile(rf"([{_LEFTWARDS}])|[^\W\d_]")


def directed(html: str) -> str:
    """Add `dir` to lists, quotes and tables if any text of the body is right-to-left; other bodies are unchanged.

    As for paragraphs, the first letter decides.
    """
    if html.isascii() or not has_bytes(html, _BYTES):
        return html
    places, leftward = _first_letters(html)

    def with_direction(block: re.Match[str]) -> str:
        number = bisect_left(places, html.find(">", block.end()))
        return f'{block[0]} dir="{"rtl" if number < len(places) and leftward[number] else "ltr"}"'

    return _BLOCK.sub(with_direction, html)


def _first_letters(html: str) -> tuple[list[int], list[bool]]:
    """For each text between tags, except code and formulas: where its first letter is, and if it is right-to-left."""
    places: list[int] = []
    leftward: list[bool] = []
    closings = {name: html.rfind(f"</{name}>") for name in ("pre", "code", "math", "svg")}
    pos = 0
    while True:
        mark = _UNREAD.search(html, pos)
        letter = _LETTER.search(html, pos, mark.start() if mark else len(html))
        if letter:
            places.append(letter.start())
            leftward.append(bool(letter[1]))
        if mark is None:
            return places, leftward
        pos = mark.end()
        if mark[1] and closings[mark[1]] >= pos:
            pos = html.index(f"</{mark[1]}>", pos)
