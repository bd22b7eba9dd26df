"""The views that speak of the garden as a whole."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from notegarden.garden.garden import Garden
from notegarden.garden.map import Chart
from notegarden.notes.node import Face
from notegarden.notes.problems import Problem
from notegarden.render.views import (
    Backlink,
    Entry,
    Finding,
    FindingGroup,
    Group,
    HealthView,
    HomeView,
    LinkView,
    ListView,
    MapView,
    Mention,
    PageView,
    PlainView,
    RecentView,
    TagsView,
    Wanted,
    WantedView,
)
from notegarden.site.addresses import Site
from notegarden.site.holes import wanted_id, wanted_name
from notegarden.urls import output_file, path_of

_HUBS = 12
_RECENT_AT_HOME = 10
_RECENT = 500
_TOPICS_AT_HOME = 8
_NOTES_A_TOPIC = 6


class Lists:
    """Makes home, lists, tags, recent, wanted, health and the map out of a garden. Methods take the page's address.

    `problems`: all there are, sorted by path and line.
    """

    def __init__(self, garden: Garden, site: Site, chart: Chart, problems: Callable[[], list[Problem]]) -> None:
        self.garden = garden
        self.site = site
        self.chart = chart
        self._problems = problems

    @cached_property
    def faces(self) -> list[Face]:
        """The published notes that stand in lists, by title."""
        listed = [face for face in self.garden.faces.values() if face.listed and not face.hidden]
        return sorted(listed, key=lambda face: (face.title.casefold(), face.path))

    @cached_property
    def links(self) -> int:
        return sum(edge.count for face in self.garden.faces.values() if not face.hidden for edge in face.edges)

    def entry(self, face: Face) -> Entry:
        return Entry(
            url=self.site.href(face.address),
            title=face.title or face.path,
            date=(face.modified or face.created)[:10],
            links_in=len(self.garden.sources_of(face.path)),
            links_out=len(face.edges),
        )

    def breadcrumbs(self, face: Face) -> tuple[LinkView, ...]:
        """The sections above a note that have a page, and the first tag that is a note."""
        parts = face.address.strip("/").split("/")[:-1]
        out = []
        for depth in range(1, len(parts) + 1):
            address = "/" + "/".join(parts[:depth]) + "/"
            title = self._section_title(address)
            if title:
                out.append(LinkView(self.site.href(address), title))
        tag = next((edge.target for edge in face.edges if edge.tags and edge.target in self.garden.faces), "")
        if tag and not self.garden.faces[tag].hidden:
            out.append(LinkView(self.site.href(self.garden.faces[tag].address), self.garden.faces[tag].title))
        return tuple(out)

    def _section_title(self, address: str) -> str:
        if address in self.site.sections:
            return self.site.sections[address]
        path = self._index_by_address.get(address)
        return self.garden.faces[path].title if path else ""

    @cached_property
    def _index_by_address(self) -> dict[str, str]:
        return {f.address: f.path for f in self.garden.faces.values() if not f.listed and not f.hidden}

    def aliases(self) -> dict[str, str]:
        """Alias → path of the note it leads to; a page of that address, or the first note by path, comes first."""
        taken = {face.address for face in self.garden.faces.values() if not face.hidden}
        out: dict[str, str] = {}
        for face in sorted((f for f in self.garden.faces.values() if f.aliases and not f.hidden), key=lambda f: f.path):
            for alias in face.aliases:
                if alias not in taken and output_file(alias) != "404.html":
                    out.setdefault(alias, face.path)
        return out

    # -- lists --------------------------------------------------------------------------------------------------

    def _base(self, template: str, address: str, title: str) -> dict[str, Any]:
        return {
            "template": template,
            "url": self.site.href(address),
            "permalink": self.site.permalink(address),
            "title": title,
        }

    def home(self, address: str) -> HomeView:
        by_links = sorted(self.faces, key=lambda f: (-len(self.garden.sources_of(f.path)), f.title.casefold(), f.path))
        topics = [
            Group(group.id, group.title, group.entries[:_NOTES_A_TOPIC]) for group in self.topics[:_TOPICS_AT_HOME]
        ]
        return HomeView(
            **self._base("home.html", address, self.site.config.title),
            description=self.site.config.description,
            notes=len(self.faces),
            links=self.links,
            hubs=tuple(self.entry(face) for face in by_links[:_HUBS] if self.garden.sources_of(face.path)),
            recent=self.newest(),
            topics=tuple(topics),
            tags=self.most_used_tags(),
        )

    def section(self, title: str, address: str) -> ListView:
        inside = [face for face in self.faces if face.address.startswith(address) and face.address != address]
        groups = self._by_letter(inside)
        return ListView(**self._base("list.html", address, title), kind="section", groups=groups, count=len(inside))

    def all(self, address: str) -> ListView:
        return ListView(
            **self._base("list.html", address, "All notes"),
            kind="all",
            groups=self._by_letter(self.faces),
            count=len(self.faces),
        )

    def _by_letter(self, faces: Sequence[Face]) -> tuple[Group, ...]:
        letters: dict[str, list[Entry]] = {}
        for face in faces:
            letters.setdefault(letter_of(face.title), []).append(self.entry(face))
        ordered = sorted(letters, key=lambda letter: (letter == "#", letter))
        return tuple(
            Group(f"letter-{number}", letter, tuple(letters[letter])) for number, letter in enumerate(ordered, 1)
        )

    def newest(self) -> tuple[Entry, ...]:
        """The few notes that changed last; none where there are no dates."""
        return tuple(self.entry(face) for face in self._newest()[:_RECENT_AT_HOME])

    def _newest(self) -> list[Face]:
        dated = [face for face in self.faces if face.modified]
        return sorted(dated, key=lambda face: face.modified, reverse=True)

    def recent(self, address: str) -> RecentView:
        months: dict[str, list[Entry]] = {}
        for face in self._newest()[:_RECENT]:
            months.setdefault(face.modified[:7], []).append(self.entry(face))
        groups = tuple(Group(f"m-{month}", month, tuple(entries)) for month, entries in months.items())
        return RecentView(**self._base("recent.html", address, "Recent"), groups=groups)

    # -- tags ---------------------------------------------------------------------------------------------------

    def plain_tags(self) -> dict[str, str]:
        """Front-matter tags that name no note → address of the tag's page; spellings that differ in case share one."""
        return self._plain_tags

    @cached_property
    def _plain_tags(self) -> dict[str, str]:
        visible = self.garden.visible()
        names = sorted({tag.strip() for face in visible for tag in face.plain_tags})
        base = self.site.generated["tags"]
        return {name: f"{base}{path_of(name.replace('/', '-')) or 'tag'}/" for name in names if name}

    def plain_tag(self, tag: str, address: str) -> ListView:
        members = [
            face for face in self.faces if any(self._plain_tags.get(t.strip()) == address for t in face.plain_tags)
        ]
        groups = (Group("notes", "", tuple(self.entry(face) for face in members)),)
        return ListView(**self._base("list.html", address, tag), kind="tag", groups=groups, count=len(members))

    def tags(self, address: str) -> TagsView:
        return TagsView(**self._base("tags.html", address, "Tags"), tags=self._tag_entries())

    def most_used_tags(self) -> tuple[Entry, ...]:
        return self._tag_entries()[:24]

    def _tag_entries(self) -> tuple[Entry, ...]:
        uses: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for face in self.garden.faces.values():
            if face.hidden:
                continue
            for edge in face.edges:
                if edge.tags:
                    uses[edge.target] += 1
            for tag in face.plain_tags:
                plain[tag.strip()] += 1
        faces = self.garden.faces
        out = [
            Entry(self.site.href(faces[path].address), faces[path].title, links_in=count)
            for path, count in uses.items()
        ]
        out += [Entry(self.site.href(self._plain_tags[tag]), tag, links_in=n) for tag, n in plain.items() if tag]
        return tuple(sorted(out, key=lambda entry: (-entry.links_in, entry.title.casefold(), entry.url)))

    # -- wanted and health --------------------------------------------------------------------------------------

    def wanted(self, address: str) -> WantedView:
        asked: dict[str, dict[str, list[int]]] = {}
        for face in self.garden.visible():
            for number, unwritten in enumerate(face.unwritten):
                asked.setdefault(wanted_name(unwritten.target), {}).setdefault(face.path, []).append(number)
        wanted = []
        for name, sources in asked.items():
            asks = tuple(self._ask(path, name) for path in sorted(sources))
            title = self._wanted_title(asks, name)
            wanted.append(Wanted(wanted_id(name), title, name, asks))
        wanted.sort(key=lambda each: (-len(each.asks), each.title.casefold(), each.target))
        return WantedView(**self._base("wanted.html", address, "Wanted notes"), wanted=tuple(wanted))

    def _ask(self, path: str, name: str) -> Backlink:
        face = self.garden.faces[path]
        url = self.site.href(face.address)
        lines = {each.line for each in face.unwritten if wanted_name(each.target) == name}
        mentions = tuple(
            Mention(
                f"{url}#{link.block}" if link.block else url,
                link.before,
                link.text,
                link.after,
                link.section or link.field,
            )
            for link in self.garden.note(path).links
            if link.line in lines and link.kind in ("relref", "ref") and wanted_name(link.target) == name
        )
        return Backlink(url, face.title, mentions)

    def _wanted_title(self, asks: Iterable[Backlink], name: str) -> str:
        texts = Counter(mention.text for ask in asks for mention in ask.mentions if mention.text)
        return min(texts, key=lambda text: (-texts[text], text)) if texts else name

    def health(self, address: str) -> HealthView:
        groups: dict[str, list[Problem]] = {}
        for problem in self._problems():
            groups.setdefault(problem.code, []).append(problem)
        order = {"error": 0, "warning": 1, "info": 2}
        made = [
            FindingGroup(
                code,
                min((each.severity for each in found), key=lambda severity: order[severity]),
                tuple(self._finding(each) for each in found),
            )
            for code, found in groups.items()
            if code not in ("orphan", "empty")
        ]
        made.sort(key=lambda group: (order[group.severity], group.code))
        by_path = {face.path: face for face in self.faces}
        return HealthView(
            **self._base("health.html", address, "Garden health"),
            notes=len(self.faces),
            links=self.links,
            groups=tuple(made),
            orphans=tuple(self.entry(by_path[p.path]) for p in groups.get("orphan", ()) if p.path in by_path),
            empty=tuple(self.entry(by_path[p.path]) for p in groups.get("empty", ()) if p.path in by_path),
        )

    def _finding(self, problem: Problem) -> Finding:
        face = self.garden.faces.get(problem.path)
        shown = face is not None and not face.hidden
        return Finding(
            problem.code, problem.severity, problem.path, problem.line, problem.column, problem.message, problem.hint,
            self.site.href(face.address) if face and shown else "", face.title if face and shown else problem.path,
        )  # fmt: skip

    # -- the map ------------------------------------------------------------------------------------------------

    @cached_property
    def topics(self) -> tuple[Group, ...]:
        """The map's communities, each with all its notes, best linked first, under the title of the first."""
        faces = self.garden.faces
        out = []
        for number, paths in sorted(self.chart.communities().items()):
            best = sorted(
                (faces[path] for path in paths if faces[path].listed),
                key=lambda f: (-len(self.garden.sources_of(f.path)), f.title.casefold(), f.path),
            )
            if best:
                out.append(Group(f"topic-{number}", best[0].title, tuple(self.entry(face) for face in best)))
        return tuple(out)

    def topic_titles(self) -> dict[int, str]:
        """Number of a community → the title it goes by."""
        return {int(group.id.removeprefix("topic-")): group.title for group in self.topics}

    def map(self, address: str) -> MapView:
        return MapView(
            **self._base("map.html", address, "Map"), topics=self.topics, notes=len(self.faces), links=self.links
        )

    def search(self, address: str) -> PlainView:
        return self.plain("search.html", "Search", address)

    def plain(self, template: str, title: str, address: str) -> PlainView:
        return PlainView(**self._base(template, address, title))


def letter_of(title: str) -> str:
    """The letter a title is listed under: its first letter without accents, `#` for digits and signs."""
    for char in title.strip():
        if char.isalpha():
            plain = unicodedata.normalize("NFD", char)[0].upper()
            return plain if plain.isalpha() else "#"
        if char.isdigit():
            return "#"
    return "#"


__all__ = ["Lists", "PageView", "letter_of"]
