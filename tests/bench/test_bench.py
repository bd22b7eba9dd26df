"""The benchmark itself: sections are separate, costs are real, the generated garden is always the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the scripts here are not a package

from generate import generate
from measure import peak_memory, run
from results import table, write_section
from site_server import served


def test_a_section_is_rewritten_in_its_place_and_the_others_are_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    write_section("In the browser, 424 notes", "bytes", file)
    write_section("Builds, 1,000 notes", "first", file)
    write_section("Builds, 1,000 notes", "second\n\n### kept\n", file)
    text = file.read_text(encoding="utf-8")
    assert text.index("## Builds, 1,000 notes\n\nsecond\n\n### kept\n") < text.index(
        "## In the browser, 424 notes\n\nbytes\n"
    )
    assert "first" not in text
    again = text
    write_section("In the browser, 424 notes", "bytes", file)
    assert file.read_text(encoding="utf-8") == again


def test_a_table_is_padded_for_reading_as_plain_text() -> None:
    assert table(["a", "b"], [["long", "1"]]) == "| a    | b |\n|------|--:|\n| long | 1 |"


def test_cost_includes_child_processes(tmp_path: Path) -> None:
    spin = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    cost = run(["sh", "-c", '"$0" -c "$1" & "$0" -c "$1"; wait', sys.executable, spin], tmp_path / "log")
    assert cost.cpu > 0.38
    assert cost.wall > 0.2


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "import time; held = b'x' * 50_000_000; time.sleep(0.5)"
    peak = peak_memory(["sh", "-c", '"$0" -c "$1" & "$0" -c "$1"; wait', sys.executable, hold], tmp_path / "log")
    assert 100_000_000 < peak < 200_000_000


def test_a_failed_command_is_an_error_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        run(["sh", "-c", "echo no such thing; exit 3"], tmp_path / "log")


def test_the_generated_garden_is_the_same_each_time_and_its_links_have_targets(tmp_path: Path) -> None:
    generate(tmp_path / "one", 40)
    generate(tmp_path / "two", 40)
    notes = {each.name: each.read_text(encoding="utf-8") for each in (tmp_path / "one/content/posts").iterdir()}
    assert notes == {each.name: each.read_text(encoding="utf-8") for each in (tmp_path / "two/content/posts").iterdir()}
    targets = {part.split('"')[0] for text in notes.values() for part in text.split('relref "')[1:]}
    assert len(notes) == 40
    assert len(targets) > 10
    assert targets <= notes.keys()


def test_the_static_host_counts_what_it_sends_and_revalidates(tmp_path: Path) -> None:
    from http.client import HTTPConnection

    (tmp_path / "index.html").write_text("<p>" + "word " * 500, encoding="utf-8")
    with served(tmp_path) as (base, log):
        connection = HTTPConnection(base.removeprefix("http://"))
        connection.request("GET", "/", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        connection.request("GET", "/", headers={"If-None-Match": answer.headers["ETag"]})
        assert connection.getresponse().read() == b""
        connection.close()
        first, second = log.take()
    head = len("HTTP/1.1 200 OK\r\n") + sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders()) + 2
    assert (first.status, first.size) == (200, len(body) + head)
    assert second.status == 304
    assert second.size < first.size
