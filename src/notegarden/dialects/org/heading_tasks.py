"""The open task that a heading of Org is."""

from __future__ import annotations

from notegarden.dialects.org.front import date_of
from notegarden.dialects.org.outline import Heading
from notegarden.notes.note import Task

_LONGEST = 500  # letters of a task's text


def heading_task(heading: Heading, text: str, anchor: str) -> Task:
    """`text`: the heading's words as the page shows them; `anchor`: its id, "" where it is the page's own."""
    return Task(
        text[:_LONGEST],
        anchor,
        heading.todo,
        heading.priority,
        date_of(heading.planning.get("SCHEDULED", ""))[:10],
        date_of(heading.planning.get("DEADLINE", ""))[:10],
    )
