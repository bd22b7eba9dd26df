"""`#+include:`, `#+setupfile:`, `#+transclude:` of a text file: files inserted where they are named.

Files outside the garden are refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from posixpath import dirname, join, normpath

import msgspec

from notegarden.dialects.org.drawers import TO_LAST_WORD
from notegarden.dialects.org.outline import Heading, Keyword, Outline, keywords_in, with_setup
from notegarden.dialects.org.selection import THINGS, Selection
from notegarden.dialects.org.settings import plist, unquoted
from notegarden.dialects.org.transclusion_options import OF_THE_EDITOR, unknown_option
from notegarden.dialects.org.withheld import (
    Visibility,
    sets_visibility,
    subtrees_excluded_by_tags,
    visibility_keywords,
    visibility_of,
)
from notegarden.dialects.pieces.beside import NOT_READ
from notegarden.dialects.pieces.decode import decoded
from notegarden.files.endings import is_source
from notegarden.notes.dates import DateReading
from notegarden.notes.note import Awaited
from notegarden.notes.numbers import whole_number

_INCLUDE = re.compile(rf"[ \t]*#\+include:[ \t]*(\"(?:[^\"\\]|\\.)*+\"|\S+)[ \t]*({TO_LAST_WORD})[ \t]*$", re.I)
_TRANSCLUDE = re.compile(
    r"[ \t]*#\+transclude:[ \t]*(?:t[ \t]+)?\[\[(?:file:)?((?<=file:)[^\[\]]++|\.{1,2}/[^\[\]]++)\]"
    rf"(?:\[[^\[\]]*+\])?\][ \t]*({TO_LAST_WORD})[ \t]*$",
    re.I,
)
_NO_TEXT = re.compile(r"(?:\.org(?:\.gpg)?|\.md|\.jpe?g|\.png|\.gif|\.svg|\.webp|\.tiff|\.bmp|\.avif|\.pdf|/)$", re.I)
"""Extensions of files that a transclusion does not show as text: notes, which are embedded, pictures and documents."""
_SELECTING = ("lines", "src", "rest", "end", "thing-at-point", "thingatpt")
_SETUP = re.compile(
    r"[ \t]*#\+(?:setupfile:[ \t]*(\"[^\"]*\"|\S+)|include:[ \t]*(\"[^\"]*\"|\S+)(?:[ \t]+:minlevel[ \t]+\S+)?)[ \t]*$",
    re.I,
)
"""A setup file, or a whole file that is included with its keywords."""
_BEGIN = re.compile(r"[ \t]*#\+begin_(src|example|export|comment)\b", re.I)
_END = re.compile(r"\s*#\+end_(src|example|export|comment)", re.I)
_STARS = re.compile(r"\*+(?= )")
_DEEPEST = 8
_LONGEST_BLOCK = 2000  # maximum lines of a block whose content is not searched for includes
_MOST = 500
_MOST_SETUPS = 50  # maximum setup files per file
_MOST_LINES = 200_000

Read = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Expanded:
    """A file with its includes expanded. `numbers`: the line of the file (0-based) that each line comes from.

    `failures`: (line, message, fix) of includes that failed, or are only partly supported.
    `included`: half-open line ranges of included files, with their paths.
    `awaited`: line → an included part with its own publish or expiry date.
    """

    lines: list[str]
    numbers: list[int]
    failures: tuple[tuple[int, str, str], ...] = ()
    included: tuple[tuple[int, int, str], ...] = ()
    awaited: tuple[tuple[int, Awaited], ...] = ()

    def awaited_in(self, first: int, last: int) -> tuple[Awaited, ...]:
        """The included parts in these lines that have their own publish or expiry dates."""
        return tuple(each for at, each in self.awaited if first <= at < last)

    def file_at(self, line: int) -> str:
        """The included file that a line comes from, "" for the file's own."""
        at = bisect_right(self.included, line, key=itemgetter(0)) - 1
        return self.included[at][2] if at >= 0 and line < self.included[at][1] else ""


