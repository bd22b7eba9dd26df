"""Which files of a site are searched for leaks, and what counts as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import write

from notegarden.check.leaks import Known, Leak, PrivateNote, leaks

ADDRESS = "anna@firm.net"


def found(root: Path, files: dict[str, str | bytes], known: Known | None = None) -> list[Leak]:
    write(root, files)
    return leaks(root, files, known or Known({}))


def what(root: Path, text: str, known: Known | None = None, file: str = "a/index.html") -> list[str]:
    return [leak.what for leak in found(root, {file: text}, known)]


@pytest.mark.parametrize(
    ("file", "searched"),
    [
        ("a/index.html", True), ("a.txt", True), ("assets/notes.txt", True), ("assets/2024/notes.txt", True),
        ("search/index.html", True), ("search-index.txt", True), ("a/search.json", True),
        ("assets/0123456789ab/theme/site.css", False), ("assets/cards/x.svg", False), ("search-index/ab.bin", False),
        ("search.json", False), ("graph.json", False), ("sw.js", False),
    ],
)  # fmt: skip
def test_every_file_is_searched_except_those_made_from_searched_pages(
    tmp_path: Path, file: str, searched: bool
) -> None:
    assert bool(found(tmp_path, {file: ADDRESS})) is searched


def test_a_file_of_the_garden_is_searched_in_any_folder(tmp_path: Path) -> None:
    for file in ("assets/cards/x.svg", "graph.json"):
        assert found(tmp_path, {file: ADDRESS}, Known({}, sources={file: Path("x")}))


def test_a_leak_has_the_line_of_the_notes_source(tmp_path: Path) -> None:
    known = Known({"a/index.html": ("posts/a.md", f"one\n\nAsk &#97;nna@firm.net\n{ADDRESS}\n")})
    (leak,) = found(tmp_path, {"a/index.html": f"<p>Ask {ADDRESS}</p>"}, known)
    assert (leak.kind, leak.path, leak.line) == ("email", "posts/a.md", 4)


def test_a_leak_that_is_on_no_line_of_the_source_has_no_line(tmp_path: Path) -> None:
    (leak,) = found(tmp_path, {"a/index.html": ADDRESS}, Known({"a/index.html": ("a.md", "words")}))
    assert (leak.path, leak.line) == ("a.md", 0)


def test_a_leak_in_a_page_and_its_copy_is_reported_once(tmp_path: Path) -> None:
    known = Known(dict.fromkeys(("a/index.md", "a/index.html"), ("a.md", ADDRESS)))
    files: dict[str, str | bytes] = dict.fromkeys(("a/index.html", "a/index.md", "other.txt"), ADDRESS)
    places = [(leak.file, leak.path) for leak in found(tmp_path, files, known)]
    assert places == [("a/index.html", "a.md"), ("other.txt", "")]


def test_an_allowed_address_is_not_a_finding(tmp_path: Path) -> None:
    known = Known({}, allowed=frozenset({ADDRESS}))
    assert what(tmp_path, "Anna@Firm.net bob@firm.net", known) == ["an e-mail address: bob@firm.net"]


@pytest.mark.parametrize(
    ("page", "is_found"),
    [
        (f'<a href="mailto:{ADDRESS}">', True), ("<p>anna@<b>firm</b>.net</p>", True),
        ("<p>anna&#64;firm.net</p>", True), (f"<script>'{ADDRESS}'</script>", False), (f"<!-- {ADDRESS} -->", True),
    ],
)  # fmt: skip
def test_attributes_of_a_page_are_searched_and_tags_and_scripts_are_not(
    tmp_path: Path, page: str, is_found: bool
) -> None:
    assert (f"an e-mail address: {ADDRESS}" in what(tmp_path, page)) is is_found


def test_comments_by_an_author_are_found_only_in_a_page(tmp_path: Path) -> None:
    page = "<!-- to do:\n ask --><!-- more --><!--listend--><!-- --><!-- open"
    assert what(tmp_path, page) == ["a comment is published: to do: ask"]
    assert what(tmp_path, page, file="a.txt") == []


def test_a_name_is_found_as_whole_words_in_any_case(tmp_path: Path) -> None:
    known = Known({}, unpublished=("Project Nightjar",))
    for text, number in (("PROJECT_nightjar", 1), ("project nightjars", 0), ("subproject nightjar", 0)):
        assert len(what(tmp_path, text, known)) == number, text


def test_a_common_word_is_a_name_only_where_the_note_links_to_it(tmp_path: Path) -> None:
    known = Known({"a.html": ("a.md", "x"), "b.html": ("b.md", "x")}, linked={"a.md": ("Resignation",)})
    files: dict[str, str | bytes] = {"a.html": "resignation", "b.html": "resignation"}
    assert [leak.file for leak in found(tmp_path, files, known)] == ["a.html"]


@pytest.mark.parametrize(
    ("data", "is_found"),
    [
        (ADDRESS.encode("utf-16"), True), (ADDRESS.encode() + b"\0", False), (b"%PDF-" + ADDRESS.encode(), False),
        (b"\xff " + ADDRESS.encode(), True), (b" " * 9000 + ADDRESS.encode(), True), (b"", False),
    ],
)  # fmt: skip
def test_text_is_searched_in_any_encoding(tmp_path: Path, data: bytes, is_found: bool) -> None:
    assert bool(found(tmp_path, {"a.dat": data})) is is_found


def test_private_notes_have_their_reason_and_unlinked_files_their_name(tmp_path: Path) -> None:
    pages = {"a/index.md": ("a.md", ""), "a/index.html": ("a.md", "")}
    known = Known(pages, private=(PrivateNote("a.md", "the note is private"),), unlinked=("b.txt",))
    assert [(leak.kind, leak.file, leak.path) for leak in found(tmp_path, {}, known)] == [
        ("private", "a/index.html", "a.md"), ("unlinked", "b.txt", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<p>これは夜鷹計画です。</p>", "夜鷹計画"), ("<p>see project-nightjar/</p>", "Project Nightjar"),
        ("<p>Project\u00a0Nightjar</p>", "Project Nightjar"), ("<p>Ada\u2019s Plan</p>", "Ada's Plan"),
        ("<p>Pro<b>ject Night</b>jar</p>", "Project Nightjar"), ("<p>Project_Nightjar.zip</p>", "Project Nightjar"),
        ('<img alt="PROJECT  NIGHTJAR">', "Project Nightjar"), ("<p>Project Nightjars</p>", ""),
        ("<p>reproject</p>", ""),
    ],
)  # fmt: skip
def test_a_private_word_is_found_in_any_spelling(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    reported = leaks(tmp_path, ["a.html"], Known({}, words=("夜鷹計画", "Project Nightjar", "Ada's Plan")))
    assert [leak.what for leak in reported] == ([f"a private word: {word}"] if word else [])
