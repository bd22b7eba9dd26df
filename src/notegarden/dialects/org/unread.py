"""Parts of an Org file that its pages do not show or support, reported on the file's first page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notegarden.dialects.org.dirlocals import is_followed
from notegarden.dialects.org.front import is_said_draft
from notegarden.dialects.org.known_keys import unknown_keys
from notegarden.dialects.org.pages import PageSpec, is_beside_posts, parts_of_bundles

if TYPE_CHECKING:
    from notegarden.dialects.org.context import FileContext
    from notegarden.dialects.org.page import OrgDraft

_TASK_STARS = 15
"""The number of stars from which org-inlinetask, if loaded in Emacs, treats a heading as an inline task."""
_END = re.compile(rf"\*{{{_TASK_STARS},}}[ \t]+END[ \t]*$", re.I)


def tell_unread(page: OrgDraft, spec: PageSpec) -> None:
    """Report unsupported settings of the file on its first page; and inline tasks on each page."""
    context: FileContext = page.resolver
    if spec is context.pages[0]:
        if is_beside_posts(context.outline):
            message = (
                "this file has an ID, but only its subtrees with an EXPORT_FILE_NAME are pages: the rest is left out"
            )
            hint = "remove EXPORT_FILE_NAME, or move the rest to a file of its own"
            page.problem("org-unpublished", "info", 1, 1, message, hint)
        for part in parts_of_bundles(context.outline, context.local):
            message = f"{part.file_name} has no page, as in Hugo: it is part of the bundle of a post named index"
            hint = "name the index _index, or give this post another bundle"
            page.problem("org-unpublished", "info", context.expanded.numbers[part.line] + 1, 1, message, hint)
        _tell_bound(page, context)
        for at, typed, meant in unknown_keys(context.outline):
            message = f"{typed} is not followed: ox-hugo has no such key"
            hint = f"did you mean {meant}?" if meant else "use :EXPORT_HUGO_CUSTOM_FRONT_MATTER: for a key of your own"
            page.problem("org-setting", "info", context.expanded.numbers[at] + 1, 1, message, hint)
    _tell_tasks(page, spec, context)
    if spec.heading is not None and is_said_draft(spec.heading):
        message = "this page is a draft, because its heading begins with DRAFT, not a state that this file defines"
        hint = "write #+todo: TODO DRAFT | DONE at the top, or give it another title"
        page.problem("org-unpublished", "info", context.expanded.numbers[spec.heading.line] + 1, 1, message, hint)


def _tell_bound(page: OrgDraft, context: FileContext) -> None:
    lines, numbers = context.outline.lines, context.expanded.numbers
    for each in context.outline.keywords:
        if each.name != "bind" or is_followed(each.value):
            continue
        is_here = each.line < len(lines) and each.value in lines[each.line]  # not in a setup file
        line = numbers[each.line] + 1 if is_here else 1
        name = each.value.split(maxsplit=1)[0] if each.value.strip() else ""
        message = f"#+bind: the variable {name} is not supported" if name else "#+bind names no variable"
        page.problem("org-setting", "info", line, 1, message, "use a keyword or #+options, or remove it")


def _tell_tasks(page: OrgDraft, spec: PageSpec, context: FileContext) -> None:
    """Inline tasks are headings unless Emacs loads org-inlinetask: so they are parsed as such, and reported once."""
    first, last = context.lines_of(spec)
    stars = "*" * _TASK_STARS
    for number in range(first, last):
        text = context.outline.lines[number]
        if text.startswith(stars) and _END.match(text):
            line = context.expanded.numbers[number] + 1
            message = "an inline task is treated as a heading, as in Emacs without org-inlinetask"
            page.problem("org-setting", "info", line, 1, message, "write it as a list item with a checkbox, - [ ]")
            return
