"""A page's settings in its file and headings: options, keywords, properties with inheritance."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.tag_groups import with_members
from notegarden.notes.numbers import whole_number

_OPTION = re.compile(r"""([^\s:]+|:(?=:)|-|\^|\*|<|\||\\n):(\{\}|"[^"]*"|\([^)]*\)|\S*)""")
_PLIST_KEY = re.compile(r"(?:^|(?<=\s)):([\w-]+)(?=\s|$)")
_QUOTED = re.compile(r'"([^"]*)"')
_SELECT, _EXCLUDE = frozenset(("export",)), frozenset(("noexport",))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Names that an option selects by `t`, `nil`, a list, or a list that begins with `not`.

    `names`: None for all. `is_excluded`: whether the names are those left out.
    """

    names: frozenset[str] | None = None
    is_excluded: bool = False

    def __contains__(self, name: object) -> bool:
        return self.names is None or (name in self.names) is not self.is_excluded


@dataclass(frozen=True, slots=True)
class Options:
    """The export options that change what a page shows, with the exporter's defaults."""

    levels: int = 3
    offset: int = 1
    todo: bool = True
    tags: bool = True
    priority: bool = False
    planning: bool = False
    numbers: int = 0
    toc_numbers: int = 0
    toc: int = 0
    scripts: str = "{}"
    emphasis: bool = True
    entities: bool = True
    footnotes: bool = True
    tables: bool = True
    special: bool = True
    timestamps: str = "t"
    """Which timestamps in paragraphs of their own are shown: `t`, `nil`, `active` or `inactive`."""
    drawers: Chosen = field(default_factory=lambda: Chosen())
    tasks: Chosen = field(default_factory=lambda: Chosen())
    """Which headings with a TODO state are shown; `:todo` and `:done` mean all states of a kind."""
    archived: str = "headline"
    cookies: bool = True
    fixed_width: bool = True
    latex: str = "t"
    breaks: bool = False
    clocks: bool = False
    kbd: bool = False
    author: bool = True
    creator: bool = False
    title: bool = True
    unspaced: bool = False
    """Whether the page's language is Chinese or Japanese: its lines are joined without spaces."""


@functools.lru_cache(maxsize=64)  # the pages of a garden mostly have the same
def options_of(texts: tuple[str, ...], offset: str | None, *, levels: int = 3, kbd: bool = False) -> Options:
    """The options of a page: `texts` are the values of `#+options`, later ones override."""
    values: dict[str, str] = {}
    for text in texts:
        values.update((name.lower(), value) for name, value in _OPTION.findall(text))
    toc, num = values.get("toc", "nil"), values.get("num", "nil")
    depth = _number(values.get("h", ""), levels)
    return Options(
        levels=depth,
        offset=1 if offset is None else _number(offset, 0),
        todo=_yes(values, "todo", default=True),
        tags=values.get("tags", "t") != "nil",
        priority=_yes(values, "pri", default=False),
        planning=_yes(values, "p", default=False),
        numbers=0 if num == "onlytoc" else _depth(num),
        toc_numbers=_depth(num),
        toc=0 if toc == "nil" else _number(toc, depth),
        scripts=values.get("^", "{}"),
        emphasis=_yes(values, "*", default=True),
        entities=_yes(values, "e", default=True),
        footnotes=_yes(values, "f", default=True),
        tables=_yes(values, "|", default=True),
        special=_yes(values, "-", default=True),
        timestamps=values.get("<", "t"),
        drawers=_chosen(values.get("d", '(NOT "LOGBOOK")').upper()),
        tasks=_tasks(values.get("tasks", "t")),
        archived=values.get("arch", "headline"),
        cookies=_yes(values, "stat", default=True),
        fixed_width=_yes(values, ":", default=True),
        latex=values.get("tex", "t"),
        breaks=_yes(values, "\\n", default=False),
        clocks=_yes(values, "c", default=False),
        kbd=kbd,
        author=_yes(values, "author", default=True),
        creator=_yes(values, "creator", default=False),
        title=_yes(values, "title", default=True),
    )


