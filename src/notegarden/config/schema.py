"""The garden's configuration: `notegarden.toml`, or what a Hugo site already has."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
import tomli

from notegarden.errors import SiteError
from notegarden.nearest import nearest
from notegarden.notes.problems import Severity

OWN_FILE = "notegarden.toml"
_HUGO_STEMS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
_HUGO_FILES = tuple(f"{stem}.{ending}" for stem in _HUGO_STEMS for ending in ("toml", "yaml", "yml", "json"))
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "sd", "ur", "yi"})


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link of the garden's own in the header. `url` may be root-relative."""

    title: str
    url: str


class CheckConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How `check` judges. `severity`: code → error, warning, info or off. `ignore`: globs of notes' paths.

    `wanted`: file names of notes that are linked to before they are written, with or without time stamp and ending: a
    relref to one of them is `info`. `picture_limit`: kilobytes above which a picture is reported.
    """

    severity: dict[str, Severity | Literal["off"]] = {}
    ignore: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    picture_limit: int = 1000


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every key of `notegarden.toml`. `source_url` and `edit_url` hold `{path}`; `editor` holds `{path}` and `{line}`.

    `ignore_files` are regular expressions over a note's path below `content/`, as in Hugo.
    """

    title: str = "Notes"
    base_url: str = "/"
    language: str = "en"
    author: str = ""
    description: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    ignore_files: tuple[str, ...] = ()
    permalinks: dict[str, str] = {}
    menu: tuple[MenuItem, ...] = ()
    params: dict[str, Any] = {}
    unsafe_html: bool = True
    drafts: bool = False
    source_url: str = ""
    edit_url: str = ""
    editor: str = ""
    search: bool = True
    offline: bool = True
    check: CheckConfig = CheckConfig()

    @property
    def base_path(self) -> str:
        """The path of the base URL, `/` at both ends."""
        path = urlsplit(self.base_url).path.strip("/")
        return f"/{path}/" if path else "/"

    @property
    def origin(self) -> str:
        """`https://host`, or `""` where the base URL names none."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def text_direction(self) -> str:
        return self.direction or ("rtl" if self.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr")


def config_file(garden: Path) -> Path | None:
    """The file the configuration comes from, None where the garden has none."""
    return next((garden / name for name in (OWN_FILE, *_HUGO_FILES) if (garden / name).is_file()), None)


def load_config(garden: Path, base_url: str | None = None) -> Config:
    """Read the garden's configuration; `base_url` replaces what it says. Raises SiteError with file and line."""
    path = config_file(garden)
    if path is None:
        config = Config()
    elif path.name == OWN_FILE:
        config = _own(path, _read(path))
    else:
        config = _from_hugo(_read(path))
    if base_url is not None:
        config = msgspec.structs.replace(config, base_url=base_url)
    for pattern in config.ignore_files:
        try:
            re.compile(pattern)
        except re.error as error:
            name = path.name if path else OWN_FILE
            raise SiteError(f"ignore_files: {pattern!r} is no regular expression: {error}", name) from None
    _check_base_url(config.base_url, path)
    return config


