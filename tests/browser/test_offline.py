"""The garden without a connection: the server is really stopped."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from conftest import Opener, Site, until
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
READY = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"  # responds at once
HELD = """async (path) => {
    for (const name of await caches.keys()) {
        if (await (await caches.open(name)).match(path)) return name.split(" ").at(-1);
    }
    return "";
}"""
SAYS = """async ([path, words]) => {
    for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).match(path);
        if (kept && (await kept.text()).includes(words)) return true;
    }
    return false;
}"""
HELD_BY = f"async ([path, name]) => (await ({HELD})(path)) === name"
# Everything that this page was drawn with is stored, under any name.
DRAWN = f"""async () => {{
    const held = {HELD}, parts = [...document.querySelectorAll("link[rel=stylesheet], script[src], main img")];
    const addresses = parts.map((each) => each.currentSrc || each.href || each.src);
    const kept = await Promise.all([location.pathname, ...addresses].map(held));
    return kept.every((name) => name !== "");
}}"""
STYLED = "() => getComputedStyle(document.documentElement).getPropertyValue('--measure') !== ''"


def visit(page: Page, address: str) -> None:
    """Read a page as a visitor does, until it is stored."""
    page.goto(address)
    until(page, lambda: page.evaluate(READY))
    until(page, lambda: page.evaluate(DRAWN))


def keep_all(page: Page) -> None:
    page.locator("[data-offline-switch] [role=switch]").click()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept")


def test_visited_pages_are_shown_and_others_have_an_explanation(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/posts/hub/", workers=True)
    visit(page, f"{fresh.url}/posts/hub/")
    visit(page, f"{fresh.url}/posts/leaf/")
    until(page, lambda: all(page.evaluate(HELD, path) for path in ("/posts/hub/", "/posts/leaf/")))
    fresh.down()
    page.goto(f"{fresh.url}/posts/hub/")
    expect(page.locator("h1")).to_have_text("Hub")
    assert page.evaluate(STYLED)
    page.goto(f"{fresh.url}/posts/leaf/?highlight=stem#stem")
    expect(page.locator("h1")).to_have_text("Leaf")
    page.goto(f"{fresh.url}/posts/tokyo/")
    expect(page.locator("h1")).to_have_text("No connection")
    assert page.evaluate(STYLED)
    expect(page.locator("[data-offline-pages] a")).to_contain_text(["Hub", "Leaf"])
    fresh.up()


def test_the_very_first_page_is_stored_too(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/posts/leaf/", workers=True)
    until(page, lambda: page.evaluate(READY))
    until(page, lambda: page.evaluate(DRAWN))
    fresh.down()
    page.reload()
    expect(page.locator("h1")).to_have_text("Leaf")
    assert page.evaluate(STYLED)
    fresh.up()


# The worker takes control of the page before the page checks for it: as on a slow machine.
CLAIMED_FIRST = """
    const { serviceWorker } = navigator, { ready } = serviceWorker;
    const claimed = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve));
    Object.defineProperty(serviceWorker, "ready", {
        get: () => ready.then((found) => (serviceWorker.controller ? found : claimed.then(() => found))),
    });
