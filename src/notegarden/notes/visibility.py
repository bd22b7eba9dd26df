"""Which notes are published, and which of these may be named on other pages: the one place that decides either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from notegarden.notes.dates import instant
from notegarden.notes.note import FrontMatter


class Rules(msgspec.Struct, frozen=True, array_like=True):
    """Which notes are published though they are kept back otherwise: drafts, those of a later date, expired ones.

    `unreadable`: also those of which it cannot be read whether they may be seen; for the author's own preview.
    """

    drafts: bool = False
    future: bool = False
    expired: bool = False
    unreadable: bool = False


class Publishable(Protocol):
    """What a note is known by: whether it has no page, and what Hugo's `build.list` says of it."""

    @property
    def path(self) -> str: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def listing(self) -> str: ...


def is_hidden(front: FrontMatter, now: str, rules: Rules) -> bool:
    """Whether a note has no page: in doubt, a draft, dated later than `now`, expired by then, or not to be rendered."""
    since, until = shown_between(front)
    return (
        (front.unreadable and not rules.unreadable)
        or (front.draft and not rules.drafts)
        or is_unrendered(front)
        or not is_in_time(since, until, now, rules)
    )


def is_unrendered(front: FrontMatter) -> bool:
    """Whether Hugo's `headless` or `build` says that a note has no page."""
    return front.headless or front.build.render != "always"


def is_in_time(since: str, until: str, now: str, rules: Rules) -> bool:
    """Whether a note that is published between two moments in UTC, "" for no limit, is published `now`."""
    return (rules.future or since <= now) and (rules.expired or not "" < until <= now)


def has_files(front: FrontMatter, now: str, rules: Rules) -> bool:
    """Whether the files of a note's bundle are published: a page that is not rendered lends them to others."""
    shown = msgspec.structs.replace(front, headless=False, build=msgspec.structs.replace(front.build, render="always"))
    return front.build.resources and not is_hidden(shown, now, rules)


def shown_between(front: FrontMatter) -> tuple[str, str]:
    """From when to when a note is published, in UTC; "" where that has no limit. By Hugo's order of the dates.

    Never before or after what it shows of other files.
    """
    since, until = instant(front.publish_date or front.date or front.lastmod), instant(front.expiry_date)
    ends = [each for each in (until, *(part.until for part in front.awaited)) if each]
    return max([since, *(part.since for part in front.awaited)]), min(ends, default="")


def is_published(node: Publishable) -> bool:
    """Whether the note has a page."""
    return not node.hidden


def is_listed(node: Publishable) -> bool:
    """Whether other pages, the site map, the search, the feed and the map may name the note."""
    return not node.hidden and node.listing == "always"


def is_entry(node: Publishable) -> bool:
    """Whether the note stands in lists of notes, which a section's own page does not."""
    return is_listed(node) and not is_section(node.path)


def is_section(path: str) -> bool:
    """Whether a source file makes the page of its folder."""
    return path.rpartition("/")[2].lower().startswith("_index.")


def published(nodes: Mapping[str, Publishable]) -> list[str]:
    """The paths of the notes that have a page, sorted."""
    return sorted(path for path, node in nodes.items() if is_published(node))
