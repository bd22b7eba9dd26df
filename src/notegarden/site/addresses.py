"""Data shared by all pages: the site's addresses and names."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable
from functools import cached_property
from hashlib import blake2b
from html import escape
from posixpath import basename, dirname
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from notegarden.config.schema import Config
from notegarden.garden.facets import ListEntry
from notegarden.garden.garden import Garden
from notegarden.garden.sections import list_address
from notegarden.garden.vault_addresses import folder_address, without_selectors
from notegarden.notes.callout_kinds import CALLOUTS, name_of
from notegarden.notes.node import Node
from notegarden.notes.visibility import is_section
from notegarden.render.card import card_type
from notegarden.render.page_view import LinkView, SiteView
from notegarden.render.theme import Theme
from notegarden.render.words import load, word_folders
from notegarden.site.menu import Menu
from notegarden.urls import (
    PAGES,
    composed,
    headed_folders,
    is_external,
    may_lead_to,
    output_file,
    path_of,
    publishable,
    quoted,
    quoted_fragment,
    section_folders,
    tag_page,
)

_FAVICONS = ("favicon.svg", "favicon.ico", "favicon.png")


class Site:
    """Converts site-relative addresses to those in pages, and knows the addresses of the generated pages.

    If a note, or a folder of a vault, has the address of a generated page, that page moves: `/tags/` becomes
    `/garden-tags/`.
    """

    def __init__(self, config: Config, garden: Garden, theme: Theme) -> None:
        self.config = config
        published = garden.published()
        taken = {node.address for node in published}
        # A note for the list of tags becomes its introduction; for other notes, the generated page moves.
        moved = taken - {node.address for node in published if node.path == "tags/_index.md"}
        self.folders = {at: folder for folder, at in vault_folders(garden).items()} if config.is_vault else {}
        """Address → path of a vault's folders, whether or not a note has the address."""
        moved |= self.folders.keys()
        places = {name: f"/{name}/" if f"/{name}/" not in moved else f"/garden-{name}/" for name in PAGES}
        has_days = config.is_vault and any(node.day for node in garden.listed())
        left_out = config.pages_left_out | (set() if has_days else {"calendar"})
        left_out |= set() if any(node.works for node in garden.listed()) else {"references"}
        self.generated = {name: address for name, address in places.items() if name not in left_out}
        self.tags_folder = places["tags"]
        """The prefix of addresses of plain tags' pages, whether or not it is a page itself."""
        self.section_folders = self._section_folders(garden, {*taken, *self.generated.values()})
        self.sections = {address: title for address, (title, _) in self.section_folders.items()}
        self.card_type = card_type(theme) if config.cards and config.origin else None
        """The fonts of social cards; None if there are no cards: their addresses must be absolute."""
        self.menu = Menu(self.href, self.menu_url, config.title)
        self.view = self._view(garden, theme)
        self._word_folders = word_folders(theme.statics)

    @cached_property
    def _words(self) -> dict[str, Any]:
        return load(self.config.language, self._word_folders)

    def word(self, name: str) -> str:
        """A text of the interface, for notes' bodies, which no template writes."""
        return str(self._words[name])

    @cached_property
    def callouts(self) -> tuple[str, ...]:
        """The names of callout kinds, for HTML; () if all are the English ones."""
        named = self._words["callouts"]
        names = tuple(str(named.get(kind) or name_of(kind)) for kind in CALLOUTS)
        return () if names == tuple(map(name_of, CALLOUTS)) else tuple(map(escape, names))

    def href(self, address: str, fragment: str = "") -> str:
        """A site-relative address for an `href`: percent-encoded, below the base URL's path."""
        anchor = f"#{quoted_fragment(fragment)}" if fragment else ""
        return self.config.base_path + quoted(address.lstrip("/")) + anchor

    def tag_address(self, tag: str) -> str:
        """The address of a plain tag's page; in a vault, `a/b` is below `a`."""
        if not self.config.is_vault:
            return self.tags_folder + tag_page(tag).removeprefix("/tags/")
        # Tags that consist only of emoji keep them, so that two such tags have two pages.
        parts = (path_of(part) or part or "tag" for part in without_selectors(composed(tag)).split("/"))
        return publishable(f"{self.tags_folder}{'/'.join(parts)}/")

    def tag_href(self, tag: str) -> str:
        return self.href(self.tag_address(tag))

    def feed_href(self, address: str, *, of: Literal["sections", "tags"]) -> str:
        """The address of the feed of the section or tag whose page is at `address`, "" if there is none."""
        has_feed = self.config.origin and getattr(self.config.feeds, of) and address.endswith("/")
        return self.href(f"{address}index.xml") if has_feed else ""

    def base(self, typed: str) -> str:
        """A root-relative address as typed, with the base URL's path added."""
        return self.config.base_path + quoted(typed.lstrip("/")).replace("%3F", "?").replace("%25", "%")

    def below(self, typed: str) -> str:
        """The same if the author may have included the base URL's path already."""
        is_below = self.config.base_path != "/" and typed.startswith(self.config.base_path)
        return typed if is_below else self.base(typed)

    def permalink(self, address: str) -> str:
        """The absolute address, in ASCII; root-relative if the configuration has no host."""
        whole = self.config.origin + self.href(address)
        return whole if whole.isascii() else quote(whole, safe=string.punctuation)

    def _view(self, garden: Garden, theme: Theme) -> SiteView:
        config = self.config
        pages = {name: self.href(address) for name, address in self.generated.items()}
        pages["feed"] = self.href("/feed.xml") if config.origin else ""
        if config.origin and config.json_feed:
            pages["json_feed"] = self.href("/feed.json")
        pages["graph"] = self.href("/graph.json")
        is_vault_style = config.is_vault and garden.names.file("/publish.css") is not None
        favicon = next((name for name in _FAVICONS if garden.names.file("/" + name) is not None), "")
        return SiteView(
            title=config.title,
            language=config.language,
            direction=config.text_direction,
            description=config.description,
            author=config.author,
            home_url=self.href("/"),
            base_url=config.base_url,
            assets=self.href(theme.prefix),
            pages=pages,
            sections=tuple(
                LinkView(self.href(a), title) for a, title in sorted(self.sections.items()) if a.count("/") == 2
            ),
            menu=self.menu.views(config.menu, garden, self.sections),
            custom_css="theme/custom.css" in theme.assets,
            favicon=self.href("/" + favicon) if favicon else "",
            offline=config.offline,
            guarded=not config.unsafe_html,
            vault=config.is_vault,
            folders=blake2b("\0".join(sorted(self.folders)).encode(), digest_size=6).hexdigest()
            if self.folders
            else "",
            publish_css=self.href("/publish.css") if is_vault_style else "",
            params=msgspec.to_builtins(config.params),
            parts=tuple(name for name in config.parts.__struct_fields__ if getattr(config.parts, name)),
        )

    def _section_folders(self, garden: Garden, made: Collection[str]) -> dict[str, tuple[str, str]]:
        """Address → (title, folder) of the list pages of a vault's folders, or of a Hugo site's top-level folders.

        `made`: the addresses that other pages have.
        """
        if self.config.is_vault:
            return {at: (basename(folder), folder) for at, folder in sorted(self.folders.items()) if at not in made}
        named = section_folders((node.path for node in garden.listed()), headed_folders(garden.nodes))
        folders = {list_address(folder, self.config): folder for folder in sorted(named)}
        return {at: (heading_of(folder), folder) for at, folder in folders.items() if at not in made}

    def menu_url(self, url: str) -> str:
        return url if is_external(url) and may_lead_to(url) else self.below(url)


def heading_of(folder: str) -> str:
    return folder[:1].upper() + folder[1:].replace("-", " ").replace("_", " ")


def _digest(addresses: Iterable[str]) -> str:
    return blake2b("\0".join(sorted(addresses)).encode(), digest_size=6).hexdigest()


def vault_folders(garden: Garden) -> dict[str, str]:
    """Folder of a vault, at any depth, with published notes → the address of its page."""
    folders: set[str] = set()
    for node in garden.listed():
        folder = dirname(node.path)
        while folder and folder not in folders:
            folders.add(folder)
            folder = dirname(folder)
    return {folder: folder_address(folder, garden.config) for folder in sorted(folders)}


def copy_address(site: Site, note: Node | ListEntry) -> str:
    """`/posts/a/` → `/posts/a/index.md`; "" for a note without a copy: if the configuration does not enable them, for
    lists, and for notes that programs should ignore."""
    if not site.config.markdown or note.noindex or is_section(note.path) or note.address == "/":
        return ""
    return f"/{output_file(note.address).removesuffix('.html')}.md"
