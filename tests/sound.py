"""Invariants of every parsed note, whatever its file contains."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec

from notegarden.notes.note import Parsed

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_RUNS = frozenset(("script", "style", "iframe", "object", "embed", "template", "noscript", "base", "link", "meta"))
_ALIGNMENT = re.compile(r"text-align: (?:left|center|right)")
_VIDEO = ("https://www.youtube.com/embed/", "https://player.vimeo.com/video/")
_SCHEME = re.compile(r"[\s\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|[\s\x00-\x20]*data:text", re.I)


class Tags(HTMLParser):
    """Whether all tags are closed in order, and the parts that could run a script. `/>` closes only in MathML."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.wrong: list[str] = []
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.opened.append(tag)
        if tag in _RUNS and not (tag == "iframe" and (dict(attrs).get("src") or "").startswith(_VIDEO)):
            self.running.append(tag)
        for name, value in attrs:  # a formula's style comes from the converter
            styled = name == "style" and not _ALIGNMENT.fullmatch(value or "") and "math" not in self.opened
            if styled or name.startswith("on") or name in ("srcdoc", "formaction") or _SCHEME.match(value or ""):
                self.running.append(f"{tag} {name}={value}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and tag.startswith("m"):
            self.opened.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.wrong.append(tag)


def tags_of(parsed: Parsed) -> Tags:
    tags = Tags()
    filled = {"link": "<a>", "address": "/", "picture": "<img>", "embed": "<img>", "citing": "<p></p>", "callout": "x"}
    holes = [filled[hole.kind] for hole in parsed.body.holes]
    tags.feed("".join(text + hole for text, hole in zip(parsed.body.texts, [*holes, ""], strict=True)))
    tags.close()
    return tags


def assert_fits(parsed: Parsed) -> None:
    """Placeholders match the facts, and no internal marker of the parser is left."""
    body, note = parsed.body, parsed.note
    assert len(body.texts) == len(body.holes) + 1
    links = {hole.index for hole in body.holes if hole.kind not in ("picture", "citing", "callout")}
    pictures = {hole.index for hole in body.holes if hole.kind == "picture"}
    works = {hole.index for hole in body.holes if hole.kind == "citing"}
    assert links <= {*range(len(note.links))}
    assert pictures <= {*range(len(note.pictures))}
    assert works <= {*range(len(note.works))}
    # A vault's own links name files: their text never becomes an address.
    typed = [link for link in note.links if link.kind not in ("wikilink", "embed", "property", "tag")]
    unsafe = [link for link in typed if _SCHEME.match(link.target)]
    assert not unsafe, unsafe
    reported = "".join(body.texts) + msgspec.json.encode(note).decode()
    assert not any(sign in reported for sign in "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4")


def assert_sound(parsed: Parsed) -> None:
    """The note is consistent, and every tag of the body is closed."""
    assert_fits(parsed)
    tags = tags_of(parsed)
    assert (tags.wrong, tags.opened) == ([], []), (tags.wrong, tags.opened)


def assert_harmless(parsed: Parsed) -> None:
    """The body is well-formed, and nothing in it could run."""
    assert_fits(parsed)
    tags = tags_of(parsed)
    assert (tags.wrong, tags.opened, tags.running) == ([], [], []), (tags.wrong, tags.opened, tags.running)
