"""What a built site leaks: private notes, names of unpublished ones, e-mail addresses, keys, locations of pictures.

The site's files are searched, because only what is in their bytes is published. Each finding names the note whose page
contains it, and its line in the note's source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from notegarden.check.emails import emails_in
from notegarden.check.keys import keys_in
from notegarden.check.places import MEDIA, says_where
from notegarden.notes.sentence import UNSPACED
from notegarden.urls import names_its_content

Kind = Literal["private", "unpublished", "comment", "email", "secret", "location", "unlinked"]

_DERIVED = frozenset({"graph.json", "offline.json", "offline-files.json", "search.json", "sw.js"})
_LARGEST = 32_000_000  # bytes; larger text files are searched up to here
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_MARKED_UP = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".md", ".mml"})
# Comments that exporters write to separate lists, and the marker of a summary's end.
_HARMLESS_COMMENT = re.compile(r"\s*(list-separator|listend|quoteend|more)\s*")
_APART = re.compile(r"[\s_\-]+")  # separates the words of a name
_MARKS = re.compile(r"[\s*_`~=/+\-]+")  # may separate words in a note's source
# Quotes and dashes as typed on a keyboard; invisible characters are dropped.
_SPELLINGS = str.maketrans(
    {**dict.fromkeys("\u2018\u2019", "'"), **dict.fromkeys("\u201c\u201d", '"'),
     **dict.fromkeys("\u2010\u2011\u2013\u2014", "-"), **dict.fromkeys("\u00ad\u200b\u200c\u200d", "")}
)  # fmt: skip


class PrivateNote(NamedTuple):
    """A published note that the configuration declares private, and why."""

    path: str
    why: str


class Known(msgspec.Struct, frozen=True):
    """What the garden knows about its site.

    `pages`: file of the site → (path of its note, source text); the last file of a note is its page. `private`:
    published notes that should not be published.
    `words`: words that must not be published. `unpublished`: names of unpublished notes. `linked`: note → names of
    such notes that it links to, which may be common words. `unlinked`: files of the site that no page links to.
    `allowed`: e-mail addresses that may be published. `sources`: copied file of the site → the garden's file.
    """

    pages: Mapping[str, tuple[str, str]]
    private: tuple[PrivateNote, ...] = ()
    words: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    linked: Mapping[str, tuple[str, ...]] = {}
    unlinked: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    sources: Mapping[str, Path] = {}


class Leak(msgspec.Struct, frozen=True, order=True):
    """One finding. `file`: of the site; `path`, `line`: of the note's source, "" and 0 if it is on no note's page.

    `is_removed`: it is only in the garden's file; the site's copy does not contain it.
    """

    kind: Kind
    file: str
    what: str
    hint: str
    path: str = ""
    line: int = 0
    is_removed: bool = False


def leaks(site: Path, files: Iterable[str], known: Known) -> list[Leak]:
    """Everything that the site's files leak, sorted by kind and place; each leak once per line or file."""
    pages = {path: file for file, (path, _) in known.pages.items()}
    found = {
        Leak("private", pages.get(note.path, ""), note.why, "unpublish it: draft = true", note.path)
        for note in known.private
    }
    found |= {
        Leak("unlinked", file, "no page links to this file", "delete it, or link to it") for file in known.unlinked
    }
    for file in files:
        if file in known.sources or not _is_derived(file):
            found |= set(_of_file(site / file, file, known))
    return _once_a_place(sorted(found, key=lambda leak: (leak.kind, leak.file, leak.path, leak.line, leak.what)))


def _is_derived(file: str) -> bool:
    """Whether a file not from the garden is generated from pages that are searched themselves, or from the theme."""
    return file in _DERIVED or names_its_content(file)


def _once_a_place(found: Iterable[Leak]) -> list[Leak]:
    """Without duplicates that another file leaks from the same line of a note, such as a page and its Markdown copy."""
    first: dict[object, Leak] = {}
    for leak in found:
        place = (leak.path, leak.line) if leak.path else leak.file
        first.setdefault((leak.kind, leak.what, place), leak)
    return list(first.values())


