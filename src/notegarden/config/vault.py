"""A vault's own settings that matter for its site: the JSON files in `.obsidian/`."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from notegarden.files.tree import Tree

DAILY_NOTES = ".obsidian/daily-notes.json"
"""The settings of daily notes, below the vault."""
_LONGEST = 4 << 20
"""Maximum size of a settings file in bytes; a larger one is ignored."""
_HOMES = ("index.md", "home.md", "readme.md", "00 - start here.md")


class VaultSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Folders are paths below the vault, without a slash at either end.

    `strict_breaks`: a single line end is a space. `ignored`: path prefixes, or `/regular expressions/`, of notes left
    out of lists, search and map. `templates`: the folder whose notes are not published. `excluded`: folders whose
    notes are published only with `publish: true`. `daily_folder`, `daily_format`: of daily notes, a moment.js pattern.
    `home`: path of the home page's note, "" if there is none.
    """

    strict_breaks: bool = False
    ignored: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    daily_folder: str = ""
    daily_format: str = "YYYY-MM-DD"
    home: str = ""


def read_vault(vault: Path, home: str = "") -> VaultSettings:
    """The settings of the vault in the folder `vault`; missing or broken ones have their defaults.

    `home`: the path in the configuration, with or without extension.
    """
    folder = vault / ".obsidian"  # may be a symbolic link, if the user allows it
    app, daily = _read(folder, "app.json"), _read(vault, DAILY_NOTES)
    publish = _read(folder, "publish.json")
    templates = {_folder(_read(folder, "templates.json").get("folder"))}
    templater = _read(folder, "plugins/templater-obsidian/data.json")
    templates.add(_folder(templater.get("templates_folder")))
    excluded = {_folder(each) for each in _list(publish.get("excluded"))}
    return VaultSettings(
        strict_breaks=app.get("strictLineBreaks") is True,
        ignored=tuple(each for each in _list(app.get("userIgnoreFilters")) if each),
        templates=tuple(sorted(templates - {""})),
        excluded=tuple(sorted(excluded - {""})),
        daily_folder=_folder(daily.get("folder")),
        daily_format=str(daily.get("format") or "YYYY-MM-DD"),
        home=_home(vault, home or str(_read(vault, "site-options.json").get("indexFile") or "")),
    )


def as_expression(filter_: str) -> re.Pattern[str] | None:
    """The regular expression of a `/…/` entry in `userIgnoreFilters`; None for a path prefix."""
    return _compiled(filter_[1:-1]) if len(filter_) > 2 and filter_[0] == filter_[-1] == "/" else None


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str] | None:
    """None for an invalid regular expression, which Obsidian ignores too."""
    try:
        return re.compile(expression)
    except (re.error, RecursionError, OverflowError):
        return None


def vault_title(vault: Path, garden: Path) -> str:
    """The site's name if the configuration has none: the one for Obsidian Publish, or the folder's name."""
    name = _read(vault, "site-options.json").get("siteName")
    return name.strip() if isinstance(name, str) and name.strip() else garden.name or "Notes"


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        with Tree(folder) as tree:
            value = json.loads(tree.read(name, _LONGEST).decode("utf-8-sig"))
        whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")  # an escape may spell half a character
        value = json.loads(whole)
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _folder(value: Any) -> str:
    return value.strip().strip("/") if isinstance(value, str) else ""


def _home(vault: Path, wanted: str) -> str:
    """The top-level note that is conventionally the home page; `wanted` comes first."""
    try:
        names = sorted(path.name for path in vault.iterdir() if path.suffix.lower() == ".md")
    except OSError:
        return ""
    if wanted:
        path = wanted if wanted.lower().endswith(".md") else f"{wanted}.md"
        if (vault / path).is_file():
            return path
    low = {name.lower(): name for name in reversed(names)}
    return next((low[name] for name in _HOMES if name in low), "")
