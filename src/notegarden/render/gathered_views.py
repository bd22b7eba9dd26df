"""The views of pages that collect parts of many notes: days, open tasks, works."""

from __future__ import annotations

from notegarden.render.page_view import LinkView, PageView, View


class Day(View, frozen=True):
    """A day of a calendar. `number`: in its month, 0 outside it; `url`: of its note, "" without one."""

    number: int
    date: str = ""
    url: str = ""


class Month(View, frozen=True):
    """A month with a daily note. `title`: its year and `number` ("2024-03"); `weeks` begin on Monday."""

    id: str
    title: str
    number: int
    weeks: tuple[tuple[Day, ...], ...]


class Year(View, frozen=True):
    title: str
    months: tuple[Month, ...]


class CalendarView(PageView, frozen=True, kw_only=True, tag=True):
    """`calendar.html`: the daily notes of a vault, newest year first. `count`: number of days with a note."""

    years: tuple[Year, ...] = ()
    count: int = 0


class TaskView(View, frozen=True):
    """An open task. `url` leads to it in its note, whose title is `note`; `section`: the heading above it.

    `state`: Org's keyword, "" for a checkbox; `priority`: a letter, ""; `scheduled`, `deadline`: ISO 8601 days, "".
    """

    url: str
    text: str
    note: str
    section: str
    state: str
    priority: str
    scheduled: str
    deadline: str


class TaskGroup(View, frozen=True):
    """The open tasks of a note without dates, in the note's order."""

    url: str
    title: str
    tasks: tuple[TaskView, ...]


class TasksView(PageView, frozen=True, kw_only=True, tag=True):
    """`tasks.html`: the open tasks with dates, earliest first, and the others by note. `count`: of all."""

    dated: tuple[TaskView, ...] = ()
    groups: tuple[TaskGroup, ...] = ()
    count: int = 0


class WorkView(View, frozen=True):
    """A work that notes cite. `id`: its anchor, `html`: its entry in a list of references; `url` and `title`: of
    the note about it, "" if there is none. `notes`: those that cite it, each at its first citation."""

    id: str
    html: str
    url: str
    title: str
    notes: tuple[LinkView, ...]


class ReferencesView(PageView, frozen=True, kw_only=True, tag=True):
    """`references.html`: every work that a note cites, by author."""

    works: tuple[WorkView, ...] = ()
