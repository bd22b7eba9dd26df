"""Events sent to open pages, and what happens to notes that move."""

from __future__ import annotations

import errno
import json
import shutil
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from serving import serving
from support import ROOT

import notegarden.serve
from notegarden.serve import _Welcome, run_serve
from notegarden.serve.http import server
from notegarden.serve.watch.watch import Watch


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "browser" / "garden", tmp_path / "garden")


def test_a_save_sends_an_event_to_open_pages(garden: Path) -> None:
    with serving(garden) as served, served.client.stream("GET", "/_notegarden/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert "event: hello" in (next(lines), next(lines))
        note = garden / "content/posts/leaf.md"
        note.write_text(note.read_text() + "\nMore.\n")
        while next(lines) != "event: update":
            pass
        data = json.loads(next(lines).removeprefix("data: "))
        assert data["saved"] == "/posts/leaf/"
        assert data["assets"] == data["files"] == []


def test_without_a_change_nothing_is_reported(garden: Path) -> None:
    with serving(garden) as served:
        note = garden / "content/posts/leaf.md"
        note.write_text(note.read_text())
        (garden / "content/posts/leaf.md").touch()
        served.refresh()
        assert served.live.version == 1
        other = garden / "content/posts/hub.md"
        other.write_text(other.read_text() + "\nMore.\n")  # an event of the first would have been sent before this
        served.wait_for(2)
        served.refresh()
        assert served.live.version == 2


def test_the_new_address_of_a_moved_note_is_remembered(garden: Path) -> None:
    def moved(served: object) -> str:
        answer: httpx.Response = served.client.get("/posts/leaf/")  # type: ignore[attr-defined]
        assert answer.status_code == 404
        return json.loads(answer.text.partition('data-state="')[2].partition('"')[0].replace("&quot;", '"'))["moved"]

    posts = garden / "content/posts"
    with serving(garden) as served:
        (posts / "leaf.md").rename(posts / "twig.md")
        served.refresh()
        assert moved(served) == "/posts/twig/"
        (posts / "twig.md").rename(garden / "twig.md")
        served.refresh()
        assert moved(served) == "/posts/twig/"
        (garden / "twig.md").rename(posts / "sprig.md")
        served.refresh()
        assert served.live._moves.moved["/posts/twig/"] == "/posts/sprig/", "a rename in two separate halves"
        (posts / "sprig.md").rename(posts / "twig.md")
        served.refresh()
        (posts / "twig.md").write_text((posts / "twig.md").read_text().replace("+++\n", '+++\nslug = "Bough"\n', 1))
        served.refresh()
        assert served.live._moves.moved["/posts/twig/"] == "/posts/bough/"
        (posts / "twig.md").unlink()
        served.refresh()
        (posts / "leaf.md").write_text('+++\ntitle = "Leaf again"\n+++\n')
        served.refresh()
        assert served.client.get("/posts/leaf/").status_code == 200
        (posts / "leaf.md").unlink()
        served.refresh()
        assert moved(served) == ""


def test_a_note_appears_when_it_becomes_due(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_CHECK_AFTER", 1000.0)  # seconds: it is not found by chance
    with serving(garden) as served:
        note = garden / "content/posts/later.md"
        head = '+++\ntitle = "Later"\npublishDate = '
        for patience in (3, 10, 30):  # seconds; a slow machine takes some to notice that it is not due yet
            due = (datetime.now(UTC) + timedelta(seconds=patience)).replace(microsecond=0)
            version = served.live.version
            note.write_text(f'{head}"{due:%Y-%m-%dT%H:%M:%SZ}"\n+++\n\nNow.\n')
            served.wait_for(version + 1)
            status = served.client.get("/posts/later/").status_code
            if datetime.now(UTC) < due:
                break
        assert status == 404
        deadline = time.monotonic() + 120
        while served.client.get("/posts/later/").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert datetime.now(UTC) >= due


def test_without_available_inotify_watches_the_files_are_polled(
    garden: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starts = []
    start = Watch.start

    def refused(self: Watch) -> None:
        starts.append(self)
        start(self)
        if len(starts) == 1:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(Watch, "start", refused)
    with serving(garden) as served:
        assert "inotify watch limit reached" in capsys.readouterr().out
        note = garden / "content/posts/leaf.md"
        note.write_text(note.read_text() + "\nSeen all the same.\n")
        served.wait_for(2)
        assert "Seen all the same" in served.client.get("/posts/leaf/").text


@pytest.mark.parametrize(("host", "warns"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_the_command_prints_its_address(
    garden: Path, host: str, warns: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        listen = notegarden.serve.listen
        monkeypatch.setattr(notegarden.serve, "listen", lambda _, wanted: listen("127.0.0.1", wanted))

        def served(self: server.Server) -> None:
            self._when_up()
            self.live.pipeline.report.warnings.append("the disk is full")
            self._when_changed()
            self._when_changed()
            self._listener.close()

        monkeypatch.setattr(server.Server, "run", served)
        assert run_serve(str(garden), host, port, None, None, False, False, False, False, False) == 0
        said, warned = capsys.readouterr()
        assert f"port {port} is in use" in said
        shown = "localhost" if host == "0.0.0.0" else host
        assert f"5 notes at http://{shown}:{port + 1}/" in said or f"5 notes at http://{shown}:" in said
        assert ("every machine" in warned) is warns
        assert warned.count("the disk is full") == 1


def test_later_warnings_are_printed(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk loses only the cache of this session, neither the page nor the ledger."""
    with serving(garden, search=False) as served:
        pipeline = served.live.pipeline
        kept = pipeline.ledger.path
        served.server._when_changed = _Welcome(pipeline, "", False).warn
        pipeline.ledger._connection.execute("pragma max_page_count = 1")
        note = garden / "content/posts/leaf.md"
        note.write_text(note.read_text() + "".join(f"\n\nParagraph {number}.\n" for number in range(9000)))
        served.wait_for(2)
        assert "Paragraph 8999." in served.client.get("/posts/leaf/").text
        said = ""
        deadline = time.monotonic() + 60
        while "disk full" not in said:
            assert time.monotonic() < deadline
            said += capsys.readouterr().err
            time.sleep(0.05)
        assert kept.is_file()
        assert pipeline.ledger.path != kept
        assert served.errors == []
