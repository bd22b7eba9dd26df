"""`read_file`: parse one Org file into the pages it makes; `parse_page`: one of them into a `Note` and its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from notegarden.dialects.markdown.footnotes import render_footnotes
from notegarden.dialects.org.blocks import OrgBlocks
from notegarden.dialects.org.context import FileContext
from notegarden.dialects.org.dirlocals import of_file, with_bound
from notegarden.dialects.org.equations import with_numbers
from notegarden.dialects.org.front import front_matter, other_names
from notegarden.dialects.org.heading_tasks import heading_task
from notegarden.dialects.org.include import setup_keywords, with_includes
from notegarden.dialects.org.included import report_withheld_by_include
from notegarden.dialects.org.inline import OrgInline
from notegarden.dialects.org.links import RADIO
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.page import OrgDraft, OrgPlaces
from notegarden.dialects.org.page_works import PageWorks
from notegarden.dialects.org.pages import PageSpec, is_post
from notegarden.dialects.org.settings import Settings
from notegarden.dialects.org.shown import is_shut
from notegarden.dialects.org.targets import search_name
from notegarden.dialects.org.timestamps import with_weekday
from notegarden.dialects.org.tokens import OrgToken
from notegarden.dialects.org.unread import tell_unread
from notegarden.dialects.org.works import works_of
from notegarden.dialects.org.writer import OrgWriter
from notegarden.dialects.pieces.decode import decoded
from notegarden.dialects.pieces.directions import directed
from notegarden.dialects.pieces.finish import finished_note, with_holes
from notegarden.dialects.pieces.frame import in_frame
from notegarden.dialects.pieces.html import escape, plain_text
from notegarden.dialects.pieces.parts import PartMarks, take_parts
from notegarden.notes.dates import USUAL_DATES, DateReading
from notegarden.notes.note import Dialect, Parsed, Part
from notegarden.notes.problems import Problem
from notegarden.notes.shape import Shape

_DEEPEST_HEADING = 6
_FOOTNOTES = "Footnotes"
"""The title of the heading for definitions of footnotes."""
_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"'}
_MOST_RADIO = 200


Read = Callable[[str], bytes | None]


def _nothing(_: str) -> bytes | None:
    return None


def read_file(
    file: str,
    data: bytes,
    local: dict[str, str],
    read: Read = _nothing,
    *,
    heading_nodes: bool = False,
    moved: Mapping[str, str] | None = None,
    dates: DateReading = USUAL_DATES,
) -> FileContext:
    """The outline of a file and the pages it makes. `file`: relative to the garden's root, with `/`.

    `read` returns the bytes of another file in the garden, None if there is none. `heading_nodes`: whether
    each heading with an ID is a page too. `moved`: as in `FileContext`. `dates`: how dates are parsed.
    """
    text, problems = decoded(file, data)
    expanded = with_includes(file, text.split("\n"), read, dates)
    outline = Outline(expanded.lines, setup_keywords(file, expanded.lines, read))
    local = with_bound({**local, **of_file(text.split("\n"))}, outline.values("bind"))
    return FileContext(
        file,
        outline,
        local,
        expanded,
        tuple(problems),
        works_of(file, outline, local, read),
        heading_nodes=heading_nodes,
        moved=moved,
    )


def parse_page(context: FileContext, spec: PageSpec, dialect: Dialect, path: str = "") -> Parsed:
    """Parse one page of a file. Never raises because of its content: errors become the note's problems.

    `path`: the note's, if another file makes a page with the wanted path.
    """
    settings = Settings(context.outline, spec.heading, context.local)
    page = OrgDraft(path or spec.path, context.file, "", dialect, context.outline, settings)
    page.resolver = context
    first, last = context.lines_of(spec)
    lines = context.outline.lines[first:last]
    count = len(lines)
    numbers = context.expanded.numbers[first:last]
    for start, stop in context.elsewhere.footnotes_outside(lines, first, last, spec.heading):
        lines += context.outline.lines[start:stop]
        numbers += context.expanded.numbers[start:stop]
    _set_text(page, lines, numbers)
    page.works = PageWorks(context.works, settings, lines)
    context.report(page, first, last)
    tell_unread(page, spec)
    title = _title(page, settings, spec) if page.options.title else None
    described = _description(page, settings)
    front, _, problems = front_matter(settings, page.path, title, first + 1, dialect.dates, described)
    report_withheld_by_include(page, spec, front)
    front = msgspec.structs.replace(front, awaited=context.expanded.awaited_in(first, last))
    page.params = front.params
    page.problems += [_in_file(problem, context.expanded.numbers) for problem in problems]
    try:
        html, parts = _body_html(page, lines, first, count)
    except RecursionError:
        page.problem("note", "error", 0, 0, "nested too deeply to be parsed")
        html, parts = "", []
    own = spec.heading
    if own is not None and own.todo and not own.is_done and dialect.tasks and page.options.todo:
        page.tasks.insert(0, heading_task(own, title or "", ""))
    body = with_holes(html)
    note = finished_note(page, front, html, body)
    note = msgspec.structs.replace(
        note, parts=tuple(parts) or note.parts,
        file=context.file, line=context.expanded.numbers[first] + 1 if last > first else 1,
        names=tuple(context.names(spec)), also=other_names(settings),
    )  # fmt: skip
    return Parsed(note, body)


def _in_file(problem: Problem, numbers: list[int]) -> Problem:
    """A problem at its line in the file, not in the file with what it includes."""
    at = min(problem.line, len(numbers)) - 1
    return msgspec.structs.replace(problem, line=numbers[at] + 1) if at >= 0 else problem


def _set_text(page: OrgDraft, lines: list[str], numbers: list[int]) -> None:
    page.source = "\n".join(lines)
    starts, at = [], 0
    for text in lines:
        starts.append(at)
        at += len(text) + 1
    page.line_starts = starts
    page.places = OrgPlaces(page.source, starts, numbers)


def _title(page: OrgDraft, settings: Settings, spec: PageSpec) -> str | None:
    if spec.heading is not None:
        typed = spec.heading.properties.get("EXPORT_TITLE", spec.heading.title)
    else:
        typed = " ".join(settings.outline.values("title"))
    return _words(page, typed)


def _description(page: OrgDraft, settings: Settings) -> str:
    """The text of the page's last `#+begin_description`."""
    blocks = [each for each in settings.blocks("description") if not settings.leaves_out(each[0])]
    return _words(page, blocks[-1][2]) if blocks else ""