def _chosen(text: str) -> Chosen:
    if text.lower() == "nil":
        return Chosen(frozenset())
    names = words(text.strip("()")) if text.startswith("(") else []
    if not names:
        return Chosen()
    is_excluded = names[0].lower() == "not"
    return Chosen(frozenset(names[1:] if is_excluded else names), is_excluded)


def _tasks(text: str) -> Chosen:
    """The states of `todo`, `done`, `nil`, or a list of states, in which Org reads only those in quotes."""
    if text in ("todo", "done"):
        return Chosen(frozenset((f":{text}",)))
    if text.startswith("("):
        return Chosen(frozenset(_QUOTED.findall(text)))
    return Chosen(frozenset()) if text == "nil" else Chosen()


def _depth(text: str) -> int:
    return 0 if text == "nil" else _number(text, 99)


def _yes(values: dict[str, str], name: str, *, default: bool) -> bool:
    return values[name] != "nil" if name in values else default


def _number(text: str, default: int) -> int:
    number = whole_number(text)
    return default if number is None or number > 999 else number


def plist(text: str) -> dict[str, str]:
    """`:key value :key2 value` as a table; values as typed, surrounding quotes kept."""
    return dict(plist_pairs(text))


def plist_pairs(text: str) -> list[tuple[str, str]]:
    """`:key value :key2 value` as pairs, with keys in lower case; a key may come again."""
    found = list(_PLIST_KEY.finditer(text))
    ends = [*[each.start() for each in found[1:]], len(text)]
    return [(each[1].lower(), text[each.end() : end].strip()) for each, end in zip(found, ends, strict=False)]


def unquoted(value: str) -> str:
    return value[1:-1].replace('\\"', '"') if len(value) > 1 and value[0] == '"' == value[-1] else value


def words(text: str) -> list[str]:
    """Words separated by blanks; quotes group several together."""
    return [one or two for one, two in re.findall(r'"((?:[^"\\]|\\.)*+)"|(\S+)', text)]


@functools.lru_cache(maxsize=2)  # asked for each page of a file
def _names_in(outline: Outline) -> frozenset[str]:
    """The names of all keywords and export properties of a file, in lower case: no other setting has a value in it."""
    properties = (name.removeprefix("EXPORT_").lower() for name in outline.property_names)
    return frozenset((*(each.name for each in outline.keywords), *properties))


