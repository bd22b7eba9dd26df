"""Front matter: TOML between `+++`, YAML between `---`, or a JSON object, at the head of a file."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import tomli

from notegarden.notes.note import FrontMatter
from notegarden.notes.problems import Problem

# Larger front matter is a mistake or an attack; the YAML loader alone would take a second.
_LONGEST = {"toml": 262_144, "yaml": 20_000, "json": 262_144}
_MOST_BRACKETS = 400  # the YAML loader looks at every open one for each that follows
_MOST_VALUES = 10_000
_DEEPEST = 32

_OPENING = re.compile(r"\s*(?:(\+\+\+|---)[ \t]*(?:\n|\Z)|(?=\{\s*(?:\"|\})))")
_CLOSING = {
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
    "---": re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_PLACE_IN_MESSAGE = re.compile(r"\bline (\d+),? column (\d+)")
_MEND = "mend the syntax; until then its values are not read"
# Messages of the libraries for common mistakes → wording that tells a writer what to do.
_PLAINLY = (
    (r"Illegal character '\n'", "a text in quotes is not closed on its line", "close the quotes"),
    ("mapping values are not allowed here", "a colon stands in a value", "put the value in quotes"),
    (r"found character '\t' that cannot start any token", "a tab stands where spaces must", "indent with spaces"),
    ("found unexpected end of stream", "a text in quotes is not closed", "close the quotes"),
)
_TITLE_AS_WRITTEN = re.compile(r"^[ \t\"']*title[ \t\"']*[=:][ \t]*([^\n]*?)[ \t]*(?:#[^\n]*|,)?$", re.MULTILINE | re.I)

# Hugo reads each date from the first of these that is given.
_DATES = {
    "date": ("date",),
    "lastmod": ("lastmod", "modified"),
    "publish_date": ("publishdate", "pubdate", "published"),
    "expiry_date": ("expirydate", "unpublishdate"),
}
_TEXTS = {"slug": "slug", "url": "url", "description": "description", "type": "type", "link_title": "linktitle"}
_LISTS = {"aliases": ("aliases", "alias"), "tags": ("tags",), "authors": ("authors", "author")}


class HeadedText(NamedTuple):
    """`body` is the offset in the text where the body starts. `raw` is the front matter as it is written."""

    front: FrontMatter
    body: int
    problems: tuple[Problem, ...] = ()


def read_front_matter(path: str, text: str) -> HeadedText:
    """Split `text` into front matter and body. Never raises: unreadable front matter is a problem with its line."""
    opening = _OPENING.match(text)
    if opening is None:
        return HeadedText(FrontMatter(), 0)
    if opening[1] is None:
        return _read_json(path, text, opening.end())
    delimiter, start = opening[1], opening.end()
    closing = _CLOSING[delimiter].search(text, start)
    first_line = text.count("\n", 0, start) + 1
    if closing is None:
        if delimiter == "---":  # a thematic break, not front matter
            return HeadedText(FrontMatter(), 0)
        problem = _problem(path, first_line - 1, "the front matter is never closed", "end it with a line of +++")
        return HeadedText(FrontMatter(), start, (problem,))
    form = "toml" if delimiter == "+++" else "yaml"
    return _read(path, text[start : closing.start()], first_line, form, closing.end())


def _read_json(path: str, text: str, start: int) -> HeadedText:
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and not text[start:].lstrip("{ \t\n").startswith('"'):
            return HeadedText(FrontMatter(), 0)
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        problem = _problem(path, line, f"broken JSON front matter: {reason}", _MEND, column)
        return HeadedText(FrontMatter(), start, (problem,))
    return _read(path, text[start:end], text.count("\n", 0, start) + 1, "json", end)


def _loaded(raw: str, form: str) -> Any:
    if form == "toml":
        return tomli.loads(raw)
    if form == "json":
        return json.loads(raw)
    from notegarden.config.yaml import load_yaml

    return load_yaml(raw)


def _read(path: str, raw: str, first_line: int, form: str, body: int) -> HeadedText:
    """`first_line` is the line of the file that `raw` starts on."""
    table = read_table(path, raw, first_line, form)
    if isinstance(table, Problem):
        return HeadedText(FrontMatter(), body, (table,))
    typed, params = table
    return _Fields(path, raw, first_line, params, {str(key).lower(): value for key, value in typed.items()}).read(body)


def read_table(path: str, raw: str, first_line: int, form: str) -> tuple[dict[Any, Any], dict[str, Any]] | Problem:
    """(values as the language has them by key as typed, values as JSON knows them by lower-case key)."""
    if len(raw) > _LONGEST[form] or (form == "yaml" and raw.count("[") + raw.count("{") > _MOST_BRACKETS):
        return _problem(path, first_line, "the front matter is too long to be one")
    try:
        table = _loaded(raw, form)
    except (ValueError, RecursionError) as error:
        return _broken(path, raw, first_line, form, str(error))
    if table is None:
        return {}, {}
    if not isinstance(table, dict):
        return _problem(path, first_line, "the front matter is not a table of keys")
    try:
        return table, _JsonLike().table(table)
    except ValueError as error:
        return _problem(path, first_line, str(error))


def _broken(path: str, raw: str, first_line: int, form: str, message: str) -> Problem:
    """`message` is the library's, which says where unless it is the end of `raw`."""
    found = _PLACE_IN_MESSAGE.search(message)
    ended = "end of document" in message
    line = first_line + (int(found[1]) - 1 if found else raw.rstrip().count("\n") if ended else 0)
    reason = re.sub(r" \((?:at )?(?:line \d+, column \d+|end of document)\)$", "", message) or "nested too deeply"
    plain, hint = next((each[1:] for each in _PLAINLY if reason == each[0]), (reason, _MEND))
    return _problem(path, line, f"broken {form.upper()} front matter: {plain}", hint, int(found[2]) if found else 1)


