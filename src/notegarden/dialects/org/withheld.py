"""Whether the author withholds part of a file, so that no other file's page may show it either."""

from __future__ import annotations

from posixpath import basename
from typing import NamedTuple

from notegarden.dialects.org.front import front_matter
from notegarden.dialects.org.outline import Heading, Keyword, Outline
from notegarden.dialects.org.settings import Settings
from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.files.endings import is_source
from notegarden.notes.dates import DateReading
from notegarden.notes.note import FrontMatter
from notegarden.notes.visibility import is_unrendered, shown_between

_DECIDING = frozenset(
    ("draft", "hugo_draft", "headless", "hugo_headless", "date", "hugo_publishdate", "publishdate", "pubdate",
     "published", "hugo_expirydate", "expirydate", "unpublishdate", "hugo_lastmod", "lastmod",
     "hugo_custom_front_matter", "filetags", "hugo_tags", "exclude_tags")
)  # fmt: skip


class Visibility(NamedTuple):
    """`why`: why part of a file is withheld, "" if it is not. `since`, `until`: its publish and expiry dates in UTC, ""
    for no limit.
    """

    why: str = ""
    since: str = ""
    until: str = ""


def visibility_of(
    place: str, outline: Outline, heading: Heading | None, dates: DateReading, *, has_title: bool
) -> Visibility:
    """Whether other pages may show the text below a heading, or before the first. `place`: the file.

    `has_title`: whether they also show the heading itself: for a heading that is its own post, the garden decides.
    Tags are ignored: text for other files to include is often below a heading with `noexport`.
    """
    if is_source(place) and ".org" not in basename(place).lower():  # Markdown
        return _of_front_matter(read_front_matter(place, "\n".join(outline.lines), dates).front)
    above = [*heading.ancestry()] if heading is not None else []
    if any(each.is_comment for each in above):
        return Visibility("it is commented out")
    if has_title and any(each.file_name for each in above[:1]):
        return Visibility()
    post = next((each for each in above if each.file_name), None)
    return _of_front_matter(front_matter(Settings(outline, post, {}), "", None, 1, dates).front)


def subtrees_excluded_by_tags(outline: Outline, first: int, last: int) -> list[tuple[int, int]]:
    """The line ranges of subtrees between two lines whose tags exclude them from the file's own pages."""
    excluded = Settings(outline, None, {}).exclude_tags
    return [
        (each.line, min(each.end, last))
        for each in outline.headings
        if each.tags and first <= each.line < last and not excluded.isdisjoint(each.tags)
    ]


def sets_visibility(heading: Heading) -> bool:
    """Whether a heading may be withheld although its parents are not."""
    return heading.is_comment or bool(heading.file_name)


def _of_front_matter(front: FrontMatter) -> Visibility:
    if front.draft:
        return Visibility("it is part of a draft")
    if front.unreadable:
        return Visibility("the front matter of its page is unclear")
    if is_unrendered(front):
        return Visibility("it is part of something without a page")
    return Visibility("", *shown_between(front))


def visibility_keywords(keywords: list[Keyword]) -> list[str]:
    """The lines of keywords in a file that withhold a page that includes it, or change its dates."""
    return [f"#+{each.name}: {each.value}" for each in keywords if each.name in _DECIDING]
