"""The tables of `notegarden.toml`, and how a key of it is described."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from notegarden.notes.goldmark import Extra, HeadingIds, LineBreaks, Opening
from notegarden.notes.problems import Severity


def key(description: str, example: str) -> msgspec.Meta:
    """What docs/configuration.md says of a key: a sentence or two in Markdown, and lines of TOML that set it."""
    return msgspec.Meta(description=description, extra={"example": example})


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link of the garden's own in the header. `url` may be root-relative; `page` names a note or section instead.

    `weight`: its place among those of notes, in Hugo's order; None for the first places, as they are written.
    `parent`: the `identifier`, or else the title, of the entry that it lies below. A parent may be a title alone.
    """

    title: str = ""
    url: str = ""
    page: str = ""
    weight: float | None = None
    identifier: str = ""
    parent: str = ""


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


class GoldmarkConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How Markdown is read, in the words of Hugo's `markup.goldmark`; the fields are those of `notes.Goldmark`."""

    emoji: Annotated[
        bool, key("`:smile:` is the sign of that name, as with Hugo's `enableEmoji`.", "[goldmark]\nemoji = true")
    ] = False
    hard_wraps: Annotated[bool, key("Each end of a line is a break.", "[goldmark]\nhard_wraps = true")] = False
    linkify: Annotated[bool, key("Bare addresses are links.", "[goldmark]\nlinkify = false")] = True
    typographer: Annotated[
        bool, key("Quotes, dashes and three full stops are set as in print.", "[goldmark]\ntypographer = false")
    ] = True
    east_asian_line_breaks: Annotated[
        LineBreaks,
        key(
            "Between East Asian letters the end of a line is no space, by the rule `simple` or `css3draft` of Hugo's "
            "`extensions.cjk`.",
            '[goldmark]\neast_asian_line_breaks = "simple"',
        ),
    ] = ""
    escaped_space: Annotated[
        bool, key("A space behind a backslash is nothing.", "[goldmark]\nescaped_space = true")
    ] = False
    passthrough: Annotated[
        tuple[Opening, ...],
        key(
            "What begins a formula besides `$$` and what ox-hugo writes, as in Hugo's `extensions.passthrough`.",
            "[goldmark]\npassthrough = ['\\(', '\\[', '$']",
        ),
    ] = ()
    strikethrough: Annotated[
        bool, key("Text between one tilde or two is struck out.", "[goldmark]\nstrikethrough = false")
    ] = True
    extras: Annotated[
        tuple[Extra, ...],
        key(
            "Signs of Hugo's `extensions.extras`: `~~delete~~`, `++insert++`, `==mark==`, `H~2~O`, `x^2^`. The tildes "
            "of a subscript need `strikethrough = false`.",
            '[goldmark]\nextras = ["mark", "superscript"]',
        ),
    ] = ()
    heading_ids: Annotated[
        HeadingIds,
        key(
            "How the id of a heading is made from its text, in the words of Hugo's `autoIDType`; the empty text for "
            "no id but where one is written.",
            '[goldmark]\nheading_ids = "github-ascii"',
        ),
    ] = "github"
    block_attributes: Annotated[
        bool,
        key(
            "A line `{#id .class key=value}` right below a block gives that block these attributes.",
            "[goldmark]\nblock_attributes = true",
        ),
    ] = False


class FeedsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the feeds hold, and whose notes have one of their own beside the site's."""

    text: Annotated[
        Literal["summary", "full"],
        key("What feeds hold of each note: a summary, or its whole text.", '[feeds]\ntext = "full"'),
    ] = "summary"
    sections: Annotated[
        bool,
        key(
            "A feed for each section or folder, beside its page: `/posts/index.xml`. Of a vault they are made where "
            "this is set ([feeds](outputs.md#feeds)).",
            "[feeds]\nsections = false",
        ),
    ] = True
    tags: Annotated[
        bool, key("A feed for each tag, beside its page: `/tags/soil/index.xml`.", "[feeds]\ntags = true")
    ] = False


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
    rereading: Annotated[
        bool,
        key(
            "The notes worth rereading: well linked, and long not opened in the reader's browser "
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
            "The list of all works that notes cite, where they cite some ([citations](markdown.md#citations)).",
            "[pages]\nreferences = false",
        ),
    ] = True

    @property
    def off(self) -> frozenset[str]:
        """The names of those that are switched off."""
        return frozenset(name for name in self.__struct_fields__ if not getattr(self, name))


class PartsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which parts the page of a note has. The text, its title and its tags are always there."""

    breadcrumbs: Annotated[bool, key("The sections above a note.", "[parts]\nbreadcrumbs = false")] = True
    contents: Annotated[
        bool,
        key(
            "The list of a note's headings. `toc = false` in a note's front matter leaves it out there alone.",
            "[parts]\ncontents = false",
        ),
    ] = True
    neighbourhood: Annotated[
        bool, key("The small map of the notes around a note.", "[parts]\nneighbourhood = false")
    ] = True
    related: Annotated[bool, key("Notes about the same things.", "[parts]\nrelated = false")] = True
    backlinks: Annotated[
        bool, key("The notes that link to a note, with their sentences.", "[parts]\nbacklinks = false")
    ] = True
    turn: Annotated[bool, key("Links to the notes before and after a note, at its foot.", "[parts]\nturn = false")] = (
        True
    )