"""


def test_a_page_that_the_worker_controls_early_is_stored_too(fresh: Site, open_page: Opener) -> None:
    page = open_page("about:blank", workers=True)
    page.add_init_script(CLAIMED_FIRST)
    visit(page, f"{fresh.url}/posts/leaf/")
    fresh.down()
    page.reload()
    expect(page.locator("h1")).to_have_text("Leaf")
    assert page.evaluate(STYLED)
    fresh.up()


def test_online_a_changed_page_is_shown_at_once(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/posts/leaf/", workers=True)
    visit(page, f"{fresh.url}/posts/leaf/")
    change(fresh)
    page.goto(f"{fresh.url}/posts/leaf/")
    expect(page.locator("[data-note-body]")).to_contain_text("Roots drink dew.")


def change(site: Site) -> None:
    path = site.garden / "content" / "posts" / "leaf.md"
    text = path.read_text(encoding="utf-8").replace("Roots drink rainwater.", "Roots drink dew.")
    path.write_text(text, encoding="utf-8")
    site.build()


def test_one_switch_stores_the_whole_garden_and_its_search(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/", workers=True)
    switch = page.locator("[data-offline-switch] [role=switch]")
    expect(switch).to_have_attribute("aria-checked", "false")
    keep_all(page)
    expect(switch).to_have_attribute("aria-checked", "true")
    fresh.down()
    for name in ("tokyo", "tools", "leaf"):
        page.goto(f"{fresh.url}/posts/{name}/")
        expect(page.locator("[data-note-body]")).not_to_be_empty()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept")
    page.keyboard.press("/")
    page.keyboard.type("kube-proxy")
    page.click(".found-section")
    page.wait_for_url("**/posts/tools/#proxies")
    page.hover('[data-note-body] a[href="/posts/hub/"]')
    expect(page.locator(".preview")).to_contain_text("A hub leads to")
    page.goto(f"{fresh.url}/map/")
    expect(page.locator(".map-zoom")).to_be_visible()
    fresh.up()


def test_an_update_fetches_only_what_has_changed(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/", workers=True)
    keep_all(page)
    before = json.loads((fresh.folder / "offline-files.json").read_text(encoding="utf-8"))
    change(fresh)
    after = json.loads((fresh.folder / "offline-files.json").read_text(encoding="utf-8"))
    changed = {path for path in after if after[path] != before.get(path)}
    assert "/posts/leaf/" in changed
    assert "/posts/tokyo/" not in changed
    fresh.seen.clear()
    page.goto(f"{fresh.url}/posts/empty/")
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept")
    until(page, lambda: page.evaluate(SAYS, ["/posts/leaf/", "Roots drink dew."]))
    fetched = {path.partition("?")[0] for path in fresh.seen}
    assert changed <= fetched
    assert not {path for path in fetched - changed if path.startswith("/posts/")} - {"/posts/empty/"}
    fresh.down()
    page.goto(f"{fresh.url}/posts/leaf/")
    expect(page.locator("[data-note-body]")).to_contain_text("Roots drink dew.")
    fresh.up()


def test_a_removed_note_is_deleted(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/", workers=True)
    keep_all(page)
    until(page, lambda: page.evaluate(HELD_BY, ["/posts/tokyo/", "garden"]))
    (fresh.garden / "content" / "posts" / "tokyo.md").unlink()
    fresh.build()
    page.reload()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept")
    until(page, lambda: page.evaluate(HELD_BY, ["/posts/tokyo/", ""]))


def test_interrupted_storing_continues_when_the_connection_is_back(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/", workers=True)
    switch = page.locator("[data-offline-switch] [role=switch]")
    expect(switch).to_be_visible()
    fresh.down()
    switch.click()
    expect(page.locator("[data-offline-switch]")).to_contain_text("No connection")
    fresh.up()
    page.reload()
    expect(page.locator("[data-offline-switch]")).to_contain_text("Everything is kept")
    until(page, lambda: page.evaluate(HELD_BY, ["/posts/tokyo/", "garden"]))


def test_switched_off_everything_is_deleted(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/", workers=True)
    keep_all(page)
    page.locator("[data-offline-switch] [role=switch]").click()
    until(page, lambda: page.evaluate("async () => !(await caches.keys()).some((name) => name.endsWith(' garden'))"))
    page.wait_for_function("() => localStorage.getItem('keep-garden') === null")


def test_pages_stored_by_an_older_build_are_still_drawn(fresh: Site, open_page: Opener) -> None:
    page = open_page(f"{fresh.url}/posts/leaf/", workers=True)
    visit(page, f"{fresh.url}/posts/leaf/")
    old = (fresh.folder / "sw.js").read_text(encoding="utf-8").partition("\n")[0]
    custom = fresh.garden / "static" / "theme" / "custom.css"
    custom.parent.mkdir(parents=True)
    custom.write_text(":root { --accent: navy; }\n", encoding="utf-8")
    fresh.build()
    assert (fresh.folder / "sw.js").read_text(encoding="utf-8").partition("\n")[0] != old
    visit(page, f"{fresh.url}/posts/hub/")
    fresh.down()
    for name in ("leaf", "hub"):
        page.goto(f"{fresh.url}/posts/{name}/")
        assert page.evaluate(STYLED), name
    fresh.up()


def test_a_visited_picture_is_stored(fresh: Site, open_page: Opener) -> None:
    picture = fresh.garden / "static" / "ox-hugo" / "dot.png"
    picture.parent.mkdir(parents=True)
    Image.new("RGB", (8, 8), "green").save(picture)
    note = fresh.garden / "content" / "posts" / "empty.md"
    note.write_text(note.read_text(encoding="utf-8") + "\n![a dot](/ox-hugo/dot.png)\n", encoding="utf-8")
    fresh.build()
    page = open_page(f"{fresh.url}/", workers=True)
    visit(page, f"{fresh.url}/posts/empty/")
    page.reload()
    page.wait_for_function("() => document.querySelector('[data-note-body] img').naturalWidth === 8")
    until(page, lambda: page.evaluate(DRAWN))
    fresh.down()
    page.reload()
    page.wait_for_function("() => document.querySelector('[data-note-body] img').naturalWidth === 8")
    fresh.up()


def test_it_can_be_installed(small: Site, open_page: Opener) -> None:
    page = open_page(f"{small.url}/", workers=True)
    until(page, lambda: page.evaluate(READY))
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert manifest["name"] == "Small"
    kinds = set()
    for icon in manifest["icons"]:
        answer = page.request.get(small.url + icon["src"])
        assert answer.ok, icon["src"]
        kinds |= {(icon["sizes"], purpose) for purpose in icon.get("purpose", "any").split()}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= kinds


def test_axe_finds_nothing_wrong_with_the_switch(
    small: Site, open_page: Opener, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(f"{small.url}/", workers=True)
    expect(page.locator("[data-offline-switch] [role=switch]")).to_be_visible()
    assert violations(page) == []
