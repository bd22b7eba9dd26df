"""The words of the interface: one JSON file per language, for templates and (under `scripts`) for scripts."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from notegarden.errors import SiteError
from notegarden.files.tree import Tree
from notegarden.render.conventions import Conventions, conventions

FALLBACK = "en"
_LISTS = {"months": 12, "months_alone": 12, "weekdays": 7, "weekdays_short": 7}
_TABLES = "problems", "callouts"
_TEXTS = frozenset({"date_pattern", "month_pattern", "thousands"})
_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
_DATE_PART = re.compile(r"\{(?:day|month|year)\}")
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""What a language tag for Chinese contains if it means traditional characters; all others mean simplified ones."""
_FORMER = {"iw": "he"}
"""Old language codes → current ones."""
_TAG = re.compile(r"[a-z0-9]{1,8}(?:-[a-z0-9]{1,8})*")


def word_folders(statics: Iterable[Path]) -> list[Path]:
    """The folders of words below a garden's and the theme's `static/` folders, the garden's first."""
    return [folder / "theme" / "words" for folder in reversed([*statics])]


def load(language: str, folders: Sequence[Path]) -> dict[str, Any]:
    """The words for `language` ("de-AT" falls back to "de"); missing words are English.

    `folders` contain `<language>.json`; a later folder overrides key by key, so a garden can override a few words.
    A value is a text, a list of texts (months; two plural forms) or the plural forms by CLDR category;
    `problems` are the titles of problem kinds by code, `callouts` the names of callout kinds. `file` is the name of
    the language's own file, for the scripts.
    The formats of dates and numbers follow CLDR (`conventions`), unless a file overrides them: for the language, or
    for English if the interface is not translated into it. Raises SiteError if a file is not valid JSON.
    """
    found = list(_files(language, folders))
    tag = _tags(language)[-1] if is_spoken(language, folders) else FALLBACK
    rules = conventions(tag)
    words: dict[str, Any] = {**{name: {} for name in _TABLES}, **rules.words()}
    for _, own in found:
        for name in _TABLES:
            words[name] |= own.pop(name, {})
        if "months" in own:  # month names of a garden's own apply everywhere
            own.setdefault("months_alone", own["months"])
        words |= own.pop("scripts", {}) | own
    return {**words, "conventions": rules, "file": found[-1][0] if found else f"{FALLBACK}.json"}


def languages(folders: Iterable[Path]) -> list[str]:
    """The languages that the interface is translated into."""
    return sorted({file.stem for folder in folders for file in folder.glob("*.json")})


def is_spoken(language: str, folders: Iterable[Path]) -> bool:
    """Whether the interface is translated into a language, or into the one without its region ("de" for "de-AT")."""
    return words_file(language, folders) != f"{FALLBACK}.json" or _tags(language)[-1].split("-")[0] == FALLBACK


def words_file(language: str, folders: Iterable[Path]) -> str:
    """The name of the file with the words of the closest language; English if there is none."""
    names = [f"{tag}.json" for tag in reversed(_tags(language))]
    there = {name for folder in folders for name in names if (folder / name).is_file()}
    return next((name for name in names if name in there), f"{FALLBACK}.json")


