"""The contract with templates: a template gets one frozen, complete view, and `site`.

Every `url` is ready for an `href`: root-relative, percent-encoded, with the base URL's path. Texts are plain
and escaped by the template engine; fields that contain HTML say so.
"""

from __future__ import annotations

from notegarden.render.gathered_views import CalendarView, ReferencesView, TasksView
from notegarden.render.page_view import LinkView, PageView, View


class TocItem(View, frozen=True):
    id: str
    text: str
    children: tuple[TocItem, ...] = ()


class TagView(View, frozen=True):
    """A tag: the note it names, the generated page of a plain tag, or (missing) the wanted-notes page.

    `in_body`: the body's leading definition list already shows it.
    """

    url: str
    title: str
    missing: bool = False
    in_body: bool = False


class Mention(View, frozen=True):
    """One citation: `before` + `text` (the link) + `after`; `url` leads to the citing block.

    `section`: the heading above it, or the term, such as "related", if it is in the note's opening list.
    """

    url: str
    before: str
    text: str
    after: str
    section: str


class Backlink(View, frozen=True):
    url: str
    title: str
    mentions: tuple[Mention, ...]


class Relation(View, frozen=True):
    """The notes that link to this one in a property. `name`: of the property."""

    name: str
    notes: tuple[LinkView, ...]


class PropertyValue(View, frozen=True):
    """One value. `kind`: text, number, checkbox, date, url or link. `url`: its target; `missing`: not written yet."""

    kind: str
    text: str
    url: str = ""
    missing: bool = False
    checked: bool = False


class PropertyView(View, frozen=True):
    """A property of a vault's note. `kind`: list, or that of its value."""

    name: str
    kind: str
    values: tuple[PropertyValue, ...]


class NoteView(PageView, frozen=True, kw_only=True, tag=True):
    """`note.html`. Dates are ISO 8601 or "". `neighbourhood` is HTML: an inline SVG, "" for a note without links;
    `neighbourhood_kinds`: which of `in`, `both`, `out` its links are. `toc_folds`: the contents list is so long that
    next to the text only the branch of the current section is open.

    `body_key`: a digest of the body and the contents of its holes; the template gets the HTML as `body`.
    `tagged`: notes with this note as a tag; `linked`: notes that link here; `relations`: notes of a vault that
    link here in a property, by the property. `links_in`: their number. `source_url`: address of the source
    on the web, "". `image`: absolute address of the picture for link previews, "";
    `image_size`: its width and height, if social cards are enabled and it is known.
    For a vault's note: `aliases`: its other names, `classes`: its `cssclasses`,
    `inside`: the notes in the folder that it is about. `mentioned`: the first notes with unlinked mentions of it
    (`mentions = true`); `mentions`: the number of places, of which `mentions_left` are not quoted.
    `day`: of a daily note, whose `previous` and `next` are other days'; `calendar`: address of its month.
    """

    path: str
    body_key: str
    created: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    words: int = 0
    minutes: int = 0
    tags: tuple[TagView, ...] = ()
    toc: tuple[TocItem, ...] = ()
    toc_folds: bool = False
    tagged: tuple[Backlink, ...] = ()
    linked: tuple[Backlink, ...] = ()
    relations: tuple[Relation, ...] = ()
    links_in: int = 0
    neighbourhood: str = ""
    neighbourhood_kinds: tuple[str, ...] = ()
    related: tuple[LinkView, ...] = ()
    previous: LinkView | None = None
    next: LinkView | None = None
    source_url: str = ""
    edit_url: str = ""
    image: str = ""
    image_size: tuple[int, int] | None = None
    is_empty: bool = False
    properties: tuple[PropertyView, ...] = ()
    aliases: tuple[str, ...] = ()
    classes: str = ""
    inside: tuple[Entry, ...] = ()
    mentioned: tuple[Backlink, ...] = ()
    mentions: int = 0
    mentions_left: int = 0
    day: str = ""
    calendar: str = ""


class Entry(View, frozen=True):
    """A note in a list. `links_in` and `links_out` count notes, not links. `date` is ISO or ""."""

    url: str
    title: str
    date: str = ""
    summary: str = ""
    links_in: int = 0
    links_out: int = 0
    words: int = 0


class Group(View, frozen=True):
    """Entries under a heading: a letter, a month. `id` is its anchor."""

    id: str
    title: str
    entries: tuple[Entry, ...]


class HomeView(PageView, frozen=True, kw_only=True, tag=True):
    """`home.html`: the body of `content/_index.md` (as for a note), then entry points.

    `hubs`: the notes with most incoming links. `recent`: newest by date, empty if the garden has no dates.
    `topics`: the map's communities, each titled like its best linked note, with up to six notes. `classes`,
    `properties`, `tagged`, `linked`, `relations` and `links_in`: for a vault's note, as in `note.html`.
    """

    path: str = ""
    body_key: str = ""
    toc: tuple[TocItem, ...] = ()
    notes: int = 0
    links: int = 0
    hubs: tuple[Entry, ...] = ()
    recent: tuple[Entry, ...] = ()
    topics: tuple[Group, ...] = ()
    tags: tuple[Entry, ...] = ()
    classes: str = ""
    properties: tuple[PropertyView, ...] = ()
    tagged: tuple[Backlink, ...] = ()
    linked: tuple[Backlink, ...] = ()
    relations: tuple[Relation, ...] = ()
    links_in: int = 0


