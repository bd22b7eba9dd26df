"""The site's files besides its pages: feed, sitemap, graph.json, data for search and offline reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from notegarden.ledger.bodies import BodyReader
from notegarden.ledger.outputs import Written
from notegarden.notes.node import Node
from notegarden.notes.visibility import is_listed
from notegarden.render.minify import minify_js
from notegarden.render.theme import Theme
from notegarden.search.document import Document
from notegarden.site.feed_files import feed_files
from notegarden.site.feeds import SitemapEntry, robots, sitemap
from notegarden.site.hosting import HOSTING, hosting_files
from notegarden.site.llms import llms_txt
from notegarden.site.pages.recent import newest
from notegarden.site.pages.tags import most_used_tags
from notegarden.site.planner import Planner
from notegarden.site.reads import Reads
from notegarden.urls import quoted

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".mp4", ".webm", ".mp3", ".pdf", ".zip")
_NOT_KEPT = ("sw.js", "offline.json", "offline-files.json", *HOSTING)
_JSON = msgspec.json.encode


class SiteFiles:
    """Makes these files from a planner; `serve` makes them one by one, `build` all at once.

    `ledger`: the file with the notes' texts.
    """

    def __init__(self, planner: Planner, theme: Theme, ledger: Path) -> None:
        self.planner = planner
        self._ledger = ledger
        self.garden = planner.garden
        self.site = planner.site
        self.theme = theme

    def files(self) -> Iterator[tuple[str, bytes]]:
        """(file, bytes) of all files that depend only on the garden."""
        for group in self.groups().values():
            yield from group(self.planner.reads()).items()

    def file(self, name: str) -> bytes | None:
        """One of these files by its name; None if the site has no such file."""
        make = self.groups().get("sitemap.xml" if name.startswith("sitemap") else name)
        return make(self.planner.reads()).get(name) if make is not None else None

    def groups(self) -> dict[str, Callable[[Reads], dict[str, bytes]]]:
        """The files that are made together, under the name of the first: a large sitemap has several.

        Feeds and sitemap need absolute URLs, so a site without a host has none.
        """
        has_host = bool(self.site.config.origin)
        sitemap_address = self.site.permalink("/sitemap.xml") if has_host else ""
        made: dict[str, Callable[[Reads], dict[str, bytes]]] = {
            "robots.txt": lambda _: {"robots.txt": robots(sitemap_address).encode()},
            "graph.json": lambda reads: {"graph.json": self.planner.graph_json(reads)},
            "manifest.webmanifest": lambda _: {"manifest.webmanifest": self.manifest()},
        }
        hosting = hosting_files(self.theme.prefix, markdown=self.site.config.markdown)
        made |= {name: partial(_as_it_is, name, data) for name, data in hosting.items()}
        made |= feed_files(self.planner, self._ledger)
        if has_host:
            made["sitemap.xml"] = self._sitemaps
        if self.site.config.llms:
            made["llms.txt"] = lambda reads: {"llms.txt": llms_txt(reads, self.site)}
        if self.site.config.offline:
            made["sw.js"] = lambda _: {"sw.js": self.worker()}
        return made

    def _sitemaps(self, reads: Reads) -> dict[str, bytes]:
        entries = [
            SitemapEntry(self.site.permalink(note.address), note.modified)
            for note in sorted(reads.dated(), key=lambda note: note.address)
        ]
        return {name: text.encode() for name, text in sitemap(entries, self.site.permalink("/")).items()}

    def manifest(self) -> bytes:
        """The web app manifest, from the theme's template."""
        from notegarden.render.renderer import Renderer

        renderer = Renderer(self.theme.templates, self.theme.statics, self.site.view)
        return renderer.render_template("manifest.webmanifest")

    def worker(self) -> bytes:
        """The service worker: a line that changes with the theme, followed by the theme's scripts."""
        parts = [f'const BUILD = "{self.theme.version}";\n'.encode()]
        for name in ("theme/sw.js", "theme/sw-garden.js"):
            path = self.theme.file(name)
            if path is not None:
                parts.append(minify_js(path.read_text("utf-8")).encode() + b"\n")
        return b"".join(parts)

    def search_pages(
        self, bodies: BodyReader, rules: bytes, nodes: Iterable[Node] | None = None
    ) -> dict[str, tuple[str, Callable[[], Document]]]:
        """Address → (digest of the indexed data, function that makes the document) of every note, or of these.

        `rules`: the ledger's key for the parsing rules (`PARSED`): the same text may have another body by other rules.
        """
        pages: dict[str, tuple[str, Callable[[], Document]]] = {}
        for node in self.garden.listed() if nodes is None else nodes:
            text = self.planner.text(node.path)
            tags = (*node.plain_tags, *self._tag_titles(node))
            # The last part of an old address is often an old name of the note.
            aliases = tuple(unquote(alias).rstrip("/").rpartition("/")[2] for alias in node.aliases)
            aliases = tuple(dict.fromkeys((*node.also, *aliases)))
            known = "\0".join((rules.hex(), text, node.title, *aliases, "", *tags))
            mark = blake2b(known.encode("utf-8", "replace"), digest_size=8).hexdigest()
            pages[quoted(node.address)] = (mark, partial(_document, text, bodies, node.title, tags, aliases))
        return pages

    def _tag_titles(self, node: Node) -> list[str]:
        nodes = self.garden.nodes
        return [nodes[edge.target].title for edge in node.edges if edge.tags and is_listed(nodes[edge.target])]

    def search_lists(self) -> dict[str, Any]:
        """What the search dialog shows before anything is typed: recent notes, tags by use, notes to reread."""
        reads = self.planner.reads()
        recent = [{"url": e.url, "title": e.title} for e in newest(reads)]
        tags: list[dict[str, str | int]] = [
            {"url": e.url, "title": e.title, "count": e.links_in} for e in most_used_tags(reads, self.site)
        ]
        rereading = self.site.generated.get("rereading")
        return {"recent": recent, "tags": tags, "rereading": rereading and self.site.href(rereading)}


def _as_it_is(name: str, data: bytes, _: Reads) -> dict[str, bytes]:
    return {name: data}


def _document(text: str, bodies: BodyReader, title: str, tags: tuple[str, ...], aliases: tuple[str, ...]) -> Document:
    # From the garden when the index update started: the note may have been deleted since.
    return Document(title, "".join(bodies.body(text).texts), tags, aliases)


def is_kept_offline(file: str) -> bool:
    """Whether this file is saved when a reader saves the garden for offline reading: not pictures and the like."""
    return not file.lower().endswith(_PICTURES) and file not in _NOT_KEPT


def offline_files(outputs: Mapping[str, Written], base_path: str, unlisted: Collection[str]) -> dict[str, bytes]:
    """offline.json and offline-files.json: every text file of the site with a digest of its bytes.

    `outputs`: all files of the site; `unlisted`: those whose addresses must not appear in lists.
    """
    files: dict[str, str] = {}
    size = pages = 0
    for file, written in sorted(outputs.items()):
        if file in unlisted:
            continue
        if file.endswith(".html"):
            pages += 1
        elif not is_kept_offline(file) or not written.digest:
            continue
        files[base_path + file.removesuffix("index.html")] = written.digest.hex()
        size += written.size
    listed = _JSON(files)
    version = blake2b(listed, digest_size=8).hexdigest()
    return {
        "offline-files.json": listed,
        "offline.json": _JSON({"version": version, "pages": pages, "bytes": size}),
    }
