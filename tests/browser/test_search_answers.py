"""What a search finds, and in which order: a real browser runs the theme's own modules."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from notegarden.search import words
from notegarden.search.document import Document
from notegarden.search.index import update_search

pytestmark = pytest.mark.browser
THEME = Path(__file__).parents[2] / "static" / "theme"
BASE = "/sub/path/"
TEXTS = {
    "lexers": ("Lexers", '<h2 id="tokens">Tokens</h2><p>A lexer yields tokens, in C++ and kube-proxy.</p>'),
    "parsers": ("Parsers", "<p>A parser makes <em>trees</em> of <a href='/x/'>to</a>kens.</p>"),
    "été": ("Été", "<p>Les cigales chantent.</p>"),
    "zh": ("机器学习", "<p>深度学习模型的训练与推理。</p>"),
}


class Garden:
    """Notes by the last part of their address, served with their pages and an index below BASE."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "served"
        self.output = self.site / BASE.strip("/")
        self.documents: dict[str, Document] = {}
        for name, (title, html) in TEXTS.items():
            self.write(name, title, html)

    def write(self, name: str, title: str, html: str, *tags: str, aliases: tuple[str, ...] = ()) -> None:
        self.documents[name] = Document(title, html, tags, aliases)

    def fill(self, count: int) -> None:
        for number in range(count):
            self.write(f"n{number}", f"Note {number}", f"<p>Filler, number{number}.</p>")

    def update(self) -> None:
        pages = {}
        for name, document in self.documents.items():
            address = f"/posts/{name}/"
            pages[address] = (repr(document), functools.partial(self.documents.__getitem__, name))
            page = self.output / address.strip("/") / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f'<meta charset="utf-8"><h1>{document.title}</h1><div data-note-body>{document.html}</div>')
        report = update_search(pages, output=self.output, state=self.site / "state", language="en")
        assert report.problem == ""


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    return Garden(tmp_path)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """A test's log is for failures."""


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


def answer(page: Page, query: str, *tags: str) -> dict[str, Any]:
    """The whole answer with its notes; `notes` are [{url, title, excerpt, sections, others}]."""
    page.reload()
    script = """async ([base, query, tags]) => {
      const { search } = await import(base + "theme/search-index.js");
      const answer = await search(query, tags);
      const notes = await answer.next(50);
      await Promise.all(notes.map((note) => note.fill()));
      return { ...answer, notes };
    }"""
    found: dict[str, Any] = page.evaluate(script, [BASE, query, tags])
    for note in found["notes"]:
        note["name"] = page.evaluate("(url) => decodeURI(url)", note["url"]).rstrip("/").rpartition("/")[2]
    return found


def found(page: Page, query: str, *tags: str) -> list[str]:
    return [note["name"] for note in answer(page, query, *tags)["notes"]]


def sections(page: Page, query: str) -> dict[str, list[str]]:
    return {note["name"]: [part["title"] for part in note["sections"]] for note in answer(page, query)["notes"]}


def marks(page: Page, query: str) -> list[str]:
    notes = answer(page, query)["notes"]
    runs = [run for note in notes for part in (note, *note["sections"]) for run in part["excerpt"]]
    return [run["text"] for run in runs if run["marked"]]


def test_all_kinds_of_words_are_found(garden: Garden, page: Page) -> None:
    garden.update()
    assert sections(page, "tokens") == {"lexers": ["Tokens"], "parsers": []}
    assert found(page, "C++") == ["lexers"]
    assert found(page, "kube-proxy") == ["lexers"]
    assert found(page, "proxy") == ["lexers"]
    assert found(page, "cigales") == ["été"]
    assert found(page, "ete") == ["été"]
    assert found(page, "学习模型") == ["zh"]
    assert found(page, "器学习") == ["zh"]
    assert found(page, "习型") == []
    assert found(page, "理") == ["zh"]  # the last character of a run


