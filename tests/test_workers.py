from __future__ import annotations

import os
import time
from pathlib import Path

import psutil

from notegarden.build import Options, Workshop
from notegarden.workers import Aside


def _die(_: int) -> int:
    os._exit(3)


def test_work_aside_gives_its_answer() -> None:
    assert Aside(pow, 2, 10).result() == 1024


def test_work_aside_that_dies_gives_nothing() -> None:
    assert Aside(_die, 1).result() is None


def test_work_aside_is_ended() -> None:
    work = Aside(time.sleep, 600)
    (child,) = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
    work.stop()
    assert not child.is_running()


def test_the_map_is_the_same_whoever_lays_it_out(tmp_path: Path) -> None:
    """With one job in this process, with more in one of its own, while the build goes on."""
    maps = []
    for jobs in (1, 2):
        garden = tmp_path / f"garden-{jobs}"
        (garden / "content").mkdir(parents=True)
        for number in range(240):
            links = " ".join(f'[x]({{{{< relref "n{number // step}.md" >}}}})' for step in (2, 3, 7))
            (garden / "content" / f"n{number}.md").write_text(f"{links}\n")
        shop = Workshop(garden, Options(search=False, jobs=jobs))
        try:
            shop.refresh()
            assert (shop.planner.lists.chart._coming is not None) == (jobs > 1)
            shop.publish()
        finally:
            shop.close()
        maps.append((garden / "public" / "graph.json").read_bytes())
    assert maps[0] == maps[1]
