"""The front matter keys that the program itself uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from notegarden.dialects.pieces.dates import iso_date, read_date
from notegarden.dialects.pieces.menus import menu_entries
from notegarden.notes.cascade import DATES, HIDING, LISTS, TEXTS, unpublishing_key
from notegarden.notes.dates import FROM_NAME, DateReading
from notegarden.notes.globs import LONGEST, fits, is_glob
from notegarden.notes.note import Build, Cascade, FrontMatter, MenuEntry

# The texts that Go parses as booleans.
_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})
_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})
BUILD = frozenset({"render", "list", "publishresources"})
_TARGETS = ("path", "kind", "environment")
_TITLE_AS_WRITTEN = re.compile(r"^[ \t\"']*+title[ \t\"']*+[=:][ \t]*+([^\n]*+)$", re.MULTILINE | re.I)


class FieldProblem(NamedTuple):
    """A value of the wrong type. `line`: 0-based, relative to the front matter."""

    line: int
    message: str
    hint: str
    holds: bool


class Fields:
    """Reads the known keys from parsed front matter; a value of the wrong type is reported and ignored.

    `params`: JSON-like, `typed`: from the library, both with lower-case keys. `name_is_read`: whether a
    date was taken from the file name.
    """

    def __init__(self, raw: str, params: dict[str, Any], typed: dict[str, Any], dates: DateReading) -> None:
        self.raw, self.params, self.typed, self.dates = raw, params, typed, dates
        self.name_is_read = False
        self.date_keys: dict[str, tuple[int, str]] = {}
        self.problems: list[FieldProblem] = []

    def read(self) -> FrontMatter:
        known: dict[str, Any] = {name: self.date(name, self.dates.keys.get(name, keys)) for name, keys in DATES.items()}
        known |= {name: self.text(key) for name, key in TEXTS.items() if key in self.params}
        known |= {name: self.texts(keys) for name, keys in LISTS.items()}
        known["draft"] = self.boolean("draft") or unpublishing_key(self.params) != ""
        known["headless"] = self.boolean("headless")
        known["weight"] = self.integer("weight")
        known["date_keys"] = self.date_keys
        known["build"] = self.build()
        known["menus"] = self.menus(known["weight"], known.get("link_title", ""))
        known["cascade"] = tuple(self.cascades(self.params.get("cascade")))
        if self.name_is_read and not known.get("slug"):
            known["slug"] = self.dates.rest
        title = self.title()
        unreadable = any(problem.holds for problem in self.problems)
        return FrontMatter(title=title, params=self.params, unreadable=unreadable, **known)

    def wrong(self, key: str, wanted: str, *, holds: bool = False) -> None:
        """Report the value of `key`; `holds`: the note must be withheld, because the key decides if it is published."""
        found = re.search(rf"^[ \t\"']*{re.escape(key)}\b", self.raw, re.MULTILINE | re.I)
        line = self.raw.count("\n", 0, found.start()) if found else 0
        self.problems.append(FieldProblem(line, f"`{key}` must be {wanted}", "", holds))

    def title(self) -> str | None:
        value = self.typed.get("title")
        if value is None:
            return None
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list):
            self.wrong("title", "a text")
            return None
        written = _TITLE_AS_WRITTEN.search(self.raw)
        return (_without_comment(written[1]) if written else "") or str(value)

    def text(self, key: str) -> str:
        value = _plain(self.typed.get(key), self.params[key])
        if isinstance(value, str):
            return value.strip()
        if value is None or isinstance(value, dict | list):
            if value is not None and key != "type":  # Hugo silently ignores a list here
                self.wrong(key, "a text")
            return ""
        return str(value)

    def texts(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        for key in keys:
            typed, value = self.typed.get(key), self.params.get(key)
            if isinstance(typed, list) and isinstance(value, list):
                value = [*map(_plain, typed, value)]
            value = _plain(typed, value)
            if isinstance(value, str | int | float):
                return (str(value),) if str(value).strip() else ()
            if isinstance(value, list):
                if any(isinstance(item, dict | list) for item in value):
                    self.wrong(key, "a list of texts")
                return tuple(str(item) for item in value if isinstance(item, str | int | float) and str(item).strip())
            if isinstance(value, dict):
                name = value.get("name")
                if key in ("author", "authors") and isinstance(name, str):
                    return (name,)
                self.wrong(key, "a text or a list of texts")
        return ()

    def boolean(self, key: str) -> bool:
        """If the key is given, its value must be clearly true or false."""
        if key not in self.params:
            return False
        value = self.params[key]
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in _TRUE | _FALSE:
            return value in _TRUE
        if isinstance(value, int):
            return value != 0
        self.wrong(key, "true or false", holds=True)
        return False

    def build(self) -> Build:
        """Hugo's `build` table, formerly `_build`; its values for rendering and listing must be valid."""
        key = "build" if "build" in self.params else "_build"
        table = self.params.get(key)
        for other in filter(self.means_build, self.params):
            self.wrong(other, "named `build`, and a table", holds=True)
        if table is None and key not in self.params:
            return Build()
        if key == "build" and self.params.get("_build", table) != table:
            self.wrong("_build", "left out where `build` is given", holds=True)
        if not isinstance(table, dict) or not table.keys() <= BUILD:
            self.wrong(key, "a table of `render`, `list` and `publishResources`", holds=True)
            return Build()
        words = {True: "always", False: "never", "true": "always", "false": "never"}
        given = {name: table.get(name, True) for name in ("render", "list")}
        given = {name: words.get(each, each) if isinstance(each, str | bool) else each for name, each in given.items()}
        for name, others in (("render", ("link",)), ("list", ("local",))):
            if given[name] not in ("always", "never", *others):
                self.wrong(name, " or ".join(("always", "never", *others)), holds=True)
        resources = table.get("publishresources", True)
        if not isinstance(resources, bool):
            self.wrong("publishResources", "true or false", holds=True)
        return Build(str(given["render"]), str(given["list"]), resources is True)

    def means_build(self, key: str) -> bool:
        """Whether a key is a misspelled `build`: `build.render` in YAML, or a table with its keys."""
        if key.startswith(("build.", "_build.")):
            return True
        table = self.params[key] if key not in ("build", "_build") else None
        return isinstance(table, dict) and table.keys() <= BUILD and table.get("render") in ("never", "link", False)

    def cascades(self, value: Any) -> Iterator[Cascade]:
        """One table, or a list of them, each with its own target. Anything invalid withholds the notes."""
        for table in value if isinstance(value, list) else () if value is None else (value,):
            if not isinstance(table, dict):
                self.wrong("cascade", "a table, or a list of tables", holds=True)
                yield Cascade(FrontMatter(unreadable=True))
                continue
            values = {key: each for key, each in table.items() if key not in ("target", "_target")}
            inner = Fields(self.raw, values, values, self.dates._replace(day=""))
            front = inner.read()
            self.problems += inner.problems
            if "cascade" in values or self.hides(values.get("params")):
                wanted = "a table without another cascade, and without `draft` or dates in `params`"
                self.wrong("cascade", wanted, holds=True)
                front = msgspec.structs.replace(front, unreadable=True)
            target = self.target(table.get("target", table.get("_target", {})))
            if fits(target.get("environment", "production"), "production"):
                yield Cascade(front, target.get("path", ""), target.get("kind", ""))

    def hides(self, params: Any) -> bool:
        """Whether the parameters that a section passes on contain a key that withholds notes in other programs."""
        named = (key for name in ("publish_date", "expiry_date") for key in self.dates.keys.get(name, ()))
        return isinstance(params, dict) and any(params.get(key) not in (None, False) for key in (*HIDING, *named))

    def target(self, table: Any) -> dict[str, str]:
        """The notes that a cascade applies to; all of them if that is invalid."""
        if isinstance(table, dict) and all(isinstance(table.get(key, ""), str) for key in _TARGETS):
            found = {key: table[key] for key in _TARGETS if key in table}
            if all(is_glob(pattern) for pattern in found.values()):
                return found
        self.wrong("target", f"a table of patterns up to {LONGEST} letters: path, kind, environment", holds=True)
        return {}

    def integer(self, key: str) -> int:
        value = self.params.get(key, 0)
        try:
            return max(-(2**31), min(int(value or 0), 2**31))
        except (TypeError, ValueError, OverflowError):
            self.wrong(key, "a whole number")
            return 0

    def menus(self, weight: int, title: str) -> tuple[MenuEntry, ...]:
        """Hugo's `menus`, or its older name. `weight` and `title`: defaults for entries without their own."""
        key = "menus" if "menus" in self.params else "menu"
        value = self.params.get(key)
        found = () if value is None else menu_entries(value, weight, title)
        if found is None:
            self.wrong(key, "a menu's name, a list of names, or a table of menus")
        return found or ()

    def date(self, name: str, keys: tuple[str, ...]) -> str:
        """The first key that is set. An invalid date withholds the note if it decides when the note is published."""
        for place, key in enumerate(keys):
            if key == FROM_NAME and self.dates.day:
                self.name_is_read = True
            value = self.dates.day if key == FROM_NAME else self.typed.get(key)
            is_flag = key == "published" and isinstance(value, bool)
            if is_flag or value == "" or (value is None and not (key in self.typed and self.is_written(key))):
                continue
            is_year = name in ("publish_date", "expiry_date") and isinstance(value, int) and 999 < value < 10_000
            found = None if is_year else read_date(value, self.dates.zone)
            if found is not None:
                if key != DATES[name][0] or place:
                    self.date_keys[name] = place, key
                return iso_date(found)
            holds = name not in ("date", "lastmod") or (name == "date" and not self.has_publish_date())
            self.wrong(key, "a date such as 2024-05-31 or 2024-05-31T18:00:00+02:00", holds=holds)
        return ""

    def is_written(self, key: str) -> bool:
        """Whether a value follows the key although it parses as none: `publishDate: #2030-01-02`."""
        written = re.search(rf"^[ \t]*{re.escape(key)}[ \t]*:[ \t]*(\S.*)$", self.raw, re.MULTILINE | re.I)
        return written is not None and written[1].strip().lower() not in ("~", "null")

    def has_publish_date(self) -> bool:
        """Whether a key other than `date` sets when the note is published."""
        return any(self.typed.get(key) not in (None, "", True, False) for key in DATES["publish_date"])


def _plain(typed: Any, value: Any) -> Any:
    """The value as text; an unquoted date is returned as typed."""
    is_day = isinstance(typed, date) and not isinstance(typed, datetime)
    return typed.isoformat() if is_day else value


def _without_comment(text: str) -> str:
    """A value as written, without a comment after it, or the comma that ends it."""
    value, sign, _ = text.partition("#")
    return value.rstrip(" \t") if sign else value.removesuffix(",").rstrip(" \t")