def test_words_written_as_one_or_as_two_and_without_accents_are_the_same(garden: Garden, page: Page) -> None:
    garden.write("router", "Router", "<p>The Wi-Fi is slow. Send an e-mail to O'Reilly.</p>")
    garden.write("film", "Time-Lapse Maker", "<p>Makes films.</p>")
    garden.write("sport", "Sport", "<p>Der Fußball.</p>")
    garden.write("cours", "Lecture", "<p>On parle de l'apprentissage et de l’école.</p>")
    garden.update()
    for query, name in {
        "wifi": "router", "wi-fi": "router", "email": "router", "oreilly": "router", "o’reilly": "router",
        "timelapse": "film", "time-lapse": "film", "fussball": "sport", "FUSSBALL": "sport", "ecole": "cours",
        "école": "cours", "l'école": "cours", "apprentissage": "cours",
    }.items():  # fmt: skip
        assert found(page, query) == [name], query
        if query != "timelapse":
            assert marks(page, query) or name == "film", query


def test_a_line_break_within_text_without_spaces_separates_no_word(garden: Garden, page: Page) -> None:
    garden.write("ja", "Ja", "<p>これは\n日本<em>語</em>です。</p>\n<p>東</p>\n<p>京</p><p>two\nlines</p>")
    garden.update()
    assert found(page, "これは日本語") == ["ja"]
    assert marks(page, "これは日本語") == ["これは日本語"]
    assert found(page, "東京") == []
    assert found(page, "twolines") == []


def test_forms_of_a_word_are_found(garden: Garden, page: Page) -> None:
    garden.fill(16)
    garden.write("z", "Z", "<p>An axis, z, looked at from ahead: some studies.</p>")
    garden.update()
    assert found(page, "axis ahead") == ["z"]
    assert found(page, "zebra") == []
    assert found(page, "looking") == ["z"]
    assert found(page, "study") == ["z"]
    assert marks(page, "looking") == ["looked"]


def test_notes_with_the_words_in_their_title_come_before_those_with_the_words_in_their_text(
    garden: Garden, page: Page
) -> None:
    garden.fill(16)
    garden.write("often", "Sqlite and SQLAlchemy", "<p>Sqlite, sqlite; sql, sql.</p>" * 20)
    garden.write("sql", "SQL", "<p>A language.</p>")
    garden.write("scattered", "Ahead, one writes", "<p>Write, and then look ahead.</p>" * 9)
    garden.write(
        "said",
        "Disks",
        "<p>Many things.</p>" * 30 + '<h2 id="log">Log</h2><p>A write ahead log.</p><h2 id="more">More</h2><p>Log.</p>',
    )
    garden.write("logs", "Logs", "<p>Log log log.</p>" * 20)
    garden.update()
    assert found(page, "sql") == ["sql", "often"]
    assert found(page, "write ahead log")[0] == "said"
    assert sections(page, "write ahead")["said"] == ["Log"]


def test_a_note_whose_title_alias_or_heading_is_the_query_is_first(garden: Garden, page: Page) -> None:
    garden.fill(16)
    garden.write("much", "Web servers and web browsers", "<p>A web server is a server on the web.</p>" * 20)
    garden.write("server", "Web server", "<p>Serves.</p>")
    garden.write("cpp", "Cpp", "<p>A language.</p>", aliases=("c++",))
    garden.write("c", "Compilers", "<p>Of C++, C++ and C++.</p>")
    garden.write("handshakes", "TCP and its handshakes", "<p>TCP handshake, TCP handshake.</p>" * 9)
    garden.write("net", "Networks", '<p>Long.</p><h2 id="h">TCP handshake</h2><p>Three steps.</p>')
    garden.update()
    assert found(page, "web server")[0] == "server"
    assert found(page, "Web Servers")[0] == "server"
    assert found(page, "c++")[0] == "cpp"
    assert found(page, "tcp handshake")[0] == "net"