def _words(page: OrgDraft, typed: str) -> str:
    """A text of the front matter without markup, on one line. Quotes are left as typed, as in other front matter."""
    known = len(page.problems)
    with page.elsewhere(1, 1):
        html = OrgInline().render(page, typed, 0)
    page.links.clear()
    del page.problems[known:]
    found = " ".join(plain_text(html).split())
    for curly, straight in _STRAIGHT.items():
        found = found if curly in typed else found.replace(curly, straight)
    return found


def _body_html(page: OrgDraft, lines: list[str], first: int, count: int) -> tuple[str, list[Part]]:
    """The HTML, and its parts if it has sections."""
    blocks = OrgBlocks(page, lines)
    page.radio = _radio(page, lines)
    sections = _Sections(page, blocks, first)
    sections.read()
    blocks.elements(count, len(lines))
    for start, stop in _hidden_footnotes(page, first, first + count):
        blocks.elements(start - first, stop - first)
    if footer := page.settings.local.get("footer", "").strip():
        page.raw(blocks.out, footer, count - 1, count)
    writer = OrgWriter(page)
    tokens: list[Any] = [*blocks.out]
    writer.sections = marks = PartMarks()
    writer.write_body(tokens)
    writer.sections = None
    writer.out.append(marks.end(len(page.links)) if marks.names else "")
    footnotes = render_footnotes(page, writer.blocks)  # they may cite works, too
    if page.works.is_pandoc:
        writer.out.append(page.works.references([*page.citations], is_titled=True))
    writer.out.append(footnotes)
    if page.works.failure:
        line = next(iter(page.citations.values()), 1)
        page.problem("citation", "error", line, 1, page.works.failure, page.works.style_hint)
    html = with_numbers("".join(writer.out))
    html = directed(in_frame(page, html))
    return take_parts(html, marks, page.headings, len(page.links)) if marks.names else (html, [])


