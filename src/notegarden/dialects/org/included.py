"""Keywords of included files that affect the including page: whether and when it is published."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from notegarden.dialects.org.front import front_matter
from notegarden.dialects.org.settings import Settings

if TYPE_CHECKING:
    from notegarden.dialects.org.context import FileContext
    from notegarden.dialects.org.outline import Keyword, Outline
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.org.pages import PageSpec
    from notegarden.notes.note import FrontMatter

_MOST = 50  # maximum number of keywords checked


def tell_held_by_include(page: OrgDraft, spec: PageSpec, front: FrontMatter) -> None:
    """Report a keyword of an included file that withholds the page, or changes its dates.

    Its author would otherwise see it neither on the page nor in the page's file.
    """
    context: FileContext = page.resolver
    said = [each for each in context.outline.keywords if _file_of(context, each)][:_MOST]
    for each in said:
        without = Settings(_without(context.outline, each), spec.heading, context.local)
        if _seen(front_matter(without, page.path, None, 1, page.dialect.dates).front) != _seen(front):
            line = context.expanded.numbers[each.line] + 1
            message = f"{_file_of(context, each)}, which is included here, decides when this page is published: "
            hint = "include it with :only-contents t, which leaves its keywords out"
            page.problem("org-unpublished", "info", line, 1, f"{message}#+{each.name}: {each.value}", hint)


def _file_of(context: FileContext, keyword: Keyword) -> str:
    """The included file that contains a keyword, "" for the file itself and its setup files."""
    lines = context.outline.lines
    is_here = keyword.line < len(lines) and keyword.value in lines[keyword.line]
    return context.expanded.file_at(keyword.line) if is_here else ""


def _seen(front: FrontMatter) -> tuple[object, ...]:
    return front.draft, front.headless, front.build.render, front.publish_date, front.expiry_date


def _without(outline: Outline, keyword: Keyword) -> Outline:
    found = copy(outline)
    found.keywords = [each for each in outline.keywords if each is not keyword]
    found._values = None
    return found
