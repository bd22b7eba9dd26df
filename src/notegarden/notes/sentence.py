"""The sentence around a place in a text, as backlinks and mentions quote it."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s")
_LONGEST = 160
REACH = 2 * _LONGEST
"""How far from a place its sentence is looked for."""


def before(text: str, place: int) -> str:
    """The part of the sentence before a place, cut at a word boundary (about 160 characters at most)."""
    text = text[max(0, place - REACH) : place]
    stop = 0
    for found in _SENTENCE_END.finditer(text):
        stop = found.end()
    text = collapsed(text[stop:]).lstrip()
    return "…" + text[-_LONGEST:].split(" ", 1)[-1] if len(text) > _LONGEST else text


def after(text: str, place: int) -> str:
    """The rest of the sentence after a place, cut at a word boundary."""
    text = text[place : place + REACH]
    found = _SENTENCE_END.search(text)
    text = collapsed(text[: found.end()] if found else text).rstrip()
    return text[:_LONGEST].rsplit(" ", 1)[0] + "…" if len(text) > _LONGEST else text


def collapsed(text: str) -> str:
    """Runs of white space as one space, also at start and end."""
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}" if words else text[:1] and " "
