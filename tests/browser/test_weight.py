"""What every note of two real gardens transfers: at most 60 KB on a first visit, 15 KB on a next page.

Counted from the built files: text compressed, fonts as they are, with response headers, without pictures. A page's
fonts are those whose range has one of its characters, for readers without system fonts. A browser then visits the
heaviest notes and receives what was counted.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from conftest import Site
from playwright.sync_api import Browser
from sites import CHROMIUM, DESK, FLAGS, HERE, MOGOZ, PATIENCE, own_site, until

sys.path.insert(0, str(HERE.parent / "bench"))  # the scripts there are not a package
from site_server import Log, Sent, served

FIRST_VISIT, NEXT_VISIT = 60_000, 15_000
# A page may weigh more than `NEXT_VISIT` where its own text does: body, citations, fonts the page before had not, with
# the style that only names those of formulas.
OWN_TEXT = 10_900
HEAD = 230  # of a response
# As in ahead.js: above this, storing for offline reading waits, and texts count as that part of their size.
ENOUGH, PACKED = 48_000, 0.3
SHORT = 12_000  # characters: below, the footer is visible, and with it the switch for offline reading
WORKER = ("sw.js", "offline/index.html", "theme/offline.js", "theme/offline-pages.js")
SWITCH = (
    "offline.json",
    *(f"theme/{name}" for name in ("offline-switch.js", "dom.js", "phrases.js", "words.js", "words/en.json")),
)
BODY = re.compile(r'<div class="body" data-note-body>.*?</div>\s*(?=<(?:aside|section|p class="empty))', re.DOTALL)
BACKLINKS = re.compile(r'<section class="links".*?</section>', re.DOTALL)
FACE = re.compile(r'@font-face\{font-family:"?([\w ]+)"?;([^}]*)url\("([^"]+)"\)[^}]*unicode-range:([^};]*)')
FORMULA = re.compile(r'<math(?: class="([\w-]+)")?.*?</math>', re.DOTALL)
# Text in system fonts, and elements without text.
OTHER_TYPE = re.compile(
    r"<(head|pre|code|script|math|svg|nav|footer|figcaption|table|aside|dt|kbd|ul class=\"facts\")\b.*?</\1>", re.DOTALL
)
ITALIC = re.compile(r"<(em|i|cite)\b[^>]*>(.*?)</\1>", re.DOTALL)
TAG = re.compile("<[^>]*>")


class Face(NamedTuple):
    family: str
    file: str
    letters: frozenset[str]


class Weight(NamedTuple):
    """Bytes of a first visit, and its parts: files for offline reading, if storing starts at once; the page; its own
    text; the files it names or needs."""

    first: int
    offline: int
    page: int
    own: int
    files: frozenset[Path]
    leads_to: frozenset[str]

    def after(self, before: Weight) -> tuple[int, int]:
        """(bytes, of those its own text) for a visit from that other page. Offline reading is set up only once."""
        new = self.files - before.files
        letters = sum(transferred(file) for file in new if file.suffix == ".woff2" or file.name == "math.css")
        return self.page + sum(map(transferred, new)), self.own + letters


@pytest.fixture(scope="module", params=["a real garden", "own garden"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if request.param == "a real garden":
        if not MOGOZ.is_dir():
            pytest.skip(f"no garden at {MOGOZ}")
        built: Site = request.getfixturevalue("mogoz")
        yield built.folder
    else:
        yield own_site(tmp_path_factory)


@pytest.fixture(scope="module")
def weights(site: Path) -> dict[str, Weight]:
    """By address; every note of the garden."""
    found = {}
    for file in site.rglob("index.html"):
        html = file.read_text("utf-8")
        if '<article class="note"' in html:
            found[f"/{file.parent.relative_to(site).as_posix()}/"] = weight(site, html)
    assert len(found) > 50
    return found


@cache
def transferred(file: Path) -> int:
    data = file.read_bytes()
    return HEAD + (len(data) if file.suffix == ".woff2" else len(gzip.compress(data, 6)))


def compressed_size(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


# -- fonts ------------------------------------------------------------------------------------------------------------


@cache
def faces(assets: Path) -> list[Face]:
    """The font faces in the styles; italic ones under a separate family name."""
    text = "".join((assets / "theme" / name).read_text("utf-8") for name in ("site.css", "math.css"))
    found = []
    for family, options, file, ranges in FACE.findall(text):
        letters: set[str] = set()
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
            letters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
        found.append(Face(f"{family} italic" if "italic" in options else family, file, frozenset(letters)))
    families = {face.family for face in found}
    assert families == {"Literata", "Literata italic", *(family for kind in CHAINS.values() for family in kind)}
    assert all((assets / "theme" / face.file).is_file() for face in found)
    return found


# The families of formulas by their class, in the order in which a character is looked up.
CHAINS = {
    "": ["Formula", "Formula Text"],
    "grows": ["Formula Growing", "Formula", "Formula Text"],
    "grows-more": ["Formula Growing More", "Formula", "Formula Text"],
}


def fonts(assets: Path, html: str) -> set[str]:
    """The font files that the characters of a page need."""
    prose = OTHER_TYPE.sub(" ", html)
    italics = " ".join(text for _, text in ITALIC.findall(prose))
    found = needed_fonts(assets, ["Literata"], set(unescape(TAG.sub("", prose))))
    found |= needed_fonts(assets, ["Literata italic"], set(unescape(TAG.sub("", italics))) - {"\n"})
    for formula in FORMULA.finditer(html):
        # The space is in the font whose metrics are used, which is loaded in any case.
        found |= needed_fonts(assets, CHAINS[formula[1] or ""], {" ", *letters_of(formula[0])})
    return found


def needed_fonts(assets: Path, families: list[str], letters: set[str]) -> set[str]:
    found = set()
    for family in families:
        for face in faces(assets):
            if face.family == family and face.letters & letters:
                found.add(face.file)
                letters = letters - face.letters
    return found


def letters_of(formula: str) -> set[str]:
    """As a browser draws them: a single letter in `mi` is slanted."""
    found: set[str] = set()
    for name, options, text in re.findall(r"<(m[iontsx]\w*)([^>]*)>([^<]*)(?=<)", formula):
        letters = unescape(text)
        alone = name == "mi" and len(letters) == 1 and 'mathvariant="normal"' not in options
        found.update(slanted(letters) if alone else letters)
    return found


def slanted(letter: str) -> str:
    for first, last, to in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC)):
        if first <= letter <= last:
            return "ℎ" if letter == "h" else chr(to + ord(letter) - ord(first))
    return {"∂": "𝜕", "ϵ": "𝜖", "ϑ": "𝜗", "ϰ": "𝜘", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛"}.get(letter, letter)


# -- pages ------------------------------------------------------------------------------------------------------------


def size_seen_by_script(html: str, files: set[Path]) -> float:
    """What app.js finds in the page."""
    sizes = (file.stat().st_size * (1 if file.suffix == ".woff2" else PACKED) for file in files)
    return len(html.encode()) * PACKED + sum(sizes)


def weight(site: Path, html: str) -> Weight:
    assets = site / "assets" / re.findall(r"/assets/(\w+)/", html)[0]
    named = re.findall(r'(?:href|src)="[^"]*/assets/\w+/([^"]+\.(?:css|js|woff2))"', html)
    late = ["theme/footnotes.js"] if 'class="footnote-ref"' in html else []
    files = {assets / name for name in (*named, *late, *(f"theme/{file}" for file in fonts(assets, html)))}
    page = HEAD + compressed_size(html)
    first = page + sum(map(transferred, files))
    offline = 0
    if size_seen_by_script(html, files) < ENOUGH:
        late = [*WORKER, *(SWITCH if len(html) < SHORT else ())]
        offline = sum(transferred(site / name if (site / name).is_file() else assets / name) for name in late)
    body, cited = BODY.search(html), BACKLINKS.search(html)
    assert body is not None
    assert cited is not None
    # The compressed size that a part adds to the page.
    own = page - HEAD - compressed_size(html.replace(body[0], "").replace(cited[0], ""))
    links = {unquote(urlsplit(href).path) for href in re.findall(r'<a[^>]* href="([^"]+)"', html)}
    return Weight(first + offline, offline, page, own, frozenset(files), frozenset(links))


def test_every_note_is_small_on_a_first_visit(weights: dict[str, Weight]) -> None:
    assert {name: each.first for name, each in weights.items() if each.first > FIRST_VISIT} == {}


def test_every_note_is_small_for_a_reader_who_follows_a_link(weights: dict[str, Weight]) -> None:
    heavy = {}
    for name, before in weights.items():
        for there in before.leads_to & weights.keys():
            size, own = weights[there].after(before)
            if size > NEXT_VISIT and own <= OWN_TEXT:
                heavy[name, there] = size, own
    assert heavy == {}


@pytest.mark.browser
def test_a_browser_receives_what_was_counted(
    site: Path, weights: dict[str, Weight], browser: Browser, tmp_path: Path
) -> None:
    # Those where storing for offline reading waits, and those where it starts at once, and clearly so.
    waiting = [name for name, each in weights.items() if not each.offline]
    starting = [name for name, each in weights.items() if each.offline and each.first - each.offline < ENOUGH]
    heaviest = [
        name for some in (waiting, starting) for name in sorted(some, key=lambda name: weights[name].first)[-3:]
    ]
    with served(site) as (base, log):
        bare = browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS, env=without_formulas(tmp_path))
        for name in heaviest:
            counted = weights[name].first
            sent = visit(bare, base + name, log, counted - 2000, keeps=name in starting)
            assert sent <= min(FIRST_VISIT, counted + 2000), name
        bare.close()


def without_formulas(folder: Path) -> dict[str, str | float | bool]:
    """The environment of a reader without a font for formulas."""
    everything = "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    but = "<selectfont><rejectfont><glob>*Math*</glob></rejectfont></selectfont>"
    (folder / "fonts.conf").write_text(f"<fontconfig>{everything}{but}</fontconfig>")
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}


def visit(browser: Browser, address: str, log: Log, least: int, *, keeps: bool) -> int:
    """The bytes of a first visit, without pictures, once at least `least` are received and, if it `keeps`
    visited pages, storing them is complete."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    log.take()
    page.goto(address, wait_until="networkidle")
    sent: list[Sent] = []
    # They are loaded on the first user interaction, which may be the pointer's position as the page appears.
    if_used = ("theme/contents.js", "theme/fold.js")

    def everything_came() -> bool:
        sent.extend(each for each in log.take() if not each.is_picture and not each.path.endswith(if_used))
        is_kept = any(each.path.endswith("offline-pages.js") for each in sent)
        return sum(each.size for each in sent) >= least and (is_kept or not keeps)

    until(page, everything_came)
    context.close()
    return sum(each.size for each in sent)
