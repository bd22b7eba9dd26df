"""Where the processor time of a fresh build goes, stage by stage, compared with the minimum cost of each stage."""

from __future__ import annotations

import gc
import os
import re
import resource
import shutil
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from gardens import WORK, make_garden, origin
from markdown_it import MarkdownIt
from results import run_info, seconds, table, write_section

from notegarden.pipeline import report
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.publish import render_pages
from notegarden.site import planner

WRITING, DRAWING, PLANNING = "pages written", "templates rendered", "pages planned"
SPLIT = {
    WRITING: (render_pages, "write_if_changed"),
    DRAWING: (render_pages, "render_page"),
    PLANNING: (planner.Planner, "note_page"),
}
"""Parts of the stage `write`: the functions that do them."""
_FRONT = re.compile(r"\A(\+\+\+|---)\n.*?^\1\n", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"\w+")


def main(notes: int) -> None:
    garden, output = make_garden(notes), WORK / "out-stages"
    spent = build(garden, output)
    texts = [path.read_text(encoding="utf-8") for path in sorted((garden / "content").rglob("*.md"))]
    pages = [path.read_bytes() for path in sorted(output.rglob("*.html"))]
    index = [path.read_bytes() for path in sorted((output / "search-index").glob("*.bin"))]
    pipeline = Pipeline(garden, Options(output=output, jobs=1))
    bare = {
        "scan": ("list and stat the files", lambda: listed(garden)),
        "parse": ("markdown-it-py alone, on the same texts", lambda: rendered(texts)),
        "grow": ("read the notes back from the ledger", lambda: pipeline.ledger.nodes()),
        WRITING: ("write the same pages into an empty folder", lambda: written(pages, WORK / "bare")),
        "search": ("split the pages into words, pack the same index", lambda: indexed(pages, index)),
    }
    rows = []
    for name, used in sorted(spent.items(), key=lambda each: -each[1]):
        cost, what = "", ""
        if name in bare:
            what, work = bare[name]
            cost = seconds(timed(work))
        rows.append([name, seconds(used), f"{100 * used / sum(spent.values()):.0f} %", cost, what])
    pipeline.close()
    for folder in (garden, output, WORK / "bare"):
        shutil.rmtree(folder)
    text = (
        f"{run_info('markdown-it-py', 'Jinja2')}\n\n{origin().capitalize()}, {notes:,} notes; a fresh build with "
        "search by one worker, once. Processor time. Beside it what "
        "the bare core of the stage costs with the libraries as they are, measured right after it.\n\n"
        f"{table(['stage', 'time', 'share', 'bare', 'which is to'], rows)}"
    )
    write_section(f"Where the time goes, {notes:,} notes", text)
    print(text)


def build(garden: Path, output: Path) -> dict[str, float]:
    """Stage → seconds of processor time. The stage of writing is given by its parts."""
    spent: Counter[str] = Counter()
    undo = [(owner, name, getattr(owner, name)) for owner, name in SPLIT.values()]
    undo.append((report, "time", time))
    for part, (owner, name) in SPLIT.items():
        setattr(owner, name, _counted(getattr(owner, name), part, spent))
    report.time = _ProcessorTime("time")
    gc.disable()
    pipeline = Pipeline(garden, Options(output=output, jobs=1, fresh=True))
    try:
        pipeline.refresh(published=True)
        pipeline.publish()
        stages = pipeline.report.seconds
    finally:
        pipeline.close()
        gc.enable()
        for owner, name, value in undo:
            setattr(owner, name, value)
    reported = sum(spent.values())
    rest = {"the other pages, the map, files": stages.pop("write") - reported}
    return {**{name: each for name, each in stages.items() if each > 0.005}, **spent, **rest}


def _counted(work: Callable[..., object], name: str, spent: Counter[str]) -> Callable[..., object]:
    def counted(*arguments: object, **named: object) -> object:
        start = processor_time()
        try:
            return work(*arguments, **named)
        finally:
            spent[name] += processor_time() - start

    return counted


def processor_time() -> float:
    """Seconds of this process and of its finished child processes: notes are parsed in one."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


class _ProcessorTime(ModuleType):
    perf_counter = staticmethod(processor_time)


def timed(work: Callable[[], object]) -> float:
    gc.disable()
    start = processor_time()
    work()
    spent = processor_time() - start
    gc.enable()
    return spent


def listed(garden: Path) -> list[os.stat_result]:
    return [entry.stat() for folder, _, _ in os.walk(garden / "content") for entry in os.scandir(folder)]


def rendered(texts: list[str]) -> int:
    parser = MarkdownIt("commonmark").enable("table")
    return sum(len(parser.render(_FRONT.sub("", text))) for text in texts)


def written(pages: list[bytes], folder: Path) -> None:
    for number, data in enumerate(pages):
        place = folder / str(number)
        place.mkdir(parents=True)
        part = place / "part"
        part.write_bytes(data)
        part.rename(place / "index.html")


def indexed(pages: list[bytes], index: list[bytes]) -> list[bytes]:
    words: Iterator[Counter[str]] = (Counter(_WORD.findall(page.decode().lower())) for page in pages)
    known = Counter(word for counted in words for word in counted)
    return [zlib.compress(zlib.decompress(each), 6) for each in index if known]
