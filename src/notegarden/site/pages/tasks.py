"""The open tasks of all notes: those with dates sorted by date, the others by note."""

from __future__ import annotations

from notegarden.notes.note import Task
from notegarden.render.gathered_views import TaskGroup, TasksView, TaskView
from notegarden.render.page_view import LinkView
from notegarden.site.addresses import Site
from notegarden.site.pages.head import head
from notegarden.site.reads import Reads
from notegarden.urls import quoted_fragment


def tasks_page(reads: Reads, site: Site, address: str) -> TasksView:
    dated: list[TaskView] = []
    groups: list[TaskGroup] = []
    count = 0
    for path, tasks in reads.tasks():
        note = reads.link(path)
        views = [_view(task, note) for task in tasks]
        count += len(views)
        dated += [view for view in views if _day(view)]
        undated = tuple(view for view in views if not _day(view))
        if undated:
            groups.append(TaskGroup(note.url, note.title, undated))
    dated.sort(key=lambda task: (_day(task), task.priority or "Z", task.note.casefold(), task.text))
    groups.sort(key=lambda group: (group.title.casefold(), group.url))
    common = head(site, "tasks.html", address, "Open tasks")
    return TasksView(**common, dated=tuple(dated), groups=tuple(groups), count=count)


def _view(task: Task, note: LinkView) -> TaskView:
    url = f"{note.url}#{quoted_fragment(task.anchor)}" if task.anchor else note.url
    return TaskView(
        url, task.text or note.title, note.title, task.section, task.state, task.priority, task.scheduled, task.deadline
    )


def _day(task: TaskView) -> str:
    """The day that a task is sorted by: its deadline, or its scheduled day if that is earlier."""
    return min((day for day in (task.deadline, task.scheduled) if day), default="")
