"""Which notes are published, and which published notes other pages may name. Nothing else decides either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from notegarden.notes.dates import instant
from notegarden.notes.note import FrontMatter


class Rules(msgspec.Struct, frozen=True, array_like=True):
    """Which notes are published although they normally would not be: drafts, notes dated in the future, expired ones.

    `unreadable`: also notes whose front matter does not show clearly whether they may be; for the author's own preview.
    """

    drafts: bool = False
    future: bool = False
    expired: bool = False
    unreadable: bool = False


class Publishable(Protocol):
    """The fields of a note that decide: its path, whether it has no page, and Hugo's `build.list`."""

    @property
    def path(self) -> str: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def listing(self) -> str: ...


def is_hidden(front: FrontMatter, now: str, rules: Rules) -> bool:
    """Whether a note has no page: unclear front matter, a draft, dated after `now`, expired, or not to be rendered."""
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
    """Whether a note with these publish and expiry dates (UTC, "" for no limit) is published at the time `now`."""
    return (rules.future or since <= now) and (rules.expired or not "" < until <= now)


def has_files(front: FrontMatter, now: str, rules: Rules) -> bool:
    """Whether the files of a note's bundle are published; they may be although its page is not rendered."""
    shown = msgspec.structs.replace(front, headless=False, build=msgspec.structs.replace(front.build, render="always"))
    return front.build.resources and not is_hidden(shown, now, rules)


def shown_between(front: FrontMatter) -> tuple[str, str]:
    """The publish and expiry dates of a note in UTC, "" for no limit. Hugo's precedence of date keys applies.

    They include the dates of the parts of other files that the note shows.
    """
    since, until = instant(front.publish_date or front.date or front.lastmod), instant(front.expiry_date)
    ends = [each for each in (until, *(part.until for part in front.awaited)) if each]
    return max([since, *(part.since for part in front.awaited)]), min(ends, default="")


def is_published(node: Publishable) -> bool:
    """Whether the note has a page."""
    return not node.hidden


def is_listed(node: Publishable) -> bool:
    """Whether other pages, the sitemap, the search, the feed and the map may name the note."""
    return not node.hidden and node.listing == "always"


def is_entry(node: Publishable) -> bool:
    """Whether the note is an entry in lists of notes; the page of a section is not."""
    return is_listed(node) and not is_section(node.path)


def is_section(path: str) -> bool:
    """Whether a source file makes the page of its folder."""
    low = path.lower()
    return "_index." in low and low.rpartition("/")[2].startswith("_index.")


def published(nodes: Mapping[str, Publishable]) -> list[str]:
    """The paths of the notes that have a page, sorted."""
    return sorted(path for path, node in nodes.items() if is_published(node))
