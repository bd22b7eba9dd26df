"""Front matter: TOML between `+++`, YAML between `---`, or a JSON object, at the start of a file."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
import tomli

from notegarden.dialects.pieces.dates import iso_date, read_date
from notegarden.dialects.pieces.fields import Fields
from notegarden.dialects.pieces.hidden_keys import has_keys, looks_unread, unread_key
from notegarden.dialects.pieces.html import RESERVED
from notegarden.notes.cascade import hands_down
from notegarden.notes.dates import USUAL_DATES, DateReading
from notegarden.notes.note import Cascade, FrontMatter
from notegarden.notes.problems import Problem

# Larger front matter is a mistake or an attack; the YAML loader alone would take a second.
_LONGEST = {"toml": 262_144, "yaml": 20_000, "json": 262_144}
_MOST_BRACKETS = 400  # the YAML loader examines every open one for each that follows
_MOST_VALUES = 10_000
_DEEPEST = 32
_CASCADE = re.compile("casc|cascad|ascade|scade")

_OPENING = re.compile(r"\s*(?:(\+\+\+|---)[ \t]*(?:\n|\Z)|(?=\{\s*(?:\"|\})))")
_CLOSING = {
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
    "---": re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_PLACE_IN_MESSAGE = re.compile(r"\bline (\d+),? column (\d+)")
_FIX = "fix the syntax"
HELD = "; not published until its front matter can be read"
# The libraries' messages for the most common mistakes, in words that writers understand.
_PLAINLY = (
    (r"Illegal character '\n'", "a quoted text is not closed on its line", "close the quotes"),
    ("mapping values are not allowed here", "a value contains a colon", "put the value in quotes"),
    (r"found character '\t' that cannot start any token", "a tab is used instead of spaces", "indent with spaces"),
    ("found unexpected end of stream", "a quoted text is not closed", "close the quotes"),
)


class HeadedText(NamedTuple):
    """`body` is the offset in the text where the body starts. `raw` is the front matter as written."""

    front: FrontMatter
    body: int
    problems: tuple[Problem, ...] = ()


def read_front_matter(path: str, text: str, dates: DateReading = USUAL_DATES) -> HeadedText:
    """Split `text` into front matter and body. Never raises: invalid parts become problems with their line.

    `dates`: how dates are parsed. If it is unclear whether the note may be seen, its front matter
    is `unreadable` and one problem says why.
    """
    found = _checked(path, text, _split(path, text, dates.of_file(path)))
    if found.front.unreadable and hands_down(path) and _CASCADE.search(re.sub(r"[\W_]", "", text.lower())):
        # It may have been meant to withhold the notes below, too.
        handed = (Cascade(FrontMatter(unreadable=True)),)
        return found._replace(front=msgspec.structs.replace(found.front, cascade=handed))
    return found


def _checked(path: str, text: str, found: HeadedText) -> HeadedText:
    """The front matter, `unreadable` if something that was meant to withhold the note was not parsed."""
    front = found.front
    if front.unreadable:
        return found
    raw = text[: found.body]
    key = unread_key(raw, front.params) if found.body else ""
    if key:
        return _held(path, found.body, _line_of(raw, key), f"`{key}` is ignored where or as it is written",
                     f"write `{key}` on a line of its own, outside any table", front)  # fmt: skip
    if looks_unread(text[found.body :], front.params):
        line = text.count("\n", 0, found.body) + 1
        message = "the front matter is not recognized" if not found.body else "front matter follows its own end"
        return _held(path, found.body, line, message, "put it between two lines of --- (YAML) or +++ (TOML)", front)
    return found


def _split(path: str, text: str, dates: DateReading) -> HeadedText:
    opening = _OPENING.match(text)
    if opening is None:
        return HeadedText(FrontMatter(), 0)
    if opening[1] is None:
        return _read_json(path, text, opening.end(), dates)
    delimiter, start = opening[1], opening.end()
    closing = _CLOSING[delimiter].search(text, start)
    first_line = text.count("\n", 0, start) + 1
    if closing is None:
        if delimiter == "---" and not has_keys(text[start:]):  # a thematic break, not front matter
            return HeadedText(FrontMatter(), 0)
        return _held(
            path, start, first_line - 1, "the front matter is not closed", f"end it with a line of {delimiter}"
        )
    form = "toml" if delimiter == "+++" else "yaml"
    return _read(path, text[start : closing.start()], first_line, form, closing.end(), dates)


def _line_of(raw: str, key: str) -> int:
    found = re.search(re.escape(key), raw, re.IGNORECASE)
    return raw.count("\n", 0, found.start()) + 1 if found else 1


def _held(
    path: str, body: int, line: int, message: str, hint: str = _FIX, front: FrontMatter | None = None, column: int = 1
) -> HeadedText:
    """Front matter that withholds the note, with the problem that says so."""
    kept = msgspec.structs.replace(front or FrontMatter(), unreadable=True)
    return HeadedText(kept, body, (holding(_problem(path, line, message, hint, column)),))


def holding(problem: Problem) -> Problem:
    """The problem, with the addition that the note is not published because of it."""
    return msgspec.structs.replace(problem, message=problem.message + HELD, hint=problem.hint or _FIX)


def _read_json(path: str, text: str, start: int, dates: DateReading) -> HeadedText:
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and not text[start:].lstrip("{ \t\n").startswith('"'):
            return HeadedText(FrontMatter(), 0)
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        return _held(path, start, line, f"broken JSON front matter: {reason}", column=column)
    return _read(path, text[start:end], text.count("\n", 0, start) + 1, "json", end, dates)


_UNWRITABLE = re.compile(f"[\ud800-\udfff{''.join(RESERVED)}]")


def _loaded(raw: str, form: str) -> Any:
    if form == "toml":
        return tomli.loads(raw)
    if form == "json":
        return json.loads(raw, object_pairs_hook=_without_repeats)
    from notegarden.config.yaml import load_yaml

    return load_yaml(raw)


def _spelt(value: Any) -> Any:
    """The value without characters that only an escape can spell: lone surrogates, and those that mark holes."""
    if isinstance(value, str):
        return value if value.isascii() else _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_spelt(key): _spelt(each) for key, each in value.items()}
    return [_spelt(each) for each in value] if isinstance(value, list) else value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError for a duplicate key: it would be a guess which value applies."""
    table = dict(pairs)
    for key, value in pairs:
        if table[key] is not value and table[key] != value:  # NaN differs from itself
            raise ValueError(f"duplicate key {key!r}")
    return table


