"""What a reader's browser gets and does: bytes, requests, layout shift, main-thread time, search, and the map's frames.

    browser.py [--notes 424,10000]

The built site is served with gzip on loopback, and bytes are counted there, headers included; requests of the service
worker count too. 424 notes are the real garden with its pictures if it is available.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from chrome import launch_options
from gardens import NOTEGARDEN, SHARED, WORK, make_garden, origin
from playwright.sync_api import Browser, Page, sync_playwright
from results import run_info, table, write_section
from site_server import Log, Sent, served

# Measured on the same 424 notes, on a similar machine.
QUARTZ = (
    "Quartz 4.5.2 on the same 424 notes: 1,060 KB on the first visit, pictures aside, of which 215 KB are script and "
)
QUARTZ += "822 KB an index that comes before anyone searches (10.7 MB unpacked at 2,000 notes)."
QUERIES = ("database", "memory", "python", "linear algebra", "kubernetes", "attention", "linux", "network", "rust")
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value; })
  .observe({ type: "layout-shift", buffered: true });
window.longest = 0;
new PerformanceObserver((list) => { for (const e of list.getEntries()) longest = Math.max(longest, e.duration); })
  .observe({ type: "longtask", buffered: true });
"""
# Types into the field and returns after how many milliseconds the list of results was there.
SEARCH = """
(query) => new Promise((done) => {
  const field = document.querySelector("dialog.search input[type=search]");
  const list = document.querySelector(".search-list");
  const start = performance.now();
  const observer = new MutationObserver(() => {
    if (!list.querySelector(".found") && !list.querySelector(".search-none")) return;
    observer.disconnect();
    done([performance.now() - start, list.querySelectorAll(".found").length]);
  });
  observer.observe(list, { childList: true });
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})
"""
FRAMES = """
() => { window.frames_ = []; let last = performance.now();
  requestAnimationFrame(function next(now) { frames_.push(now - last); last = now; requestAnimationFrame(next); }); }
"""


class Visit(NamedTuple):
    """`bytes` and `requests` without pictures; `main_thread` and `longest` in milliseconds."""

    bytes: int
    requests: int
    pictures: int
    scripts: int
    shift: float
    main_thread: float
    longest: float


