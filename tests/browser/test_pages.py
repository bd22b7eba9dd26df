"""Every kind of page: accessible, valid, no layout shift, nothing from other hosts, few bytes."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import HERE, Opener, Site
from playwright.sync_api import Page, Response
from sites import let_pass, own_site, quiet, shared
from support import amount

from notegarden.render.theme import load_theme

pytestmark = pytest.mark.browser
NOTE = "/posts/everything/"
KINDS = ["/", NOTE, "/posts/void/", "/posts/", "/all/", "/tags/", "/recent/", "/wanted/", "/health/", "/map/"]
KINDS += ["/search/", "/404.html", "/offline/"]
SHIFTS = """window.shift = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});"""
VNU = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
FIRST_VISIT, NEXT_VISIT = 60_000, 15_000  # bytes, compressed, without pictures


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = shared(tmp_path_factory, "reading")
    yield site
    site.close()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("address", KINDS)
def test_axe_finds_nothing(
    garden: Site, open_page: Opener, violations: Callable[[Page], list[str]], address: str, phone: bool
) -> None:
    page = open_page(garden.url + address, phone=phone)
    quiet(page)
    assert violations(page) == []


def test_axe_finds_nothing_in_overlays(
    garden: Site, open_page: Opener, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(garden.url + NOTE)
    page.keyboard.press("?")
    page.wait_for_selector("dialog.keys[open]")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".zoomable").click()
    page.wait_for_selector("dialog.zoom[open]")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.wait_for_selector(".fold[aria-expanded=false]")
    assert violations(page) == []
    page.goto(garden.url + "/posts/second/#deep")
    assert violations(page) == []
    phone = open_page(garden.url + NOTE, phone=True)
    phone.locator("[data-contents]").tap()
    phone.wait_for_selector("dialog.sheet[open]")
    assert violations(phone) == []
    phone.keyboard.press("Escape")
    phone.locator(".footnote-ref").first.tap()
    phone.wait_for_selector(".footnote-card:popover-open")
    assert violations(phone) == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_nothing_shifts_and_nothing_is_wider_than_the_screen(garden: Site, open_page: Opener, phone: bool) -> None:
    page = open_page("about:blank", phone=phone, workers=True)
    page.add_init_script(SHIFTS)
    moved = {}
    for address in KINDS:
        page.goto(garden.url + address)
        quiet(page)
        page.mouse.wheel(0, 2000)
        let_pass(page, 600)  # half a second later the offline support is loaded
        quiet(page)
        shift, wider = page.evaluate(
            "() => [window.shift, document.documentElement.scrollWidth - document.documentElement.clientWidth]"
        )
        if shift > 0 or wider > 0:
            moved[address] = (shift, wider)
    assert moved == {}


def test_everything_comes_from_the_garden_itself(garden: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    for address in KINDS:
        page.goto(garden.url + address)
        quiet(page)
    assert hosts - {""} == {urlsplit(garden.url).netloc}
    assert missing == []


def test_a_visit_loads_few_bytes(garden: Site, open_page: Opener) -> None:
    page = open_page("about:blank")
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer))
    page.goto(garden.url + NOTE)
    page.wait_for_load_state("networkidle")
    first = {answer.url: transferred(answer) for answer in came if answer.url.startswith("http")}
    assert 20_000 < sum(first.values()) <= FIRST_VISIT
    came.clear()
    page.goto(garden.url + "/posts/second/")
    page.wait_for_load_state("networkidle")
    then = {
        answer.url: transferred(answer) for answer in came if answer.url.startswith("http") and answer.url not in first
    }
    assert sum(then.values()) <= NEXT_VISIT


def transferred(answer: Response) -> int:
    """Bytes of a response's body as a host sends it: text compressed, fonts as they are; pictures do not count.

    Neither does a response that says that nothing has changed: it has no body.
    """
    kind = answer.headers.get("content-type", "")
    if kind.startswith("image/") or answer.status == 304:
        return 0
    body = answer.body()
    return len(body) if "font" in kind or answer.url.endswith(".woff2") else len(gzip.compress(body))


def some_pages(site: Path, step: int = amount(4, long=1)) -> list[Path]:
    """Pages of a site for the checker, which is slow: the lists, and every n-th note."""
    pages = sorted(site.rglob("*.html"))
    notes = [page for page in pages if '<article class="note' in page.read_text(encoding="utf-8")]
    return [*(page for page in pages if page not in {*notes}), *notes[::step]]


def checked(*arguments: str | Path) -> list[dict[str, str | int]]:
    """What the Nu checker calls an error."""
    if not VNU.is_file() or shutil.which("java") is None:
        pytest.skip("the Nu HTML checker is not installed: `make tools`")
    command = ["java", "-Xmx600m", "-jar", VNU, "--errors-only", "--format", "json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    messages: list[dict[str, str | int]] = json.loads(done.stderr)["messages"]
    return messages


def test_the_html_checker_finds_no_error(garden: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert checked(*some_pages(garden.folder, 1), *some_pages(own_site(tmp_path_factory)))[:10] == []


def test_the_html_checker_finds_in_a_real_garden_only_errors_of_its_notes(mogoz: Site) -> None:
    """Its errors are in the very note that it names: a duplicate id or one with a space, a skipped heading level."""
    ours = []
    for found in checked(*some_pages(mogoz.folder)):
        folder = Path(urlsplit(str(found["url"])).path).parent.relative_to(mogoz.folder)
        note = mogoz.garden / "content" / f"{folder}.md"
        text = note.read_text(encoding="utf-8") if note.is_file() else ""
        if not is_in_note(str(found["message"]), str(found["extract"]), text):
            ours.append((str(folder), found["message"]))
    assert ours[:10] == []


def is_in_note(message: str, extract: str, text: str) -> bool:
    """Whether a note's own text contains what the checker reports for its page."""
    quoted = re.findall("“([^”]*)”", message)
    if message.startswith("Duplicate ID"):
        return text.count(f"{{#{quoted[0]}}}") + text.count(f'id="{quoted[0]}"') > 1
    if message.endswith("An ID must not contain whitespace."):
        return f'<a id="{quoted[0]}">' in text
    if "skipping" in message and (heading := re.search(r'<h(\d) id="([^"]*)"', extract)):
        level, anchor = int(heading[1]), heading[2]
        above = re.findall(r"^(#+) ", text.partition(f" {{#{anchor}}}")[0], re.MULTILINE)
        return len(above) > 1 and len(above[-1]) == level and len(above[-2]) < level - 1
    return False


