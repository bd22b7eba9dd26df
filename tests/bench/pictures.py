"""What smaller copies of pictures cost in a build and save for a reader, on the real garden with its own pictures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from statistics import median

from gardens import NOTEGARDEN, SHARED, WORK
from measure import Cost, run
from results import run_info, seconds, table, write_section

MODES = ("off", "fast", "full")
DEVICES = {"390 px, 2 ×": (390, 2), "390 px, 3 ×": (390, 3), "1400 px, 1 ×": (1400, 1), "1400 px, 2 ×": (1400, 2)}
"""Width of the window, pixels of the screen to one of CSS."""
_COLUMN, _MARGIN = 608, 40
_IMAGE = re.compile(r"(?:<source [^>]*?srcset=\"(?P<best>[^\"]*)\"[^>]*>)?<img (?P<rest>[^>]*)>")


def main() -> None:
    origin = SHARED / "gardens" / "mogoz"
    if not origin.is_dir():
        print("pictures: the real garden is not at hand")
        return
    garden, output = WORK / "pictures", WORK / "pictures-out"
    shutil.rmtree(garden, ignore_errors=True)
    shutil.copytree(origin, garden)
    costs: dict[str, tuple[Cost, Cost, Cost]] = {}
    sent: dict[str, list[str]] = {}
    for mode in MODES:
        (garden / "notegarden.toml").write_text(f'title = "mogoz"\nimages = "{mode}"\n', encoding="utf-8")
        for folder in (output, garden / ".notegarden"):
            shutil.rmtree(folder, ignore_errors=True)
        command = [NOTEGARDEN, "build", garden, "--output", output, "--quiet", "--no-search"]
        first = run(command, WORK / "log")
        again = run([*command, "--fresh"], WORK / "log")
        same = run(command, WORK / "log")
        costs[mode] = (first, again, same)
        sent[mode] = [_kilobytes(loads(output, *device)) for device in DEVICES.values()]
    head = ["images", "first build", "CPU", "built afresh, copies kept", "CPU", "nothing changed"]
    rows = [[mode, seconds(first.wall), seconds(first.cpu), seconds(again.wall), seconds(again.cpu), seconds(same.wall)]
            for mode, (first, again, same) in costs.items()]  # fmt: skip
    table_of_bytes = table(["images", *DEVICES], [[mode, *sent[mode]] for mode in MODES])
    text = (
        f"{run_info('Pillow')}\n\nThe real garden, 424 notes, without search; one round.\n\n"
        f"{table(head, rows)}\n\n"
        "Bytes of pictures that a page loads when it is read to its end, over the pages that show one; "
        f"which file the browser takes follows from the size shown and the screen.\n\n{table_of_bytes}"
    )
    write_section("Pictures", text)
    print(text)


def loads(site: Path, window: int, density: int) -> list[int]:
    """Bytes of the pictures of each page that has its own."""
    found = []
    for page in site.rglob("index.html"):
        taken = set(_taken(page.read_text(encoding="utf-8"), window, density))
        size = sum(file.stat().st_size for name in taken if (file := site / name.lstrip("/")).is_file())
        if size:
            found.append(size)
    return found


def _taken(html: str, window: int, density: int) -> Iterator[str]:
    """The address of the file that a browser loads for each picture: the narrowest that is sharp, or the widest."""
    for image in _IMAGE.finditer(html):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', image["rest"]))
        candidates = image["best"] or named.get("srcset")
        if not candidates:
            yield unescape(named.get("src", ""))
            continue
        wanted = density * min(int(named.get("width", _COLUMN)), _COLUMN, window - _MARGIN)
        files = sorted((int(width[:-1]), unescape(file)) for file, width in map(str.split, candidates.split(",")))
        yield next((file for width, file in files if width >= wanted), files[-1][1])


def _kilobytes(sizes: list[int]) -> str:
    return f"{sum(sizes) / len(sizes) / 1000:,.0f} KB, median {median(sizes) / 1000:,.0f}"
