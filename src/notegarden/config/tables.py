"""The tables of `notegarden.toml`, and how their keys are documented."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from notegarden.notes.goldmark import Extra, HeadingIds, LineBreaks, Opening
from notegarden.notes.problems import Severity


def key(description: str, example: str) -> msgspec.Meta:
    """A key's documentation for docs/configuration.md: one or two sentences of Markdown, and TOML lines that set it."""
    return msgspec.Meta(description=description, extra={"example": example})


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A custom link in the header. `url` may be root-relative; `page` names a note or section instead.

    `weight`: its position among the notes' entries, in Hugo's order; None sorts first, in the order written.
    `parent`: the `identifier`, or else the title, of the parent entry. A parent may be a title without a link.
    """

    title: str = ""
    url: str = ""
    page: str = ""
    weight: float | None = None
    identifier: str = ""
    parent: str = ""


class CheckConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings of `check`. `severity`: code → error, warning, info or off. `ignore`: globs of notes' paths.

    `wanted`: file names of notes that are intentionally linked to before they are written, with or without timestamp
    and extension: a relref to one is `info`. `picture_limit`: pictures of more kilobytes are reported.
    """

    severity: Annotated[
        dict[str, Severity | Literal["off"]],
        key(
            "The severity of findings by code: `error`, `warning`, `info` or `off`. [The codes](problems.md).",
            '[check.severity]\norphan = "off"\nempty = "warning"',
        ),
    ] = {}
    ignore: Annotated[
        tuple[str, ...],
        key(
            "Notes that `check` ignores, as globs of their paths below the content folder.",
            '[check]\nignore = ["posts/inbox.md", "journal/*"]',
        ),
    ] = ()
    wanted: Annotated[
        tuple[str, ...],
        key(
            "File names of notes that are intentionally linked to before they are written, with or "
            "without timestamp and extension: such a link is `info` instead of `error`.",
            '[check]\nwanted = ["world_models.md"]',
        ),
    ] = ()
    picture_limit: Annotated[int, key("Pictures of more kilobytes are reported.", "[check]\npicture_limit = 2000")] = (
        1000
    )


class PrivateConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must not be published; `preflight` looks for it.

    `tags`, `folders` (below the content folder): notes with one of these. `words`: words that no page may contain.
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
        tuple[str, ...], key("Words that no page may contain.", '[private]\nwords = ["Project Nightjar"]')
    ] = ()
    emails: Annotated[
        tuple[str, ...],
        key(
            "E-mail addresses that may be published; `preflight` reports all others.",
            '[private]\nemails = ["me@example.org"]',
        ),
    ] = ()


class MathConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    r"""`macros`: TeX command → its expansion, as in KaTeX: `\dd` → `\mathrm{d}`, `#1` for an argument."""

    macros: Annotated[
        dict[str, str],
        key(
            "TeX commands for all formulas, as in KaTeX; `#1` is the first argument. For a Hugo "
            "site, macros in its theme's parameters are used.",
            "[math.macros]\n'\\dd' = '\\mathrm{d}'\n'\\pair' = '(#1, #2)'",
        ),
    ] = {}


class GoldmarkConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How Markdown is parsed, with the names of Hugo's `markup.goldmark`; the fields are those of `notes.Goldmark`."""

    emoji: Annotated[
        bool, key("`:smile:` becomes an emoji, as with Hugo's `enableEmoji`.", "[goldmark]\nemoji = true")
    ] = False
    hard_wraps: Annotated[bool, key("Each line end becomes a `<br>`.", "[goldmark]\nhard_wraps = true")] = False
    linkify: Annotated[bool, key("Bare URLs become links.", "[goldmark]\nlinkify = false")] = True
    typographer: Annotated[
        bool, key("Quotes, dashes and ellipses become typographic.", "[goldmark]\ntypographer = false")
    ] = True
    east_asian_line_breaks: Annotated[
        LineBreaks,
        key(
            "Between East Asian letters a line end is not a space, by the rule `simple` or `css3draft` of Hugo's "
            "`extensions.cjk`.",
            '[goldmark]\neast_asian_line_breaks = "simple"',
        ),
    ] = ""
    escaped_space: Annotated[bool, key("A space after a backslash is dropped.", "[goldmark]\nescaped_space = true")] = (
        False
    )
    passthrough: Annotated[
        tuple[Opening, ...],
        key(
            "Delimiters of formulas besides `$$` and those of ox-hugo, as in Hugo's `extensions.passthrough`.",
            "[goldmark]\npassthrough = ['\\(', '\\[', '$']",
        ),
    ] = ()
    strikethrough: Annotated[
        bool, key("Text between one or two tildes is struck through.", "[goldmark]\nstrikethrough = false")
    ] = True
    extras: Annotated[
        tuple[Extra, ...],
        key(
            "Syntax of Hugo's `extensions.extras`: `~~delete~~`, `++insert++`, `==mark==`, `H~2~O`, `x^2^`. The tildes "
            "of a subscript need `strikethrough = false`.",
            '[goldmark]\nextras = ["mark", "superscript"]',
        ),
    ] = ()
    heading_ids: Annotated[
        HeadingIds,
        key(
            "How heading ids are generated from text: a value of Hugo's `autoIDType`; an empty string for "
            "no generated ids.",
            '[goldmark]\nheading_ids = "github-ascii"',
        ),
    ] = "github"
    block_attributes: Annotated[
        bool,
        key(
            "A line `{#id .class key=value}` directly below a block sets attributes of that block.",
            "[goldmark]\nblock_attributes = true",
        ),
    ] = False


class FeedsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the feeds contain, and which pages have feeds of their own besides the site's."""

    text: Annotated[
        Literal["summary", "full"],
        key("What feeds contain of each note: a summary, or the full text.", '[feeds]\ntext = "full"'),
    ] = "summary"
    sections: Annotated[
        bool,
        key(
            "A feed for each section or folder, next to its page: `/posts/index.xml`. Vaults have them only if "
            "this is set ([feeds](outputs.md#feeds)).",
            "[feeds]\nsections = false",
        ),
    ] = True
    tags: Annotated[
        bool, key("A feed for each tag, next to its page: `/tags/soil/index.xml`.", "[feeds]\ntags = true")
    ] = False


class PagesConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which pages are generated besides the notes. Nothing links to one that is switched off."""

    all: Annotated[bool, key("The list of all notes.", "[pages]\nall = false")] = True
    tags: Annotated[
        bool,
        key("The list of tags, and the tags on the home page. Each tag still has its page.", "[pages]\ntags = false"),
    ] = True
    recent: Annotated[
        bool, key("The most recently changed notes, and their list on the home page.", "[pages]\nrecent = false")
    ] = True
    wanted: Annotated[
        bool,
        key(
            "Notes that are linked to but not written yet. If switched off, such links are plain text.",
            "[pages]\nwanted = false",
        ),
    ] = True
    health: Annotated[bool, key("The garden's problems, visible to all readers.", "[pages]\nhealth = false")] = True
    map: Annotated[bool, key("The map of the garden.", "[pages]\nmap = false")] = True
    rereading: Annotated[
        bool,
        key(
            "Notes worth rereading: well linked, and not opened in the reader's browser for a long time "
            "([reading](reading.md#worth-rereading)).",
            "[pages]\nrereading = false",
        ),
    ] = True
    calendar: Annotated[
        bool, key("The calendar of a vault's [daily notes](obsidian.md#daily-notes).", "[pages]\ncalendar = false")
    ] = True

    references: Annotated[
        bool,
        key(
            "The list of all works that notes cite, if there are any ([citations](markdown.md#citations)).",
            "[pages]\nreferences = false",
        ),
    ] = True

    @property
    def off(self) -> frozenset[str]:
        """The names of the pages that are switched off."""
        return frozenset(name for name in self.__struct_fields__ if not getattr(self, name))


class PartsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which parts a note's page has. The text, its title and its tags are always shown."""

    breadcrumbs: Annotated[bool, key("The sections that contain a note.", "[parts]\nbreadcrumbs = false")] = True
    contents: Annotated[
        bool,
        key(
            "The list of a note's headings. `toc = false` in a note's front matter switches it off for that note only.",
            "[parts]\ncontents = false",
        ),
    ] = True
    neighbourhood: Annotated[
        bool, key("The small map of the notes linked with a note.", "[parts]\nneighbourhood = false")
    ] = True
    related: Annotated[bool, key("Notes on similar topics.", "[parts]\nrelated = false")] = True
    backlinks: Annotated[
        bool, key("The notes that link to a note, with the linking sentences.", "[parts]\nbacklinks = false")
    ] = True
    turn: Annotated[bool, key("Links to the previous and next note, at the bottom.", "[parts]\nturn = false")] = True