@pytest.mark.parametrize(
    ("message", "extract", "text", "expected"),
    [
        ("Duplicate ID “a”.", "", '## A {#a}\n<a id="a"></a>\n', True),
        ("Duplicate ID “a”.", "", "## A {#a}\n", False),
        ("Bad value “a b” for … “id” …: An ID must not contain whitespace.", "", '<a id="a b"></a>', True),
        ("Bad value “a b” for … “id” …: An ID must not contain whitespace.", "", "## a b\n", False),
        ("… (with computed level 4) …, skipping 1 …", '<h4 id="x">', "## A {#a}\n\n#### X {#x}\n", True),
        ("… (with computed level 4) …, skipping 1 …", '<h4 id="x">', "## A {#a}\n\n### X {#x}\n", False),
        ("Stray end tag “p”.", "</p>", "", False),
    ],
)
def test_only_errors_in_a_notes_text_are_accepted(message: str, extract: str, text: str, expected: bool) -> None:
    assert is_in_note(message, extract, text) is expected


# Supported by browsers, and not by the checker yet.
YOUNG = re.compile(
    r"(“view-transition-name”: Property “view-transition-name” doesn't exist"
    r"|Unrecognized at-rule “@view-transition”|“math” is not a “display” value"
    r"|Property “container-type” doesn't exist)"
)


def test_the_css_checker_finds_no_error(tmp_path: Path) -> None:
    theme = load_theme(tmp_path)
    for name in theme.assets:
        if name.endswith(".css"):
            # The checker reports `::view-transition-…(*)` as a parse error.
            text = re.sub(r"::view-transition[^{}]*\{[^{}]*\}", "", theme.asset(name).decode())
            text = re.sub(r"(?<=\d)cq[ib]\b", "vw", text)  # container units, which are new too
            (tmp_path / Path(name).name).write_text(text, encoding="utf-8")
    found = checked("--css", *sorted(tmp_path.glob("*.css")))
    assert [each for each in found if not YOUNG.search(str(each["message"]))] == []


def test_the_css_checker_reports_errors(tmp_path: Path) -> None:
    (tmp_path / "wrong.css").write_text("a { colour: red; margin: 1px 2px 3px 4px 5px }", encoding="utf-8")
    assert len(checked("--css", tmp_path / "wrong.css")) == 2