def with_includes(file: str, lines: list[str], read: Read, dates: DateReading) -> Expanded:
    """Expand the includes of a file, except parts that their authors withhold; `dates` decides when they are shown."""
    low = "\n".join(lines).lower()
    if "#+include:" not in low and "#+transclude:" not in low:
        return Expanded(lines, list(range(len(lines))))
    state = _Including(read, dates)
    out: list[str] = []
    numbers: list[int] = []
    included: list[tuple[int, int, str]] = []
    level = 0
    verbatim = ""
    ends = _ends(lines)
    for number, text in enumerate(lines):
        if text[:1] == "*" and (stars := _STARS.match(text)):
            level = len(stars[0])
        if "#+" not in text:
            pass
        elif verbatim:
            verbatim = "" if text.strip().lower().startswith(f"#+end_{verbatim}") else verbatim
        elif (begin := _BEGIN.match(text)) and _is_closed(number, ends[begin[1].lower()]):
            verbatim = begin[1].lower()
        elif asked := _asked_for(text):
            state.at = len(out)
            more = state.included(file, asked, level, 0)
            place = normpath(join(dirname(file), asked.path.partition("::")[0]))
            included.append((len(out), len(out) + len(more), place))
            out += more
            numbers += [number] * len(more)
            continue
        out.append(text)
        numbers.append(number)
    awaited = ((at, msgspec.structs.replace(each, line=numbers[at] + 1)) for at, each in state.awaited)
    return Expanded(out, numbers, tuple(state.failures), tuple(included), tuple(awaited))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The target of an include. `selection`: its lines that a transclusion shows, None for an include.

    `unknown`: unsupported options.
    """

    path: str
    arguments: str
    selection: Selection | None = None
    unknown: tuple[str, ...] = ()


def _asked_for(text: str) -> _Asked | None:
    """What a line includes; None if it includes nothing."""
    found = _INCLUDE.match(text)
    if found:
        return _Asked(unquoted(found[1]), found[2])
    found = _TRANSCLUDE.match(text)
    if found is None or _NO_TEXT.search(found[1].partition("::")[0]):
        return None
    path, _, search = found[1].partition("::")
    options = {name: unquoted(value) for name, value in plist(found[2]).items()}
    language, thing = options.get("src", ""), options.get("thing-at-point", options.get("thingatpt", ""))
    selection = Selection(search.strip(), options.get("end", ""), options.get("lines", ""), thing)
    unknown = tuple(name for name in options if name not in _SELECTING and name not in OF_THE_EDITOR)
    return _Asked(path, f"src {language} {options.get('rest', '')}" if language else "", selection, unknown)


def _ends(lines: list[str]) -> dict[str, list[int]]:
    """The lines where each kind of verbatim block may end."""
    ends: dict[str, list[int]] = {kind: [] for kind in ("src", "example", "export", "comment")}
    for number, text in enumerate(lines):
        if "#+" in text and (found := _END.match(text)):
            ends[found[1].lower()].append(number)
    return ends


def _is_closed(number: int, ends: list[int]) -> bool:
    """Whether one of the next lines closes the block that begins at a line."""
    at = bisect_right(ends, number)
    return at < len(ends) and ends[at] < number + _LONGEST_BLOCK


class _Including:
    """Counts included files, so that files that include each other terminate."""

    def __init__(self, read: Read, dates: DateReading) -> None:
        self.read, self.dates = read, dates
        self.awaited: dict[tuple[int, Awaited], bool] = {}
        self.count = self.lines = self.at = 0
        self.failures: list[tuple[int, str, str]] = []
        self.outlines: dict[str, Outline] = {}
        self.visibilities: dict[tuple[str, int, bool], Visibility] = {}

    def included(self, file: str, asked: _Asked, level: int, depth: int) -> list[str]:
        """The lines that replace an include; if it fails, an empty line, and a failure is recorded."""
        path, _, search = asked.path.partition("::")
        self.count += 1
        if depth >= _DEEPEST or self.count > _MOST or self.lines > _MOST_LINES:
            return self._failed(f"{path}: includes are nested too deeply, or too much is included")
        place = normpath(join(dirname(file), path))
        if any(part[:1] == "." and part != ".." for part in place.split("/")):
            return self._failed(f"the file {path} is hidden, such as files of git, so it is not published")
        data = self.read(place) if not path.startswith(("/", "~")) and not place.startswith("..") else None
        if data is None:
            return self._failed(f"the file {path} {NOT_READ}")
        if place not in self.outlines:
            text, problems = decoded(place, data)
            if problems or b"\0" in data:
                return self._failed(f"the file {path} is not UTF-8 text")
            self.outlines[place] = _as_its_page(place, text.rstrip("\n").split("\n"), self.read)
        found = self._as_asked(place, self.outlines[place], asked, search, level, depth)
        self.lines += len(found)
        return found

    def _failed(self, message: str, hint: str = "fix the path; until then the line is left out") -> list[str]:
        self.failures.append((self.at, message, hint))
        return [""]

    def _as_asked(self, place: str, outline: Outline, asked: _Asked, search: str, level: int, depth: int) -> list[str]:
        lines, arguments = outline.lines, asked.arguments
        kind, options = _kind_and_options(arguments)
        is_code = kind[:1] != [] and kind[0] in ("src", "example", "export")
        first, last = 0, len(lines)
        if asked.selection is None:
            part = _part(outline, "" if is_code else search, {} if is_code else options)
            if part is None:
                return self._failed(f"there is no {search} in {place}")
            first, last = _range(*part, unquoted(options.get("lines", "")))
        if why := self._why_withheld(place, outline, first, last, is_verbatim=is_code or asked.selection is not None):
            self._failed(f"{search or 'text'} of {place} is not shown: {why}", "publish it there, or move it out")
            return visibility_keywords(outline.keywords) if not (first or is_code or asked.selection) else [""]
        if not is_code and asked.selection is None:
            excluded = subtrees_excluded_by_tags(outline, first + (search != ""), last)
            lines = [*chain(*(lines[start:stop] for start, stop in _between(excluded, first, last)))]
        else:
            lines = lines[first:last]
        if asked.selection is not None:
            self.failures += [(self.at, *unknown_option(name, _SELECTING)) for name in asked.unknown]
            if asked.selection.thing not in ("", *THINGS):
                return self._failed(f"#+transclude cannot show a {asked.selection.thing}, only {' or '.join(THINGS)}")
            selected = asked.selection.of(lines)
            if selected is None:
                return self._failed(f"{place} has no line with which its transclusion begins or ends")
            lines = selected
        return _as_code(kind[0], arguments, lines) if is_code else self._as_text(place, lines, options, level, depth)

    def _as_text(self, place: str, lines: list[str], options: dict[str, str], level: int, depth: int) -> list[str]:
        """Lines of Org with shifted heading levels, and their own includes expanded."""
        asked_level = whole_number(options.get("minlevel", ""))
        minimum = level + 1 if asked_level is None or asked_level > 99 else asked_level
        out: list[str] = []
        for text in _shifted(lines, minimum):
            more = _asked_for(text) if "#+" in text else None
            out += self.included(place, more, level, depth + 1) if more else [text]
        return out

    def _why_withheld(self, place: str, outline: Outline, first: int, last: int, *, is_verbatim: bool) -> str:
        """Why lines of a file are not shown here, "" if they are; records their publish and expiry dates.

        `is_verbatim`: as code or single lines, so headings in them are no headings here, to be checked there.
        """
        if is_verbatim and not is_source(place):
            return ""
        above = outline.heading_at(first)
        parts = [(above, above is not None and above.line == first)]
        if is_verbatim:
            parts += [(None, False)]
            parts += [(each, False) for each in outline.headings if first <= each.line < last and sets_visibility(each)]
            if subtrees_excluded_by_tags(outline, first, last):
                return "a tag withholds part of it"
        for heading, has_title in parts:
            found = self._visibility_of(place, outline, heading, has_title=has_title)
            if found.why:
                return found.why
            if found.since or found.until:
                self.awaited[self.at, Awaited(found.since, found.until, 0, place)] = True
        return ""

    def _visibility_of(self, place: str, outline: Outline, heading: Heading | None, *, has_title: bool) -> Visibility:
        key = place, heading.line if heading is not None else -1, has_title
        if key not in self.visibilities:
            self.visibilities[key] = visibility_of(place, outline, heading, self.dates, has_title=has_title)
        return self.visibilities[key]


def _between(excluded: list[tuple[int, int]], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The line ranges between the withheld ones."""
    for start, stop in excluded:
        if start >= first:
            yield first, start
            first = stop
    yield first, last


