"""A note's properties: YAML between two lines of `---`, the first of which is the file's first line.

Whether a note may be published is never guessed: with unreadable properties, or a `publish` that is neither true
nor false, the note is not published.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from notegarden.dialects.obsidian.tags import tag_name
from notegarden.dialects.pieces.dates import iso_date, read_date
from notegarden.dialects.pieces.draft import NoteDraft, shown
from notegarden.dialects.pieces.fields import BUILD, FieldProblem, Fields
from notegarden.dialects.pieces.frontmatter import read_table
from notegarden.dialects.pieces.hidden_keys import begins_with_key, has_keys, unread_key
from notegarden.dialects.pieces.unread_wishes import OBSIDIAN, unread_wishes
from notegarden.notes.cascade import is_false
from notegarden.notes.dates import DateReading
from notegarden.notes.note import Build, FrontMatter, Property
from notegarden.notes.problems import Problem
from notegarden.urls import is_external

_OPENING = "---\n"
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_LINK = re.compile(r"\s*!?\[\[((?:[^\n\[\]]|\[(?!\[)|\](?!\]))+)\]\]\s*")
_CREATED = ("created", "date", "created_at", "date created")
_MODIFIED = ("updated", "modified", "lastmod", "last_modified", "date modified")
_FROM = ("publishdate",)
_UNTIL = ("expirydate", "unpublishdate")
_COVERS = ("cover", "image")
_LISTS = ("aliases", "tags", "cssclasses")
_TEXTS = ("title", "description", "permalink")
_FIX = "fix the properties; until then the note is not published"


class Properties(NamedTuple):
    """`body`: offset of the text. `held`: why the note must not be published."""

    front: FrontMatter
    body: int
    listed: tuple[Property, ...] = ()
    problems: tuple[Problem, ...] = ()
    held: str = ""


def read_properties(path: str, text: str) -> Properties:
    """Split `text` into properties and body. Never raises: unreadable properties become a problem."""
    if not text.startswith(_OPENING):
        return _checked(path, text, Properties(FrontMatter(), 0))
    closing = _CLOSING.search(text, len(_OPENING))
    if closing is None:
        if not has_keys(text[len(_OPENING) :]):  # a thematic break
            return _checked(path, text, Properties(FrontMatter(), 0))
        message = "the properties are not closed; the note is not published"
        problem = Problem(path, 1, 1, "front-matter", "error", message, "end them with a line of ---")
        return Properties(FrontMatter(), len(_OPENING), (), (problem,), "its properties are never closed")
    table = read_table(path, text[len(_OPENING) : closing.start()], 2, "yaml")
    if isinstance(table, Problem):
        problem = msgspec.structs.replace(table, message=f"{table.message}; the note is not published", hint=_FIX)
        return Properties(FrontMatter(), closing.end(), (), (problem,), "its properties cannot be read")
    typed, params = table
    hugos = Fields(text[: closing.start()], params, {}, DateReading())
    headless, build = hugos.boolean("headless"), hugos.build() if _is_build(params, hugos) else Build()
    held, problems = _held(path, params, hugos.problems)
    problems += tuple(_unread(path, params, text[: closing.start()]))
    listed = tuple(Property(str(name), params[str(name).lower()]) for name in typed)
    front = FrontMatter(
        title=_text(params, "title") or None,
        draft=params.get("publish") is False or _is_on(params.get("draft")),
        headless=headless,
        build=build,
        publish_date=_date(typed, _FROM),
        expiry_date=_date(typed, _UNTIL),
        date=_date(typed, _CREATED),
        lastmod=_date(typed, _MODIFIED),
        url=_text(params, "permalink"),
        aliases=tuple(_texts(_as_typed(typed, params, "aliases"))),
        tags=tuple(_tags(_as_typed(typed, params, "tags"))),
        description=_text(params, "description"),
        params=params,
    )
    if not held:
        problems += tuple(unread_wishes(path, _without_own(front), text[: closing.start()], OBSIDIAN))
    return _checked(path, text, Properties(front, closing.end(), listed, problems, held))


def _checked(path: str, text: str, found: Properties) -> Properties:
    """The properties, with the note withheld if something that was meant to withhold it was not parsed."""
    front, raw = found.front, text[: found.body]
    key = unread_key(raw, front.params) if raw else ""
    if found.held or (not key and not begins_with_key(text[found.body :], front.params)):
        return found
    if key:
        at = re.search(re.escape(key), raw, re.IGNORECASE)
        what = f"`{key}` is ignored where or as it is written"
        line = raw.count("\n", 0, at.start()) + 1 if at else 1
        hint = f"write {key} on a line of its own in the properties"
    else:
        what = "properties follow the end of the properties" if raw else "the file begins with unrecognized properties"
        line, hint = raw.count("\n") + 1, "put them between two lines of ---, the first of which is the file's first"
    problem = Problem(path, line, 1, "front-matter", "error", f"{what}; the note is not published", hint)
    return found._replace(problems=(*found.problems, problem), held=what)


def _without_own(front: FrontMatter) -> FrontMatter:
    """The front matter without the effect of the vault's own publish key, which is not unclear."""
    own = {"publish"} if isinstance(front.params.get("publish"), bool) else set()
    return msgspec.structs.replace(front, params={key: each for key, each in front.params.items() if key not in own})


