"""Sections: the effect of an `_index.md` on addresses, the permalink pattern of a folder, the title of its list."""

from __future__ import annotations

import pytest

from notegarden.config.schema import GardenConfig
from notegarden.garden.sections import Sections, list_address, list_pattern, plural, section_pattern
from notegarden.notes.note import FrontMatter, Note


def head(path: str, slug: str = "", title: str = "T") -> Note:
    return Note(path, FrontMatter(slug=slug), title)


def sections(*notes: Note) -> Sections:
    made = Sections(lambda path: next(note for note in notes if note.path == path))
    made.change({note.path: note for note in notes})
    return made


def test_a_slug_replaces_the_last_part_of_its_folder_s_address() -> None:
    known = sections(head("A b/_index.md"), head("A b/c/_index.md", "Other Place"))
    assert known.address("A b/c/d e") == "a-b/other-place/d-e"
    assert known.address("x y") == "x-y"
    assert sections().address("A b/C") == "a-b/c"
    assert sections(head("a/_index.md", "…"), head("b/_index.md", "s")).address("a/c") == "a/c", "an empty slug"


def test_the_section_of_a_folder_is_the_nearest_with_an_index_or_the_top() -> None:
    known = sections(head("a/b/_index.md", title="Bee/x"), head("a/b/c/d/_index.md", "slug", "D"))
    assert known.of("a") == (("a",), ("as",))
    assert known.of("a/b/c") == (("a", "b"), ("as", "Bee-x"))
    assert known.of("a/b/c/d/e") == (("a", "b", "c", "d"), ("as", "Bee-x", "slug"))
    assert known.of("") == ((), ())


def test_a_change_is_reported_if_slug_or_title_differ() -> None:
    known = sections(head("a/_index.md", "s"))
    assert known.change({"a/_index.md": head("a/_index.md", "s"), "a/x.md": head("a/x.md")}) == set()
    assert known.change({"a/_index.md": head("a/_index.md", "s", "New")}) == {"a"}
    assert known.change({"a/_index.md": None}) == {"a"}
    assert known.change({"a/_index.md": None}) == set()


def test_a_remembered_section_is_read_on_first_use() -> None:
    asked = []

    def load(path: str) -> Note:
        asked.append(path)
        return head(path, "s")

    known = Sections(load)
    known.restore("a/_index.md")
    known.restore("a/x.md")
    assert asked == []
    assert known.address("a") == "s"
    assert known.address("a") == "s"
    assert asked == ["a/_index.md"]


def test_a_permalink_pattern_is_chosen_by_the_top_folder_and_slash_means_the_root() -> None:
    assert section_pattern("Posts/2026", {"posts": "/:title/"}) == "/:title/"
    assert section_pattern("posts", {"/posts": "/p/"}) == "/p/"
    assert section_pattern("", {"/": "/root/"}) == "/root/"
    assert section_pattern("posts", {"/": "/root/"}) == ""
    assert section_pattern("é", {"e\u0301": "/e/"}) == "/e/"


def test_the_pattern_for_all_sections_does_not_apply_to_subfolders_and_taxonomies() -> None:
    config = GardenConfig(section_permalinks={"/": "/all/:title/", "own": "/own/"})
    folders = ("a", "own", "own/b", "a/b", "tags", "categories", "")
    assert [list_pattern(each, config) for each in folders] == [
        "/all/:title/", "/own/", "/own/", "", "", "", "/all/:title/",
    ]  # fmt: skip


def test_a_list_without_an_index_has_the_plural_of_its_folder_name_as_title() -> None:
    config = GardenConfig(section_permalinks={"/": "/all/:title/"})
    assert list_address("my category", config) == "/all/my-categories/"
    assert list_address("a/b", config) == "/a/b/"
    assert list_address("My Category", GardenConfig()) == "/my-category/"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("post", "posts"), ("posts", "posts"), ("my-category", "my categories"), ("day", "days"), ("Box", "boxes"),
        ("analysis", "analyses"), ("leaf", "leaves"), ("knife", "knives"), ("photo", "photos"), ("hero", "heroes"),
        ("radio", "radios"), ("person", "people"), ("meta-data", "meta data"), ("status", "statuses"), ("", ""),
    ],
)  # fmt: skip
def test_the_plural_of_a_folder_name(name: str, title: str) -> None:
    assert plural(name) == title
