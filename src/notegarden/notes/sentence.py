"""The sentence around a place in a text, as backlinks and mentions quote it, and where a text may be truncated."""

from __future__ import annotations

import re

# Characters that end a sentence: before white space; in scripts without spaces, anywhere.
_SENTENCE_END = re.compile(r"[.!?…؟۔։।॥။។][\"”’)\]]*\s|(?:[。！？｡‼⁇⁈⁉]|．(?![0-9０-９]))[\"”’)\]」』）］】〉》｣]*\s?")
_LONGEST = 160
REACH = 2 * _LONGEST
"""How many characters around a place are searched for the ends of its sentence."""
UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A letter of a script without spaces between words: Thai, Lao, Burmese and Khmer; Chinese and Japanese.

`search.words` has the same pattern; neither package may import the other.
"""
# Wide characters except Hangul: by CSS Text 3, a line break between two of them is not a space.
_WIDE = "\u2e80-\u2fdf\u3000-\u312f\u3190-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# Compiled at the first non-ASCII text: such wide ranges take as long to compile as many other patterns together.
_LINE_BREAK = rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*(?=[{_WIDE}])"
# Signs and vowels that must not begin a line, and vowels that must not end one.
_NO_START = (
    "[、。，．！？：；」』）】〉》・ー々ゝヽぁぃぅぇぉっゃゅょァィゥェォッャュョ"
    "\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3]"
)
_NO_END = "[「『（【〈《เ-ไເ-ໄ\u1039\u17d2]"


def before(text: str, place: int) -> str:
    """The part of the sentence before a place, cut at a word boundary (about 160 characters at most)."""
    text = _between(text, max(0, place - REACH), place)
    stop = 0
    for found in _SENTENCE_END.finditer(text):
        stop = found.end()
    text = collapsed(text[stop:]).lstrip()
    return "…" + _tail(text) if len(text) > _LONGEST else text


def after(text: str, place: int) -> str:
    """The rest of the sentence after a place, cut at a word boundary."""
    text = _between(text, place, place + REACH)
    found = _SENTENCE_END.search(text)
    text = collapsed(text[: found.end()] if found else text).rstrip()
    return cut(text, _LONGEST) + "…" if len(text) > _LONGEST else text


def collapsed(text: str) -> str:
    """Runs of white space as one space, also at both ends; nothing for a line break between wide characters."""
    if "\n" in text:
        text = _without_wide_breaks(text)
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}" if words else text[:1] and " "


def cut(text: str, most: int) -> str:
    """The text truncated to at most `most` characters, at the end of a word if possible."""
    space = text.rfind(" ", 0, most)
    places = range(most, max(space, 0), -1) if _is_unspaced(text[max(space, 0) : most + 1]) else ()
    place = next((place for place in places if _may_part(text, place)), space)
    return text[:place] if place > 0 else text[:most]


def _tail(text: str) -> str:
    """The end of a longer text, starting at a word."""
    start = len(text) - _LONGEST
    space = text.find(" ", start)
    last = space if space >= 0 else len(text)
    places = range(start, last) if _is_unspaced(text[start - 1 : last]) else ()
    place = next((place for place in places if _may_part(text, place)), space + 1 or start)
    return text[place:]


def _may_part(text: str, place: int) -> bool:
    """Whether a text may be cut here: a letter beside it is of a script without spaces, and a line may break here."""
    earlier, later = text[place - 1], text[place]
    if not (_is_unspaced(earlier) or _is_unspaced(later)):
        return False
    return not (re.match(_NO_END, earlier) or re.match(_NO_START, later))


def _is_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script without spaces between words."""
    return not text.isascii() and re.search(UNSPACED, text) is not None


def _without_wide_breaks(text: str) -> str:
    return text if text.isascii() else re.sub(_LINE_BREAK, "", text)


def _between(text: str, start: int, stop: int) -> str:
    """Part of a text without the line breaks between wide characters, including those at its ends."""
    part = text[start:stop]
    if "\n" not in part:
        return part
    first, last = text[max(0, start - 1) : start], text[stop : stop + 1]
    whole = _without_wide_breaks(first + part + last)
    return whole[len(first) : len(whole) - len(last)]
