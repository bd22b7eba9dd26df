"""The outline of an Org file: its lines, keywords and headings, with the drawers directly below each heading.

Everything is detected by the first characters of a line, in one pass, so that any file takes linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter

from notegarden.dialects.org.drawers import TO_LAST_WORD, decides, drawer_at, is_drawer_at, is_set
from notegarden.dialects.org.tag_groups import Groups, tag_groups

_HEADING = re.compile(rf"(\*+)[ \t]+({TO_LAST_WORD})[ \t]*$")
_AFFILIATED = re.compile(r"[ \t]*#\+(?!begin_|end_)", re.I)
_PRIORITY = re.compile(r"\[#([A-Z0-9]+|[^\]\s])\][ \t]*")
_COMMENTED = re.compile(r"COMMENT(?:\s+|$)")
_TAGS = re.compile(r"(?:^|[ \t])(:[\w@#%:]+:)$")
_KEYWORD = re.compile(rf"[ \t]*#\+([^\s:\[]+(?:\[[^\]]*\])?):[ \t]*({TO_LAST_WORD})[ \t]*$")
_PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):", re.I)
_PLAN = re.compile(r"\b(SCHEDULED|DEADLINE|CLOSED):[ \t]*([<\[][^>\]\n]*[>\]])", re.I)
_BEGIN_VERBATIM = re.compile(r"[ \t]*#\+begin_(src|example|export|comment)(?:[ \t]|$)", re.I)
_FRONT_BLOCK = re.compile(
    r"[ \t]*#\+begin_(?:description[ \t]*$|src[ \t]+(toml|yaml)\b.*[ \t]:front_matter_extra[ \t]+t(?:[ \t]|$))", re.I
)
_TABLE = re.compile(r"(?!.*:front_matter_extra)[ \t]*#\+begin_src[ \t]+(toml|yaml)(?:[ \t]|$)", re.I)
_HEADER = re.compile(r"[ \t]*#\+headers?:", re.I)
_FRONT_HEADER = re.compile(r":front_matter_extra[ \t]+t(?:[ \t]|$)", re.I)
_LIKE_FRONT_BLOCK = re.compile(r"[ \t]*#\+begin_\w+[ \t](?:.*[ \t])?:front_matter_extra(?![ \t]+nil(?:[ \t]|$))", re.I)
_CLOSING = re.compile(r"(?:draft|headless|date|published|lastmod|(?:exclude|select)_tags|filetags|todo)$")
_LINE = attrgetter("line")
_TAG_BREAKS = re.compile(r"[:\s]+")
_MOST_HEADINGS = 100_000


class Heading:
    """One heading and its subtree. Lines are indexes into `Outline.lines`.

    `title` is as typed, without TODO keyword, priority, COMMENT and tags; `column` is where it starts in its line.
    `added` are the properties typed as `:NAME+:`. `body` is the first line after the planning line and the property
    drawer, `end` the first line after the subtree, `number` its index among the posts at its level below its parent,
    from 1, 0 for none, `base` the properties of the file, which every heading inherits.
    """

    __slots__ = (
        "_inherited", "added", "base", "body", "children", "column", "end", "is_comment", "is_done", "level", "line",
        "number", "parent", "planning", "priority", "properties", "tags", "title", "todo",
    )  # fmt: skip

    def __init__(self, line: int, level: int, parent: Heading | None, base: dict[str, str]) -> None:
        self.line, self.level, self.parent, self.base = line, level, parent, base
        self.title = self.todo = self.priority = ""
        self.column = self.body = self.end = self.number = 0
        self.is_done = self.is_comment = False
        self.tags: tuple[str, ...] = ()
        self.properties: dict[str, str] = {}
        self.added: dict[str, str] = {}
        self.planning: dict[str, str] = {}
        self.children: list[Heading] = []
        self._inherited: dict[str, str] | None = None

    def ancestry(self) -> Iterator[Heading]:
        """This heading and its parents, nearest first."""
        here: Heading | None = self
        while here is not None:
            yield here
            here = here.parent

    def inherited(self, name: str) -> str | None:
        """A property's value, from the nearest heading that has it, or the file; `:NAME+:` adds to it."""
        table = self._inherited
        return (self._with_inherited() if table is None else table).get(name)

    def _with_inherited(self) -> dict[str, str]:
        """All properties including inherited ones; a heading without its own shares its parent's table."""
        waiting: list[Heading] = []
        here: Heading | None = self
        while here is not None and here._inherited is None:
            waiting.append(here)
            here = here.parent
        table = (here._inherited if here is not None else None) or self.base
        for each in reversed(waiting):
            if each.properties or each.added:
                table = {**table, **{name: value for name, value in each.properties.items() if is_set(name, value)}}
                table |= {name: f"{table[name]} {more}" if name in table else more for name, more in each.added.items()}
            each._inherited = table
        return table

    def own(self, name: str) -> str | None:
        """A property's value on this heading alone."""
        value = self.properties.get(name, self.added.get(name))
        return None if value is None or not is_set(name, value) else value

    @property
    def file_name(self) -> str:
        """The name of a post's page, "" for a heading that is not a post."""
        return (self.own("EXPORT_FILE_NAME") or "").strip()

    def subtree(self) -> Iterator[Heading]:
        """This heading and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(here.children))


class Keyword:
    """A `#+NAME: value` line; `name` in lower case."""

    __slots__ = ("line", "name", "value")

    def __init__(self, name: str, value: str, line: int) -> None:
        self.name, self.value, self.line = name, value, line


class Outline:
    """A file's lines, its keywords outside code, its headings in order, and the file-level property drawer.

    `more`: keywords of setup files, by the line that names the setup file, where they take effect.
    """

    def __init__(self, lines: list[str], more: Mapping[int, Iterable[Keyword]] | None = None) -> None:
        self.lines = lines
        self.headings: list[Heading] = []
        starts = _heading_lines(lines)
        own = [*keywords_in(lines)]
        self.keywords = [*with_setup(own, more or {})]
        self._values: dict[str, list[str]] | None = None
        self._by_name: dict[str, Heading] | None = None
        self.done: set[str] = set()
        self.states = self._states()
        self.property_names: set[str] = set()
        """The names of all properties that a heading has or inherits."""
        self.properties, self.added, self.start = drawer_at(lines, 0)
        self.is_misplaced = not self.properties and not self.added
        if self.is_misplaced:
            # Org ignores one after the keywords, where many files have it.
            self.properties, self.added, _ = drawer_at(lines, _behind_keywords(lines))
        self.base = self._of_file()
        self.property_names.update(self.base)
        self._read_headings(starts)
        if any(each.is_comment for each in self.headings):
            self.keywords = [*with_setup(filter(self._counts, own), more or {})]
            self._values = None
        self.first = starts[0] if starts else len(lines)

    def values(self, name: str) -> list[str]:
        """The values of a keyword, in order."""
        if self._values is None:
            self._values = {}
            for each in self.keywords:
                self._values.setdefault(each.name, []).append(each.value)
        return self._values.get(name, [])

    def _counts(self, keyword: Keyword) -> bool:
        """Whether a keyword is not commented out, or one that may keep a page back all the same."""
        above = self.heading_at(keyword.line)
        out = above is not None and any(each.is_comment for each in above.ancestry())
        return not out or _CLOSING.search(keyword.name) is not None

    @cached_property
    def file_tags(self) -> list[str]:
        """The tags of `#+filetags`, which every heading inherits."""
        return [tag for value in self.values("filetags") for tag in _TAG_BREAKS.split(value) if tag]

    @cached_property
    def tag_groups(self) -> Groups:
        """The groups of tags that `#+tags` names."""
        return tag_groups(self.values("tags"))

    @cached_property
    def front_blocks(self) -> list[tuple[int, str, str]]:
        """Line, kind and text of the blocks that belong to a page's front matter.

        `description` for `#+begin_description`; `toml` or `yaml` for `#+begin_src toml :front_matter_extra t`.
        """
        ends: dict[str, list[int]] = {"description": [], "src": []}
        openings = []
        for number, text in enumerate(self.lines):
            if "#+" in text:
                closing = text.strip().lower().removeprefix("#+end_")
                opening = _FRONT_BLOCK.match(text) or _TABLE.match(text)
                if closing in ends:
                    ends[closing].append(number)
                elif opening and (opening.re is _FRONT_BLOCK or self._is_headed(number, opening[1])):
                    openings.append((number, (opening[1] or "description").lower()))
        found = []
        for number, kind in openings:
            end = next_after(ends["description" if kind == "description" else "src"], number, len(self.lines))
            if end >= 0:
                found.append((number, kind, "\n".join(self.lines[number + 1 : end])))
        return found

    def _is_headed(self, line: int, language: str) -> bool:
        """Whether `#+header:` lines above a block, or header arguments of its heading or file, make it front matter."""
        above = line - 1
        while above >= 0 and _AFFILIATED.match(self.lines[above]):
            if _HEADER.match(self.lines[above]) and _FRONT_HEADER.search(self.lines[above]):
                return True
            above -= 1
        heading, names = self.heading_at(line), ("HEADER-ARGS", f"HEADER-ARGS:{language.upper()}")
        typed = [heading.inherited(name) if heading else self.properties.get(name) for name in names]
        pairs = (value.partition(" ") for value in self.values("property"))
        typed += [value for name, _, value in pairs if name.rstrip("+").upper() in names]
        return any(text and _FRONT_HEADER.search(text) for text in typed)

    @cached_property
    def unread_drawers(self) -> list[int]:
        """The first lines of property drawers and blocks of front matter that are not parsed, outside of code."""
        lines = [line for line, text in enumerate(self.lines) if ":" in text and is_drawer_at(text)]
        unread = {line for line in lines if not self._is_read(line)}
        unread.update(line for line, text in enumerate(self.lines) if "#+" in text and _LIKE_FRONT_BLOCK.match(text))
        unread.difference_update(line for line, *_ in self.front_blocks)
        if not unread:
            return []
        blocks = [(-1, -1), *_code_blocks(self.lines)]
        return [line for line in sorted(unread) if line > blocks[bisect_left(blocks, (line,)) - 1][1]]

    def _is_read(self, line: int) -> bool:
        heading = self.heading_at(line)
        if heading is not None:
            return line < heading.body
        known = self.properties.keys() | self.added.keys()
        if self.is_misplaced and any(map(decides, known)):
            return False
        return bool(known) and line in (0, _behind_keywords(self.lines))

    def heading_at(self, line: int) -> Heading | None:
        """The heading that contains a line of the file."""
        number = bisect_right(self.headings, line, key=_LINE) - 1
        return self.headings[number] if number >= 0 else None

    def found(self, search: str) -> Heading | None:
        """The first heading with this title, or with this custom id for `#id`."""
        if self._by_name is None:
            self._by_name = {}
            for heading in self.headings:
                self._by_name.setdefault(f"*{_folded(heading.title)}", heading)
                if identity := heading.properties.get("CUSTOM_ID"):
                    self._by_name.setdefault(f"#{identity}", heading)
        if search.startswith("#"):
            return self._by_name.get(search)
        return self._by_name.get(f"*{_folded(search.lstrip('*'))}")

    def _of_file(self) -> dict[str, str]:
        """The properties of the whole file: from its drawer, otherwise export settings from `#+property: NAME value`.

        In Emacs, too, the latter come last.
        """
        found: dict[str, str] = {}
        for typed in self.values("property"):
            name, _, value = typed.partition(" ")
            key, value = name.rstrip("+").upper(), value.strip()
            if (key.startswith("EXPORT_") and is_set(key, value)) or key == "LOG_INTO_DRAWER":
                found[key] = f"{found[key]} {value}" if name.endswith("+") and key in found else value
        own = self.added | self.properties
        return found | {name: own[name] for name in own if not (self.is_misplaced and decides(name))}

    def _states(self) -> frozenset[str]:
        """The TODO keywords of the file; those that mean done are added to `done`."""
        lines = [each.value for each in self.keywords if each.name in ("todo", "seq_todo", "typ_todo")]
        states: set[str] = set()
        for value in lines or ["TODO | DONE"]:
            words = [word.partition("(")[0] for word in value.split()]
            if "|" in words:
                cut = words.index("|")
                todo, done = words[:cut], words[cut + 1 :]
            else:
                todo, done = words[:-1], words[-1:]
            states.update(todo, done)
            self.done.update(done)
        return frozenset(states - {"|", ""})

    def _read_headings(self, starts: list[int]) -> None:
        open_headings: list[Heading] = []
        counts: Counter[tuple[int, int]] = Counter()
        for line in starts[:_MOST_HEADINGS]:
            text = self.lines[line]
            found = _HEADING.match(text)
            level = len(text) - len(text.lstrip("*"))
            while open_headings and open_headings[-1].level >= level:
                open_headings.pop().end = line
            heading = Heading(line, level, open_headings[-1] if open_headings else None, self.base)
            self._read_title(heading, found[2] if found else "", found.start(2) if found else level)
            self._read_below(heading)
            if heading.file_name:
                beside = heading.parent.line if heading.parent is not None else -1, level
                counts[beside] += 1
                heading.number = counts[beside]
            self.property_names.update(heading.properties, heading.added)
            if heading.parent is not None:
                heading.parent.children.append(heading)
            open_headings.append(heading)
            self.headings.append(heading)
        for heading in open_headings:
            heading.end = len(self.lines)

    def _read_title(self, heading: Heading, text: str, column: int) -> None:
        first = text.partition(" ")[0]
        if first in self.states:
            heading.todo, heading.is_done = first, first in self.done
            rest = text[len(first) :].lstrip(" \t")
            column, text = column + len(text) - len(rest), rest
        if priority := _PRIORITY.match(text):
            heading.priority = priority[1]
            column, text = column + priority.end(), text[priority.end() :]
        if comment := _COMMENTED.match(text):
            heading.is_comment = True
            column, text = column + comment.end(), text[comment.end() :]
        if tags := _TAGS.search(text):
            heading.tags = tuple(tag for tag in tags[1].split(":") if tag)
            text = text[: tags.start()].rstrip(" \t")
        heading.title, heading.column = text, column

    def _read_below(self, heading: Heading) -> None:
        line = heading.line + 1
        if line < len(self.lines) and _PLANNING.match(self.lines[line]):
            heading.planning = {name.upper(): stamp for name, stamp in _PLAN.findall(self.lines[line])}
            line += 1
        heading.properties, heading.added, heading.body = drawer_at(self.lines, line)


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def _heading_lines(lines: list[str]) -> list[int]:
    """The lines that begin with stars and a space, anywhere: Org recognizes a heading even inside a block."""
    return [number for number, text in enumerate(lines) if text[:1] == "*" and text.lstrip("*")[:1] == " "]


def keywords_in(lines: list[str]) -> Iterator[Keyword]:
    """The keyword lines outside code."""
    ends: dict[str, list[int]] = {}
    number, count = 0, len(lines)
    marked = [each for each, text in enumerate(lines) if "#+" in text]
    lower = {each: lines[each].strip().lower() for each in marked}
    for each in marked:
        if lower[each].startswith("#+end_"):
            ends.setdefault(lower[each][6:], []).append(each)
    skip_to = 0
    for number in marked:
        if number < skip_to:
            continue
        text = lines[number]
        verbatim = _BEGIN_VERBATIM.match(text)
        if verbatim:
            closing = next_after(ends.get(verbatim[1].lower(), []), number, count)
            skip_to = closing if closing >= 0 else number + 1
            continue
        found = _KEYWORD.match(text)
        if found:
            yield Keyword(found[1].lower(), found[2], number)


def with_setup(keywords: Iterable[Keyword], more: Mapping[int, Iterable[Keyword]]) -> Iterator[Keyword]:
    """The keywords of a file, with those of each setup file after the line that names it."""
    for each in keywords:
        yield each
        yield from more.get(each.line, ())


def _code_blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """First and last line of the blocks of code."""
    kind, start = "", 0
    for number, text in enumerate(lines):
        if "#+" in text:
            opening = None if kind else _BEGIN_VERBATIM.match(text)
            if opening:
                kind, start = opening[1].lower(), number
            elif kind and text.strip().lower() == f"#+end_{kind}":
                yield start, number
                kind = ""


def next_after(numbers: list[int], line: int, stop: int) -> int:
    """The first of the sorted line numbers after `line` and before `stop`; -1 if there is none."""
    at = bisect_right(numbers, line)
    return numbers[at] if at < len(numbers) and numbers[at] < stop else -1


def _behind_keywords(lines: list[str]) -> int:
    """The first line that is neither blank nor a keyword nor a comment."""
    for number, text in enumerate(lines):
        stripped = text.strip()
        if stripped and not (stripped[0] == "#" and (stripped[1:2] in ("", " ") or _KEYWORD.match(text))):
            return number
    return len(lines)
