"""The options of `#+transclude:`: which parts of a note are shown; others are reported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notegarden.dialects.org.settings import plist, unquoted
from notegarden.nearest import nearest
from notegarden.notes.numbers import whole_number
from notegarden.notes.shape import Headings, Shape

if TYPE_CHECKING:
    from notegarden.dialects.org.page import OrgDraft

OF_THE_EDITOR = ("disable-auto", "expand-links", "current-indentation", "detach")
"""Options that only affect Emacs buffers."""
_OPTIONS = ("level", "only-contents", "no-first-heading", "exclude-elements")
_ELEMENTS = {
    "headline": ("headline",), "table": ("table",), "plain-list": ("ul", "ol", "dl"), "item": ("li",),
    "src-block": ("pre",), "example-block": ("pre",), "fixed-width": ("pre",), "quote-block": ("blockquote",),
    "paragraph": ("p",), "horizontal-rule": ("hr",), "link": ("a",),
}  # fmt: skip
_UNSEEN = frozenset(
    ("drawer", "property-drawer", "node-property", "keyword", "comment", "comment-block", "planning", "clock",
     "babel-call", "diary-sexp", "inlinetask")
)  # fmt: skip
"""Elements that no page shows, or shows as their text."""


def shape_asked(page: OrgDraft, typed: str, place: tuple[int, int]) -> Shape:
    """The parts requested by the options after a link; unknown options are reported."""
    options = {name: unquoted(value) for name, value in plist(typed).items()}
    for name in options:
        if name not in _OPTIONS and name not in OF_THE_EDITOR:
            message, hint = unknown_option(name, _OPTIONS)
            page.problem("include", "warning", *place, message, hint)
    without: list[str] = []
    for name in re.split(r"[\s,]+", options.get("exclude-elements", "").strip()):
        if name and name not in _ELEMENTS and name not in _UNSEEN:
            close = nearest(name, [*_ELEMENTS, *_UNSEEN])
            hint = f"did you mean {close}?" if close else f"supported: {', '.join(_ELEMENTS)}"
            page.problem("include", "warning", *place, f"#+transclude cannot leave out {name}", hint)
        without += _ELEMENTS.get(name, ())
    headings: Headings = (
        "none" if "only-contents" in options else "first-out" if "no-first-heading" in options else "all"
    )
    return Shape(headings, _level(page, options), tuple(dict.fromkeys(without)))


def _level(page: OrgDraft, options: dict[str, str]) -> int:
    """The level of `:level 2` among this page's headings, 1 to 6; for `:level` alone, one below the heading above."""
    if "level" not in options:
        return 0
    asked = whole_number(options["level"])
    if asked is not None:
        level = asked - page.shallowest + 1 + page.options.offset
    else:
        level = page.headings[-1].level + 1 if page.headings else 1 + page.options.offset
    return min(max(level, 1), 6)


def unknown_option(name: str, known: tuple[str, ...]) -> tuple[str, str]:
    """The message of a finding, and the fix."""
    close = nearest(name, known)
    hint = f"did you mean :{close}?" if close else f"supported: {', '.join(f':{each}' for each in known)}"
    return f"#+transclude: the option :{name} is not supported here and ignored", hint
