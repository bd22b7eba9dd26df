"""Atom feed, sitemap and robots.txt: strings that depend only on their arguments, never on the clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import msgspec

URLS_PER_SITEMAP = 50_000
EPOCH = "1970-01-01T00:00:00Z"
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class FeedEntry(msgspec.Struct, frozen=True):
    """`address` is absolute and the permanent id of the entry; dates are ISO 8601; texts are plain.

    `published`: "" if only the last change is known. `content`: the full text as HTML, if enabled.
    """

    address: str
    title: str
    updated: str
    published: str
    summary: str = ""
    content: str = ""


class SitemapEntry(msgspec.Struct, frozen=True):
    """`address` is absolute; `modified` is ISO 8601, or "" if unknown."""

    address: str
    modified: str = ""


def atom(*, title: str, home: str, address: str, author: str, language: str, entries: Sequence[FeedEntry]) -> str:
    """An Atom feed (RFC 4287), entries in the order given; `home` and `address` (the feed's own) are absolute."""
    updated = max((_moment(entry.updated) for entry in entries), default=EPOCH)
    lines = [
        f'{_HEAD}<feed xmlns="{_ATOM}" xml:lang="{_xml(language)}">',
        f"<title>{_xml(title)}</title>",
        f"<id>{_xml(home)}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{_xml(author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_xml(address)}"/>',
        f'<link rel="alternate" type="text/html" href="{_xml(home)}"/>',
        *map(_entry, entries),
        "</feed>\n",
    ]
    return "\n".join(lines)


def json_feed(
    *, title: str, home: str, address: str, author: str, language: str, entries: Sequence[FeedEntry]
) -> bytes:
    """The same as `atom`, as a JSON Feed (version 1.1, jsonfeed.org)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": address,
        "language": language,
        "authors": [{"name": author}],
        "items": [_item(entry) for entry in entries],
    }
    return msgspec.json.encode(feed)


def _item(entry: FeedEntry) -> dict[str, str]:
    published = {"date_published": _moment(entry.published)} if entry.published else {}
    return {
        "id": entry.address,
        "url": entry.address,
        "title": entry.title,
        **_said(entry),
        **published,
        "date_modified": _moment(entry.updated),
    }


def _said(entry: FeedEntry) -> dict[str, str]:
    if not entry.content:
        return {"content_text": entry.summary}
    return {"content_html": entry.content, **({"summary": entry.summary} if entry.summary else {})}


def sitemap(entries: Sequence[SitemapEntry], home: str) -> dict[str, str]:
    """File name → XML: `sitemap.xml`, or above 50,000 addresses `sitemap-1.xml` and so on with an index.

    `home` is the site's absolute address, with a trailing slash.
    """
    parts = [entries[at : at + URLS_PER_SITEMAP] for at in range(0, len(entries), URLS_PER_SITEMAP)] or [[]]
    if len(parts) == 1:
        return {"sitemap.xml": _urlset(parts[0])}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    listed = "".join(f"<sitemap><loc>{_xml(home + name)}</loc></sitemap>\n" for name in names)
    files = {"sitemap.xml": f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{listed}</sitemapindex>\n'}
    files.update((name, _urlset(part)) for name, part in zip(names, parts, strict=True))
    return files


def robots(sitemap_address: str) -> str:
    """`sitemap_address` is absolute; "" for a site without a sitemap."""
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap_address}\n" if sitemap_address else "")


def _entry(entry: FeedEntry) -> str:
    summary = f"<summary>{_xml(entry.summary)}</summary>\n" if entry.summary else ""
    content = f'<content type="html">{_xml(entry.content)}</content>\n' if entry.content else ""
    published = f"<published>{_moment(entry.published)}</published>\n" if entry.published else ""
    return (
        f"<entry>\n<title>{_xml(entry.title)}</title>\n<id>{_xml(entry.address)}</id>\n"
        f'<link rel="alternate" type="text/html" href="{_xml(entry.address)}"/>\n'
        f"{published}<updated>{_moment(entry.updated)}</updated>\n"
        f"{summary}{content}</entry>"
    )


def _urlset(entries: Sequence[SitemapEntry]) -> str:
    urls = []
    for entry in entries:
        modified = f"<lastmod>{_moment(entry.modified)}</lastmod>" if entry.modified else ""
        urls.append(f"<url><loc>{_xml(entry.address)}</loc>{modified}</url>\n")
    return f'{_HEAD}<urlset xmlns="{_SITEMAP}">\n{"".join(urls)}</urlset>\n'


def _moment(date: str) -> str:
    """An ISO 8601 date in the form of RFC 3339: with time, seconds and offset; UTC if none is given."""
    day, _, time = date.replace(" ", "T", 1).partition("T")
    match = re.fullmatch(r"(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", time)
    if not match:
        return f"{day}T00:00:00Z"
    offset = match[3] or "Z"
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    return f"{day}T{match[1]}{match[2] or ':00'}{offset}"


def _xml(text: str) -> str:
    """Escaped, and without the characters that XML does not allow."""
    return escape(_NOT_XML.sub("", text))
