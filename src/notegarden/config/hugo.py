"""Translate a Hugo site's configuration into ours."""

from __future__ import annotations

import re
from typing import Any, get_args

from notegarden.config.goldmark import goldmark_of
from notegarden.config.hugo_parts import languages_of
from notegarden.config.schema import Config
from notegarden.config.tables import MathConfig, MenuItem
from notegarden.notes.cascade import DATES, PageKind
from notegarden.notes.dates import GIT, DateName

UNREADABLE: dict[str, Any] = {"unreadable": True}
"""Stands for a cascade that is not a table; `load_config` refuses it, because it may hide notes."""


def from_hugo(raw: dict[str, Any]) -> Config:
    """Map a Hugo configuration to ours; settings for Hugo's themes are ignored."""
    low = {str(key).lower(): value for key, value in raw.items()}
    params = {str(key).lower(): value for key, value in _table(low.get("params")).items()}
    goldmark = _table(_table(_table(low.get("markup")).get("goldmark")).get("renderer"))
    author = params.get("author", low.get("author", ""))
    if isinstance(author, dict):
        author = author.get("name", "")
    language = low.get("locale") or low.get("languagecode") or low.get("defaultcontentlanguage") or "en"
    menu = _list(_table(low.get("menus", low.get("menu"))).get("main"))
    return Config(
        title=str(low.get("title", "Notes")),
        base_url=str(low.get("baseurl") or "/"),
        language=str(language),
        time_zone=str(low.get("timezone") or ""),
        author=str(author[0] if isinstance(author, list) and author else author or ""),
        description=str(params.get("description", "")),
        direction=low["languagedirection"] if low.get("languagedirection") in ("ltr", "rtl") else "",
        ignore_files=(*_expressions(low.get("ignorefiles")), *_disabled_languages(low), *_folders_of_others(low)),
        languages=languages_of(low),
        disabled_kinds=_disabled_kinds(low),
        date_keys=_date_keys(_table(low.get("frontmatter")), with_git=low.get("enablegitinfo") is True),
        permalinks=_permalinks(_table(low.get("permalinks")), "page"),
        section_permalinks=_permalinks(_table(low.get("permalinks")), "section"),
        menu=tuple(
            item for entry in menu if isinstance(entry, dict) and ((item := _menu_item(entry)).page or item.title)
        ),
        params=_plain(params),
        unsafe_html=goldmark.get("unsafe", True) is not False,
        cascade=_cascade(low.get("cascade")),
        math=MathConfig(_macros(params)),
        goldmark=goldmark_of(low),
        drafts=low.get("builddrafts") is True,
        future=low.get("buildfuture") is True,
        expired=low.get("buildexpired") is True,
    )


def _menu_item(entry: dict[str, Any]) -> MenuItem:
    low = {str(key).lower(): str(value) for key, value in entry.items()}
    return MenuItem(
        low.get("name", "") or low.get("identifier", ""),
        low.get("url", ""),
        low.get("pageref", ""),
        _weight(entry),
        low.get("identifier", ""),
        low.get("parent", ""),
    )


# Where themes keep KaTeX or MathJax macros below `params`.
_MACROS = (
    "page.math.macros", "page.math.katex.macros", "page.math.mathjax.macros", "math.macros", "math.katex.macros",
    "math.mathjax.macros", "katex.macros", "katex.options.macros", "mathjax.macros", "mathjax.tex.macros",
)  # fmt: skip


_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s",
    "word": r"\w", "xdigit": "0-9a-fA-F", "blank": r" \t", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip


def _expressions(typed: Any) -> tuple[str, ...]:
    """Go regular expressions converted to Python's, with classes such as `[[:alpha:]]`."""
    found = (str(each) for each in ([typed] if isinstance(typed, str) else _list(typed)))
    return tuple(re.sub(r"\[:(\w+):\]", lambda name: _CLASSES.get(name[1], name[0]), each) for each in found)


def _disabled_languages(low: dict[str, Any]) -> tuple[str, ...]:
    """Expressions that match the notes of languages the site does not build, by file name: `a.de.md`."""
    tables = _table(low.get("languages"))
    off = [str(code) for code, table in tables.items() if _lower(_table(table)).get("disabled") is True]
    off += [str(code) for code in _list(low.get("disablelanguages"))]
    return tuple(rf"\.{re.escape(code)}\.\w+$" for code in sorted(set(off)))


def _folders_of_others(low: dict[str, Any]) -> tuple[str, ...]:
    """Expressions for the content folders of other languages that are inside that of the site's language."""
    tables = {str(code).lower(): _lower(_table(table)) for code, table in _table(low.get("languages")).items()}
    own = languages_of(low)[0]
    content = str(low.get("contentdir") or "content").strip("./")
    folders = (str(table.get("contentdir", "")).strip("./") for code, table in tables.items() if code != own)
    inside = (folder.removeprefix(f"{content}/") for folder in folders if folder.startswith(f"{content}/"))
    return tuple(f"^{re.escape(folder)}/" for folder in sorted(inside))


def _disabled_kinds(low: dict[str, Any]) -> tuple[PageKind, ...]:
    """Hugo's `disableKinds`, without the kinds of generated files."""
    typed = {str(each).lower() for each in _list(low.get("disablekinds"))}
    return tuple(kind for kind in get_args(PageKind) if kind in typed)


def _date_keys(raw: dict[str, Any], *, with_git: bool) -> dict[DateName, tuple[str, ...]]:
    """The keys of Hugo's `frontmatter` by date name. `with_git`: whether the last commit's date is enabled too."""
    found: dict[DateName, tuple[str, ...]] = {}
    for name, typed in raw.items():
        date = {each.lower(): each for each in get_args(DateName)}.get(str(name).lower())
        keys = tuple(str(key) for key in ([typed] if isinstance(typed, str) else _list(typed)))
        if date and keys:
            found[date] = keys
    if with_git:
        found.setdefault("lastmod", (*DATES["lastmod"], GIT))
    return found


def _macros(params: dict[str, Any]) -> dict[str, str]:
    """TeX macros in the parameters, in the form of KaTeX (`"\\dd": "…"`) or MathJax (`dd: ["…", 1]`)."""
    macros: dict[str, str] = {}
    for path in _MACROS:
        table: dict[str, Any] = params
        for part in path.split("."):
            table = next((_table(value) for key, value in table.items() if str(key).lower() == part), {})
        for name, typed in table.items():
            body = typed[0] if isinstance(typed, list) and typed else typed
            if isinstance(body, str):
                macros["\\" + str(name).strip().lstrip("\\")] = body
    return macros


def _permalinks(raw: dict[str, Any], kind: str) -> dict[str, str]:
    """Section → pattern for pages of a kind; patterns outside a table of a kind are for pages."""
    patterns = {**(raw if kind == "page" else {}), **_table(raw.get(kind))}
    return {str(section).lower(): pattern for section, pattern in patterns.items() if isinstance(pattern, str)}


def _cascade(value: Any) -> tuple[dict[str, Any], ...]:
    """The site's cascade: a table or a list of tables, with keys in lower case."""
    tables = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(_lower(_plain(table)) if isinstance(table, dict) else UNREADABLE for table in tables)


def _lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).lower(): _lower(each) for key, each in value.items()}
    return [_lower(each) for each in value] if isinstance(value, list) else value


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _weight(item: dict[str, Any]) -> float:
    weight = next((value for key, value in item.items() if str(key).lower() == "weight"), 0)
    return weight if isinstance(weight, int | float) else 0


def _plain(value: Any) -> Any:
    """The value with dates as strings, so that every encoder can handle it."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
