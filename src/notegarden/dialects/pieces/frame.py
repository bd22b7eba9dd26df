"""Contain trusted raw HTML within the element it is put in.

A note may leave a tag open, or close one that it never opened: that would move the rest of the page
into the text, or the text out of it. Tags are tracked as in a browser (HTML Standard, section 13.2.6
"Tree construction", simplified); elements open at the end are closed, and closing tags that would close an element
around the text are dropped. Everything else is unchanged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.elements import BLOCKS, CLOSES_P, FORMATTING, HEADINGS, OLD_BLOCKS, TABLE_PARTS, VOID
from notegarden.dialects.pieces.html import END, HOLE, RAW
from notegarden.dialects.pieces.parts import PartMarks, plain_sections

# Elements whose content is text up to their closing tag.
_TEXT_ONLY = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))
_SPECIAL = BLOCKS | TABLE_PARTS | _TEXT_ONLY | {"applet", "button", "dd", "dt", "form", "li", "marquee", "noscript",
    "object", "select", "table", "template"}  # fmt: skip
# `noscript` is included, because with scripts enabled its content is text up to its closing tag.
_MARKERS = frozenset(("applet", "caption", "marquee", "noscript", "object", "select", "td", "template", "th"))
_BOUNDARY = _MARKERS | {"table"}
# Browsers differ in what a `select` may contain; these elements end one in some browsers.
_END_SELECT = TABLE_PARTS | {"input", "keygen", "select", "table", "textarea"}
_IMPLIED = TABLE_PARTS | {"dd", "dt", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc"}
# Tags of the document itself, which browsers ignore in the body.
_OUTSIDE = frozenset(("body", "frame", "frameset", "head", "html"))
# HTML that ends an unclosed SVG or MathML element.
_BREAKS_OUT = OLD_BLOCKS | (FORMATTING - {"a", "font"}) | {"body", "br", "dd", "dt", "embed", "head", "hr", "img",
    "li", "meta", "ruby", "span", "sub", "sup", "table", "var"}  # fmt: skip
# Parts of SVG or MathML that contain HTML.
_HOLDS_HTML = {
    "svg": frozenset(("desc", "foreignobject", "title")),
    "math": frozenset(("annotation-xml", "mi", "mn", "mo", "ms", "mtext")),
}
# Suffix of an open element's name in SVG or MathML, where HTML's rules do not apply, or do again. Tag names never
# contain these characters.
_FOREIGN, _POINT = "/", ">"
_ROWS = {
    "td": {"tr", "tbody", "thead", "tfoot", "table", "template"},
    "th": {"tr", "tbody", "thead", "tfoot", "table", "template"},
    "tr": {"tbody", "thead", "tfoot", "table", "template"},
}
_DEEPEST = 512
"""Maximum nesting of open elements, as in browsers. Deeper tags are shown as text."""
# An element that contains only text, as highlighted code has by the thousand. It does not affect its surroundings,
# unless it is in SVG or MathML, or too deep.
_LEAVES = "code|del|em|kbd|mark|span|strong|sub|sup"
_LEAF = rf"<(?P<leaf>{_LEAVES})(?: [a-z-]+=\"[^\"<>{HOLE}]*+\")*+>[^<{HOLE}]*+</(?P=leaf)>"
# A value of a shortcode, and such an element in it, which ox-hugo uses to number the captions of figures.
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_TYPED_LEAF = re.compile(rf'<({_LEAVES})(?: [a-z-]+=\\"[\w -]*+\\")*+>[^<>"\\{HOLE}]*+</\1>')
_ONE_TAG = (
    r"<!--(?:>|->|.*?(?:--!?>|\Z))|<[!?][^>]*>?"
    r"|<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>(?:[^>=]|=\s*\"[^\"]*\"|=\s*'[^']*'|=(?!\s*[\"']))*+)(?P<end>>?)"
    rf"|{HOLE}L[0-9]+{END}"
)
_TOKEN = re.compile(_ONE_TAG, re.DOTALL)
_TOKEN_OR_LEAF = re.compile(f"{_LEAF}|{_ONE_TAG}", re.DOTALL)
_FILLED = re.compile(rf"{HOLE}[LPE]")


def in_frame(draft: NoteDraft, html: str, marks: PartMarks | None = None) -> str:
    """A note's HTML, with its author's raw HTML contained.

    `marks`: those in the HTML, if all are of sections; sections are then only tracked if necessary.
    """
    if not draft.dialect.unsafe_html:
        if RAW not in html:
            return html
        from notegarden.dialects.pieces.sanitise import balance

        return balance(html)
    plain: Collection[tuple[int, int]] | None = () if _shortcodes_hold_html(draft) else None
    if plain is None and draft.raw_html:
        plain = [*plain_sections(html, marks, draft.raw_html)] if marks else ()
    if plain is None:
        return html
    swallowing: list[str] = []
    html = contained(html, plain, swallowing)
    for name in swallowing:
        line = draft.source.count("\n", 0, max(draft.source.lower().rfind("<" + name), 0))
        end = "-->" if name == "!--" else f"</{name}>"
        draft.problem("unclosed", "warning", *draft.place(line), unclosed(name), f"close it with {end}")
    return html


def unclosed(name: str) -> str:
    return f"<{name}{'' if name == '!--' else '>'} is not closed, so what follows is not shown"


def _shortcodes_hold_html(draft: NoteDraft) -> bool:
    """Whether a shortcode's text has a tag that may stay open, or comes from a template of the garden.

    A relref is only an address.
    """
    own = bool(draft.dialect.shortcodes)
    others = (each for each in draft.placeholders if each.code is None and each.address is None)
    return any(own or _may_stay_open(each.source.removeprefix("{{<")) for each in others)


def _may_stay_open(source: str) -> bool:
    """Whether a shortcode's text has a tag that is not closed within its value."""
    if "`" not in source:  # a backtick also quotes values
        source = _VALUE.sub(lambda value: _TYPED_LEAF.sub("", value[0]), source)
    return "<" in source


