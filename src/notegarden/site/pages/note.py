"""The page of a note, including a section or the home page with its own text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from notegarden.config.tables import PartsConfig
from notegarden.files.endings import is_note
from notegarden.garden.resolve import Found, Missing
from notegarden.notes.node import Node
from notegarden.notes.note import Heading, Note
from notegarden.notes.visibility import is_listed, is_section
from notegarden.render.page_view import LinkView
from notegarden.render.views import (
    AnyPageView,
    Backlink,
    Entry,
    Mention,
    NoteView,
    PlainView,
    Relation,
    TagView,
    TocItem,
)
from notegarden.site.addresses import Site, copy_address
from notegarden.site.cards import shared_image
from notegarden.site.holes import fillings, repeats_title
from notegarden.site.neighbourhood import Neighbour, choose, kinds_of, neighbourhood_svg
from notegarden.site.page import Page
from notegarden.site.pages.calendar import month_id
from notegarden.site.pages.home import home_page
from notegarden.site.pages.mentions import mentioned
from notegarden.site.pages.section import section_page
from notegarden.site.pages.tags import plain_tag_page, tags_page
from notegarden.site.properties import properties_of
from notegarden.site.reads import Reads
from notegarden.urls import output_file, quoted

_WORDS_A_MINUTE = 220
_LONG_CONTENTS = 36  # about as many as a screen has lines next to the text


def note_page(reads: Reads, site: Site, path: str) -> Page:
    """The page of a published note, including a section's and the home page with their own text."""
    note, node = reads.note(path), reads.node(path)
    is_list = is_section(path) or node.address == "/"
    view = (_index_view if is_list else _note_view)(reads, site, note, node)
    return Page(output_file(node.address), view, reads.text(path), fillings(reads, site, note))


def _index_view(reads: Reads, site: Site, note: Note, node: Node) -> AnyPageView:
    view: AnyPageView
    changes = {
        "title": note.title,
        "description": note.front.description or note.summary,
        "path": note.path,
        "body_key": note.digest,
        "params": note.front.params,
        "noindex": note.front.noindex,
    }
    if node.address == "/":
        view = home_page(reads, site, "/")
        if site.config.is_vault:
            shown = properties_of(note, reads, site)
            coming = _backlinks(reads, note.path, site.config.parts)
            view = msgspec.structs.replace(
                view, classes=_classes(note), properties=shown, tagged=coming.tagged, linked=coming.linked,
                relations=coming.relations, links_in=coming.sources,
            )  # fmt: skip
    elif note.front.type == "search":
        url, permalink = site.href(node.address), site.permalink(node.address)
        view = PlainView(template="search.html", url=url, permalink=permalink, title=note.title)
        return msgspec.structs.replace(view, **changes)
    elif node.address == site.generated.get("tags"):
        view = tags_page(reads, site, node.address)
    elif note.path.startswith("tags/") and node.address in reads.tags().plain_tags.values():
        view = plain_tag_page(reads, site, node.address, note.title)
    else:
        view = section_page(reads, site, node.address, note.title, note.path.rpartition("/")[0])
    feed = view.feed if is_listed(node) else ""
    return msgspec.structs.replace(view, toc=_contents(note, site.config.parts), feed=feed, **changes)


