"""What kind of file a name means."""

from __future__ import annotations

import pytest

from notegarden.files.endings import is_bundle, is_note, is_source, named_language, note_path, page_name, without_ending


@pytest.mark.parametrize(
    ("path", "note", "source"),
    [
        ("a.md", True, True),
        ("a.MD", True, True),
        ("a.markdown", True, True),
        ("a.org", False, True),
        ("a.md.orig", False, True),
        ("a.md~", False, False),
        ("a.md.1", False, True),
        ("x/a.md 2", False, True),
        ("a.md (copy).txt", False, True),
        ("a.MD_old", False, True),
        ("a.md.sync-conflict-20240102-3", False, True),
        ("a.org.bak.2", False, True),
        ("notes.md/a.txt", False, False),
        ("a.mdb", False, False),
        ("a.org-chart.v2.svg", False, False),
        ("a.md.pdf", False, False),
        ("a.ipynb", False, False),
        ("a.png", False, False),
        ("amd", False, False),
    ],
)
def test_notes_and_sources_are_recognized_by_name(path: str, note: bool, source: bool) -> None:
    assert (is_note(path), is_source(path)) == (note, source)


@pytest.mark.parametrize(
    ("name", "expected"), [("a.md", "a"), ("a.b.md", "a.b"), ("a.MKDN", "a"), ("a.png", "a.png"), ("a", "a")]
)
def test_the_ending_of_a_note_is_removed(name: str, expected: str) -> None:
    assert without_ending(name) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("x/a.en.md", ("x/a.md", "en")),
        ("a.EN.md", ("a.md", "en")),
        ("a.fr.md", ("a.fr.md", "")),
        ("a.en.v2.md", ("a.md", "en")),
        ("a.de.en.md", ("a.de.md", "en")),
        (".en.md", (".en.md", "")),
        ("en.md", ("en.md", "")),
    ],
)
def test_the_language_code_in_a_file_name(file: str, expected: tuple[str, str]) -> None:
    assert named_language(file, ("en", "de")) == expected


def test_the_path_of_a_note_is_without_the_language_of_the_site() -> None:
    assert [note_path("a.en.md", ""), note_path("a.en.md", "en"), note_path("a.en.md", "de")] == [
        "a.en.md",
        "a.md",
        "a.en.md",
    ]


@pytest.mark.parametrize(
    ("path", "name", "bundle"),
    [
        ("x/index.md", "index", True),
        ("x/Index.md", "index", True),
        ("x/_Index.md", "_index", False),
        ("x/Index2.md", "Index2", False),
        ("index", "index", True),
    ],
)
def test_index_files_of_sections_and_bundles(path: str, name: str, bundle: bool) -> None:
    assert (page_name(path), is_bundle(path)) == (name, bundle)
