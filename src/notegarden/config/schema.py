"""The garden's configuration: `notegarden.toml`, or what a Hugo site already has."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from notegarden.config.tables import (
    CheckConfig,
    FeedsConfig,
    GoldmarkConfig,
    MathConfig,
    MenuItem,
    PagesConfig,
    PartsConfig,
    PrivateConfig,
    key,
)
from notegarden.config.vault import VaultSettings
from notegarden.notes.cascade import PageKind
from notegarden.notes.dates import DateName
from notegarden.notes.note import Format
from notegarden.notes.picture_copy import PictureFormat
from notegarden.urls import host_in_ascii

Sort = Literal["title", "created", "updated", "weight"]
"""Sort orders of the notes in a section."""


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha", "he", "iw", "khw", "ks", "ps", "sd", "ur", "yi"})


class GardenConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of `notegarden.toml` that notes, their addresses and links depend on.

    `permalinks`: top-level folder (in lower case) → pattern for its notes; `section_permalinks`: the same for
    `_index.md`. `format` and `content`: the notes' grammar and folder ("" for the garden itself); detected if not
    given. Only for vaults: `publish`, whether to publish all notes except those that opt out, or only those that say
    `publish: true`; `addresses`, how the notes' addresses are made; `home`, the path of the home page's note;
    `vault`, the vault's own settings.
    """

    format: Annotated[
        Format,
        key(
            "The grammar of the notes: `hugo` (Markdown as Hugo and ox-hugo write it), `obsidian` "
            "or `org`. Default: detected.",
            'format = "obsidian"',
        ),
    ] = "hugo"
    content: Annotated[
        str,
        key(
            "The folder of the notes, an empty string for the garden itself. Default: detected.",
            'content = "notes"',
        ),
    ] = "content"
    nodes: Annotated[
        Literal["files", "headings"],
        key(
            "Org files only: whether only files are notes, or also each heading with an ID, as in org-roam.",
            'nodes = "headings"',
        ),
    ] = "files"
    publish: Annotated[
        Literal["all", "marked"],
        key(
            "Vaults only: `all` publishes every note except those that say `publish: false`; `marked` only "
            "those that say `publish: true`.",
            'publish = "marked"',
        ),
    ] = "all"
    addresses: Annotated[
        Literal["clean", "publish", "quartz"],
        key(
            "Vaults only: how addresses are made. `publish` and `quartz` keep the addresses of a site "
            "on Obsidian Publish or Quartz.",
            'addresses = "quartz"',
        ),
    ] = "clean"
    home: Annotated[
        str,
        key(
            "Vaults only: the note that is the home page. Default: `index`, `Home` or `README`.",
            'home = "Start.md"',
        ),
    ] = ""
    mentions: Annotated[
        bool,
        key(
            "Under each note, folded, the places in other notes that mention it without a link "
            "([unlinked mentions](writing.md#unlinked-mentions)).",
            "mentions = true",
        ),
    ] = False
    tasks: Annotated[
        bool,
        key(
            "A page of the open tasks in notes, `/tasks/`: unchecked boxes, and Org headings in a state that is not "
            "done ([tasks](writing.md#tasks)).",
            "tasks = true",
        ),
    ] = False
    bibliography: Annotated[
        tuple[str, ...],
        key(
            "Bibliographies for Markdown notes and vaults, in BibTeX, BibLaTeX or CSL-JSON (`.json`) "
            "([citations](markdown.md#citations)), by their paths below the garden. Org files name their own.",
            'bibliography = ["library.bib"]',
        ),
    ] = ()
    csl: Annotated[
        str,
        key(
            "The style of these citations: a CSL file (Citation Style Language), by its path below the garden. "
            "Default: author and year.",
            'csl = "apa.csl"',
        ),
    ] = ""
    vault: VaultSettings = VaultSettings()
    pages: PagesConfig = PagesConfig()
    feeds: FeedsConfig = FeedsConfig()
    json_feed: Annotated[
        bool, key("A JSON Feed, `feed.json`, next to each Atom feed; pages link to the site's.", "json_feed = false")
    ] = True
    llms: Annotated[
        bool,
        key(
            "A Markdown list of the notes by section, `llms.txt`, for programs that read the site for a language "
            "model ([llmstxt.org](https://llmstxt.org)).",
            "llms = false",
        ),
    ] = True
    markdown: Annotated[
        bool,
        key(
            "A Markdown copy of each note's page next to it (`/posts/a/index.md`), for programs; the page links to "
            "it, and so does `llms.txt` ([outputs](outputs.md)).",
            "markdown = true",
        ),
    ] = False
    base_url: Annotated[str, key("The site's URL; it may have a path.", 'base_url = "https://example.org/notes/"')] = (
        "/"
    )
    time_zone: Annotated[
        str, key("The time zone of dates without one. Default: UTC.", 'time_zone = "Europe/Vienna"')
    ] = ""
    cascade: Annotated[
        tuple[dict[str, Any], ...],
        key(
            "Front matter for all notes with a given path or kind, as in Hugo.",
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
            "Front matter keys to read a date from before the default ones, as in Hugo's `frontmatter`. "
            "`:filename` is the date at the start of the file name; the text after it becomes the slug.",
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
    languages: Annotated[
        tuple[str, ...],
        key(
            "Languages whose codes file names may contain, as in Hugo, the site's own first: `a.en.md` is the note "
            "`a.md`, while `a.de.md`, in another language, is not published.",
            'languages = ["en", "de"]',
        ),
    ] = ()
    drafts: Annotated[bool, key("Publish drafts.", "drafts = true")] = False
    future: Annotated[bool, key("Publish notes dated in the future.", "future = true")] = False
    expired: Annotated[bool, key("Publish notes whose `expiryDate` has passed.", "expired = true")] = False

    @property
    def is_vault(self) -> bool:
        return self.format == "obsidian"

    @property
    def own_language(self) -> str:
        """The language whose code file names may contain without changing the note's name; "" if none."""
        return self.languages[0].lower() if self.languages and self.format == "hugo" else ""

    @property
    def base_path(self) -> str:
        """The path of the base URL, with `/` at both ends."""
        path = urlsplit(self.base_url).path.strip("/")
        return f"/{path}/" if path else "/"

    def source(self, path: str) -> str:
        """A note's file, relative to the garden."""
        return f"{self.content}/{path}" if self.content else path


class Config(GardenConfig, frozen=True, forbid_unknown_fields=True):
    """Every key of `notegarden.toml`. `source_url` and `edit_url` contain `{path}`; `editor` has `{path}` and `{line}`.

    `ignore_files` are regular expressions over a note's path below `content/`, as in Hugo.
    """

    title: Annotated[str, key("The site's name.", 'title = "My notes"')] = "Notes"
    language: Annotated[
        str,
        key(
            "The language of notes and interface, as a language tag. [Languages](languages.md) lists the interface's "
            "languages, and how to add one.",
            'language = "de"',
        ),
    ] = "en"
    author: Annotated[
        str, key("For the pages' metadata, the feed and the footer of each page.", 'author = "Ada Lovelace"')
    ] = ""
    description: Annotated[
        str, key("For pages without their own description, and for the feed.", 'description = "What I read and try."')
    ] = ""
    direction: Annotated[
        Literal["", "ltr", "rtl"], key("Text direction. Default: that of the language.", 'direction = "rtl"')
    ] = ""
    ignore_files: Annotated[
        tuple[str, ...],
        key(
            "Regular expressions over notes' paths below the content folder, as Hugo's `ignoreFiles`: "
            "these notes are ignored.",
            "ignore_files = ['^inbox/', '\\.draft\\.md$']",
        ),
    ] = ()
    menu: Annotated[
        tuple[MenuItem, ...],
        key(
            "Your own links in the header, instead of the default ones. `url` may start at the root of the site; "
            "`page` names a note or a section instead, as a relref does, whose title is the default. Notes "
            "with `menus: main` follow, sorted by `weight`; with a `weight`, a link is sorted among them. "
            "`parent` puts a link below the one with that title or `identifier`; with only a title, it is a heading.",
            '[[menu]]\ntitle = "About"\nurl = "/about/"\n\n[[menu]]\npage = "/posts"\n\n'
            '[[menu]]\ntitle = "Talks"\nurl = "/talks/"\nparent = "About"',
        ),
    ] = ()
    params: Annotated[
        dict[str, Any],
        key(
            "Custom values: `site.params` in templates, and the `param` shortcode.",
            '[params]\nmastodon = "https://example.social/@ada"',
        ),
    ] = {}
    unsafe_html: Annotated[
        bool,
        key(
            "Raw HTML in notes is published unchanged. `false` sanitizes it, and turns iframes into links; this is the "
            "default for vaults.",
            "unsafe_html = false",
        ),
    ] = True
    source_url: Annotated[
        str,
        key(
            "A link to the source under each note; `{path}` is the note's path below the content folder.",
            'source_url = "https://example.org/blob/main/content/{path}"',
        ),
    ] = ""
    edit_url: Annotated[
        str,
        key(
            "A link to edit each note, with `{path}` as for `source_url`.",
            'edit_url = "https://example.org/edit/main/content/{path}"',
        ),
    ] = ""
    editor: Annotated[
        str,
        key(
            "The command that `serve` runs to open a line, with `{path}` and `{line}`. It runs only after you "
            "have confirmed it in the terminal.",
            'editor = "emacsclient -n +{line} {path}"',
        ),
    ] = ""
    sort: Annotated[
        Sort,
        key(
            "The order of the notes on the pages of sections and folders: by `title`, by the day they were `created` "
            "or `updated` (newest first), or by `weight`, as in Hugo.",
            'sort = "updated"',
        ),
    ] = "title"
    section_sort: Annotated[
        dict[str, Sort],
        key(
            "The same for single folders below the content folder, and the folders in them.",
            '[section_sort]\njournal = "created"\n"books/read" = "weight"',
        ),
    ] = {}
    natural_order: Annotated[
        bool,
        key("In lists by title, sort numbers by value: `2` comes before `10`.", "natural_order = true"),
    ] = False
    search: Annotated[bool, key("Build the search index.", "search = false")] = True
    explorer: Annotated[
        bool,
        key(
            "The tree of folders, notes and tags: a page of its own, `/explorer/`, and on every page a sidebar on a "
            "wide screen and a sheet on a phone ([the explorer](explorer.md)).",
            "explorer = true",
        ),
    ] = False
    offline: Annotated[bool, key("Let readers save pages for reading offline.", "offline = false")] = True
    picture_metadata: Annotated[
        Literal["remove", "keep"],
        key(
            "Metadata of cameras and programs in JPEG, PNG and WebP files (location, time, device, names) is removed "
            "from the published copies; colour profiles and orientation are kept. `keep` leaves it in.",
            'picture_metadata = "keep"',
        ),
    ] = "remove"
    images: Annotated[
        Literal["off", "fast", "full"],
        key(
            "Smaller copies of PNG, JPEG and WebP pictures, in the widths of the layout: the browser loads "
            "the one that fits, and clicking a picture opens the original. `fast` makes WebP; `full` also makes AVIF, "
            "which is a sixth smaller but takes seven times as long ([smaller copies](writing.md#smaller-copies)).",
            'images = "fast"',
        ),
    ] = "off"
    cards: Annotated[
        bool,
        key(
            "A picture of 1200 × 630 pixels for each note without its own, with its title, its first tag or "
            "section, and the site's name, for link previews ([social cards](writing.md#social-cards)).",
            "cards = true",
        ),
    ] = False
    check: CheckConfig = CheckConfig()
    private: PrivateConfig = PrivateConfig()
    math: MathConfig = MathConfig()
    goldmark: GoldmarkConfig = GoldmarkConfig()
    parts: PartsConfig = PartsConfig()

    @property
    def garden(self) -> GardenConfig:
        """The part that notes, addresses and links depend on, with only the path of the base URL."""
        fields = {name: getattr(self, name) for name in GardenConfig.__struct_fields__}
        return GardenConfig(**{**fields, "base_url": self.base_path})

    @property
    def pages_left_out(self) -> frozenset[str]:
        """The names of the generated pages (`urls.PAGES`) that this site does not have."""
        parts = {"search": self.search, "explorer": self.explorer, "calendar": self.is_vault, "tasks": self.tasks}
        return self.pages.off | {name for name, is_on in parts.items() if not is_on}

    def order_of(self, folder: str) -> Sort:
        """The sort order of a folder below the content folder: its own, or that of the nearest parent folder."""
        orders = {name.strip("/"): order for name, order in self.section_sort.items()}
        while folder and folder not in orders:
            folder = folder.rpartition("/")[0]
        return orders.get(folder, self.sort)

    @property
    def picture_formats(self) -> tuple[PictureFormat, ...]:
        """The formats of smaller copies of pictures, best first."""
        if self.images == "full":
            return ("avif", "webp")
        return ("webp",) if self.images == "fast" else ()

    @property
    def own_folder(self) -> str:
        """The folder of the garden's own templates and static files, relative to it."""
        return "." if self.content else ".theme"

    @property
    def output(self) -> str:
        """The default output folder, relative to the garden; in a vault, one that Obsidian does not index."""
        return "public" if self.content else ".public"

    @property
    def origin(self) -> str:
        """`https://host`, or "" if the base URL has no host. An internationalized host name is in its ASCII form."""
        parts = urlsplit(self.base_url)
        host = parts.netloc if parts.netloc.isascii() else host_in_ascii(parts.netloc)
        return f"{parts.scheme or 'https'}://{host}" if host else ""  # //host/ becomes https, as in browsers

    @property
    def text_direction(self) -> str:
        return self.direction or (
            "rtl" if self.language.replace("_", "-").split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
        )
