"""The words of the interface: one JSON file per language, for templates and (under `scripts`) for scripts."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from notegarden.errors import SiteError
from notegarden.files.tree import Tree

FALLBACK = "en"
_DATE_PART = re.compile(r"\{(?:day|month|year)\}")
_TAG = re.compile(r"[a-z0-9]{1,8}(?:-[a-z0-9]{1,8})*")


def word_folders(statics: Iterable[Path]) -> list[Path]:
    """Where the words are below a garden's and the theme's `static/` folders, the garden's first."""
    return [folder / "theme" / "words" for folder in reversed([*statics])]


def load(language: str, folders: Iterable[Path]) -> dict[str, Any]:
    """The words for `language` ("de-AT" is also served by "de"); what a file leaves out is English.

    `folders` hold `<language>.json`; a later folder wins key by key, so a garden can bring its own few words.
    A value is a text, or a list of texts (forms of a plural, months); `problems` are the titles of kinds of problem by
    their code. `file` names the language's own file, for the scripts. Raises SiteError where a file is no JSON.
    """
    words: dict[str, Any] = {"problems": {}}
    for file, found in _files(language, folders):
        words["problems"] |= found.pop("problems", {})
        words |= {"file": file} | found.pop("scripts", {}) | found
    return words


def languages(folders: Iterable[Path]) -> list[str]:
    """The languages that the interface has words in."""
    return sorted({file.stem for folder in folders for file in folder.glob("*.json")})


def is_spoken(language: str, folders: Iterable[Path]) -> bool:
    """Whether the interface has words in a language, or in the one without its region ("de" for "de-AT")."""
    files = tuple(f"{tag}.json" for tag in _tags(language) if tag != FALLBACK or language.lower().startswith(FALLBACK))
    return any((folder / name).is_file() for folder in folders for name in files)


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
            except OSError:  # there is none, or a link leads elsewhere
                continue
            try:
                found = json.loads(text)
                json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
            except (ValueError, RecursionError) as error:
                raise SiteError(f"not readable as JSON: {error}", path=str(file)) from error
            yield file.name, _checked(found, file)


def _checked(found: Any, file: Path) -> dict[str, Any]:
    """The content of a file of words. Raises SiteError for a value that templates and filters cannot show."""
    if not isinstance(found, dict):
        raise SiteError("the words must be an object", str(file))
    for key, value in found.items():
        inside = value if key in ("problems", "scripts") and isinstance(value, dict) else {key: value}
        for name, each in inside.items():
            is_list = isinstance(each, list) and len(each) > 0 and all(isinstance(text, str) for text in each)
            if not is_list and (not isinstance(each, str) or name == "months"):
                raise SiteError(f'"{name}" must be a text or a list of texts', str(file))
            if is_list and name in ("date_pattern", "thousands"):
                raise SiteError(f'"{name}" must be a text', str(file))
    if len(found.get("months", range(12))) != 12:
        raise SiteError('"months" must have twelve names', str(file))
    return found


def _tags(language: str) -> list[str]:
    """The names of the files that may have words for a language, in rising precedence: `de-AT` → en, de, de-at."""
    wanted = language.lower().replace("_", "-")
    if not _TAG.fullmatch(wanted):
        wanted = FALLBACK  # it becomes part of a file name
    return list(dict.fromkeys((FALLBACK, wanted.split("-", maxsplit=1)[0], wanted)))


def filters(words: Mapping[str, Any]) -> dict[str, Callable[..., str]]:
    """The template filters that depend on the language: `date`, `month` and `plural`."""
    months: list[str] = words["months"]
    pattern: str = words["date_pattern"]
    separator: str = words["thousands"]

    def date(value: str) -> str:
        """An ISO 8601 date as a reader writes it: "2024-03-12" -> "12 March 2024"; anything else as it is."""
        try:
            day = datetime.date.fromisoformat(value[:10])
        except ValueError:
            return value
        # Not `format`: the pattern may be a garden's own, and "{day:>9999999999}" fills the memory.
        values = {"{day}": str(day.day), "{month}": months[day.month - 1], "{year}": str(day.year)}
        return _DATE_PART.sub(lambda found: values[found[0]], pattern)

    def month(value: str) -> str:
        """A month as a reader writes it: "2024-03" -> "March 2024"; anything else as it is."""
        try:
            first = datetime.date.fromisoformat(f"{value}-01")
        except ValueError:
            return value
        return f"{months[first.month - 1]} {first.year}"

    def plural(count: int, forms: list[str]) -> str:
        """`count` in words by `forms`, one and many: 1 -> "1 note", 2427 -> "2,427 notes"."""
        number = f"{count:,}".replace(",", separator)
        return forms[0 if count == 1 else -1].replace("{n}", number)  # not `format`, as above

    return {"date": date, "month": month, "plural": plural}
