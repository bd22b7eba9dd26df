"""The fields that every page's view has."""

from __future__ import annotations

from typing import TypedDict

from notegarden.site.addresses import Site


class Head(TypedDict):
    template: str
    url: str
    permalink: str
    title: str


def head(site: Site, template: str, address: str, title: str) -> Head:
    return Head(template=template, url=site.href(address), permalink=site.permalink(address), title=title)