def test_sections_with_more_of_the_words_come_first(garden: Garden, page: Page) -> None:
    headings = ["One", "Two", "Three", "Four", "VACUUM"]
    parts = "".join(f'<h2 id="{each}">{each}</h2><p>Postgres, postgres, postgres.</p>' for each in headings)
    garden.write("pg", "Databases", parts)
    garden.update()
    (note,) = answer(page, "postgres vacuum")["notes"]
    assert note["sections"][0]["title"] == "VACUUM"
    assert (len(note["sections"]), note["others"]) == (3, 2)


def test_quotation_marks_require_consecutive_words(garden: Garden, page: Page) -> None:
    garden.write("row", "Row", "<p>The state of the art is here.</p>")
    garden.write("apart", "Apart", "<p>The state is no art at all; a part of the state, in art.</p>")
    garden.write("other", "Other", "<p>An art of the state.</p>")
    garden.update()
    assert found(page, '"state of the art"') == ["row"]
    assert found(page, '"art of the state"') == ["other"]
    assert {*found(page, "“of the state”")} == {"apart", "other"}
    loosely = found(page, "state of the art")  # function words between the others do not count
    assert {*loosely} == {"row", "apart", "other"}
    assert loosely[-1] == "other"


def test_if_no_note_has_all_words_notes_with_some_are_found(garden: Garden, page: Page) -> None:
    garden.update()
    assert found(page, "cigales lexer") == ["été"]
    assert found(page, "a parser makes zebras") == ["parsers"]
    assert answer(page, "cigales lexer")["isPart"] is True
    assert answer(page, "lexer yields")["isPart"] is False


def test_one_character_finds_titles(garden: Garden, page: Page) -> None:
    garden.write("c", "C", "<p>A language.</p>")
    garden.write("cpp", "Cpp", "<p>A language.</p>")
    garden.write("css", "Styles", "<p>Of c, cascades, clauses.</p>")
    garden.update()
    assert found(page, "c")[:2] == ["c", "css"]
    assert "cpp" in found(page, "c")
    assert found(page, "l") == ["lexers"]


def test_a_prefix_finds_longer_words(garden: Garden, page: Page) -> None:
    garden.update()
    assert {*found(page, "pars")} == {"parsers"}
    assert found(page, "lexer yie") == ["lexers"]
    assert found(page, "tok yields") == ["lexers"]


def test_a_typing_error_suggests_the_nearest_titles(garden: Garden, page: Page) -> None:
    garden.write("pg", "PostgreSQL", "<p>A database.</p>")
    garden.update()
    for query in ("posgresql", "postgersql", "opstgresql"):
        near = answer(page, query)
        assert near["isNear"], query
        assert [note["name"] for note in near["notes"]] == ["pg"]
    assert found(page, "qwxyz") == []


def test_a_typing_error_in_one_of_several_words_finds_the_note_with_the_others(garden: Garden, page: Page) -> None:
    garden.write("ml", "Machine Learning", "<p>Models.</p>")
    garden.write("mach", "Mach", "<p>A kernel.</p>")
    garden.write("deep", "Deep Learning", "<p>Learning learning learning, of machines and of a machine.</p>")
    garden.write("pg", "PostgreSQL", "<p>A database.</p>")
    for number in range(4):
        garden.write(f"l{number}", f"Learning {number}", "<p>Learning, learning and learning.</p>")
    garden.update()
    for query in ("machne learning", "machin elearning", "learning machne", "mahcine lerning", "machine learnng"):
        assert found(page, query)[:1] == ["ml"], query
    near = answer(page, "machne learning")
    assert near["isPart"], "no note has the words as they are typed"
    assert not near["isNear"]
    assert "l0" in found(page, "xyzzyq learning")
    assert found(page, '"machne learning"') == []


