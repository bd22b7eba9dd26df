"""The search index, by what a search finds in it: a real browser asks, through the theme's own module."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import stat
import threading
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from notegarden.search import index, pagefind
from notegarden.search.index import SearchReport, document, update_search

THEME = Path(__file__).parents[2] / "static" / "theme"
BASE = "/sub/path/"
TEXTS = {
    "/posts/lexers/": (
        "Lexers",
        '<h2 id="tokens">Tokens</h2><p>A lexer yields tokens, in C++ and kube-proxy.</p>',
    ),
    "/posts/parsers/": ("Parsers", "<p>A parser makes <em>trees</em> of <a href='/x/'>to</a>kens.</p>"),
    "/posts/%C3%A9t%C3%A9/": ("Été", "<p>Les cigales chantent.</p>"),
    "/posts/zh/": ("机器学习", "<p>深度学习模型的训练与推理。</p>"),
}


class Garden:
    """Pages with their texts, an output folder and a state folder."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "served"
        self.output = self.site / BASE.strip("/")
        self.state = folder / "state"
        self.texts = dict(TEXTS)
        self.asked: list[str] = []

    def update(self, **options: Any) -> SearchReport:
        self.asked.clear()
        pages = {
            address: (blake2b(f"{title}{body}".encode()).hexdigest(), functools.partial(self.document, address))
            for address, (title, body) in self.texts.items()
        }
        return update_search(pages, output=self.output, state=self.state, language="en", base_path=BASE, **options)

    def document(self, address: str) -> bytes:
        self.asked.append(address)
        title, body = self.texts[address]
        return document(title, body, ["A & B"] if address == "/posts/lexers/" else [])

    def fill(self, count: int) -> None:
        self.texts.update({f"/posts/n{n}/": (f"Note {n}", f"<p>Filler, number{n}.</p>") for n in range(count)})

    @property
    def lists(self) -> dict[str, Any]:
        return json.loads((self.output / "index.json").read_bytes())

    def folders(self) -> list[str]:
        return sorted(path.name for path in self.output.iterdir() if path.is_dir())


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    return Garden(tmp_path)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """A test's log is for what went wrong."""


@pytest.fixture
def page(garden: Garden, browser: Any) -> Iterator[Page]:
    garden.output.mkdir(parents=True, exist_ok=True)
    (garden.output / "theme").symlink_to(THEME)
    (garden.output / "index.html").write_text(f'<!doctype html><html lang="en" data-home="{BASE}"><title>x</title>')
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(garden.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}{BASE}")
    yield page
    context.close()
    server.shutdown()
    server.server_close()


def found(page: Page, query: str) -> dict[str, list[str]]:
    """Address → sections' addresses, for each note found, after a reload."""
    page.reload()
    script = """async ([base, query]) => {
      const { search } = await import(base + "theme/search-index.js");
      const answer = await search(query);
      return (await answer.next(50)).map((note) => [note.url, note.sections.map((section) => section.url)]);
    }"""
    return {url.removeprefix(BASE.rstrip("/")): sections for url, sections in page.evaluate(script, [BASE, query])}


@pytest.mark.browser
def test_everything_is_found(garden: Garden, page: Page) -> None:
    assert garden.update().action == "full"
    assert found(page, "tokens") == {
        "/posts/lexers/": [f"{BASE}posts/lexers/#tokens"],
        "/posts/parsers/": [],
    }
    assert list(found(page, "C++")) == ["/posts/lexers/"]
    assert list(found(page, "kube-proxy")) == ["/posts/lexers/"]
    assert list(found(page, "cigales")) == ["/posts/%C3%A9t%C3%A9/"]
    assert list(found(page, "学习模型")) == ["/posts/zh/"]
    script = f'async () => (await import("{BASE}theme/search-index.js")).allTags()'
    assert page.evaluate(script) == {"A & B": 1}


