"""Find and load the configuration of a garden; errors have file and line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec

from notegarden.config.hugo import UNREADABLE, from_hugo
from notegarden.config.hugo_parts import FOLDERS, merged
from notegarden.config.kind import Kind, check_folder, kind_of
from notegarden.config.permalinks import unknown_token
from notegarden.config.quartz import exclusions
from notegarden.config.read import read_table
from notegarden.config.schema import Config
from notegarden.config.tables import MenuItem
from notegarden.config.unfollowed import check_mounts, unfollowed
from notegarden.config.user import check_links
from notegarden.config.vault import read_vault, vault_title
from notegarden.errors import SiteError
from notegarden.nearest import nearest
from notegarden.notes.dates import zone_of
from notegarden.notes.note import Format
from notegarden.notes.problems import CODES
from notegarden.urls import may_lead_to

OWN_FILE = "notegarden.toml"
_HUGO_STEMS = ("hugo", "config", *(f"{folder}/{name}" for folder in FOLDERS for name in ("hugo", "config")))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_NOT_IN_URL = re.compile(r"""[\s\x00-\x1f\x7f"'<>\\^`{|}]""")
_HUGO_FILES = tuple(f"{stem}.{ending}" for stem in _HUGO_STEMS for ending in ("toml", "yaml", "yml", "json"))


def config_file(garden: Path) -> Path | None:
    """The file that the configuration is loaded from, None if the garden has none."""
    return next((garden / name for name in (OWN_FILE, *_HUGO_FILES) if (garden / name).is_file()), None)


def load_config(garden: Path, base_url: str | None = None, form: Format | None = None) -> Config:
    """Load the garden's configuration; `base_url` and `form` override it.

    Raises SiteError with file and line.
    """
    check_links(garden)
    path = config_file(garden)
    given: dict[str, Any] = {}
    if path is None:
        config = Config()
    elif path.name == OWN_FILE:
        given = read_table(garden, path)
        config = _own(path, given)
    else:
        raw = merged(garden, path)
        check_mounts(garden, path.name, raw)
        config = from_hugo(raw)
        if UNREADABLE in config.cascade:
            hint = "it may hide notes, so fix it"
            raise SiteError("cascade is not a table or a list of tables", path.name, _line_of(path, "cascade"), hint)
        config, given = msgspec.structs.replace(config, **_folder(raw)), _folder(raw)
    config = _with_kind(garden, config, given, form)
    if base_url is not None:
        config = msgspec.structs.replace(config, base_url=base_url)
    for pattern in config.ignore_files:
        if "[:" in pattern:
            name = path.name if path else OWN_FILE
            raise SiteError(f"ignore_files: {pattern!r} has an unknown character class", name)
        try:
            re.compile(pattern)
        except re.error as error:
            name = path.name if path else OWN_FILE
            raise SiteError(f"ignore_files: {pattern!r} is not a valid regular expression: {error}", name) from None
    if path and path.name == OWN_FILE and not _LANGUAGE.fullmatch(config.language):
        hint = 'such as "en", "de" or "pt-BR"'
        raise SiteError(
            f"language: {config.language!r} is no language tag", OWN_FILE, _line_of(garden / OWN_FILE, "language"), hint
        )
    _check_menu(config, path)
    _check_permalinks(config, path)
    _check_severities(config, path)
    try:
        zone_of(config.time_zone)
    except ValueError as error:
        raise SiteError(f"time_zone: {error}", path.name if path else "", 0, 'such as "Europe/Vienna"') from None
    _check_base_url(config.base_url, path, is_option=base_url is not None)
    _check_source_urls(config, path)
    return config


def config_warnings(garden: Path) -> list[str]:
    """Warnings about settings of a Hugo site that are not supported, or not loaded. Raises SiteError."""
    path = config_file(garden)
    if path is None:
        return []
    if path.name == OWN_FILE:
        hugo = next((name for name in _HUGO_FILES if (garden / name).is_file()), "")
        return [f"{hugo} is ignored, because {OWN_FILE} exists: move its settings there"] if hugo else []
    line = unfollowed(garden, path.relative_to(garden).as_posix(), merged(garden, path))
    return [line] if line else []