def contained(html: str, plain: Iterable[tuple[int, int]] = (), swallowing: list[str] | None = None) -> str:
    """The HTML of a body, changed so that it neither leaves an element open nor closes one around it.

    `swallowing`: a list that receives the names of elements, `!--` for a comment, that hide everything after them.

    `plain`: start and end, in order, of parts that do neither; these are only tracked if an element is
    open where they start.
    """
    walk = _Walk()
    stretches = iter(plain)
    start, stop = next(stretches, (len(html), 0))
    parts: list[str] = []
    pos = 0
    while found := _TOKEN_OR_LEAF.search(html, pos):
        if found.start() >= start:
            if pos <= start and not (walk.open or walk.formatting):
                parts.append(html[pos:stop])
                pos = stop
            start, stop = next(stretches, (len(html), 0))
            continue
        if found.lastgroup == "leaf":
            if walk.is_free():
                parts.append(html[pos : found.end()])
                pos = found.end()
                continue
            found = _TOKEN.search(html, found.start()) or found
        parts.append(html[pos : found.start()])
        pos = found.end()
        parts.append(walk.token(found))
        if swallowing is not None and pos == len(html) and found[0].startswith("<!--") and not found[0].endswith(">"):
            swallowing.append("!--")
        if walk.text_only:
            end = re.compile(rf"</{walk.text_only}(?=[\s/>])", re.IGNORECASE).search(html, pos)
            parts.append(html[pos : end.start() if end else len(html)])
            pos = end.start() if end else len(html)
            if end is None and swallowing is not None:
                swallowing.append(walk.text_only)
            walk.close_text(is_closed=end is not None)
    parts.append(html[pos:])
    parts += walk.closing_tags()
    return "".join(parts)