class Reader:
    """A browser profile without history, and what the server sent it."""

    def __init__(self, page: Page, base: str, log: Log) -> None:
        self.page, self.base, self.log = page, base, log
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")

    def _busy(self) -> float:
        metrics = {each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) * 1000

    def settle(self) -> None:
        """Until nothing has been requested for a while, the service worker's own requests included."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(1500)

    def visit(self, path: str) -> Visit:
        """Go to the page, then read it for a moment."""
        self.log.take()
        before = self._busy()
        self.page.goto(self.base + path, wait_until="load")
        self.settle()
        shift, longest = self.page.evaluate("[shift, longest]")
        busy = self._busy()
        sent = self.log.take()
        pictures = [each for each in sent if each.is_picture]
        rest = [each for each in sent if not each.is_picture]
        scripts = sum(each.size for each in rest if "javascript" in each.type)
        size = sum(each.size for each in rest)
        # The counter restarts with a new renderer process.
        main_thread = busy - before if busy > before else busy
        return Visit(size, len(rest), sum(each.size for each in pictures), scripts, shift, main_thread, longest)


@contextmanager
def reader(browser: Browser, base: str, log: Log) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    yield Reader(page, base, log)
    context.close()


def build(notes: int) -> Path:
    """Build the garden of that many notes, with search; gives the output."""
    real = SHARED / "gardens" / "mogoz"
    garden = make_garden(notes)
    if notes == 424 and real.is_dir():
        shutil.rmtree(garden)
        shutil.copytree(real, garden)
    output = WORK / f"site-{notes}"
    command = [NOTEGARDEN, "build", garden, "--output", output, "--base-url", "/", "--fresh", "--quiet"]
    subprocess.run(command, check=True, capture_output=True)  # a real garden has findings
    shutil.rmtree(garden)
    return output


def note_pages(site: Path) -> list[str]:
    """The addresses of the notes, smallest page first."""
    pages = [each for each in (site / "posts").glob("*/index.html") if "data-note-body" in each.read_text("utf-8")]
    return [f"/posts/{each.parent.name}/" for each in sorted(pages, key=lambda each: (each.stat().st_size, each))]


def page_rows(browser: Browser, base: str, log: Log, pages: list[str]) -> list[list[str]]:
    """First visits of three kinds of page, each in a new profile, and a next page after the first."""
    median, largest, after = pages[len(pages) // 2], pages[-1], pages[len(pages) // 2 + 1]
    visits = {}
    with reader(browser, base, log) as someone:
        visits["first visit: a note of median size"] = someone.visit(median)
        visits["next page: another such note"] = someone.visit(after)
    for name, path in (("first visit: the largest note", largest), ("first visit: home", "/")):
        with reader(browser, base, log) as someone:
            visits[name] = someone.visit(path)
    return [[name, *cells(each)] for name, each in visits.items()]


def cells(visit: Visit) -> list[str]:
    return [
        kilobytes(visit.bytes), str(visit.requests), kilobytes(visit.scripts), kilobytes(visit.pictures),
        f"{visit.shift:.3f}", f"{visit.main_thread:.0f} ms", f"{visit.longest:.0f} ms",
    ]  # fmt: skip


def search_text(browser: Browser, base: str, log: Log, path: str) -> str:
    """A sentence on the cost of the first search and of later ones."""
    with reader(browser, base, log) as someone:
        someone.visit(path)
        someone.page.keyboard.press("/")
        someone.page.wait_for_selector("dialog.search input[type=search]")
        first, found = someone.page.evaluate(SEARCH, "transformer")
        someone.settle()
        sent = someone.log.take()
        later = []
        for query in QUERIES:
            later.append(someone.page.evaluate(SEARCH, query)[0])
            someone.page.wait_for_timeout(300)
        more = someone.log.take()
    return (
        f"First search, from opening the dialog to its end: {total(sent)} in {len(sent)} requests; from the last "
        f"keystroke to {found} notes found {first:.0f} ms, the pause for further keystrokes included. {len(QUERIES)} "
        f"more queries: median {statistics.median(later):.0f} ms, slowest {max(later):.0f} ms, {total(more)} together."
    )


def map_text(browser: Browser, base: str, log: Log) -> str:
    """A sentence on the map: what it loads, how long until it is drawn, and its frames while it is dragged."""
    with reader(browser, base, log) as someone:
        page = someone.page
        log.take()
        page.goto(f"{base}/map/", wait_until="load")
        page.wait_for_selector("[data-map] canvas")
        drawn = page.evaluate("performance.now()")
        someone.settle()
        sent = [each for each in log.take() if not each.is_picture]
        page.locator("[data-map]").scroll_into_view_if_needed()
        box: Any = page.locator("[data-map]").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 800) / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(FRAMES)
        for step in range(120):
            page.mouse.move(x + (step % 40 - 20) * 8, y + (step % 24 - 12) * 6)
            page.wait_for_timeout(16)
        frames = sorted(page.evaluate("frames_"))[1:]
        page.mouse.up()
    rate = 1000 * len(frames) / sum(frames)
    return (
        f"The map: {total(sent)} in {len(sent)} requests, canvas there after {drawn:.0f} ms; while panning {rate:.0f} "
        f"frames a second, median {statistics.median(frames):.0f} ms, 95th percentile "
        f"{frames[len(frames) * 95 // 100]:.0f} ms (headless, drawn by the processor, no graphics card)."
    )


def total(sent: list[Sent]) -> str:
    return kilobytes(sum(each.size for each in sent))


def kilobytes(value: int) -> str:
    return f"{value / 1000:,.1f} KB"


def main(notes: int) -> None:
    WORK.mkdir(exist_ok=True)
    site = build(notes)
    pages = note_pages(site)
    with served(site) as (base, log), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        rows = page_rows(browser, base, log, pages)
        search = search_text(browser, base, log, pages[len(pages) // 2])
        drawn = map_text(browser, base, log)
        browser.close()
    head = ["", "on the wire", "requests", "of it script", "pictures", "layout shift", "main thread", "longest task"]
    real = notes == 424 and (SHARED / "gardens" / "mogoz").is_dir()
    garden = "The real garden with its pictures" if real else origin().capitalize()
    body = (
        f"{run_info('playwright')}\n\n{garden}, {notes:,} notes, served with gzip on loopback. Bytes "
        "and requests are those of the page and of the service worker, pictures aside, with answers' heads.\n\n"
        f"{table(head, rows)}\n\n{search}\n\n{drawn}\n\n{QUARTZ}\n\n"
        "To reach: first visit at most 60 KB, next page at most 15 KB, no layout shift."
    )
    write_section(f"In the browser, {notes:,} notes", body)
    print(body)
    shutil.rmtree(site)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", default="424,10000", help="sizes of the gardens, separated by commas")
    for size in sorted(int(each) for each in parser.parse_args().notes.split(",")):
        main(size)
