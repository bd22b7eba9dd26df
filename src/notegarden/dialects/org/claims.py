"""Keys that decide whether pages are published, including those in places or spellings that are not parsed.

Org ignores a property drawer in the wrong place or with an invalid line; ox-hugo ignores an invalid block of front
matter. If such a drawer or block was to withhold text, every page that would show the text is withheld.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from notegarden.dialects.org.drawers import PROPERTY, is_drawer_at
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.settings import Settings, plist
from notegarden.dialects.pieces.frontmatter import HeadedText, holding
from notegarden.dialects.pieces.hidden_keys import unread_key
from notegarden.notes.problems import Problem

DATES = {
    "hugo_publishdate": "publishdate", "publishdate": "publishdate", "pubdate": "publishdate",
    "published": "publishdate", "hugo_expirydate": "expirydate", "expirydate": "expirydate",
    "unpublishdate": "expirydate", "hugo_lastmod": "lastmod", "lastmod": "lastmod",
}  # fmt: skip
_CLAIM = re.compile(r"[ \t]*(?:#[ \t]*\+|:(?=\w))[ \t]*([^:\n]{3,40}?)[ \t]*:[ \t]*(.*)")
_DAMAGED = re.compile("^(?:[^:\n]*|(?:file|exclude_|select_)tags: .*)\ufffd", re.M)
"""A key, or tags that withhold pages, with bytes that are not UTF-8."""
_LISP = re.compile("[()']+")
_PREFIX = re.compile("^(?:export_)?(?:hugo_)?")
_HEAD_LINES = 40
_CUSTOM = "custom_front_matter"


def claims_of(settings: Settings, custom: dict[str, Any]) -> str:
    """The keywords before the first heading, and the properties of the page and its parents, as lines of `key: value`.

    Used to find misspelled keys that decide whether the page is published. `custom`: the custom front matter.
    """
    outline, heading = settings.outline, settings.heading
    lines = _head(outline)
    if heading is not None:
        own = heading.children[0].line if heading.children else heading.end
        lines = lines + outline.lines[heading.line + 1 : min(own, heading.line + _HEAD_LINES)]
        for each in heading.ancestry():
            lines += outline.lines[each.line + 1 : each.body]
    return "".join([_claims_in(lines), *_claims_within(custom)])


def _claims_within(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key}: {str(value).lower()}\n"
        yield from _claims_within(value) if isinstance(value, dict) else ()


def claims_outside(outline: Outline) -> list[Any]:
    """What may withhold the pages of a file, besides its keywords and properties."""
    return [_claims_in(_head(outline)), *_unread(outline, None)]


def _head(outline: Outline) -> list[str]:
    return outline.lines[: min(outline.first, _HEAD_LINES)]


def _claims_in(lines: list[str]) -> str:
    found = ((each[1].lower(), each[2]) for each in map(_CLAIM.match, lines) if each)
    pairs = ((_PREFIX.sub("", key), value) for key, value in found)
    return "".join(_claim_of(key, value) for key, value in pairs)


def _claim_of(key: str, value: str) -> str:
    if key != _CUSTOM:
        return f"{DATES.get(key, key)}: {'false' if value == 'nil' else value}\n"
    typed = [part.lstrip(":") for part in _LISP.split(value)]  # `draft: true`, or a list that is quoted as a whole
    return "".join(f"{line}\n" for line in [*typed, *(f"{name}: {given}" for name, given in plist(value).items())])


def withheld_if_unread(settings: Settings, claims: str, line: int, found: HeadedText, path: str) -> HeadedText:
    """The front matter `found`, withheld if a key that was to withhold the page is not parsed.

    `claims`: of `claims_of`. `line`: of the page's start.
    """
    if found.front.unreadable:
        return found
    if _DAMAGED.search(claims):
        message, hint = "the front matter is not UTF-8", "save the file as UTF-8"
        return withheld(found, Problem(path, line, 1, "encoding", "error", message, hint))
    return _withheld_by_drawer(settings, path, found) or found


def _withheld_by_drawer(settings: Settings, path: str, found: HeadedText) -> HeadedText | None:
    """The front matter of a page with a drawer or block that is not parsed and was to withhold text, if any."""
    for at, lines, is_above in _unread(settings.outline, settings.heading):
        if not is_above and (settings.is_anothers(at) or not _is_shown(settings, at)):
            continue
        is_drawer = is_drawer_at(settings.outline.lines[at])
        key = unread_key(_claims_in(lines) if is_drawer else "\n".join(lines), found.front.params if is_above else {})
        if key:
            message = f"`{key}` is in a property drawer that Org does not parse"
            hint = "move the drawer right below its heading, and end it with :END:"
            if not is_drawer:
                message = f"`{key}` is in a block that is not parsed as front matter"
                hint = "write it in TOML or YAML with :front_matter_extra t, and end it with #+end_src"
            return withheld(found, Problem(path, at + 1, 1, "front-matter", "error", message, hint))
    return None


def _is_shown(settings: Settings, line: int) -> bool:
    below = settings.outline.heading_at(line)
    return below is None or settings.is_exported(below)


def withheld(found: HeadedText, problem: Problem) -> HeadedText:
    """The front matter, withheld because of a problem, which is reported."""
    return HeadedText(replace(found.front, unreadable=True), 0, (*found.problems, holding(problem)))


def _unread(outline: Outline, heading: Heading | None) -> Iterator[tuple[int, list[str], bool]]:
    """The drawers and blocks that are not parsed: line, contents, and whether a parent of the page has them.

    `heading`: the page's own, None for a page of the whole file. A page inherits from its parents.
    """
    lines = outline.unread_drawers
    if not lines:
        return
    first, last = (0, len(outline.lines)) if heading is None else (heading.line, heading.end)
    yield from ((line, _lines(outline, line), False) for line in _between(lines, first, last))
    above = [*heading.ancestry()][1:] if heading is not None else []
    starts = [(each.line, each.children[0].line) for each in above]
    starts += [(-1, outline.first)] if heading is not None else []
    for start, stop in starts:
        yield from ((line, _lines(outline, line), True) for line in _between(lines, start, stop))


def _between(lines: list[int], first: int, last: int) -> list[int]:
    return lines[bisect_left(lines, first) : bisect_left(lines, last)]


def _lines(outline: Outline, line: int) -> list[str]:
    """The contents of a block, or the properties of a drawer."""
    found = []
    is_drawer = is_drawer_at(outline.lines[line])
    for text in outline.lines[line + 1 : line + 1 + _HEAD_LINES]:
        if text.strip().lower().startswith((":end:", "#+end_")) or (text[:1] == "*" and text.lstrip("*")[:1] == " "):
            break
        found += [text] if not is_drawer or PROPERTY.match(text) else []
    return found