class ListView(PageView, frozen=True, kw_only=True, tag=True):
    """`list.html`: a section, a plain tag, or all notes A–Z. `groups` has one nameless group if not sorted by
    letter. `body_key` as for a note if the section has an `_index.md`."""

    path: str = ""
    body_key: str = ""
    kind: str = "section"
    toc: tuple[TocItem, ...] = ()
    groups: tuple[Group, ...] = ()
    count: int = 0


class TagsView(PageView, frozen=True, kw_only=True, tag=True):
    """`tags.html`: tags by use; an entry's `links_in` is the number of notes with the tag.

    `groups`: the same from A to Z, empty if there are few.
    `path`, `body_key`, `toc`: of the note that introduces the list, if there is one.
    """

    path: str = ""
    body_key: str = ""
    toc: tuple[TocItem, ...] = ()
    tags: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()


class Branch(View, frozen=True):
    """A folder or a tag of the explorer, with its contents. `url`: of its own page, "" if it has none.

    `key`: unique among all branches. `count`: the notes in it and below, each counted once. `notes` and `branches` are
    in natural order.
    """

    key: str
    title: str
    url: str = ""
    count: int = 0
    branches: tuple[Branch, ...] = ()
    notes: tuple[LinkView, ...] = ()


class ExplorerView(PageView, frozen=True, kw_only=True, tag=True):
    """`explorer.html`: the whole tree. Scripts on other pages fetch it and show its `nav`.

    `top`: the content folder itself, with all folders and notes below. `tags`: nested for a vault.
    """

    top: Branch
    tags: tuple[Branch, ...] = ()


class RecentYear(View, frozen=True):
    """The notes of a year by month, newest first. `count`: of all."""

    title: str
    count: int
    groups: tuple[Group, ...]


class RecentView(PageView, frozen=True, kw_only=True, tag=True):
    """`recent.html`: groups by month in years, newest first."""

    years: tuple[RecentYear, ...] = ()


class Wanted(View, frozen=True):
    """A note that is linked to but not written. `id`: its anchor on the page; `asks`: the places that link to it."""

    id: str
    title: str
    target: str
    asks: tuple[Backlink, ...]


class WantedView(PageView, frozen=True, kw_only=True, tag=True):
    """`wanted.html`: most wanted first."""

    wanted: tuple[Wanted, ...] = ()


class Finding(View, frozen=True):
    """One problem. `url`: of the note's page, "" if it has none."""

    code: str
    severity: str
    path: str
    line: int
    column: int
    message: str
    hint: str
    url: str
    title: str


class FindingGroup(View, frozen=True):
    """All findings with one `code`; its title is in the interface language."""

    code: str
    severity: str
    findings: tuple[Finding, ...]


class HealthView(PageView, frozen=True, kw_only=True, tag=True):
    """`health.html`: counts, then problems by kind, orphans (no note links here), empty notes."""

    notes: int = 0
    links: int = 0
    groups: tuple[FindingGroup, ...] = ()
    orphans: tuple[Entry, ...] = ()
    empty: tuple[Entry, ...] = ()


class MapView(PageView, frozen=True, kw_only=True, tag=True):
    """`map.html`: the script loads graph.json; `topics`: an alternative list for those who cannot see the map.

    The n-th topic is community n of graph.json, with all its notes, best linked first.
    """

    topics: tuple[Group, ...] = ()
    notes: int = 0
    links: int = 0


class PlainView(PageView, frozen=True, kw_only=True, tag=True):
    """`404.html`, `search.html`, `offline.html`: pages that need no data of the garden.

    `path` and `body_key` as for a note, if the garden has its own text for the page.
    """

    path: str = ""
    body_key: str = ""


class RedirectView(PageView, frozen=True, kw_only=True, tag=True):
    """`redirect.html`: an alias. `target`: the address to redirect to."""

    target: str


class MarkdownView(View, frozen=True, kw_only=True, tag=True):
    """The Markdown copy of a note's page, which has no template. Dates as on a note; `tags` are titles."""

    title: str
    path: str
    body_key: str
    created: str
    modified: str
    tags: tuple[str, ...]


AnyPageView = (
    NoteView
    | HomeView
    | ListView
    | TagsView
    | ExplorerView
    | CalendarView
    | ReferencesView
    | TasksView
    | RecentView
    | WantedView
    | HealthView
    | MapView
    | PlainView
    | RedirectView
    | MarkdownView
)
