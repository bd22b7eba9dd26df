"""A page that is open while its garden is written, in a real browser before the real server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import box_of, reserved_port, until
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WORDS = "One more sentence about gardens, soil, rain and the patience that all three of them ask for. "
LONG = "\n\n".join(f"Paragraph number {number}. {WORDS * 4}" for number in range(40))
Opener = Callable[..., Page]
# `live`: the page hears the server; `fetched`: how often it asked for something; `merged`: how many updates it took in.
WITNESS = """
    Object.assign(window, { live: false, fetched: 0, merged: 0 });
    const { EventSource, fetch } = window;
    window.EventSource = class extends EventSource {
        constructor(...rest) {
            super(...rest);
            this.addEventListener("hello", () => setTimeout(() => (window.live = true)));
        }
    };
    window.fetch = (...rest) => (window.fetched++, fetch(...rest));
    document.addEventListener("notegarden:update", () => window.merged++);
"""


class Garden:
    """A garden on disk and the server before it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reserved, self.port = reserved_port()
        self.process: subprocess.Popen[str] | None = None

    def up(self, *options: str) -> None:
        command = [
            str(Path(sys.executable).with_name("notegarden")),
            "serve",
            str(self.root),
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r" notes at http://127\.0\.0\.1:(\d+)", line)
            if found:
                assert int(found[1]) == self.port
                return
        raise AssertionError("the server did not come up")

    def down(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            rest, _ = self.process.communicate(timeout=60)
            assert "Traceback" not in rest, rest
            self.process = None

    def close(self) -> None:
        self.down()
        self._reserved.close()

    def await_page(self, name: str, text: str) -> None:
        """Wait until the server has taken in what a page shows."""
        deadline = time.monotonic() + 60
        while text not in httpx.get(self.url(name), timeout=60).text:
            assert time.monotonic() < deadline, f"{name} does not come to say {text!r}"
            time.sleep(0.05)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    def path(self, name: str) -> Path:
        return self.root / "content" / "posts" / f"{name}.md"

    def write(self, name: str, body: str, **front: str) -> None:
        front = {"title": name.capitalize(), **front}
        head = "".join(f'{key} = "{value}"\n' for key, value in front.items())
        self.path(name).write_text(f"+++\n{head}+++\n\n{body}\n", encoding="utf-8")


@pytest.fixture
def garden(tmp_path: Path) -> Iterator[Garden]:
    root = tmp_path / "garden"
    (root / "content" / "posts").mkdir(parents=True)
    (root / "notegarden.toml").write_text('title = "Plot"\n')
    made = Garden(root)
    made.write("soil", f"What grows needs soil.\n\n## Loam {{#loam}}\n\n{LONG}\n\n## Clay {{#clay}}\n\nHeavy when wet.")
    made.write("rain", 'It falls on the [soil]({{< relref "soil.md" >}}).')
    made.write("worm", "It turns the ground.")
    made.up()
    yield made
    made.close()


@pytest.fixture
def open_live(open_page: Opener) -> Opener:
    """`open_page`, but the page hears the server already: whatever is done to it or to its garden counts."""

    def opener(address: str, **options: Any) -> Page:
        page = open_page("about:blank", **options)
        page.add_init_script(WITNESS)
        page.goto(address)
        assert_live(page)
        return page

    return opener


def assert_live(page: Page) -> None:
    page.wait_for_function("window.live")


def edit(garden: Garden, name: str, old: str, new: str) -> None:
    file = garden.path(name)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def marked(page: Page) -> None:
    """Put a mark on the window that a reload would wipe off."""
    page.evaluate("window.mark = 1")


def assert_not_reloaded(page: Page) -> None:
    assert page.evaluate("window.mark") == 1


def board(part: str) -> str:
    """A part of what the live update lays over a page."""
    return f"notegarden-live .{part}"


def test_an_edit_is_merged_where_it_is(garden: Garden, open_live: Opener) -> None:
    """Scroll position, focus, an open section and the selection stay."""
    edit(
        garden,
        "soil",
        "Heavy when wet.",
        'Heavy when wet.\n\n<details id="more"><summary>More</summary>\n\nHidden.\n\n</details>',
    )
    garden.await_page("posts/soil/", 'id="more"')
    page = open_live(garden.url("posts/soil/"))
    marked(page)
    page.locator("#more summary").click()
    page.locator("#more summary").focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#more p'))")
    page.evaluate("document.fonts.ready.then(() => {})")
    page.evaluate("scrollTo(0, document.querySelector('#clay').getBoundingClientRect().top + scrollY - 200)")
    before = page.evaluate("document.querySelector('#clay').getBoundingClientRect().top")
    edit(garden, "soil", "Paragraph number 3.", "Paragraph number three, at last.")
    expect(page.get_by_text("Paragraph number three, at last.")).to_be_attached()
    edit(garden, "soil", "Heavy when wet.", "Heavy when it is wet.")
    expect(page.get_by_text("Heavy when it is wet.")).to_be_visible()
    assert_not_reloaded(page)
    clay = "document.querySelector('#clay').getBoundingClientRect().top"
    page.wait_for_function(f"(before) => Math.abs({clay} - before) < 2", arg=before)
    assert page.evaluate("document.activeElement.localName") == "summary"
    assert page.evaluate("document.querySelector('#more').open")
    assert page.evaluate("getSelection().toString()") == "Hidden."


def test_what_is_typed_into_the_page_stays(garden: Garden, open_live: Opener) -> None:
    edit(garden, "worm", "It turns the ground.", 'It turns the ground.\n\n<input id="field" aria-label="x">')
    page = open_live(garden.url("posts/worm/"))
    page.locator("#field").fill("half a thou")
    page.evaluate("document.querySelector('#field').setSelectionRange(4, 6)")
    edit(garden, "worm", "It turns", "At night it turns")
    expect(page.get_by_text("At night it turns")).to_be_visible()
    page.keyboard.type("-")
    assert page.locator("#field").input_value() == "half- thou"


def test_the_changed_block_is_lit(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/soil/"))
    page.evaluate(
        """() => {
          window.lit = [];
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (frames, options) {
            const made = animate.call(this, frames, options);
            if (options.id === "notegarden-lit") window.lit.push([this.textContent.slice(0, 40), made]);
            return made;
          };
        }"""
    )
    edit(garden, "soil", "Heavy when wet.", "Heavy when wet, and slow.")
    expect(page.get_by_text("Heavy when wet, and slow.")).to_be_attached()
    page.wait_for_function("window.lit.length > 0")
    assert page.evaluate("window.lit.map(([text]) => text)") == ["Heavy when wet, and slow."]
    first, length = page.evaluate(
        """() => {
          const { effect } = window.lit[0][1];
          return [effect.getKeyframes()[0].backgroundColor, effect.getTiming().duration];
        }"""
    )
    assert first not in ("", "rgba(0, 0, 0, 0)", "transparent")
    assert length > 1000
    page.wait_for_function("window.lit[0][1].playState === 'finished'")
    assert page.evaluate("document.querySelectorAll('main [style]').length") == 0


def test_backlinks_and_lists_follow(garden: Garden, open_live: Opener) -> None:
    soil = open_live(garden.url("posts/soil/"))
    every = open_live(garden.url("all/"))
    marked(soil)
    marked(every)
    garden.write("frost", 'Frost breaks the [soil]({{< relref "soil.md" >}}) open.')
    expect(soil.get_by_role("link", name="Frost", exact=True).first).to_be_attached()
    expect(every.get_by_role("link", name="Frost", exact=True).first).to_be_visible()
    assert_not_reloaded(soil)
    assert_not_reloaded(every)


def test_styles_change_without_a_reload(garden: Garden, open_live: Opener) -> None:
    theme = garden.root / "static" / "theme"
    theme.mkdir(parents=True)
    (theme / "custom.css").write_text("h1 { letter-spacing: 1px }")
    page = open_live(garden.url("posts/worm/"))
    marked(page)
    spacing = "getComputedStyle(document.querySelector('h1')).letterSpacing"
    page.wait_for_function(f"{spacing} === '1px'")
    (theme / "custom.css").write_text("h1 { letter-spacing: 5px }")
    page.wait_for_function(f"{spacing} === '5px'")
    page.wait_for_function("document.querySelectorAll('link[href*=\"custom.css\"]').length === 1")
    hashes = "[...document.querySelectorAll('link[rel=stylesheet]')].map((l) => l.href.split('/')[4])"
    page.wait_for_function(f"new Set({hashes}).size === 1")  # all styles are of one theme
    assert_not_reloaded(page)


def test_a_script_of_the_theme_reloads_the_page(garden: Garden, open_live: Opener) -> None:
    theme = garden.root / "static" / "theme"
    theme.mkdir(parents=True)
    (theme / "app.js").write_text("window.own = 1;")
    page = open_live(garden.url("posts/worm/"))
    page.wait_for_function("window.own === 1")
    (theme / "app.js").write_text("window.own = 2;")
    page.wait_for_function("window.own === 2")


def test_a_picture_that_was_drawn_again_is_shown(garden: Garden, open_live: Opener) -> None:
    picture = garden.root / "static" / "dot.svg"
    picture.parent.mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><rect width="9" height="9"/></svg>'
    picture.write_text(svg.format(30))
    edit(garden, "worm", "It turns the ground.", "![dot](/dot.svg)")
    page = open_live(garden.url("posts/worm/"))
    page.wait_for_function("document.querySelector('.body img').naturalWidth === 30")
    marked(page)
    picture.write_text(svg.format(60))
    page.wait_for_function("document.querySelector('.body img').naturalWidth === 60")
    assert_not_reloaded(page)


def test_a_broken_note_is_laid_over_the_last_good_page(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    marked(page)
    good = garden.path("worm").read_text()
    garden.path("worm").write_text(good.replace('title = "Worm"', 'title = "Worm'))
    trouble = page.locator(board("trouble"))
    expect(trouble).to_be_visible()
    expect(trouble).to_contain_text("content/posts/worm.md:2")
    expect(trouble.locator("li.here")).to_have_text('title = "Worm')
    expect(page.locator(".body")).to_have_text("It turns the ground.")
    garden.path("worm").write_text(good.replace("It turns", "It still turns"))
    expect(trouble).to_have_count(0)
    expect(page.get_by_text("It still turns the ground.")).to_be_visible()
    assert_not_reloaded(page)


def test_a_broken_template_says_where(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    marked(page)
    templates = garden.root / "templates"
    templates.mkdir()
    shipped = Path(__file__).parents[2] / "templates" / "note.html"
    good = shipped.read_text()
    (templates / "note.html").write_text(good.replace("{% block main -%}", "{% block main -%}\n{{ page.titel }}"))
    trouble = page.locator(board("trouble"))
    expect(trouble).to_contain_text("templates/note.html:")
    expect(trouble.locator("li.here")).to_have_text("{{ page.titel }}")
    expect(page.get_by_text("It turns the ground.")).to_be_visible()
    elsewhere = open_live(garden.url("posts/rain/"))  # one that has no good page to fall back on
    expect(elsewhere.get_by_role("heading", name="This page cannot be shown")).to_be_visible()
    (templates / "note.html").write_text(good.replace("{% block main -%}", "{% block main -%}\n<p>Mended</p>"))
    expect(trouble).to_have_count(0)
    expect(page.get_by_text("Mended")).to_be_visible()
    expect(elsewhere.get_by_text("It falls on the")).to_be_visible()
    expect(elsewhere.locator("script[src*='/theme/app.js']")).to_be_attached()
    assert_not_reloaded(page)


def test_a_broken_configuration_says_where(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    (garden.root / "notegarden.toml").write_text('title = "Plot"\nlanguge = "de"\n')
    trouble = page.locator(board("trouble"))
    expect(trouble).to_contain_text("notegarden.toml:2")
    expect(trouble).to_contain_text('did you mean "language"?')
    edit(garden, "worm", "It turns", "Even now it turns")  # the garden goes on with what it had
    (garden.root / "notegarden.toml").write_text('title = "Allotment"\n')
    expect(trouble).to_have_count(0)
    expect(page.get_by_text("Even now it turns")).to_be_visible()
    expect(page).to_have_title("Worm · Allotment")


def test_a_page_finds_its_note_when_the_base_url_changes(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    marked(page)
    config = garden.root / "notegarden.toml"
    config.write_text('title = "Plot"\nbase_url = "https://example.org/sub/"\n')
    gone = page.locator(board("gone"))
    expect(gone).to_contain_text("This note has moved.")
    expect(page.get_by_text("It turns the ground.")).to_be_visible()
    assert_not_reloaded(page)
    gone.get_by_role("link").click()
    expect(page).to_have_url(garden.url("sub/posts/worm/"))
    assert_live(page)
    config.write_text('title = "Plot"\n')
    gone.get_by_role("link").click()
    expect(page).to_have_url(garden.url("posts/worm/"))
    expect(page.get_by_text("It turns the ground.")).to_be_visible()


def test_following_goes_where_the_writing_is(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/?follow"))
    still = open_live(garden.url("posts/worm/"))
    edit(garden, "rain", "It falls", "It pours")
    expect(page).to_have_url(garden.url("posts/rain/"))
    expect(page.get_by_text("It pours on the")).to_be_visible()
    edit(garden, "soil", "What grows", "All that grows")
    expect(page).to_have_url(garden.url("posts/soil/"))
    expect(still).to_have_url(garden.url("posts/worm/"))
    assert_live(page)
    page.keyboard.press("Shift+F")
    expect(page.locator(board("said"))).to_have_text("Not following any more")
    marked(page)
    edit(garden, "rain", "It pours", "It drips")
    garden.await_page("posts/rain/", "It drips")
    edit(garden, "soil", "All that grows", "Whatever grows")
    expect(page.get_by_text("Whatever grows needs soil.")).to_be_visible()
    assert_not_reloaded(page)
    page.goto(garden.url("posts/worm/"))  # nor does the next page of this tab
    assert_live(page)
    marked(page)
    edit(garden, "rain", "It drips", "It rains")
    garden.await_page("posts/rain/", "It rains")
    edit(garden, "worm", "It turns", "Unfollowed, it turns")
    expect(page.get_by_text("Unfollowed, it turns the ground.")).to_be_visible()
    assert_not_reloaded(page)


def test_a_note_that_moved_says_where_it_is(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    garden.path("worm").rename(garden.path("earthworm"))
    gone = page.locator(board("gone"))
    expect(gone).to_contain_text("This note has moved.")
    expect(page.get_by_text("It turns the ground.")).to_be_visible()
    gone.get_by_role("link").click()
    expect(page).to_have_url(garden.url("posts/earthworm/"))
    edit(garden, "earthworm", 'title = "Worm"', 'title = "Worm"\nslug = "lumbricus"')
    expect(gone).to_contain_text("This note has moved.")
    gone.get_by_role("link").click()
    expect(page).to_have_url(garden.url("posts/lumbricus/"))


def test_a_note_that_is_deleted_says_so_and_may_come_back(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    marked(page)
    text = garden.path("worm").read_text()
    garden.path("worm").unlink()
    gone = page.locator(board("gone"))
    expect(gone).to_contain_text("There is no note at this address now.")
    garden.path("worm").write_text(text.replace("ground", "earth"))
    expect(gone).to_have_count(0)
    expect(page.get_by_text("It turns the earth.")).to_be_visible()
    assert_not_reloaded(page)


def test_the_page_of_a_note_that_is_not_written_yet_becomes_it(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/seed/"))
    expect(page.locator(board("gone"))).to_be_visible()
    garden.write("seed", "It waits.")
    expect(page.get_by_text("It waits.")).to_be_visible()
    expect(page.locator(board("gone"))).to_have_count(0)


def test_the_page_connects_anew_when_the_server_is_back(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    marked(page)
    garden.down()
    expect(page.locator(board("lost"))).to_be_visible()
    edit(garden, "worm", "It turns", "Unseen, it turns")
    garden.up()
    expect(page.get_by_text("Unseen, it turns the ground.")).to_be_visible()
    expect(page.locator(board("lost"))).to_have_count(0)
    edit(garden, "worm", "Unseen, it", "Seen, it")
    expect(page.get_by_text("Seen, it turns the ground.")).to_be_visible()
    assert_not_reloaded(page)


def test_several_tabs_and_browsers_at_once(garden: Garden, open_live: Opener) -> None:
    pages = [open_live(garden.url("posts/soil/")) for _ in range(2)]
    pages.append(pages[0].context.new_page())
    pages[-1].goto(garden.url("posts/soil/"))
    for number in range(3):
        edit(garden, "soil", "What grows" if number == 0 else f"What grows ({number})", f"What grows ({number + 1})")
        for page in pages:
            expect(page.get_by_text(f"What grows ({number + 1}) needs soil.")).to_be_attached()


def save_by_rename(file: Path, text: str) -> None:
    part = file.with_name("worm.md.new")
    part.write_text(text)
    part.replace(file)


def save_with_backup(file: Path, text: str) -> None:
    file.with_name(".#worm.md").symlink_to("me@host.1:2")
    file.rename(f"{file}~")
    time.sleep(0.02)
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
def test_editors_save_in_one_update(garden: Garden, open_live: Opener, save: Callable[[Path, str], None]) -> None:
    """Write and rename, move to a backup and write anew, with lock and swap files: one update, never a missing page."""
    page = open_live(garden.url("posts/worm/"))
    page.evaluate(MISSING)
    text = garden.path("worm").read_text()
    for number in range(20):
        page.evaluate("window.fetched = 0")
        start = time.monotonic()
        save(garden.path("worm"), text.replace("It turns", f"Saved {number}, it turns"))
        was_quick = time.monotonic() - start < 0.05
        expect(page.get_by_text(f"Saved {number}, it turns the ground.")).to_be_visible()
        # What else there is to tell of the first save is told before the second.
        edit(garden, "worm", f"Saved {number}", f"Edited {number}")
        expect(page.get_by_text(f"Edited {number}, it turns the ground.")).to_be_visible()
        if was_quick:  # else this machine held up the editor, and its writing had paused
            assert page.evaluate("[window.fetched, window.missing]") == [2, 0]
            return
    pytest.skip("this machine is too slow to save as an editor does")


def test_a_click_opens_the_line_in_the_editor(garden: Garden, open_live: Opener) -> None:
    log = garden.root / "opened.txt"
    editor = garden.root / "editor.py"
    editor.write_text(f"import sys\nopen({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n")
    config = f'title = "Beds"\neditor = "{sys.executable} {editor} +{{line}} {{path}}"\n'
    (garden.root / "notegarden.toml").write_text(config)
    garden.await_page("posts/soil/", "· Beds</title>")
    page = open_live(garden.url("posts/soil/"))
    source = garden.path("soil").read_text().splitlines()

    def opened(count: int) -> str:
        for _ in range(1200):
            lines = log.read_text().splitlines() if log.exists() else []
            if len(lines) >= count:
                return lines[-1]
            time.sleep(0.05)
        raise AssertionError("no editor was started")

    page.get_by_text("Paragraph number 7.").click(modifiers=["Alt"])
    line = next(number for number, text in enumerate(source, 1) if text.startswith("Paragraph number 7."))
    assert opened(1) == f"+{line} {garden.path('soil')}"
    page.get_by_text("Paragraph number 9.").hover()
    page.keyboard.press("o")
    line = next(number for number, text in enumerate(source, 1) if text.startswith("Paragraph number 9."))
    assert opened(2) == f"+{line} {garden.path('soil')}"
    page.get_by_text("Heavy when wet.").hover()
    page.keyboard.press("o")
    line = next(number for number, text in enumerate(source, 1) if text == "Heavy when wet.")
    assert opened(3) == f"+{line} {garden.path('soil')}"


def test_without_an_editor_the_place_is_told(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/worm/"))
    page.get_by_text("It turns the ground.").click(modifiers=["Alt"])
    said = page.locator(board("said"))
    expect(said).to_contain_text("content/posts/worm.md:5")
    expect(said).to_contain_text("no editor is configured")


def test_the_panel_lists_what_is_wrong_with_the_note(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("posts/rain/"))
    marked(page)
    edit(garden, "rain", "It falls", '[Cloud]({{< relref "cloud.md" >}}) ![](/no.png) falls')
    panel = page.locator(board("problems"))
    expect(panel.locator("summary")).to_contain_text("remarks")
    panel.locator("summary").click()
    expect(panel).to_contain_text('relref "cloud.md" finds no note')
    expect(panel).to_contain_text("no such picture: /no.png")
    garden.write("cloud", "Up there.")
    expect(panel).not_to_contain_text("cloud.md")
    expect(panel).to_contain_text("no such picture: /no.png")
    expect(panel.get_by_text("no such picture: /no.png")).to_be_visible()  # it is still unfolded
    assert_not_reloaded(page)


def test_drafts_are_shown_on_request(garden: Garden, open_live: Opener) -> None:
    garden.path("secret").write_text('+++\ntitle = "Secret"\ndraft = true\n+++\n\nNot yet.\n')
    page = open_live(garden.url("posts/secret/"))
    expect(page.locator(board("gone"))).to_be_visible()
    garden.down()
    garden.up("--drafts")
    expect(page.get_by_text("Not yet.")).to_be_visible()


def is_told(garden: Garden) -> bool:
    """Whether the system tells the server of changes."""
    assert garden.process is not None
    names = set()
    for file in Path(f"/proc/{garden.process.pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            names.add(str(file.readlink()))
    return any("inotify" in name for name in names)


def test_polling_sees_changes_too(garden: Garden, open_live: Opener) -> None:
    has_proc = Path("/proc/self/fd").is_dir()
    assert not has_proc or is_told(garden)
    garden.down()
    garden.up("--poll")
    assert not has_proc or not is_told(garden)
    page = open_live(garden.url("posts/worm/"))
    edit(garden, "worm", "It turns", "Seen from time to time, it turns")
    expect(page.get_by_text("Seen from time to time")).to_be_visible()


def test_no_worker_keeps_old_pages(garden: Garden, open_live: Opener) -> None:
    """Neither one that the theme would bring nor one that is left from a built site at this address."""
    (garden.root / "static").mkdir()
    (garden.root / "static/old.js").write_text("addEventListener('fetch', () => {});")
    garden.await_page("old.js", "fetch")
    page = open_live(garden.url("posts/worm/"), workers=True)
    assert page.evaluate("document.documentElement.dataset.offline") is None, "the theme is not told to bring one"
    page.evaluate(
        "navigator.serviceWorker.register('/old.js').then(() => navigator.serviceWorker.ready).then(() => {})"
    )
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 1
    page.reload()
    until(page, lambda: page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)"))


def test_the_map_follows_the_links_and_nothing_else(garden: Garden, open_live: Opener) -> None:
    page = open_live(garden.url("map/"))
    marked(page)
    edit(garden, "worm", "It turns", "Quietly it turns")
    page.wait_for_function("window.merged === 1")
    assert_not_reloaded(page)
    garden.write("frost", 'Frost breaks the [soil]({{< relref "soil.md" >}}) open.')
    expect(page.locator("main a", has_text="Frost")).to_be_attached()
    garden.await_page("graph.json", "Frost")
    assert page.evaluate("window.mark") is None, "drawn anew"


def test_what_comes_in_gets_what_the_theme_adds(garden: Garden, open_live: Opener) -> None:
    edit(
        garden,
        "worm",
        "It turns the ground.",
        "It turns the ground.\n\n```python\nfirst = 1\n```\n\n## One {#one}\n\n## Two {#two}",
    )
    page = open_live(garden.url("posts/worm/"))
    page.mouse.move(300, 300)  # the contents list waits for a sign of use
    expect(page.locator(".body .copy")).to_have_count(1)
    expect(page.locator(".body h2 a.anchor")).to_have_count(2)
    edit(garden, "worm", "## Two {#two}", "## Two {#two}\n\n```python\nsecond = 2\n```\n\n## Three {#three}")
    expect(page.locator(".body .copy")).to_have_count(2)
    expect(page.locator(".body h2 a.anchor")).to_have_count(3)
    edit(garden, "worm", "first = 1", "first = 11")
    expect(page.get_by_text("11")).to_be_visible()
    expect(page.locator(".body .copy")).to_have_count(2)
    expect(page.locator(".body h2 a.anchor")).to_have_count(3)


def test_a_burst_is_one_update(garden: Garden, open_live: Opener) -> None:
    def write(text: str) -> None:
        for number in range(200):
            garden.write(f"many{number}", text)

    write("Before.")
    garden.write("last", "Before.")
    garden.await_page("posts/last/", "Before.")
    page = open_live(garden.url("posts/many7/"))
    write("After.")
    garden.write("last", "After.")
    garden.await_page("posts/last/", "After.")
    expect(page.get_by_text("After.")).to_be_visible()
    edit(garden, "many7", "After.", "In the end.")
    expect(page.get_by_text("In the end.")).to_be_visible()
    # One and the last; a slow machine may hold up the writing, and then it comes in a few parts.
    assert 2 <= page.evaluate("window.fetched") <= 6


def test_what_is_wrong_covers_no_control_of_a_phone(garden: Garden, open_live: Opener) -> None:
    edit(garden, "rain", "It falls", '[Cloud]({{< relref "cloud.md" >}}) falls')
    garden.await_page("posts/rain/", "cloud.md")
    page = open_live(garden.url("posts/rain/"), phone=True)
    panel, bar = box_of(page.locator(board("problems"))), box_of(page.locator(".bar"))
    assert panel["y"] + panel["height"] <= bar["y"]


def test_what_is_laid_over_the_page_is_accessible(
    garden: Garden, open_live: Opener, violations: Callable[[Page], list[str]]
) -> None:
    page = open_live(garden.url("posts/rain/"))
    edit(garden, "rain", "It falls", '[Cloud]({{< relref "cloud.md" >}}) falls')
    page.locator(board("problems")).locator("summary").click()
    garden.path("rain").write_text(garden.path("rain").read_text().replace('title = "Rain"', 'title = "Rain'))
    trouble = page.locator(board("trouble"))
    expect(trouble).to_be_visible()
    page.keyboard.press("Shift+F")
    expect(page.locator(board("said"))).to_be_visible()
    assert violations(page) == []
    trouble.get_by_role("button", name="Close").click()
    expect(trouble).to_have_count(0)
    garden.path("rain").unlink()
    expect(page.locator(board("gone"))).to_be_visible()
    assert violations(page) == []
