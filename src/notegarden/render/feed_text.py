"""A note's text as a feed has it: read elsewhere, so with absolute addresses and nothing that needs the site's page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from bs4 import Tag

_DROPPED = "script, style, a.anchor, a.footnote-backref, [hidden], .cited-by"
_ADDRESSES = ("href", "src", "poster", "data", "cite")
_LONGEST = 1_000_000  # letters: a longer text is left out, for readers of feeds refuse such files


@lru_cache(maxsize=128)  # a note stands in the feeds of its section and its tags, too
def feed_text(body: str, address: str) -> str:
    """The HTML of a page's text for the feed; "" where it is too long. `address`: the page's own, absolute."""
    if len(body) > _LONGEST:
        return ""
    from bs4 import BeautifulSoup  # takes as long as a fifth of all that an edit's build imports

    soup = BeautifulSoup(body, "html.parser")
    try:
        for each in soup.select(".missing-picture"):
            each.replace_with(str(each.get("data-alt", "")))
        for each in soup.select(_DROPPED):
            each.decompose()
        for each in soup.find_all(True):
            _make_absolute(each, address)
        return str(soup).strip()
    except RecursionError:  # elements in elements in elements
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
    except ValueError:  # such as http://[
        return value
