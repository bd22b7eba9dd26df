"""The real garden without a connection: what was read, all of it by one switch, and what an update fetches."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Garden, Mode, Reader, readers, real_garden
from sites import PATIENCE, Site
from test_offline import HELD, READY, STYLED

pytestmark = [pytest.mark.browser, real_garden]
BOTH = [Mode(True, "mouse", False), Mode(False, "touch", False)]


@pytest.fixture
def changing(mogoz: Site, tmp_path: Path) -> Iterator[Site]:
    """The real garden in a copy that a test may change; its pictures are not in it."""
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


@pytest.mark.parametrize("mode", BOTH, ids=str)
def test_what_was_read_is_kept_and_the_rest_excused(mogoz: Site, garden: Garden, browser: Browser, mode: Mode) -> None:
    site = Site(mogoz.folder, mogoz.garden)
    page = pages(browser, mode)
    read = [garden.most("mentions"), garden.most("code")]
    for address in read:
        page.goto(site.url + address)
        page.locator(".foot").scroll_into_view_if_needed()  # a long page leaves the worker to its end
        page.wait_for_function(READY)
        page.wait_for_function(HELD, arg=address)
    site.down()
    for address in read:
        page.goto(site.url + address)
        expect(page.locator("h1")).to_have_text(garden.by_address[address]["title"])
        assert page.evaluate(STYLED)
    page.goto(site.url + garden.most("formulas"))
    expect(page.locator("h1")).to_have_text("No connection")
    kept = page.locator("[data-offline-pages] a")
    expect(kept).to_contain_text(sorted(garden.by_address[address]["title"] for address in read))
    page.context.close()
    site.close()


@readers(BOTH)
def test_one_switch_has_kept_every_note(reader: Reader, garden: Garden) -> None:
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


def test_an_update_fetches_what_changed_alone(changing: Site, garden: Garden, browser: Browser) -> None:
    page = pages(browser, BOTH[0])
    page.goto(changing.url)
    page.locator(".foot").scroll_into_view_if_needed()
    page.locator("[data-offline-switch] [role=switch]").click()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept", timeout=2 * PATIENCE)
    files = changing.folder / "offline-files.json"
    before = json.loads(files.read_text(encoding="utf-8"))
    node = garden.by_address[garden.most("code")]
    note = changing.garden / "content" / node["id"]
    note.write_text(note.read_text(encoding="utf-8") + "\n\nA sentence on dew that was not there.\n", encoding="utf-8")
    changing.build()
    after = json.loads(files.read_text(encoding="utf-8"))
    changed = {address for address in after if after[address] != before.get(address)}
    assert node["url"] in changed
    assert len(changed) < 40 < len(after)
    changing.seen.clear()
    page.goto(changing.url + "/all/")
    page.locator(".foot").scroll_into_view_if_needed()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept", timeout=2 * PATIENCE)
    page.wait_for_function(
        "async (path) => (await (await caches.match(path)).text()).includes('on dew')", arg=node["url"]
    )
    fetched = {path.partition("?")[0] for path in changing.seen}
    assert {path for path in fetched & set(after) if path.startswith("/posts/")} <= changed
    changing.down()
    page.goto(changing.url + node["url"])
    expect(page.locator("[data-note-body]")).to_contain_text("A sentence on dew")
    page.keyboard.press("/")
    page.keyboard.type("dew that was not there")
    expect(page.locator(".found-title").first).to_contain_text(node["title"])
    page.context.close()


@pytest.mark.parametrize("mode", BOTH, ids=str)
def test_it_can_be_installed(mogoz: Site, browser: Browser, mode: Mode) -> None:
    page = pages(browser, mode)
    page.goto(mogoz.url)
    page.locator(".foot").scroll_into_view_if_needed()
    page.wait_for_function(READY)
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["name"], manifest["start_url"]) == ("mogoz", "/")
    assert manifest["display"] in ("minimal-ui", "standalone")
    for icon in manifest["icons"]:
        assert page.request.get(mogoz.url + icon["src"]).ok
    page.context.close()
