"""Citations: `[cite:@key]` and `[cite/t:see @key p. 3]`, org-ref's `cite:key`, and Pandoc's `[@key]` and `@key`.

Without a style, they are shown as Org's basic processor writes them: the default is `(Author, year)`; `t` gives
`Author (year)`, `a` the author, `na` the year, `n` nothing. `page_works` knows how a page's works are shown.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from notegarden.dialects.org.page_works import REF_KINDS
from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.csl import Locator
from notegarden.dialects.pieces.html import escape

if TYPE_CHECKING:
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.pieces.bibliography import Entry

_CITATION = re.compile(r"\[cite(?:/([\w-]+)(?:/[\w/-]*)?)?:((?:[^\[\]]|\[[^\[\]]*+\])*+)\]", re.DOTALL)
_KEY = re.compile(r"@([-.:?~`'/*@+|(){}<>&_^$#%\w]*[\w}])")
_PANDOC_KEY = re.compile(r"(-?)@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")
_PANDOC = re.compile(r"\[((?:[^\[\]@]*)-?@[^\[\]]*+)\](?![(\[])")
_PANDOC_PLACE = re.compile(r"[ \n]\[([^\[\]@]+)\]")
_LOCATOR = re.compile(
    r"[,\s]*(?:(pp?|pages?|chap|chapters?|sec|sections?|vol|volumes?|fig|figures?)\.?\s+)?"
    r"(\d\w*(?:\s*[-–,]+\s*\d\w*)*)(?=$|[\s,.;)])",
    re.I,
)
_LABELS = {"c": "chapter", "s": "section", "v": "volume", "f": "figure"}
_STYLES = {"text": "t", "author": "a", "noauthor": "na", "nocite": "n"}
_REF_STYLES = {"citet": "t", "textcite": "t", "citeauthor": "a", "citeyear": "na", "nocite": "n"}


class _Part(NamedTuple):
    """One work of a citation: the words before it and behind it, and the place of its key."""

    key: str
    before: str
    after: str
    offset: int
    style: str = ""


def cite_rule(state: OrgState) -> bool:
    found = _CITATION.match(state.src, state.pos, state.end)
    if found is None or "@" not in found[2]:
        return False
    style = _STYLES.get(found[1] or "", found[1] or "")
    parts, at = [], found.start(2)
    for text in found[2].split(";"):
        parts.append(_org_part(text, at))
        at += len(text) + 1
    state.out.append(_shown(state, parts, style))
    state.pos = state.node_end = found.end()
    return True


def _org_part(text: str, at: int) -> _Part:
    key = _KEY.search(text)
    if key is None:
        return _Part("", " ".join(text.split()), "", at)
    return _Part(key[1], " ".join(text[: key.start()].split()), text[key.end() :].rstrip(), at + key.start())


def org_ref(state: OrgState, path: str, pos: int) -> bool:
    """`cite:key1,key2` and `cite:see &key p. 3;&key2` of org-ref; False where no bibliography has any of the keys."""
    kind, _, typed = path.partition(":")
    if kind not in REF_KINDS or not typed:
        return False
    parts, at = [], pos + len(kind) + 1
    for text in typed.split(";" if "&" in typed else ","):
        before, sign, rest = text.partition("&")
        key, blank, after = (rest if sign else text).strip().partition(" ")
        parts.append(_Part(key, before.strip() if sign else "", f"{blank}{after}", at))
        at += len(text) + 1
    known = state.page.works.bibliography
    if "&" not in typed and not any(known.get(part.key) for part in parts):
        return False
    state.out.append(_shown(state, parts, _REF_STYLES.get(kind, "")))
    return True


def pandoc_brackets(state: OrgState) -> bool:
    """`[see @key, p. 3; -@other]`, where the file asks for Pandoc's citations."""
    if not state.page.works.is_pandoc:
        return False
    found = _PANDOC.match(state.src, state.pos, state.end)
    if found is None:
        return False
    parts, at = [], found.start(1)
    for text in found[1].split(";"):
        key = _PANDOC_KEY.search(text)
        if key is None:
            return False
        words = " ".join(text[: key.start()].split())
        parts.append(_Part(key[2], words, text[key.end() :].rstrip(), at + key.start(), "na" if key[1] else ""))
        at += len(text) + 1
    state.out.append(_shown(state, parts, ""))
    state.pos = state.node_end = found.end()
    return True


