"""The garden's configuration: `notegarden.toml`, or what a Hugo site already has."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from notegarden.config.vault import VaultSettings
from notegarden.notes.cascade import PageKind
from notegarden.notes.dates import DateName
from notegarden.notes.note import Format
from notegarden.notes.problems import Severity
from notegarden.urls import host_in_ascii


def key(description: str, example: str) -> msgspec.Meta:
    """What docs/configuration.md says of a key: a sentence or two in Markdown, and lines of TOML that set it."""
    return msgspec.Meta(description=description, extra={"example": example})


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "sd", "ur", "yi"})


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link of the garden's own in the header. `url` may be root-relative; `page` names a note or section instead.
    `weight`: its place among those of notes, in Hugo's order; None for the first places, as they are written."""

    title: str = ""
    url: str = ""
    page: str = ""
    weight: float | None = None


class CheckConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How `check` judges. `severity`: code → error, warning, info or off. `ignore`: globs of notes' paths.

    `wanted`: file names of notes that are linked to before they are written, with or without time stamp and ending: a
    relref to one of them is `info`. `picture_limit`: kilobytes above which a picture is reported.
    """

    severity: Annotated[
        dict[str, Severity | Literal["off"]],
        key(
            "How findings of a code are judged: `error`, `warning`, `info` or `off`. [The codes](problems.md).",
            '[check.severity]\norphan = "off"\nempty = "warning"',
        ),
    ] = {}
    ignore: Annotated[
        tuple[str, ...],
        key(
            "Notes that `check` passes over, as globs of their paths below the content folder.",
            '[check]\nignore = ["posts/inbox.md", "journal/*"]',
        ),
    ] = ()
    wanted: Annotated[
        tuple[str, ...],
        key(
            "File names of notes that are linked to on purpose before they are written, with or "
            "without time stamp and ending: such a link is `info` instead of `error`.",
            '[check]\nwanted = ["world_models.md"]',
        ),
    ] = ()
    picture_limit: Annotated[
        int, key("Kilobytes above which a picture is reported.", "[check]\npicture_limit = 2000")
    ] = 1000


class PrivateConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must not be published; `preflight` looks for it.

    `tags`, `folders` (below the content folder): notes with one of these. `words`: words that no page may hold.
    `emails`: e-mail addresses that may be published.
    """

    tags: Annotated[
        tuple[str, ...],
        key(
            "Notes with one of these tags must not be published; `preflight` looks for them.",
            '[private]\ntags = ["private", "family"]',
        ),
    ] = ()
    folders: Annotated[
        tuple[str, ...],
        key(
            "Folders, below the content folder, whose notes must not be published.", '[private]\nfolders = ["journal"]'
        ),
    ] = ()
    words: Annotated[
        tuple[str, ...], key("Words that no page may hold.", '[private]\nwords = ["Project Nightjar"]')
    ] = ()
    emails: Annotated[
        tuple[str, ...],
        key(
            "E-mail addresses that may be published; `preflight` reports all others.",
            '[private]\nemails = ["me@example.org"]',
        ),
    ] = ()


class MathConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    r"""`macros`: TeX command → what it stands for, as KaTeX has it: `\dd` → `\mathrm{d}`, `#1` for an argument."""

    macros: Annotated[
        dict[str, str],
        key(
            "TeX commands for all formulas, as KaTeX has them; `#1` is the first argument. Of a Hugo "
            "site, those of its theme's parameters are read.",
            "[math.macros]\n'\\dd' = '\\mathrm{d}'\n'\\pair' = '(#1, #2)'",
        ),
    ] = {}


class PagesConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which pages are made beside those of notes. One that is switched off is linked to from nowhere."""

    all: Annotated[bool, key("The list of all notes.", "[pages]\nall = false")] = True
    tags: Annotated[
        bool,
        key("The list of tags, and the tags on the home page. The page of each tag stays.", "[pages]\ntags = false"),
    ] = True
    recent: Annotated[
        bool, key("The notes that changed last, and their list on the home page.", "[pages]\nrecent = false")
    ] = True
    wanted: Annotated[
        bool,
        key(
            "The notes that are linked to and not written. Switched off, such links are plain text.",
            "[pages]\nwanted = false",
        ),
    ] = True
    health: Annotated[bool, key("What is wrong with the garden, for all to see.", "[pages]\nhealth = false")] = True
    map: Annotated[bool, key("The map of the garden.", "[pages]\nmap = false")] = True
    calendar: Annotated[
        bool, key("The calendar of a vault's [daily notes](obsidian.md#daily-notes).", "[pages]\ncalendar = false")
    ] = True

    @property
    def off(self) -> frozenset[str]:
        """The names of those that are switched off."""
        return frozenset(name for name in self.__struct_fields__ if not getattr(self, name))


class GardenConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of `notegarden.toml` that notes, their addresses and links depend on.

    `permalinks`: folder at the top (in lower case) → pattern for the notes in it; `section_permalinks`: the same for
    their `_index.md`. `format` and `content`: whose grammar the notes have and where they lie ("" for the garden
    itself); found out where they are not given. Of a vault alone: `publish`, whether all notes are published but those
    that say no, or only those that say `publish: true`; `addresses`, how the notes' addresses are made; `home`, the
    path of the home page's note; `vault`, what its own settings say.
    """

    format: Annotated[
        Format,
        key(
            "Whose grammar the notes have: `hugo` (Markdown as Hugo and ox-hugo write it), `obsidian` "
            "or `org`. Found out where it is left out.",
            'format = "obsidian"',
        ),
    ] = "hugo"
    content: Annotated[
        str,
        key(
            "The folder that holds the notes, an empty text for the garden itself. Found out where it is left out.",
            'content = "notes"',
        ),
    ] = "content"
    nodes: Annotated[
        Literal["files", "headings"],
        key(
            "Of Org files: whether only files are notes, or each heading with an ID is one, too, as in org-roam.",
            'nodes = "headings"',
        ),
    ] = "files"
    publish: Annotated[
        Literal["all", "marked"],
        key(
            "Of a vault: `all` publishes every note but those that say `publish: false`; `marked` only "
            "those that say `publish: true`.",
            'publish = "marked"',
        ),
    ] = "all"
    addresses: Annotated[
        Literal["clean", "publish", "quartz"],
        key(
            "Of a vault: how addresses are made. `publish` and `quartz` keep the addresses that a site "
            "of Obsidian Publish or Quartz has.",
            'addresses = "quartz"',
        ),
    ] = "clean"
    home: Annotated[
        str,
        key(
            "Of a vault: the note that is the home page. Left out, it is `index`, `Home` or `README`.",
            'home = "Start.md"',
        ),
    ] = ""
    mentions: Annotated[
        bool,
        key(
            "Under each note, folded, the places in other notes that name it without a link "
            "([unlinked mentions](writing.md#unlinked-mentions)).",
            "mentions = true",
        ),
    ] = False
    vault: VaultSettings = VaultSettings()
    pages: PagesConfig = PagesConfig()
    json_feed: Annotated[
        bool, key("A JSON Feed, `feed.json`, beside the Atom feed; every page names it.", "json_feed = true")
    ] = False
    base_url: Annotated[
        str, key("Where the site will be; a path below a host is fine.", 'base_url = "https://example.org/notes/"')
    ] = "/"
    time_zone: Annotated[
        str, key("The zone of dates that name none. Left out, UTC.", 'time_zone = "Europe/Vienna"')
    ] = ""
    cascade: Annotated[
        tuple[dict[str, Any], ...],
        key(
            "Front matter for all notes of a place, as in Hugo.",
            '[[cascade]]\ntarget = { path = "/journal/**" }\nauthor = "Ada"',
        ),
    ] = ()
    disabled_kinds: Annotated[
        tuple[PageKind, ...],
        key(
            "Kinds of pages whose notes are not published: `page`, `section`, `home`, `taxonomy`, `term`, as in Hugo.",
            'disabled_kinds = ["section"]',
        ),
    ] = ()
    date_keys: Annotated[
        dict[DateName, tuple[str, ...]],
        key(
            "Front matter keys that a date is read from before the usual ones, as in Hugo's `frontmatter`. "
            "`:filename` is the date that begins the file's name; what follows it is the slug then.",
            '[date_keys]\ndate = ["created", ":filename"]\npublishDate = ["embargo"]',
        ),
    ] = {}
    permalinks: Annotated[
        dict[str, str],
        key("Addresses by top-level folder, in Hugo's patterns.", '[permalinks]\nposts = "/:year/:slug/"'),
    ] = {}
    section_permalinks: Annotated[
        dict[str, str], key("The same for the `_index.md` of a folder.", '[section_permalinks]\nposts = "/writing/"')
    ] = {}
    drafts: Annotated[bool, key("Publish drafts.", "drafts = true")] = False
    future: Annotated[bool, key("Publish notes whose date is yet to come.", "future = true")] = False
    expired: Annotated[bool, key("Publish notes whose `expiryDate` is over.", "expired = true")] = False

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

    title: Annotated[str, key("The site's name.", 'title = "My notes"')] = "Notes"
    language: Annotated[
        str,
        key(
            "Of notes and interface. The interface speaks `en`, `de` and `fr`; a file of your own adds "
            "a language ([recipe](recipes.md)).",
            'language = "de"',
        ),
    ] = "en"
    author: Annotated[
        str, key("For the pages' metadata, the feed and the foot of each page.", 'author = "Ada Lovelace"')
    ] = ""
    description: Annotated[
        str, key("For pages that have none of their own, and for the feed.", 'description = "What I read and try."')
    ] = ""
    direction: Annotated[
        Literal["", "ltr", "rtl"], key("Direction of the text. Left out, that of the language.", 'direction = "rtl"')
    ] = ""
    ignore_files: Annotated[
        tuple[str, ...],
        key(
            "Regular expressions over notes' paths below the content folder, as Hugo's `ignoreFiles`: "
            "these notes are not read.",
            "ignore_files = ['^inbox/', '\\.draft\\.md$']",
        ),
    ] = ()
    menu: Annotated[
        tuple[MenuItem, ...],
        key(
            "Links of your own in the header, instead of the usual ones. `url` may start at the root of the site; "
            "`page` is a note or a section instead, as a relref names it, which gives the title where none is. Notes "
            "that say `menus: main` follow, by their `weight`; a `weight` of your own puts a link among them.",
            '[[menu]]\ntitle = "About"\nurl = "/about/"\n\n[[menu]]\npage = "/posts"',
        ),
    ] = ()
    params: Annotated[
        dict[str, Any],
        key(
            "Values of your own: `site.params` in templates, and the `param` shortcode.",
            '[params]\nmastodon = "https://example.social/@ada"',
        ),
    ] = {}
    unsafe_html: Annotated[
        bool,
        key(
            "Raw HTML in notes is published as it is. `false` cleans it; of vaults that is the default.",
            "unsafe_html = false",
        ),
    ] = True
    source_url: Annotated[
        str,
        key(
            "A link to the source under each note; `{path}` is its path below the content folder.",
            'source_url = "https://example.org/blob/main/content/{path}"',
        ),
    ] = ""
    edit_url: Annotated[
        str,
        key(
            "A link to edit each note, with `{path}` likewise.",
            'edit_url = "https://example.org/edit/main/content/{path}"',
        ),
    ] = ""
    editor: Annotated[
        str,
        key(
            "What `serve` runs to open a line, with `{path}` and `{line}`. It is run once you have "
            "said yes on the terminal.",
            'editor = "emacsclient -n +{line} {path}"',
        ),
    ] = ""
    search: Annotated[bool, key("Build the search index.", "search = false")] = True
    explorer: Annotated[
        bool,
        key(
            "The tree of folders, notes and tags: a page of its own, `/explorer/`, that every page opens beside its "
            "text on a wide screen and in a sheet on a phone ([the explorer](explorer.md)).",
            "explorer = true",
        ),
    ] = False
    offline: Annotated[bool, key("Let readers keep pages for when they are offline.", "offline = false")] = True
    picture_metadata: Annotated[
        Literal["remove", "keep"],
        key(
            "What cameras and programs write into JPEG, PNG and WebP files (place, time, device, names) is removed "
            "from the published copies; colour profiles and the orientation stay. `keep` leaves it in.",
            'picture_metadata = "keep"',
        ),
    ] = "remove"
    check: CheckConfig = CheckConfig()
    private: PrivateConfig = PrivateConfig()
    math: MathConfig = MathConfig()

    @property
    def garden(self) -> GardenConfig:
        """The part that notes, their addresses and links depend on: a change of anything else makes no node again."""
        return GardenConfig(**{name: getattr(self, name) for name in GardenConfig.__struct_fields__})

    @property
    def pages_left_out(self) -> frozenset[str]:
        """The names of the generated pages (`urls.PAGES`) that this site does not have."""
        parts = {"search": self.search, "explorer": self.explorer, "calendar": self.is_vault}
        return self.pages.off | {name for name, is_on in parts.items() if not is_on}

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
        """`https://host`, or `""` where the base URL names none. A host in another script is written in ASCII."""
        parts = urlsplit(self.base_url)
        host = parts.netloc if parts.netloc.isascii() else host_in_ascii(parts.netloc)
        return f"{parts.scheme or 'https'}://{host}" if host else ""  # //host/: as browsers go

    @property
    def text_direction(self) -> str:
        return self.direction or ("rtl" if self.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr")
