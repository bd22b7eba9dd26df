"""Citations: `[cite:@key]` and `[cite/t:see @key p. 3]`, org-ref's `cite:key`, and Pandoc's `[@key]` and `@key`.

Without a style, the format is that of Org's basic processor: the default is `(Author, year)`; `t` gives
`Author (year)`, `a` the author, `na` the year, `n` nothing. `page_works` decides the format of a page's works.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notegarden.dialects.org.basic_citations import BARE, CAPS, ranges
from notegarden.dialects.org.page_works import REF_KINDS
from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.citing import (
    PANDOC,
    PANDOC_KEY,
    PANDOC_PLACE,
    Part,
    Place,
    beside,
    cite_link,
    cited,
    in_style,
    pandoc_key,
    pandoc_parts,
    words_before,
)
from notegarden.dialects.pieces.html import escape

if TYPE_CHECKING:
    from notegarden.dialects.pieces.bibliography import Entry

_CITATION = re.compile(r"\[cite(?:/([\w-]*)(?:/([\w/-]*))?)?:((?:[^\[\]]|\[[^\[\]]*+\])*+)\]", re.DOTALL)
_KEY = re.compile(r"@([-.:?~`'/*@+|(){}<>&_^$#%\w]*[\w}])")
_FIRST = re.compile(rf"{_KEY.pattern}|@\*")  # all works
_STYLES = {
    "text": "t", "author": "a", "noauthor": "na", "nocite": "n", "note": "t", "ft": "t", "numeric": "nb", "year": "na",
    "y": "na",
}  # fmt: skip
_FOLLOWED = {"", *_STYLES, *_STYLES.values()}
_WORD = re.compile(r"&#?\w+;|\w+")
_SEPARATOR = ", "  # between works
_REF_STYLES = {"citet": "t", "textcite": "t", "citeauthor": "a", "citeyear": "na", "nocite": "n"}


def cite_rule(state: OrgState) -> bool:
    found = _CITATION.match(state.src, state.pos, state.end)
    first = _FIRST.search(found[3]) if found is not None else None
    if found is None or first is None:
        return False
    typed, variant = state.page.works.citation_style
    style = _STYLES.get(found[1] or typed, found[1] or typed)
    if (found[1] or "") not in _FOLLOWED:
        message = f"the citation style {found[1]} is not supported, so the default is used"
        hint = f"supported: {', '.join(sorted(_STYLES))}"
        state.page.problem("citation", "warning", *state.place(found.start(1)), message, hint)
    variant = found[2] or variant
    start, stop = found[3].rfind(";", 0, first.start()) + 1, found[3].rfind(";", first.end())
    stop = len(found[3]) if stop < 0 or _KEY.search(found[3], stop) else stop
    parts, at = [], found.start(3) + start
    for text in found[3][start:stop].split(";"):
        parts.append(_org_part(text, at))
        at += len(text) + 1
    around = found[3][: max(start - 1, 0)], found[3][stop + 1 :].rstrip()
    state.out.append(_shown(state, parts, style, variant, around))
    state.pos = state.node_end = found.end()
    return True


def _org_part(text: str, at: int) -> Part:
    key = _KEY.search(text)
    if key is None:
        return Part("", words_before(text), "", at)
    return Part(key[1], words_before(text[: key.start()]), text[key.end() :].rstrip(), at + key.start())


def org_ref(state: OrgState, path: str, pos: int) -> bool:
    """org-ref's `cite:key1,key2` and `cite:see &key p. 3;&key2`; False if no bibliography has any of the keys."""
    kind, _, typed = path.partition(":")
    if kind not in REF_KINDS or not typed:
        return False
    parts, at = [], pos + len(kind) + 1
    for text in typed.split(";" if "&" in typed else ","):
        before, sign, rest = text.partition("&")
        key, blank, after = (rest if sign else text).strip().partition(" ")
        parts.append(Part(key, words_before(before) if sign else "", f"{blank}{after}", at))
        at += len(text) + 1
    known = state.page.works.bibliography
    if "&" not in typed and not any(known.get(part.key) for part in parts):
        return False
    state.out.append(_shown(state, parts, _REF_STYLES.get(kind, "")))
    return True


