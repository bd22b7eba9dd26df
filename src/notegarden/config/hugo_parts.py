"""Merge the files of a Hugo site's configuration as `hugo` does for a build.

The top-level file comes first, then the files in `config/_default/`, then `config/production/`, because that is the
environment of a build. Tables are merged key by key, case-insensitively; of other values the last one wins.
https://gohugo.io/configuration/introduction/#configuration-directory
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from notegarden.config.read import read_table

FOLDERS = ("config/_default", "config/production")
"""Folders whose files are merged, the more specific one last."""

_ENDINGS = (".toml", ".yaml", ".yml", ".json")
_WHOLE = ("hugo", "config")


def merged(garden: Path, path: Path) -> dict[str, Any]:
    """The site's merged configuration, with top-level keys in lower case and the settings of its own language applied.

    `path`: its first file. Raises SiteError.
    """
    raw: dict[str, Any] = {}
    if path.parent == garden:
        _merge(raw, _renamed(read_table(garden, path)))
    for part in (part for folder in FOLDERS for part in _parts(garden / folder)):
        _merge(raw, _renamed(_placed(part.stem, read_table(garden, part))))
    return _of_own_language(raw)


def own_shortcodes(garden: Path) -> tuple[str, ...]:
    """Shortcodes that are built in here but not in Hugo, and that the site's or its theme's layouts define."""
    layouts = [garden / "layouts", *sorted(garden.glob("themes/*/layouts"))]
    folders = [each / name for each in layouts for name in ("shortcodes", "_shortcodes")]
    return tuple(name for name in ("embed",) if any((folder / f"{name}.html").is_file() for folder in folders))


def _parts(folder: Path) -> list[Path]:
    """The configuration files below a folder, in the order that Hugo walks it."""
    files = [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]
    return sorted((file for file in files if file.suffix in _ENDINGS), key=lambda file: file.parts)


def _placed(stem: str, table: dict[str, Any]) -> dict[str, Any]:
    """The table nested by its file name: `params`, or `params.de` for one language."""
    if stem in _WHOLE:
        return table
    name, _, language = stem.rpartition(".") if "." in stem else (stem, "", "")
    if not language:
        return {name: table}
    if name.lower() in ("menu", "menus", "params"):
        table = {name: table}
    return {"languages": {language: table}}


def languages_of(raw: dict[str, Any]) -> tuple[str, ...]:
    """The codes, in lower case, of the languages that Hugo would build; the one at the site's root comes first.

    `raw`: with top-level keys in lower case.
    """
    given = raw.get("languages")
    tables = {str(code).lower(): table for code, table in given.items()} if isinstance(given, dict) else {}
    off = raw.get("disablelanguages")
    left = {str(code).lower() for code in off} if isinstance(off, list) else set()
    left |= {code for code, table in tables.items() if _value(table, "disabled") is True}
    codes = sorted(set(tables) - left, key=lambda code: (_weight(tables[code]), code))
    default = str(raw.get("defaultcontentlanguage") or "en").lower()
    if not codes:
        return (default,)
    first = default if default in codes else codes[0]
    return (first, *(code for code in codes if code != first))


def _weight(table: Any) -> float:
    weight = _value(table, "weight")
    return weight if isinstance(weight, int | float) else 0


def _value(table: Any, name: str) -> Any:
    if not isinstance(table, dict):
        return None
    return next((value for key, value in table.items() if str(key).lower() == name), None)


def _of_own_language(raw: dict[str, Any]) -> dict[str, Any]:
    """The configuration with the settings of the site's language applied; the first language if there are several."""
    languages = raw.get("languages")
    if not isinstance(languages, dict) or not languages:
        return raw
    code = languages_of(raw)[0]
    spelled, own = next((pair for pair in languages.items() if str(pair[0]).lower() == code), (code, {}))
    own = _renamed(own) if isinstance(own, dict) else {}
    params = {**_params(raw), **_params(own)}
    return {"languagecode": spelled, **raw, **own, **({"params": params} if params else {})}


def _params(table: dict[str, Any]) -> dict[str, Any]:
    params = table.get("params")
    return params if isinstance(params, dict) else {}


def _renamed(table: dict[str, Any]) -> dict[str, Any]:
    """The table with keys in lower case and the old name `menu` replaced by `menus`."""
    low = {str(key).lower(): value for key, value in table.items()}
    return {"menus" if key == "menu" else key: value for key, value in low.items()}


def _merge(into: dict[str, Any], new: dict[str, Any]) -> None:
    spelled = {str(key).lower(): key for key in into}
    for key, value in new.items():
        name = spelled.setdefault(str(key).lower(), key)
        old = into.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            _merge(old, value)
        else:
            into[name] = value
