"""The front matter from a page's keywords, properties, tags and TODO state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from notegarden.dialects.org.claims import DATES, claims_of, withheld, withheld_if_unread
from notegarden.dialects.org.outline import Heading, Outline
from notegarden.dialects.org.property_lists import resources_in, value_of, values_in, weights_in
from notegarden.dialects.org.settings import Settings, plist, unquoted, words
from notegarden.dialects.org.slugs import slug
from notegarden.dialects.org.tag_groups import groups_of
from notegarden.dialects.pieces.dates import read_date
from notegarden.dialects.pieces.frontmatter import HeadedText, front_matter_of, holding, read_table
from notegarden.notes.dates import DateReading
from notegarden.notes.note import FrontMatter
from notegarden.notes.problems import Problem

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ \t]+[^\d\s>\]+-]+)?(?:[ \t]+(\d{1,2}:\d\d))?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")
_TO_STATE = re.compile(r"""[ \t]*[-+][ \t]+State[ \t]+"([^"\s]+)"[ \t]+from\b.*?([\[<]\d{4}-[^\]>]*[\]>])""")
_NOTE_TAKEN = re.compile(r"[ \t]*[-+][ \t]+Note taken on ([\[<]\d{4}-[^\]>]*[\]>])")
_ALIAS = re.compile(r'"((?:[^"\\]|\\.)*+)"|([^\s"]++)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WORK = re.compile(r"@([\w:.#$%&+?<>~/-]*\w)|(?<!\w)cite\w*:&?([\w:.-]*\w)")
_TWO = re.compile("(?<=[^_])__(?=[^_])")
_HYPHENS = [
    (sign, re.compile(f"{before}{marks}{after}"))
    for before, after in ((r"^()", "([^_])"), ("([^_])", "()$"), ("([^_])", "([^_])"))
    for sign, marks in (("-", "_"), ("_", "___"))
]
_RUN = re.compile("-{2,}")
_SPELT = {"t": True, "true": True, "nil": False, "false": False}
_BOOLEANS = _SPELT | {"yes": True, "no": False}
_DRAFT = re.compile(r"DRAFT\b")

_TEXTS = {
    "description": "description", "hugo_slug": "slug", "hugo_url": "url", "hugo_layout": "layout",
    "hugo_type": "type", "hugo_linktitle": "linktitle", "hugo_markup": "markup", "hugo_audio": "audio",
}  # fmt: skip
_LISTS = {
    "hugo_series": "series", "hugo_images": "images", "hugo_outputs": "outputs", "hugo_videos": "videos",
}  # fmt: skip
_OF_MENU = frozenset(("name", "url", "identifier", "pre", "post", "weight", "parent", "title"))
_DECIDING = frozenset(("publishdate", "expirydate"))
_KEEPING = _DECIDING | {"draft", "headless", "build", "_build", "cascade", "date", "lastmod"}
RENAMING = "hugo_front_matter_key_replace"
SAYS_WHEN_SEEN = frozenset((
    *DATES, "date", "hugo_draft", "draft", "hugo_headless", "headless", "build", "_build", "cascade",
    "hugo_custom_front_matter", RENAMING,
))  # fmt: skip
"""The keywords that decide whether and when a page is seen, where none gives another key a name of these."""


def front_matter(
    settings: Settings, path: str, title: str | None, line: int, dates: DateReading, description: str = ""
) -> HeadedText:
    """The front matter of a page. `line`: where problems are reported. `description`: from a block."""
    table = _table(settings, title, description)
    custom = _custom(settings)
    clash = _clash(table, custom)
    table |= custom
    renamed = _renamed(table, settings.joined(RENAMING) or "")
    clash = clash or _clash(table, renamed)
    table |= renamed
    for at, language, text in settings.blocks("toml", "yaml"):
        more = read_table(path, text, at + 2, language)
        if isinstance(more, Problem):  # it may say that the page must not be published
            return HeadedText(FrontMatter(unreadable=True), 0, (holding(more),))
        found = {str(key).lower(): value for key, value in more[0].items()}
        clash = clash or _clash(table, found)
        is_left_out = settings.leaves_out(at)  # then it may still keep the page back
        table |= {key: value for key, value in found.items() if not is_left_out or key in _KEEPING}
    claims = claims_of(settings, custom)
    read = front_matter_of(path, table, line, dates, claims)
    if clash:
        message = f"`{clash}` is set twice, to different values"
        return withheld(read, Problem(path, line, 1, "front-matter", "error", message, "remove one of them"))
    return withheld_if_unread(settings, claims, line, read, path)


def _clash(table: dict[str, Any], more: dict[str, Any]) -> str:
    """A key that decides whether the page is published and has another value in `more`; "" for none.

    The exporter writes such a key twice, which Hugo rejects.
    """
    return next((key for key in sorted(_KEEPING & table.keys() & more.keys()) if not _agree(table[key], more[key])), "")


def _agree(one: object, other: object) -> bool:
    return one == other or (str(one)[:4].isdigit() and read_date(one) == read_date(other))


def _table(settings: Settings, title: str | None, description: str) -> dict[str, Any]:
    """The page's front matter as a table with lower-case keys."""
    heading = settings.heading
    table: dict[str, Any] = {} if title is None else {"title": title}
    authors = _authors(settings)
    if authors:
        table["author"] = authors
    for name, key in _TEXTS.items():
        value = settings.value(name, inherit=name in ("hugo_slug", "hugo_layout", "hugo_type"))
        if value:
            table[key] = unquoted(value)
    for name, key in _LISTS.items():
        value = settings.joined(name, inherit=name in ("hugo_series", "hugo_outputs"))
        if value:
            table[key] = words(value)
    table |= _said_of_page(settings)
    keywords = settings.joined("keywords")
    if keywords:
        table["keywords"] = words(keywords)
    table |= _dates(settings)
    table |= _tags(settings)
    aliases = settings.joined("hugo_aliases", inherit=False)
    if aliases:
        table["aliases"] = [_placed_alias(alias, settings) for alias in words(aliases)]
    table |= weights_in(settings.joined("hugo_weight") or "", _place_in_file(heading))
    if resources := resources_in(settings.joined("hugo_resources") or ""):
        table["resources"] = resources
    menu = _menu(settings, title or "")
    table |= {"menu": menu} if menu else {}
    for key in ("build", "_build", "cascade"):  # must be tables, which a keyword cannot contain: report them
        if settings.value(key):
            table[key] = settings.value(key)
    if headless := settings.value("hugo_headless", inherit=False) or settings.value("headless"):
        table["headless"] = _BOOLEANS.get(headless, headless)
    is_node = heading is not None and not heading.file_name
    draft = _draft(None if is_node else heading, settings)
    table |= {} if draft is None else {"draft": draft}
    if is_node:  # these belong to the file, or to an agenda
        for key in ("slug", "url", "aliases", "menu", "description", "weight", "publishdate", "expirydate"):
            table.pop(key, None)
        of_file = _dates(Settings(settings.outline, None, settings.local))
        table |= {key: of_file[key] for key in _DECIDING & of_file.keys()}
    return table | ({"description": description} if description else {})


def _said_of_page(settings: Settings) -> dict[str, Any]:
    """Front matter that an export option adds unless the page sets it: the creator and the language."""
    found: dict[str, Any] = {}
    if settings.options.creator and (creator := settings.value("creator", inherit=False)):
        found["creator"] = creator
    if (settings.value("hugo_with_locale") or "nil") != "nil" and (locale := settings.value("hugo_locale")):
        found["locale"] = locale
    if (settings.value("hugo_iscjklanguage") or "nil") != "nil":
        found["iscjklanguage"] = True
    return found


def _renamed(table: dict[str, Any], pairs: str) -> dict[str, Any]:
    """Remove the keys to be renamed by `from>to` and return their values by new name; `from>nil` drops one.

    Keys that withhold a page are not changed.
    """
    names = (each.lower().partition(">")[::2] for each in pairs.split() if ">" in each)
    taken = {new: table.pop(old) for old, new in names if old in table and old not in _KEEPING}
    return {new: value for new, value in taken.items() if new not in ("", "nil")}


def other_names(settings: Settings) -> tuple[str, ...]:
    """The names in the property `ROAM_ALIASES` of a page's own drawer, or in org-roam 1's `#+roam_alias`."""
    own = settings.outline if settings.heading is None else settings.heading
    typed = [own.properties.get("ROAM_ALIASES") or own.added.get("ROAM_ALIASES", "")]
    typed += settings.outline.values("roam_alias") if settings.heading is None else []
    return tuple(dict.fromkeys(name for text in typed for name in _alias_names(text)))


def described(place: Outline | Heading, more: Iterable[str] = ()) -> list[str]:
    """The keys of the works that a file or a heading describes, from the property `ROAM_REFS`.

    `more`: texts that name others, such as org-roam 1's `#+roam_key: cite:key`.
    """
    typed = (place.properties.get("ROAM_REFS", ""), place.added.get("ROAM_REFS", ""), *more)
    if not any(typed):
        return []
    words = (word for text in typed for word in text.split() if "://" not in word)
    return [*dict.fromkeys(found[1] or found[2] for word in words for found in _WORK.finditer(word))]


def _alias_names(text: str) -> Iterator[str]:
    """Names split like Emacs' `split-string-and-unquote`: a quote begins a string anywhere."""
    for found in _ALIAS.finditer(text):
        typed = found[2] if found[1] is None else _ESCAPED.sub(_unescaped, found[1])
        name = " ".join(typed.split())
        if name:
            yield name


def _unescaped(found: re.Match[str]) -> str:
    return " " if found[1] in "nt" else found[1]


def _draft(heading: Heading | None, settings: Settings) -> bool | str | None:
    """Whether the TODO state, or otherwise the keyword, makes a draft; None if neither is set.

    An invalid value of the keyword is returned as typed.
    """
    if heading is not None and heading.todo:
        return not heading.is_done
    if heading is not None and is_said_draft(heading):
        return True
    written = settings.value("hugo_draft")
    if written is None:
        written = settings.value("draft")  # a keyword of Hugo's own Org parser
        return written if written is None else _SPELT.get(written.lower(), written)
    return _BOOLEANS.get(written.lower(), written)


def is_said_draft(heading: Heading) -> bool:
    """Whether a post's heading begins with DRAFT, a TODO state that the author's Emacs may define outside the file."""
    return heading.file_name != "" and not heading.todo and _DRAFT.match(heading.title) is not None


def _dates(settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    heading = settings.heading
    written = date_of(settings.value("date") or "")
    if heading is not None:
        closed = heading.planning.get("CLOSED", "")
        first, last = _logged(settings)
        written = first or date_of(closed) or written
        found |= {"lastmod": last} if last else {}
        scheduled = heading.planning.get("SCHEDULED", "")
        if scheduled:
            found["publishdate"] = date_of(scheduled)
    if written:
        found["date"] = written
    for name, key in DATES.items():
        typed = settings.value(name)
        if not typed:  # the forms of a date are many to try
            continue
        is_hugos = not name.startswith("hugo_") and read_date(typed) is not None
        value = typed if is_hugos else date_of(typed) or (typed if key in _DECIDING else "")
        if value and not found.get(key):
            found[key] = value
    return {key: value for key, value in found.items() if value}


def _logged(settings: Settings) -> tuple[str, str]:
    """When a page was first done and when it was last done or noted upon, from the log below its heading; "" for none.

    Only if the heading keeps its log in a drawer, and the options show such drawers.
    """
    heading, lines, drawer = settings.heading, settings.outline.lines, settings.log_drawer
    if heading is None or not drawer or drawer not in settings.options.drawers:
        return "", ""
    first = lines[heading.body].strip().upper() if heading.body < heading.end else ""
    if first != f":{drawer}:":
        return "", ""
    done, notes = [], []
    for text in lines[heading.body + 1 : heading.end]:
        if text.strip().upper() == ":END:":
            break
        state, note = _TO_STATE.match(text), _NOTE_TAKEN.match(text)
        if state and state[1] in settings.outline.done:
            done.append(date_of(state[2]))
        elif note:
            notes.append(date_of(note[1]))
    earliest = min(done, default="")
    last = max([*done, *notes], default="")
    return earliest, last if last != earliest else ""


def date_of(text: str) -> str:
    """An ISO date, or the first day in a text and the time after it, as ISO 8601; "" without a day."""
    plain = _ISO.fullmatch(text.strip())
    if plain:
        return plain[0]
    stamp = _TIMESTAMP.search(text)
    if stamp is None:
        return ""
    return f"{stamp[1]}T{stamp[2]:0>5}:00+00:00" if stamp[2] else stamp[1]


def _authors(settings: Settings) -> list[str]:
    """The authors: one per line or separated by commas, without duplicates; none with `#+options: author:nil`."""
    prop = settings.property("author")
    typed = [prop] if prop is not None else settings.outline.values("author") or [settings.local.get("author", "")]
    names = (" ".join(name.split()) for text in typed for name in text.split(","))
    return list(dict.fromkeys(filter(None, names))) if settings.options.author else []


def _placed_alias(alias: str, settings: Settings) -> str:
    """An alias without a slash is placed in the section, whatever the page's fragment of a section or bundle."""
    return alias if "/" in alias else f"/{settings.section()}/{alias}".replace("//", "/")


def _tags(settings: Settings) -> dict[str, list[str]]:
    heading, outline = settings.heading, settings.outline
    found: dict[str, list[str]] = {}
    chosen, categories = settings.joined("hugo_tags"), settings.joined("hugo_categories")
    typed: list[str] = []
    typed += outline.file_tags
    if heading is not None:
        for each in reversed(list(heading.ancestry())):
            typed += each.tags
    typed = [*dict.fromkeys(reversed(typed))][::-1]  # of two the nearer one
    hyphens, spaces = (settings.is_on(f"hugo_{name}_in_tags") for name in ("prefer_hyphen", "allow_spaces"))
    tags = [parted(tag, hyphens=hyphens, spaces=spaces) for tag in typed if not tag.startswith("@")]
    found["tags"] = words(chosen) if chosen else [tag for tag in tags if tag not in ("export", "noexport")]
    own = [parted(tag, hyphens=hyphens, spaces=spaces)[1:] for tag in typed if tag.startswith("@")]
    found["categories"] = words(categories) if categories else own
    groups = tuple(
        tuple(parted(tag, hyphens=hyphens, spaces=spaces) for tag in (head, *members))
        for head, members in reversed(outline.tag_groups)
    )
    for group in groups_of([*found["tags"], *found["categories"]], groups):
        key, name = ("categories", group[1:]) if group.startswith("@") else ("tags", group)
        if name not in found[key]:
            found[key].insert(0, name)
    return {key: value for key, value in found.items() if value}


def parted(tag: str, *, hyphens: bool, spaces: bool) -> str:
    """`a_b` → `a-b` and `a___b` → `a_b` with `hyphens`, `a__b` → `a b` with `spaces`.

    As in the exporter, which examines each letter once: `a_b_c` → `a-b_c`.
    """
    if spaces:
        tag = _TWO.sub(" ", tag)
    for sign, found in _HYPHENS if hyphens else ():
        tag = found.sub(rf"\1{sign}\2", tag)
    return tag


def _place_in_file(heading: Heading | None) -> int | None:
    """1000 per level plus the index among the posts at that level: sorts a file's posts in file order."""
    return None if heading is None or not heading.number else 1000 * heading.level + heading.number


def _menu(settings: Settings, title: str) -> dict[str, Any]:
    """The menu that a page is in; a post without a weight gets its place in the file as weight."""
    own = plist(settings.joined("hugo_menu") or "")
    name = unquoted(own.get("menu", ""))
    if not name:
        return {}
    entries = own | plist(settings.joined("hugo_menu_override", inherit=False) or "")
    given = {key: value_of(value) for key, value in entries.items() if value != "auto" and key in _OF_MENU}
    place = _place_in_file(settings.heading)
    usual = {"identifier": _RUN.sub("-", slug(title))} | ({} if place is None else {"weight": place})
    return {name: usual | given}


def _custom(settings: Settings) -> dict[str, Any]:
    heading = settings.heading
    text = settings.joined("hugo_custom_front_matter") or ""
    if heading is not None:
        own = heading.inherited("EXPORT_HUGO_CUSTOM_FRONT_MATTER")
        text = own if own is not None else text
    return values_in(text)
