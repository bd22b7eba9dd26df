"""Which finding a link gives by its target, and which links give none."""

from __future__ import annotations

from typing import Any

import pytest

from notegarden.garden.link_problems import link_problem
from notegarden.garden.resolve import Ambiguous, Found, Missing, Resolved
from notegarden.notes.note import FrontMatter, Link, LinkKind, Note
from notegarden.notes.problems import Problem
from notegarden.notes.shape import Shape

NOTE = Note("here.md", FrontMatter(), "Here", ids=("own-heading",))


def problem(target: str, kind: LinkKind, answer: Resolved, **more: Any) -> Problem | None:
    def ids(path: str) -> tuple[str, ...]:
        return NOTE.ids if path == NOTE.path else ("there-heading", "far")

    return link_problem(Link(target, kind, 3, 7, **more), answer, NOTE, ids, "/address-of/{}".format)


def code(target: str, kind: LinkKind, answer: Resolved, **more: Any) -> str | None:
    found = problem(target, kind, answer, **more)
    return found.code if found is not None else None


def test_a_finding_has_the_link_s_place_and_its_target_as_typed() -> None:
    found = problem("x.md", "relref", Missing())
    assert found is not None
    assert (found.path, found.line, found.column, found.severity) == ("here.md", 3, 7, "error")
    assert (found.subject, found.message.startswith('relref "x.md" ')) == ("x.md", True)


@pytest.mark.parametrize(
    ("target", "kind", "expected"),
    [
        ("x.md", "relref", "link-missing"),
        ("x", "wikilink", "link-missing"),
        ("x.pdf", "wikilink", "file-missing"),
        ("https://a.org/x.pdf", "wikilink", "link-missing"),
        ("x", "embed", "link-missing"),
        ("id:1", "embed", "id-missing"),
        ("id:1", "name", "id-missing"),
        ("file:a", "file", "file-missing"),
        ("/a.pdf", "markdown", "file-missing"),
        ("/a/", "markdown", "address-missing"),
        ("a", "tag", None),
        ("@k", "cite", None),
    ],
)
def test_a_link_without_target_is_reported_by_its_kind(target: str, kind: LinkKind, expected: str | None) -> None:
    assert code(target, kind, Missing()) == expected


def test_a_missing_file_is_identified_by_its_address_so_two_links_to_it_are_one_finding() -> None:
    found = problem("a.pdf", "markdown", Missing())
    assert found is not None
    assert found.subject == "/address-of/a.pdf"


def test_a_link_to_an_unpublished_note_is_reported_even_for_a_tag() -> None:
    for kind in ("relref", "tag", "name"):
        found = problem("d", kind, Missing(draft="d.md"))
        assert found is not None
        assert (found.code, found.subject) == ("link-draft", "d.md")
        assert found.message.endswith(" d.md")
    found = problem("/a.png", "markdown", Missing(draft="/b/a.png"))
    assert found is not None
    assert found.message.endswith(" /b/a.png")
    assert code("d", "cite", Missing(draft="d.md")) is None
    assert code("id:1", "embed", Missing(draft="d.md"), shape=Shape(inside="h")) == "org-unpublished"


def test_an_ambiguous_link_names_four_candidates_at_most() -> None:
    found = problem("x", "relref", Ambiguous(("1.md", "2.md", "3.md", "4.md", "5.md")))
    assert found is not None
    assert found.code == "link-ambiguous"
    assert found.message.endswith(" 1.md, 2.md, 3.md, 4.md")


@pytest.mark.parametrize(
    ("kind", "path", "way"),
    [
        ("wikilink", "a/x y.md", 'write "a/x y"'),
        ("wikilink", "x.md", 'write "/x"'),
        ("mdlink", "a/x y.md", 'write "a/x%20y.md"'),
    ],
)
def test_an_ambiguous_file_link_suggests_how_to_write_it(kind: LinkKind, path: str, way: str) -> None:
    for answer in (Found("", path, others=("b/x.md",)), Found("", path, luck="other files have this name")):
        found = problem("x", kind, answer)
        assert found is not None
        assert found.hint == way
    assert code("x", kind, Found("", path, others=("b/x.md",))) == "link-ambiguous"
    assert code("x", kind, Found("", path, luck="by luck")) == "link-by-luck"


def test_of_several_problems_the_one_that_may_lead_elsewhere_is_reported() -> None:
    everything = Found("/x.canvas", "x.md", unplaced="far", others=("b/x.md",), luck="luck")
    assert code("x", "wikilink", everything) == "link-ambiguous"
    assert code("x", "wikilink", Found("/x.canvas", "x.md", unplaced="none", luck="luck")) == "anchor-missing"
    assert code("x", "wikilink", Found("/x.CANVAS", luck="luck")) == "not-drawn"


def test_a_missing_anchor_suggests_a_similar_one() -> None:
    found = problem("b.md#there-headin", "relref", Found("", "b.md", "there-headin"))
    assert found is not None
    assert (found.code, found.hint) == ("anchor-missing", "did you mean #there-heading?")
    assert found.message.endswith(" #there-headin in b.md")
    own = problem("#none", "markdown", Found("", "here.md", "none"))
    assert own is not None
    assert own.message.endswith(" #none")


@pytest.mark.parametrize("fragment", ["", "top", "far"])
def test_an_existing_anchor_is_no_problem(fragment: str) -> None:
    assert code(f"b.md#{fragment}", "relref", Found("", "b.md", fragment)) is None
    assert code(f"/a.pdf#{fragment}x", "markdown", Found("/a.pdf", "", f"{fragment}x")) is None


def test_an_embed_of_an_anchor_that_is_not_a_heading_shows_the_whole_note() -> None:
    inside = problem("b#far", "embed", Found("", "b.md", unplaced="far"))
    absent = problem("b#none", "embed", Found("", "b.md", unplaced="none"))
    assert inside is not None
    assert absent is not None
    assert "#far in b.md" in inside.message
    assert inside.hint.startswith("name a heading")
    assert absent.message.endswith(" #none in b.md")
    assert absent.hint == ""


def test_only_a_relref_to_the_whole_current_note_is_a_self_link() -> None:
    here = Found("", "here.md")
    assert code("here.md", "relref", here) == code("here.md", "ref", here) == "self-link"
    assert code("here.md#own-heading", "relref", Found("", "here.md", "own-heading")) is None
    assert code("/here/", "markdown", here) is None
    assert code("here", "wikilink", here) is None