def _is_build(params: dict[str, Any], hugos: Fields) -> bool:
    """Whether `build` is Hugo's, or may be: a text or a number with that name is the author's own."""
    given = [params[key] for key in ("build", "_build") if key in params]
    tables = [each for each in given if isinstance(each, dict) and not each.keys().isdisjoint(BUILD)]
    return bool(tables) or any(is_false(each) for each in given) or any(map(hugos.means_build, params))


def _held(path: str, params: dict[str, Any], hugos: Sequence[FieldProblem]) -> tuple[str, tuple[Problem, ...]]:
    for key in ("publish", "draft"):
        value = params.get(key)
        if value is not None and not isinstance(value, bool) and not (key == "draft" and _is_on(value)):
            message = f"`{key}` is neither true nor false; the note is not published"
            problem = Problem(path, 1, 1, "front-matter", "error", message, f"write {key}: true or {key}: false")
            return f"`{key}` is neither true nor false", (problem,)
    for key in (*_FROM, *_UNTIL):
        if params.get(key) and not _date(params, (key,)):
            message = f"`{key}` is not a date; the note is not published"
            problem = Problem(path, 1, 1, "front-matter", "error", message, "write a date such as 2024-05-31")
            return f"`{key}` is not a date", (problem,)
    for each in (found for found in hugos if found.holds):
        message = f"{each.message}; the note is not published"
        return each.message, (Problem(path, each.line + 1, 1, "front-matter", "error", message, _FIX),)
    return "", ()


def _unread(path: str, params: dict[str, Any], text: str) -> Iterator[Problem]:
    """Values with the wrong type, of keys that have a meaning."""
    for key in (*_LISTS, *_TEXTS):
        value = params.get(key)
        is_list = isinstance(value, list) and key in _LISTS
        items = value if is_list and isinstance(value, list) else [value]
        if any(isinstance(item, list | dict) for item in items):
            written = re.search(rf"^{re.escape(key)}[ \t]*:", text, re.MULTILINE | re.IGNORECASE)
            line = text.count("\n", 0, written.start()) + 1 if written else 1
            wanted = "a text or a list of texts" if key in _LISTS else "a text"
            yield Problem(path, line, 1, "front-matter", "error", f"`{key}` must be {wanted}", "fix the value")


def _is_on(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() in ("true", "yes", "on"))


