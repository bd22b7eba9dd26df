"""Sanitize untrusted raw HTML: tag by tag, then balance it against the page's own tags.

A note's raw HTML comes in pieces, with Markdown between an opening tag and its closing one. So a piece cannot be
sanitized as a document: each tag is, and the whole body is balanced at the end, with raw tags marked by a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

from notegarden.dialects.pieces.elements import CLOSES_P, VOID
from notegarden.dialects.pieces.html import END, HOLE, RAW, escape
from notegarden.urls import SCHEMES

_CLEANED = re.compile(r'<[a-z][a-z0-9]*(?: [a-z:-]+="[^"]*")*>')  # the form in which nh3 writes a tag
_DROPPED = re.compile(r"<(script|style|iframe|object|template|noscript)\b.*?(?:(</\1\s*>)|\Z)", re.DOTALL | re.I)
_SHOWS = re.compile(r"<(svg|canvas|form|input|select|textarea|button|math|embed)\b", re.IGNORECASE)
_FRAME = re.compile(
    r"""<iframe\b[^<>]*?\ssrc\s*=\s*(?:"(https?://[^"<>]*)"|'(https?://[^'<>]*)')[^<>]*>(?:.*?</iframe\s*>)?""",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*>?", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
# The hole of a link replaces its opening tag.
_ANY_TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>{RAW}]*({RAW}?)>|{HOLE}L\d+{END}")
# Only allowed inside a table, so that a single tag cannot be sanitized; they are kept without attributes.
_TABLE = frozenset(("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"))
_TAGS = (nh3.ALLOWED_TAGS | _TABLE | {"section", "audio", "video", "source"}) - {"script", "style"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"id", "class", "title", "lang", "dir"},
    "details": {"open", "name"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "width", "height", "poster"},
    "source": {"src", "type"},
}


def left_out(html: str) -> dict[str, bool]:
    """Name of each element that `clean` removes with its content → whether one of them is not closed."""
    html = _COMMENT.sub("", _FRAME.sub("", html))
    found = {name.lower(): False for name in _SHOWS.findall(_DROPPED.sub("", html))}
    for each in _DROPPED.finditer(html):
        found[each[1].lower()] = each[2] is None or found.get(each[1].lower(), False)
    return found


def clean(html: str, fill: Callable[[str], str] = str) -> str:
    """Raw HTML without anything that could run; each remaining tag has a sign before its end.

    `fill` inserts a shortcode's output into a tag before the tag is sanitized: the output may end
    the attribute that contains it, or give a link a scheme. An iframe with another site's page becomes a link to it.
    """
    html = _FRAME.sub(lambda one: f'<a href="{one[1] or one[2]}">{one[1] or one[2]}</a>', html)
    html = _COMMENT.sub("", _DROPPED.sub("", html))
    parts: list[str] = []
    pos = 0
    for tag in _TAG.finditer(html):
        parts.append(_text(html[pos : tag.start()]))
        parts.append(_clean_tag(tag, fill))
        pos = tag.end()
    parts.append(_text(html[pos:]))
    return "".join(parts)


def _text(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _clean_tag(tag: re.Match[str], fill: Callable[[str], str]) -> str:
    name = tag[1].lower()
    if name not in _TAGS:
        return ""
    if tag[0].startswith("</"):
        return "" if name in VOID else f"</{name}{RAW}>"
    if name in _TABLE:
        return f"<{name}{RAW}>"
    cleaned = _CLEANED.match(
        nh3.clean(fill(tag[0]), tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=set(SCHEMES))
    )
    # Without angle brackets in its values, a tag can be found again by a very simple pattern.
    return f"<{_text(cleaned[0][1:-1])}{RAW}>" if cleaned and cleaned[0].startswith(f"<{name}") else escape(tag[0])


def balance(html: str) -> str:
    """Close raw tags with the block that contains them, and drop raw closing tags that close no raw tag.

    A paragraph is closed where a block begins in it, as in browsers: otherwise an empty one would follow.
    """
    parts: list[str] = []
    opened: list[_Open] = []
    pos = 0
    for tag in _ANY_TAG.finditer(html):
        parts.append(html[pos : tag.start()])
        pos = tag.end()
        closing, name, raw = tag[1], (tag[2] or "a").lower(), bool(tag[3])
        shown = tag[0].replace(RAW, "")
        if not closing and name in CLOSES_P and opened and opened[-1].name == "p" and not opened[-1].has_ended:
            parts.append("</p>")
            if opened[-1].is_raw:
                opened.pop()
            else:
                opened[-1].has_ended = True
        if name in VOID or shown.endswith("/>"):
            parts.append(shown)
        elif not closing:
            opened.append(_Open(name, raw))
            parts.append(shown)
        elif raw:
            if opened and opened[-1].is_raw and opened[-1].name == name:
                opened.pop()
                parts.append(shown)
        else:
            while opened and opened[-1].is_raw:
                parts.append(f"</{opened.pop().name}>")
            if not opened or not opened.pop().has_ended:
                parts.append(shown)
    parts.append(html[pos:])
    parts += [f"</{each.name}>" for each in reversed(opened) if each.is_raw]
    return "".join(parts)


class _Open:
    """An open element. `is_raw`: from raw HTML. `has_ended`: for browsers it is already closed."""

    __slots__ = ("has_ended", "is_raw", "name")

    def __init__(self, name: str, is_raw: bool) -> None:
        self.name, self.is_raw = name, is_raw
        self.has_ended = False