def test_a_typing_error_finds_the_right_note_even_if_another_has_the_stem(garden: Garden, page: Page) -> None:
    garden.write("ml", "Machine Learning", "<p>Models.</p>")
    garden.write("mach", "Mach", "<p>A kernel, and what there is to learning of it.</p>")
    garden.write("pt", "Parsing Tables", "<p>States.</p>")
    garden.write("pars", "Pars", "<p>A pars has tables.</p>")
    garden.write("link", "Link notes", "<p>How to link them: notes link to notes.</p>")
    garden.write("linker", "Linker", "<p>Linker notes of the linker.</p>")
    garden.update()
    assert found(page, "machne learning") == ["ml", "mach"]
    assert found(page, "parsng tables")[0] == "pt"
    assert found(page, "linked notes")[0] == "link", "another form of an indexed word is no typing error"


def test_tags_narrow_the_results(garden: Garden, page: Page) -> None:
    garden.write("lexers", *TEXTS["lexers"], "A & B", "Tools")
    garden.write("parsers", *TEXTS["parsers"], "Tools")
    garden.update()
    assert page.evaluate(f'async () => (await import("{BASE}theme/search-index.js")).allTags()') == {
        "A & B": 1,
        "Tools": 2,
    }
    assert {*found(page, "tokens", "Tools")} == {"lexers", "parsers"}
    assert found(page, "tokens", "Tools", "A & B") == ["lexers"]
    assert found(page, "tokens", "None") == []


def test_titles_are_found_without_the_index_of_words(garden: Garden, page: Page) -> None:
    garden.fill(16)
    garden.update()
    listed = json.loads((garden.output / "search.json").read_bytes())
    for name in listed["parts"][0]["files"]:
        (garden.output / "search-index" / f"{name}.bin").unlink()
    page.reload()
    script = f'async (query) => (await import("{BASE}theme/search-index.js")).searchTitles(query)'
    assert [note["title"] for note in page.evaluate(script, "lex")] == ["Lexers"]
    assert page.evaluate(script, "note 1")[0]["title"] == "Note 1"


def test_an_excerpt_has_no_footnote_numbers_and_no_script(garden: Garden, page: Page) -> None:
    garden.write(
        "notes",
        "Notes",
        '<p>Said before;<sup id="fnref:1"><a href="#fn:1">1</a></sup> and <b>zeb</b>ra<sup>2</sup>.</p><style>p { }'
        '</style><math><mi>x</mi></math><ul><li>one</li><li>two</li></ul><p>By him.&#160;<a class="footnote-backref" '
        'href="#fnref:1">↩︎</a></p>',
    )
    garden.update()
    (note,) = answer(page, "zebra")["notes"]
    assert "".join(run["text"] for run in note["excerpt"]) == "Said before; and zebra2. one two By him."


def test_the_browser_splits_words_as_the_index_does(page: Page) -> None:
    texts = [
        "Time-Lapse Wi-Fi O'Reilly l’école don't node_modules node.js x86_64 3.14 e-mail… C++ C# --end",
        "Fußball Ærø œuvre naïve nai\u0308ve ﬁle ΟΔΟΣ ὁδός йод ёж Łódź İstanbul ısı Ｐｙｔｈｏｎ",
        "हिन्दी 한국어 機械学習は データベース ภาษาไทย Python入門 a学b שָׁלוֹם مُحَمَّد 𠮷野家 ½ ² ①",
    ]
    texts += [
        each.read_text(encoding="utf-8") for each in sorted((Path(__file__).parents[2] / "content").rglob("*.md"))
    ]
    script = """async ([base, texts]) => {
      const { writtenWords, token, number } = await import(base + "theme/search-words.js");
      const answers = texts.map((text) => writtenWords(text).map(([written]) => {
        const { parts, joined, ends } = token(written);
        return [written, parts, joined, ends, parts.map(number)];
      }));
      return JSON.stringify(answers); // one string is carried over much faster than as many values
    }"""
    theirs = json.loads(page.evaluate(script, [BASE, texts]))
    for text, each in zip(texts, theirs, strict=True):
        ours = []
        for written in words.written_words(text):
            token = words.token(written)
            numbers = [*map(words.number, token.parts)]
            ours.append([written, [*token.parts], token.joined, [*token.ends], numbers])
        assert each == ours
