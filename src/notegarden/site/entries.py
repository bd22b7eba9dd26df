"""The views that speak of the garden as a whole."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.notes.node import Node
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_entry, is_listed, is_section
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
from notegarden.urls import output_file

_HUBS = 12
_RECENT_AT_HOME = 10
_RECENT = 500
_TOPICS_AT_HOME = 8
_NOTES_A_TOPIC = 6


class Entries:
    """Makes home, lists, tags, recent, wanted, health and the map out of a garden. Methods take the page's address.

    `problems`: all there are, sorted by path and line.
    """

    def __init__(
        self, garden: Garden, site: Site, garden_map: GardenMap, problems: Callable[[], list[Problem]]
    ) -> None:
        self.garden = garden
        self.site = site
        self.garden_map = garden_map
        self._problems = problems

    @cached_property
    def nodes(self) -> list[Node]:
        """The published notes that stand in lists, by title."""
        entries = [node for node in self.garden.listed() if is_entry(node)]
        return sorted(entries, key=lambda node: (node.title.casefold(), node.path))

    @cached_property
    def links(self) -> int:
        return sum(edge.count for node in self.garden.listed() for edge in node.edges)

    def entry(self, node: Node) -> Entry:
        return Entry(
            url=self.site.href(node.address),
            title=node.title or node.path,
            date=(node.modified or node.created)[:10],
            links_in=len(self.garden.sources_of(node.path)),
            links_out=len(node.edges),
        )

    def breadcrumbs(self, node: Node) -> tuple[LinkView, ...]:
        """The sections above a note that have a page, and the first tag that is a note."""
        parts = node.address.strip("/").split("/")[:-1]
        out = []
        for depth in range(1, len(parts) + 1):
            address = "/" + "/".join(parts[:depth]) + "/"
            title = self._section_title(address)
            if title:
                out.append(LinkView(self.site.href(address), title))
        tag = next((edge.target for edge in node.edges if edge.tags and edge.target in self.garden.nodes), "")
        if tag and is_listed(self.garden.nodes[tag]):
            out.append(LinkView(self.site.href(self.garden.nodes[tag].address), self.garden.nodes[tag].title))
        return tuple(out)

    def _section_title(self, address: str) -> str:
        if address in self.site.sections:
            return self.site.sections[address]
        path = self._index_by_address.get(address)
        return self.garden.nodes[path].title if path else ""

    @cached_property
    def _index_by_address(self) -> dict[str, str]:
        return {node.address: node.path for node in self.garden.listed() if is_section(node.path)}

    def aliases(self) -> dict[str, str]:
        """Alias → path of the note it leads to; a page of that address, or the first note by path, comes first."""
        published = self.garden.published()
        taken = {node.address for node in published}
        out: dict[str, str] = {}
        for node in published:
            for alias in node.aliases:
                if alias not in taken and output_file(alias) != "404.html":
                    out.setdefault(alias, node.path)
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
        by_links = sorted(self.nodes, key=lambda f: (-len(self.garden.sources_of(f.path)), f.title.casefold(), f.path))
        topics = [
            Group(group.id, group.title, group.entries[:_NOTES_A_TOPIC]) for group in self.topics[:_TOPICS_AT_HOME]
        ]
        return HomeView(
            **self._base("home.html", address, self.site.config.title),
            description=self.site.config.description,
            notes=len(self.nodes),
            links=self.links,
            hubs=tuple(self.entry(node) for node in by_links[:_HUBS] if self.garden.sources_of(node.path)),
            recent=self.newest(),
            topics=tuple(topics),
            tags=self.most_used_tags(),
        )

    def section(self, title: str, address: str) -> ListView:
        inside = [node for node in self.nodes if node.address.startswith(address) and node.address != address]
        groups = self._by_letter(inside)
        return ListView(**self._base("list.html", address, title), kind="section", groups=groups, count=len(inside))

    def all(self, address: str) -> ListView:
        return ListView(
            **self._base("list.html", address, "All notes"),
            kind="all",
            groups=self._by_letter(self.nodes),
            count=len(self.nodes),
        )

    def _by_letter(self, nodes: Sequence[Node]) -> tuple[Group, ...]:
        letters: dict[str, list[Entry]] = {}
        for node in nodes:
            letters.setdefault(letter_of(node.title), []).append(self.entry(node))
        ordered = sorted(letters, key=lambda letter: (letter == "#", letter))
        return tuple(
            Group(f"letter-{number}", letter, tuple(letters[letter])) for number, letter in enumerate(ordered, 1)
        )

    def newest(self) -> tuple[Entry, ...]:
        """The few notes that changed last; none where there are no dates."""
        return tuple(self.entry(node) for node in self._newest()[:_RECENT_AT_HOME])

    def _newest(self) -> list[Node]:
        dated = [node for node in self.nodes if node.modified]
        return sorted(dated, key=lambda node: node.modified, reverse=True)

    def recent(self, address: str) -> RecentView:
        months: dict[str, list[Entry]] = {}
        for node in self._newest()[:_RECENT]:
            months.setdefault(node.modified[:7], []).append(self.entry(node))
        groups = tuple(Group(f"m-{month}", month, tuple(entries)) for month, entries in months.items())
        return RecentView(**self._base("recent.html", address, "Recent"), groups=groups)

    # -- tags ---------------------------------------------------------------------------------------------------

    def plain_tags(self) -> dict[str, str]:
        """Front-matter tags that name no note → address of the tag's page; spellings that differ in case share one."""
        return self._plain_tags

    @cached_property
    def _plain_tags(self) -> dict[str, str]:
        names = sorted({tag.strip() for node in self.garden.published() for tag in node.plain_tags})
        if self.site.config.is_vault:
            names = sorted({name.rsplit("/", depth)[0] for name in names for depth in range(name.count("/") + 1)})
        return {name: self.site.tag_address(name) for name in names if name}

    def plain_tag(self, tag: str, address: str) -> ListView:
        members = [
            node
            for node in self.nodes
            if any(self._plain_tags.get(t.strip(), "").startswith(address) for t in node.plain_tags)
        ]
        groups = (Group("notes", "", tuple(self.entry(node) for node in members)),)
        return ListView(**self._base("list.html", address, tag), kind="tag", groups=groups, count=len(members))

    def tags(self, address: str) -> TagsView:
        return TagsView(**self._base("tags.html", address, "Tags"), tags=self._tag_entries())

    def most_used_tags(self) -> tuple[Entry, ...]:
        return self._tag_entries()[:24]

    def _tag_entries(self) -> tuple[Entry, ...]:
        uses: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for node in self.garden.listed():
            for edge in node.edges:
                if edge.tags:
                    uses[edge.target] += 1
            for tag in node.plain_tags:
                plain[tag.strip()] += 1
        nodes = self.garden.nodes
        out = [
            Entry(self.site.href(nodes[path].address), nodes[path].title, links_in=count)
            for path, count in uses.items()
        ]
        out += [Entry(self.site.href(self._plain_tags[tag]), tag, links_in=n) for tag, n in plain.items() if tag]
        return tuple(sorted(out, key=lambda entry: (-entry.links_in, entry.title.casefold(), entry.url)))

    # -- wanted and health --------------------------------------------------------------------------------------

    def wanted(self, address: str) -> WantedView:
        asked: dict[str, dict[str, list[int]]] = {}
        for node in self.garden.listed():
            for number, unwritten in enumerate(node.unwritten):
                asked.setdefault(wanted_name(unwritten.target), {}).setdefault(node.path, []).append(number)
        wanted = []
        for name, sources in asked.items():
            asks = tuple(self._ask(path, name) for path in sorted(sources))
            title = self._wanted_title(asks, name)
            wanted.append(Wanted(wanted_id(name), title, name, asks))
        wanted.sort(key=lambda each: (-len(each.asks), each.title.casefold(), each.target))
        return WantedView(**self._base("wanted.html", address, "Wanted notes"), wanted=tuple(wanted))

    def _ask(self, path: str, name: str) -> Backlink:
        node = self.garden.nodes[path]
        url = self.site.href(node.address)
        lines = {each.line for each in node.unwritten if wanted_name(each.target) == name}
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
        return Backlink(url, node.title, mentions)

    def _wanted_title(self, asks: Iterable[Backlink], name: str) -> str:
        texts = Counter(mention.text for ask in asks for mention in ask.mentions if mention.text)
        return min(texts, key=lambda text: (-texts[text], text)) if texts else name

    def health(self, address: str) -> HealthView:
        groups: dict[str, list[Problem]] = {}
        for problem in filter(self._is_public, self._problems()):
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
        by_path = {node.path: node for node in self.nodes}
        return HealthView(
            **self._base("health.html", address, "Garden health"),
            notes=len(self.nodes),
            links=self.links,
            groups=tuple(made),
            orphans=tuple(self.entry(by_path[p.path]) for p in groups.get("orphan", ()) if p.path in by_path),
            empty=tuple(self.entry(by_path[p.path]) for p in groups.get("empty", ()) if p.path in by_path),
        )

    def _is_public(self, problem: Problem) -> bool:
        """Whether a finding names no note that other pages may not name."""
        node = self.garden.nodes.get(problem.path)
        return problem.code != "link-draft" and (node is None or is_listed(node))

    def _finding(self, problem: Problem) -> Finding:
        node = self.garden.nodes.get(problem.path)
        shown = node is not None and is_listed(node)
        return Finding(
            problem.code, problem.severity, problem.path, problem.line, problem.column, problem.message, problem.hint,
            self.site.href(node.address) if node and shown else "", node.title if node and shown else problem.path,
        )  # fmt: skip

    # -- the map ------------------------------------------------------------------------------------------------

    @cached_property
    def topics(self) -> tuple[Group, ...]:
        """The map's communities, each with all its notes, best linked first, under the title of the first."""
        nodes = self.garden.nodes
        out = []
        for number, paths in sorted(self.garden_map.communities().items()):
            best = sorted(
                (nodes[path] for path in paths if is_entry(nodes[path])),
                key=lambda f: (-len(self.garden.sources_of(f.path)), f.title.casefold(), f.path),
            )
            if best:
                out.append(Group(f"topic-{number}", best[0].title, tuple(self.entry(node) for node in best)))
        return tuple(out)

    def topic_titles(self) -> dict[int, str]:
        """Number of a community → the title it goes by."""
        return {int(group.id.removeprefix("topic-")): group.title for group in self.topics}

    def map(self, address: str) -> MapView:
        return MapView(
            **self._base("map.html", address, "Map"), topics=self.topics, notes=len(self.nodes), links=self.links
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


__all__ = ["Entries", "PageView", "letter_of"]