@pytest.mark.browser
@pytest.mark.parametrize("part", [4000, 10])
def test_an_increment_answers_for_what_changed(
    garden: Garden, page: Page, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PART", part)
    garden.fill(16)
    garden.update()
    assert garden.folders() == ["pagefind", *(["pagefind-part2"] if part == 10 else []), "theme"]
    garden.texts["/posts/lexers/"] = ("Lexers", "<p>Of zebras.</p>")
    garden.texts["/posts/new/"] = ("New", "<p>A zebra, newly written.</p>")
    del garden.texts["/posts/parsers/"]
    assert garden.update().action == "increment"
    assert garden.asked == ["/posts/lexers/", "/posts/new/"]
    assert garden.lists["stale"] == [f"{BASE}posts/lexers/", f"{BASE}posts/parsers/"]
    assert found(page, "tokens") == {}
    assert set(found(page, "zebra")) == {"/posts/lexers/", "/posts/new/"}
    assert len(found(page, "filler")) == 16


@pytest.mark.browser
def test_the_beginning_of_a_word_is_not_the_word(garden: Garden, page: Page) -> None:
    garden.fill(16)
    garden.texts["/posts/z/"] = ("Z", "<p>An axis, z, looked at from ahead.</p>")
    garden.update()
    garden.texts["/posts/new/"] = ("New", "<p>A axis, newly written.</p>")
    assert garden.update().action == "increment"
    assert list(found(page, "axis ahead")) == ["/posts/z/"]  # the increment has "a", but not "ahead"
    assert found(page, "zebra") == {}
    assert list(found(page, "looking")) == ["/posts/z/"]  # stemmed: "looked"


@pytest.mark.browser
def test_what_is_called_so_and_what_says_so_come_first(garden: Garden, page: Page) -> None:
    garden.fill(16)
    garden.texts["/posts/often/"] = ("Sqlite and SQLAlchemy", "<p>Sqlite, sqlite; sql, sql.</p>" * 20)
    garden.texts["/posts/sql/"] = ("SQL", "<p>A language.</p>")
    garden.texts["/posts/scattered/"] = ("Ahead, one writes", "<p>Write, and then look ahead.</p>" * 9)
    garden.texts["/posts/said/"] = (
        "Disks",
        "<p>Many things.</p>" * 30 + '<h2 id="log">Log</h2><p>A write ahead log.</p><h2 id="more">More</h2><p>Log.</p>',
    )
    garden.update()
    assert list(found(page, "sql")) == ["/posts/sql/", "/posts/often/"]
    assert list(found(page, "write ahead")) == ["/posts/said/", "/posts/scattered/"]
    assert found(page, "write ahead")["/posts/said/"] == [f"{BASE}posts/said/#log"]


@pytest.mark.browser
def test_where_no_note_has_all_words_some_will_do(garden: Garden, page: Page) -> None:
    garden.update()
    assert list(found(page, "cigales lexer")) == ["/posts/%C3%A9t%C3%A9/"]
    assert list(found(page, "a parser makes zebras")) == ["/posts/parsers/"]
    script = f'async (query) => (await (await import("{BASE}theme/search-index.js")).search(query)).isPart'
    assert page.evaluate(script, "cigales lexer") is True
    assert page.evaluate(script, "lexer yields") is False


@pytest.mark.browser
def test_beside_other_work_one_small_part_after_the_other_is_made(
    garden: Garden, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_GENTLE_PART", 8)
    running = most = 0

    class Counted(pagefind.Indexer):
        def __init__(self, language: str, *, gently: bool) -> None:
            nonlocal running, most
            assert gently
            super().__init__(language, gently=gently)
            running += 1
            most = max(most, running)

        def close(self) -> None:
            nonlocal running
            super().close()
            running -= 1

    monkeypatch.setattr(index, "Indexer", Counted)
    garden.fill(16)
    garden.update(gently=True)
    assert most == 1, "one process at a time"
    assert len([folder for folder in garden.folders() if folder.startswith("pagefind")]) == 3
    assert len(found(page, "filler")) == 16


def test_nothing_changed_runs_nothing(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    garden.update()
    monkeypatch.setattr(pagefind, "executable", lambda: pytest.fail("the indexer was started"))
    assert garden.update().action == "kept"
    assert garden.asked == []
    del garden.texts["/posts/zh/"]
    assert garden.update().action == "kept"
    assert garden.lists["stale"] == [f"{BASE}posts/zh/"]


def test_an_edit_taken_back_drops_the_increment(garden: Garden) -> None:
    garden.update()
    before = garden.lists
    garden.texts["/posts/zh/"] = ("Other", "<p>Other</p>")
    assert garden.update().action == "increment"
    assert garden.folders() == ["pagefind", "pagefind-1"]
    garden.texts = dict(TEXTS)
    assert garden.update().action == "increment"
    assert garden.folders() == ["pagefind"]
    assert garden.lists == before
    assert garden.update().action == "kept"


def test_a_grown_increment_is_folded_in(garden: Garden) -> None:
    garden.update()
    garden.fill(20)
    assert garden.update().action == "increment"
    garden.fill(21)
    report = garden.update()
    assert (report.action, report.indexed, report.total) == ("full", 25, 25)
    assert garden.folders() == ["pagefind"]
    assert garden.lists["stale"] == []


def test_equal_pages_make_equal_indexes(garden: Garden, tmp_path: Path) -> None:
    garden.fill(30)
    garden.update()
    other = Garden(tmp_path / "other")
    other.texts = dict(reversed(garden.texts.items()))
    other.update()
    files = [
        {p.relative_to(g.output): p.read_bytes() for p in g.output.rglob("*") if p.is_file()} for g in (garden, other)
    ]
    assert files[0] == files[1]


@pytest.mark.parametrize("damage", ["index", "state", "increment", "language", "forced"])
def test_what_cannot_be_trusted_is_made_anew(garden: Garden, damage: str) -> None:
    garden.update()
    garden.texts["/posts/new/"] = ("New", "<p>New</p>")
    garden.update()
    if damage == "index":
        shutil.rmtree(garden.output / "pagefind")
    elif damage == "increment":
        (garden.output / "pagefind-1" / "pagefind-entry.json").write_text("{")
    elif damage == "state":
        (garden.state / "index.msgpack").write_bytes(b"\x93nonsense")
    elif damage == "language":
        path = garden.state / "index.msgpack"
        path.write_bytes(path.read_bytes().replace(b" en", b" de"))
    assert garden.update(force_full=damage == "forced").action == "full"
    assert garden.folders() == ["pagefind"]


def test_only_what_is_used_is_written(garden: Garden) -> None:
    garden.update()
    names = {path.name for path in (garden.output / "pagefind").iterdir() if path.is_file()}
    assert {name for name in names if not name.endswith(".pf_meta")} == {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "wasm.en.pagefind",
    }


def test_lists_for_an_empty_query(garden: Garden) -> None:
    garden.update(recent=[{"url": "/a/", "title": "A"}], tags=[{"url": "/t/", "title": "T", "count": 3}])
    assert garden.lists["recent"] == [{"url": "/a/", "title": "A"}]
    assert garden.lists["tags"] == [{"url": "/t/", "title": "T", "count": 3}]


def test_a_garden_without_pages(garden: Garden) -> None:
    garden.texts = {}
    assert garden.update().action == "full"
    assert garden.update().action == "kept"
    assert (garden.output / "pagefind" / "pagefind.js").is_file()


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("exit 3", "ended before the index was made"),
        ("printf 'bm9uc2Vuc2U=,'; cat >/dev/null", "makes no sense"),
        (
            "printf 'eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyBzcGFjZSJ9fQ==,'; cat >/dev/null",
            "no space",
        ),
        ("cat >/dev/null", "has not finished"),
    ],
)
def test_a_broken_indexer_is_a_problem_and_leaves_the_old_index(
    garden: Garden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, expected: str
) -> None:
    garden.update()
    before = {p: p.read_bytes() for p in garden.output.rglob("*") if p.is_file()}
    broken = script(tmp_path / "broken", program)
    monkeypatch.setattr(pagefind, "executable", lambda: broken)
    monkeypatch.setattr(pagefind, "PATIENCE", 1.0)
    garden.texts["/posts/new/"] = ("New", "<p>New</p>")
    report = garden.update()
    assert report.action == "failed"
    assert expected in report.problem
    assert {p: p.read_bytes() for p in garden.output.rglob("*") if p.is_file()} == before
    monkeypatch.undo()
    assert garden.update().action == "increment"


def test_no_indexer_is_a_problem(garden: Garden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "executable", lambda: tmp_path / "absent")
    report = garden.update()
    assert (report.action, list(garden.output.rglob("*"))) == ("failed", [])
    assert "does not run" in report.problem


def test_an_excerpt_has_no_footnote_numbers() -> None:
    body = (
        '<p>Said before;<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup> and x'
        '<sup>2</sup>.</p><li id="fn:1">\n<p>By him.&#160;<a href="#fnref:1" class="footnote-backref">↩︎</a></p></li>'
    )
    words = re.sub("<[^>]+>", " ", document("A", body).decode()).split()
    assert " ".join(words) == "A Said before; and x2. By him."


def test_a_document_is_slim() -> None:
    body = (
        '<h2 id="a"><span class="todo">TODO</span> Head<a class="anchor" href="#a">#</a></h2><p class="x">Some '
        '<a href="/y/" title="a > b">link</a>ed <code>co</code>de<!-- note --></p><style>p { }</style>'
        "<math><mi>x</mi></math><ul><li>one</li><li>two</li></ul>"
    )
    assert document('A "title" & more', body, ["T<1>"]).decode() == (
        "<html><body data-pagefind-body><h1>A &quot;title&quot; &amp; more</h1>"
        '<div data-pagefind-ignore><i data-pagefind-filter="tag">T&lt;1&gt;</i></div>'
        '<h2 id="a">TODO Head </h2><p class="x">Some linked code </p>  <ul><li>one</li><li>two</li></ul></body></html>'
    )
