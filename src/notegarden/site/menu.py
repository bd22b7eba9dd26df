"""The header menu: entries from the configuration and from notes, nested like Hugo's menu `main`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from notegarden.config.tables import MenuItem
from notegarden.garden.facets import menus
from notegarden.garden.garden import Garden
from notegarden.garden.names import Lookups
from notegarden.garden.resolve import Found, resolve
from notegarden.notes.node import weight_key
from notegarden.notes.note import Link
from notegarden.render.page_view import MenuView

Place = tuple[bool, tuple[bool, float], str]


class Entry(NamedTuple):
    """An entry before its children are attached. `key`: what they name as their parent. `parent`: "" at the top."""

    place: Place
    url: str
    title: str
    key: str
    parent: str = ""


class Menu:
    """`url_of`: converts an address as typed to one for an `href`; `href`: the same for one of the site's addresses."""

    def __init__(self, href: Callable[[str], str], url_of: Callable[[str], str], site_title: str) -> None:
        self._href = href
        self._url_of = url_of
        self._site_title = site_title
        self.without_page: list[str] = []
        """Pages that the menu names but that do not exist."""
        self.others: set[str] = set()
        """Menus that notes add themselves to but that no page shows."""
        self.lost: list[str] = []
        """Titles of entries that are descendants of each other, so that they cannot be shown."""

    def views(self, items: Iterable[MenuItem], garden: Garden, sections: dict[str, str]) -> tuple[MenuView, ...]:
        """The menu in Hugo's order. `sections`: address → title of the generated lists."""
        entries = [
            entry
            for number, item in enumerate(items)
            if (entry := self._of_item(garden, item, number, sections)) is not None
        ]
        for node in garden.nodes.values():
            for each in menus(node):
                if each.menu != "main":
                    self.others.add(each.menu)
                    continue
                title = each.title or node.title
                key = each.identifier or title
                url = self._href(node.address)
                entries.append(Entry(_place(each.weight, title), url, title, key, each.parent))
        return self._nested(entries)

    def _of_item(self, garden: Garden, item: MenuItem, number: int, sections: dict[str, str]) -> Entry | None:
        """None if the item names a page that does not exist."""
        link = self._link(garden, item, sections)
        if link is None:
            return None
        url, title = link
        place = (False, (False, number), "") if item.weight is None else _place(item.weight, title)
        return Entry(place, url, title, item.identifier or title, item.parent)

    def _link(self, garden: Garden, item: MenuItem, sections: dict[str, str]) -> tuple[str, str] | None:
        if not item.page.strip("/"):
            url = self._href("/") if item.page else self._url_of(item.url) if item.url else ""
            return url, item.title or self._site_title
        found = resolve(Lookups(garden.names), Link(item.page, "relref", 1, 1), "_index.md", "/")
        if isinstance(found, Found) and found.path:
            node = garden.nodes[found.path]
            return self._href(node.address), item.title or node.title
        if isinstance(found, Found):
            return self._href(found.address), item.title or sections.get(found.address, item.page)
        self.without_page.append(item.page)
        return (self._url_of(item.url), item.title) if item.url and item.title else None

    def _nested(self, entries: list[Entry]) -> tuple[MenuView, ...]:
        """A parent that is not defined becomes a heading without a link, as in Hugo."""
        keys = {entry.key for entry in entries}
        unknown = sorted({entry.parent for entry in entries if entry.parent} - keys)
        below: dict[str, list[Entry]] = {}
        for entry in (*entries, *(Entry(_place(0, key), "", key, key) for key in unknown)):
            below.setdefault(entry.parent, []).append(entry)

        def views(parent: str) -> tuple[MenuView, ...]:
            found = sorted(below.pop(parent, ()), key=lambda entry: (entry.place, entry.url))
            made = [MenuView(entry.url, entry.title, views(entry.key) if entry.key else ()) for entry in found]
            return tuple(dict.fromkeys(made))

        whole = views("")
        self.lost = sorted(entry.title for rest in below.values() for entry in rest)
        return whole


def _place(weight: float, title: str) -> Place:
    """Sort key as in Hugo: by weight and title, after the configured links without a weight."""
    return True, weight_key(weight), title.casefold()
