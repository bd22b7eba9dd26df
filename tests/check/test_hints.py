"""The fix that a finding suggests: the note or file that was probably meant, or what to do."""

from __future__ import annotations

import pytest

from notegarden.check import hints
from notegarden.check.hints import Known, Nearest, bare, hinted
from notegarden.nearest import Names
from notegarden.notes.note import Format
from notegarden.notes.problems import CODES, Problem

NOTES = {
    "posts/20240101-tokenization.md": "/posts/tokenization/",
    "posts/gardening.md": "/posts/gardening/",
    "bun/index.md": "/bun/",
    "home.md": "/home/",
}
SOURCES = {
    "/img/plan.png": "static/img/plan.png",
    "/bun/plan-b.png": "content/bun/plan-b.png",
    "/posts/near.png": "content/posts/near.png",
    "/posts/deep/near.png": "content/posts/deep/near.png",
}
KNOWN = Known(NOTES, tuple(SOURCES), SOURCES)


def hint(code: str, subject: str, path: str = "posts/a.md", known: Known = KNOWN) -> str:
    (found,) = hinted(known, [Problem.of(path, 1, 1, code, "x", subject=subject)])
    return found.hint


def usual(code: str) -> str:
    """The hint if there is no name to suggest."""
    remedy = CODES[code].remedy.removesuffix(".")
    return remedy[:1].lower() + remedy[1:]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("posts/20240101-a-note.md", "a-note"), ("20240101123456_a.md", "a"), ("2024-a.md", "2024-a"),
        ("bun/index.md", "bun"), ("bun/_index.md", "bun"), ("index.md", "index"), ("A Note.md", "a-note"),
    ],
)  # fmt: skip
def test_the_bare_name_of_a_note_is_without_folder_timestamp_and_ending(path: str, name: str) -> None:
    assert bare(path) == name


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gardenning.md", 'did you mean "gardening.md"?'),
        ("gardenning#part", 'did you mean "gardening.md"?'),
        ("tokenization", 'did you mean "20240101-tokenization.md"?'),
        ("other/bun", 'did you mean "bun"?'),
        ("https://firm.net/", "a link to another site is [text](https://firm.net/)"),
        ("nothing alike at all", usual("link-missing")),
        ("", usual("link-missing")),
    ],
)
def test_a_missing_link_target_suggests_a_similar_note(typed: str, expected: str) -> None:
    assert hint("link-missing", typed) == expected


def test_a_hint_never_suggests_what_was_written() -> None:
    known = Known({"posts/gardening.md": "/posts/gardening/", "home.md": "/home/"}, ())
    assert hint("link-missing", "gardening.md", known=known) == 'did you mean "posts/gardening.md"?'
    for typed in ("home.md", "/home.md", "/posts/gardening.md"):
        assert hint("link-missing", typed, known=known) == usual("link-missing")


def test_an_alias_of_a_vault_is_suggested_with_its_note() -> None:
    known = Known(NOTES, (), form="obsidian", aliases={"bpe": "posts/20240101-tokenization.md"})
    assert hint("link-missing", "BPE#part", known=known).endswith('write "[[posts/20240101-tokenization|BPE]]"')


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/posts/gardenning/", "did you mean /posts/gardening/?"),
        ("gardenning.md", "did you mean gardening.md?"),
        ("/posts/gardening/", usual("address-missing")),
        ("/posts/garde%6Eing?x#y", usual("address-missing")),
    ],
)
def test_a_missing_address_suggests_a_similar_page(typed: str, expected: str) -> None:
    assert hint("address-missing", typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/img/plann.png", "did you mean /img/plan.png?"),
        ("/img/plan.webp", "did you mean /img/plan.png?"),
        ("/img/plan.pdf", "put the file at static/img/plan.pdf"),
        ("/img/plan.png", "put the file at static/img/plan.png"),
        ("/else/near.png", "did you mean /posts/near.png?"),
        ("/else/plan-b.png", "put the file at static/else/plan-b.png"),
    ],
)
def test_a_missing_file_suggests_one_next_to_the_note_and_of_no_other_page(typed: str, expected: str) -> None:
    assert hint("picture-missing", typed) == expected


def test_a_file_of_the_notes_own_page_is_suggested() -> None:
    assert hint("picture-missing", "/else/plan-b.png", "bun/index.md") == "did you mean /bun/plan-b.png?"


def test_an_org_id_is_recognized_by_its_form() -> None:
    assert "export again" in hint("address-missing", "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f")
    assert hint("address-missing", "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5") == usual("address-missing")


@pytest.mark.parametrize("form", ["obsidian", "org"])
def test_a_garden_without_static_is_not_told_to_put_files_there(form: Format) -> None:
    expected = hint("picture-missing", "/none.gif", known=Known({}, (), form=form))
    assert expected == hints._WAYS[form]
    assert "static" not in expected


def test_an_existing_hint_is_kept_and_a_note_finding_gets_none() -> None:
    given = Problem.of("a.md", 1, 1, "math", "x", "as it is")
    assert hinted(KNOWN, [given]) == [given]
    assert hint("note", "") == ""


def test_a_name_is_searched_for_once_and_the_number_of_searches_per_code_is_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched: list[str] = []
    once = Names.nearest
    monkeypatch.setattr(Names, "nearest", lambda self, name: searched.append(name) or once(self, name))
    nearest: Nearest = {}
    for _ in range(2):
        hinted(KNOWN, [Problem.of("a.md", 1, 1, "link-missing", "x", subject="gardenning")] * 2, nearest)
    assert searched == ["gardenning"]
    assert nearest == {"notes": {"gardenning": "gardening"}}
    many = [Problem.of("a.md", 1, 1, "link-missing", "x", subject=f"gardenning{n}") for n in range(60)]
    hinted(KNOWN, many)
    assert len(searched) == 1 + hints._SEARCHES
