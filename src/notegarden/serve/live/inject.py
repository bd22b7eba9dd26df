"""The live-update script element: the only difference between a served and a built page."""

from __future__ import annotations

import re
from html import escape

import msgspec

from notegarden.serve.live.error_pages import PageError

PREFIX = "/_notegarden/"
_PLACE = re.compile(rb"<head(?:\s[^>]*)?>|<html(?:\s[^>]*)?>|<!doctype[^>]*>", re.IGNORECASE)
_HEAD = 2048  # bytes searched for the start of the head
_ELEMENT = re.compile(rb'<script id="notegarden-live" [^>]*></script>')


class PageState(msgspec.Struct, frozen=True):
    """What the live script needs to know about its page.

    `path`: of the note, below content/, "" for other pages. `trouble`: why the page is out of date or broken; the
    browser keeps the last good one. `problems`: the findings of the note. `gone`: there is no page at this address;
    `moved`: its new address, "" if unknown. `stand_in`: an error page in place of a page of the site. `boot`,
    `version`: the server process, and how many changes it had processed.
    """

    boot: str
    version: int
    path: str = ""
    trouble: PageError | None = None
    problems: tuple[PageError, ...] = ()
    gone: bool = False
    moved: str = ""
    stand_in: bool = False


def with_script(page: bytes, state: PageState) -> bytes:
    """The page with the live-update script, first in its head, to see the page before other scripts change it."""
    data = escape(msgspec.json.encode(state).decode())
    element = f'<script id="notegarden-live" type="module" src="{PREFIX}live.js" data-state="{data}"></script>'
    end = max((match.end() for match in _PLACE.finditer(page[:_HEAD])), default=0)
    return b"".join((page[:end], element.encode(), page[end:]))


def without_script(page: bytes) -> bytes:
    """The page as `build` writes it."""
    return _ELEMENT.sub(b"", page, count=1)
