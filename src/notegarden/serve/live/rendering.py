"""Render single pages of a changing garden; the renderer is rebuilt only if theme or site settings change."""

from __future__ import annotations

import msgspec

from notegarden.ledger.bodies import BodyReader
from notegarden.pipeline.stages import Pipeline
from notegarden.publish.render_pages import render_page
from notegarden.render.renderer import Renderer
from notegarden.serve.live.answers import Made
from notegarden.serve.live.routes import Table
from notegarden.site.page import Page
from notegarden.site.planner import Planner


class Rendering:
    """Renders as `build` does. Not for several threads at once."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._ledger = pipeline.ledger
        self._bodies = BodyReader(pipeline.ledger.path)
        self._renderer: Renderer | None = None
        self._key = b""

    def close(self) -> None:
        self._bodies.close()

    def render(self, page: Page, planner: Planner) -> bytes:
        """The page's bytes. Raises what a template or a damaged ledger raises."""
        return render_page(page, self._renderer_for(planner), self._body_reader())

    def copy(self, file: str, table: Table) -> Made:
        """The Markdown copy of a note's page. Raises what `render` raises."""
        return Made(self.render(table.page(file), table.planner), file)

    def _body_reader(self) -> BodyReader:
        if self._ledger is not self._pipeline.ledger:  # the ledger was replaced
            self._bodies.close()
            self._ledger = self._pipeline.ledger
            self._bodies = BodyReader(self._ledger.path)
        return self._bodies

    def _renderer_for(self, planner: Planner) -> Renderer:
        theme = self._pipeline.theme
        key = theme.key + msgspec.msgpack.encode(planner.site.view)
        if self._renderer is None or key != self._key:
            self._renderer = Renderer(theme.templates, theme.statics, planner.site.view, cached=True)
            self._key = key
        return self._renderer