def garden_kind(garden: Path, form: Format | None = None) -> Kind:
    """The kind of garden, and why it was detected."""
    path = config_file(garden)
    if path is None:
        return _kind(garden, Config(), {}, form)
    if path.name == OWN_FILE:
        given = read_table(garden, path)
        return _kind(garden, _own(path, given), given, form)
    given = _folder(merged(garden, path))
    return _kind(garden, Config(**given), given, form, path.name)


def _folder(raw: dict[str, Any]) -> dict[str, Any]:
    """Our keys for the content folder of a Hugo site, if it is not the default one."""
    folder = str(next((value for key, value in raw.items() if key.lower() == "contentdir"), "") or "content")
    return {} if folder.strip("./") == "content" else {"content": folder, "format": "hugo"}


def _kind(garden: Path, config: Config, given: dict[str, Any], form: Format | None, name: str = OWN_FILE) -> Kind:
    told = "--format says so" if form else f"{name} says so"
    said = config.format if "format" in given else None
    return kind_of(garden, form or said, config.content if "content" in given else None, told)


def _with_kind(garden: Path, config: Config, given: dict[str, Any], form: Format | None) -> Config:
    kind = _kind(garden, config, given, form)
    if kind.content:
        check_links(garden, (kind.content, f"{kind.content}/.obsidian"))
    config = msgspec.structs.replace(config, format=kind.format, content=kind.content)
    if not config.is_vault:
        return config
    vault = garden / kind.content if kind.content else garden
    config = _as_quartz(garden, config, given) if kind.content else config
    return msgspec.structs.replace(
        config,
        unsafe_html=given.get("unsafe_html") is True,
        feeds=msgspec.structs.replace(config.feeds, sections=given.get("feeds", {}).get("sections") is True),
        title=config.title if "title" in given else vault_title(vault, garden),
        vault=read_vault(vault, config.home),
    )


def _as_quartz(garden: Path, config: Config, given: dict[str, Any]) -> Config:
    """The configuration with what a Quartz configuration next to `content/` excludes, unless ours says otherwise."""
    kept = exclusions(garden, patterns="ignore_files" not in given, filters="publish" not in given)
    changes: dict[str, Any] = {"ignore_files": kept.ignored} if kept.ignored else {}
    return msgspec.structs.replace(config, **changes, **({"publish": "marked"} if kept.marked else {}))


def _own(path: Path, raw: dict[str, Any]) -> Config:
    try:
        return msgspec.convert(raw, Config, strict=True)
    except msgspec.ValidationError as error:
        message = str(error)
        unknown = re.search(r"unknown field `([^`]+)`(?: - at `\$\.?([^`]*)`)?", message)
        if unknown is None:
            from notegarden.config.wrong_values import wrong_value

            place = re.search(r"at `\$\.?([^`]+)`", message)
            wrong = wrong_value(raw, place[1] if place else "")
            said = f"{message.partition(' - at ')[0]} - at `{'.'.join(wrong.keys)}`"
            hint = f"one of {', '.join(map(repr, wrong.choices))}" if wrong.choices else ""
            raise SiteError(said, path.name, _line_of(path, *wrong.keys, value=wrong.value), hint) from None
        known = _table((unknown[2] or "").split("[")[0])
        if known is MenuItem and unknown[1] == "name":
            raise SiteError('unknown key "name"', path.name, _line_of(path, "name"), 'did you mean "title"?') from None
        near = nearest(unknown[1], [field.encode_name for field in msgspec.structs.fields(known)])
        hint = f'did you mean "{near}"?' if near else "custom values belong under [params]"
        raise SiteError(f'unknown key "{unknown[1]}"', path.name, _line_of(path, unknown[1]), hint) from None


def _table(name: str) -> type[msgspec.Struct]:
    """The type of table, or of the tables in a list, of a configuration key; Config for other keys."""
    kind = get_type_hints(Config).get(name)
    kinds = (kind, *get_args(kind))
    return next((each for each in kinds if isinstance(each, type) and issubclass(each, msgspec.Struct)), Config)


