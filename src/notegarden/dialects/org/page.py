"""The state of one page while it is parsed: what every dialect collects, and what only Org has."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from notegarden.dialects.hugo.builtin import shortcodes_for
from notegarden.dialects.org.front import parted
from notegarden.dialects.org.macros import Macros
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.settings import Options, Settings
from notegarden.dialects.org.tokens import Affiliated, OrgToken
from notegarden.dialects.pieces.draft import NoteDraft, Places
from notegarden.dialects.pieces.own_words import word

if TYPE_CHECKING:
    from notegarden.dialects.org.page_works import PageWorks
    from notegarden.notes.note import Dialect

_MOST_HINTS = 50  # per page; each search takes time
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|tiff|bmp|avif)(?:\?[^\s?]*+)?$", re.I)
_RAW_PARAGRAPH = re.compile(
    r"@@html:(<(?:div|p|section|article|aside|details|figure|iframe|table|ul|ol|dl|blockquote|pre|style|script|center"
    r"|form|h[1-6]|hr|nav|header|footer)\b[\s\S]*)@@$"
)
_TOC_TARGET = re.compile(r':target +("[^"]+"|\S+)')
_LONE_LINK = re.compile(r"\[\[([^\[\]]++)\](?:\[([^\[\]]++)\])?\]$|((?:file|https?):[^\s\[\]<>()]++)$")


class OrgPlaces(Places):
    """Maps a line of the page's text to the file: included lines map to the line of the include."""

    def __init__(self, text: str, starts: list[int], lines: list[int]) -> None:
        super().__init__(text)
        self.starts, self.lines = starts, lines

    def original(self, offset: int) -> int:
        return offset

    def in_file(self, offset: int) -> tuple[int, int]:
        number = max(bisect_right(self.starts, offset) - 1, 0)
        line = self.lines[number] if number < len(self.lines) else (self.lines[-1] if self.lines else 0)
        start = self.starts[number] if number < len(self.starts) else offset
        return line + 1, offset - start + 1


class Figure(NamedTuple):
    """A picture in a paragraph of its own. `link`: what a click on it opens."""

    src: str
    link: str


