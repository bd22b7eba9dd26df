"""Note: all facts of one file, with links unresolved."""

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


class Build(msgspec.Struct, frozen=True, array_like=True):
    """Hugo's `build` table. `render`: `always`, `never` or `link`; `list`: `always`, `never` or `local`.

    `resources`: whether the files of the note's bundle are published.
    """

    render: str = "always"
    list: str = "always"
    resources: bool = True


class MenuEntry(msgspec.Struct, frozen=True, array_like=True):
    """A note's place in one of the site's menus. `title`: "" for the note's own; `weight`: 0 for the last places.

    `identifier`: what entries below it name as their `parent`, "" for the title.
    """

    menu: str
    title: str = ""
    weight: int = 0
    identifier: str = ""
    parent: str = ""


class Awaited(msgspec.Struct, frozen=True, array_like=True):
    """A part of another file that a note shows, and from when to when it may be seen, in UTC; "" for no limit.

    `line`: where the note asks for it; `file`: the other file.
    """

    since: str
    until: str
    line: int
    file: str


class FrontMatter(msgspec.Struct, frozen=True, array_like=True):
    """The front matter fields that the program reads; `params` holds everything as written.

    Dates are ISO 8601 with the author's offset, `""` where none is given; a date without a time is midnight.
    `unreadable`: it is in doubt whether the note may be seen, so it is not published.
    `params` holds the whole front matter with lower-case keys and JSON-like values (dates as strings).
    `awaited`: what the note shows of others, without which it is never shown.
    `date_keys`: field of a date → (place among the keys it is read from, key), where that is not the first usual one.
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
        """Whether search engines are to leave the note out: `noindex`, or `robots` as many themes have it."""
        robots = self.params.get("robots")
        said = [str(each).lower() for each in (robots if isinstance(robots, list) else [robots])]
        return self.params.get("noindex") in (True, "true") or any("noindex" in each for each in said)


class Cascade(msgspec.Struct, frozen=True, array_like=True):
    """What a section hands down: `front`, to the notes whose logical path and kind match these globs ("" for all)."""

    front: FrontMatter
    path: str = ""
    kind: str = ""


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """`level` 1 to 6, `id` as it stands in the page, `text` without markup, `line` 1-based in the file.

    `key`: what a vault's links name it by (`heading_key`), "" for one inside a quote or list, which they cannot name.
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
    `before`, `text`, `after`: the sentence the link stands in, as plain text, cut at word borders (about 160
    characters on each side at most). `block`: the id that the citing block (`p`, `li`, `dd`, `td`, heading …)
    carries in the body. `section`: the text of the heading above it, `""` before the first.
    `field`: the lower-case term of the leading definition list that the link stands in (`"tags"`), or the name of the
    property that it is a value of, else `""`. `title`: the Markdown title attribute; of an embed what stands behind
    its bar, a text or a size.

    Kinds of a vault: `wikilink` `[[a]]`, `mdlink` `[x](a.md)`, `embed` `![[a]]`, `property`, and `tag` `#a/b`, whose
    target is the tag's name.
    `cite`: a citation of a work that a bibliography has, whose target is `@` and its key; its title is the id of the
    work's entry in the note's own list of references, "" where there is none.
    `unseen`: it stands in a comment, in code or in a diagram, or its address in the text, so it counts for nobody.
    `shape`: of an embed, how it shows the other note. `is_unnamed`: it has no words of its own and shows the name of
    the page that it leads to, or `named`: the HTML of the title of the page or heading. The text has its target as
    typed instead, for only the garden knows whether a page may be named.
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
        """Its words as a backlink quotes them. An embed has none of its own: what it asks for is its name."""
        if self.named:  # it is quoted by the page that it leads to
            return unescape(_TAG.sub("", self.named))
        return self.text or (" › ".join(target_words(self.target)) if self.kind == "embed" else "")

    @property
    def is_by_name(self) -> bool:
        """Whether its target is one of a note's `names`: an id, or a heading of an Org file."""
        return self.kind == "name" or (self.kind == "embed" and self.target.startswith(_BY_NAME))


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """An `img` of the body, from a figure shortcode or from Markdown.

    `attributes` are the other attributes in the order they are written (`class`, `width`, `title`, …), unescaped.
    `alt` is None where Hugo writes no alt attribute at all.
    """

    src: str
    line: int
    column: int
    alt: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


