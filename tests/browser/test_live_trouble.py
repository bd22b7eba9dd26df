"""What the open page shows about unreadable, moved or deleted notes, in a real browser with the real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Opener, box_of
from live import Plot, assert_live, assert_not_reloaded, edit, marked, overlay
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_error_of_an_unreadable_note_is_shown_over_the_last_good_page(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    good = plot.path("worm").read_text()
    plot.path("worm").write_text(good.replace('title = "Worm"', 'title = "Worm'))
    trouble = page.locator(overlay("trouble"))
    expect(trouble).to_be_visible()
    expect(trouble).to_contain_text("content/posts/worm.md:2")
    expect(trouble.locator("li.here")).to_have_text('title = "Worm')
    expect(page.locator(".body")).to_have_text("It turns the ground.")
    plot.path("worm").write_text(good.replace("It turns", "It still turns"))
    expect(trouble).to_have_count(0)
    expect(page.get_by_text("It still turns the ground.")).to_be_visible()
    assert_not_reloaded(page)


def test_an_error_in_a_template_has_its_place(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    templates = plot.root / "templates"
    templates.mkdir()
    shipped = Path(__file__).parents[2] / "templates" / "note.html"
    good = shipped.read_text()
    (templates / "note.html").write_text(good.replace("{% block main -%}", "{% block main -%}\n{{ page.titel }}"))
    trouble = page.locator(overlay("trouble"))
    expect(trouble).to_contain_text("templates/note.html:")
    expect(trouble.locator("li.here")).to_have_text("{{ page.titel }}")
    expect(page.get_by_text("It turns the ground.")).to_be_visible()
    elsewhere = open_live(plot.url("posts/rain/"))  # a page without a good version to fall back on
    expect(elsewhere.get_by_role("heading", name="This page cannot be shown")).to_be_visible()
    (templates / "note.html").write_text(good.replace("{% block main -%}", "{% block main -%}\n<p>Mended</p>"))
    expect(trouble).to_have_count(0)
    expect(page.get_by_text("Mended")).to_be_visible()
    expect(elsewhere.get_by_text("It falls on the")).to_be_visible()
    expect(elsewhere.locator("script[src*='/theme/app.js']")).to_be_attached()
    assert_not_reloaded(page)


def test_an_error_in_the_configuration_has_its_place(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    (plot.root / "notegarden.toml").write_text('title = "Plot"\nlanguge = "de"\n')
    trouble = page.locator(overlay("trouble"))
    expect(trouble).to_contain_text("notegarden.toml:2")
    expect(trouble).to_contain_text('did you mean "language"?')
    edit(plot, "worm", "It turns", "Even now it turns")  # the garden continues with the previous configuration
    (plot.root / "notegarden.toml").write_text('title = "Allotment"\n')
    expect(trouble).to_have_count(0)
    expect(page.get_by_text("Even now it turns")).to_be_visible()
    expect(page).to_have_title("Worm · Allotment")


def test_a_page_finds_its_note_when_the_base_url_changes(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    config = plot.root / "notegarden.toml"
    config.write_text('title = "Plot"\nbase_url = "https://example.org/sub/"\n')
    gone = page.locator(overlay("gone"))
    expect(gone).to_contain_text("This note has moved.")
    expect(page.get_by_text("It turns the ground.")).to_be_visible()
    assert_not_reloaded(page)
    gone.get_by_role("link").click()
    expect(page).to_have_url(plot.url("sub/posts/worm/"))
    assert_live(page)
    config.write_text('title = "Plot"\n')
    gone.get_by_role("link").click()
    expect(page).to_have_url(plot.url("posts/worm/"))
    expect(page.get_by_text("It turns the ground.")).to_be_visible()


def test_the_page_of_a_moved_note_links_to_its_new_address(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    plot.path("worm").rename(plot.path("earthworm"))
    gone = page.locator(overlay("gone"))
    expect(gone).to_contain_text("This note has moved.")
    expect(page.get_by_text("It turns the ground.")).to_be_visible()
    gone.get_by_role("link").click()
    expect(page).to_have_url(plot.url("posts/earthworm/"))
    edit(plot, "earthworm", 'title = "Worm"', 'title = "Worm"\nslug = "lumbricus"')
    expect(gone).to_contain_text("This note has moved.")
    gone.get_by_role("link").click()
    expect(page).to_have_url(plot.url("posts/lumbricus/"))


def test_the_page_of_a_deleted_note_says_so_and_the_note_may_come_back(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    text = plot.path("worm").read_text()
    plot.path("worm").unlink()
    gone = page.locator(overlay("gone"))
    expect(gone).to_contain_text("There is no note at this address now.")
    plot.path("worm").write_text(text.replace("ground", "earth"))
    expect(gone).to_have_count(0)
    expect(page.get_by_text("It turns the earth.")).to_be_visible()
    assert_not_reloaded(page)


def test_the_page_of_a_missing_note_shows_the_note_when_it_is_written(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/seed/"))
    expect(page.locator(overlay("gone"))).to_be_visible()
    plot.write("seed", "It waits.")
    expect(page.get_by_text("It waits.")).to_be_visible()
    expect(page.locator(overlay("gone"))).to_have_count(0)


def test_the_page_reconnects_when_the_server_is_back(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    marked(page)
    plot.down()
    expect(page.locator(overlay("lost"))).to_be_visible()
    edit(plot, "worm", "It turns", "Unseen, it turns")
    plot.up()
    expect(page.get_by_text("Unseen, it turns the ground.")).to_be_visible()
    expect(page.locator(overlay("lost"))).to_have_count(0)
    edit(plot, "worm", "Unseen, it", "Seen, it")
    expect(page.get_by_text("Seen, it turns the ground.")).to_be_visible()
    assert_not_reloaded(page)


def test_the_panel_lists_the_findings_of_the_note(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/rain/"))
    marked(page)
    edit(plot, "rain", "It falls", '[Cloud]({{< relref "cloud.md" >}}) ![](/no.png) falls')
    panel = page.locator(overlay("problems"))
    expect(panel.locator("summary")).to_contain_text("remarks")
    panel.locator("summary").click()
    expect(panel).to_contain_text('relref "cloud.md" finds no note')
    expect(panel).to_contain_text("no such picture: /no.png")
    plot.write("cloud", "Up there.")
    expect(panel).not_to_contain_text("cloud.md")
    expect(panel).to_contain_text("no such picture: /no.png")
    expect(panel.get_by_text("no such picture: /no.png")).to_be_visible()  # it is still unfolded
    assert_not_reloaded(page)


def test_the_panel_covers_no_control_of_a_phone(plot: Plot, open_live: Opener) -> None:
    edit(plot, "rain", "It falls", '[Cloud]({{< relref "cloud.md" >}}) falls')
    plot.await_page("posts/rain/", "cloud.md")
    page = open_live(plot.url("posts/rain/"), phone=True)
    panel, bar = box_of(page.locator(overlay("problems"))), box_of(page.locator(".bar"))
    assert panel["y"] + panel["height"] <= bar["y"]


def test_the_overlay_is_accessible(plot: Plot, open_live: Opener, violations: Callable[[Page], list[str]]) -> None:
    page = open_live(plot.url("posts/rain/"))
    edit(plot, "rain", "It falls", '[Cloud]({{< relref "cloud.md" >}}) falls')
    page.locator(overlay("problems")).locator("summary").click()
    plot.path("rain").write_text(plot.path("rain").read_text().replace('title = "Rain"', 'title = "Rain'))
    trouble = page.locator(overlay("trouble"))
    expect(trouble).to_be_visible()
    page.keyboard.press("Shift+F")
    expect(page.locator(overlay("said"))).to_be_visible()
    assert violations(page) == []
    trouble.get_by_role("button", name="Close").click()
    expect(trouble).to_have_count(0)
    plot.path("rain").unlink()
    expect(page.locator(overlay("gone"))).to_be_visible()
    assert violations(page) == []