def _part(outline: Outline, search: str, options: dict[str, str]) -> tuple[int, int] | None:
    """The lines of a file that an include selects; None if its search finds nothing."""
    if search:
        return _found(outline, search, only_contents="only-contents" in options)
    first = _after_head(outline) if options.get("only-contents") == "t" else 0
    return first, len(outline.lines)


def _as_code(kind: str, arguments: str, lines: list[str]) -> list[str]:
    code = [f",{text}" if text.lstrip()[:1] in ("*", ",") or text.lstrip().startswith("#+") else text for text in lines]
    return [f"#+begin_{kind} {arguments[len(kind) :].strip()}", *code, f"#+end_{kind}"]


def _kind_and_options(arguments: str) -> tuple[list[str], dict[str, str]]:
    head, colon, _ = arguments.partition(":")
    return head.split(), plist(arguments[len(head) :]) if colon else {}


def _range(first: int, last: int, asked: str) -> tuple[int, int]:
    """`5-10`: from line 5 to before line 10 of the given lines; `5-`, `-10`."""
    begin, dash, end = asked.partition("-")
    if not dash:
        return first, last
    start, stop = whole_number(begin.strip()), whole_number(end.strip())
    count = last - first if stop is None else max(stop - 1, 0)
    return min(first + max((start or 1) - 1, 0), last), min(first + count, last)