class Settings:
    """The settings of one page: `heading` is its subtree, None if the page is the whole file.

    Names are passed in lower case.
    """

    def __init__(self, outline: Outline, heading: Heading | None, local: dict[str, str]) -> None:
        self.outline, self.heading, self.local = outline, heading, local
        self._names = _names_in(outline)

    def property(self, name: str, *, inherit: bool = True) -> str | None:
        """The value of the property `EXPORT_NAME`; None for a page that is the whole file."""
        prop = f"EXPORT_{name.upper()}"
        if self.heading is None or prop not in self.outline.property_names:
            return None
        return self.heading.inherited(prop) if inherit else self.heading.own(prop)

    def value(self, name: str, *, inherit: bool = True) -> str | None:
        """The value of an `EXPORT_NAME` property, else of the keyword `#+name`; the first keyword counts."""
        if name not in self._names:
            return self.local.get(name)
        found = self.property(name, inherit=inherit)
        if found is not None:
            return found
        values = self.outline.values(name)
        return values[0] if values else self.local.get(name)

    def joined(self, name: str, *, inherit: bool = True) -> str | None:
        """The same as `value`, with all keyword lines joined, for keywords that accumulate."""
        if name not in self._names:
            return self.local.get(name)
        found = self.property(name, inherit=inherit)
        if found is not None:
            return found
        values = self.outline.values(name)
        return " ".join(values) if values else self.local.get(name)

    def concatenated(self, name: str) -> str:
        """The values of a property from the top heading down to the page's, joined with `/`; else the keyword's."""
        prop = f"EXPORT_{name.upper()}"
        parts: list[str] = []
        if self.heading is not None:
            parts = [value for each in self.heading.ancestry() if (value := each.own(prop))]
        if parts:
            return "/".join(part.strip("/") for part in reversed(parts))
        return self.value(name) or ""

    def section(self) -> str:
        """The section, without the fragments that headings add."""
        written = self.value("hugo_section")
        return "posts" if written is None else written.strip("/ ")

    @functools.cached_property
    def options(self) -> Options:
        texts = self.outline.values("options")
        own = self.heading.inherited("EXPORT_OPTIONS") if self.heading is not None else None
        offset = self.value("hugo_level_offset", inherit=False)
        kbd = self.value("hugo_use_code_for_kbd", inherit=False) or self.local.get("use_code_for_kbd", "nil")
        local = [f"toc:{self.local['toc']}"] if "toc" in self.local else []
        local += [f"num:{self.local['num']}"] if "num" in self.local else []
        local += [self.local["options"]] if "options" in self.local else []
        levels = _number(self.local.get("levels", ""), 3)
        language = self.value("hugo_locale") or self.value("language") or ""
        found = options_of((*local, *texts, own or ""), offset, levels=levels, kbd=kbd != "nil")
        return replace(found, unspaced=True) if language[:2].lower() in ("zh", "ja") else found

    @functools.cached_property
    def log_drawer(self) -> str:
        """The drawer for the log of the page's heading, in upper case; "" if Emacs writes none into a drawer."""
        key = "LOG_INTO_DRAWER"
        name = self.outline.base.get(key) if self.heading is None else self.heading.inherited(key)
        if name is None:
            name = "t" if "logdrawer" in " ".join(self.outline.values("startup")).lower().split() else "nil"
        return {"nil": "", "t": "LOGBOOK"}.get(name, name.upper())

    def is_on(self, name: str) -> bool:
        """Whether a setting that is on by default is not switched off."""
        found = self.value(name)
        return (self.local.get(name.removeprefix("hugo_"), "t") if found is None else found) not in ("nil", "")

    def blocks(self, *kinds: str) -> list[tuple[int, str, str]]:
        """Line, kind and text of the page's blocks that belong to its front matter (`Outline.front_blocks`)."""
        found = [each for each in self.outline.front_blocks if each[1] in kinds]
        if found and self.heading is not None:
            found = [each for each in found if self.heading.line < each[0] < self.heading.end]
        return [each for each in found if not self.is_anothers(each[0])]

    def is_anothers(self, line: int) -> bool:
        """Whether a line belongs to a page inside this one."""
        own = self.outline.heading_at(line)
        above = own.ancestry() if own is not None else ()
        posts = (each for each in above if each.file_name)
        return next(posts, self.heading) is not self.heading

    def leaves_out(self, line: int) -> bool:
        """Whether a line of the page is below a heading that is commented out or excluded by a tag."""
        own = self.outline.heading_at(line)
        inner = takewhile(lambda each: each is not self.heading, own.ancestry() if own is not None else ())
        excluded = self.exclude_tags
        return any(each.is_comment or not excluded.isdisjoint(each.tags) for each in inner)

    def select_tags(self) -> frozenset[str]:
        return self._tags_of("select_tags", _SELECT)

    @functools.cached_property
    def exclude_tags(self) -> frozenset[str]:
        return self._tags_of("exclude_tags", _EXCLUDE)

    def _tags_of(self, name: str, usual: frozenset[str]) -> frozenset[str]:
        """The tags in a setting, with the members of groups. A property counts only on a post itself."""
        is_post = self.heading is not None and self.heading.file_name != ""
        own = self if is_post else Settings(self.outline, None, self.local)
        found = own.joined(name, inherit=False)
        return with_members(frozenset(found.split()) if found else usual, self.outline.tag_groups)

    def excluding_tag(self) -> str:
        """The tag in `#+filetags` or `#+hugo_tags` that excludes the page of the whole file; "" for none."""
        chosen = " ".join(self.outline.values("hugo_tags")).replace('"', " ").split()
        return next((tag for tag in (*self.outline.file_tags, *chosen) if tag in self.exclude_tags), "")

    def is_exported(self, heading: Heading) -> bool:
        """Whether the page may show a subtree: no COMMENT and no excluded tag on it, above it or on the file."""
        excluded = self.exclude_tags
        return excluded.isdisjoint(self.outline.file_tags) and not any(
            each.is_comment or not excluded.isdisjoint(each.tags) for each in heading.ancestry()
        )
