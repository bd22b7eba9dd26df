"""Note: all facts in one file, with links unresolved."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Literal

import msgspec

from notegarden.notes.dates import DateReading, zone_of
from notegarden.notes.goldmark import Goldmark
from notegarden.notes.problems import Problem
from notegarden.notes.shape import AT_HOME, Shape
from notegarden.notes.targets import target_words

Format = Literal["hugo", "obsidian", "org"]
LinkKind = Literal[
    "relref", "ref", "markdown", "html", "wikilink", "mdlink", "embed", "property", "tag", "name", "file", "cite"
]  # fmt: skip
HoleKind = Literal["link", "address", "picture", "embed", "citing", "callout"]


_TAG = re.compile("<[^<>]*>")
_BY_NAME = ("id:", "file:")
INCLUDED = "included "
"""Prefix in `Note.names` of a name that belongs to another file, which this one includes."""


class Build(msgspec.Struct, frozen=True, array_like=True):
    """Hugo's `build` table. `render`: `always`, `never` or `link`; `list`: `always`, `never` or `local`.

    `resources`: whether the files of the note's bundle are published.
    """

    render: str = "always"
    list: str = "always"
    resources: bool = True


class MenuEntry(msgspec.Struct, frozen=True, array_like=True):
    """A note's entry in one of the site's menus. `title`: "" for the note's own; `weight`: 0 sorts last.

    `identifier`: what child entries name as their `parent`, "" for the title.
    """

    menu: str
    title: str = ""
    weight: int = 0
    identifier: str = ""
    parent: str = ""


class Awaited(msgspec.Struct, frozen=True, array_like=True):
    """A part of another file that a note includes, with its publish and expiry dates in UTC; "" for no limit.

    `line`: of the include in the note; `file`: the included file.
    """

    since: str
    until: str
    line: int
    file: str


class FrontMatter(msgspec.Struct, frozen=True, array_like=True):
    """The front matter fields that the program reads.

    Dates are ISO 8601 with the author's offset, `""` if none is given; a date without a time is midnight.
    `unreadable`: it is unclear whether the note may be published, so it is not.
    `params` holds the whole front matter with lower-case keys and JSON-like values (dates as strings).
    `awaited`: the parts of other files that the note shows; it is never shown without them.
    `date_keys`: date field → (index among the keys it is read from, key), if that is not the first default key.
    """

    title: str | None = None
    draft: bool = False
    date: str = ""
    lastmod: str = ""
    publish_date: str = ""
    expiry_date: str = ""
    slug: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    description: str = ""
    weight: int = 0
    type: str = ""
    link_title: str = ""
    headless: bool = False
    params: dict[str, Any] = {}
    build: Build = Build()
    unreadable: bool = False
    cascade: tuple[Cascade, ...] = ()
    menus: tuple[MenuEntry, ...] = ()
    date_keys: dict[str, tuple[int, str]] = {}
    awaited: tuple[Awaited, ...] = ()

    @property
    def noindex(self) -> bool:
        """Whether search engines must not index the note: `noindex`, or `robots` as many themes have it."""
        robots = self.params.get("robots")
        said = [str(each).lower() for each in (robots if isinstance(robots, list) else [robots])]
        return self.params.get("noindex") in (True, "true") or any("noindex" in each for each in said)


class Cascade(msgspec.Struct, frozen=True, array_like=True):
    """What notes inherit from a section: `front`, where logical path and kind match these globs ("" matches all)."""

    front: FrontMatter
    path: str = ""
    kind: str = ""


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """`level` 1 to 6, `id` as in the page, `text` without markup, `line` 1-based in the file.

    `key`: the name in a vault's links (`heading_key`), "" for one inside a quote or list, which links cannot name.
    """

    level: int
    id: str
    text: str
    line: int
    key: str = ""


class Link(msgspec.Struct, frozen=True, array_like=True):
    """A link inside the garden, kept as typed. Links to other sites are not among a note's links.

    `target` is as typed, fragment included (`"a.md#x"`, `"#x"`, `"/ox-hugo/a.pdf"`, `"../b/"`).
    `line`, `column`: 1-based place of the shortcode or the destination in the file.
    `before`, `text`, `after`: the sentence around the link, as plain text, cut at word boundaries (about 160
    characters on each side at most). `block`: the id of the citing block (`p`, `li`, `dd`, `td`, heading …)
    in the body. `section`: the text of the heading above it, `""` before the first.
    `field`: the lower-case term of the leading definition list that contains the link (`"tags"`), or the name of the
    property whose value it is in, else `""`. `title`: the Markdown title attribute; for an embed, the text or size
    after its `|`.

    Kinds in a vault: `wikilink` `[[a]]`, `mdlink` `[x](a.md)`, `embed` `![[a]]`, `property`, and `tag` `#a/b`, whose
    target is the tag's name.
    `cite`: a citation of a work in a bibliography; its target is `@` and the key, its title the id of the work's entry
    in the note's own list of references, "" if there is none.
    `unseen`: it is in a comment, in code, in a diagram, or is a bare address, so it does not count as a link.
    `shape`: for an embed, which parts of the other note it shows. `is_unnamed`: it has no text of its own and shows the
    title of its target page, or `named`: the HTML of the title of that page or heading. The body has the target as
    typed instead, because only the garden knows whether a page may be named.
    """

    target: str
    kind: LinkKind
    line: int
    column: int
    text: str = ""
    before: str = ""
    after: str = ""
    block: str = ""
    section: str = ""
    field: str = ""
    title: str = ""
    unseen: bool = False
    shape: Shape = AT_HOME
    is_unnamed: bool = False
    named: str = ""

    @property
    def cited_text(self) -> str:
        """Its text as a backlink quotes it. An embed's title is no text (it may be a size), so its target names it."""
        if self.named:  # the target page is the one that quotes it
            return unescape(_TAG.sub("", self.named))
        return self.text or (" › ".join(target_words(self.target)) if self.kind == "embed" else "")

    @property
    def is_by_name(self) -> bool:
        """Whether its target is one of a note's `names`: an id, or a heading in an Org file."""
        return self.kind == "name" or (self.kind == "embed" and self.target.startswith(_BY_NAME))


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """An `img` of the body, from a figure shortcode or from Markdown.

    `attributes` are the other attributes in the order they are written (`class`, `width`, `title`, …), unescaped.
    `alt` is None if Hugo writes no alt attribute.
    """

    src: str
    line: int
    column: int
    alt: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


