"""The Markdown copy of a note's page, for programs."""

from __future__ import annotations

from notegarden.render.views import MarkdownView
from notegarden.site.addresses import Site, copy_address
from notegarden.site.holes import fillings
from notegarden.site.page import Page
from notegarden.site.pages.note import tags_of
from notegarden.site.reads import Reads


def markdown_page(reads: Reads, site: Site, path: str) -> Page:
    """The copy of a published note. Its holes are filled like those of the page."""
    note, node = reads.note(path), reads.node(path)
    view = MarkdownView(
        title=note.title,
        path=path,
        body_key=note.digest,
        created=node.created,
        modified=node.modified if node.modified[:10] > node.created[:10] else "",
        tags=tuple(tag.title for tag in tags_of(reads, site, note)),
    )
    return Page(copy_address(site, node)[1:], view, reads.text(path), fillings(reads, site, note))
