"""Citations in the text of a page, for every dialect, and Pandoc's `[see @key, p. 3; -@other]`."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from notegarden.dialects.pieces.csl import Locator
from notegarden.dialects.pieces.html import END, HOLE, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notegarden.dialects.pieces.bibliography import Entry
    from notegarden.dialects.pieces.cited_works import CitedWorks
    from notegarden.dialects.pieces.draft import NoteDraft

PANDOC_KEY = re.compile(r"(-?)(?<!\w)@(?:\{(?P<braced>[^{}\s]+)\}|(?P<plain>\w(?:[\w:.#$%&+?<>~/-]*\w)?))")
PANDOC = re.compile(r"\[(?!\^)((?:[^\[\]@]*)-?@[^\[\]]*+)\](?![(\[])")
PANDOC_PLACE = re.compile(r"[ \n]\[([^\[\]@]+)\](?![(\[])")
_LABEL = r"(pp?|pages?|chap|chapters?|sec|sections?|vol|volumes?|fig|figures?)\.?\s+"
_NUMBER = r"(?:\d\w*|[ivxlcdm]+\b)"
_LOCATOR = re.compile(
    rf"[,\s]*(?:{_LABEL}({_NUMBER}(?:\s*[-–,]+\s*{_NUMBER})*)|(\d\w*(?:\s*[-–,]+\s*\d\w*)*))(?=$|[\s,.;)])", re.I
)
_BRACED_PLACE = re.compile(rf"[,\s]*\{{(?:{_LABEL})?([^{{}}]*)\}}", re.I)
_LABELS = {"c": "chapter", "s": "section", "v": "volume", "f": "figure"}
_MOST_HINTS = 50  # per page; each search takes time

Place = tuple[int, int]
"""Line and column in the file."""


class Part(NamedTuple):
    """One work of a citation: the text before it, with trailing blanks, and the text after it, as typed; the
    place of its key in the text."""

    key: str
    before: str
    after: str
    offset: int
    style: str = ""


def pandoc_parts(text: str, at: int) -> list[Part]:
    """The works of a citation in brackets, whose text begins at `at`; empty if it is not a citation."""
    parts = []
    for typed in text.split(";"):
        key = PANDOC_KEY.search(typed)
        if key is None:
            return []
        style = "na" if key[1] else ""
        offset = at + key.start() + len(key[1])
        parts.append(
            Part(pandoc_key(key), words_before(typed[: key.start()]), typed[key.end() :].rstrip(), offset, style)
        )
        at += len(typed) + 1
    return parts


def pandoc_key(found: re.Match[str]) -> str:
    """The key that `PANDOC_KEY` matched; it is in braces if it has other characters."""
    return found["braced"] or found["plain"]


def words_before(typed: str) -> str:
    """The words before a key on one line; a blank after them is kept, and none is added after a bracket."""
    words = " ".join(typed.split())
    return f"{words} " if words and typed[-1:].isspace() else words


def cited(draft: NoteDraft, works: CitedWorks, key: str, place: Place) -> Entry | None:
    """The work with a key; if there is none, a finding that suggests the nearest."""
    entry = works.bibliography.get(key)
    draft.citations.setdefault(key, place[0])
    if entry is None:
        near = works.bibliography.nearest(key) if len(draft.problems) < _MOST_HINTS else ""
        hint = f"did you mean @{near}?" if near else works.unknown_hint
        reason = works.bibliography.reason(key)
        message = f"no bibliography of this file has @{key}{f': {reason}' if reason else ''}"
        draft.problem("citation", "error", *place, message, "fix that file" if reason else hint)
    elif "\ufffd" in f"{entry.names}{entry.title}":
        message = f"the entry of @{key} contains characters that are not UTF-8, shown as �"
        draft.problem("citation", "warning", *place, message, "save the bibliography as UTF-8")
    return entry


def cite_link(draft: NoteDraft, works: CitedWorks, key: str, html: str, place: Place) -> str:
    """A work's name in the text: a link to the note about the work, else to its entry in the list, if it has one."""
    anchor = works.identity(key) if works.has_style and works.is_linked else ""
    return f"{HOLE}L{draft.add_link(f'@{key}', 'cite', *place, anchor)}{END}{html}</a>"


def in_style(
    draft: NoteDraft,
    works: CitedWorks,
    parts: Sequence[Part],
    entries: Sequence[Entry | None],
    places: Sequence[Place],
    style: str,
    html_of: Callable[[str], str],
    *,
    is_bare: bool = False,
) -> str:
    """A citation in the page's CSL style, each work with a link. `style`: t the author in the sentence, a only the
    author, na all but the author. `html_of`: parses words next to a work. `is_bare`: without the
    style's brackets."""
    shown: list[tuple[int, str]] = []
    for part, entry, place in zip(parts, entries, places, strict=True):
        if entry is None:
            key = escape(f"@{part.key}" if part.key else "")
            shown.append((0, f"{beside(part.before, html_of)}{key}{beside(part.after, html_of)}".strip()))
            continue
        locator, after = _located(part.after)
        wanted = part.style or style
        if wanted in ("a", "t", "na"):
            author, rest = works.author_and_rest(entry, locator)
        else:
            author, rest = "", works.text(entry, locator)
        if wanted == "a":
            text = author
        elif wanted == "t":
            text = f"{author} {works.around(cite_link(draft, works, entry.key, rest, place))}"
        else:
            text = cite_link(draft, works, entry.key, rest, place)
        shown.append((works.place(part.key), f"{beside(part.before, html_of)}{text}{beside(after, html_of)}"))
    if not any(part.before for part in parts):
        shown.sort(key=itemgetter(0))
    texts = [text for _, text in shown]
    if style in ("t", "a"):
        return "; ".join(texts)
    return works.delimiter.join(texts) if is_bare else works.around(works.delimiter.join(texts))


def beside(typed: str, html_of: Callable[[str], str]) -> str:
    """The HTML of words next to a work, with the blanks around them."""
    words = typed.strip()
    before, _, after = typed.partition(words) if words else (typed, "", "")
    return f"{before}{html_of(words) if words else ''}{after}"


def _located(after: str) -> tuple[Locator | None, str]:
    """The locator (the place in the work) after a key, and the rest."""
    found = _BRACED_PLACE.match(after) or _LOCATOR.match(after)
    if found is None:
        return None, after
    label, value = found[1], next(each for each in found.groups()[1:] if each is not None)
    return Locator(_LABELS.get((label or "p")[0].lower(), "page"), value), after[found.end() :]
