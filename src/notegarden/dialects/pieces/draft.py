"""NoteDraft: the state collected while one note is parsed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from notegarden.dialects.pieces.html import EMBED_RE, EMBEDDED, END, HOLE, HOLE_RE, MARK, MARK_RE, RAW
from notegarden.notes.note import Dialect, Heading, LinkKind, Task
from notegarden.notes.problems import Problem, Severity
from notegarden.notes.shape import AT_HOME
from notegarden.notes.targets import target_words
from notegarden.urls import is_own_disk, names_media

if TYPE_CHECKING:
    from notegarden.dialects.pieces.cited_works import CitedWorks
    from notegarden.dialects.pieces.tex_definitions import Definitions

_TAG = re.compile(r"<[^<>]*>")
_MOST_PROBLEMS = 1_000  # per note; nobody reads more


def shown(target: str) -> str:
    """The default text of a link: `N#H` becomes N > H, `#H` becomes H."""
    return " > ".join(target_words(target))


class LinkDraft:
    """A link before its block is finished; becomes a `Link`."""

    __slots__ = (
        "after", "before", "block", "column", "field", "is_unnamed", "kind", "line", "named", "section", "shape",
        "target", "text", "title", "unseen",
    )  # fmt: skip

    def __init__(self, target: str, kind: LinkKind, line: int, column: int, title: str = "") -> None:
        self.target, self.kind, self.line, self.column, self.title = target, kind, line, column, title
        self.text = self.before = self.after = self.block = self.section = self.field = self.named = ""
        self.unseen = self.is_unnamed = False
        self.shape = AT_HOME


class PictureDraft:
    __slots__ = ("alt", "attributes", "column", "line", "src")

    def __init__(self, src: str, line: int, column: int, alt: str | None, attributes: list[tuple[str, str]]) -> None:
        self.src, self.line, self.column, self.alt, self.attributes = src, line, column, alt, attributes


class Placeholder:
    """A piece of the source replaced by a placeholder before Markdown is parsed, and its output.

    `html`: for pages (may contain holes). `code`: for code. `plain`: as text.
    `is_markdown`: typed with `{{% %}}`, so that its output is parsed as Markdown too, and shown in code.
    `alone`: a paragraph with nothing else loses its `<p>`. `address`: the link of a relref, else None.
    """

    __slots__ = ("address", "alone", "code", "column", "html", "is_markdown", "line", "plain", "source")

    def __init__(self, source: str, line: int, column: int) -> None:
        self.source, self.line, self.column = source, line, column
        self.html: str | Callable[[NoteDraft], str] = ""
        self.code: str | None = None
        self.plain = ""
        self.alone = False
        self.is_markdown = False
        self.address: tuple[LinkKind, str] | None = None


class Places:
    """Maps offsets of the expanded text to offsets in the file."""

    resumed: Set[int] = frozenset()
    """Offset in the expanded text where a line continues whose beginning was removed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._here = [0]
        self._there = [0]
        self._last = 0, 1, 0

    def moved(self, here: int, there: int) -> None:
        """From `here` on in the expanded text, offsets match those from `there` in the file. Called in order."""
        self._here.append(here)
        self._there.append(there)

    def original(self, offset: int) -> int:
        index = bisect_right(self._here, offset) - 1
        return self._there[index] + offset - self._here[index]

    def in_file(self, offset: int) -> tuple[int, int]:
        """Line and column, 1-based, of an offset in the file. Fast if called in order."""
        last, line, start = self._last
        if offset < last:
            last, line, start = 0, 1, 0
        more = self.text.count("\n", last, offset)
        if more:
            line += more
            start = self.text.rfind("\n", last, offset) + 1
        self._last = offset, line, start
        return line, offset - start + 1


