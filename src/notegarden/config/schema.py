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
"""Orders of the notes in a section."""


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha", "he", "iw", "khw", "ks", "ps", "sd", "ur", "yi"})


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
    tasks: Annotated[
        bool,
        key(
            "A page of the open tasks in notes, `/tasks/`: empty boxes, and headings of Org in a state that is not "
            "done ([tasks](writing.md#tasks)).",
            "tasks = true",
        ),
    ] = False
    bibliography: Annotated[
        tuple[str, ...],
        key(
            "Files in BibTeX, BibLaTeX or CSL-JSON (`.json`) that Markdown notes and vaults cite from "
            "([citations](markdown.md#citations)), by their paths below the garden. Org files name their own.",
            'bibliography = ["library.bib"]',
        ),
    ] = ()
    csl: Annotated[
        str,
        key(
            "How these citations look: a file in the Citation Style Language, by its path below the garden. Left out, "
            "they have author and year.",
            'csl = "apa.csl"',
        ),
    ] = ""
    vault: VaultSettings = VaultSettings()
    pages: PagesConfig = PagesConfig()
    feeds: FeedsConfig = FeedsConfig()
    json_feed: Annotated[
        bool, key("A JSON Feed, `feed.json`, beside each Atom feed; pages name the site's.", "json_feed = false")
    ] = True
    llms: Annotated[
        bool,
        key(
            "A list of the notes by section in Markdown, `llms.txt`, for programs that read the site for a language "
            "model ([llmstxt.org](https://llmstxt.org)). With `false` the site has none.",
            "llms = false",
        ),
    ] = True
    markdown: Annotated[
        bool,
        key(
            "A copy of each note's page in Markdown beside it (`/posts/a/index.md`), for programs; the page names "
            "it, and so does `llms.txt` ([outputs](outputs.md)). Left out, the site has none.",
            "markdown = true",
        ),
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
    languages: Annotated[
        tuple[str, ...],
        key(
            "Languages whose codes files' names may hold, as in Hugo, the site's own first: `a.en.md` is the note "
            "`a.md`, and `a.de.md`, in another of them, is not published.",
            'languages = ["en", "de"]',
        ),
    ] = ()
    drafts: Annotated[bool, key("Publish drafts.", "drafts = true")] = False
    future: Annotated[bool, key("Publish notes whose date is yet to come.", "future = true")] = False
    expired: Annotated[bool, key("Publish notes whose `expiryDate` is over.", "expired = true")] = False

    @property
    def is_vault(self) -> bool:
        return self.format == "obsidian"

    @property
    def own_language(self) -> str:
        """The language whose code notes' names may hold without being known by it; "" where names hold none."""
        return self.languages[0].lower() if self.languages and self.format == "hugo" else ""

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
            "Of notes and interface, as a language tag. [Languages](languages.md) has those that the interface speaks, "
            "and how to add one.",
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
            "that say `menus: main` follow, by their `weight`; a `weight` of your own puts a link among them. "
            "`parent` puts a link below the one of that title, or `identifier`; a title alone is a heading.",
            '[[menu]]\ntitle = "About"\nurl = "/about/"\n\n[[menu]]\npage = "/posts"\n\n'
            '[[menu]]\ntitle = "Talks"\nurl = "/talks/"\nparent = "About"',
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
            "Raw HTML in notes is published as it is. `false` cleans it, and a frame becomes a link to what it shows; "
            "of vaults that is the default.",
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
            "The same for single folders below the content folder, and those in them.",
            '[section_sort]\njournal = "created"\n"books/read" = "weight"',
        ),
    ] = {}
    natural_order: Annotated[
        bool,
        key("Where notes stand by title, numbers count as numbers: `2` comes before `10`.", "natural_order = true"),
    ] = False
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
    images: Annotated[
        Literal["off", "fast", "full"],
        key(
            "Smaller copies of PNG, JPEG and WebP pictures, in the widths that the layout can show: the browser takes "
            "the one that fits, and pressing a picture opens the original. `fast` makes WebP; `full` makes AVIF, too, "
            "which is a sixth smaller and takes seven times as long ([smaller copies](writing.md#smaller-copies)).",
            'images = "fast"',
        ),
    ] = "off"
    cards: Annotated[
        bool,
        key(
            "A picture of 1200 × 630 pixels for each note without one of its own, with its title, its first tag or "
            "section, and the site's name: networks show it beside a link ([social cards](writing.md#social-cards)).",
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
        """The part that notes, addresses and links depend on, the base URL's path alone; else no node is made anew."""
        fields = {name: getattr(self, name) for name in GardenConfig.__struct_fields__}
        return GardenConfig(**{**fields, "base_url": self.base_path})

    @property
    def pages_left_out(self) -> frozenset[str]:
        """The names of the generated pages (`urls.PAGES`) that this site does not have."""
        parts = {"search": self.search, "explorer": self.explorer, "calendar": self.is_vault, "tasks": self.tasks}
        return self.pages.off | {name for name, is_on in parts.items() if not is_on}

    def order_of(self, folder: str) -> Sort:
        """The order of the notes in a folder below the content folder: its own, or that of the nearest above it."""
        orders = {name.strip("/"): order for name, order in self.section_sort.items()}
        while folder and folder not in orders:
            folder = folder.rpartition("/")[0]
        return orders.get(folder, self.sort)

    @property
    def picture_formats(self) -> tuple[PictureFormat, ...]:
        """The formats of pictures' smaller copies, the best first."""
        if self.images == "full":
            return ("avif", "webp")
        return ("webp",) if self.images == "fast" else ()

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
        return self.direction or (
            "rtl" if self.language.replace("_", "-").split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
        )
