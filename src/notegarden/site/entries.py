"""Data shared by all pages of a garden: its notes as list entries, sorted and counted once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from notegarden.config.schema import Sort
from notegarden.garden.facets import (
    ListEntry,
    TagUse,
    Wanting,
    day,
    list_entry,
    section,
    tag_use,
    tasks,
    visible_works,
    wanting,
)
from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.garden.tally import cited_notes
from notegarden.notes.dates import instant
from notegarden.notes.node import Cited, weight_key
from notegarden.notes.note import Link
from notegarden.notes.problems import Problem
from notegarden.render.page_view import LinkView
from notegarden.render.views import Entry, Group
from notegarden.site.addresses import Site

_NEWEST = 500
_DIGITS = re.compile(r"([0-9]{1,18})")
_ACCENTS = re.compile("[\u0300-\u036f]")


class Entries:
    """Created again when a list of the garden changes. Pages read it through `Reads`, which records what they read.

    `problems`: all of them, sorted by path and line.
    """

    def __init__(
        self, garden: Garden, site: Site, garden_map: GardenMap, problems: Callable[[], list[Problem]]
    ) -> None:
        self.garden = garden
        self.site = site
        self.garden_map = garden_map
        self.problems = problems
        self._links: dict[str, LinkView] = {}
        self._cited: dict[str, dict[str, list[Link]]] = {}

    def forget(self, paths: set[str]) -> None:
        """Drop cached data of these notes: they changed, but nothing that a list shows."""
        for path in paths:
            self._cited.pop(path, None)
            self._links.pop(path, None)  # the title of a note that is in no list

    def link(self, path: str) -> LinkView:
        """A link to a note of the garden."""
        view = self._links.get(path)
        if view is None:
            shown = self.garden.reference(path)
            if shown is None:
                raise KeyError(path)
            view = self._links[path] = LinkView(self.site.href(shown.address), shown.title)
        return view

    def cited(self, source: str) -> dict[str, list[Link]]:
        """The links of a note to other notes, by the path of the target."""
        found = self._cited.get(source)
        if found is None:
            links, answers = self.garden.note(source).links, self.garden.answers(source)
            found = self._cited[source] = cited_notes(source, links, answers)
        return found

    # -- lists --------------------------------------------------------------------------------------------------

    @cached_property
    def named(self) -> list[ListEntry]:
        """Every note that other pages may name, sorted by path."""
        entries = (list_entry(self.garden.nodes[path]) for path in sorted(self.garden.nodes))
        return [each for each in entries if each is not None]

    @cached_property
    def by_path(self) -> dict[str, ListEntry]:
        return {each.path: each for each in self.named}

    @cached_property
    def by_title(self) -> list[ListEntry]:
        """The notes in lists, sorted by title."""
        return sorted((each for each in self.named if each.is_entry), key=self.title_key)

    @cached_property
    def newest(self) -> list[ListEntry]:
        """The listed notes with a date, most recently changed first; 500 at most."""
        dated = (each for each in self.by_title if each.modified)
        return sorted(dated, key=lambda each: instant(each.modified), reverse=True)[:_NEWEST]

    @cached_property
    def best_linked(self) -> list[ListEntry]:
        """The listed notes, by number of notes that link to them, most first."""
        return sorted(self.by_title, key=lambda each: (-self.links_in[each.path], self.title_key(each)))

    @cached_property
    def links_in(self) -> Counter[str]:
        """Path → number of notes that link to it."""
        return Counter(target for each in self.named for target, _ in each.links)

    @cached_property
    def links(self) -> int:
        """The number of links."""
        return sum(count for each in self.named for _, count in each.links)

    @cached_property
    def topics(self) -> tuple[Group, ...]:
        """The map's communities, each with all its notes, best linked first, titled like the first."""
        out = []
        ranks = {each.path: rank for rank, each in enumerate(self.best_linked)}
        for number, paths in sorted(self.garden_map.communities().items()):
            best = sorted((path for path in paths if path in ranks), key=ranks.__getitem__)
            if best:
                notes = [self.by_path[path] for path in best]
                out.append(Group(f"topic-{number}", notes[0].title, tuple(map(self.entry, notes))))
        return tuple(out)

    @cached_property
    def section_titles(self) -> dict[str, str]:
        """Address → title of the section pages."""
        return dict(head for node in self.garden.nodes.values() if (head := section(node)) is not None)

    @cached_property
    def days(self) -> dict[str, str]:
        """Day → address of its daily note; if there are several, the first by path."""
        found: dict[str, str] = {}
        for path in sorted(self.garden.nodes):
            own = day(self.garden.nodes[path])
            if own is not None:
                found.setdefault(*own)
        return found

    @cached_property
    def tag_uses(self) -> list[tuple[str, TagUse]]:
        """(path, its tags) of every published note that has any, by path."""
        uses = ((path, tag_use(self.garden.nodes[path])) for path in sorted(self.garden.nodes))
        return [(path, use) for path, use in uses if use is not None]

    @cached_property
    def plain_tags(self) -> dict[str, str]:
        """Front-matter tags that name no note → address of the tag's page; case variants share one."""
        return {name: self.site.tag_address(name) for name in sorted(self._plain_tag_counts) if name}

    @cached_property
    def tagged(self) -> dict[str, list[ListEntry]]:
        """Address of a tag's page, or of the note that a tag names → the listed notes with the tag, by title.

        In a vault, a parent tag includes the notes of its child tags.
        """
        uses = dict(self.tag_uses)
        found: dict[str, list[ListEntry]] = {}
        for note in self.by_title:
            use = uses.get(note.path)
            plain = (self.plain_tags.get(tag.strip(), "") for tag in use.plain) if use else ()
            addresses = {each for own in plain if own for each in self._with_tags_above(own)}
            named = (self.by_path.get(path) for path in use.notes) if use else ()
            for address in addresses | {each.address for each in named if each is not None}:
                found.setdefault(address, []).append(note)
        return found

    def _with_tags_above(self, address: str) -> list[str]:
        if not self.site.config.is_vault:
            return [address]
        below = len(self.site.tags_folder)
        return [address[: end + 1] for end, sign in enumerate(address) if sign == "/" and end >= below]

    @cached_property
    def tag_titles(self) -> dict[str, str]:
        """Address of a plain tag's page → the most common spelling of the tag."""
        counts = self._plain_tag_counts
        rising = sorted(self.plain_tags, key=lambda name: (counts[name], name))
        return {self.plain_tags[name]: name for name in rising}

    @cached_property
    def _plain_tag_counts(self) -> Counter[str]:
        """The number of notes with each front-matter tag that names no note; in a vault, parent tags too."""
        names = Counter(tag.strip() for _, use in self.tag_uses for tag in use.plain)
        if not self.site.config.is_vault:
            return names
        above: Counter[str] = Counter()
        for name, count in names.items():
            for depth in range(name.count("/") + 1):
                above[name.rsplit("/", depth)[0]] += count
        return above

    @cached_property
    def named_tags(self) -> dict[str, str]:
        """The addresses of front-matter tags that are names of notes → path of the note."""
        plain = set(self.plain_tags.values())
        found = {tag: self.garden.names.tag(tag) for _, use in self.tag_uses for tag in use.named}
        pages = ((self.site.tag_address(tag), path) for tag, path in sorted(found.items()) if path is not None)
        return {address: path for address, path in pages if address not in plain}

    @cached_property
    def wanting(self) -> list[Wanting]:
        """The published notes with links to unwritten notes, by path."""
        found = (wanting(self.garden.nodes[path]) for path in sorted(self.garden.nodes))
        return [each for each in found if each is not None]

    @cached_property
    def works(self) -> list[tuple[str, tuple[Cited, ...]]]:
        """(path, cited works) of every note that cites any, by path."""
        cited = ((path, visible_works(self.garden.nodes[path])) for path in sorted(self.garden.nodes))
        return [each for each in cited if each[1]]

    @cached_property
    def with_tasks(self) -> list[str]:
        """The notes with open tasks, sorted by path."""
        return [path for path in sorted(self.garden.nodes) if tasks(self.garden.nodes[path])]

    def entry(self, note: ListEntry) -> Entry:
        """A note as a list entry for templates."""
        return Entry(
            url=self.site.href(note.address),
            title=note.title or note.path,
            date=(note.modified or note.created)[:10],
            links_in=self.links_in[note.path],
            links_out=len(note.links),
        )

    def title_key(self, note: ListEntry) -> tuple[object, str]:
        """Sort key for the order by title."""
        return (natural_key if self.site.config.natural_order else str.casefold)(note.title), note.path

    def ordered(self, notes: Sequence[ListEntry], folder: str) -> list[ListEntry]:
        """Notes sorted by title, rearranged into the configured order of their folder."""
        order = self.site.config.order_of(folder)
        if order == "title":
            return [*notes]
        if order == "weight":
            return sorted(notes, key=lambda note: weight_key(note.weight))
        return sorted(notes, key=lambda note: instant(_day(note, order)), reverse=True)

    def in_order(self, notes: Sequence[ListEntry], folder: str) -> tuple[Group, ...]:
        """The same in groups: by letter or year, or all in one group."""
        order, ordered = self.site.config.order_of(folder), self.ordered(notes, folder)
        if order == "title":
            return self.by_letter(ordered)
        if order == "weight":
            return (Group("notes", "", tuple(map(self.entry, ordered))),)
        years: dict[str, list[Entry]] = {}
        for note in ordered:
            years.setdefault(_day(note, order)[:4], []).append(self.entry(note))
        return tuple(Group(f"year-{year}" if year else "undated", year, tuple(found)) for year, found in years.items())

    def by_letter(self, notes: Sequence[ListEntry]) -> tuple[Group, ...]:
        return in_letters(map(self.entry, notes))


def in_letters(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Groups by letter; entries keep their order within a group."""
    letters: dict[str, list[Entry]] = {}
    for entry in entries:
        letters.setdefault(letter_of(entry.title), []).append(entry)
    ordered = sorted(letters, key=lambda letter: (letter == "#", letter))
    return tuple(Group(f"letter-{number}", letter, tuple(letters[letter])) for number, letter in enumerate(ordered, 1))


def _day(note: ListEntry, order: Sort) -> str:
    """The date that a list in this order is sorted by; "" for a note without one."""
    return note.created if order == "created" else note.modified or note.created


def natural_key(text: str) -> tuple[tuple[int | str, ...], str]:
    """Sort key for natural order: "week 2" comes before "Week 10", and "École" next to "ecole"."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    parts = enumerate(_DIGITS.split(plain))  # every second part is a number
    return tuple(int(part) if place % 2 else part for place, part in parts), text


def letter_of(title: str) -> str:
    """The letter a title is listed under: its first letter without accents, `#` for digits and symbols."""
    for char in title.strip():
        if char.isalpha():
            plain = unicodedata.normalize("NFD", char)[0].upper()
            return plain if plain.isalpha() else "#"
        if char.isdigit():
            return "#"
    return "#"
