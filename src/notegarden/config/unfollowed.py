"""Name what a Hugo site's configuration asks for and this program does not do, so that nothing is dropped silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_SWITCHES = {
    "uglyurls": "uglyURLs",
    "disablepathtolower": "disablePathToLower",
    "removepathaccents": "removePathAccents",
    "enableemoji": "enableEmoji",
    "canonifyurls": "canonifyURLs",
    "relativeurls": "relativeURLs",
    "hascjklanguage": "hasCJKLanguage",
}
_TABLES = {"module": "module", "outputs": "outputs", "outputformats": "outputFormats", "related": "related"}
_TABLES |= {"mediatypes": "mediaTypes", "frontmatter": "frontmatter"}
_TAGS = {"tag": "tags"}
_ENTRIES = ("menus", "menu")


def unfollowed(garden: Path, name: str, raw: dict[str, Any]) -> str:
    """One line that names the settings of the file `name` that are not followed; "" for none."""
    low = {str(key).lower(): value for key, value in raw.items()}
    found = [key for key in ("theme", "themes") if low.get(key)]
    found += ["layouts/"] if (garden / "layouts").is_dir() else []
    found += [shown for key, shown in _SWITCHES.items() if low.get(key) is True]
    found += [shown for key, shown in _TABLES.items() if low.get(key)]
    found += _languages(low) + _taxonomies(low) + _menus(low)
    return f"{name}: not followed here: {', '.join(found)}" if found else ""


def _languages(low: dict[str, Any]) -> list[str]:
    languages = low.get("languages")
    if not isinstance(languages, dict) or len(languages) < 2:
        return []
    return [f"languages ({', '.join(sorted(map(str, languages)))})"]


def _taxonomies(low: dict[str, Any]) -> list[str]:
    """Those that are set beside tags. Hugo's own second one, categories, counts where it is written down."""
    given = low.get("taxonomies")
    if not isinstance(given, dict):
        return []
    others = sorted(str(key) for key, plural in given.items() if _TAGS.get(str(key).lower()) != plural)
    return [f"taxonomies ({', '.join(others)})"] if others else []


def _menus(low: dict[str, Any]) -> list[str]:
    """Menus other than main, and entries of main that name a page instead of an address."""
    menus: dict[str, Any] = next((low[key] for key in _ENTRIES if isinstance(low.get(key), dict)), {})
    found = [f"menu {name}" for name in sorted(map(str, menus)) if name != "main"]
    main = menus.get("main", [])
    entries = [entry for entry in main if isinstance(entry, dict)] if isinstance(main, list) else []
    if any("name" not in entry or "url" not in entry for entry in entries):
        found.append("menu entries without name and url (pageRef)")
    return found
