"""Whether the author keeps a part of a file at home, so that no other file's page shows it either."""

from __future__ import annotations

from notegarden.dialects.org.front import front_matter
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.pages import is_post
from notegarden.dialects.org.settings import Settings
from notegarden.notes.dates import USUAL_DATES
from notegarden.notes.visibility import is_unrendered


def why_kept_back(outline: Outline, heading: Heading | None) -> str:
    """What keeps the text below a heading, or above the first, at home; "" for nothing.

    What is a post of its own is for the garden to show or not. Tags do not count: what other files include is often
    kept below a heading with `noexport`.
    """
    above = [*heading.ancestry()] if heading is not None else []
    if any(is_post(each) for each in above[:1]):
        return ""
    post = next((each for each in above if is_post(each)), None)
    front = front_matter(Settings(outline, post, {}), "", None, 1, USUAL_DATES).front
    if front.draft:
        return "it is part of a draft"
    if front.unreadable:
        return "it cannot be read whether what it is part of may be seen"
    return "it is part of what has no page" if is_unrendered(front) else ""
