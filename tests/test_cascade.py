"""A section's cascade: which notes it applies to, what takes precedence over it, and what it withholds."""

from __future__ import annotations

from typing import Any

import pytest

from notegarden.notes.cascade import (
    hands_down,
    is_meant,
    kinds_of,
    logical_path,
    merged,
    unpublishing_key,
)
from notegarden.notes.note import Cascade, FrontMatter


def down(**params: Any) -> Cascade:
    """A cascade whose fields have the names of their keys."""
    fields = {name: value for name, value in params.items() if name in FrontMatter.__struct_fields__}
    return Cascade(FrontMatter(params=params, **fields))


@pytest.mark.parametrize(
    ("path", "is_for_others"),
    [
        ("_index.md", True), ("posts/_index.md", True), ("posts/_index.de.md", True), ("index.md", True),
        ("posts/index.md", False), ("posts/a.md", False), ("a.md", False),
    ],
)  # fmt: skip
def test_a_section_hands_down_and_a_note_does_not(path: str, is_for_others: bool) -> None:
    assert hands_down(path) is is_for_others


@pytest.mark.parametrize(
    ("path", "logical"),
    [
        ("posts/A Note.md", "/posts/a-note"), ("posts/bundle/index.md", "/posts/bundle"), ("posts/_index.md", "/posts"),
        ("posts/_index.de.md", "/posts"), ("_index.md", "/"), ("posts/v1.2.md", "/posts/v1.2"),
    ],
)  # fmt: skip
def test_a_page_is_named_as_hugo_names_it(path: str, logical: str) -> None:
    assert logical_path(path) == logical


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("posts/a.md", ("page",)), ("_index.md", ("home",)), ("posts/_index.md", ("section",)),
        ("tags/_index.md", ("taxonomy",)), ("tags/soil/_index.md", ("term",)),
        ("categories/_index.md", ("taxonomy", "section")), ("categories/a/_index.md", ("term", "section")),
    ],
)  # fmt: skip
def test_kinds(path: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(path) == kinds


@pytest.mark.parametrize(
    ("path", "kind", "is_for_it"),
    [
        ("", "", True), ("/posts/**", "", True), ("/posts/*", "", False), ("", "page", True), ("", "section", False),
        ("/posts/**", "section", False), ("/notes/**", "page", False), ("", "{section,page}", True),
    ],
)  # fmt: skip
def test_a_target_names_paths_and_kinds(path: str, kind: str, is_for_it: bool) -> None:
    assert is_meant(Cascade(FrontMatter(), path, kind), "posts/deep/a.md") is is_for_it


def test_what_a_note_says_itself_counts_before_and_the_nearest_section_before_the_others() -> None:
    note = FrontMatter(tags=("own",), params={"tags": ["own"]})
    found = merged(note, [down(tags=("near",), type="near"), down(type="far", description="far", colour="red")])
    assert (found.tags, found.type, found.description) == (("own",), "near", "far")
    assert found.params == {"tags": ["own"], "type": "near", "description": "far", "colour": "red"}


def test_nothing_handed_down_leaves_the_front_matter_as_it_is() -> None:
    note = FrontMatter(title="A", params={"title": "A"})
    assert merged(note, []) is note
    assert merged(note, [Cascade(FrontMatter())]) is note


def test_a_section_keeps_notes_back_unless_they_say_otherwise() -> None:
    withheld = down(draft=True)
    assert merged(FrontMatter(), [withheld]).draft
    assert not merged(FrontMatter(params={"draft": False}), [withheld]).draft
    assert not merged(FrontMatter(), [down(draft=False), withheld]).draft


def test_one_whose_section_cannot_be_read_is_withheld_whatever_it_says() -> None:
    unreadable = Cascade(FrontMatter(unreadable=True))
    assert merged(FrontMatter(params={"draft": False}), [unreadable]).unreadable


@pytest.mark.parametrize("key", ["publish", "published", "public", "dg-publish"])
def test_keys_of_other_programs_keep_back_where_they_are_false(key: str) -> None:
    for value in (False, "false", " No ", "off", "0", 0):
        assert unpublishing_key({key: value}) == key
    for value in (True, "true", "yes", "2024-01-01", None, ""):
        assert unpublishing_key({key: value}) == ""


def test_a_section_unpublishes_and_a_note_says_otherwise_by_the_same_key_or_by_draft() -> None:
    section = Cascade(FrontMatter(draft=True, params={"publish": False}))
    assert merged(FrontMatter(), [section]).draft
    assert not merged(FrontMatter(params={"publish": True}), [section]).draft
    assert not merged(FrontMatter(params={"draft": False}), [section]).draft
    both = Cascade(FrontMatter(draft=True, params={"publish": False, "draft": True}))
    assert merged(FrontMatter(params={"publish": True}), [both]).draft, "the draft is handed down all the same"
    assert merged(FrontMatter(params={"public": True}), [section]).draft, "another key says nothing of this one"


def test_a_date_of_a_key_that_counts_more_is_handed_down_over_one_that_counts_less() -> None:
    section = FrontMatter(publish_date="2030-01-01", params={"publishdate": "2030-01-01"})
    own = FrontMatter(publish_date="2020-01-01", params={"pubdate": "2020-01-01"},
                      date_keys={"publish_date": (1, "pubdate")})  # fmt: skip
    assert merged(own, [Cascade(section)]).publish_date == "2030-01-01"
    plain = FrontMatter(publish_date="2020-01-01", params={"publishdate": "2020-01-01"})
    assert merged(plain, [Cascade(section)]).publish_date == "2020-01-01"
