"""The open task of an Org heading."""

from __future__ import annotations

from notegarden.dialects.org.front import date_of
from notegarden.dialects.org.outline import Heading
from notegarden.notes.note import Task

_LONGEST = 500  # characters of a task's text


def heading_task(heading: Heading, text: str, anchor: str) -> Task:
    """`text`: the heading's text as the page shows it; `anchor`: its id, "" if it is the page's own heading."""
    return Task(
        text[:_LONGEST],
        anchor,
        heading.todo,
        heading.priority,
        date_of(heading.planning.get("SCHEDULED", ""))[:10],
        date_of(heading.planning.get("DEADLINE", ""))[:10],
    )
