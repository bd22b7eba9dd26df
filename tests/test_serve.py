"""A served garden: every URL gives the built file, and nothing else is accessible."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import httpx
import msgspec
import pytest
from serving import Served, serving
from support import GARDENS, ROOT, amount

from notegarden.errors import SiteError
from notegarden.ledger.bodies import BodyReader
from notegarden.notes.node import Node
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.publish.metadata import without_metadata
from notegarden.serve import listen
from notegarden.serve.live.inject import without_script
from notegarden.serve.live.searchable import searchable
from notegarden.site.site_files import SiteFiles

SMALL = ROOT / "tests" / "browser" / "garden"
# Only a build knows which files it wrote, for offline reading. A served garden stores no page offline.
OF_A_BUILD = {"offline.json", "offline-files.json"}


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL, tmp_path / "garden")


@pytest.fixture
def served(garden: Path) -> Iterator[Served]:
    with serving(garden) as running:
        yield running
        assert running.errors == []


def built(garden: Path, output: Path, base_url: str | None = None) -> dict[str, bytes]:
    pipeline = Pipeline(garden, Options(output=output, base_url=base_url, search=False))
    try:
        pipeline.refresh()
        pipeline.publish()
    finally:
        pipeline.close()
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def address_of(file: str) -> str:
    return quote("/" + file.removesuffix("index.html"))


def assert_served_as_built(served: Served, files: dict[str, bytes], base: str = "") -> None:
    for file, data in files.items():
        answer = served.client.get(base + address_of(file))
        if file in OF_A_BUILD:
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200, file
        content = answer.content
        if file.endswith(".html"):
            assert content.count(b'<script id="notegarden-live"') == 1, file
            content = without_script(content)
        # A preview sends the original picture; a site has it without metadata.
        assert content == data or without_metadata(content) == data, file


@pytest.mark.parametrize("base_url", [None, "https://example.org/sub/garden/"])
def test_every_address_is_the_built_file(garden: Path, tmp_path: Path, base_url: str | None) -> None:
    files = built(garden, tmp_path / "out", base_url)
    assert len(files) > 60
    with serving(garden, search=False, base_url=base_url) as served:
        assert_served_as_built(served, files, "/sub/garden" if base_url else "")
        known = served.live.addresses()
        assert known == files.keys() - OF_A_BUILD
        assert served.errors == []


@pytest.mark.skipif(not (GARDENS / "mogoz").is_dir(), reason="the real garden is not available")
def test_every_address_of_a_real_garden_is_the_built_file(tmp_path: Path) -> None:
    garden = shutil.copytree(GARDENS / "mogoz", tmp_path / "garden")
    files = built(garden, tmp_path / "out")
    with serving(garden, search=False) as served:
        assert_served_as_built(served, files)
        assert served.live.addresses() == files.keys() - OF_A_BUILD


def test_every_address_is_the_built_file_after_edits_too(garden: Path, tmp_path: Path) -> None:
    with serving(garden, search=False) as served:
        note = garden / "content/posts/leaf.md"
        note.write_text(note.read_text() + '\n\nMore, see [the hub]({{< relref "hub.md" >}}).\n')
        (garden / "content/posts/new.md").write_text('+++\ntitle = "New"\n+++\n[leaf]({{< relref "leaf.md" >}})\n')
        (garden / "static").mkdir(exist_ok=True)
        (garden / "static/file.txt").write_text("x")
        served.refresh()
        note.write_text(note.read_text().replace("More, see", "Much more, see"))
        served.live.update(["content/posts/leaf.md"])
        assert_served_as_built(served, built(garden, tmp_path / "out"))


def test_the_base_path_is_kept(garden: Path) -> None:
    with serving(garden, base_url="https://example.org/sub/") as served:
        assert served.client.get("/").headers["location"] == "/sub/"
        assert served.client.get("/sub").headers["location"] == "/sub/"
        assert served.client.get("/sub/posts/hub").headers["location"] == "/sub/posts/hub/"
        outside = served.client.get("/posts/hub/")
        assert outside.status_code == 404
        assert 'href="/sub/posts/hub/"' in outside.text
        assert 'href="/sub/"' in served.client.get("/posts/none/").text
        assert served.client.get("/sub/posts/hub/").status_code == 200


def test_a_page_is_found_with_or_without_a_trailing_slash(served: Served) -> None:
    answer = served.client.get("/posts/hub?follow")
    assert (answer.status_code, answer.headers["location"]) == (307, "/posts/hub/?follow")


def test_missing_pages_are_not_found(served: Served) -> None:
    answer = served.client.get("/posts/none/")
    assert answer.status_code == 404
    assert without_script(answer.content) == without_script(served.client.get("/404.html").content)
    state = msgspec.json.decode(
        re.search(rb'data-state="([^"]*)"', answer.content)[1].replace(b"&quot;", b'"')  # type: ignore[index]
    )
    assert state["gone"]
    assert served.client.get("/_notegarden/none.js").status_code == 404
    assert served.client.get("/_notegarden/../server.py").status_code == 404


@pytest.fixture
def with_file(garden: Path) -> Iterator[Served]:
    (garden / "static").mkdir(exist_ok=True)
    (garden / "static/file.bin").write_bytes(b"0123456789")
    with serving(garden) as running:
        yield running


def test_files_that_the_browser_has_are_not_sent_again(with_file: Served) -> None:
    ask = with_file.client.get
    for address in ("/file.bin", "/posts/hub/", "/feed.xml", "/_notegarden/live.js"):
        first = ask(address)
        again = ask(address, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b""), address
        assert ask(address, headers={"if-none-match": '"other"'}).status_code == 200
    modified = ask("/file.bin").headers["last-modified"]
    assert ask("/file.bin", headers={"if-modified-since": modified}).status_code == 304
    assert ask("/file.bin", headers={"if-modified-since": formatdate(0, usegmt=True)}).status_code == 200
    assert ask("/file.bin", headers={"if-modified-since": "never"}).status_code == 200


def test_a_file_that_is_written_constantly_breaks_no_connection(with_file: Served, garden: Path) -> None:
    file = garden / "static/file.bin"
    stopping = threading.Event()

    def write() -> None:
        while not stopping.is_set():
            file.write_bytes(b"0123456789" * 200)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(amount(20, long=300)):
            assert set(with_file.client.get("/file.bin").content) <= set(b"0123456789")
    finally:
        stopping.set()
        writer.join()


def test_a_head_request_gets_no_body(with_file: Served) -> None:
    for address in ("/file.bin", "/posts/hub/"):
        whole = with_file.client.get(address)
        head = with_file.client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.content))


def test_an_asset_is_found_under_an_older_hash_too(served: Served) -> None:
    """A page that was open when the theme changed can load the rest of its scripts."""
    assert served.client.get("/assets/000000000000/theme/search.js").status_code == 200
    assert served.client.get("/assets/0/theme/search.js").status_code == 404


def test_the_search_index_is_updated(garden: Path) -> None:
    with serving(garden) as served:
        for _ in range(1200):
            answer = served.client.get("/search.json")
            if answer.status_code == 200:
                break
            served.server._change_thread._search.follow()
            time.sleep(0.1)
        assert answer.status_code == 200
        assert served.client.get(f"/search-index/{answer.json()['parts'][0]['files'][0]}.bin").status_code == 200
        assert not (garden / "public").exists(), "serving writes nothing into the output"


def test_the_index_of_a_garden_that_changes_during_indexing(garden: Path) -> None:
    """Indexing covers the pages that existed when it began, deleted or not; the next run covers the current ones."""
    with serving(garden, search=False) as served, searchable(served.live) as found:
        (garden / "content/posts/leaf.md").unlink()
        served.refresh()
        assert served.client.get("/posts/leaf/").status_code == 404
        assert found is not None
        documents = {address: make() for address, (_, make) in found.pages.items()}
        assert documents["/posts/leaf/"].title == "Leaf"


def test_a_warning_about_a_file_is_reported_once(garden: Path) -> None:
    (garden / "content/bundle").mkdir()
    (garden / "content/bundle/index.md").write_text("Text.\n")
    (garden / "content/bundle/part.md").write_text("Text.\n")
    with serving(garden, search=False) as served:
        for _ in range(3):
            served.refresh()
        assert len(served.live.pipeline.report.warnings) == 1


def test_indexing_is_abandoned_when_an_edit_comes(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the edit does not have to wait for it."""
    monkeypatch.setattr("notegarden.serve.live.searchable._AT_ONCE", 1)
    with serving(garden, search=False) as served:
        seen: list[int] = []
        savers: list[threading.Thread] = []
        pages = SiteFiles.search_pages
        # The pause between two notes, long enough for the edit.
        breath = SimpleNamespace(sleep=lambda _: [saver.join(60) for saver in savers])
        monkeypatch.setattr("notegarden.serve.live.searchable.time", breath)

        def interrupted(self: SiteFiles, bodies: BodyReader, rules: bytes, nodes: Iterable[Node]) -> object:
            seen.append(len(seen))
            if len(seen) == 2:
                note = garden / "content/posts/leaf.md"
                note.write_text(note.read_text() + "\nMore.\n")
                savers.append(threading.Thread(target=served.refresh))
                savers[0].start()
            return pages(self, bodies, rules, nodes)

        monkeypatch.setattr(SiteFiles, "search_pages", interrupted)
        with searchable(served.live) as found:
            assert found is None
        assert 2 <= len(seen) < len(served.live.pipeline.garden.nodes)
        assert "More." in served.client.get("/posts/leaf/").text


