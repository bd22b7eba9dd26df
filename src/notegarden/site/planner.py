"""From garden to pages: which pages the site has, and the function that plans each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial

from notegarden.garden.garden import Garden
from notegarden.garden.map import GardenMap
from notegarden.notes.problems import Problem
from notegarden.notes.visibility import is_listed
from notegarden.render.views import AnyPageView
from notegarden.site.addresses import Site, copy_address
from notegarden.site.entries import Entries
from notegarden.site.graph_json import graph_json
from notegarden.site.page import Page
from notegarden.site.pages.calendar import calendar_page
from notegarden.site.pages.explorer import explorer_page
from notegarden.site.pages.health import health_page
from notegarden.site.pages.home import home_page
from notegarden.site.pages.map import map_page
from notegarden.site.pages.markdown import markdown_page
from notegarden.site.pages.note import note_page
from notegarden.site.pages.plain import plain_page, redirect_page, rereading_page, search_page
from notegarden.site.pages.recent import recent_page
from notegarden.site.pages.references import references_page
from notegarden.site.pages.section import all_page, section_page
from notegarden.site.pages.tags import plain_tag_page, tags_page
from notegarden.site.pages.tasks import tasks_page
from notegarden.site.pages.wanted import wanted_page
from notegarden.site.reads import Copies, Reads, Size
from notegarden.urls import composed, output_file

_GENERATED: dict[str, Callable[[Reads, Site, str], AnyPageView]] = {
    "all": all_page,
    "tags": tags_page,
    "recent": recent_page,
    "wanted": wanted_page,
    "health": health_page,
    "map": map_page,
    "search": search_page,
    "explorer": explorer_page,
    "calendar": calendar_page,
    "rereading": rereading_page,
    "references": references_page,
    "tasks": tasks_page,
}


def _generated(name: str, site: Site, address: str) -> Callable[[Reads], AnyPageView]:
    return lambda reads: _GENERATED[name](reads, site, address)


class Planner:
    """Every page of a garden, by output file; a page's view is computed on request.

    `text`: the ledger's digest of a note's text, by path. `size` and `copies` of pictures by address. `problems`:
    all of them, sorted by path and line.
    """

    def __init__(
        self,
        garden: Garden,
        site: Site,
        garden_map: GardenMap,
        text: Callable[[str], str],
        size: Size,
        problems: Callable[[], list[Problem]],
        copies: Copies = lambda _: (),
    ) -> None:
        self.garden = garden
        self.site = site
        self.lists = Entries(garden, site, garden_map, problems)
        self.text = text
        self._size, self._copies = size, copies

    def reads(self) -> Reads:
        """A new record for one page or file, to read the garden through."""
        return Reads(self.lists, self.text, self._size, self._copies)

    def forget(self, paths: set[str]) -> None:
        """Drop cached data of these notes: they changed, but nothing that lists show."""
        self.lists.forget(paths)

    @cached_property
    def note_files(self) -> Mapping[str, str]:
        """Output file → path of its note."""
        return {output_file(node.address): node.path for node in self.garden.published()}

    def site_pages(self) -> dict[str, Callable[[Reads], Page]]:
        """The pages that are not made from a single note, by file, with the functions that make them."""
        site, made = self.site, {}
        own = self.note_files

        def page(address: str, make: Callable[[Reads], AnyPageView]) -> None:
            file = output_file(address)

            def plan(reads: Reads) -> Page:
                reads.addresses()  # the page exists only while no note has the address
                return Page(file, make(reads))

            made[file] = plan

        for name, address in site.generated.items():
            page(address, _generated(name, site, address))
        for address, (title, folder) in site.section_folders.items():
            page(address, partial(section_page, site=site, address=address, title=title, folder=folder))
        for address, tag in self.lists.tag_titles.items():
            page(address, partial(plain_tag_page, site=site, address=address, tag=tag))
        if not any(node.address == "/" for node in self.garden.published()):
            page("/", partial(home_page, site=site, address="/"))
        page("/404.html", lambda _: plain_page(site, "/404.html", "404.html", "404"))
        if site.config.offline:
            page("/offline/", lambda _: plain_page(site, "/offline/", "offline.html", ""))
        for alias, path in {**self.lists.named_tags, **self.aliases()}.items():
            if output_file(alias) not in made:
                page(alias, partial(redirect_page, site=site, alias=alias, path=path))
        for node in self.garden.published():
            if copy := copy_address(site, node):
                made[copy[1:]] = partial(markdown_page, site=site, path=node.path)
        return {file: make for file, make in made.items() if file not in own}

    def aliases(self) -> dict[str, str]:
        """Alias → path of the target note; a page with that address, or the first note by path, takes precedence."""
        published = self.garden.published()
        # A folder cannot exist next to a file with the same name.
        taken = {composed(node.address).rstrip("/") for node in published}
        out: dict[str, tuple[str, str]] = {}  # keyed so that both Unicode normal forms collide
        for node in published:
            for alias in node.aliases:
                key = composed(alias)
                if key.rstrip("/") not in taken and output_file(alias) != "404.html":
                    out.setdefault(key, (alias, node.path))
        return dict(out.values())

    def unlisted_files(self) -> set[str]:
        """The pages of notes left out of lists, their redirects, and their Markdown copies."""
        nodes = [node for node in self.garden.published() if not is_listed(node)]
        if not nodes:
            return set()
        copies = {copy[1:] for node in nodes if (copy := copy_address(self.site, node))}
        paths = {node.path for node in nodes}
        ways = {alias for alias, path in self.aliases().items() if path in paths}
        return copies | {output_file(address) for address in {*ways, *(node.address for node in nodes)}}

    def mapped(self) -> set[str]:
        """The pages that show the map's topics, and so wait for its layout."""
        addresses = {"/", self.site.generated.get("map", "/")}
        return {output_file(address) for address in addresses}

    def has_diagrams(self) -> bool:
        """Whether a published note has a diagram that the browser draws."""
        return any(node.diagrams for node in self.garden.published())

    def note_page(self, path: str, reads: Reads) -> Page:
        """The page of a published note. `reads`: a new one, which records what the page depends on."""
        return note_page(reads, self.site, path)

    def graph_json(self, reads: Reads) -> bytes:
        """The garden's graph, in the documented format for other programs."""
        return graph_json(reads, self.site)
