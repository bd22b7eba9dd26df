"""The files that the site has now, and the function that makes each."""

from __future__ import annotations

from collections.abc import Callable

from notegarden.pipeline.stages import Pipeline
from notegarden.publish.cards import cards_of
from notegarden.render.card import Card, CardType
from notegarden.site.page import Page
from notegarden.site.planner import Planner
from notegarden.site.reads import Reads
from notegarden.site.site_files import SiteFiles
from notegarden.urls import output_file


class Table:
    """The pages of one planner; a note's page takes precedence over a generated one, as in `build`."""

    def __init__(self, planner: Planner, pipeline: Pipeline) -> None:
        self.planner = planner
        self.notes = planner.note_files
        self.others: dict[str, Callable[[Reads], Page]] = planner.site_pages()
        self.pages = self.notes.keys() | self.others.keys()
        self.site_files = SiteFiles(planner, pipeline.theme, pipeline.ledger.path)

    def cards(self) -> dict[str, tuple[Card, CardType]]:
        """The cards that pages name, by file, with the fonts to draw them in."""
        fonts = self.planner.site.card_type
        return {file: (card, fonts) for file, card in cards_of(self.planner, fonts)[0].items()} if fonts else {}

    def files(self, pipeline: Pipeline) -> set[str]:
        """Every file of the site that can be asked for."""
        site, theme, has_diagrams = self.planner.site, pipeline.theme, self.planner.has_diagrams()
        copied = {address[1:] for address, (source, _) in pipeline.published_files.items() if source}
        needed = theme.published(diagrams=has_diagrams, generated=site.generated, language=site.view.language)
        made = (name for name, _ in self.site_files.files())
        return {*self.pages, *copied, *(theme.prefix + name for name in needed), *self.cards(), *made}

    def shows_map(self, file: str) -> bool:
        """Whether making this file needs the map's layout."""
        return file in ("index.html", "graph.json", output_file(self.planner.site.generated.get("map", "/")))

    def page(self, file: str) -> Page:
        reads = self.planner.reads()
        return self.planner.note_page(self.notes[file], reads) if file in self.notes else self.others[file](reads)