def for_scripts(file: str, folders: Iterable[Path]) -> bytes:
    """The content of the language file that scripts load: only the words that they use."""
    words: dict[str, Any] = {}
    for _, found in _files(file.removesuffix(".json"), folders):
        words |= found.get("scripts", {})
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _files(language: str, folders: Iterable[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, content) of each file with words for a language, in rising precedence."""
    folders = tuple(folders)
    for tag in _tags(language):
        for folder in folders:
            file = folder / f"{tag}.json"
            try:
                with Tree(folder) as tree:
                    text = tree.read(file.name)
            except OSError:  # it does not exist, or is a link that leads outside
                continue
            try:
                found = json.loads(text)
                json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate cannot be encoded
            except (ValueError, RecursionError) as error:
                raise SiteError(f"not valid JSON: {error}", path=str(file)) from error
            yield file.name, _checked(found, file)


def _checked(found: Any, file: Path) -> dict[str, Any]:
    """The content of a words file. Raises SiteError for a value that templates and filters cannot show."""
    if not isinstance(found, dict):
        raise SiteError("the words must be an object", str(file))
    for key, value in found.items():
        if key in (*_TABLES, "scripts") and not isinstance(value, dict):
            raise SiteError(f'"{key}" must be an object of words', str(file))
        inside = value if key in (*_TABLES, "scripts") and isinstance(value, dict) else {key: value}
        for name, each in inside.items():
            if name in _LISTS:
                is_right = isinstance(each, list) and len(each) == _LISTS[name] and _are_texts(each)
                wanted = f"a list of {_LISTS[name]} texts"
            elif name in _TEXTS:
                is_right, wanted = isinstance(each, str), "a text"
            else:
                forms = [*each.values()] if isinstance(each, dict) and each.keys() <= _CATEGORIES else each
                is_right = isinstance(each, str) or (isinstance(forms, list) and len(forms) > 0 and _are_texts(forms))
                wanted = "a text, a list of texts or plural forms by category"
            if not is_right:
                raise SiteError(f'"{name}" must be {wanted}', str(file))
    return found


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _tags(language: str) -> list[str]:
    """The names of files that may have words for a language, by increasing precedence: `de-AT` → en, de, de-at.

    Chinese has a file for each of its scripts, which a tag may imply by its region: `zh-TW` → en, zh, zh-hant, zh-tw.
    """
    wanted = language.lower().replace("_", "-")
    if not _TAG.fullmatch(wanted):
        wanted = FALLBACK  # the tag becomes part of a file name, so it must be safe
    first, *rest = wanted.split("-")
    first = _FORMER.get(first, first)
    tags = [FALLBACK, first]
    if first == "zh":
        tags.append("zh-hant" if _TRADITIONAL & {*rest} else "zh-hans")
    tags += ["-".join((first, *rest[:length])) for length in range(1, len(rest) + 1)]
    return list(dict.fromkeys(tags))


def filters(words: Mapping[str, Any]) -> dict[str, Callable[..., str]]:
    """The template filters that depend on the language: `date`, `month`, `plural` and `number`."""
    rules: Conventions = words["conventions"]
    category = rules.category()
    separator: str = words["thousands"]

    def number(value: int | str) -> str:
        """A number in the language's format: 2427 -> "2,427"; in a text, such as a year, only the digits change."""
        return rules.number(value, separator)

    def date(value: str) -> str:
        """A formatted ISO 8601 date: "2024-03-12" -> "12 March 2024"; anything else unchanged."""
        try:
            day = datetime.date.fromisoformat(value[:10])
        except ValueError:
            return value
        return filled(words["date_pattern"], words["months"], day)

    def month(value: str) -> str:
        """A formatted month: "2024-03" -> "March 2024"; anything else unchanged."""
        try:
            first = datetime.date.fromisoformat(f"{value}-01")
        except ValueError:
            return value
        return filled(words["month_pattern"], words["months_alone"], first)

    def filled(pattern: str, months: list[str], day: datetime.date) -> str:
        # Not `format`: the pattern may be a garden's own, and "{day:>9999999999}" would fill the memory.
        values = {"{day}": number(str(day.day)), "{month}": months[day.month - 1], "{year}": number(str(day.year))}
        return _DATE_PART.sub(lambda found: values[found[0]], pattern)

    def plural(count: int, forms: str | list[str] | dict[str, str]) -> str:
        """`count` with a noun in the right plural form: 1 -> "1 note", 2427 -> "2,427 notes"."""
        return form_of(category(count), forms).replace("{n}", number(count))  # not `format`, as above

    return {"date": date, "month": month, "plural": plural, "number": number}


def form_of(category: str, forms: str | list[str] | dict[str, str]) -> str:
    """The form for a CLDR plural category: by its name, or in a list the first for `one`, otherwise the last."""
    if isinstance(forms, str):
        return forms
    if isinstance(forms, list):
        return forms[0 if category == "one" else -1]
    return forms.get(category) or forms.get("other") or [*forms.values()][-1]
