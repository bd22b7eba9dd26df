"""org-roam gardens: every note has a page, IDs resolve, withheld notes appear nowhere, builds equal fresh ones."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from roam import Roam, RoamGarden
from support import amount, build, snapshot

SEEDS = range(amount(2, 40))
EDITS = amount(4, 12)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_edits_of_an_org_roam_garden_keep_pages_links_and_pictures_right(seed: int, tmp_path: Path) -> None:
    garden = RoamGarden(seed)
    root, site = tmp_path / "roam", tmp_path / "site"
    root.mkdir()
    for edit in range(EDITS):
        garden.write(root)
        build(root, site)
        files = snapshot(site)
        checks = (wrong_pages, leaks, wrong_links, pictures)
        for problem in (each for check in checks for each in check(garden, files)):
            pytest.fail(f"after {edit} edits: {problem}")
        garden.change()
    garden.write(root)
    build(root, site)
    build(root, tmp_path / "fresh", fresh=True)
    assert snapshot(site) == snapshot(tmp_path / "fresh")


def wrong_pages(garden: RoamGarden, files: dict[str, bytes]) -> list[str]:
    names = {f"{each.address}index.html": each for each in garden.notes}
    return [
        f"{each.file} {'has a page' if path in files else 'has no page'}"
        for path, each in names.items()
        if (path in files) == bool(each.withheld)
    ]


def leaks(garden: RoamGarden, files: dict[str, bytes]) -> list[str]:
    secrets = {garden.secret(each, at).encode() for each in garden.notes for at in range(5)}
    found = re.compile(rb"secret\w+x\d")
    return [f"{each!r} in {path}" for path, data in files.items() for each in found.findall(data) if each in secrets]


def wrong_links(garden: RoamGarden, files: dict[str, bytes]) -> list[str]:
    """Links that do not lead to the note or heading with their ID, and links that should lead nowhere but do."""
    places = {each.identity: each for each in garden.notes}
    sections = {one.identity: (each, one) for each in garden.notes for one in each.sections}
    problems = []
    for note in garden.notes:
        page = body(note, files)
        for words, identity in note.links.items() if page else ():
            there, section = sections.get(identity, (places.get(identity), None))
            is_shown = (
                there is not None and not there.withheld and (section is None or section.withheld in ("", "ARCHIVE"))
            )
            link = re.search(rf"<a ([^>]*)>{words}</a>", page)
            address = unquote(dict(re.findall(r'(href)="([^"]*)"', link[1])).get("href", "")) if link else ""
            if words not in page:
                problems.append(f"{note.file} has lost the words {words}")
            elif not is_shown or there is None:
                problems += [f"{note.file}: {words} leads to {address}"] if address and section is None else []
            else:
                path, _, anchor = urljoin(f"/{note.address}", address).partition("#")
                is_right = path == f"/{there.address}"
                is_right = is_right and (section is None or title_at(anchor, there, files) == section.title)
                problems += [] if is_right else [f"{note.file}: {words} leads to {address}, not to {identity}"]
    return problems


def title_at(anchor: str, note: Roam, files: dict[str, bytes]) -> str:
    found = re.search(rf'<h2 id="{re.escape(anchor)}">(.*?)(?: <span class="tag">.*)?</h2>', body(note, files))
    text = re.sub(r"</?strong>", "*", found[1]) if found else ""
    return text.replace("&amp;", "&")


def pictures(garden: RoamGarden, files: dict[str, bytes]) -> list[str]:
    shown = {path.rpartition("/")[2] for path in files}
    noted = {each.picture: bool(each.withheld) for each in garden.notes if each.picture}
    return [f"{name}: withheld {withheld}" for name, withheld in noted.items() if (name in shown) == withheld]


def body(note: Roam, files: dict[str, bytes]) -> str:
    page = files.get(f"{note.address}index.html", b"").decode()
    return page.partition("data-note-body")[2].partition("</article>")[0]