def _found(outline: Outline, search: str, *, only_contents: bool) -> tuple[int, int] | None:
    """The first line that an include selects, and the line after it."""
    heading = outline.found(search)
    if heading is not None:
        return heading.body if only_contents else heading.line, heading.end
    return _named(outline.lines, search)


def _named(lines: list[str], name: str) -> tuple[int, int] | None:
    """The lines of the element below `#+name: NAME`."""
    for number, text in enumerate(lines):
        if text.strip().lower().startswith("#+name:") and text.partition(":")[2].strip() == name:
            stop = number + 1
            begin = re.match(r"[ \t]*#\+begin_(\S+)", lines[stop], re.I) if stop < len(lines) else None
            while stop < len(lines):
                low = lines[stop].strip().lower()
                if (begin and low.startswith(f"#+end_{begin[1].lower()}")) or (not begin and not low):
                    break
                stop += 1
            return number, stop + 1
    return None


def _after_head(outline: Outline) -> int:
    """The line after the keywords and the drawer at a file's start."""
    lines = outline.lines
    start = outline.start
    while start < len(lines) and lines[start].lstrip().startswith("#+") and ":" in lines[start]:
        if re.match(r"[ \t]*#\+(?:begin|include|attr|caption|name)", lines[start], re.I):
            break
        start += 1
    return start


def _shifted(lines: list[str], minimum: int) -> list[str]:
    """The lines with their heading levels shifted so that the highest is `minimum`."""
    levels = [len(found[0]) for text in lines if text[:1] == "*" and (found := _STARS.match(text))]
    by = minimum - min(levels, default=minimum)
    if not by:
        return lines
    return [
        "*" * max(len(found[0]) + by, 1) + text[len(found[0]) :]
        if text[:1] == "*" and (found := _STARS.match(text))
        else text
        for text in lines
    ]


def _as_its_page(place: str, lines: list[str], read: Read) -> Outline:
    """The outline of a file with the keywords that its own page gets from other files."""
    return Outline(lines, setup_keywords(place, lines, read, with_included=True))


def setup_keywords(
    file: str, lines: list[str], read: Read, seen: set[str] | None = None, *, with_included: bool = False
) -> dict[int, list[Keyword]]:
    """The keywords of the setup files that a file names, by the line that names them, including nested ones.

    Each file is read once. `with_included`: also keywords of included files.
    """
    seen = set() if seen is None else seen
    out: dict[int, list[Keyword]] = {}
    for number, text in enumerate(lines):
        found = _SETUP.match(text) if "#+" in text else None
        path = unquoted(found[1] or found[2]) if found else ""
        if found is None or (found[2] and not with_included):
            continue
        place = normpath(join(dirname(file), path))
        if place in seen or len(seen) >= _MOST_SETUPS or path.startswith(("/", "~", "http:", "https:")):
            continue
        seen.add(place)
        data = read(place) if not place.startswith("..") else None
        if data is not None:
            more = decoded(place, data)[0].split("\n")
            inner = setup_keywords(place, more, read, seen, with_included=with_included)
            out[number] = [*with_setup(keywords_in(more), inner)][:_MOST]
    return out