def _note_view(reads: Reads, site: Site, note: Note, node: Node) -> NoteView:
    config, parts = site.config, site.config.parts
    previous, following = reads.around(note.path) if parts.turn else ("", "")
    coming = _backlinks(reads, note.path, parts)
    around = _neighbourhood(reads, site, node) if parts.neighbourhood else _Neighbourhood("", ())
    toc = _contents(note, parts)
    named, image = mentioned(reads, note.path), shared_image(reads, site, note)
    below = config.source("")
    written = note.file.removeprefix(below) if is_note(note.file) and note.file.startswith(below) else note.path
    return NoteView(
        template="note.html",
        url=site.href(node.address),
        permalink=site.permalink(node.address),
        title=note.title,
        description=note.front.description or note.summary,
        breadcrumbs=_breadcrumbs(reads, site, node) if parts.breadcrumbs else (),
        path=note.path,
        body_key=note.digest,
        created=node.created,
        modified=node.modified if node.modified[:10] > node.created[:10] else "",
        authors=note.front.authors,
        words=note.words,
        minutes=-(-note.words // _WORDS_A_MINUTE),
        tags=tags_of(reads, site, note),
        toc=toc,
        toc_folds=_count(toc) > _LONG_CONTENTS,
        tagged=coming.tagged,
        linked=coming.linked,
        relations=coming.relations,
        links_in=coming.sources,
        neighbourhood=around.svg,
        neighbourhood_kinds=around.kinds,
        related=tuple(map(reads.link, reads.related(note.path))) if parts.related else (),
        previous=reads.link(previous) if previous else None,
        next=reads.link(following) if following else None,
        source_url=config.source_url.replace("{path}", quoted(written)),
        edit_url=config.edit_url.replace("{path}", quoted(written)),
        image=image.address,
        image_size=image.size,
        is_empty=node.empty,
        properties=properties_of(note, reads, site),
        aliases=_other_names(note) if config.is_vault else (),
        classes=_classes(note) if config.is_vault else "",
        inside=_inside(reads, node.address, site.folders[node.address]) if node.address in site.folders else (),
        params=note.front.params,
        noindex=note.front.noindex,
        mentioned=named.notes,
        mentions=named.places,
        mentions_left=named.left,
        day=node.day,
        calendar=_month_address(site, node),
        markdown=site.href(copy) if (copy := copy_address(site, node)) else "",
        feed=_tag_feed(reads, site, node),
    )


def _month_address(site: Site, node: Node) -> str:
    """The address of the calendar at a daily note's month; "" for other notes, or without a calendar."""
    is_shown = node.day and is_listed(node) and "calendar" in site.generated
    return site.href(site.generated["calendar"], month_id(node.day)) if is_shown else ""


def _inside(reads: Reads, address: str, folder: str) -> tuple[Entry, ...]:
    """The notes below an address, in the order of their folder, for the note about the folder."""
    entries = reads.entries()
    below = [each for each in entries.by_title if each.address.startswith(address) and each.address != address]
    return tuple(map(entries.entry, entries.ordered(below, folder)))


def _other_names(note: Note) -> tuple[str, ...]:
    """A note's aliases, without former paths and repetitions of the title."""
    title = note.title.casefold()
    return tuple(name for name in note.front.aliases if "/" not in name and name.casefold() != title)


def _classes(note: Note) -> str:
    given = note.front.params.get("cssclasses")
    names = given if isinstance(given, list) else [given]
    return " ".join(name for each in names if isinstance(each, str) for name in each.split())


def _breadcrumbs(reads: Reads, site: Site, node: Node) -> tuple[LinkView, ...]:
    """The section pages above a note. Tags are not a path: two notes may have each other as tags."""
    parts = node.address.strip("/").split("/")[:-1]
    out = []
    for depth in range(1, len(parts) + 1):
        address = "/" + "/".join(parts[:depth]) + "/"
        title = site.sections.get(address) or reads.section(address)
        if title:
            out.append(LinkView(site.href(address), title))
    return tuple(out)


def tags_of(reads: Reads, site: Site, note: Note) -> tuple[TagView, ...]:
    """The tags that a note's page shows."""
    out: dict[str, TagView] = {}
    for link, answer in zip(note.links, reads.answers(note.path), strict=True):
        if link.field != "tags":
            continue
        if isinstance(answer, Missing) and answer.draft:
            continue
        if "wanted" not in site.generated and not (isinstance(answer, Found) and answer.path):
            continue
        if isinstance(answer, Found) and answer.path:
            url, missing = site.href(answer.address), False
        else:
            url, missing = site.href(site.generated["wanted"]), True
        out.setdefault(url + link.text, TagView(url, link.text, missing, in_body=True))
    for tag in note.front.tags:
        path = reads.tag(tag)
        if path is not None:
            view = reads.link(path)
            tagged = TagView(view.url, view.title)
        else:
            tagged = TagView(site.tag_href(tag.strip()), tag.strip())
        if not any(each.url == tagged.url for each in out.values()):
            out[tagged.url] = tagged
    return tuple(out.values())


def _tag_feed(reads: Reads, site: Site, node: Node) -> str:
    """The address of the feed of a note used as a tag."""
    address = site.feed_href(node.address, of="tags")
    is_tag = address and is_listed(node) and any(edge.tags for edge in reads.backlinks(node.path).values())
    return address if is_tag else ""


class _Backlinks(NamedTuple):
    """The notes that link to a note, each list sorted by title."""

    tagged: tuple[Backlink, ...]
    linked: tuple[Backlink, ...]
    relations: tuple[Relation, ...]
    sources: int


def _backlinks(reads: Reads, path: str, parts: PartsConfig) -> _Backlinks:
    if not parts.backlinks:
        return _Backlinks((), (), (), 0)
    tagged: list[Backlink] = []
    linked: list[Backlink] = []
    related: dict[str, list[LinkView]] = {}
    edges, others = reads.backlinks(path), 0
    sources = [(view.title.casefold(), source, view) for source in edges for view in (reads.link(source),)]
    for _, source, view in sorted(sources, key=lambda each: each[:2]):
        mentions = tuple(
            Mention(f"{view.url}#{link.block}" if link.block else view.url, link.before, link.cited_text, link.after,
                    link.section or link.field)
            for link in reads.citations(source, path) if link.field != "tags" and link.kind != "property"
        )  # fmt: skip
        if edges[source].tags:
            tagged.append(Backlink(view.url, view.title, ()))
        if mentions:
            linked.append(Backlink(view.url, view.title, mentions))
        for name in edges[source].relations:
            related.setdefault(name, []).append(view)
        others += not mentions and not edges[source].tags and bool(edges[source].relations)
    relations = tuple(Relation(name, tuple(notes)) for name, notes in sorted(related.items()))
    return _Backlinks(tuple(tagged), tuple(linked), relations, len(tagged) + len(linked) + others)


class _Neighbourhood(NamedTuple):
    svg: str
    kinds: tuple[str, ...]


def _neighbourhood(reads: Reads, site: Site, node: Node) -> _Neighbourhood:
    coming = reads.backlinks(node.path)
    shown = ((edge, reads.reference(edge.target)) for edge in node.edges)
    going = {edge.target: edge for edge, target in shown if target is not None and target.listed}
    if not coming and not going:
        return _Neighbourhood("", ())
    others = sorted({*coming, *going})
    neighbours = []
    for other in others:
        view = reads.link(other)
        weight = sum(edges[other].count for edges in (coming, going) if other in edges)
        neighbours.append(Neighbour(view.url, view.title, other in coming, other in going, weight))
    chosen = choose(neighbours)
    place = {others[number]: number for number in chosen}
    drawn = sorted((place[path], place[target]) for path in place for target in reads.targets(path) if target in place)
    whole = site.href(site.generated["map"], node.address) if "map" in site.generated and is_listed(node) else ""
    svg = neighbourhood_svg(node.title, neighbours, drawn, chosen, whole)
    return _Neighbourhood(svg, kinds_of(neighbours[number] for number in chosen))


def _contents(note: Note, parts: PartsConfig) -> tuple[TocItem, ...]:
    if not parts.contents or note.front.params.get("toc") in (False, "false"):
        return ()
    return contents(note.headings[repeats_title(note) :])


def _count(items: Iterable[TocItem]) -> int:
    return sum(1 + _count(item.children) for item in items)


def contents(headings: Iterable[Heading]) -> tuple[TocItem, ...]:
    """Headings nested by level; a single heading makes no table of contents."""
    headings = [heading for heading in headings if heading.text and heading.id]
    if len(headings) < 2:
        return ()
    # From the last heading to the first: deeper ones without a parent so far belong to the next one above.
    waiting: list[tuple[int, TocItem]] = []
    for heading in reversed(headings):
        children: list[TocItem] = []
        while waiting and waiting[-1][0] > heading.level:
            children.append(waiting.pop()[1])
        waiting.append((heading.level, TocItem(heading.id, heading.text, tuple(children))))
    return tuple(item for _, item in reversed(waiting))
