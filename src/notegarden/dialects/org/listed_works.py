"""The options of `#+print_bibliography:`: which of the cited works a list contains, and its heading."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from notegarden.dialects.org.settings import plist, unquoted
from notegarden.nearest import nearest

if TYPE_CHECKING:
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.org.tokens import OrgToken
    from notegarden.dialects.pieces.bibliography import Entry

_CHOOSING = ("keyword", "notkeyword", "type", "nottype", "csltype", "notcsltype")
_OPTIONS = (*_CHOOSING, "title", "heading", "nocite")


def list_of_works(page: OrgDraft, token: OrgToken) -> str:
    """The HTML of a list; for org-ref's link, whose token has a tag, there are no options and no title."""
    options = {} if token.tag else _options(page, token.content, token.map[0])
    lists = partial(_is_listed, options=options)
    title = options.get("title", "")
    return page.works.references([*page.citations], is_titled=not token.tag, title=title, lists=lists)


def _options(page: OrgDraft, typed: str, line: int) -> dict[str, str]:
    """The options; unknown ones are reported, and so is a filter, which is Emacs Lisp code."""
    options = {name: unquoted(value) for name, value in plist(typed).items()}
    for name in options:
        if name not in _OPTIONS:
            close = nearest(name, _OPTIONS)
            hint = f"did you mean :{close}?" if close else f"supported: {', '.join(f':{each}' for each in _OPTIONS)}"
            message = f"#+print_bibliography: the option :{name} is not supported"
            page.problem("citation", "warning", *page.place(line), message, hint)
    return options


def _is_listed(entry: Entry, options: dict[str, str]) -> bool:
    """Whether a list contains a work: each selecting option names one or more kinds, separated by commas."""
    return all(_is_chosen(entry, name, options[name]) for name in _CHOOSING if name in options)


def _is_chosen(entry: Entry, name: str, typed: str) -> bool:
    asked = {each.strip().casefold() for each in typed.split(",")}
    kinds = {
        "keyword": {each.casefold() for each in entry.keywords},
        "type": {entry.kind},
        "csltype": {str(entry.item.get("type", ""))},
    }
    return asked.isdisjoint(kinds[name.removeprefix("not")]) == name.startswith("not")