def _of_file(path: Path, file: str, known: Known) -> Iterator[Leak]:
    ending = path.suffix.lower()
    if ending in MEDIA:
        if says_where(path):
            yield Leak("location", file, "the file contains its location", "remove its EXIF and XMP data")
        elif file in known.sources and says_where(known.sources[file]):
            what = "the garden's picture contains the location where it was taken; the site's copy does not"
            hint = "remove its EXIF data if the garden itself is public"
            yield Leak("location", file, what, hint, is_removed=True)
        return
    text = _text_of(path)
    for kind, what, hint, typed in _of_text(text, known, known.pages.get(file, ("", ""))[0], ending in _MARKED_UP):
        note, line = _place(known.pages.get(file), typed)
        yield Leak(kind, file, what, hint, note, line)


def _text_of(path: Path) -> str:
    """The text of a file, "" if it is not a text file."""
    with path.open("rb") as stream:
        data = stream.read(8_000)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return (data + stream.read(_LARGEST)).decode("utf-16", "replace")
        return (
            "" if b"\0" in data or data[:5] == b"%PDF-" else (data + stream.read(_LARGEST)).decode("utf-8", "replace")
        )


def _of_text(text: str, known: Known, note: str, is_marked_up: bool) -> Iterator[tuple[Kind, str, str, str]]:
    """(kind, what, hint, the words to search for in the source) of each finding in one file's text."""
    for comment in _COMMENT.findall(text, 0, text.rfind("-->") + 3) if is_marked_up else ():
        if comment.strip() and not _HARMLESS_COMMENT.fullmatch(comment):
            shown = " ".join(comment.split())[:60]
            yield "comment", f"a comment is published: {shown}", "delete it; the page source shows it", comment
    readable = unescape(_SCRIPT.sub(" ", text)) if is_marked_up else text
    # With attributes, with tags as spaces, and without tags: highlighting and emphasis split what belongs together.
    views = [readable, TAG.sub(" ", readable), TAG.sub("", readable)] if is_marked_up else [readable]
    emails = {address: typed for view in reversed(views) for address, typed in emails_in(view).items()}
    for address, typed in sorted(emails.items()):
        if address.lower() not in known.allowed:
            yield "email", f"an e-mail address: {address}", "remove it, or allow it: [private] emails", typed
    for name, secret in sorted({found for view in (views[0], views[-1]) for found in keys_in(view)}):
        yield "secret", f"{name}: {secret[:4]}…", "revoke the key at once, then remove it", secret
    both = " \0 ".join(views)
    for name in _named(both, tuple({*known.unpublished, *known.linked.get(note, ())})):
        hint = "remove the name, or publish the note"
        yield "unpublished", f"the name of an unpublished note: {name}", hint, name
    for word in _named(both, known.words):
        yield "private", f"a private word: {word}", "remove it", word


def _named(text: str, names: tuple[str, ...]) -> list[str]:
    """Those names that occur in the text as whole words, ignoring case and the style of quotes and dashes."""
    if not names:
        return []
    low = {_as_compared(match) for match in _pattern(names).findall(_plain(text))}
    return sorted(name for name in names if _as_compared(name) in low)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_SPELLINGS)


def _as_compared(name: str) -> str:
    return _APART.sub(" ", _plain(name)).strip().casefold()


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted({" ".join(_APART.split(_plain(name).strip())) for name in names}, key=len, reverse=True)
    return re.compile("|".join(_whole(name) for name in longest if name), re.IGNORECASE)


def _whole(name: str) -> str:
    """A pattern that matches a name as whole words; scripts without spaces have no word boundaries."""
    start = "" if re.match(UNSPACED, name) else r"(?<![^\W_])"
    end = "" if re.match(UNSPACED, name[-1]) else r"(?![^\W_])"
    return start + r"[\s_-]{1,9}".join(map(re.escape, name.split())) + end


def _place(note: tuple[str, str] | None, typed: str) -> tuple[str, int]:
    """(path, 1-based line) where the source of a page's note contains the words; ("", 0) for other files."""
    if note is None:
        return "", 0
    path, source = note
    first = next((line.strip() for line in typed.splitlines() if line.strip()), "")
    at = source.casefold().find(first.casefold()) if first else -1
    if at >= 0:
        return path, source.count("\n", 0, at) + 1
    lines, wanted = source.splitlines(), _squeezed(first)
    return path, next((number for number, line in enumerate(lines, 1) if wanted and wanted in _squeezed(line)), 0)


def _squeezed(line: str) -> str:
    """A line without what its source may have besides the words: markup, entities, kinds of spaces and quotes."""
    return _MARKS.sub("", _plain(unescape(line).replace("%40", "@"))).casefold()
