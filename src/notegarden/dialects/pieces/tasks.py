"""Open tasks: unchecked boxes, with dates and priority in the syntax of Obsidian's plugins."""

from __future__ import annotations

import re

from notegarden.dialects.pieces.html import plain_text
from notegarden.notes.note import Task

_OPEN = '<input disabled="" type="checkbox">'
_LONGEST = 500  # characters of a task's text
_DAY = r"\s*(\d{4}-\d\d-\d\d)"
_DEADLINE = re.compile(rf"(?:📅|🗓️?){_DAY}|[\[(]due::{_DAY}\s*[\])]")
_SCHEDULED = re.compile(rf"⏳️?{_DAY}|[\[(]scheduled::{_DAY}\s*[\])]")
_PRIORITY = re.compile("[🔺⏫🔼🔽⏬]\ufe0f?")
_LETTERS = {"🔺": "A", "⏫": "A", "🔼": "B", "🔽": "C", "⏬": "C"}


def is_open_task(html: str) -> bool:
    """Whether a block's HTML begins with an unchecked box."""
    return html.startswith(_OPEN)


def box_task(html: str, anchor: str, section: str) -> Task:
    """The task of a box. `html`: the text of its block, `anchor`: the block's id."""
    text = plain_text(html)
    deadline, scheduled, priority = _DEADLINE.search(text), _SCHEDULED.search(text), _PRIORITY.search(text)
    for pattern in (_DEADLINE, _SCHEDULED, _PRIORITY):
        text = pattern.sub("", text)
    return Task(
        " ".join(text.split())[:_LONGEST],
        anchor,
        priority=_LETTERS[priority[0][0]] if priority else "",
        scheduled=(scheduled[1] or scheduled[2]) if scheduled else "",
        deadline=(deadline[1] or deadline[2]) if deadline else "",
        section=section,
    )
