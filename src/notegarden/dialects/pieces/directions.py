"""Text direction of blocks. Browsers detect that of a paragraph, but the markers of a list, the bar of a quote and the
order of a table's columns follow the `dir` attribute of their element."""

from __future__ import annotations

import re

from notegarden.dialects.pieces.html import END, HOLE, has_bytes

# Hebrew, Arabic and their neighbours, then the scripts beyond the first plane that run from right to left.
_LEFTWARDS = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# What they begin with in UTF-8: Hebrew to N’Ko, Samaritan to the additions to Arabic, Adlam.
_BYTES = (*range(0xD6, 0xE0), b"\xe0\xa0", b"\xe0\xa1", b"\xe0\xa2", b"\xe0\xa3", b"\xf0\x9e\xa4")
_BLOCK = re.compile(r"<(?:ul|ol|dl|blockquote|table)(?=[\s>])(?![^>]*\sdir=)")
_LETTER = re.compile(
    rf"<(pre|code|math|svg)\b.*?</\1>|<[^>]*>|&#?\w+;|{HOLE}[A-Z]\d+{END}|([{_LEFTWARDS}])|[^\W\d_]", re.DOTALL
)


def directed(html: str) -> str:
    """Add `dir` to lists, quotes and tables if any text of the body is right-to-left; other bodies stay unchanged.

    As for paragraphs, the first letter decides.
    """
    if html.isascii() or not has_bytes(html, _BYTES):
        return html
    return _BLOCK.sub(lambda block: f'{block[0]} dir="{_direction(html, html.find(">", block.end()))}"', html)


def _direction(html: str, start: int) -> str:
    for found in _LETTER.finditer(html, start):
        if found[2]:
            return "rtl"
        if found[0][0] not in f"<&{HOLE}":
            return "ltr"
    return "ltr"
