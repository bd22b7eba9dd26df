"""A list item shown outside its list, in another note: it needs a new list around it."""

from __future__ import annotations

import re

from notegarden.notes.numbers import whole_number

_TAG = re.compile(r"<(/?)(ul|ol|li)\b([^<>]*)>")
_START = re.compile(r' start="(\d+)"')


def in_list(html: str, before: str) -> str:
    """The HTML of an item inside a list like its own. `before`: the HTML before it in its note."""
    name, start = _list_around(before)
    number = f' start="{start}"' if start != 1 else ""
    return f"<{name}{number}>\n{html}</{name}>\n"


def _list_around(before: str) -> tuple[str, int]:
    """(tag of the innermost open list at the end, number of its next item; 1 for unordered lists)."""
    inner = items = 0
    for closing, name, attributes in reversed(_TAG.findall(before)):
        if name == "li":
            items += not closing and not inner
        elif closing:
            inner += 1
        elif inner:
            inner -= 1
        else:
            given = _START.search(attributes)
            first = whole_number(given[1]) if given else 1
            return name, (first if first is not None else 1) + items if name == "ol" else 1
    return "ul", 1