def _hidden_footnotes(page: OrgDraft, first: int, last: int) -> list[tuple[int, int]]:
    """Where footnotes are defined below headings that are excluded only by a tag: the exporter includes these.

    Those below commented out or archived headings are not included.
    """
    context, found = page.resolver, []
    for label, (start, stop) in context.elsewhere.footnotes_in(first, last):
        above = context.outline.heading_at(start)
        is_archived = above is not None and any("ARCHIVE" in each.tags for each in above.ancestry())
        if label not in page.footnotes and not is_archived and not context.elsewhere.is_withheld(start, page.heading):
            found.append((start, stop))
    return found


def _radio(page: OrgDraft, lines: list[str]) -> re.Pattern[str] | None:
    """The pattern for the texts of the page's radio targets, whose names are stored as written."""
    names = [name for text in lines if "<<<" in text for name in RADIO.findall(text)][:_MOST_RADIO]
    if not names:
        return None
    page.radio_names = {" ".join(name.lower().split()): name for name in reversed(names)}
    words = (r"\s+".join(map(re.escape, name.split())) for name in sorted(set(names), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", re.I)


def _page_inside(heading: Heading, page: OrgDraft) -> tuple[str, str] | None:
    """The link target for a heading that has its own page inside another page, and the heading's id.

    Only the garden knows whether that page may be seen.
    """
    context: FileContext = page.resolver
    if heading.line in context.posts_of_others:
        file, name = context.posts_of_others[heading.line]
        return f"file:{file}::{search_name(heading.title)}", name
    inner = None if heading is page.heading else context.of_heading.get(heading.line)
    return None if inner is None else (context.place_of(inner), context.heading_id(heading))


class _Sections:
    """Goes through the headings of a page and parses the text below each."""

    def __init__(self, page: OrgDraft, blocks: OrgBlocks, first: int) -> None:
        self.page, self.blocks, self.first = page, blocks, first
        outline, heading = page.outline, page.heading
        self.top = heading.children if heading is not None else [h for h in outline.headings if h.parent is None]
        self.shown, self.spec = page.resolver.shown, page.resolver.spec_of(page)
        page.shallowest = min(
            (each.level for each in self.top if self._shows(each) and each.title != _FOOTNOTES), default=1
        )
        self.numbers: list[int] = []

    def read(self) -> None:
        page, blocks = self.page, self.blocks
        heading = page.heading
        start = heading.body if heading is not None else page.outline.start
        end = self.top[0].line if self.top else (heading.end if heading is not None else len(page.outline.lines))
        if page.options.toc:
            blocks.out.append(OrgToken("toc", 0, 1, f"headlines {page.options.toc}"))
        if self.shown.has_text(heading, self.spec):
            blocks.elements(start - self.first, end - self.first)
        for each in self.top:
            self._heading(each)

    def _heading(self, heading: Heading) -> None:
        page, blocks = self.page, self.blocks
        if not self._shows(heading):
            return
        line = heading.line - self.first
        if heading.title == _FOOTNOTES:
            self._footnotes(heading)
            return
        level = heading.level - page.shallowest + 1
        shown = level + page.options.offset
        identity = page.resolver.heading_id(heading)
        inner = _page_inside(heading, page)
        if inner is not None:
            depth = min(max(shown, 1), _DEEPEST_HEADING)
            is_whole = is_post(heading) or heading.line in page.resolver.posts_of_others
            shape = Shape("all" if is_whole else "title", depth, inside=inner[1])
            blocks.out.append(OrgToken("inner_page", line, line + 1, inner[0], meta=shape))
            return
        deep = level > page.options.levels or shown > _DEEPEST_HEADING
        token = OrgToken("list_heading" if deep else "heading", line, line + 1, heading.title, meta=(heading, identity))
        page.heading_at.append((line, heading))
        numbered = "UNNUMBERED" not in page.outline.property_names or all(
            each.properties.get("UNNUMBERED", "nil") == "nil" for each in heading.ancestry()
        )
        if numbered:
            self._number(level)
            page.toc_numbers[heading.line] = ".".join(map(str, self.numbers))
        if numbered and level <= page.options.numbers:
            page.section_numbers[heading.line] = page.toc_numbers[heading.line]
        container = "" if deep else self._container(heading, level)
        if container:
            blocks.out.append(OrgToken("open", line, line + 1, container))
        if deep:
            blocks.out.append(self._list_opening(heading, line))
            blocks.out.append(OrgToken("item_open", line, line + 1))
            blocks.out.append(token)
        else:
            token.tag = f"h{max(shown, 1)}"
            if heading.inherited("UNNUMBERED") != "notoc":
                page.toc_headings.append((level, token))
            blocks.out.append(token)
        self._body(heading)
        for each in heading.children:
            if not is_shut(heading, page.options):
                self._heading(each)
        if deep:
            token.hidden = blocks.out[-1] is token  # there is no text below it
            blocks.out.append(OrgToken("item_close", line, line + 1))
            tag = "ol" if heading.line in page.section_numbers else "ul"
            blocks.out.append(OrgToken("list_close", line, line + 1, tag=tag))
        if container:
            blocks.out.append(OrgToken("close", line, line + 1, f"</{container[1:].partition(' ')[0]}>"))

    def _footnotes(self, heading: Heading) -> None:
        """Only the definitions below this heading are used: Org exports nothing else of it."""
        blocks = self.blocks
        kept = len(blocks.out)
        for each in heading.subtree():
            if self._shows(each):
                self._body(each)
        if len(blocks.out) > kept:
            message = "text below the heading Footnotes that defines no footnote is not shown, as in Org"
            place = self.page.place(heading.line - self.first)
            hint = "begin a definition with [fn:LABEL], or give the heading another title"
            self.page.problem("footnote-lost", "warning", *place, message, hint)
            del blocks.out[kept:]

    def _shows(self, heading: Heading) -> bool:
        return bool(self.shown.is_shown(heading, self.spec))

    def _list_opening(self, heading: Heading, line: int) -> OrgToken:
        """The start of the one-item list that a deep heading becomes: its number continues if it has one."""
        number = self.page.section_numbers.get(heading.line, "").rpartition(".")[2]
        opening = OrgToken("list_open", line, line + 1, tag="ol" if number else "ul")
        opening.info = "" if number == "1" else number
        return opening

    def _container(self, heading: Heading, level: int) -> str:
        """The tag around a section, if a heading or the file sets one."""
        own, settings = heading.properties, self.page.settings
        of_all = settings.value("html_container")
        inherited = of_all if level == 1 else of_all and "div"
        tag = own.get("HTML_CONTAINER") or own.get("EXPORT_HTML_CONTAINER") or inherited
        if not tag:
            return ""
        css = own.get("HTML_CONTAINER_CLASS") or own.get("EXPORT_HTML_CONTAINER_CLASS")
        css = css or settings.value("html_container_class") or ""
        tag = tag if tag.isalnum() else "div"
        return f'<{tag} class="{escape(f"outline-{level} {css}".strip())}">'

    def _number(self, level: int) -> None:
        del self.numbers[level:]
        self.numbers += [0] * (level - len(self.numbers))
        self.numbers[level - 1] += 1

    def _body(self, heading: Heading) -> None:
        if is_shut(heading, self.page.options):
            return
        if self.page.options.planning and heading.planning:
            line = heading.line - self.first + 1
            named = ((name, heading.planning.get(name)) for name in ("CLOSED", "DEADLINE", "SCHEDULED"))
            shown = [(name, escape(with_weekday(stamp))) for name, stamp in named if stamp]
            stamp = '<span class="timestamp-kwd">{}:</span> <span class="timestamp">{}</span>'
            html = " ".join(stamp.format(*each) for each in shown)
            html = f'<p><span class="timestamp-wrapper">{html}</span></p>'
            self.blocks.out.append(OrgToken("open", line, line + 1, html))
        end = heading.children[0].line if heading.children else heading.end
        self.blocks.elements(heading.body - self.first, end - self.first)