def pandoc_author(state: OrgState) -> bool:
    """`@key [p. 3]` of Pandoc: the author belongs to the sentence. An unknown key is text, as a name elsewhere is."""
    src, start, page = state.src, state.pos, state.page
    if not page.works.is_pandoc or (start > state.start and src[start - 1].isalnum()):
        return False
    found = _PANDOC_KEY.match(src, start, state.end)
    if found is None or page.works.bibliography.get(found[2]) is None:
        return False
    place = _PANDOC_PLACE.match(src, found.end(), state.end)
    part = _Part(found[2], "", f" {place[1]}" if place else "", start)
    state.out.append(_shown(state, [part], "t"))
    state.pos = state.node_end = place.end() if place else found.end()
    return True


def _shown(state: OrgState, parts: list[_Part], style: str) -> str:
    """The HTML of a citation; each unknown key is a finding."""
    entries = [state.page.cited(part.key, *state.place(part.offset)) if part.key else None for part in parts]
    if style == "n":
        return ""
    if state.page.works.has_style:
        return _in_style(state.page, parts, entries, style)
    texts = [_basic_part(part, entry, style) for part, entry in zip(parts, entries, strict=True)]
    joined = "; ".join(text for text in texts if text)
    return f"({joined})" if joined and style not in ("t", "a") else joined


def _basic_part(part: _Part, entry: Entry | None, style: str) -> str:
    if not part.key:
        return escape(part.before)
    shown = _basic(part.key, entry, style, escape(part.after))
    return f"{escape(part.before)} {shown}" if part.before else shown


def _basic(key: str, entry: Entry | None, style: str, after: str) -> str:
    names, year = (escape(entry.names), escape(entry.year)) if entry is not None else (f"@{escape(key)}", "")
    if style == "a" or entry is None:
        return f"{names}{after}"
    if style == "na":
        return f"{year}{after}"
    return f"{names} ({year}{after})" if style == "t" else f"{names}, {year}{after}"


def _in_style(page: OrgDraft, parts: list[_Part], entries: list[Entry | None], style: str) -> str:
    """A citation in the page's style of CSL, each work with a link to its reference."""
    works = page.works
    shown: list[tuple[int, str]] = []
    for part, entry in zip(parts, entries, strict=True):
        if entry is None:
            shown.append((0, escape(f"{part.before} {'@' if part.key else ''}{part.key}{part.after}".strip())))
            continue
        locator, after = _located(part.after)
        author, rest = works.author_and_rest(entry, locator)
        wanted = part.style or style
        if wanted == "a":
            text = author
        elif wanted == "t":
            text = f"{author} {works.around(works.link(entry, rest))}"
        else:
            text = works.link(entry, rest if wanted == "na" else works.text(entry, locator))
        shown.append((works.place(part.key), f"{escape(part.before)} {text}{escape(after)}".lstrip()))
    if not any(part.before for part in parts):
        shown.sort(key=itemgetter(0))
    texts = [text for _, text in shown]
    return "; ".join(texts) if style in ("t", "a") else works.around(works.delimiter.join(texts))


def _located(after: str) -> tuple[Locator | None, str]:
    """The place in the work that stands behind a key, and what stands behind that."""
    found = _LOCATOR.match(after)
    if found is None:
        return None, after
    return Locator(_LABELS.get((found[1] or "p")[0].lower(), "page"), found[2]), after[found.end() :]
