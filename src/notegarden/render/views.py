"""What a template sees: one frozen view, complete, and the `site`.

Every `url` is ready for an `href`: root-relative, percent-encoded, the base URL's path in front. Texts are plain
and escaped by the template engine; the fields that hold HTML say so.
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

    `in_body`: the body's leading definition list shows it already.
    """

    url: str
    title: str
    missing: bool = False
    in_body: bool = False


class Mention(View, frozen=True):
    """One citation: `before` + `text` (the link) + `after`; `url` leads to the citing block.

    `section`: the heading it stands under, or the term, such as "related", where it stands in the note's opening list.
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
    """The notes that have a link to this one in a property. `name`: the property's."""

    name: str
    notes: tuple[LinkView, ...]


class PropertyValue(View, frozen=True):
    """One value. `kind`: text, number, checkbox, date, url or link. `url`: where it leads; `missing`: nowhere yet."""

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
    """`note.html`. Dates are ISO 8601 or "". `neighbourhood` is HTML: an inline SVG, "" for a note alone;
    `neighbourhood_kinds`: which of `in`, `both`, `out` its links are. `toc_folds`: the contents list is so long that
    beside the text only the branch of the current section is open.

    `body_key` stands for the body (its digest and what fills its holes); the template gets the HTML as `body`.
    `tagged`: notes that bear this note as a tag; `linked`: notes that link here; `relations`: notes of a vault that
    name it in a property, by the property. `links_in` is how many there are. `source_url`: where the source
    is on the web, "". `image`: absolute address of the picture that a link to the note shows, "";
    `image_size`: its width and height where social cards are made and it is known.
    Of a vault's note: `aliases` other names that it goes by, `classes` its `cssclasses`,
    `inside` the notes of the folder that it is about. `mentioned`: the first notes that name this one without a link
    (`mentions = true`); `mentions`: at how many places, `mentions_left` of which are not quoted.
    `day`: of a daily note, whose `previous` and `next` are those of other days; `calendar`: where its month is shown.
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
    """A run of entries under a heading: a letter, a month. `id` is its anchor."""

    id: str
    title: str
    entries: tuple[Entry, ...]


class HomeView(PageView, frozen=True, kw_only=True, tag=True):
    """`home.html`: the body of `content/_index.md` (as for a note), then ways in.

    `hubs`: the notes most linked to. `recent`: newest by date, empty where the garden has no dates.
    `topics`: the map's communities, each under the title of its best linked note, with up to six notes. `classes`,
    `properties`, `tagged`, `linked`, `relations` and `links_in`: of a vault's note, as in `note.html`.
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
    """`list.html`: a section, a plain tag, or all notes A–Z. `groups` has one nameless group where order is not by
    letter. `body_key` as for a note where the section has an `_index.md`."""

    path: str = ""
    body_key: str = ""
    kind: str = "section"
    toc: tuple[TocItem, ...] = ()
    groups: tuple[Group, ...] = ()
    count: int = 0


class TagsView(PageView, frozen=True, kw_only=True, tag=True):
    """`tags.html`: tags by use; an entry's `links_in` is the number of notes that bear the tag.

    `groups`: the same from A to Z, none where there are few.
    `path`, `body_key`, `toc`: of the text that leads the list in, where the garden has one.
    """

    path: str = ""
    body_key: str = ""
    toc: tuple[TocItem, ...] = ()
    tags: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()


class Branch(View, frozen=True):
    """A folder or a tag of the explorer, and what lies in it. `url`: of its own page, "" where it has none.

    `key` names it among all branches. `count`: the notes in it and below, each counted once. `notes` and `branches` are
    in natural order.
    """

    key: str
    title: str
    url: str = ""
    count: int = 0
    branches: tuple[Branch, ...] = ()
    notes: tuple[LinkView, ...] = ()


class ExplorerView(PageView, frozen=True, kw_only=True, tag=True):
    """`explorer.html`: the whole tree. Scripts of other pages fetch it and show its `nav`.

    `top`: the content folder itself, with all folders and notes below. `tags`: those of a vault are nested.
    """

    top: Branch
    tags: tuple[Branch, ...] = ()


class RecentYear(View, frozen=True):
    """The notes of a year by month, newest first. `count`: all of them."""

    title: str
    count: int
    groups: tuple[Group, ...]


class RecentView(PageView, frozen=True, kw_only=True, tag=True):
    """`recent.html`: groups by month in years, newest first."""

    years: tuple[RecentYear, ...] = ()


class Wanted(View, frozen=True):
    """A note that is asked for and not written. `id` is its anchor on the page; `asks` are the places."""

    id: str
    title: str
    target: str
    asks: tuple[Backlink, ...]


class WantedView(PageView, frozen=True, kw_only=True, tag=True):
    """`wanted.html`: most wanted first."""

    wanted: tuple[Wanted, ...] = ()


class Finding(View, frozen=True):
    """One problem. `url` leads to the note's page, "" where it has none."""

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
    """Every finding of one `code`, whose title is the interface's word for it."""

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
    """`map.html`: the script reads graph.json; `topics` is the list for those who cannot see the map.

    The n-th topic is community n of graph.json; each has all of its notes, best linked first.
    """

    topics: tuple[Group, ...] = ()
    notes: int = 0
    links: int = 0


class PlainView(PageView, frozen=True, kw_only=True, tag=True):
    """`404.html`, `search.html`, `offline.html`: pages that need nothing of the garden.

    `path` and `body_key` as for a note, where the garden has its own text for the page.
    """

    path: str = ""
    body_key: str = ""


class RedirectView(PageView, frozen=True, kw_only=True, tag=True):
    """`redirect.html`: an alias. `target` is the address it leads to."""

    target: str


class MarkdownView(View, frozen=True, kw_only=True, tag=True):
    """The Markdown copy of a note's page, which no template makes. Dates as on a note; `tags` are titles."""

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
