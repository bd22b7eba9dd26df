"""Writing with live update: how editors save, the line under the pointer, following the edits, drafts."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Opener, until
from live import Plot, assert_live, assert_not_reloaded, edit, marked, overlay
from playwright.sync_api import Page, expect

from notegarden.serve.live.consent import agree

pytestmark = pytest.mark.browser


def test_following_goes_to_the_note_being_written(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/?follow"))
    still = open_live(plot.url("posts/worm/"))
    edit(plot, "rain", "It falls", "It pours")
    expect(page).to_have_url(plot.url("posts/rain/"))
    expect(page.get_by_text("It pours on the")).to_be_visible()
    edit(plot, "soil", "What grows", "All that grows")
    expect(page).to_have_url(plot.url("posts/soil/"))
    expect(still).to_have_url(plot.url("posts/worm/"))
    assert_live(page)
    page.keyboard.press("Shift+F")
    expect(page.locator(overlay("said"))).to_have_text("Not following any more")
    assert_stays(page, plot, ("It pours", "It drips"), ("soil", "All that grows", "Whatever grows"))
    page.goto(plot.url("posts/worm/"))  # nor does the next page of this tab
    assert_live(page)
    assert_stays(page, plot, ("It drips", "It rains"), ("worm", "It turns", "Unfollowed, it turns"))


def assert_stays(page: Page, plot: Plot, elsewhere: tuple[str, str], here: tuple[str, str, str]) -> None:
    """The page does not scroll while another note is written, and shows edits of its own."""
    marked(page)
    edit(plot, "rain", *elsewhere)
    plot.await_page("posts/rain/", elsewhere[1])
    edit(plot, *here)
    expect(page.get_by_text(here[2])).to_be_visible()
    assert_not_reloaded(page)


def save_by_rename(file: Path, text: str) -> None:
    part = file.with_name("worm.md.new")
    part.write_text(text)
    part.replace(file)


def save_with_backup(file: Path, text: str) -> None:
    file.with_name(".#worm.md").symlink_to("me@host.1:2")
    file.rename(f"{file}~")
    file.write_text(text)
    file.with_name(".#worm.md").unlink()


def save_as_vim(file: Path, text: str) -> None:
    swap = file.with_name(".worm.md.swp")
    swap.write_text("swap")
    file.with_name("4913").write_text("")
    file.with_name("4913").unlink()
    file.rename(f"{file}~")
    with file.open("w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    Path(f"{file}~").unlink()
    swap.unlink()


MISSING = """() => {
    window.missing = 0;
    const isGone = () => document.querySelector("notegarden-live")?.shadowRoot.querySelector(".gone");
    const watch = () => {
        if (isGone()) window.missing++;
        requestAnimationFrame(watch);
    };
    watch();
}"""


@pytest.mark.parametrize("save", [save_by_rename, save_with_backup, save_as_vim])
def test_editors_save_in_one_update(plot: Plot, open_live: Opener, save: Callable[[Path, str], None]) -> None:
    """Write and rename, move to a backup and write again, with lock and swap files: one update, never a missing page.

    The server is paused meanwhile: how long a pause in the writing may be is tested with the debouncer.
    """
    page = open_live(plot.url("posts/worm/"))
    page.evaluate(MISSING)
    text = plot.path("worm").read_text()
    page.evaluate("window.fetched = 0")
    assert plot.process is not None
    plot.process.send_signal(signal.SIGSTOP)
    try:
        save(plot.path("worm"), text.replace("It turns", "Saved, it turns"))
    finally:
        plot.process.send_signal(signal.SIGCONT)
    expect(page.get_by_text("Saved, it turns the ground.")).to_be_visible()
    edit(plot, "worm", "Saved", "Edited")  # all updates for the save come before that for this edit
    expect(page.get_by_text("Edited, it turns the ground.")).to_be_visible()
    assert page.evaluate("[window.fetched, window.missing]") == [2, 0]


def test_a_click_opens_the_line_in_the_editor(plot: Plot, open_live: Opener) -> None:
    log = plot.root / "opened.txt"
    editor = plot.root / "editor.py"
    editor.write_text(f"import sys\nopen({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n")
    command = f"{sys.executable} {editor} +{{line}} {{path}}"
    agree(plot.root, command)
    (plot.root / "notegarden.toml").write_text(f'title = "Beds"\neditor = "{command}"\n')
    plot.await_page("posts/soil/", "· Beds</title>")
    page = open_live(plot.url("posts/soil/"))
    source = plot.path("soil").read_text().splitlines()

    def opened(count: int) -> str:
        for _ in range(1200):
            lines = log.read_text().splitlines() if log.exists() else []
            if len(lines) >= count:
                return lines[-1]
            time.sleep(0.05)
        raise AssertionError("no editor was started")

    page.get_by_text("Paragraph number 7.").click(modifiers=["Alt"])
    line = next(number for number, text in enumerate(source, 1) if text.startswith("Paragraph number 7."))
    assert opened(1) == f"+{line} {plot.path('soil')}"
    page.get_by_text("Paragraph number 9.").hover()
    page.keyboard.press("o")
    line = next(number for number, text in enumerate(source, 1) if text.startswith("Paragraph number 9."))
    assert opened(2) == f"+{line} {plot.path('soil')}"
    page.get_by_text("Heavy when wet.").hover()
    page.keyboard.press("o")
    line = next(number for number, text in enumerate(source, 1) if text == "Heavy when wet.")
    assert opened(3) == f"+{line} {plot.path('soil')}"


def test_without_an_editor_the_place_is_shown(plot: Plot, open_live: Opener) -> None:
    page = open_live(plot.url("posts/worm/"))
    page.get_by_text("It turns the ground.").click(modifiers=["Alt"])
    said = page.locator(overlay("said"))
    expect(said).to_contain_text("content/posts/worm.md:5")
    expect(said).to_contain_text("no editor is configured")


def test_drafts_are_shown_on_request(plot: Plot, open_live: Opener) -> None:
    plot.path("secret").write_text('+++\ntitle = "Secret"\ndraft = true\n+++\n\nNot yet.\n')
    page = open_live(plot.url("posts/secret/"))
    expect(page.locator(overlay("gone"))).to_be_visible()
    plot.down()
    plot.up("--drafts")
    expect(page.get_by_text("Not yet.")).to_be_visible()


def notices_changes(plot: Plot) -> bool:
    """Whether the system reports changes to the server."""
    assert plot.process is not None
    names = set()
    for file in Path(f"/proc/{plot.process.pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            names.add(str(file.readlink()))
    return any("inotify" in name for name in names)


def test_polling_sees_changes_too(plot: Plot, open_live: Opener) -> None:
    has_proc = Path("/proc/self/fd").is_dir()
    assert not has_proc or notices_changes(plot)
    plot.down()
    plot.up("--poll")
    assert not has_proc or not notices_changes(plot)
    page = open_live(plot.url("posts/worm/"))
    edit(plot, "worm", "It turns", "Seen from time to time, it turns")
    expect(page.get_by_text("Seen from time to time")).to_be_visible()


def test_no_service_worker_keeps_old_pages(plot: Plot, open_live: Opener) -> None:
    """Neither one that the theme would install nor one left from a built site at this address."""
    (plot.root / "static").mkdir()
    (plot.root / "static/old.js").write_text("addEventListener('fetch', () => {});")
    plot.await_page("old.js", "fetch")
    page = open_live(plot.url("posts/worm/"), workers=True)
    assert page.evaluate("document.documentElement.dataset.offline") is None, "the theme does not install one"
    # The pages of `serve` may start no worker: one may be left from another site at this address.
    page.route("**/left-from-a-built-site", lambda route: route.fulfill(body="<p>x", content_type="text/html"))
    page.goto(plot.url("left-from-a-built-site"))
    page.evaluate(
        "navigator.serviceWorker.register('/old.js').then(() => navigator.serviceWorker.ready).then(() => {})"
    )
    page.goto(plot.url("posts/worm/"))
    until(page, lambda: page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)"))
