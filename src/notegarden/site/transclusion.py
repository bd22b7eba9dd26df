"""Transclusion: what a page shows of another note, and how that is inserted."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import msgspec

from notegarden.dialects.pieces.frame import contained
from notegarden.notes.callout_kinds import CALLOUTS, name_of
from notegarden.notes.note import Body, Part
from notegarden.notes.shape import AT_HOME, Shape
from notegarden.site.list_items import in_list
from notegarden.site.reshape import reshaped

_ID = re.compile(r' id="([^"]*)"')
_OWN_ANCHOR = re.compile(r' href="#([^"]*)"')
_FIRST_HEADING = re.compile(r'\A\s*<h1[^<>]*? id="([^"]*)"[^<>]*>.*?</h1>\s*', re.DOTALL)
_CITING = re.compile(r"c-[0-9a-f]{5}(?:-\d+)?")

_MOST_LETTERS = 10_000_000
"""Maximum characters of HTML that a page shows of other notes: a short note may embed a long one many times."""

PLAIN = "plain"
"""Placeholder instead of attributes: a link to something unpublished, which readers see as plain text."""
_HREF = re.compile(r"""(.*<a\b[^<>]*?)\s+href=(["']?)""", re.DOTALL | re.IGNORECASE)


class Fillings(msgspec.Struct, frozen=True, array_like=True):
    """Escaped for HTML. `links`: (address, further attributes) by number; `pictures`: complete `<img>` tags.

    `words`: number of a link without its own text → its text. `callouts`: names of kinds, () for the English ones.

    `embeds`: number of the link → its replacement. `citing`: the other notes that cite each of its works.
    `without_title`: the page shows the body's first heading
    above it, as its title.
    """

    links: tuple[tuple[str, str], ...]
    pictures: tuple[str, ...]
    embeds: dict[int, str | Embedded] = {}
    citing: tuple[str, ...] = ()
    without_title: bool = False
    words: dict[int, str] = {}
    callouts: tuple[str, ...] = ()

    def into(self, body: Body, read: Callable[[str], Body]) -> str:
        """The body's HTML with every hole filled. `read` returns the body of an embedded note by its digest."""
        html = self.part(body, None, read, [_MOST_LETTERS])
        return _FIRST_HEADING.sub(r'<span id="\1"></span>\n', html, count=1) if self.without_title else html

    def part(self, body: Body, part: Part | None, read: Callable[[str], Body], room: list[int]) -> str:
        """The same for one part of the body. `room`: how many characters of other notes the page may still show."""
        first, last = (part.first, part.last) if part is not None else (0, len(body.texts) - 1)
        texts = list(body.texts[first : last + 1])
        if part is not None:
            texts[-1] = texts[-1][: part.stop]
            texts[0] = texts[0][part.start :]
        out = [texts[0]]
        ends = 0  # closing tags of links that are plain text
        for hole, text in zip(body.holes[first:last], texts[1:], strict=True):
            if hole.kind == "picture":
                out.append(self.pictures[hole.index])
            elif hole.kind == "callout":
                out.append(self.callouts[hole.index] if self.callouts else name_of(CALLOUTS[hole.index]))
            elif hole.kind == "citing":
                out.append(self.citing[hole.index])
            elif hole.kind == "embed":
                piece = self.embeds[hole.index]
                out.append(piece if isinstance(piece, str) else piece.html(read, room))
            elif hole.kind == "address":
                if self.links[hole.index][1] == PLAIN and (opened := _HREF.fullmatch(out[-1])):
                    out[-1] = opened[1]
                    text = text.removeprefix(opened[2])
                else:
                    out.append(self.links[hole.index][0])
            elif self.links[hole.index][1] == PLAIN:
                ends += 1
            else:
                address, attributes = self.links[hole.index]
                out.append(f'<a href="{address}"{attributes}>' if address else f"<a{attributes}>")
                if hole.index in self.words:
                    text = self.words[hole.index] + text[text.find("</a>") :]
            before, end, after = text.partition("</a>") if ends else (text, "", "")
            ends -= end != ""
            out.append(before + after)
        return "".join(out)


class Embedded(msgspec.Struct, frozen=True, array_like=True):
    """A part of another note, in its frame. `href`: its original place; `title`: its title there.

    `text`: the digest under which the ledger stores the note's body. `prefix`: of its ids on this page.
    `shape`: which of its headings and blocks are shown.
    """

    href: str
    title: str
    path: str
    text: str
    part: Part
    fills: Fillings
    prefix: str
    shape: Shape = AT_HOME

    def html(self, read: Callable[[str], Body], room: list[int]) -> str:
        """The part in its frame; a link to it if the page has no room left."""
        body = read(self.text)
        part = self.part
        heading = self._heading()
        if self.shape.headings == "title":
            return heading
        letters = sum(map(len, body.texts[part.first : part.last])) + part.stop - part.start
        if letters > room[0]:
            return f'<a class="markdown-embed-link" href="{escape(self.href)}">{escape(self.title)}</a>'
        room[0] -= letters
        inner = reshaped(self.fills.part(body, part, read, room), self.shape)
        # Raw HTML in the note may leave elements open at the ends of the part.
        inner = self._own_ids(contained(inner) if part.name or self.shape.without else inner)
        if inner.startswith("<li"):
            inner = in_list(inner, "".join(body.texts[: part.first]) + body.texts[part.first][: part.start])
        home = "" if heading else f'<a class="markdown-embed-link" href="{escape(self.href)}">{escape(self.title)}</a>'
        return (
            f'{heading}<div class="internal-embed markdown-embed" data-embed="{escape(self.path)}">'
            f'<div class="markdown-embed-content">{inner}</div>'
            f"{home}</div>\n"
        )

    def _heading(self) -> str:
        """The title of a note that is written inside the embedding one, "" for others."""
        if not self.shape.inside:
            return ""
        level, title = self.shape.level, escape(self.title)
        return f'<h{level} id="{escape(self.shape.inside)}"><a href="{escape(self.href)}">{title}</a></h{level}>\n'

    def _own_ids(self, html: str) -> str:
        """The HTML with ids made unique on this page; links to places outside the part lead to the original page."""
        ids = {found[1] for found in _ID.finditer(html) if not _CITING.fullmatch(found[1])}
        home = escape(self.href.partition("#")[0])

        def anchor(found: re.Match[str]) -> str:
            return f' href="#{self.prefix}{found[1]}"' if found[1] in ids else f' href="{home}#{found[1]}"'

        html = _OWN_ANCHOR.sub(anchor, html)
        return _ID.sub(lambda found: f' id="{self.prefix}{found[1]}"' if found[1] in ids else "", html)