class OnePlace(Places):
    """Maps every offset to one place: for arguments of a shortcode."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__("")
        self._place = line, column

    def in_file(self, offset: int) -> tuple[int, int]:  # noqa: ARG002
        return self._place


class NoteDraft:
    """The state of parsing one note. Rules add to it; `finish.py` makes a `Note` of it.

    `source`: the expanded text, whose line n starts at `line_starts[n]`.
    """

    def __init__(self, path: str, text: str, dialect: Dialect) -> None:
        self.path = path
        self.dialect = dialect
        self.params: dict[str, Any] = {}
        self.places = Places(text)
        self.source = ""
        self.line_starts: list[int] = []
        self.placeholders: list[Placeholder] = []
        self.links: list[LinkDraft] = []
        self.pictures: list[PictureDraft] = []
        self.problems: list[Problem] = []
        self.headings: list[Heading] = []
        self.section = ""
        self.field = ""
        self.fields: list[tuple[str, str]] = []
        self.ids: dict[str, int] = {}  # id → the number of its last duplicate
        self.depth = 0
        self.block_ids: dict[str, int] = {}
        self.references: dict[str, Any] = {}
        self.footnotes: dict[str, Any] = {}
        self.footnote_numbers: dict[str, int] = {}  # in order of first use
        self.footnote_uses: dict[str, int] = {}
        self.footnote_places: dict[str, tuple[int, int]] = {}  # label → its definition's place, for those in Markdown
        self.footnotes_twice: set[str] = set()  # labels defined again, and reported
        self.footnote_gaps: dict[str, tuple[int, int]] = {}  # label → place of a reference without a definition
        self.at_item_start = False
        self.raw_html: set[int] = set()  # for each piece of it, the number of headings before it
        self.tag_levels: set[str] = set()  # in a vault's note: each tag in the text, and its parent tags
        self.definitions: Definitions | None = None  # in formulas; created at the first one
        self.works: CitedWorks | None = None  # if the note may cite
        self.inputs: dict[str, str] = {}  # other file that was read → digest, "" if missing
        self.citations: dict[str, int] = {}  # key → line of its first citation
        self.tasks: list[Task] = []
        self.single_quotes = self.double_quotes = 0
        self.link_kind: LinkKind = "markdown"
        """The kind of a Markdown link that stays in the garden."""
        self.drops_comments = False
        """Whether HTML comments are left out of the page."""

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Context for parsing a text inside the note on its own, with its own places."""
        with self._apart():
            self.places = Places(self.places.text)
            yield

    @contextmanager
    def elsewhere(self, line: int, column: int) -> Iterator[None]:
        """Context in which every place is reported as this line and column."""
        with self._apart():
            self.source, self.line_starts, self.places = "", [], OnePlace(line, column)
            yield

    @contextmanager
    def _apart(self) -> Iterator[None]:
        places = self.source, self.line_starts, self.places
        quotes = self.single_quotes, self.double_quotes
        self.single_quotes = self.double_quotes = 0
        try:
            with self.deeper():
                yield
        finally:
            self.source, self.line_starts, self.places = places
            self.single_quotes, self.double_quotes = quotes

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Context in which a shortcode counts as nested one level deeper."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def problem(self, code: str, severity: Severity, line: int, column: int, message: str, hint: str = "") -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(self.path, line, column, code, severity, message, hint))

    def place(self, line: int, column: int = 0) -> tuple[int, int]:
        """The file's line and column (1-based) for a line and column (0-based) of the expanded text."""
        start = self.line_starts[line] if line < len(self.line_starts) else len(self.source)
        return self.places.in_file(self.places.original(start + column))

    def add_link(self, target: str, kind: LinkKind, line: int, column: int, title: str = "") -> int:
        self.links.append(LinkDraft(target, kind, line, column, title))
        return len(self.links) - 1

    def add_picture(self, src: str, line: int, column: int, alt: str | None, attributes: list[tuple[str, str]]) -> str:
        """Record the picture; returns its hole."""
        if is_own_disk(src):
            self.tell_of_own_disk("picture", src, line, column)
        self.pictures.append(PictureDraft(src, line, column, alt, attributes))
        return f"{HOLE}P{len(self.pictures) - 1}{END}"

    def tell_of_own_disk(self, what: Literal["link", "picture"], address: str, line: int, column: int) -> None:
        """Report an address that exists only on the author's computer."""
        code = "file-missing" if what == "link" else "picture-missing"
        message = f'{what} "{address}": a file on your own disk, which readers do not have'
        self.problem(code, "error", line, column, message, "put the file into the garden, and link to it there")

    def phrasing(self, html: str) -> str:
        """HTML for a place that may not contain blocks: an embedded note becomes a link."""
        return EMBED_RE.sub(self._as_link, html) if EMBEDDED in html else html

    def _as_link(self, hole: re.Match[str]) -> str:
        link = self.links[int(hole[1])]
        if names_media(link.target):
            return hole[0]
        text, link.title = link.title or shown(link.target) or "¶", ""
        link.kind = "wikilink" if self.dialect.format == "obsidian" else "relref"
        return f"{HOLE}L{hole[1]}{END}{escape(text)}</a>"

    def placeholder_html(self, index: int) -> str:
        placeholder = self.placeholders[index]
        if not isinstance(placeholder.html, str):
            placeholder.html = placeholder.html(self)
        return placeholder.html

    def placeholder_text(self, index: int) -> str:
        """The value of a placeholder inside an attribute: the address of a relref, else its plain text, escaped."""
        placeholder = self.placeholders[index]
        return (
            self.placeholder_html(index)
            if placeholder.address is not None
            else escape(placeholder.plain or placeholder.source)
        )

    def in_code(self, escaped: str, *, text_only: bool = False) -> str:
        """Escaped code with its placeholders resolved: shortcodes are expanded in code, formulas are shown as typed.

        `text_only`: leave placeholders of HTML, whose line ends are not those of the code.
        """

        def shown(found: re.Match[str]) -> str:
            placeholder = self.placeholders[int(found[1])]
            if placeholder.code is not None:
                return placeholder.code
            if text_only and not placeholder.is_markdown:
                return found[0]
            html = self.placeholder_html(int(found[1]))
            return self._as_text(html) if placeholder.is_markdown else self.phrasing(html)

        return MARK_RE.sub(shown, escaped) if MARK in escaped else escaped

    def _as_text(self, html: str) -> str:
        """HTML escaped to be shown as source, pictures as their tags; addresses of links stay holes."""

        def typed(hole: re.Match[str]) -> str:
            if hole[1] == "P":
                return f'<img src="{self.pictures[int(hole[2])].src}">'
            return f'<a href="{self.links[int(hole[2])].target}">' if hole[1] == "L" else hole[0]

        return escape(HOLE_RE.sub(typed, html).replace(RAW, ""))

    def as_typed(self, text: str) -> str:
        """Text with each placeholder replaced by its source."""
        return MARK_RE.sub(lambda found: self.placeholders[int(found[1])].source, text) if MARK in text else text

    def as_typed_formulas(self, code: str) -> str:
        """Code with formulas replaced by their source; it is not escaped yet."""

        def typed(found: re.Match[str]) -> str:
            placeholder = self.placeholders[int(found[1])]
            return placeholder.source if placeholder.code is not None else found[0]

        return MARK_RE.sub(typed, code) if MARK in code else code
