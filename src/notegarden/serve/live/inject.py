"""The one element that a served page has and a built one has not."""

from __future__ import annotations

import re
from html import escape

import msgspec

from notegarden.serve.live.error_pages import PageError

PREFIX = "/_notegarden/"
_PLACE = re.compile(rb"<head(?:\s[^>]*)?>|<html(?:\s[^>]*)?>|<!doctype[^>]*>", re.IGNORECASE)
_HEAD = 2048  # bytes in which a page's head has begun
_ELEMENT = re.compile(rb'<script id="notegarden-live" [^>]*></script>')


class PageState(msgspec.Struct, frozen=True):
    """What the live script has to know of a page.

    `path`: the note's, below content/, "" where none makes the page. `trouble`: why the page is not as it should be;
    the last good one stays. `problems`: what is wrong with the note. `gone`: there is no page at this address; `moved`:
    where it went, "" if unknown. `stand_in`: the page is no page of the site, but says why there is none. `boot`,
    `version`: which server made it, and after how many changes.
    """

    token: str
    boot: str
    version: int
    path: str = ""
    trouble: PageError | None = None
    problems: tuple[PageError, ...] = ()
    gone: bool = False
    moved: str = ""
    stand_in: bool = False


def with_script(page: bytes, state: PageState) -> bytes:
    """The page with the live-update script, first in its head: it looks at the page before other scripts change it."""
    data = escape(msgspec.json.encode(state).decode())
    element = f'<script id="notegarden-live" type="module" src="{PREFIX}live.js" data-state="{data}"></script>'
    end = max((match.end() for match in _PLACE.finditer(page[:_HEAD])), default=0)
    return b"".join((page[:end], element.encode(), page[end:]))


def without_script(page: bytes) -> bytes:
    """The page as `build` writes it."""
    return _ELEMENT.sub(b"", page, count=1)