def pandoc_brackets(state: OrgState) -> bool:
    """`[see @key, p. 3; -@other]`, if the file enables Pandoc's citations."""
    if not state.page.works.is_pandoc:
        return False
    found = PANDOC.match(state.src, state.pos, state.end)
    parts = pandoc_parts(found[1], found.start(1)) if found is not None else []
    if found is None or not parts:
        return False
    state.out.append(_shown(state, parts, ""))
    state.pos = state.node_end = found.end()
    return True


def pandoc_author(state: OrgState) -> bool:
    """Pandoc's `@key [p. 3]`: the author is part of the sentence. An unknown key is text, such as a user name."""
    src, start, page = state.src, state.pos, state.page
    if not page.works.is_pandoc or (start > state.start and src[start - 1].isalnum()):
        return False
    found = PANDOC_KEY.match(src, start, state.end)
    if found is None or page.works.bibliography.get(pandoc_key(found)) is None:
        return False
    place = PANDOC_PLACE.match(src, found.end(), state.end)
    part = Part(pandoc_key(found), "", f" {place[1]}" if place else "", start)
    state.out.append(_shown(state, [part], "t"))
    state.pos = state.node_end = place.end() if place else found.end()
    return True


def _shown(
    state: OrgState, parts: list[Part], style: str, variant: str = "", around: tuple[str, str] = ("", "")
) -> str:
    """The HTML of a citation; each unknown key is reported. `around`: the text before and after all works, as typed."""
    page, works = state.page, state.page.works
    places = [state.place(part.offset) for part in parts]
    entries = [cited(page, works, part.key, at) if part.key else None for part, at in zip(parts, places, strict=True)]
    if style == "n":
        return ""
    if works.has_style:
        parts = [parts[0]._replace(before=f"{around[0]}{parts[0].before}"), *parts[1:]]
        parts[-1] = parts[-1]._replace(after=f"{parts[-1].after}{around[1]}")
        return in_style(page, works, parts, entries, places, style, state.render, is_bare=variant in BARE)
    numbers = {works.basic.number(entry.key): at for at, entry in enumerate(entries) if entry is not None}
    if style == "nb" and numbers:
        shown = _numbers(state, numbers, [entries[at] for at in numbers.values()], places)
        own = parts[0].before, parts[0].after
        around = own if len(parts) == 1 and any(own) else around
    else:
        named = [
            _basic_part(state, part, entry, place, style, variant)
            for part, entry, place in zip(parts, entries, places, strict=True)
            if part.key or style not in ("a", "na")
        ]
        shown = _SEPARATOR.join(named)
    if style not in ("a", "na"):
        shown = f"{beside(around[0], state.render)}{shown}{beside(around[1], state.render)}"
    return f"({shown})" if shown and style not in ("t", "a") and variant not in BARE else shown


def _numbers(state: OrgState, numbers: dict[int, int], works: list[Entry | None], places: list[Place]) -> str:
    """The works by their numbers in the list: `1-3, 5`."""
    entries = dict(zip(numbers, works, strict=True))

    def link(number: int) -> str:
        entry = entries[number]
        key = entry.key if entry is not None else ""
        return cite_link(state.page, state.page.works, key, str(number), places[numbers[number]])

    spans = ranges(numbers)
    return _SEPARATOR.join(link(one) if one == last else f"{link(one)}-{link(last)}" for one, last in spans)


def _basic_part(state: OrgState, part: Part, entry: Entry | None, place: Place, style: str, variant: str) -> str:
    """One work of a citation, or text without a work."""
    before, after = beside(part.before, state.render), beside(part.after, state.render)
    if not part.key:
        return before
    names = escape(entry.names) if entry is not None else f"@{escape(part.key)}"
    names = capitalised(names) if variant in CAPS else names
    year = escape(state.page.works.basic.year(entry)) if entry is not None else ""
    if style == "a":
        text = names
    elif style == "na":
        text = year or names
    elif entry is None:
        text = f"{names}{after}"
    elif style == "t":
        text = f"{names} {year}{after}" if variant in BARE else f"{names} ({year}{after})"
    else:
        text = f"{names}, {year}{after}"
    text = f"{before}{text}" if style not in ("a", "na") else text
    return cite_link(state.page, state.page.works, part.key, text, place) if entry is not None else text


def capitalised(html: str) -> str:
    """Each word capitalized as in Emacs, except entities."""
    return _WORD.sub(lambda found: found[0] if found[0][0] == "&" else found[0].capitalize(), html)
