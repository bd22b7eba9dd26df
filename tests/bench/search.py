"""How good search results are: the theme's module in a browser, with queries made from the notes' headings and links.

    search.py [--site FOLDER] [--notes 424]

A query is answered if a note it was made from is first, or among the first three.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from browser import build, kilobytes
from chrome import launch_options
from gardens import WORK, origin
from playwright.sync_api import sync_playwright
from results import run_info, table, write_section
from search_queries import Query, queries
from site_server import served

# One session: the queries one after the other, with the addresses of the first ten notes that each finds.
ASK = """async ([module, queries]) => {
  const { search } = await import(module);
  const answers = [];
  for (const query of queries) {
    const answer = await search(query);
    const notes = await answer.next(10);
    answers.push(notes.map((note) => decodeURI(new URL(note.url, location.href).pathname)));
  }
  return answers;
}"""
GOALS = "To reach: the right note first for at least 92 %, among the first three for at least 99 %."


def answers(site: Path, asked: list[str]) -> list[list[str]]:
    """Addresses of the notes found for each query, best first."""
    with served(site) as (base, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page()
        page.set_default_timeout(600_000)
        page.goto(base)
        found: list[list[str]] = page.evaluate(ASK, [_module(site), asked])
        browser.close()
    return found


def transfer(site: Path, query: str) -> tuple[int, int]:
    """(bytes, requests) of a browser's first search, from the opening of the dialog to the visible excerpts."""
    with served(site) as (base, log), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(service_workers="block")
        page.goto(base)
        page.wait_for_load_state("networkidle")
        log.take()
        page.keyboard.press("/")
        page.wait_for_selector("dialog.search[open]")
        page.keyboard.insert_text(query)  # at once: a pause between two characters would be a separate query
        page.wait_for_function(
            "(query) => document.querySelector('.search-list').dataset.query === query"
            " && document.querySelector('.found mark')",
            arg=query,
        )
        page.wait_for_load_state("networkidle")
        sent = log.take()
        browser.close()
    return sum(each.size for each in sent), len(sent)


def _module(site: Path) -> str:
    (found,) = site.glob("assets/*/theme/search-index.js")
    return f"/{found.relative_to(site).as_posix()}"


def ranks(made: list[Query], found: list[list[str]]) -> list[int]:
    """The rank of the first right note, 1 for the best; 99 if none of the ten is right."""
    return [
        next((place for place, address in enumerate(notes, 1) if address in query.right), 99)
        for query, notes in zip(made, found, strict=True)
    ]


def rows(made: list[Query], places: list[int]) -> list[list[str]]:
    """One row for each kind of query and one for all: how many, first, among the first three, among ten."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for query, place in zip(made, places, strict=True):
        kinds[query.kind].append(place)
    kinds["all"] = places
    share = lambda places, most: f"{sum(place <= most for place in places) / len(places):.1%}"  # noqa: E731
    return [[kind, str(len(each)), *(share(each, most) for most in (1, 3, 10))] for kind, each in kinds.items()]


def report(site: Path, title: str, described: str, *, details: Path | None = None) -> None:
    made = queries(site)
    found = answers(site, [query.text for query in made])
    places = ranks(made, found)
    if details is not None:
        lines: list[Any] = [
            [place, query.kind, query.text, sorted(query.right), notes[:4]]
            for query, place, notes in zip(made, places, found, strict=True)
            if place > 1
        ]
        details.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    size, requests = transfer(site, "machine learning")
    body = (
        f"{run_info('playwright')}\n\n{described}\n\n"
        f"{table(['queries', 'number', 'right note first', 'in the first three', 'in ten'], rows(made, places))}\n\n"
        f'First search ("machine learning"), from opening the dialog to the excerpts: {kilobytes(size)} in {requests} '
        f"requests, answers' heads included.\n\n{GOALS}"
    )
    print(body)
    if title:
        write_section(title, body)


def main(notes: int) -> None:
    WORK.mkdir(exist_ok=True)
    report(build(notes), f"Search, {notes:,} notes", f"{origin().capitalize()}, {notes:,} notes.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a site that is built already; nothing is written to RESULTS.md")
    parser.add_argument("--details", type=Path, help="a file for the queries whose right note is not first")
    parser.add_argument("--notes", type=int, default=424)
    arguments = parser.parse_args()
    if arguments.site:
        report(arguments.site, "", str(arguments.site), details=arguments.details)
    else:
        main(arguments.notes)