def _text(params: dict[str, Any], key: str) -> str:
    value = params.get(key)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _texts(value: Any) -> Iterator[str]:
    """The items of a list, or the single value; empty ones are skipped."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str | int | float) and not isinstance(item, bool) and str(item).strip():
            yield str(item).strip()


def _tags(value: Any) -> Iterator[str]:
    """A text is one tag; one with a space is ignored."""
    for item in _texts(value):
        name = tag_name(item)
        if name and not any(char.isspace() for char in name):
            yield name


def _as_typed(typed: dict[Any, Any], params: dict[str, Any], key: str) -> Any:
    """The value of a key; an unquoted date is returned as the text typed."""
    given = next((value for name, value in typed.items() if str(name).lower() == key), None)
    pairs = zip(given, params[key], strict=True) if isinstance(given, list) else [(given, params.get(key))]
    return [one.isoformat() if type(one) is datetime.date else value for one, value in pairs]


def _date(typed: dict[Any, Any], keys: tuple[str, ...]) -> str:
    low = {str(key).lower(): value for key, value in typed.items()}
    for key in keys:
        value = low.get(key)
        found = read_date(value.strip("[] ") if isinstance(value, str) else value) if value else None
        if found is not None:
            return iso_date(found)
    return ""


def add_property_links(draft: NoteDraft, listed: tuple[Property, ...], body: int) -> None:
    """Add a link for every value that consists of one `[[…]]`; `body`: the end of the properties."""
    text, key = draft.places.text[:body], 0
    for each in listed:
        links = [found for found in map(property_link, _values(each.value)) if found]
        if not links:
            continue
        key = pos = _after_key(text, each.name, key)
        is_found = True  # if many are written differently, as YAML aliases are, only one is searched for
        for target, display in links:
            at = _written_at(text, target, pos) if is_found else -1
            is_found = at >= 0
            pos = at + 2 if is_found else pos
            link = draft.links[draft.add_link(target, "property", *draft.places.in_file(at if is_found else pos))]
            link.text, link.field = display, each.name


def _after_key(text: str, name: str, start: int) -> int:
    """Where the value of a property begins, searched from `start`; `start` if its name is spelled differently."""
    at = text.find(f"\n{name}:", max(start - 1, 0))
    if at >= 0:
        return at + len(name) + 2
    written = re.compile(rf"^[ \t{{,\"']*{re.escape(name)}[\"']?[ \t]*:", re.MULTILINE)
    found = written.search(text, start)
    return found.end() if found else start


def _written_at(text: str, target: str, pos: int) -> int:
    """The place of a link as a quoted value, searched from `pos`; -1 if not found."""
    at = text.find(f"[[{target}", pos)
    if at >= 0 and text[max(0, at - 3) : at].rstrip(" !").endswith(("'", '"')):
        return at
    forms = {"'": "''?", '"': r'\\?"', "\\": r"\\{1,2}"}  # YAML doubles or escapes them
    written = "".join(forms.get(char) or re.escape(char) for char in target)
    found = re.compile(rf"[\"'][ \t]*!?(?P<link>\[\[){written}").search(text, pos)
    return found.start("link") if found else -1


def add_cover(draft: NoteDraft, listed: tuple[Property, ...], body: int) -> None:
    """Add the picture that a property names by its path in the vault. Call it after the body's pictures are known."""
    for each in listed:
        if each.name.lower() in _COVERS and isinstance(each.value, str) and each.value.strip():
            src = each.value.strip()
            if property_link(src) is None and not is_external(src):
                at = max(draft.places.text.find(src, 0, body), 0)
                draft.add_picture(f"/{src.lstrip('/')}", *draft.places.in_file(at), None, [])


def property_link(value: str) -> tuple[str, str] | None:
    """(target, text to show) of a value that is a link; None for any other."""
    found = _LINK.fullmatch(value) if "[[" in value else None
    if found is None:
        return None
    target, _, display = found[1].partition("|")
    return target, display.strip() or shown(target) or "¶"


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _values(item)