def test_an_error_of_the_theme_is_shown_as_a_page(garden: Path) -> None:
    (garden / "templates").mkdir()
    (garden / "templates/manifest.webmanifest").write_text("{{ nothing }}")
    (garden / "templates/list.html").write_text("<p>\n{% if %}")
    with serving(garden) as served:
        answer = served.client.get("/all/")
        assert answer.status_code == 500
        assert b"templates/list.html:2" in answer.content
        assert b"{% if %}" in answer.content
        assert served.client.get("/manifest.webmanifest").status_code == 500
        assert served.client.get("/posts/hub/").status_code == 200


def test_if_the_port_is_taken_the_next_one_is_used() -> None:
    first = listen("127.0.0.1", 0)
    port = first.getsockname()[1]
    second = listen("127.0.0.1", port)
    assert port < second.getsockname()[1] <= port + 50
    for each in (first, second):
        each.close()
    with pytest.raises(SiteError, match="no such host"):
        listen("no-such-host.invalid", 1313)


def test_a_file_that_became_a_link_out_of_the_garden_is_refused(garden: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (garden / "static").mkdir(exist_ok=True)
    (garden / "static/file.txt").write_text("open")
    with serving(garden) as served:
        assert served.client.get("/file.txt").text == "open"
        (garden / "static/file.txt").unlink()
        (garden / "static/file.txt").symlink_to(secret)
        for _ in range(3):  # before the watcher has reported it, and after
            answer: httpx.Response = served.client.get("/file.txt")
            assert answer.status_code == 404
            assert "secret" not in answer.text
            served.refresh()


def test_a_file_of_the_theme_that_became_a_link_out_of_it_is_refused(garden: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("secret")
    theme = garden / "static" / "theme"
    theme.mkdir(parents=True, exist_ok=True)
    for name in ("own.css", "own.svg"):
        (theme / name).write_text("open")
    with serving(garden) as served:
        addresses = [f"/{served.live.pipeline.theme.prefix}theme/{name}" for name in ("own.css", "own.svg")]
        assert [served.client.get(address).text for address in addresses] == ["open", "open"]
        for name in ("own.css", "own.svg"):
            (theme / name).unlink()
            (theme / name).symlink_to(secret)
        for _ in range(3):  # before the watcher has reported it, and after
            assert [served.client.get(address).status_code for address in addresses] == [404, 404]
            served.refresh()
