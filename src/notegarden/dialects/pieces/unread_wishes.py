"""Findings about keys of other programs by which an author may have meant to keep a note private.

A key that can only mean "do not publish" withholds the note (`cascade.unpublishing_key`). One that is common
in published notes, such as `status: draft`, does not. Both are reported, with a fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from notegarden.notes.cascade import unpublishing_key
from notegarden.notes.note import FrontMatter
from notegarden.notes.problems import Problem

_STATES = ("status", "state", "visibility")
_UNSEEN = frozenset({"draft", "private", "unpublished", "hidden", "secret"})
_EXPIRY = ("expires", "expiry", "expiration", "expirationdate", "expiration_date")


class Words(NamedTuple):
    """`reader`: the program that ignores these keys. `own`: the key that withholds a note in its terms."""

    reader: str
    own: str


HUGO = Words("Hugo", "draft: true")
OBSIDIAN = Words("Obsidian Publish", "publish: false")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def unread_wishes(path: str, front: FrontMatter, raw: str, words: Words) -> Iterator[Problem]:
    """`raw`: the front matter as written in the file."""
    if front.params.get("draft"):
        return
    handed_down = front.params.get("cascade")
    tables = handed_down if isinstance(handed_down, list) else [handed_down]
    below = next(filter(None, (unpublishing_key(each) for each in tables if isinstance(each, dict))), "")
    held = unpublishing_key(front.params)
    if held or below:
        kept = "the note is" if held else "the notes below are"
        message = f"`{held or below}` is ignored by {words.reader}, but because of it {kept} not published here"
        yield _problem(path, held or below, raw, message, f"write `{words.own}`, or remove the key")
    elif not front.unreadable:
        key, hint = _doubt(front.params, words.own)
        if key and not (front.expiry_date and key in _EXPIRY):
            yield _problem(path, key, raw, f"`{key}` does not keep a note private, so it is published", hint)


def _doubt(params: Mapping[str, Any], own: str) -> tuple[str, str]:
    """(key by which the note may have been meant to be private, fix); empty if there is none."""
    for key in _STATES:
        if str(params.get(key)).strip().lower() in _UNSEEN:
            return key, f"write `{own}` if the note must not be published"
    if params.get("private") is True:
        return "private", f"write `{own}` if the note must not be published"
    key = next((each for each in _EXPIRY if _DATE.match(str(params.get(each)))), "")
    return key, "write `expiryDate` if the note must disappear on that day" if key else ""


def _problem(path: str, key: str, raw: str, message: str, hint: str) -> Problem:
    found = re.search(rf"^[ \t\"'{{]*{re.escape(key)}\b", raw, re.MULTILINE | re.IGNORECASE)
    line = raw.count("\n", 0, found.start()) + 1 if found else 1
    return Problem.of(path, line, 1, "publish-unclear", message, hint)
