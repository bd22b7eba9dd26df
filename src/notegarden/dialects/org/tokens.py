"""The block tokens of the Org parser, with the fields that the body writer uses."""

from __future__ import annotations

from typing import Any

MARK_BEGINS, MARK_ENDS = "\ufdd4", "\ufdd5"
"""Mark the text of a `mark` block, which continues the paragraph above it. These characters do not occur in text."""


class OrgToken:
    """`map`: first line and the line after, in the page's text. `content`: text or code. `meta`: data of the kind.

    `attributes`: from `#+attr_html`, for the links and pictures of a paragraph.
    """

    __slots__ = ("attributes", "content", "hidden", "info", "map", "meta", "tag", "type")

    def __init__(self, kind: str, start: int, stop: int, content: str = "", tag: str = "", meta: Any = None) -> None:
        self.type, self.map, self.content, self.tag, self.meta = kind, [start, stop], content, tag, meta
        self.info = ""
        self.hidden = False
        self.attributes: dict[str, str] | None = None


class Affiliated:
    """The `#+caption`, `#+name`, `#+attr_html` … lines above an element. `line`: the first of them."""

    __slots__ = (
        "attributes", "caption", "caption_line", "css", "headers", "line", "name", "results", "shortcode",
    )  # fmt: skip

    def __init__(self, line: int = -1) -> None:
        self.line = line
        self.caption = self.name = ""
        self.caption_line = 0
        self.attributes: list[str] = []
        self.css: list[str] = []
        self.shortcode: list[str] = []
        self.headers: list[str] = []
        self.results: str | None = None

    def add(self, name: str, value: str, line: int) -> None:
        """Take the value of one such line; `name`: of its keyword, in lower case."""
        if name == "caption":
            self.caption = f"{self.caption} {value}".strip()
            self.caption_line = line
        elif name in ("name", "tblname"):
            self.name = value
        elif name in ("header", "headers"):
            self.headers.append(value)
        elif name == "results":
            self.results = value
        elif name in ("attr_html", "attr_css", "attr_shortcode"):
            {"attr_html": self.attributes, "attr_css": self.css, "attr_shortcode": self.shortcode}[name].append(value)


def is_affiliated(name: str) -> bool:
    """Whether a keyword applies to the element below it."""
    return name in ("caption", "name", "header", "headers", "results", "plot", "tblname") or name.startswith("attr_")


NOTHING = Affiliated()
"""Of an element with no such lines above it; never changed."""
