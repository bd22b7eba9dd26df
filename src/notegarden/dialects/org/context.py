"""A whole Org file as its pages need it: which pages it makes, and the targets of links inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import basename
from typing import TYPE_CHECKING, Any

from notegarden.dialects.org.anchors import anchor_rules, heading_anchor, named_id, target_id
from notegarden.dialects.org.block_state import TARGET
from notegarden.dialects.org.elsewhere import NAME, Elsewhere
from notegarden.dialects.org.front import described
from notegarden.dialects.org.macros import Macros
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.pages import PageSpec, is_post, pages_of
from notegarden.dialects.org.settings import Settings
from notegarden.dialects.org.shown import Shown
from notegarden.dialects.org.targets import Target, search_name
from notegarden.dialects.pieces.beside import NOT_READ
from notegarden.nearest import Names
from notegarden.notes.note import INCLUDED

if TYPE_CHECKING:
    from notegarden.dialects.org.include import Expanded
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.org.works import Works
    from notegarden.notes.problems import Problem

_ABOVE = ("#+header", "#+caption", "#+attr")
_WHOLE = PageSpec("", None)  # a page with everything that the file shows


class FileContext:
    """The pages of a file, and every heading, id, target and name that a link may refer to.

    `moved`: wanted path of a page → the note's path, if a page of another file has the wanted one.
    """

    def __init__(
        self, file: str, outline: Outline, local: dict[str, str], expanded: Expanded, problems: tuple[Problem, ...],
        works: Works, *, heading_nodes: bool = False, moved: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.works = works
        self.moved = moved or {}
        self.file, self.outline, self.local, self.expanded = file, outline, local, expanded
        self._problems = problems
        self.posts_of_others = _without_posts_of_others(outline, expanded)
        self.pages = tuple(_pages(file, outline, local, Shown(outline, local), heading_nodes=heading_nodes))
        self.of_heading = {page.heading.line: page for page in self.pages if page.heading is not None}
        self.shown = Shown(outline, local)
        self._whole = self.pages[0] if self.pages and self.pages[0].heading is None else None
        self._anchor_rules = anchor_rules(outline.values("bind"))
        self._known: dict[str, Names] | None = None
        self.elsewhere = Elsewhere(outline, expanded)
        self._targets: dict[str, int] | None = None
        self._targets_of: dict[str, list[str]] | None = None
        self._slugs: dict[int, str] = {}
        self._headings: dict[str, dict[str, Heading]] = {}  # by property, "" for the title, and its value
        self._lines_of: dict[str, int] = {}

    def lines_of(self, spec: PageSpec) -> tuple[int, int]:
        """The first line of a page and the line after it."""
        if spec.heading is None:
            return 0, len(self.outline.lines)
        return spec.heading.line, spec.heading.end

    def report(self, page: OrgDraft, first: int, last: int) -> None:
        """Report problems of the file on the page that contains them, otherwise on the first page."""
        is_first = bool(self.pages) and self.spec_of(page) == self.pages[0]
        for problem in self._problems if is_first else ():
            page.problem(problem.code, problem.severity, problem.line, problem.column, problem.message, problem.hint)
        for line, message, hint in self.expanded.failures:
            if first <= line < last:
                page.problem("include", "error", self.expanded.numbers[line] + 1, 1, message, hint)
        for name in self.works.missing:
            line = self._line_of(name)
            if first <= line < last or (is_first and self.page_of(self.outline.heading_at(line)) is None):
                message = f"the bibliography or style {name} {NOT_READ}"
                page.problem(
                    "citation", "warning", self.expanded.numbers[line] + 1, 1, message, "put it into the garden"
                )

    def _line_of(self, name: str) -> int:
        """The first line that names this file."""
        if name not in self._lines_of:
            self._lines_of[name] = next((at for at, text in enumerate(self.outline.lines) if name in text), 0)
        return self._lines_of[name]

    def fingerprint(self) -> list[Any]:
        """Everything outside a page, in the same file, that the page may show."""
        headings = [
            (h.level, h.title, h.tags, h.todo, h.is_comment, sorted(h.properties.items()), sorted(h.added.items()))
            for h in self.outline.headings
        ]
        keywords = [(each.name, each.value) for each in self.outline.keywords]
        return [
            self.works.fingerprint(),
            [self._line_of(name) for name in self.works.missing],
            [(each.code, each.line, each.message) for each in self._problems],
            self.file,
            headings,
            keywords,
            sorted(self._places()),
            [sorted(each.items()) for each in (self.outline.properties, self.outline.base)],
        ]

    def page_of(self, heading: Heading | None) -> PageSpec | None:
        """The page of this file that shows a heading: the innermost, if pages are nested."""
        for each in heading.ancestry() if heading is not None else ():
            if each.line in self.of_heading or each.line in self.posts_of_others:
                return self.of_heading.get(each.line)
        return self._whole

    def spec_of(self, page: OrgDraft) -> PageSpec | None:
        return self._whole if page.heading is None else self.of_heading.get(page.heading.line)

    def heading_id(self, heading: Heading) -> str:
        """A heading's id on a page that shows it as a heading."""
        found = self._slugs.get(heading.line)
        if found is None:
            title = self._expanded(heading.title)
            found = self._slugs[heading.line] = heading_anchor(heading, title, self._anchor_rules)
        return found

    def _expanded(self, title: str) -> str:
        if "{{{" not in title:
            return title
        return Macros(Settings(self.outline, None, self.local), lambda *_: None).expand(title, 0)

    def nearest(self, wanted: str, page: OrgDraft) -> str:
        """The heading, target or id on a page that a broken link on it most likely means; "" if none is similar.

        Never one on another page, which may be unpublished.
        """
        if self._known is None:
            self._known = {path: Names(names) for path, names in self._names_by_page().items()}
        spec = self.spec_of(page)
        return self._known[spec.path].nearest(wanted) if spec is not None and spec.path in self._known else ""

    def _names_by_page(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for heading in self.outline.headings:
            there = self.page_of(heading)
            if there is not None and self.shown.is_shown(heading, there):
                custom = heading.properties.get("CUSTOM_ID")
                found.setdefault(there.path, set()).update((heading.title, custom) if custom else (heading.title,))
        for name, line in self._places().items():
            above = self.outline.heading_at(line)
            there = self.page_of(above)
            if there is not None and self.shown.has_text(above, there):
                found.setdefault(there.path, set()).add(name)
        return found

    def _first(self, name: str, value: str) -> Heading | None:
        """The first heading with a value of a property; `name` is "" for its title."""
        if name not in self._headings:
            values = ((each.properties.get(name) or None if name else _folded(each.title), each)
                      for each in reversed(self.outline.headings))  # fmt: skip
            self._headings[name] = {typed: each for typed, each in values if typed is not None}
        return self._headings[name].get(value)

    def by_id(self, identity: str, page: OrgDraft) -> Target | None:
        """The target of an `id:` link inside this file."""
        heading = self._first("ID", identity)
        if heading is None:
            return self._to_page(page) if self.outline.properties.get("ID") == identity and self._whole else None
        return self._to_heading(heading, page)

    def _to_page(self, page: OrgDraft) -> Target:
        text = page.settings.value("title", inherit=False) or basename(self.file)
        if self._whole in (None, self.spec_of(page)):
            return Target("relref", f"/{page.path}", "", text)
        return Target("relref", self.place_of(self._whole), "", "", text)

    def place_of(self, spec: PageSpec) -> str:
        """What a link to a page of this file refers to."""
        return f"/{self.moved.get(spec.path, spec.path)}"

    def _to_heading(self, heading: Heading, page: OrgDraft) -> Target | None:
        there = self.page_of(heading)
        if there is None or not self.shown.is_shown(heading, there):
            return None
        name = "" if there.heading is heading else self.heading_id(heading)
        anchor = name and f"#{name}"
        if there == self.spec_of(page):
            text = page.section_numbers.get(heading.line, heading.title)
            if not anchor:
                return Target("relref", self.place_of(there), "", text)
            return Target("markdown", anchor, "", text)
        return Target("relref", f"{self.place_of(there)}{anchor}", "", "", heading.title)

    def search(self, path: str, page: OrgDraft) -> Target | None:
        """The target of `[[path]]` inside the file: a custom id, a heading, a target, or a named element."""
        if path.startswith("#"):
            heading = self._first("CUSTOM_ID", path[1:])
            return self._to_heading(heading, page) if heading is not None else None
        if path.startswith("*"):
            heading = self._first("", _folded(path[1:]))
            return self._to_heading(heading, page) if heading is not None else None
        if path.startswith("(") and path.endswith(")"):
            return self._code_label(path[1:-1], page)
        place = self._places().get(_folded(path))
        if place is not None:
            return self._to_place(path, place, page)
        heading = self._first("", _folded(path))
        return self._to_heading(heading, page) if heading is not None else None

    def _code_label(self, label: str, page: OrgDraft) -> Target | None:
        anchor, words = page.code_labels.get(label, ("", ""))
        return Target("markdown", f"#{anchor}", "", words) if anchor else None

    def _to_place(self, path: str, line: int, page: OrgDraft) -> Target | None:
        above = self.outline.heading_at(line)
        there = self.page_of(above)
        if there is None or not self.shown.has_text(above, there):
            return None
        name = self._written.get(_folded(path), path)
        if there != self.spec_of(page):
            return self._to_heading(above, page) if above is not None else self._to_page(page)
        if line in self._named_lines:
            kind, number = page.names.get(name, ("", 0))
            return Target(
                "markdown", f"#{named_id(name, kind)}", "", page.numbered_name(kind, number) if number else name
            )
        text = page.item_of.get(name) or (above.title if above is not None else "")
        return Target("markdown", f"#{target_id(name)}", "", text)

    def _places(self) -> dict[str, int]:
        """Targets and named elements by name, and their lines."""
        if self._targets is None:
            self._targets = {}
            self._written: dict[str, str] = {}
            self._named_lines: set[int] = set()
            for number, text in enumerate(self.outline.lines):
                if "<<" in text:
                    for found in TARGET.finditer(text):
                        self._targets.setdefault(_folded(found[1]), number)
                        self._written.setdefault(_folded(found[1]), found[1])
                elif "#+" in text and (name := NAME.match(text)):
                    self._targets.setdefault(_folded(name[1]), number)
                    self._written.setdefault(_folded(name[1]), name[1])
                    self._named_lines.add(number)
        return self._targets

    def names(self, page: PageSpec) -> list[tuple[str, str]]:
        """The names by which links find this page: (name, anchor). A heading that is not shown has none."""
        found: list[tuple[str, str]] = []
        headings = list(page.heading.subtree()) if page.heading is not None else self.outline.headings
        if page is self.pages[0]:
            found.append((f"file:{self.file}", ""))
            if self.outline.properties.get("ID"):
                found.append((_id_name(self, self.outline.properties["ID"], self.outline.start - 1), ""))
            found += [(f"@{key}", "") for key in described(self.outline, self.outline.values("roam_key"))]
        for heading in headings:
            if self.page_of(heading) is not page or not self.shown.is_shown(heading, page):
                continue
            anchor = "" if heading is page.heading else self.heading_id(heading)
            if heading.properties.get("ID"):
                found.append((_id_name(self, heading.properties["ID"], heading.line), anchor))
            if heading.properties.get("CUSTOM_ID"):
                found.append((f"file:{self.file}::#{heading.properties['CUSTOM_ID']}", anchor))
            found += [(f"@{key}", anchor) for key in described(heading)]
            found.append((f"file:{self.file}::{search_name(heading.title)}", anchor))
        for name in self._places_by_page().get(page.path, ()):
            found.append((f"file:{self.file}::{name}", target_id(self._written[name])))
        return found

    def _places_by_page(self) -> dict[str, list[str]]:
        """The names of the targets on each page, by its path."""
        if self._targets_of is None:
            self._targets_of = {}
            for name, line in self._places().items():
                there = self.page_of(self.outline.heading_at(line))
                if there is not None and line not in self._named_lines:
                    self._targets_of.setdefault(there.path, []).append(name)
        return self._targets_of


def _pages(
    file: str, outline: Outline, local: dict[str, str], shown: Shown, *, heading_nodes: bool
) -> Iterator[PageSpec]:
    """The pages of a file; of headings with an ID, only those whose text the whole file would show."""
    for each in pages_of(file, outline, local, heading_nodes):
        if each.heading is None or is_post(each.heading) or shown.has_text(each.heading, _WHOLE):
            yield each


def _without_posts_of_others(outline: Outline, expanded: Expanded) -> dict[int, tuple[str, str]]:
    """Line → (file, name) of headings that are pages of an included file, and so not of this one."""
    found: dict[int, tuple[str, str]] = {}
    for heading in outline.headings if expanded.included else ():
        if is_post(heading) and (file := expanded.file_at(heading.line)):
            found[heading.line] = file, heading.properties.pop("EXPORT_FILE_NAME").strip()
    return found


def _id_name(context: FileContext, identity: str, line: int) -> str:
    """The name for an ID; with a prefix if it belongs to an included file, whose own page is preferred."""
    return f"{INCLUDED if context.expanded.file_at(line) else ''}id:{identity}"


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
