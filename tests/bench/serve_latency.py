"""From the write of a note to the changed text in the browser's DOM, with `notegarden serve` and `hugo server`.

    serve_latency.py [--notes 424,10000] [--edits 20]

A page is open in Chromium; its note is written again with another number at its end; the clock stops when an observer
in the page sees that number. Both tools use their fastest way: idiomorph's merge, and fast render with live reload.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from chrome import launch_options
from gardens import NOTEGARDEN, WORK, hugo_command, make_garden, origin
from measure import memory_of
from playwright.async_api import async_playwright
from results import megabytes, run_info, seconds, table, write_section

# Reports the number of the last edit as soon as the document contains it, through reloads as well.
OBSERVER = r"""
let last = 0;
new MutationObserver(() => {
  const found = [...document.documentElement.textContent.matchAll(/edit-number-(\d+)/g)].at(-1);
  if (found && +found[1] !== last) seen(last = +found[1]);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
PATIENCE = 120  # seconds until a server must have started, or an edit must be seen
PAUSE = 2  # seconds between edits: a page that Hugo has just reloaded misses events before it listens again


class Latency(NamedTuple):
    """Seconds; `start` from the command to the first complete page; `memory` bytes of all processes after the edits."""

    start: float
    edits: list[float]
    memory: int


def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


@contextmanager
def running(command: Sequence[str], page: str) -> Iterator[tuple[int, float]]:
    """(process id, seconds until the page answered) while the server runs."""
    with (WORK / "server-log.txt").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            while not answers(page):
                if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                    raise SystemExit(f"{command[0]} does not serve {page}; see {WORK / 'server-log.txt'}")
                time.sleep(0.01)
            yield process.pid, time.perf_counter() - start
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(page: str) -> bool:
    try:
        with urlopen(page, timeout=PATIENCE) as answer:
            return bool(answer.read())
    except (URLError, ConnectionError):
        return False


async def edit_and_watch(page_url: str, note: Path, edits: int) -> list[float]:
    """Seconds from before the write until the page's observer has reported it, for each edit."""
    text = note.read_text(encoding="utf-8")
    arrived: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
    times = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        page = await browser.new_page()
        await page.expose_function("seen", lambda number: arrived.put_nowait((number, time.perf_counter())))
        await page.add_init_script(OBSERVER)
        await page.goto(page_url, wait_until="load")
        await asyncio.sleep(1)  # for its live connection
        for number in range(1, edits + 1):
            start = time.perf_counter()
            note.write_text(f"{text}\nThis is edit-number-{number}.\n", encoding="utf-8")
            shown = 0
            while shown != number:
                shown, moment = await asyncio.wait_for(arrived.get(), PATIENCE)
            times.append(moment - start)
            await asyncio.sleep(PAUSE)
        await browser.close()
    note.write_text(text, encoding="utf-8")
    return times


def measure(command: Sequence[str], base: str, note: Path, edits: int) -> Latency:
    page = f"{base}/posts/{note.stem.lower()}/"
    with running(command, page) as (pid, start):
        times = asyncio.run(edit_and_watch(page, note, edits))
        return Latency(start, times, memory_of(pid))


def chosen_note(garden: Path) -> Path:
    """The note of median size, whose address is its file name."""
    posts = garden / "content" / "posts"
    notes = [each for each in posts.glob("*.md") if re.fullmatch(r"[a-z0-9_-]+", each.stem)]
    return sorted(notes, key=lambda each: (each.stat().st_size, each.name))[len(notes) // 2]


def main(notes: int, edits: int = 20) -> None:
    WORK.mkdir(exist_ok=True)
    garden = make_garden(notes)
    note = chosen_note(garden)
    warm = [NOTEGARDEN, "build", garden, "--quiet", "--no-search"]
    subprocess.run(warm, check=True, capture_output=True)
    port = free_port()
    ours = measure(
        [str(NOTEGARDEN), "serve", str(garden), "--port", str(port)], f"http://127.0.0.1:{port}", note, edits
    )
    port = free_port()
    hugo = hugo_command(garden, WORK / "out-hugo-server")
    hugo[1:2] = ["server", "--bind", "127.0.0.1", "--port", str(port), "--baseURL", f"http://127.0.0.1:{port}/"]
    theirs = measure(hugo, f"http://127.0.0.1:{port}", note, edits)
    goal = 40 if notes <= 424 else 100
    rows = [
        [name, seconds(statistics.median(each.edits)), seconds(min(each.edits)), seconds(max(each.edits)),
         seconds(each.start), megabytes(each.memory)]
        for name, each in (("notegarden serve", ours), ("hugo server", theirs))
    ]  # fmt: skip
    head = ["", f"median of {edits} edits", "quickest", "slowest", "start to first page", "memory"]
    ratio = statistics.median(ours.edits) / statistics.median(theirs.edits)
    body = (
        f"{run_info('hugo', 'playwright')}\n\n{origin().capitalize()}, {notes:,} notes. From before the write of "
        f"a note to the changed text in the DOM of the page that is open in Chromium.\n\n{table(head, rows)}\n\n"
        f"Ratio of the medians: {ratio:.3f} ×. To reach: a median of at most {goal} ms."
    )
    write_section(f"Serve: from the write to the screen, {notes:,} notes", body)
    print(body)
    shutil.rmtree(garden)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", default="424,10000", help="sizes of the gardens, separated by commas")
    parser.add_argument("--edits", type=int, default=20)
    arguments = parser.parse_args()
    for size in sorted(int(each) for each in arguments.notes.split(",")):
        main(size, arguments.edits)
