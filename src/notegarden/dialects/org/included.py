"""Keywords of included files that affect the including page: whether and when it is published."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from notegarden.dialects.org.front import RENAMING, SAYS_WHEN_SEEN, front_matter
from notegarden.dialects.org.settings import Settings

if TYPE_CHECKING:
    from notegarden.dialects.org.context import FileContext
    from notegarden.dialects.org.outline import Keyword, Outline
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.org.pages import PageSpec
    from notegarden.notes.note import FrontMatter

_MOST = 50  # maximum number of keywords checked


def report_withheld_by_include(page: OrgDraft, spec: PageSpec, front: FrontMatter) -> None:
    """Report a keyword of an included file that withholds the page, or changes its dates.

    Otherwise, the author would see it neither on the page nor in the page's file.
    """
    context: FileContext = page.resolver
    may_say, dates = context.elsewhere.included_keywords, page.dialect.dates
    if may_say and not dates.keys and not page.settings.joined(RENAMING):  # else any key may decide
        may_say = [each for each in may_say if each[0].name in SAYS_WHEN_SEEN]
    for keyword, file in may_say[:_MOST]:
        without = Settings(_without(context.outline, keyword), spec.heading, context.local)
        if _seen(front_matter(without, page.path, None, 1, dates).front) != _seen(front):
            line = context.expanded.numbers[keyword.line] + 1
            message = f"{file}, which is included here, decides when this page is published: "
            hint = "include it with :only-contents t, which leaves its keywords out"
            message += f"#+{keyword.name}: {keyword.value}"
            page.problem("org-unpublished", "info", line, 1, message, hint)


def _seen(front: FrontMatter) -> tuple[object, ...]:
    return front.draft, front.headless, front.build.render, front.publish_date, front.expiry_date


def _without(outline: Outline, keyword: Keyword) -> Outline:
    found = copy(outline)
    found.keywords = [each for each in outline.keywords if each is not keyword]
    found._values = None
    return found
