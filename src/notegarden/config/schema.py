"""The garden's configuration: `notegarden.toml`, or what a Hugo site already has."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from notegarden.config.vault import VaultSettings
from notegarden.notes.note import Format
from notegarden.notes.problems import Severity

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


class PrivateConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must not be published; `preflight` looks for it.

    `tags`, `folders` (below the content folder): notes with one of these. `words`: words that no page may hold.
    `emails`: e-mail addresses that may be published.
    """

    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class MathConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    r"""`macros`: TeX command → what it stands for, as KaTeX has it: `\dd` → `\mathrm{d}`, `#1` for an argument."""

    macros: dict[str, str] = {}


class GardenConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of `notegarden.toml` that notes, their addresses and links depend on.

    `permalinks`: folder at the top (in lower case) → pattern for the notes in it; `section_permalinks`: the same for
    their `_index.md`. `format` and `content`: whose grammar the notes have and where they lie ("" for the garden
    itself); found out where they are not given. Of a vault alone: `publish`, whether all notes are published but those
    that say no, or only those that say `publish: true`; `addresses`, how the notes' addresses are made; `home`, the
    path of the home page's note; `vault`, what its own settings say.
    """

    format: Format = "hugo"
    content: str = "content"
    publish: Literal["all", "marked"] = "all"
    addresses: Literal["clean", "publish", "quartz"] = "clean"
    home: str = ""
    vault: VaultSettings = VaultSettings()
    base_url: str = "/"
    time_zone: str = ""
    cascade: tuple[dict[str, Any], ...] = ()
    permalinks: dict[str, str] = {}
    section_permalinks: dict[str, str] = {}
    drafts: bool = False
    future: bool = False
    expired: bool = False

    @property
    def is_vault(self) -> bool:
        return self.format == "obsidian"

    @property
    def base_path(self) -> str:
        """The path of the base URL, `/` at both ends."""
        path = urlsplit(self.base_url).path.strip("/")
        return f"/{path}/" if path else "/"

    def source(self, path: str) -> str:
        """A note's file, relative to the garden."""
        return f"{self.content}/{path}" if self.content else path


class Config(GardenConfig, frozen=True, forbid_unknown_fields=True):
    """Every key of `notegarden.toml`. `source_url` and `edit_url` hold `{path}`; `editor` holds `{path}` and `{line}`.

    `ignore_files` are regular expressions over a note's path below `content/`, as in Hugo.
    """

    title: str = "Notes"
    language: str = "en"
    author: str = ""
    description: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    ignore_files: tuple[str, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    params: dict[str, Any] = {}
    unsafe_html: bool = True
    source_url: str = ""
    edit_url: str = ""
    editor: str = ""
    search: bool = True
    offline: bool = True
    check: CheckConfig = CheckConfig()
    private: PrivateConfig = PrivateConfig()
    math: MathConfig = MathConfig()

    @property
    def garden(self) -> GardenConfig:
        """The part that notes, their addresses and links depend on: a change of anything else makes no node again."""
        return GardenConfig(**{name: getattr(self, name) for name in GardenConfig.__struct_fields__})

    @property
    def own_folder(self) -> str:
        """Where the garden keeps templates and static files of its own, relative to it."""
        return "." if self.content else ".theme"

    @property
    def output(self) -> str:
        """The output folder where none is named, relative to the garden; what Obsidian would index is none."""
        return "public" if self.content else ".public"

    @property
    def origin(self) -> str:
        """`https://host`, or `""` where the base URL names none."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def text_direction(self) -> str:
        return self.direction or ("rtl" if self.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr")