class OrgDraft(NoteDraft):
    """One page of an Org file. `outline`: the file's; `heading`: the page's subtree, None for the whole file."""

    def __init__(self, path: str, file: str, text: str, dialect: Dialect, outline: Outline, settings: Settings) -> None:
        super().__init__(path, text, dialect)
        self.file, self.outline, self.settings = file, outline, settings
        self.heading: Heading | None = settings.heading
        self.options: Options = settings.options
        self.macros = Macros(settings, self.unknown_macro, self.property_at)
        self.macro_columns: dict[tuple[str, int], int] = {}  # of unknown macros, by name and line
        self.counters: dict[str, int] = {}
        self.names: dict[str, tuple[str, int]] = {}
        self.code_labels: dict[str, tuple[str, str]] = {}  # label → the anchor of its line, and the text of links to it
        self.last_code_line = 0
        self._dropped_results: dict[str, bool] = {}
        self._dropped_at = -1
        self.inside_item = 0
        self.item_numbers: list[int] = []  # of the current list item, after those of the items around it
        self.item_of: dict[str, str] = {}  # name of a target → the number of its list item
        self.above: Heading | None = None  # the heading above the text being written
        self.shallowest = 1  # level of its highest headings
        self.radio: re.Pattern[str] | None = None
        self.radio_names: dict[str, str] = {}  # text of a radio target in lower case → as written
        self.abbreviations = _abbreviations(outline)
        self.shown_headings: list[tuple[int, str, Heading]] = []
        self.heading_ids: dict[int, str] = {}
        self.resolver: Any = None
        self._headers: dict[tuple[str, int], tuple[str, ...]] = {}
        self.heading_at: list[tuple[int, Heading]] = []
        self.section_numbers: dict[int, str] = {}
        self.toc_numbers: dict[int, str] = {}
        self.mark_ends = -1
        self.marks: list[tuple[str, str]] = []  # element and attributes of each inline block, in order
        self.works: PageWorks
        self.toc_headings: list[tuple[int, OrgToken]] = []
        self._shortcodes = (settings.joined("hugo_paired_shortcodes") or "").split()
        self.inline_footnotes = 0
        self.is_in_title = False  # while the title of another page is rendered

    # -- called by the block parser

    def numbered(self, kind: str, above: Affiliated) -> int:
        """The number of the next captioned figure, table or listing, which is registered under its name."""
        counter = "listing" if kind == "example" else kind
        number = self.counters[counter] = self.counters.get(counter, 0) + 1
        if above.name:
            self.names[above.name] = kind, number
        return number

    def named(self, name: str, kind: str) -> None:
        self.names.setdefault(name, (kind, 0))

    def results_of(self, lines: list[str], line: int, name: str, *, is_dropped: bool) -> None:
        """Record whether the results of code that ends before a line are shown.

        Results without a name belong to the code if only blank lines are in between.
        """
        if name:
            self._dropped_results[name] = is_dropped
        while is_dropped and line < len(lines) and not lines[line].strip():
            line += 1
        self._dropped_at = line if is_dropped else -1

    def drops(self, above: Affiliated) -> bool:
        """Whether the element below these keywords is a stored result of code that shows none."""
        if above.results is None:
            return False
        return above.line == self._dropped_at or self._dropped_results.get(above.results, False)

    def figure_of(self, content: str, above: Affiliated) -> Figure | None:  # noqa: ARG002
        if content[-1:] not in "]" and ":" not in content:
            return None
        found = _LONE_LINK.match(content)
        if found is None:
            return None
        path, description = found[1] or found[3], found[2]
        if description is None:
            return Figure(path, "") if is_picture(path) else None
        if (
            description.startswith(("file:", "http://", "https://"))
            and is_picture(description)
            and " " not in description
        ):
            return Figure(description, path)
        return None

    def raw_paragraph(self, content: str, line: int) -> str | None:
        """The HTML of a paragraph that is only a block of the author's own HTML, as macros may produce."""
        if content.startswith("{{{") and content.endswith("}}}"):
            content = self.macros.preview(content, line)
        found = _RAW_PARAGRAPH.match(content)
        return found[1] if found and "@@" not in found[1] else None

    def tags_of(self, heading: Heading) -> list[str]:
        """The tags of a heading as they are shown."""
        hyphens, spaces = (self.settings.is_on(f"hugo_{name}_in_tags") for name in ("prefer_hyphen", "allow_spaces"))
        return [parted(tag, hyphens=hyphens, spaces=spaces) for tag in heading.tags]

    def word(self, name: str) -> str:
        """A word that Org adds to the text, in the page's language."""
        return word(self.works.language, name)

    def numbered_name(self, kind: str, number: int) -> str:
        """The text of a link to a captioned element: its number, with the word if the author's settings say so."""
        is_bare = self.settings.local.get("link_types", "nil") in ("nil", "")
        return str(number) if is_bare else f"{self.word('listing' if kind == 'example' else kind)} {number}"

    def paired_shortcode(self, name: str) -> bool:
        return any(each.lstrip("%<") == name for each in self._shortcodes)

    def knows_shortcode(self, name: str, line: int) -> bool:
        """Whether the garden has a shortcode; if not, that is reported, and its block becomes a `div`."""
        if name in shortcodes_for(self.dialect).handlers:
            return True
        hint = f"add templates/shortcodes/{name}.html, or remove it from hugo_paired_shortcodes"
        self.problem("shortcode", "error", *self.place(line), f"unknown shortcode {name}", hint)
        return False

    def shortcode_sign(self, name: str) -> str:
        return "%" if f"%{name}" in self._shortcodes else "<"

    def raw(self, out: list[OrgToken], text: str, line: int, stop: int) -> None:
        """HTML or Markdown of the author's own."""
        out.append(OrgToken("markdown", line, stop, text))

    def toc_here(self, out: list[OrgToken], value: str, line: int) -> None:
        if value.split()[:1] == ["headlines"] or value.split()[:1] == ["local"] or value == "":
            out.append(OrgToken("toc", line, line + 1, value))

    def unknown_macro(self, name: str, line: int, is_circular: bool) -> None:
        column = self.macro_columns.get((name, line))
        if column is None:
            column = self.macro_columns[name, line] = self._column_of(f"{{{{{{{name}", line)
        message, hint = f"unknown macro {name}", "define it with #+macro"
        if is_circular:
            message, hint = f"circular macro {name}", "define it without itself"
        self.problem("macro", "warning", *self.place(line, column), message, hint)

    def _column_of(self, typed: str, line: int) -> int:
        """The column of this text in a line, ignoring case; 0 after too many searches."""
        if len(self.macro_columns) > _MOST_HINTS:
            return 0
        start = self.line_starts[line] if line < len(self.line_starts) else 0
        stop = self.source.find("\n", start)
        return max(self.source[start : stop if stop >= 0 else None].lower().find(typed), 0)

    def unclosed(self, line: int, what: str) -> None:
        self.problem("unclosed", "warning", *self.place(line), f"{what} is not closed, so it is shown as text")

    def beside_mark(self, line: int, what: str) -> None:
        message = f"{what} is on the line of its list item's bullet, where Org allows only text"
        self.problem("unclosed", "warning", *self.place(line), message, "begin the block on a line of its own")

    def stray_drawer(self, line: int) -> None:
        message = "a property drawer is in the middle of the text, where Org ignores it"
        self.problem("stray-drawer", "warning", *self.place(line), message, "move it directly below its heading")

    def toc_target(self, typed: str) -> int:
        """The line of the heading that a table of contents names by `:target #id`, -1 if it names none."""
        found = _TOC_TARGET.search(typed)
        if found is None:
            return -1
        name = found[1].strip('"')
        at = (token.map[0] for _, token in self.toc_headings if _is_named(name, *token.meta))
        return next(at, -1)

    def local_headings(self, line: int) -> list[tuple[int, OrgToken]]:
        """The headings below the one that contains a line of the page."""
        above = [(depth, token) for depth, token in self.toc_headings if token.map[0] <= line]
        if not above:
            return self.toc_headings
        depth, here = above[-1]
        found = []
        for level, token in self.toc_headings:
            if token.map[0] > here.map[0]:
                if level <= depth:
                    break
                found.append((level, token))
        return found

    def header_lines(self, language: str, line: int) -> tuple[str, ...]:
        """The header arguments for code in a language at a line of the page: the file's, the headings'."""
        heading = self._heading_above(line)
        key = language, -1 if heading is None else heading.line
        found = self._headers.get(key)
        if found is None:
            found = self._headers[key] = tuple(self._header_lines(language, heading))
        return found

    def property_at(self, name: str, line: int) -> str:
        """The value of a property at a line of the page: of the heading above, or of the file before the first."""
        heading = self._heading_above(line)
        if heading is None:
            return self.outline.properties.get(name, "")
        if name in ("ITEM", "TODO"):
            return heading.title if name == "ITEM" else heading.todo
        return (heading.inherited(name) if name.startswith("EXPORT_") else heading.own(name)) or ""

    def _heading_above(self, line: int) -> Heading | None:
        above = bisect_right(self.heading_at, line, key=itemgetter(0))
        return self.heading_at[above - 1][1] if above else self.heading

    def _header_lines(self, language: str, heading: Heading | None) -> list[str]:
        texts = []
        for value in self.outline.values("property"):
            name, _, rest = value.partition(" ")
            if name.rstrip("+") in ("header-args", f"header-args:{language}"):
                texts.append(rest)
        for name in ("HEADER-ARGS", f"HEADER-ARGS:{language.upper()}"):
            own = heading.inherited(name) if heading is not None else self.outline.properties.get(name)
            texts += [own] if own else []
        return texts


def _is_named(name: str, heading: Heading, identity: str) -> bool:
    """Whether a heading is the target `#id`, `id:…`, `*title` or `title`."""
    if name.startswith("#"):
        return name[1:] in (identity, heading.properties.get("CUSTOM_ID"))
    if name.startswith("id:"):
        return name[3:] == heading.properties.get("ID")
    return " ".join(name.lstrip("*").split()).casefold() == " ".join(heading.title.split()).casefold()


def is_picture(path: str) -> bool:
    """Whether a link without a description is shown as a picture."""
    if path.startswith(("file:", "http://", "https://", "./", "../", "/", "~/", "attachment:")):
        return PICTURE.search(path) is not None
    return False


def _abbreviations(outline: Outline) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in outline.values("link"):
        name, _, address = value.partition(" ")
        found[name] = address.strip()
    return found
