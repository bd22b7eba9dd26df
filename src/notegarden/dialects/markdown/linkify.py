"""Autolinks by Goldmark's rules: `https:…`, `http:…`, `ftp:…`, `www.…` and e-mail; no bare host names."""

from __future__ import annotations

import re
from string import ascii_letters, digits

from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.html import escape, href

_PATH = r"(?:[/#?][-a-zA-Z0-9@:%_+.~#!?&/=();,'\">^{}\[\]`]*)?"
_HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
_URL = re.compile(rf"(?:https?|ftp)://{_HOST}(?::\d+)?{_PATH.replace('#!', '#$!')}")
_WWW = re.compile(rf"www\.{_HOST}{_PATH}")
_EMAIL = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
)
_ENTITY_TAIL = re.compile(r"&[a-zA-Z0-9]+;$")
_BEFORE = frozenset(" \t\n~(")
_TRAILING = "?!.,:*_~"


def linkify_rule(state: InlineState) -> bool:
    src, pos = state.src, state.pos
    if state.brackets or (pos != state.node_end and not _may_start(src, pos)):
        return False
    found = _URL.match(src, pos) or _WWW.match(src, pos)
    if found:
        address = _trimmed(found[0])
        target = f"https://{address}" if address.startswith("www.") else address
    else:
        found = _EMAIL.match(src, pos)
        if not found or src[found.end() : found.end() + 1] in ("-", "_"):
            return False
        address = found[0].rstrip(_TRAILING)
        target = f"mailto:{address}"
    state.out.append(f'<a href="{href(target)}">{escape(address)}</a>')
    state.pos = state.node_end = pos + len(address)
    return True


def _may_start(src: str, pos: int) -> bool:
    before = src[pos - 1]
    return before in _BEFORE and (before.isspace() or src[pos - 2 : pos - 1] != "\\")


def _trimmed(address: str) -> str:
    """The address without trailing punctuation that belongs to the sentence."""
    address = address[0] + address[1:].rstrip(_TRAILING)
    if address.endswith(")"):
        surplus = address.count(")") - address.count("(")
        return address[:-surplus] if surplus > 0 else address
    return _ENTITY_TAIL.sub("", address) if address.endswith(";") else address


def linkify_plugin(inline: InlineParser) -> None:
    inline.add(linkify_rule, "http://", "https://", "ftp://", "www.", *ascii_letters, *digits)
