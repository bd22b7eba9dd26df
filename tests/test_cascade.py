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
def test_a_section_has_a_cascade_and_a_note_has_not(path: str, is_for_others: bool) -> None:
    assert hands_down(path) is is_for_others


@pytest.mark.parametrize(
    ("path", "logical"),
    [
        ("posts/A Note.md", "/posts/a-note"), ("posts/bundle/index.md", "/posts/bundle"), ("posts/_index.md", "/posts"),
        ("posts/_index.de.md", "/posts"), ("_index.md", "/"), ("posts/v1.2.md", "/posts/v1.2"),
    ],
)  # fmt: skip
def test_a_pages_logical_path_is_hugos(path: str, logical: str) -> None:
    assert logical_path(path) == logical


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("posts/a.md", ("page",)), ("_index.md", ("home",)), ("posts/_index.md", ("section",)),
        ("tags/_index.md", ("taxonomy",)), ("tags/soil/_index.md", ("term",)),
        ("categories/_index.md", ("taxonomy", "section")), ("categories/a/_index.md", ("term", "section")),
    ],
)  # fmt: skip
def test_kinds_of_pages(path: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(path) == kinds


@pytest.mark.parametrize(
    ("path", "kind", "is_for_it"),
    [
        ("", "", True), ("/posts/**", "", True), ("/posts/*", "", False), ("", "page", True), ("", "section", False),
        ("/posts/**", "section", False), ("/notes/**", "page", False), ("", "{section,page}", True),
    ],
)  # fmt: skip
def test_a_target_selects_paths_and_kinds(path: str, kind: str, is_for_it: bool) -> None:
    assert is_meant(Cascade(FrontMatter(), path, kind), "posts/deep/a.md") is is_for_it


def test_a_notes_own_values_take_precedence_and_a_near_section_over_a_far_one() -> None:
    note = FrontMatter(tags=("own",), params={"tags": ["own"]})
    found = merged(note, [down(tags=("near",), type="near"), down(type="far", description="far", colour="red")])
    assert (found.tags, found.type, found.description) == (("own",), "near", "far")
    assert found.params == {"tags": ["own"], "type": "near", "description": "far", "colour": "red"}


def test_an_empty_cascade_leaves_the_front_matter_unchanged() -> None:
    note = FrontMatter(title="A", params={"title": "A"})
    assert merged(note, []) is note
    assert merged(note, [Cascade(FrontMatter())]) is note


def test_a_section_withholds_notes_that_do_not_override_it() -> None:
    withheld = down(draft=True)
    assert merged(FrontMatter(), [withheld]).draft
    assert not merged(FrontMatter(params={"draft": False}), [withheld]).draft
    assert not merged(FrontMatter(), [down(draft=False), withheld]).draft


def test_a_note_below_an_unreadable_section_is_withheld_in_any_case() -> None:
    unreadable = Cascade(FrontMatter(unreadable=True))
    assert merged(FrontMatter(params={"draft": False}), [unreadable]).unreadable


@pytest.mark.parametrize("key", ["publish", "published", "public", "dg-publish"])
def test_keys_of_other_programs_withhold_if_they_are_false(key: str) -> None:
    for value in (False, "false", " No ", "off", "0", 0):
        assert unpublishing_key({key: value}) == key
    for value in (True, "true", "yes", "2024-01-01", None, ""):
        assert unpublishing_key({key: value}) == ""


def test_a_section_withholds_by_publish_and_a_note_overrides_it_by_the_same_key_or_by_draft() -> None:
    section = Cascade(FrontMatter(draft=True, params={"publish": False}))
    assert merged(FrontMatter(), [section]).draft
    assert not merged(FrontMatter(params={"publish": True}), [section]).draft
    assert not merged(FrontMatter(params={"draft": False}), [section]).draft
    both = Cascade(FrontMatter(draft=True, params={"publish": False, "draft": True}))
    assert merged(FrontMatter(params={"publish": True}), [both]).draft, "the cascaded draft still applies"
    assert merged(FrontMatter(params={"public": True}), [section]).draft, "another key does not affect this one"


def test_a_cascaded_date_key_of_higher_precedence_wins_over_one_of_lower() -> None:
    section = FrontMatter(publish_date="2030-01-01", params={"publishdate": "2030-01-01"})
    own = FrontMatter(publish_date="2020-01-01", params={"pubdate": "2020-01-01"},
                      date_keys={"publish_date": (1, "pubdate")})  # fmt: skip
    assert merged(own, [Cascade(section)]).publish_date == "2030-01-01"
    plain = FrontMatter(publish_date="2020-01-01", params={"publishdate": "2020-01-01"})
    assert merged(plain, [Cascade(section)]).publish_date == "2020-01-01"
