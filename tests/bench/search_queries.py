"""Queries for the search, each with the notes that answer it, made from a built site's own headings and link texts."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html


@dataclass(frozen=True)
class Query:
    """`kind` of query, the typed text, and the addresses of the notes of which one should be first."""

    kind: str
    text: str
    right: frozenset[str]


@dataclass(frozen=True)
class Page:
    """What the queries are made from. Link targets are addresses without fragments."""

    address: str
    title: str
    headings: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    blocks: tuple[str, ...]
    others: tuple[str, ...]


def queries(site: Path, seed: int = 1) -> list[Query]:
    """The same list for the same site: titles, headings, link texts, their beginnings, phrases and joined words."""
    rng = random.Random(seed)
    pages = list(_pages(site))
    named = _by_name(pages)
    titles = sorted({page.title for page in pages if _fits(page.title, 1, 5)})
    headings = sorted({heading for page in pages for heading in page.headings if _fits(heading, 2, 6)})
    rare = [each for each in headings if len(named[_key(each)]) == 1]
    links = sorted(_link_texts(pages, named))
    made = [Query("title", each, named[_key(each)]) for each in rng.sample(titles, min(80, len(titles)))]
    made += [Query("heading", each, named[_key(each)]) for each in rng.sample(rare, min(140, len(rare)))]
    made += [Query("link text", text, right) for text, right in rng.sample(links, min(80, len(links)))]
    made += [
        Query("beginning", each[: len(each) - max(1, len(each.split()[-1]) // 3)], named[_key(each)])
        for each in rng.sample(rare, min(40, len(rare)))
        if len(each.split()[-1]) > 4
    ]
    made += list(_phrases(pages, rng, 60))
    made += [
        Query("joined", re.sub(r"[^\w+#]+", "", each.lower()), named[_key(each)])
        for each in headings + titles
        if re.fullmatch(r"\w{2,}[-’']\w{2,}", each)
    ]
    return made


def _pages(site: Path) -> Iterator[Page]:
    for node in json.loads((site / "graph.json").read_bytes())["nodes"]:
        file = site / unquote(node["url"]).strip("/") / "index.html"
        for body in html.fromstring(file.read_bytes()).xpath("//*[@data-note-body]"):
            for each in body.xpath(".//a[contains(@class, 'anchor')] | .//math | .//script | .//style"):
                each.drop_tree()
            yield Page(
                node["url"],
                node["title"],
                tuple(_text(each) for each in body.xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6")),
                tuple((_text(each), each.get("href")) for each in body.xpath(".//a[starts-with(@href, '/')]")),
                tuple(_text(each) for each in body.iter("p")),
                tuple(_text(each) for each in body.iter("li", "td", "dd")),
            )


def _by_name(pages: Iterable[Page]) -> dict[str, frozenset[str]]:
    """Folded title or heading → the notes with that name; if it is the title of some, only these."""
    titles, headings = defaultdict(set), defaultdict(set)
    for page in pages:
        titles[_key(page.title)].add(page.address)
        for heading in page.headings:
            headings[_key(heading)].add(page.address)
    return {key: frozenset(titles.get(key) or headings[key]) for key in titles.keys() | headings.keys()}


def _link_texts(pages: Iterable[Page], named: dict[str, frozenset[str]]) -> Iterator[tuple[str, frozenset[str]]]:
    """Texts of links that always lead to the same note, with that note and those with this name."""
    targets: dict[str, Counter[str]] = defaultdict(Counter)
    addresses = {page.address for page in pages}
    for page in pages:
        for text, target in page.links:
            if urlsplit(target).path in addresses and _fits(text, 1, 6):
                targets[text][urlsplit(target).path] += 1
    for text, found in targets.items():
        if len(found) == 1:
            yield text, named.get(_key(text), frozenset()) | found.keys()


def _phrases(pages: list[Page], rng: random.Random, count: int) -> Iterator[Query]:
    """Three to five words of a paragraph in quotation marks; right is each note that contains them in this order."""
    texts = {
        page.address: "|".join(map(_key, (page.title, *page.headings, *page.blocks, *page.others))) for page in pages
    }
    runs = [
        run
        for page in pages
        for block in page.blocks
        for run in re.findall(r"(?<!\S)[A-Za-z]+(?: [A-Za-z]+){2,4}(?!\S)", block)
    ]
    for phrase in rng.sample(sorted(runs), min(count, len(runs))):
        pattern = re.compile(rf"(?<!\w){re.escape(_key(phrase))}(?!\w)")
        yield Query("phrase", f'"{phrase}"', frozenset(one for one, text in texts.items() if pattern.search(text)))


def _fits(text: str, least: int, most: int) -> bool:
    return least <= len(text.split()) <= most and 3 <= len(text) <= 60 and re.search(r"[A-Za-z]{2}", text) is not None


def _key(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^\w+#]+", " ", re.sub(r"[\u0300-\u036f]", "", bare)).strip()


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