class _JsonLike:
    """Values as JSON knows them. Counts what it makes, for aliases can unfold a small file into a huge value."""

    def __init__(self) -> None:
        self.made = 0

    def table(self, table: dict[Any, Any], depth: int = 0) -> dict[str, Any]:
        return {str(key).lower(): self.value(value, depth + 1) for key, value in table.items()}

    def value(self, value: Any, depth: int) -> Any:
        self.made += 1
        if self.made > _MOST_VALUES or depth > _DEEPEST:
            raise ValueError("the front matter holds too many or too deeply nested values")
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, int):
            return value if -(2**63) <= value < 2**63 else str(value)
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        if isinstance(value, dict):
            return self.table(value, depth)
        if isinstance(value, list | tuple | set):
            return [self.value(item, depth + 1) for item in value]
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.isoformat()  # the author's own clock: a permalink takes the day from it
        return iso_date(value) if isinstance(value, date) else str(value)


class _Fields:
    """Reads the known keys from a parsed front matter; a value of the wrong type is reported and left out."""

    def __init__(self, path: str, raw: str, first_line: int, params: dict[str, Any], typed: dict[str, Any]) -> None:
        self.path, self.raw, self.first_line = path, raw, first_line
        self.params, self.typed = params, typed
        self.problems: list[Problem] = []

    def read(self, body: int) -> HeadedText:
        known: dict[str, Any] = {name: self.date(keys) for name, keys in _DATES.items()}
        known |= {name: self.text(key) for name, key in _TEXTS.items() if key in self.params}
        known |= {name: self.texts(keys) for name, keys in _LISTS.items()}
        known["draft"] = self.boolean("draft")
        known["headless"] = self.boolean("headless")
        known["weight"] = self.integer("weight")
        front = FrontMatter(title=self.title(), params=self.params, **known)
        return HeadedText(front, body, tuple(self.problems))

    def wrong(self, key: str, wanted: str) -> None:
        found = re.search(rf"^[ \t\"']*{re.escape(key)}\b", self.raw, re.MULTILINE | re.I)
        line = self.first_line + (self.raw.count("\n", 0, found.start()) if found else 0)
        self.problems.append(_problem(self.path, line, f"`{key}` must be {wanted}"))

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
        return written[1] if written and written[1] else str(value)

    def text(self, key: str) -> str:
        value = self.params[key]
        if isinstance(value, str):
            return value.strip()
        if value is None or isinstance(value, dict | list):
            if value is not None:
                self.wrong(key, "a text")
            return ""
        return str(value)

    def texts(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        for key in keys:
            value = self.params.get(key)
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
        value = self.params.get(key, False)
        if isinstance(value, bool) or value is None:
            return bool(value)
        if isinstance(value, str) and value.lower() in ("true", "false", "t", "f", "1", "0", ""):
            return value.lower() in ("true", "t", "1")
        if isinstance(value, int):
            return value != 0
        self.wrong(key, "true or false")
        return False

    def integer(self, key: str) -> int:
        value = self.params.get(key, 0)
        try:
            return max(-(2**31), min(int(value or 0), 2**31))
        except (TypeError, ValueError, OverflowError):
            self.wrong(key, "a whole number")
            return 0

    def date(self, keys: tuple[str, ...]) -> str:
        for key in keys:
            value = self.typed.get(key)
            if value is None or value == "":
                continue
            if isinstance(value, date):
                return iso_date(value)
            try:
                return iso_date(datetime.fromisoformat(str(value).strip()))
            except ValueError:
                self.wrong(key, "a date such as 2024-05-31 or 2024-05-31T18:00:00+02:00")
        return ""


def iso_date(value: date) -> str:
    """ISO 8601 in UTC; a date without a time is midnight, a time without an offset is in UTC, as Hugo has it."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC).isoformat()
    try:
        return value.astimezone(UTC).isoformat()
    except OverflowError:
        return value.isoformat()


def _problem(path: str, line: int, message: str, hint: str = "", column: int = 1) -> Problem:
    return Problem(path, line, column, "front-matter", "error", message, hint)
