"""Keys of other programs by which an author may keep a note from readers, though Hugo does not read them.

What can only mean that a note is not to be published keeps it back: a page of Hugo's more is mended with one word, what
was read by others is not. What often stands in notes that are published, a `status: draft` for instance, keeps nothing
back. Either is a finding that says how Hugo is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from notegarden.notes.note import FrontMatter
from notegarden.notes.problems import Problem

_PUBLISHING = ("publish", "published", "public", "dg-publish")
_STATES = ("status", "state", "visibility")
_UNSEEN = frozenset({"draft", "private", "unpublished", "hidden", "secret"})
_EXPIRY = ("expires", "expiry", "expiration", "expirationdate", "expiration_date")
_FALSE = frozenset({"false", "no", "off", "0", "never"})
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def wishes_heard(path: str, front: FrontMatter, raw: str) -> tuple[FrontMatter, list[Problem]]:
    """The front matter, a draft where such a key says so, and the findings. `raw`: as it is written in the file."""
    problems: list[Problem] = []
    if front.params.get("draft"):
        return front, problems
    held = next((key for key in _PUBLISHING if str(front.params.get(key, "")).strip().lower() in _FALSE), "")
    if held:
        front = msgspec.structs.replace(front, draft=True)
        message = f"`{held}` is not read by Hugo; the note is kept back for what it says"
        problems.append(_problem(path, held, raw, message, "write `draft: true`, or drop the key"))
    elif not front.unreadable:
        key, hint = _doubt(front.params)
        if key and not (front.expiry_date and key in _EXPIRY):
            problems.append(_problem(path, key, raw, f"`{key}` does not keep a note back, so it is published", hint))
    return front, problems


def _doubt(params: Mapping[str, Any]) -> tuple[str, str]:
    """(key by which the note may have been meant to stay back, way out); empty where there is none."""
    for key in _STATES:
        if str(params.get(key)).strip().lower() in _UNSEEN:
            return key, "write `draft: true` if readers shall not see the note"
    if params.get("private") is True:
        return "private", "write `draft: true` if readers shall not see the note"
    key = next((each for each in _EXPIRY if _DATE.match(str(params.get(each)))), "")
    return key, "write `expiryDate` if the note shall go on that day" if key else ""


def _problem(path: str, key: str, raw: str, message: str, hint: str) -> Problem:
    found = re.search(rf"^[ \t\"']*{re.escape(key)}\b", raw, re.MULTILINE | re.IGNORECASE)
    line = raw.count("\n", 0, found.start()) + 1 if found else 1
    return Problem.of(path, line, 1, "publish-unclear", message, hint)
