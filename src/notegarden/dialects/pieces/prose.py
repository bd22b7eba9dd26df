"""The running text of a body by blocks, to search for mentions of notes; the same for every dialect."""

from __future__ import annotations

import re
from html import unescape

from notegarden.dialects.pieces.html import END, HOLE
from notegarden.notes.note import Body, Prose

_PIECE = re.compile(rf"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|{HOLE}([LAPERC])([0-9]+){END}")
_ADDRESS = re.compile(rf"{HOLE}A([0-9]+){END}")
_ID = re.compile(r""" id\s*=\s*["']?([^"'<>\s]*)""")
_TAG = re.compile(r"<[^<>]*>")
_KINDS = {"link": "L", "address": "A", "picture": "P", "embed": "E", "citing": "R", "callout": "C"}
_INLINE = frozenset((
    "abbr", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label", "mark", "q",
    "rp", "rt", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_BLOCKS = ("p", "li", "ul", "ol", "td", "tr", "dd", "dt")
_PLAIN = frozenset(f"<{slash}{name}>" for slash in ("", "/") for name in _BLOCKS)
"""The most common spellings of tags that end a block."""
_ASIDES = frozenset(("code", "kbd", "samp", "math", "button"))
"""Elements inside a sentence that are not running text."""
_UNREAD = frozenset(("pre", "script", "style", "template", "svg", "select", "textarea", "iframe", "title"))
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_FOOTNOTE = ' id="fnref'
_BACK = 'class="footnote-backref"'


def prose_of(body: Body) -> tuple[Prose, ...]:
    """The text of a body, block by block; without headings, code, pictures, embeds and comments.

    Takes time linear in the body's length, even if elements are left open.
    """
    return tuple(_Reader(_with_marks(body)).blocks)


def _with_marks(body: Body) -> str:
    texts, holes = body.texts, body.holes
    marks = [f"{HOLE}{_KINDS[hole.kind]}{hole.index}{END}{text}" for hole, text in zip(holes, texts[1:], strict=True)]
    return texts[0] + "".join(marks)


class _Reader:
    """One pass over the HTML: the current block, and those that are finished."""

    def __init__(self, html: str) -> None:
        self.blocks: list[Prose] = []
        self._html = html
        self._section = ""
        self._parts: list[str] = []
        self._length = 0
        self._asides: list[tuple[int, int]] = []
        self._links: list[int] = []
        self._link_start = -1  # where the open link begins in the block
        self._never: set[str] = set()  # elements that are not closed again from here on
        at = 0
        while (found := _PIECE.search(html, at)) is not None:
            if found.start() > at:
                self._say(html[at : found.start()])
            at = self._piece(found)
        self._say(html[at:])
        self._end_block()

    def _piece(self, found: re.Match[str]) -> int:
        """Process a tag or a hole; returns where to continue."""
        if found[0] in _PLAIN:
            self._end_block()
            return found.end()
        closing, name, hole = found[1], (found[2] or "").lower(), found[3]
        if hole is not None:
            self._hole(hole, int(found[4]))
        elif not name:
            return self._behind("-->", found.end())
        elif name == "a":
            if _BACK in found[0]:
                return self._behind("</a>", found.end())
            self._link(found[0], opens=not closing)
        elif closing or name in _INLINE:
            if name == "sup" and _FOOTNOTE in found[0]:
                return self._behind("</sup>", found.end())
            if name not in _INLINE:
                self._end_block()
        elif name in _ASIDES or name in _UNREAD or name in _HEADINGS:
            return self._element(name, found)
        elif name == "br":
            self._say(" ")
        else:
            self._end_block()
        return found.end()

    def _hole(self, kind: str, index: int) -> None:
        if kind not in ("P", "R", "C"):
            self._links.append(index)
        if kind == "L":
            self._link("", opens=True)
        elif kind == "E":
            self._end_block()

    def _link(self, tag: str, *, opens: bool) -> None:
        self._links += [int(number) for number in _ADDRESS.findall(tag)] if HOLE in tag else []
        if self._link_start >= 0 and self._length > self._link_start:
            self._asides.append((self._link_start, self._length))
        self._link_start = self._length if opens else -1

    def _element(self, name: str, opening: re.Match[str]) -> int:
        """Process an element whose text is not part of the block; returns where it ends."""
        stop = self._behind(f"</{opening[2]}", opening.end())
        end = self._html.find(">", stop) + 1 or len(self._html)
        if stop == opening.end():  # it is not closed
            self._end_block()
            return stop
        if name in _ASIDES:
            start = self._length
            self._say(_TAG.sub("", self._html[opening.end() : stop - len(name) - 2]))
            if self._length > start and self._link_start < 0:  # a link as a whole is already excluded
                self._asides.append((start, self._length))
            self._links += [int(number) for number in _ADDRESS.findall(self._html, opening.end(), stop)]
            return end
        self._end_block()
        if name in _HEADINGS:
            identity = _ID.search(opening[0])
            self._section = unescape(identity[1]) if identity is not None else self._section
        return end

    def _behind(self, closing: str, start: int) -> int:
        """The end of the closing tag; `start` if there is none."""
        if closing in self._never:
            return start
        at = self._html.find(closing, start)
        if at < 0:
            self._never.add(closing)
            return start
        return at + len(closing)

    def _say(self, html: str) -> None:
        if not self._parts and not html.strip():
            return
        text = unescape(html) if "&" in html else html
        self._parts.append(text)
        self._length += len(text)

    def _end_block(self) -> None:
        if self._link_start >= 0:  # not closed in this block
            self._link("", opens=True)
            self._link_start = 0
        if self._parts:
            text = "".join(self._parts)
            if not text.isspace():
                self.blocks.append(Prose(text, self._section, tuple(self._asides), tuple(self._links)))
            self._parts, self._asides, self._length = [], [], 0
        if self._links:
            self._links = []
