"""What every note of two real gardens brings over the wire: at most 60 KB to who comes first, 15 KB to who goes on.

Counted from the built files: text packed, fonts as they are, with the head of each answer, pictures aside. A page's
fonts are those whose range has one of its letters, for readers who have none of their own.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, Site, made
from sites import MOGOZ, once

FIRST_VISIT, NEXT_VISIT = 60_000, 15_000
# A page may weigh more than `NEXT_VISIT` where its own text does: body, letters no other text has, and who cites it.
OWN_TEXT = 11_400
# Formulas of every kind fetch more letters than there is room for, where the reader has no font of formulas.
MANY_LETTERS, FIRST_WITH_MANY = 18_000, 70_000
FRAME = 5_600  # all else on it: head, navigation, contents list, the picture of its neighbourhood, related notes
HEAD = 230  # of an answer
LONG = 40_000  # characters: above, app.js leaves the worker to the page's end
SHORT = 12_000  # below, the foot is in sight, and with it the switch for reading offline
WORKER = ("sw.js", "offline/index.html", "theme/offline.js", "theme/offline-pages.js")
SWITCH = ("theme/offline-switch.js", "theme/dom.js", "theme/phrases.js", "theme/words.js", "theme/words/en.json")
BODY = re.compile(r'<div class="body" data-note-body>.*?</div>\s*(?=<(?:aside|section|p class="empty))', re.DOTALL)
BACKLINKS = re.compile(r'<section class="links".*?</section>', re.DOTALL)
FACE = re.compile(r'@font-face\{font-family: "?([\w ]+)"?;([^}]*)url\("([^"]+)"\)[^}]*unicode-range: ([^};]*)')


class Face(NamedTuple):
    family: str
    italic: bool
    file: str
    letters: frozenset[int]


class Weight(NamedTuple):
    first: int
    then: int
    own: int
    letters: int


@pytest.fixture(scope="module", params=["a real garden", "own garden"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if request.param == "a real garden":
        if not MOGOZ.is_dir():
            pytest.skip(f"no garden at {MOGOZ}")
        built: Site = request.getfixturevalue("mogoz")
        yield built.folder
    else:
        work = once(tmp_path_factory, "own", lambda folder: made(folder / "public", own_garden(folder)).close())
        yield work / "public"


def own_garden(folder: Path) -> Path:
    for name in ("content", "static", "notegarden.toml"):
        (folder / "garden").mkdir(exist_ok=True)
        (folder / "garden" / name).symlink_to(ROOT / name)
    return folder / "garden"


@cache
def carried(file: Path) -> int:
    data = file.read_bytes()
    return HEAD + (len(data) if file.suffix == ".woff2" else len(gzip.compress(data, 6)))


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


@cache
def faces(assets: Path) -> list[Face]:
    text = "".join((assets / "theme" / name).read_text("utf-8") for name in ("site.css", "math.css"))
    found = []
    for family, options, file, ranges in FACE.findall(text):
        letters: set[int] = set()
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
            letters.update(range(int(first, 16), int(last or first, 16) + 1))
        found.append(Face(family, "italic" in options, file, frozenset(letters)))
    assert {face.family for face in found} == {"Literata", "Formula", "Formula Growing"}
    assert all((assets / "theme" / face.file).is_file() for face in found)
    return found


def fonts(assets: Path, html: str) -> set[Path]:
    """The font files, besides the one that all pages name, that the letters of a page ask for."""
    formulas = re.findall(r"<math.*?</math>", html, re.DOTALL)
    growing = [formula for formula in formulas if 'class="grows"' in formula]
    prose = re.sub(r"<(pre|code|script|math|svg|nav|header|footer)\b.*?</\1>", " ", html, flags=re.DOTALL)
    italics = re.findall(r"<(em|i|cite)\b[^>]*>(.*?)</\1>", prose, re.DOTALL)
    texts = {
        ("Literata", False): prose,
        ("Literata", True): " ".join(text for _, text in italics),
        ("Formula", False): " ".join(formulas),
        ("Formula Growing", False): " ".join(growing),
    }
    letters = {key: set(map(ord, unescape(re.sub("<[^>]*>", "", text)))) for key, text in texts.items()}
    found = {assets / "theme" / face.file for face in faces(assets) if face.letters & letters[face.family, face.italic]}
    return found - {assets / "theme" / "fonts" / "text.woff2"}


def weight(site: Path, html: str) -> Weight:
    assets = site / "assets" / re.findall(r"/assets/(\w+)/", html)[0]
    named = {assets / name for name in re.findall(r'(?:href|src)="[^"]*/assets/\w+/([^"]+\.(?:css|js|woff2))"', html)}
    own_files = fonts(assets, html) | {file for file in named if file.name == "math.css"}
    first = named | own_files
    if len(html) <= LONG:
        first |= {site / name if (site / name).is_file() else assets / name for name in WORKER}
    if len(html) < SHORT:
        first |= {site / "offline.json", *(assets / name for name in SWITCH)}
    letters = sum(map(carried, own_files))
    page = HEAD + packed(html)
    body, cited = BODY.search(html), BACKLINKS.search(html)
    assert body is not None
    assert cited is not None
    # What a part adds to the page that is packed with it.
    own = page - HEAD - packed(html.replace(body[0], "").replace(cited[0], ""))
    return Weight(page + sum(map(carried, first)), page + letters, own + letters, letters)


def most(page: Weight) -> int:
    return FIRST_WITH_MANY if page.letters > MANY_LETTERS else FIRST_VISIT


def test_every_note_is_light(site: Path) -> None:
    weights = {}
    for file in site.rglob("index.html"):
        html = file.read_text("utf-8")
        if '<article class="note"' in html:
            weights[file.parent.name] = weight(site, html)
    assert len(weights) > 50
    assert {name: each for name, each in weights.items() if each.first > most(each)} == {}
    assert {name: each for name, each in weights.items() if each.then > NEXT_VISIT and each.own <= OWN_TEXT} == {}
    assert {name: each for name, each in weights.items() if each.then - each.own > FRAME} == {}
