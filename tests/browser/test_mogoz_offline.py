"""The real garden without a connection: visited pages, all of it by one switch, and what an update fetches."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Garden, Mode, Reader, readers, real_garden, without_scripts
from sites import PATIENCE, Site, until
from test_offline import DRAWN, HELD, READY, SAYS, STYLED

pytestmark = [pytest.mark.browser, real_garden]
BOTH = [Mode(True, "mouse", False), Mode(False, "touch", False)]


@pytest.fixture
def changing(mogoz: Site, tmp_path: Path) -> Iterator[Site]:
    """A copy of the real garden that a test may change; its pictures are not in it."""
    garden, public = tmp_path / "garden", tmp_path / "public"
    shutil.copytree(mogoz.garden, garden, symlinks=True)
    shutil.copytree(mogoz.folder, public, ignore=shutil.ignore_patterns("ox-hugo"))
    site = Site(public, garden)
    yield site
    site.close()


def pages(browser: Browser, mode: Mode) -> Page:
    page = mode.context(browser).new_page()
    page.set_default_timeout(2 * PATIENCE)
    return page


def until_seen(page: Page, address: str) -> None:
    until(page, lambda: page.evaluate(HELD, address) == "seen")


@pytest.mark.parametrize("mode", BOTH, ids=str)
def test_visited_pages_are_stored_and_others_have_an_explanation(
    mogoz: Site, garden: Garden, browser: Browser, mode: Mode
) -> None:
    """The first is a long note, left before its end: the worker is active from the second on, and sees the third."""
    site = Site(mogoz.folder, mogoz.garden)
    page = pages(browser, mode)
    read = [garden.most("sections"), garden.short("links", "mentions"), garden.short("code")]
    for address in read[:2]:
        page.goto(site.url + address)
        page.wait_for_function("(path) => localStorage.getItem('read')?.includes(path)", arg=address)
    until(page, lambda: bool(page.evaluate(DRAWN)))
    for address in read[:2]:
        until_seen(page, address)
        assert site.seen.count(address) == 1  # what the browser has cached is not fetched again
    page.goto(site.url + read[2])
    until_seen(page, read[2])
    site.down()
    for address in read:
        page.goto(site.url + address)
        expect(page.locator("h1")).to_have_text(garden.by_address[address]["title"])
        assert page.evaluate(STYLED)
    page.goto(site.url + garden.most("formulas"))
    expect(page.locator("h1")).to_have_text("No connection")
    kept = page.locator("[data-offline-pages] a")
    expect(kept).to_contain_text(sorted(garden.by_address[address]["title"] for address in read))
    without_scripts(page)
    for address in read:
        page.goto(site.url + address)
        expect(page.locator("h1")).to_have_text(garden.by_address[address]["title"])
        assert page.evaluate(STYLED)
    page.goto(site.url + "/all/")
    expect(page.locator("h1")).to_have_text("No connection")  # only a script shows what is stored
    page.context.close()
    site.close()


def test_a_long_note_in_a_hidden_tab_is_stored(mogoz: Site, garden: Garden, browser: Browser) -> None:
    """As when the reader switches to another tab or program."""
    site = Site(mogoz.folder, mogoz.garden)
    page = pages(browser, BOTH[1])
    address = garden.most("sections")
    page.goto(site.url + address)
    page.wait_for_function("() => document.onvisibilitychange")
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    page.evaluate("""() => {
        Object.defineProperty(document, 'hidden', { get: () => true });
        document.dispatchEvent(new Event('visibilitychange'));
    }""")
    until_seen(page, address)
    site.down()
    page.reload()
    expect(page.locator("h1")).to_have_text(garden.by_address[address]["title"])
    page.context.close()
    site.close()


@readers(BOTH)
def test_one_switch_stores_every_note(reader: Reader, garden: Garden) -> None:
    page = reader.go(garden.most("sections"))
    listed = json.loads((reader.site.folder / "offline-files.json").read_text(encoding="utf-8"))
    assert {note.address for note in garden.notes} <= set(listed)
    missing = """async (addresses) => {
        const lost = [];
        for (const one of addresses) if (!(await caches.match(one))) lost.push(one);
        return lost;
    }"""
    assert page.evaluate(missing, sorted(listed)) == []
    for address in (garden.most("formulas"), "/all/", "/tags/", "/recent/"):
        reader.go(address)
        expect(page.locator("h1")).not_to_have_text("No connection")
        assert page.evaluate(STYLED)


def all_kept(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".foot").scroll_into_view_if_needed()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept", timeout=2 * PATIENCE)


def fetched(site: Site, listed: dict[str, str]) -> set[str]:
    """Those files of the stored garden that were requested since `seen` was cleared."""
    return {path.partition("?")[0] for path in site.seen} & set(listed)


def test_an_update_fetches_only_what_changed(changing: Site, garden: Garden, browser: Browser) -> None:
    page = pages(browser, BOTH[0])
    page.goto(changing.url)
    page.locator(".foot").scroll_into_view_if_needed()
    page.locator("[data-offline-switch] [role=switch]").click()
    all_kept(page, f"{changing.url}/health/")
    files = changing.folder / "offline-files.json"
    before = json.loads(files.read_text(encoding="utf-8"))
    changing.seen.clear()
    all_kept(page, f"{changing.url}/all/")  # nothing has changed
    assert fetched(changing, before) == {"/all/"}
    assert "/offline-files.json" not in changing.seen
    node = garden.by_address[garden.most("code")]
    note = changing.garden / "content" / node["id"]
    note.write_text(note.read_text(encoding="utf-8") + "\n\nA sentence on dew that was not there.\n", encoding="utf-8")
    changing.build()
    after = json.loads(files.read_text(encoding="utf-8"))
    changed = {address for address in after if after[address] != before.get(address)}
    assert node["url"] in changed
    changing.seen.clear()
    page.goto(f"{changing.url}/recent/")
    until(page, lambda: page.evaluate(SAYS, [node["url"], "on dew"]))
    all_kept(page, f"{changing.url}/recent/")
    assert fetched(changing, after) == changed | {"/recent/"}
    times = Counter(path.partition("?")[0] for path in changing.seen)
    # Twice if the browser ended the worker in between: it requests again what it had not yet recorded.
    assert {path: times[path] for path in changed - {"/recent/"} if times[path] > 2} == {}
    weigh = lambda paths: sum(size_of(changing, path) for path in paths)  # noqa: E731
    assert weigh(changed) < weigh(after) / 10
    changing.down()
    page.goto(changing.url + node["url"])
    expect(page.locator("[data-note-body]")).to_contain_text("A sentence on dew")
    page.keyboard.press("/")
    page.keyboard.type("dew that was not there")
    expect(page.locator(".found-title").first).to_contain_text(node["title"])
    page.context.close()


def size_of(site: Site, address: str) -> int:
    file = site.folder / address.strip("/")
    return (file / "index.html" if file.is_dir() else file).stat().st_size


@pytest.mark.parametrize("mode", BOTH, ids=str)
def test_it_can_be_installed(mogoz: Site, browser: Browser, mode: Mode) -> None:
    page = pages(browser, mode)
    page.goto(mogoz.url)
    page.locator(".foot").scroll_into_view_if_needed()  # a page that has loaded much lets the worker finish
    until(page, lambda: page.evaluate(READY))
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    amiss = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in amiss} <= {"in-incognito"}  # like every page of a test
    manifest = json.loads(found["data"])
    assert (manifest["name"], manifest["start_url"]) == ("mogoz", "/")
    assert manifest["display"] in ("minimal-ui", "standalone")
    for icon in manifest["icons"]:
        assert page.request.get(mogoz.url + icon["src"]).ok
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"] if icon.get("purpose") == "any"}
    page.context.close()
