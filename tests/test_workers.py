from __future__ import annotations

import gc
import os
import shutil
import time
from pathlib import Path

import psutil
import pytest
from support import snapshot, write

from notegarden.ledger.bodies import BodyReader
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.publish import render_pages
from notegarden.publish.render_pages import render_page
from notegarden.render.renderer import Renderer
from notegarden.workers import BackgroundProcess, collect_garbage, executor, spread, stop


def _die(_: int) -> int:
    os._exit(3)


def test_work_in_another_process_returns_its_result() -> None:
    assert BackgroundProcess(pow, 2, 10).result() == 1024


def test_work_in_a_process_that_dies_returns_nothing() -> None:
    assert BackgroundProcess(_die, 1).result() is None


def test_work_in_another_process_can_be_stopped() -> None:
    work = BackgroundProcess(time.sleep, 600)
    child = psutil.Process(work._process.pid)
    work.stop()
    assert not child.is_running()


def _held(_: int) -> bool:
    return "ballast" in globals()


@pytest.mark.parametrize("lean", [False, True])
def test_lean_workers_do_not_inherit_their_parents_memory(*, lean: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ballast", "much")
    pool = executor(1, print, (), apart=9, lean=lean)
    try:
        assert pool.submit(_held, 0).result() is not lean
    finally:
        stop(pool)


def test_pages_are_the_same_in_whichever_process_they_are_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = tmp_path / "garden"
    write(garden, {f"content/n{number}.md": f'[x]({{{{< relref "n{number // 2}.md" >}}}})' for number in range(70)})
    sites = []
    for pages in (1_000, 10):
        monkeypatch.setattr(render_pages, "_LARGE", pages)
        pipeline = Pipeline(garden, Options(output=tmp_path / "out", jobs=2, fresh=True))
        pipeline.refresh()
        pipeline.publish()
        pipeline.close()
        sites.append(snapshot(tmp_path / "out"))
        shutil.rmtree(tmp_path / "out")
    assert sites[0] == sites[1]


def _left_behind(_: int) -> int:
    circle: list[object] = []
    circle.append(circle)
    del circle
    collect_garbage()
    return gc.collect()


def test_a_worker_collects_reference_cycles() -> None:
    pool = executor(2, lambda: None, ())
    try:
        assert [found for _, found in spread(pool, _left_behind, range(8), 2)] == [0] * 8
    finally:
        stop(pool)


def test_the_map_is_the_same_in_whichever_process_it_is_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process with one job, otherwise in another process while the build continues."""
    maps = []
    for jobs in (1, 2):
        garden = tmp_path / f"garden-{jobs}"
        (garden / "content").mkdir(parents=True)
        for number in range(240):
            links = " ".join(f'[x]({{{{< relref "n{number // step}.md" >}}}})' for step in (2, 3, 7))
            (garden / "content" / f"n{number}.md").write_text(f"{links}\n")
        pipeline = Pipeline(garden, Options(search=False, jobs=jobs))
        try:
            pipeline.refresh()
            garden_map = pipeline.planner.lists.garden_map
            begun: list[bool] = []
            begin = garden_map.begin
            monkeypatch.setattr(garden_map, "begin", lambda jobs: (begin(jobs), begun.append(bool(garden_map._coming))))  # noqa: B023
            pipeline.publish()
            assert begun == [jobs > 1]
        finally:
            pipeline.close()
        maps.append((garden / "public" / "graph.json").read_bytes())
    assert maps[0] == maps[1]


def test_a_rendered_page_leaves_no_reference_cycles(tmp_path: Path) -> None:
    """Workers run without the collector: a macro in the frame of a page would make them keep every page to the end."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text('## One\n\n[b]({{< relref "b.md" >}})\n\n## Two\n')
    (tmp_path / "content" / "b.md").write_text('[a]({{< relref "a.md" >}})\n')
    pipeline = Pipeline(tmp_path, Options(jobs=1))
    gc.disable()
    try:
        pipeline.refresh()
        planner, bodies = pipeline.planner, BodyReader(pipeline.ledger.path)
        renderer = Renderer(pipeline.theme.templates, pipeline.theme.statics, planner.site.view)
        pages = [
            planner.note_page("a.md", planner.reads()),
            *(make(planner.reads()) for make in planner.site_pages().values()),
        ]
        for page in pages:
            render_page(page, renderer, bodies)  # the first time compiles
        gc.collect()
        for page in pages:
            render_page(page, renderer, bodies)
            assert gc.collect() == 0, page.view.template
        bodies.close()
    finally:
        gc.enable()
        pipeline.close()


def _process(_: int) -> int:
    return os.getpid()


@pytest.mark.parametrize(("calls", "processes"), [(3, 3), (20, 1)])
def test_many_calls_in_another_process_share_it(calls: int, processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports and compiled code from parsing a note are then available to the next."""
    monkeypatch.setattr("threading.active_count", lambda: 1)  # this test run has other threads
    pool = executor(1, lambda: None, (), apart=calls)
    try:
        found = {process for _, process in spread(pool, _process, range(calls), 1)}
    finally:
        stop(pool)
    assert len(found) == processes
    assert os.getpid() not in found
