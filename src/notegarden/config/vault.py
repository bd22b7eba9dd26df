"""What a vault's own settings mean for its site: the JSON files of `.obsidian/`."""

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
"""Bytes of a file of settings; what is longer is none."""
_HOMES = ("index.md", "home.md", "readme.md", "00 - start here.md")


class VaultSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Folders are paths below the vault, without a slash at either end.

    `strict_breaks`: a single line end is a space. `ignored`: path prefixes, or `/regular expressions/`, of what stays
    out of lists, search and map. `templates`: the folder whose notes are not published. `excluded`: folders of which
    only notes with `publish: true` are. `daily_folder`, `daily_format`: of daily notes, in the pattern of moment.js.
    `home`: path of the note that is the home page, "" where there is none.
    """

    strict_breaks: bool = False
    ignored: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    daily_folder: str = ""
    daily_format: str = "YYYY-MM-DD"
    home: str = ""


def read_vault(vault: Path, home: str = "") -> VaultSettings:
    """The settings of the vault in the folder `vault`; what is missing or broken has its default.

    `home`: the path that the configuration names, with or without ending.
    """
    folder = vault / ".obsidian"  # which may be a link, where the user allows it
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
    """The regular expression that `/an expression/` of `userIgnoreFilters` is; None for a prefix of paths."""
    return _compiled(filter_[1:-1]) if len(filter_) > 2 and filter_[0] == filter_[-1] == "/" else None


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str] | None:
    """None for what is no regular expression, which Obsidian passes over too."""
    try:
        return re.compile(expression)
    except (re.error, RecursionError, OverflowError):
        return None


def vault_title(vault: Path, garden: Path) -> str:
    """The name of the site where the configuration gives none: what Obsidian Publish shows, or the folder's name."""
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
    """The note at the vault's top that people take for its home; `wanted` comes first."""
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