class Hole(msgspec.Struct, frozen=True, array_like=True):
    """A place in a body that the garden fills in.

    `link`: the whole opening tag `<a href=… …>` of `note.links[index]` (its text and `</a>` are in the body).
    `address`: only the address of `note.links[index]`, escaped for an attribute (raw HTML, shortcode in text).
    `picture`: the whole `<img …>` of `note.pictures[index]`.
    `embed`: all that stands for `note.links[index]`: a picture, a player, a part of another note.
    `citing`: the other notes that cite `note.works[index]`.
    `callout`: the name of the callout's kind `CALLOUTS[index]`, in the language of the interface.
    """

    kind: HoleKind
    index: int


class Body(msgspec.Struct, frozen=True, array_like=True):
    """HTML with holes: `texts[0] holes[0] texts[1] holes[1] … texts[-1]`, so one more text than holes."""

    texts: tuple[str, ...]
    holes: tuple[Hole, ...]


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A part of a body that others can embed: from `texts[first][start:]` to `texts[last][:stop]`, holes included.

    `name`: `#` and the id of the heading that a section starts with, `^` and the name of a block, or "" for the whole.
    `links`: from which of the note's links to which, the last one not included, the part holds.
    """

    name: str
    first: int
    start: int
    last: int
    stop: int
    links: tuple[int, int]


class Property(msgspec.Struct, frozen=True, array_like=True):
    """One property of a note, its name as typed, its value JSON-like (dates as strings)."""

    name: str
    value: Any


class Work(msgspec.Struct, frozen=True, array_like=True):
    """A work that a note cites, by its key in the bibliography. `html`: its entry in a list of works."""

    key: str
    html: str


class Task(msgspec.Struct, frozen=True, array_like=True):
    """An open task of a note: an empty box, or an Org heading in a state that is not done.

    `anchor`: the id of the element that it begins, "" for the note itself. `state`: Org's word, "" for a box;
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
    """The plain text of one block of a note (a paragraph, an item, a cell), in which other notes may be named.

    `asides`: (start, stop) of what is no running text in it: links, code, formulas. `section`: the id of the heading
    above it, `""` before the first. `links`: which of the note's links stand in it.
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

    `ids`: every id in the body, repeated ones repeated. `summary`: the first prose, plain, at most 280
    characters. `words`: how many words the body has. `terms`: the note's most telling words, at most 24, stemmed
    to lower case, best first (for related notes). `silenced`: (line, code) of the problems that the note
    silences, line 0 for the whole note. `digest`: blake2b-128 (hex) of the encoded body.
    `file`: where the note is written, relative to the garden's root, "" for the content folder and `path`. `line`: the
    first one of it there. `names`: what else links find it by (an id, a heading of its file), with the anchor there.
    `also`: other names that a reader knows it by.
    `diagrams`: it has a diagram that the browser draws.
    `prose`: its text by blocks, headings left out, where the dialect asks for it (`mentions`).
    `works`: those that it cites. `inputs`: the files of the garden besides its own that it was read with, by their
    paths below the root, each with the digest of its bytes, "" for one that is not there.
    `tasks`: its open ones, where the dialect asks for them.
    `parts` and `properties`: of notes of a vault. `held`: why the note must not be published, "" where it may.
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
    """What Markdown notes cite from. `bibliographies` and `style`: files by their paths below the garden's root.

    `folder`: that of the notes below the root, where the paths in a note's front matter start from.
    """

    bibliographies: tuple[str, ...] = ()
    style: str = ""
    folder: str = "content"


class Dialect(msgspec.Struct, frozen=True, array_like=True):
    """The part of the configuration that parsing depends on. Equal dialects parse equal bytes to equal notes.

    `shortcodes`: the garden's own templates, (name, Jinja source) sorted by name. `params`: the site's
    parameters for the `param` shortcode. `base_url` does not belong here: addresses are holes.
    `format`: whose grammar the notes have. `strict_breaks`: of a vault, whether a line's end is a space. `time_zone`:
    what dates without an offset are in, by its IANA name. `macros`: TeX commands of all formulas, (name, body) by name.
    `heading_nodes`: whether a heading of an Org file with an ID is a note of its own. `mentions`: whether notes keep
    their `prose`. `date_keys`: field of the front matter → the keys that its date is read from.
    `citing`: what Markdown notes cite from. `tasks`: whether notes keep their open tasks.
    `own_language`: the code that notes' files may hold in their names, "" for none (`files.endings.note_path`).
    `goldmark`: how Markdown is read where the configuration asks for something else than Hugo's defaults.
    `own_shortcodes`: built-in ones that are the garden's own in Hugo, whose templates for them are not run here.
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
    """Whether the note silences the problem: in its front matter, on the problem's line or the line above."""
    return any(code == problem.code and line in (0, problem.line, problem.line - 1) for line, code in note.silenced)
