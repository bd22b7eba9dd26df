"""What every page has: the base of the views, a link, and the site."""

from __future__ import annotations

from typing import Any

import msgspec


class View(msgspec.Struct, frozen=True, array_like=True):
    """Base of all views."""


class LinkView(View, frozen=True):
    url: str
    title: str


class MenuView(View, frozen=True):
    """An entry of the menu in the header. `url`: "" for a heading of its `children`."""

    url: str
    title: str
    children: tuple[MenuView, ...] = ()


class SiteView(View, frozen=True):
    """What all pages share. `assets` ends in `/`: `{{ site.assets }}theme/site.css`. It carries a content hash.

    `home_url` is the garden's root (`/` or the base URL's path). `pages`: where the generated pages are, by name:
    all, tags, recent, wanted, health, map, search, explorer, calendar, rereading, references, tasks, json_feed (absent
    when switched off), graph (graph.json), feed ("" for a site without a host).
    `sections`: the top-level folders. `menu`: the configuration's own links and notes'. `live`: served by `serve`.
    `guarded`: raw HTML is not trusted, so pages carry a Content-Security-Policy.
    `vault`: the notes are an Obsidian vault's; `folders` stands for all folders of it that have a page;
    `publish_css`: address of the style sheet that it has for its site, "". `params`: the configuration's, as JSON has
    them (dates are texts). `parts`: names of the parts that a note's page has (`[parts]`).
    """

    title: str
    language: str
    direction: str
    description: str
    author: str
    home_url: str
    base_url: str
    assets: str
    pages: dict[str, str]
    sections: tuple[LinkView, ...] = ()
    menu: tuple[MenuView, ...] = ()
    custom_css: bool = False
    favicon: str = ""
    offline: bool = True
    guarded: bool = False
    vault: bool = False
    folders: str = ""
    publish_css: str = ""
    params: dict[str, Any] = {}
    parts: tuple[str, ...] = ()


class PageView(View, frozen=True, kw_only=True):
    """What every page has. `template` names the file that renders it; `permalink` is absolute.

    `params`: the note's front matter as written, with lower-case keys; in a garden's own templates a key that is not
    there is empty. Pages that no note makes have none. `noindex`: search engines are to leave the page out.
    `markdown`: the address of the page's copy in Markdown, `feed` that of the section's or the tag's own feed, "" where
    it has none.
    """

    template: str
    url: str
    permalink: str
    title: str
    description: str = ""
    breadcrumbs: tuple[LinkView, ...] = ()
    params: dict[str, Any] = {}
    noindex: bool = False
    markdown: str = ""
    feed: str = ""
