"""What a built site gives away: private notes, names of unpublished ones, e-mail addresses, keys, places of pictures.

The site itself is searched, file by file, since only what is in its bytes gets out. Each find names the note whose page
it is on, and the line of the note's source that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

Kind = Literal["private", "unpublished", "comment", "email", "secret", "location", "unlinked"]

_TEXTS = frozenset({".html", ".txt", ".md", ".json", ".csv", ".xml", ".svg", ".org", ".yml", ".yaml", ".toml"})
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".avif", ".heic"})
# Made of pages that are searched themselves, or of the theme.
_DERIVED = re.compile(r"^(assets|search(-index)?|garden-search)/|^(graph|offline|offline-files|search)\.json$|^sw\.js$")
_LARGEST = 4_000_000  # bytes of a text file that are searched
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# Written by exporters to part lists, and where a summary ends.
_HARMLESS_COMMENT = re.compile(r"\s*(list-separator|listend|quoteend|more)\s*")
# Not in a path, as archives name messages, nor before a colon, as in addresses of repositories.
_EMAIL = re.compile(r"(?<![\w.+/%-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-zA-Z]{2,24}(?![\w-]|\.\w|:\w)")
# Set aside for examples by RFC 2606 and RFC 6761; addresses of repositories; names of files.
_EXAMPLE = re.compile(
    r"^git@|@(?:[\w.-]+\.)?(?:example(?:\.\w+)?|test|invalid|localhost)$|@\w+\.(?:png|jpe?g|svg|webp|js|css)$"
)
_GPS = 0x8825  # the EXIF directory that holds a place
# Rules that know the form of a key. Those that guess by entropy or by words are left out: they find prose.
_DETECTORS = (
    "AWSKeyDetector", "ArtifactoryDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "DiscordBotTokenDetector",
    "GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector", "MailchimpDetector", "NpmDetector",
    "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector",
    "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip


class PrivateNote(NamedTuple):
    """A published note that the configuration calls private, and why."""

    path: str
    why: str


class Known(msgspec.Struct, frozen=True):
    """What the garden says of its site.

    `pages`: file of the site → (path of its note, source text). `private`: published notes that should not be.
    `words`: words that must not be published. `unpublished`: names of notes without a page. `unlinked`: files of the
    site that nothing leads to. `allowed`: e-mail addresses that are meant to be read. `sources`: file of the site that
    is copied → the garden's file.
    """

    pages: Mapping[str, tuple[str, str]]
    private: tuple[PrivateNote, ...] = ()
    words: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    sources: Mapping[str, Path] = {}


class Leak(msgspec.Struct, frozen=True, order=True):
    """One find. `file`: of the site; `path`, `line`: of the note's source, "" and 0 if it is on no note's page.

    `is_removed`: it is in the garden's file alone; the site's copy is without it.
    """

    kind: Kind
    file: str
    what: str
    hint: str
    path: str = ""
    line: int = 0
    is_removed: bool = False


def leaks(site: Path, files: Iterable[str], known: Known) -> list[Leak]:
    """Everything that the files of the site give away, sorted by kind and file, each thing once a file."""
    pages = {path: file for file, (path, _) in known.pages.items()}
    found = {
        Leak("private", pages.get(note.path, ""), note.why, "unpublish it: draft = true", note.path)
        for note in known.private
    }
    found |= {
        Leak("unlinked", file, "no page leads to this file", "delete it, or link to it") for file in known.unlinked
    }
    for file in files:
        if not _DERIVED.search(file):
            found |= set(_of_file(site / file, file, known))
    return sorted(found)


def _of_file(path: Path, file: str, known: Known) -> Iterator[Leak]:
    ending = path.suffix.lower()
    if ending in _PICTURES:
        if _has_place(path):
            yield Leak("location", file, "the picture says where it was taken", "remove its EXIF data")
        elif file in known.sources and _has_place(known.sources[file]):
            what = "the garden's picture says where it was taken, the site's copy does not"
            hint = "remove its EXIF data where the garden itself is public"
            yield Leak("location", file, what, hint, is_removed=True)
        return
    if ending not in _TEXTS:
        return
    with path.open("rb") as stream:
        text = stream.read(_LARGEST).decode("utf-8", "replace")
    for kind, what, hint, typed in _of_text(text, known):
        note, line = _place(known.pages.get(file), typed)
        yield Leak(kind, file, what, hint, note, line)


def _of_text(text: str, known: Known) -> Iterator[tuple[Kind, str, str, str]]:
    """(kind, what, hint, the words to look for in the source) of each find in one file's text."""
    for comment in _COMMENT.findall(text, 0, text.rfind("-->") + 3):
        if comment.strip() and not _HARMLESS_COMMENT.fullmatch(comment):
            shown = " ".join(comment.split())[:60]
            yield "comment", f"a comment is published: {shown}", "delete it; readers see it in the source", comment
    readable = unescape(_SCRIPT.sub(" ", text))
    for address in sorted(set(_EMAIL.findall(readable))):
        if not _EXAMPLE.search(address.lower()) and address.lower() not in known.allowed:
            yield "email", f"an e-mail address: {address}", "leave it out, or allow it: [private] emails", address
    # Highlighting puts tags into code, so keys are looked for without them too.
    for name, secret in sorted({*_secrets(readable), *_secrets(_TAG.sub("", readable))}):
        yield "secret", f"{name}: {secret[:4]}…", "withdraw the key at once, then remove it", secret
    both = f"{readable} {_TAG.sub(' ', readable)}"  # attributes too, and words that tags part
    for name in _named(both, known.unpublished):
        hint = "leave the name out, or publish the note"
        yield "unpublished", f"the name of an unpublished note: {name}", hint, name
    for word in _named(both, known.words):
        yield "private", f"a private word: {word}", "leave it out", word


def _named(text: str, names: tuple[str, ...]) -> list[str]:
    """Those of the names that stand in the text as whole words, whatever their case."""
    if not names:
        return []
    low = {match.casefold() for match in _pattern(names).findall(" ".join(text.split()))}
    return [name for name in names if " ".join(name.split()).casefold() in low]


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted({" ".join(name.split()) for name in names}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


def _secrets(text: str) -> Iterator[tuple[str, str]]:
    """(what kind of key, the key) of each that a rule of detect-secrets knows by its form."""
    for line in text.splitlines():
        if len(line) > 8:
            for detector in _detectors():
                yield from ((detector.secret_type, found) for found in detector.analyze_string(line[:20_000]))


@cache
def _detectors() -> tuple[Any, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    known: dict[str, Any] = get_mapping_from_secret_type_to_class()
    classes = {each.__name__: each for each in known.values()}
    return tuple(classes[name]() for name in _DETECTORS if name in classes)


def _has_place(path: Path) -> bool:
    """Whether a picture's EXIF data hold a place. A damaged picture has none that a reader could use."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            return bool(picture.getexif().get_ifd(_GPS))
    except Exception:  # noqa: BLE001 - whatever a broken picture raises
        return False


def _place(note: tuple[str, str] | None, typed: str) -> tuple[str, int]:
    """(path, 1-based line) where the source of a page's note holds some words; ("", 0) for other files."""
    if note is None:
        return "", 0
    path, source = note
    first = next((line.strip() for line in typed.splitlines() if line.strip()), "")
    at = source.casefold().find(first.casefold()) if first else -1
    return path, source.count("\n", 0, at) + 1 if at >= 0 else 0