class Hole(msgspec.Struct, frozen=True, array_like=True):
    """A placeholder in a body that the garden fills in.

    `link`: the whole opening tag `<a href=… …>` of `note.links[index]` (its text and `</a>` are in the body).
    `address`: only the address of `note.links[index]`, escaped for an attribute (raw HTML, shortcode in text).
    `picture`: the whole `<img …>` of `note.pictures[index]`.
    `embed`: everything that replaces `note.links[index]`: a picture, a player, part of another note.
    `citing`: the other notes that cite `note.works[index]`.
    `callout`: the name of the callout kind `CALLOUTS[index]`, in the interface language.
    """

    kind: HoleKind
    index: int


class Body(msgspec.Struct, frozen=True, array_like=True):
    """HTML with holes: `texts[0] holes[0] texts[1] holes[1] … texts[-1]`, so one more text than holes."""

    texts: tuple[str, ...]
    holes: tuple[Hole, ...]


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A part of a body that others can embed: from `texts[first][start:]` to `texts[last][:stop]`, holes included.

    `name`: `#` and the id of the section's heading, `^` and the name of a block, or "" for the whole note.
    `links`: the half-open range of the note's links inside the part.
    """

    name: str
    first: int
    start: int
    last: int
    stop: int
    links: tuple[int, int]


class Property(msgspec.Struct, frozen=True, array_like=True):
    """One property of a note: its name as typed, its value JSON-like (dates as strings)."""

    name: str
    value: Any


class Work(msgspec.Struct, frozen=True, array_like=True):
    """A work that a note cites, by its key in the bibliography. `html`: its entry in a list of references."""

    key: str
    html: str


class Task(msgspec.Struct, frozen=True, array_like=True):
    """An open task of a note: an unchecked box, or an Org heading in a state that is not done.

    `anchor`: the id of the element that it starts, "" for the note itself. `state`: Org's keyword, "" for a checkbox;
    `priority`: a letter, "". `scheduled` and `deadline`: ISO 8601 days, "". `section`: the text of the heading above.
    """

    text: str
    anchor: str
    state: str = ""
    priority: str = ""
    scheduled: str = ""
    deadline: str = ""
    section: str = ""


class Prose(msgspec.Struct, frozen=True, array_like=True):
    """The plain text of one block of a note (paragraph, list item, cell), searched for mentions of other notes.

    `asides`: (start, stop) of what is not running text: links, code, formulas. `section`: the id of the heading
    above it, `""` before the first. `links`: which of the note's links are in it.
    """

    text: str
    section: str = ""
    asides: tuple[tuple[int, int], ...] = ()
    links: tuple[int, ...] = ()


class Field(msgspec.Struct, frozen=True, array_like=True):
    """One term of the leading definition list (lower case) and its definition as plain text."""

    name: str
    text: str


class Note(msgspec.Struct, frozen=True, array_like=True):
    """The facts of one file. `path` is relative to `content/` with `/`.

    `ids`: every id in the body, duplicates included. `summary`: the first prose, plain text, at most 280
    characters. `words`: the number of words in the body. `terms`: the note's most characteristic words, at most 24,
    stemmed, in lower case, best first (for related notes). `silenced`: (line, code) of the problems that the note
    suppresses, line 0 for the whole note. `digest`: blake2b-128 (hex) of the encoded body.
    `file`: the source file, relative to the garden's root, "" for the content folder and `path`. `line`: its first
    line there. `names`: other keys that links find it by (an id, a heading of its file), with the anchor there.
    `also`: other names that readers know it by.
    `diagrams`: it has a diagram that the browser draws.
    `prose`: its text by blocks, without headings, if the dialect asks for it (`mentions`).
    `works`: those it cites. `inputs`: the other files of the garden that parsing read, by their paths below the root,
    each with the digest of its bytes, "" for a missing file.
    `tasks`: its open tasks, if the dialect asks for them.
    `parts` and `properties`: for notes of a vault. `held`: why the note must not be published, "" if it may be.
    """

    path: str
    front: FrontMatter
    title: str
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    fields: tuple[Field, ...] = ()
    ids: tuple[str, ...] = ()
    summary: str = ""
    words: int = 0
    terms: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    silenced: tuple[tuple[int, str], ...] = ()
    parts: tuple[Part, ...] = ()
    properties: tuple[Property, ...] = ()
    held: str = ""
    file: str = ""
    line: int = 1
    names: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    diagrams: bool = False
    prose: tuple[Prose, ...] = ()
    works: tuple[Work, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    tasks: tuple[Task, ...] = ()


class Parsed(msgspec.Struct, frozen=True, array_like=True):
    """The result of `parse`: the facts, which every build reads, and the body, which only rendering reads."""

    note: Note
    body: Body


class Citing(msgspec.Struct, frozen=True, array_like=True):
    """The bibliographies of Markdown notes. `bibliographies` and `style`: files by their paths below the garden's root.

    `folder`: of the notes, below the root; the paths in a note's front matter are relative to it.
    """

    bibliographies: tuple[str, ...] = ()
    style: str = ""
    folder: str = "content"


class Dialect(msgspec.Struct, frozen=True, array_like=True):
    """The part of the configuration that parsing depends on. Equal dialects parse equal bytes to equal notes.

    `shortcodes`: the garden's own templates, (name, Jinja source) sorted by name. `params`: the site's
    parameters for the `param` shortcode. `base_url` is not needed: addresses are holes.
    `format`: the grammar of the notes. `strict_breaks`: in a vault, whether a line end is a space. `time_zone`:
    the IANA name of the zone for dates without an offset. `macros`: TeX commands of all formulas, (name, body) by name.
    `heading_nodes`: whether an Org heading with an ID is a note of its own. `mentions`: whether notes keep their
    `prose`. `date_keys`: front matter field → the keys that its date is read from.
    `citing`: the bibliographies of Markdown notes. `tasks`: whether notes keep their open tasks.
    `own_language`: the language code that file names may contain, "" for none (`files.endings.note_path`).
    `goldmark`: how Markdown is parsed if the configuration differs from Hugo's defaults.
    `own_shortcodes`: built-in shortcodes that the garden overrides in Hugo; its Hugo templates are not run here.
    """

    unsafe_html: bool = True
    language: str = "en"
    params: dict[str, Any] = {}
    shortcodes: tuple[tuple[str, str], ...] = ()
    format: Format = "hugo"
    strict_breaks: bool = False
    time_zone: str = ""
    macros: tuple[tuple[str, str], ...] = ()
    heading_nodes: bool = False
    mentions: bool = False
    date_keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    own_shortcodes: tuple[str, ...] = ()
    citing: Citing = Citing()
    tasks: bool = False
    own_language: str = ""
    goldmark: Goldmark = Goldmark()

    @property
    def dates(self) -> DateReading:
        return DateReading(zone_of(self.time_zone), dict(self.date_keys))


def is_silenced(problem: Problem, note: Note) -> bool:
    """Whether the note suppresses the problem: in its front matter, on the problem's line or the line above."""
    return any(code == problem.code and line in (0, problem.line, problem.line - 1) for line, code in note.silenced)
