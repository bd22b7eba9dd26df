"""Garden → pages: each a frozen view with what it takes to render it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import msgspec

from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.garden.resolve import Found, Missing
from notegarden.notes.node import Node
from notegarden.notes.note import Heading, Link, Note
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_section
from notegarden.render.views import (
    AnyPageView,
    Backlink,
    LinkView,
    Mention,
    NoteView,
    PlainView,
    RedirectView,
    TagView,
    TocItem,
)
from notegarden.site.addresses import Site
from notegarden.site.entries import Entries
from notegarden.site.graph_json import graph_json
from notegarden.site.holes import Filler, Size
from notegarden.site.neighbourhood import Neighbour, choose, neighbourhood_svg
from notegarden.site.page import Page
from notegarden.site.properties import properties_of
from notegarden.urls import is_external, output_file, quoted

_WORDS_A_MINUTE = 220


class Planner:
    """Every page of a garden, by the file it is written to; a page's view is made when it is asked for.

    `text`: the ledger's digest of a note's text, by path. `size`: pictures' sizes by address. `problems`: all there
    are, sorted by path and line.
    """

    def __init__(
        self,
        garden: Garden,
        site: Site,
        garden_map: GardenMap,
        text: Callable[[str], str],
        size: Size,
        problems: Callable[[], list[Problem]],
    ) -> None:
        self.garden = garden
        self.site = site
        self.lists = Entries(garden, site, garden_map, problems)
        self.text = text
        self._filler = Filler(garden, site, size, text)
        self._mentions: dict[str, dict[str, list[Link]]] = {}
        self._links: dict[str, LinkView] = {}

    def forget(self, paths: Iterable[str]) -> None:
        """Look at these notes again: they were edited, in nothing that the pages of the whole garden show."""
        for path in paths:
            self._mentions.pop(path, None)

    def note_files(self) -> dict[str, str]:
        """File → path of the note it is made from."""
        return {output_file(node.address): node.path for node in self.garden.published()}

    def site_pages(self) -> dict[str, Callable[[], Page]]:
        """The pages that no single note makes, by file, and what makes each."""
        made: dict[str, Callable[[], Page]] = {}
        for name, address in self.site.generated.items():
            made[output_file(address)] = partial(self._plain, address, getattr(self.lists, name))
        for address, title in self.site.sections.items():
            made[output_file(address)] = partial(self._plain, address, partial(self.lists.section, title))
        for tag, address in self.lists.plain_tags().items():
            made[output_file(address)] = partial(self._plain, address, partial(self.lists.plain_tag, tag))
        if not any(node.address == "/" for node in self.garden.published()):
            made["index.html"] = partial(self._plain, "/", self.lists.home)
        made["404.html"] = partial(self._plain, "/404.html", partial(self.lists.plain, "404.html", "404"))
        if self.site.config.offline:
            offline = partial(self.lists.plain, "offline.html", "")
            made["offline/index.html"] = partial(self._plain, "/offline/", offline)
        for alias, path in self.lists.aliases().items():
            made.setdefault(output_file(alias), partial(self._redirect, alias, path))
        return made

    def often_changing(self, *, problems: bool) -> set[str]:
        """The files that an edit may change though no list does."""
        return {"feed.xml", output_file(self.site.generated["health"])} if problems else {"feed.xml"}

    def listing(self) -> set[str]:
        """The pages that show the garden as a whole: the generated ones, and those of home and sections."""
        index = {output_file(node.address) for node in self.garden.published() if is_section(node.path)}
        return index | self.site_pages().keys()

    def mapped(self) -> set[str]:
        """The pages that show the map's topics, and so wait for its layout."""
        addresses = {"/", self.site.generated.get("map", "/")}
        return {output_file(address) for address in addresses}

    def graph_json(self) -> bytes:
        """The garden's graph, by the contract that other programs read."""
        return graph_json(self.garden, self.lists.garden_map, self.site, self.lists.topic_titles())

    def _plain(self, address: str, make: Callable[[str], AnyPageView]) -> Page:
        return Page(output_file(address), make(address))

    def _redirect(self, alias: str, path: str) -> Page:
        node = self.garden.nodes[path]
        view = RedirectView(
            template="redirect.html",
            url=self.site.href(alias),
            permalink=self.site.permalink(node.address),
            title=node.title,
            target=self.site.href(node.address),
        )
        return Page(output_file(alias), view)

    # -- a note's page ------------------------------------------------------------------------------------------

    def note_page(self, path: str) -> Page:
        """The page of a published note, a section's or the home page with a text of their own included."""
        note = self.garden.note(path)
        node = self.garden.nodes[path]
        fills = self._filler.fills(note)
        text = self.text(path)
        view: AnyPageView
        view = self._index_view(note, node) if is_section(path) else self._note_view(note, node)
        return Page(output_file(node.address), view, text, fills)

    def _index_view(self, note: Note, node: Node) -> AnyPageView:
        toc = contents(note.headings)
        if node.address == "/":
            view: AnyPageView = self.lists.home("/")
        elif note.front.type == "search":
            view = PlainView(
                template="search.html",
                url=self.site.href(node.address),
                permalink=self.site.permalink(node.address),
                title=note.title,
                path=note.path,
            )
        else:
            view = self.lists.section(note.title, node.address)
        description = note.front.description or note.summary
        changes = {"title": note.title, "description": description, "path": note.path, "body_key": note.digest}
        if not isinstance(view, PlainView):
            changes["toc"] = toc  # type: ignore[assignment]
        return msgspec.structs.replace(view, **changes)

    def _note_view(self, note: Note, node: Node) -> NoteView:
        previous, following = self.garden.order().get(note.path, (None, None))
        tagged, linked = self._backlinks(note.path)
        config = self.site.config
        pictures = [p.src for p in note.pictures if p.src]
        return NoteView(
            template="note.html",
            url=self.site.href(node.address),
            permalink=self.site.permalink(node.address),
            title=note.title,
            description=note.front.description or note.summary,
            breadcrumbs=self.lists.breadcrumbs(node),
            path=note.path,
            body_key=note.digest,
            created=node.created,
            modified=node.modified,
            authors=note.front.authors,
            words=note.words,
            minutes=-(-note.words // _WORDS_A_MINUTE),
            tags=self._tags(note),
            toc=contents(note.headings),
            tagged=tagged,
            linked=linked,
            neighbourhood=self._neighbourhood(note.path, note.title),
            related=tuple(self._link_view(each) for each in self.garden.relations.of(note.path)),
            previous=self._link_view(previous) if previous else None,
            next=self._link_view(following) if following else None,
            source_url=config.source_url.replace("{path}", quoted(note.path)),
            edit_url=config.edit_url.replace("{path}", quoted(note.path)),
            image=self._image(pictures[0], note.path) if pictures else "",
            is_empty=node.empty,
            properties=properties_of(note, self.garden.answers(note.path), self.site),
            aliases=_other_names(note) if config.is_vault else (),
            classes=_classes(note) if config.is_vault else "",
        )

    def _image(self, src: str, path: str) -> str:
        if is_external(src):
            return src
        address = self.garden.picture_address(src, path)
        return self.site.permalink(address) if self.garden.names.file(address) is not None else ""

    def _link_view(self, path: str) -> LinkView:
        view = self._links.get(path)
        if view is None:
            node = self.garden.nodes[path]
            view = self._links[path] = LinkView(self.site.href(node.address), node.title)
        return view

    def _tags(self, note: Note) -> tuple[TagView, ...]:
        out: dict[str, TagView] = {}
        for link, answer in zip(note.links, self.garden.answers(note.path), strict=True):
            if link.field != "tags":
                continue
            if isinstance(answer, Missing) and answer.draft:
                continue
            if isinstance(answer, Found) and answer.path:
                url, missing = self.site.href(answer.address), False
            else:
                url, missing = self.site.href(self.site.generated["wanted"]), True
            out.setdefault(url + link.text, TagView(url, link.text, missing, in_body=True))
        for tag in note.front.tags:
            path = self.garden.names.tag(tag)
            if path is not None:
                view = self._link_view(path)
                tagged = TagView(view.url, view.title)
            else:
                tagged = TagView(self.site.href(self.lists.plain_tags()[tag.strip()]), tag.strip())
            if not any(each.url == tagged.url for each in out.values()):
                out[tagged.url] = tagged
        return tuple(out.values())

    def _backlinks(self, path: str) -> tuple[tuple[Backlink, ...], tuple[Backlink, ...]]:
        """(tagged with this, links here), each sorted by title."""
        tagged: list[Backlink] = []
        linked: list[Backlink] = []
        nodes = self.garden.nodes
        for source in sorted(self.garden.sources_of(path), key=lambda s: (nodes[s].title.casefold(), s)):
            view = self._link_view(source)
            links = self._mentions_in(source).get(path, [])
            mentions = tuple(
                Mention(f"{view.url}#{link.block}" if link.block else view.url, link.before, link.text, link.after,
                        link.section or link.field)
                for link in links if link.field != "tags"
            )  # fmt: skip
            edge = next(edge for edge in nodes[source].edges if edge.target == path)
            if edge.tags:
                tagged.append(Backlink(view.url, view.title, ()))
            if mentions:
                linked.append(Backlink(view.url, view.title, mentions))
        return tuple(tagged), tuple(linked)

    def _mentions_in(self, source: str) -> dict[str, list[Link]]:
        """The links of a note by the path of the note they lead to."""
        found = self._mentions.get(source)
        if found is None:
            found = self._mentions[source] = {}
            for link, answer in zip(self.garden.note(source).links, self.garden.answers(source), strict=True):
                if isinstance(answer, Found) and answer.path and answer.path != source:
                    found.setdefault(answer.path, []).append(link)
        return found

    def _neighbourhood(self, path: str, title: str) -> str:
        node = self.garden.nodes[path]
        coming = self.garden.sources_of(path)
        going = {edge.target: edge.count for edge in node.edges}
        if not coming and not going:
            return ""
        others = sorted({*coming, *going})
        neighbours = []
        for other in others:
            view = self._link_view(other)
            weight = coming.get(other, 0) + going.get(other, 0)
            neighbours.append(Neighbour(view.url, view.title, other in coming, other in going, weight))
        chosen = choose(neighbours)
        place = {others[number]: number for number in chosen}
        edges = sorted(
            (place[p], place[edge.target]) for p in place for edge in self.garden.nodes[p].edges if edge.target in place
        )
        return neighbourhood_svg(title, neighbours, edges, chosen)


def _other_names(note: Note) -> tuple[str, ...]:
    """A note's aliases, but for old paths and what the title says already."""
    title = note.title.casefold()
    return tuple(name for name in note.front.aliases if "/" not in name and name.casefold() != title)


def _classes(note: Note) -> str:
    given = note.front.params.get("cssclasses")
    names = given if isinstance(given, list) else [given]
    return " ".join(name for each in names if isinstance(each, str) for name in each.split())


def contents(headings: Iterable[Heading]) -> tuple[TocItem, ...]:
    """Headings nested by level; a single heading is no contents list."""
    headings = [heading for heading in headings if heading.text and heading.id]
    if len(headings) < 2:
        return ()
    # From the last heading to the first, what is deeper and has no parent yet belongs to the next one above it.
    waiting: list[tuple[int, TocItem]] = []
    for heading in reversed(headings):
        children: list[TocItem] = []
        while waiting and waiting[-1][0] > heading.level:
            children.append(waiting.pop()[1])
        waiting.append((heading.level, TocItem(heading.id, heading.text, tuple(children))))
    return tuple(item for _, item in reversed(waiting))