def _read(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        if path.suffix == ".toml":
            value: Any = tomli.loads(text.replace("\r\n", "\n"))
        elif path.suffix == ".json":
            value = json.loads(text)
        else:
            from notegarden.config.yaml import load_yaml

            value = load_yaml(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteError("not UTF-8", path.name, line, "save the file as UTF-8") from None
    except (tomli.TOMLDecodeError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1  # "at end of document"
        raise SiteError(str(error), path.name, line, "mend the syntax") from None
    if not isinstance(value, dict):
        raise SiteError("the configuration must be a table of keys", path.name)
    return value


def _own(path: Path, raw: dict[str, Any]) -> Config:
    try:
        return msgspec.convert(raw, Config, strict=True)
    except msgspec.ValidationError as error:
        message = str(error)
        unknown = re.search(r"unknown field `([^`]+)`(?: - at `\$\.?([^`]*)`)?", message)
        if unknown is None:
            key = re.search(r"at `\$\.?([^`\[]+)", message)
            line = _line_of(path, key[1].split(".")[-1]) if key else 0
            raise SiteError(message.replace("`$.", "`"), path.name, line) from None
        sections: dict[str, type[msgspec.Struct]] = {"check": CheckConfig, "menu": MenuItem}
        known = sections.get((unknown[2] or "").split("[")[0], Config)
        near = nearest(unknown[1], [field.encode_name for field in msgspec.structs.fields(known)])
        hint = f'did you mean "{near}"?' if near else "values of your own belong under [params]"
        raise SiteError(f'unknown key "{unknown[1]}"', path.name, _line_of(path, unknown[1]), hint) from None


def _line_of(path: Path, key: str) -> int:
    pattern = re.compile(rf'\s*\[*\s*["\']?{re.escape(key)}\b')
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 0)


def _from_hugo(raw: dict[str, Any]) -> Config:
    """Take from a Hugo configuration what has a meaning here; the rest is for Hugo's themes."""
    low = {str(key).lower(): value for key, value in raw.items()}
    params = {str(key).lower(): value for key, value in _table(low.get("params")).items()}
    goldmark = _table(_table(_table(low.get("markup")).get("goldmark")).get("renderer"))
    author = params.get("author", low.get("author", ""))
    if isinstance(author, dict):
        author = author.get("name", "")
    language = low.get("locale") or low.get("languagecode") or low.get("defaultcontentlanguage") or "en"
    ignore = low.get("ignorefiles")
    menu = _list(_table(low.get("menus", low.get("menu"))).get("main"))
    return Config(
        title=str(low.get("title", "Notes")),
        base_url=str(low.get("baseurl") or "/"),
        language=str(language),
        author=str(author[0] if isinstance(author, list) and author else author or ""),
        description=str(params.get("description", "")),
        direction=low["languagedirection"] if low.get("languagedirection") in ("ltr", "rtl") else "",
        ignore_files=tuple(str(each) for each in ([ignore] if isinstance(ignore, str) else _list(ignore))),
        permalinks=_permalinks(_table(low.get("permalinks"))),
        menu=tuple(
            MenuItem(str(item["name"]), str(item["url"]))
            for item in sorted((item for item in menu if isinstance(item, dict)), key=_weight)
            if "name" in item and "url" in item
        ),
        params=_plain(params),
        unsafe_html=goldmark.get("unsafe", True) is not False,
        drafts=low.get("builddrafts") is True,
    )


def _permalinks(raw: dict[str, Any]) -> dict[str, str]:
    pages = raw["page"] if isinstance(raw.get("page"), dict) else raw
    return {str(section): str(pattern) for section, pattern in pages.items() if isinstance(pattern, str)}


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _weight(item: dict[str, Any]) -> float:
    weight = item.get("weight", 0)
    return weight if isinstance(weight, int | float) else 0


def _plain(value: Any) -> Any:
    """The value with dates as strings, so that it can be encoded anywhere."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _check_base_url(base_url: str, path: Path | None) -> None:
    try:
        parts = urlsplit(base_url)
    except ValueError:  # "https://[x"
        parts = None
    if parts and ((parts.scheme in ("http", "https") and parts.netloc) or (not parts.scheme and base_url[:1] == "/")):
        return
    name = path.name if path else ""
    raise SiteError(
        f"base URL {base_url!r} is neither http(s)://host/path/ nor a path", name, 0, 'give e.g. "https://example.org/"'
    )


def garden_folder(argument: str) -> Path:
    """The garden named on the command line. Raises SiteError where it holds no notes."""
    garden = Path(os.path.abspath(argument))  # noqa: PTH100 - resolve() would follow links
    if not garden.is_dir():
        raise SiteError(f"no such folder: {argument}", hint="name a folder that holds content/")
    if not (garden / "content").is_dir():
        raise SiteError(f"{argument} has no content/ folder", hint="`notegarden new DIR` makes a garden")
    if not os.access(garden / "content", os.R_OK | os.X_OK):
        raise SiteError("content/ cannot be read: Permission denied", hint="give yourself the right to read it")
    return garden
