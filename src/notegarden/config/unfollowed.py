"""Name the settings of a Hugo site's configuration that have no effect here, so that nothing is dropped silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from notegarden.config.goldmark import at, unfollowed_markup
from notegarden.config.hugo_parts import languages_of
from notegarden.errors import SiteError

_SWITCHES = {
    "uglyurls": "uglyURLs",
    "disablepathtolower": "disablePathToLower",
    "removepathaccents": "removePathAccents",
    "canonifyurls": "canonifyURLs",
    "defaultcontentlanguageinsubdir": "defaultContentLanguageInSubdir",
    "disablealiases": "disableAliases",
    "relativeurls": "relativeURLs",
    "hascjklanguage": "hasCJKLanguage",
}
_TABLES = {"module": "module", "outputs": "outputs", "outputformats": "outputFormats", "related": "related"}
_TABLES |= {"mediatypes": "mediaTypes"}
# Keys whose value may be the default, which is supported.
_DEFAULTS = {"staticdir": ("staticDir", "static")}
_TABLES |= {"sectionpagesmenu": "sectionPagesMenu"}
_OTHERS: dict[str, Any] = {
    "capitalizeListTitles": True,
    "enableInlineShortcodes": False,
    "markup.defaultMarkdownHandler": "goldmark",
    "page.nextPrevSortOrder": "desc",
    "pluralizeListTitles": True,
    "publishDir": "public",
    "refLinksNotFoundURL": "",
    "sitemap.disable": False,
    "sitemap.filename": "sitemap.xml",
    "summaryLength": 70,
    "titleCaseStyle": "AP",
}
"""Setting for addresses, publication or text → the value that is supported, Hugo's default."""
_TERMS = ("term", "taxonomy")
_TAGS = {"tag": "tags"}
_ENTRIES = ("menus", "menu")


def unfollowed(garden: Path, name: str, raw: dict[str, Any]) -> str:
    """One line that names the settings in the file `name` that are not supported; "" if there are none."""
    low = {str(key).lower(): value for key, value in raw.items()}
    found = [key for key in ("theme", "themes") if low.get(key)]
    found += ["layouts/"] if (garden / "layouts").is_dir() else []
    found += [shown for key, shown in _SWITCHES.items() if _is_on(low.get(key))]
    found += [shown for key, shown in _TABLES.items() if low.get(key)]
    found += [shown for key, (shown, usual) in _DEFAULTS.items() if low.get(key, usual) != usual]
    found += unfollowed_markup(low) + _others(low) + _permalinks(low)
    found += _languages(low) + _taxonomies(low) + _menus(low) + _kinds(low)
    return f"{name}: not supported here: {', '.join(found)}" if found else ""


def check_mounts(garden: Path, name: str, raw: dict[str, Any]) -> None:
    """Raises SiteError if a mount or `staticDir` excludes notes or files, which would be published here."""
    folders = next((value for key, value in raw.items() if key.lower() == "staticdir"), "static")
    named = [str(folder).strip("./") for folder in (folders if isinstance(folders, list) else [folders])]
    if "static" not in named and (garden / "static").is_dir():
        hint = "move static/ away, and rename the folder with the files to publish to static/"
        raise SiteError("staticDir excludes static/; this is not supported here", name, 0, hint)
    mounts = at(raw, "module.mounts")
    for mount in mounts if isinstance(mounts, list) else ():
        low = {str(key).lower(): value for key, value in mount.items()} if isinstance(mount, dict) else {}
        target = str(low.get("target", "")).strip("/")
        chosen = next((key for key in ("files", "excludefiles", "includefiles") if low.get(key)), "")
        is_part = target == "content" and str(low.get("source", "")).strip("./").startswith("content/")
        if target.partition("/")[0] in ("content", "static") and (chosen or is_part):
            what = f"{chosen or 'source'} of a mount of {target}/"
            hint = "write notegarden.toml, and exclude files there with ignore_files or content"
            raise SiteError(f"{what} decides what is published; this is not supported here", name, 0, hint)


def _others(low: dict[str, Any]) -> list[str]:
    """Other settings with values other than Hugo's defaults."""
    return _unusual(low, _OTHERS)


def _unusual(low: dict[str, Any], followed: dict[str, Any]) -> list[str]:
    """The settings with another value than the supported one; a table itself is not a setting."""
    typed = ((name, at(low, name), usual) for name, usual in followed.items())
    return [name for name, value, usual in typed if value not in (None, usual) and not isinstance(value, dict)]


def _is_on(value: Any) -> bool:
    """Whether a switch is on, for all pages or for those of one section."""
    return value is True or (isinstance(value, dict) and any(each is True for each in value.values()))


def _permalinks(low: dict[str, Any]) -> list[str]:
    """Permalink patterns for tag pages, as Hugo uses `tags` for them too; and lists of patterns with targets."""
    patterns = low.get("permalinks")
    if isinstance(patterns, list):
        return ["permalinks in a list"] if patterns else []
    if not isinstance(patterns, dict):
        return []
    kinds = [f"permalinks.{key}" for key, value in patterns.items() if str(key).lower() in _TERMS and value]
    tags = [f"permalinks.{key}" for key, value in patterns.items() if str(key).lower() == "tags" and value]
    return sorted(kinds + tags)


def _languages(low: dict[str, Any]) -> list[str]:
    """The languages other than the site's; their notes are left out."""
    own, *others = languages_of(low)
    return [f"languages other than {own} ({', '.join(sorted(others))})"] if others else []


def _taxonomies(low: dict[str, Any]) -> list[str]:
    """Taxonomies other than tags. Hugo's default one, categories, counts if the configuration names it."""
    given = low.get("taxonomies")
    if not isinstance(given, dict):
        return []
    others = sorted(str(key) for key, plural in given.items() if _TAGS.get(str(key).lower()) != plural)
    return [f"taxonomies ({', '.join(others)})"] if others else []


def _kinds(low: dict[str, Any]) -> list[str]:
    """Disabled kinds whose pages are still generated: only notes of a disabled kind are not published."""
    typed = low.get("disablekinds")
    left = [str(kind) for kind in typed if str(kind).lower() != "page"] if isinstance(typed, list) else []
    return [f"disableKinds for generated pages ({', '.join(sorted(left))})"] if left else []


def _menus(low: dict[str, Any]) -> list[str]:
    """Menus other than main, and entries of main without a name."""
    menus: dict[str, Any] = next((low[key] for key in _ENTRIES if isinstance(low.get(key), dict)), {})
    found = [f"menu {name}" for name in sorted(map(str, menus)) if name != "main"]
    main = menus.get("main", [])
    entries = [entry for entry in main if isinstance(entry, dict)] if isinstance(main, list) else []
    keys = [{str(key).lower() for key in entry} for entry in entries]
    if any(each.isdisjoint({"pageref", "name", "identifier"}) for each in keys):
        found.append("menu entries without name or pageRef")
    return found
