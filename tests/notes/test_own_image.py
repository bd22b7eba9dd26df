"""The picture that a note's front matter names: the first of `images`; in a vault a cover counts too."""

from __future__ import annotations

from typing import Any

import pytest

from notegarden.notes.note import FrontMatter, Note, Property
from notegarden.notes.own_image import front_image, meanings, names_image


def note(*properties: Property, **params: Any) -> Note:
    return Note("a.md", FrontMatter(params=params), "A", properties=properties)


@pytest.mark.parametrize(
    ("images", "first"),
    [(["a.png", "b.png"], "a.png"), (" a.png ", "a.png"), ([], ""), ([3], ""), (None, ""), ({"a": "b"}, "")],
)
def test_the_first_of_images_is_used(images: Any, first: str) -> None:
    assert front_image(note(images=images)) == first
    assert names_image(note(images=images)) is (first != "")


def test_a_path_is_looked_up_below_the_note_and_then_below_the_root() -> None:
    assert meanings("a.png") == ("a.png", "/a.png")
    assert meanings("/a.png") == ("/a.png",)


def test_a_cover_counts_only_in_a_note_with_obsidian_properties() -> None:
    assert names_image(note(Property("cover", "a.png"), cover="a.png"))
    assert names_image(note(Property("image", "a.png"), image="a.png"))
    assert not names_image(note(cover="a.png"))
    assert not names_image(note(Property("cover", ""), cover=""))