def _check_menu(config: Config, path: Path | None) -> None:
    if path is None or path.name != OWN_FILE:
        return
    parents = {item.parent for item in config.menu if item.parent}
    for item in config.menu:
        is_parent = bool(item.title) and not parents.isdisjoint((item.identifier, item.title))
        if not item.page and not (item.title and item.url) and not is_parent:
            raise SiteError("a menu entry needs title and url, or page", OWN_FILE, _line_of(path, "menu"))


def _check_severities(config: Config, path: Path | None) -> None:
    for code in config.check.severity:
        if code not in CODES:
            near = nearest(code, CODES)
            hint = f'did you mean "{near}"?' if near else "docs/problems.md lists the codes"
            line = _line_of(path, code) if path else 0
            raise SiteError(f'check.severity: unknown code "{code}"', path.name if path else "", line, hint)


def _line_of(path: Path, *keys: str, value: object = None) -> int:
    """The line that sets the last of these keys, if possible to this value; else that of an earlier key."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for key in reversed(keys):
        pattern = re.compile(rf'\s*\[*\s*(?:[\w-]+\.)*["\']?{re.escape(key)}\b')
        found = [number for number, line in enumerate(lines, 1) if pattern.match(line)]
        if found:
            return next((number for number in found if value is not None and str(value) in lines[number - 1]), found[0])
    return 0


def _check_permalinks(config: Config, path: Path | None) -> None:
    for patterns in (config.permalinks, config.section_permalinks):
        for section, pattern in patterns.items():
            token, near = unknown_token(pattern)
            if token:
                name = path.name if path else OWN_FILE
                hint = f"did you mean {near}?" if near else "use the tokens of Hugo's permalinks"
                line = _line_of(path, section) if path else 0
                raise SiteError(f'permalinks: unknown token "{token}" in {pattern!r}', name, line, hint)


def _check_base_url(base_url: str, path: Path | None, *, is_option: bool) -> None:
    message = _wrong_base_url(base_url)
    if not message:
        return
    hint = 'such as "https://example.org/"'
    if is_option or path is None:
        raise SiteError(message, "--base-url", 0, hint)
    line = max(_line_of(path, "base_url"), _line_of(path, "baseURL"))
    raise SiteError(message, path.name, line, hint)


def _check_source_urls(config: Config, path: Path | None) -> None:
    for key in ("source_url", "edit_url"):
        address = getattr(config, key)
        if path and not may_lead_to(address):
            hint = "use one that begins with https://"
            message = f"{key}: pages may not link to {address!r}, which a browser could run as code"
            raise SiteError(message, path.name, _line_of(path, key), hint)


def _wrong_base_url(base_url: str) -> str:
    """What is wrong with a base URL, "" if it is valid."""
    shown = f"base URL {base_url!r}"
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError as error:  # "https://[x", "https://x:port/"
        return f"{shown}: {str(error)[:1].lower()}{str(error)[1:]}"
    is_path = not parts.scheme and base_url[:1] == "/" and (base_url[:2] != "//" or bool(parts.hostname))
    if not is_path and not (parts.scheme in ("http", "https") and parts.hostname):
        return f"{shown} is neither http(s)://host/path/ nor a path"
    wrong = _NOT_IN_URL.search(base_url)
    if wrong:
        return f"{shown} has {wrong[0]!r}, which is not allowed in a URL"
    if parts.query or parts.fragment or base_url[-1:] in "?#":
        return f"{shown} has a query or an anchor; that is not allowed, because paths are appended to it"
    if "@" in parts.netloc or port == 0:
        return f"{shown} has a user name or an invalid port"
    return ""


def garden_folder(argument: str, form: Format | None = None) -> Path:
    """The garden named on the command line. Raises SiteError if it has no notes."""
    garden = Path(os.path.abspath(argument))  # noqa: PTH100 - resolve() would follow links
    if not garden.is_dir():
        raise SiteError(f"no such folder: {argument}", hint="name a folder with notes")
    check_folder(garden, garden_kind(garden, form), argument)
    return garden