class _Walk:
    """The open elements, outermost first."""

    def __init__(self) -> None:
        self.open: list[str] = []
        # Open formatting continues in the next paragraph; "" where a cell or an object begins.
        self.formatting: list[str] = []
        self.text_only = ""
        self._unfinished = ""

    def token(self, found: re.Match[str]) -> str:
        """Process a tag or a comment; returns what to write for it."""
        name = found["name"]
        if found[0][0] == HOLE:
            self._start("a", is_closed=False)
            return found[0]
        if name is None:
            is_open = found[0].startswith("<!--") and not found[0].endswith(("-->", "--!>", "<!-->", "<!--->"))
            self._unfinished = "-->" if is_open else ""
            return found[0] if is_open or found[0].endswith(">") else f"{found[0]}>"
        name = name.lower()
        if found["slash"] and not found["rest"] and found["end"] and self._end_innermost(name):
            return found[0]
        is_too_deep = not found["slash"] and self._is_too_deep()
        if is_too_deep or not found["end"] or name == "plaintext" or HOLE in name or _FILLED.search(found["rest"]):
            return f"&lt;{found[0][1:]}"
        if name in _OUTSIDE:
            return ""
        if found["slash"]:
            return found[0] if self._end(name) else ""
        before = (
            self._close_select() if name in _END_SELECT and self._innermost({"select", "template"}) == "select" else ""
        )
        if name == "select" and before:
            return before
        self._start(name, is_closed=found["rest"].endswith("/"))
        return before + found[0]

    def is_free(self) -> bool:
        """Whether an element with only text does not affect anything here."""
        return not self._is_foreign() and not self._is_too_deep()

    def _is_too_deep(self) -> bool:
        return max(len(self.open), len(self.formatting)) >= _DEEPEST

    def _end_innermost(self, name: str) -> bool:
        """Close the innermost element if it has this name, the usual case; returns whether it had."""
        if not self.open or self.open[-1] != name or name in _MARKERS:
            return False
        if name in FORMATTING:
            if not self.formatting or self.formatting[-1] != name:
                return False
            self.formatting.pop()
        self.open.pop()
        return True

    def _close_select(self) -> str:
        """The closing tags of the innermost `select` and of the elements in it."""
        place = len(self.open) - 1 - self.open[::-1].index("select")
        inner = self.open[place:]
        self._cut(place)
        return "".join(map(_closing_tag, reversed(inner)))

    def close_text(self, *, is_closed: bool) -> None:
        """End an element with only text: at its closing tag, or at the end."""
        if not is_closed:
            self._unfinished = f"</{self.open.pop()}>"
        self.text_only = ""

    def closing_tags(self) -> list[str]:
        """The tags that close all open elements, except those that end implicitly."""
        is_plain = not any(name.endswith((_FOREIGN, _POINT)) for name in self.open)
        left = [name for name in self.open if not (is_plain and name in _IMPLIED)]
        going_on = Counter(filter(None, self.formatting)) - Counter(self.open)
        return [self._unfinished, *map(_closing_tag, [*reversed(left), *going_on.elements()])]

    def _start(self, name: str, *, is_closed: bool) -> None:
        if self._is_foreign() and name not in _BREAKS_OUT:
            if not is_closed:
                root = self._innermost((f"svg{_FOREIGN}", f"math{_FOREIGN}"))[:-1]
                self.open.append(f"{name}{_POINT if name in _HOLDS_HTML[root] else _FOREIGN}")
            return
        while self._is_foreign():
            self._cut(len(self.open) - 1)
        self._make_room(name)
        if name in ("svg", "math"):
            self.open += [] if is_closed else [f"{name}{_FOREIGN}"]
            return
        if name in VOID or (name in TABLE_PARTS and "table" not in self.open):
            return
        self.open.append(name)
        if name in FORMATTING or name in _MARKERS:
            self.formatting.append(name if name in FORMATTING else "")
        if name in _TEXT_ONLY:
            self.text_only = name

    def _make_room(self, name: str) -> None:
        """Close the elements that the start of an element closes implicitly."""
        if name in CLOSES_P:
            self._close("p", _BOUNDARY | {"button"})
        if name in HEADINGS and self.open and self.open[-1] in HEADINGS:
            self._cut(len(self.open) - 1)
        elif name == "li":
            self._close_item({"li"})
        elif name in ("dd", "dt"):
            self._close_item({"dd", "dt"})
        elif name in ("option", "optgroup") and self.open and self.open[-1] == "option":
            self._cut(len(self.open) - 1)
        elif name == "a":
            self._remove("a")
        elif name == "button":
            self._close("button", _BOUNDARY)
        elif name == "table" and self._innermost(_BOUNDARY) == "table":
            self._close("table", frozenset())
        elif name in TABLE_PARTS and "table" in self.open:
            while self.open[-1] not in _ROWS.get(name, {"table", "template"}):
                self._cut(len(self.open) - 1)

    def _close_item(self, names: set[str]) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            name = self.open[place]
            if name in names:
                self._cut(place)
                return
            if name in _SPECIAL and name not in ("address", "div", "p"):
                return

    def _end(self, name: str) -> bool:
        """Process a closing tag; returns whether to write it."""
        is_foreign = not {name + _FOREIGN, name + _POINT}.isdisjoint(self.open)
        for place in range(len(self.open) - 1, -1, -1) if is_foreign else ():
            if not self.open[place].endswith((_FOREIGN, _POINT)):
                break
            if self.open[place][:-1] == name:
                self._cut(place)
                return True
        while name in ("p", "br") and self._is_foreign():
            self._cut(len(self.open) - 1)
        if name == "p" or name in FORMATTING:
            if name == "p":
                self._close(name, _BOUNDARY | {"button"})
            else:
                self._remove(name)
            return True  # it closes nothing around the text
        if name in TABLE_PARTS or name == "table":
            return self._close(name, frozenset(("template",) if name == "table" else ("table", "template")))
        if name in HEADINGS:
            return self._close_any(HEADINGS, _BOUNDARY)
        if name in _SPECIAL:
            return self._close(name, _BOUNDARY - {name} | ({"ol", "ul"} if name == "li" else frozenset()))
        for place in range(len(self.open) - 1, -1, -1) if name in self.open else ():
            if self.open[place] == name:
                self._cut(place)
                break
            if self.open[place] in _SPECIAL:
                break
        return True

    def _close(self, name: str, boundary: frozenset[str]) -> bool:
        return self._close_any(frozenset((name,)), boundary)

    def _close_any(self, names: frozenset[str], boundary: frozenset[str]) -> bool:
        """Close the innermost of these elements with everything in it, unless a boundary is nearer; returns if so."""
        if names.isdisjoint(self.open):
            return False
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] in names:
                self._cut(place)
                return True
            if self.open[place] in boundary or self.open[place].endswith(_POINT):
                return False
        return False

    def _remove(self, name: str) -> None:
        """End formatting, leaving open the elements in it."""
        for place in range(len(self.formatting) - 1, -1, -1):
            if not self.formatting[place]:
                return
            if self.formatting[place] == name:
                del self.formatting[place]
                if name in self.open:
                    del self.open[len(self.open) - 1 - self.open[::-1].index(name)]
                return

    def _cut(self, place: int) -> None:
        """Close the open elements from an index on."""
        for name in self.open[place:]:
            if name in _MARKERS:
                mark = len(self.formatting) - 1 - self.formatting[::-1].index("")
                # Some browsers continue formatting after a `select`.
                del self.formatting[mark : mark + 1 if name == "select" else None]
        del self.open[place:]

    def _innermost(self, names: Collection[str]) -> str:
        return next((name for name in reversed(self.open) if name in names), "")

    def _is_foreign(self) -> bool:
        """Whether the innermost element is in SVG or MathML."""
        return bool(self.open) and self.open[-1].endswith(_FOREIGN)


def _closing_tag(name: str) -> str:
    return f"</{name.rstrip(_FOREIGN + _POINT)}>"
