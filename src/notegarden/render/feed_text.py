"""A note's text for a feed: it is read elsewhere, so addresses are absolute, and nothing needs the site's page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from bs4 import Tag

_DROPPED = "script, style, a.anchor, a.footnote-backref, [hidden], .cited-by"
_ADDRESSES = ("href", "src", "poster", "data", "cite")
_LONGEST = 1_000_000  # characters: a longer text is left out, because feed readers reject such files


@lru_cache(maxsize=128)  # a note is also in the feeds of its section and its tags
def feed_text(body: str, address: str) -> str:
    """The HTML of a page's text for the feed; "" if it is too long. `address`: the page's own, absolute."""
    if len(body) > _LONGEST:
        return ""
    from bs4 import BeautifulSoup  # importing it takes a fifth as long as all imports of an incremental build

    soup = BeautifulSoup(body, "html.parser")
    try:
        for each in soup.select(".missing-picture"):
            each.replace_with(str(each.get("data-alt", "")))
        for each in soup.select(_DROPPED):
            each.decompose()
        for each in soup.find_all(True):
            _make_absolute(each, address)
        return str(soup).strip()
    except RecursionError:  # deeply nested elements
        return ""


def _make_absolute(element: Tag, address: str) -> None:
    for name in _ADDRESSES:
        value = element.get(name)
        if isinstance(value, str):
            element[name] = _joined(address, value)
    copies = element.get("srcset")
    if isinstance(copies, str):
        each = (copy.strip().partition(" ") for copy in copies.split(","))
        element["srcset"] = ", ".join(f"{_joined(address, at)} {width}".strip() for at, _, width in each)


def _joined(address: str, value: str) -> str:
    try:
        return urljoin(address, value)
    except ValueError:  # for example http://[
        return value