def _read(path: str, raw: str, first_line: int, form: str, body: int, dates: DateReading) -> HeadedText:
    """`first_line` is the line of the file that `raw` starts on."""
    table = read_table(path, raw, first_line, form)
    if isinstance(table, Problem):
        return HeadedText(FrontMatter(unreadable=True), body, (holding(table),))
    typed, params = table
    fields = Fields(raw, params, {str(key).strip().lower(): value for key, value in typed.items()}, dates)
    front = fields.read()
    problems = [_problem(path, first_line + each.line, each.message, each.hint) for each in fields.problems]
    told = [holding(each) if field.holds else each for each, field in zip(problems, fields.problems, strict=True)]
    return HeadedText(front, body, tuple(told))


def read_table(path: str, raw: str, first_line: int, form: str) -> tuple[dict[Any, Any], dict[str, Any]] | Problem:
    """(values with the format's own types by key as typed, JSON-like values by lower-case key)."""
    if len(raw) > _LONGEST[form] or (form == "yaml" and raw.count("[") + raw.count("{") > _MOST_BRACKETS):
        return _problem(path, first_line, "the front matter is too long")
    try:
        table = _loaded(raw, form)
        if "\\" in raw:  # an escape may spell characters that no file can contain
            table = _spelt(table)
    except (ValueError, RecursionError) as error:
        return _broken(path, raw, first_line, form, str(error))
    if table is None:
        return {}, {}
    if not isinstance(table, dict):
        return _problem(path, first_line, "the front matter is not a table of keys")
    try:
        _without_repeats([(str(key).strip().lower(), value) for key, value in table.items()])
        return table, _JsonLike().table(table)
    except ValueError as error:
        return _problem(path, first_line, str(error))


def front_matter_of(path: str, table: dict[str, Any], line: int, dates: DateReading, raw: str = "") -> HeadedText:
    """Front matter of values outside a block of their own. `line`: where problems are reported.

    `raw`: the lines of `key: value` that they may have been parsed from, to find misspelt keys.
    """
    try:
        params = _JsonLike().table(table)
    except ValueError as error:
        return _held(path, 0, line, str(error))
    fields = Fields("", params, {str(key).lower(): value for key, value in table.items()}, dates)
    front = fields.read()
    problems = [(_problem(path, line, each.message, each.hint), each.holds) for each in fields.problems]
    key = "" if front.unreadable else unread_key(raw, front.params)
    if key:
        return _held(path, 0, line, f"`{key}` is ignored where or as it is written", f"write it as #+{key}", front)
    return HeadedText(front, 0, tuple(holding(each) if holds else each for each, holds in problems))


def _broken(path: str, raw: str, first_line: int, form: str, message: str) -> Problem:
    """`message` is the library's; it contains the place, unless that is the end of `raw`."""
    found = _PLACE_IN_MESSAGE.search(message)
    ended = "end of document" in message
    line = first_line + (int(found[1]) - 1 if found else raw.rstrip().count("\n") if ended else 0)
    reason = re.sub(r" \((?:at )?(?:line \d+, column \d+|end of document)\)$", "", message) or "nested too deeply"
    plain, hint = next((each[1:] for each in _PLAINLY if reason == each[0]), (reason, _FIX))
    return _problem(path, line, f"broken {form.upper()} front matter: {plain}", hint, int(found[2]) if found else 1)


class _JsonLike:
    """Converts values to JSON-like ones. Limits their number, because aliases can expand a small file enormously."""

    def __init__(self) -> None:
        self.made = 0

    def table(self, table: dict[Any, Any], depth: int = 0) -> dict[str, Any]:
        return {str(key).strip().lower(): self.value(value, depth + 1) for key, value in table.items()}

    def value(self, value: Any, depth: int) -> Any:
        self.made += 1
        if self.made > _MOST_VALUES or depth > _DEEPEST:
            raise ValueError("the front matter has too many or too deeply nested values")
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
            return value.isoformat()  # in the author's time zone: a permalink uses its day
        moment = read_date(value) if isinstance(value, date) else None
        return iso_date(moment) if moment else str(value)


def _problem(path: str, line: int, message: str, hint: str = "", column: int = 1) -> Problem:
    return Problem(path, line, column, "front-matter", "error", message, hint)
