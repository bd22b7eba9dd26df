"""A work in CSL-JSON, prepared for citeproc-py."""

from __future__ import annotations

import re
from typing import Any

from notegarden.notes.numbers import whole_number

MARKS = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4\ue0f5\ue0f6\ue0f7\ue0f8\ue0f9"
"""Characters that mark formatting by a style; removed from all fields of a work."""
_WORDS = re.compile(r"(\s+)")
_NOCASE = re.compile(r'<span class="nocase">(.*?)</span>', re.DOTALL)
_NAMES = frozenset(("author", "editor", "translator", "container-author", "collection-editor", "composer", "director",
                    "interviewer", "illustrator", "original-author", "recipient", "editorial-director"))  # fmt: skip
_DATES = frozenset(("issued", "accessed", "container", "event-date", "original-date", "submitted"))
_PERSON = frozenset(("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"))


def cleaned(item: dict[str, Any], *, english: bool) -> dict[str, Any]:
    """A work without anything that citeproc-py fails on: known fields, texts as strings, dates as numbers.

    `english`: whether works without a language are in English.
    """
    found: dict[str, Any] = {"id": str(item.get("id", "")), "type": str(item.get("type", "article"))}
    for name, value in item.items():
        if name in _NAMES:
            people = value[:500] if isinstance(value, list) else []
            found[name] = [person for each in people if (person := _person(each))]
        elif name in _DATES:
            date = _date(value)
            found |= {name: date} if date else {}
        elif name not in ("id", "type") and isinstance(value, str | int | float):
            found[name] = _text(str(value))
    if english and "language" not in found:
        found["language"] = "en"
    if "title" in found:
        is_english = str(found.get("language", "")).lower().startswith("en")
        found["title"] = _sentence_case(found["title"]) if is_english else _NOCASE.sub(r"\1", found["title"])
    return found


def _sentence_case(title: str) -> str:
    """An English title in the form that styles expect: capitalized only in the first word, and where protected."""
    parts = _NOCASE.split(title)  # every second part is protected
    out = ""
    for number, part in enumerate(parts):
        if number % 2:
            out += part
            continue
        for piece in _WORDS.split(part):
            follows = out.rstrip()[-1:]
            plain = piece[:1].isupper() and piece[1:].islower() and follows not in ("", ":", "?", ".", "!", "/")
            out += piece.lower() if plain else piece
    return out


def _person(person: Any) -> dict[str, str]:
    if not isinstance(person, dict):
        return {}
    parts = {name: _text(str(value)) for name, value in person.items() if name in _PERSON and value}
    return {"literal": parts["literal"]} if "literal" in parts else parts


def _date(value: Any) -> dict[str, Any]:
    """`date-parts` as numbers; a date in words is unchanged."""
    if not isinstance(value, dict):
        return {}
    typed = value.get("date-parts")
    dates = []
    for parts in typed if isinstance(typed, list) else []:
        numbers = parts[:3] if isinstance(parts, list) else []
        numbers = [n for n in (whole_number(str(part), signed=True) for part in numbers) if n is not None]
        dates += [numbers] if numbers else []
    if dates:
        return {"date-parts": dates[:2]}
    words = value.get("raw") or value.get("literal")
    return {"literal": _text(str(words))} if words else {}


def _text(value: str) -> str:
    return value.translate(dict.fromkeys(map(ord, MARKS)))
