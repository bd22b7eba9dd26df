"""The feeds of a site: which exist, their notes, and the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from heapq import nlargest
from pathlib import Path
from typing import NamedTuple

from notegarden.garden.facets import ListEntry
from notegarden.ledger.bodies import BodyReader
from notegarden.notes.dates import instant
from notegarden.notes.visibility import is_section
from notegarden.render.feed_text import feed_text
from notegarden.site.addresses import Site
from notegarden.site.feeds import FeedEntry, atom, json_feed
from notegarden.site.holes import fillings
from notegarden.site.pages.section import is_below
from notegarden.site.planner import Planner
from notegarden.site.reads import Reads
from notegarden.urls import feed_names

_NOTES = 20


class Feed(NamedTuple):
    """`folder`: whose notes it contains; `tag`: the address of the tag's page; all notes if both are "".

    `home`: the address of the page that the feed belongs to.
    """

    title: str
    home: str = "/"
    folder: str = ""
    tag: str = ""


def feed_files(planner: Planner, ledger: Path) -> dict[str, Callable[[Reads], dict[str, bytes]]]:
    """File → function that makes it. Empty if the base URL has no host, because addresses in feeds are absolute."""
    site = planner.site
    return {file: partial(_made, site, ledger, file, feed) for file, feed in _feeds(planner).items()}


def _feeds(planner: Planner) -> dict[str, Feed]:
    """The site's feed under our name and Hugo's, and one next to each section's and tag's page, if enabled."""
    config = planner.site.config
    if not config.origin:
        return {}
    main = Feed(config.title)
    made = {"feed.xml": main} if config.is_vault else {"feed.xml": main, "index.xml": main}
    made |= {"feed.json": main} if config.json_feed else {}
    for feed in (*_of_sections(planner), *_of_tags(planner)):
        for name in feed_names(json=config.json_feed):
            made.setdefault(feed.home[1:] + name, feed)
    return made


def _of_sections(planner: Planner) -> Iterator[Feed]:
    if not planner.site.config.feeds.sections:
        return
    for address, (title, folder) in planner.site.section_folders.items():
        yield Feed(title, address, folder)
    for node in planner.garden.listed():
        folder = node.path.rpartition("/")[0]
        if is_section(node.path) and folder and node.address.endswith("/"):
            yield Feed(node.title, node.address, folder)


def _of_tags(planner: Planner) -> Iterator[Feed]:
    """Feeds of tags with generated pages, and of notes used as tags."""
    if not planner.site.config.feeds.tags:
        return
    for address, tag in planner.lists.tag_titles.items():
        yield Feed(tag, address, tag=address)
    named = {path for _, use in planner.lists.tag_uses if use.listed for path in use.notes}
    for note in planner.lists.named:
        if note.path in named and note.address.endswith("/") and note.address != "/":
            yield Feed(note.title, note.address, tag=note.address)


def _made(site: Site, ledger: Path, file: str, feed: Feed, reads: Reads) -> dict[str, bytes]:
    """The newest notes by date; notes without a date are left out."""
    dated = [note for note in _notes(reads, feed) if note.modified]
    latest = nlargest(_NOTES, dated, key=lambda note: (instant(note.modified), note.path))
    config = site.config
    bodies = BodyReader(ledger)
    try:
        entries = [_entry(reads, site, bodies, note) for note in latest]
    finally:
        bodies.close()
    written = (json_feed if file.endswith(".json") else atom)(
        title=feed.title,
        home=site.permalink(feed.home),
        address=site.permalink(f"/{file}"),
        author=config.author or config.title,
        language=config.language,
        entries=entries,
    )
    return {file: written.encode() if isinstance(written, str) else written}


def _notes(reads: Reads, feed: Feed) -> list[ListEntry]:
    if feed.tag:
        return reads.tags().tagged.get(feed.tag, [])
    return [note for note in reads.entries().by_title if not feed.folder or is_below(note, feed.folder)]


def _entry(reads: Reads, site: Site, bodies: BodyReader, entry: ListEntry) -> FeedEntry:
    note = reads.note(entry.path)
    address = site.permalink(entry.address)
    content = ""
    if site.config.feeds.text == "full":
        html = fillings(reads, site, note).into(bodies.body(reads.text(entry.path)), bodies.body)
        content = feed_text(html, address)
    return FeedEntry(
        address=address,
        title=entry.title,
        updated=entry.modified,
        published=entry.created,
        summary=note.front.description or note.summary,
        content=content,
    )
