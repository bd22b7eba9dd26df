"""What `serve` prints about a change, and shows on every page about an unreadable note."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from notegarden.pipeline.stages import Options, Pipeline
from notegarden.serve.live.answers import Rendered
from notegarden.serve.live.live_garden import LiveGarden

A, B = "content/posts/a.md", "content/posts/b.md"


def write(root: Path, file: str, body: str, front: str = 'title = "T"') -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"+++\n{front}\n+++\n\n{body}\n")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveGarden]:
    write(tmp_path, A, '[b]({{< relref "b" >}})')
    write(tmp_path, B, '[a]({{< relref "a" >}}) and [lost]({{< relref "lost" >}})')
    pipeline = Pipeline(tmp_path, Options(ledger="serve", unreadable=True))
    pipeline.refresh(whole=True)
    garden = LiveGarden(pipeline)
    yield garden
    garden.close()


def changed(live: LiveGarden, *files: str) -> list[str]:
    assert live.update(files) is not None
    return live.said(files, 0.0123)


def problems(live: LiveGarden, address: str) -> list[dict[str, Any]]:
    answer = live.answer(address)
    assert isinstance(answer, Rendered)
    state = re.search(rb'data-state="([^"]*)"', answer.data)
    assert state
    found: list[dict[str, Any]] = msgspec.json.decode(html.unescape(state[1].decode()))["problems"]
    return found


def test_each_change_prints_a_line_and_its_new_findings(live: LiveGarden) -> None:
    root = live.pipeline.root
    write(root, B, '[a]({{< relref "a" >}}) or [lost]({{< relref "lost" >}})\n\n[gone]({{< relref "gone" >}})')
    first, *rest = changed(live, B)
    assert first == f"{B}: 12 ms"
    assert len(rest) == 1, "`lost` was missing before"
    assert re.search(rf"{B}:7:8: error: .*gone.*\[link-missing\]$", rest[0])


def test_a_removed_note_is_reported_where_it_is_linked(live: LiveGarden) -> None:
    (live.pipeline.root / A).unlink()
    assert [line.partition(": ")[0].rpartition("/")[2] for line in changed(live, A)] == ["a.md", "b.md:5:5"]


def test_many_changed_files_are_only_counted(live: LiveGarden) -> None:
    files = [f"content/posts/n{number}.md" for number in range(9)]
    for file in files:
        write(live.pipeline.root, file, "text")
    first, *rest = changed(live, *files)
    assert "n4.md and 4 more: 12 ms" in first
    assert len(rest) == 6
    assert rest[-1].startswith("and 4 more;")


def test_an_unreadable_configuration_is_reported(live: LiveGarden) -> None:
    (live.pipeline.root / "notegarden.toml").write_text("title =\n")
    first, second = changed(live, "notegarden.toml")
    assert first.startswith("notegarden.toml: ")
    assert second.startswith("notegarden.toml:1: error: ")


def test_an_unreadable_note_is_named_on_every_page_until_it_is_fixed(live: LiveGarden) -> None:
    assert problems(live, "/posts/a/") == []
    write(live.pipeline.root, B, "text", front="title = ")
    changed(live, B)
    (found,) = [each for each in problems(live, "/posts/a/") if each["severity"] == "error"]
    assert (found["path"], found["code"]) == (B, "front-matter")
    assert found in problems(live, "/")
    write(live.pipeline.root, B, '[a]({{< relref "a" >}})')
    changed(live, B)
    assert problems(live, "/") == []
