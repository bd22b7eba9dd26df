"""The base of all views, a link, and the site."""

from __future__ import annotations

from typing import Any

import msgspec


class View(msgspec.Struct, frozen=True, array_like=True):
    """Base of all views."""


class LinkView(View, frozen=True):
    url: str
    title: str


class MenuView(View, frozen=True):
    """An entry of the header menu. `url`: "" for a heading of its `children`."""

    url: str
    title: str
    children: tuple[MenuView, ...] = ()


class SiteView(View, frozen=True):
    """Data shared by all pages. `assets` ends in `/`: `{{ site.assets }}theme/site.css`. It contains a content hash.

    `home_url` is the garden's root (`/` or the base URL's path). `pages`: addresses of the generated pages by name:
    all, tags, recent, wanted, health, map, search, explorer, calendar, rereading, references, tasks, json_feed (absent
    when switched off), graph (graph.json), feed ("" for a site without a host).
    `sections`: the top-level folders. `menu`: links from the configuration and notes. `live`: served by `serve`.
    `guarded`: raw HTML is not trusted, so pages carry a Content-Security-Policy.
    `vault`: the notes are an Obsidian vault's; `folders`: a digest of all its folders that have a page;
    `publish_css`: address of its style sheet for Obsidian Publish, "". `params`: from the configuration, JSON-like
    (dates are texts). `parts`: names of the enabled parts of a note's page (`[parts]`).
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
    """The fields of every page. `template` names the file that renders it; `permalink` is absolute.

    `params`: the note's front matter as written, with lower-case keys; in a garden's own templates a missing key
    is empty. Empty for pages not made from a note. `noindex`: search engines must not index the page.
    `markdown`: the address of the page's Markdown copy, `feed`: of the section's or the tag's own feed, "" if
    there is none.
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
