"""What pages may show of a note: nothing of a hidden one, and only the page of an unlisted one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from notegarden.garden import facets
from notegarden.notes.node import Cited, Edge, Node, Unwritten
from notegarden.notes.note import MenuEntry

EDGES = (Edge("b.md", 2, 1), Edge("c.md", 1, 0, 1, ("up",)))
NODE = Node(
    "s/a.md", "A", "/s/a/", "/s/a/", aliases=("/old/",), edges=EDGES, modified="2026-01-02", terms="x y",
    plain_tags=("t",), tags=("t", "named"), unwritten=(Unwritten("z", 3),), menus=(MenuEntry("main"),),
    works=(Cited("k", "", b""),), tasks=b"tasks", names=(("@k", ""), ("id:1", "")), day="2026-01-02", weight=4,
)  # fmt: skip


def node(**changes: Any) -> Node:
    return msgspec.structs.replace(NODE, **changes)


HIDDEN, UNLISTED, HEAD = node(hidden=True), node(listing="never"), node(path="s/_index.md")
NOTHING: dict[str, object] = {
    "targets": (), "section": None, "day": None, "list_entry": None, "dated": None, "wanting": None, "menus": (),
    "visible_works": (), "tasks": b"", "works_described": frozenset(), "likeness": None, "place": None,
    "visible_edges": (),
}  # fmt: skip


@pytest.mark.parametrize("part", NOTHING)
def test_an_unlisted_note_has_no_part_in_any_list(part: str) -> None:
    make = getattr(facets, part)
    for path in ("s/a.md", "s/_index.md"):
        assert make(node(path=path, hidden=True)) == NOTHING[part]
        assert make(node(path=path, listing="never")) == NOTHING[part]
        assert make(node(path=path, listing="local")) == NOTHING[part]


@pytest.mark.parametrize("part", sorted({*NOTHING} - {"section"}))
def test_a_listed_note_has_a_part(part: str) -> None:
    assert getattr(facets, part)(NODE) != NOTHING[part]


def test_a_links_target_page_is_known_and_whether_it_may_be_named() -> None:
    assert facets.reference(NODE) == facets.Reference("A", "/s/a/")
    assert facets.reference(UNLISTED) == facets.Reference("A", "/s/a/", listed=False)


def test_a_sections_own_page_is_counted_but_is_in_no_list() -> None:
    entry = facets.list_entry(HEAD)
    assert entry is not None
    assert entry.is_entry is False
    assert (facets.likeness(HEAD), facets.place(HEAD), facets.day(HEAD)) == (None, None, None)
    assert facets.section(HEAD) == ("/s/a/", "A")
    assert facets.section(NODE) is None
    assert facets.section(node(in_vault=True)) == ("/s/a/", "A")


def test_a_list_has_the_kinds_of_links_only_where_they_are_not_ordinary() -> None:
    entry = facets.list_entry(NODE)
    assert entry is not None
    assert (entry.links, entry.kinds) == ((("b.md", 2), ("c.md", 1)), (("c.md", 1, ("up",)),))
    for edge in (Edge("d.md", 1, 0, 1), Edge("d.md", 1, 0, 0, ("up",))):
        entry = facets.list_entry(node(edges=(edge,)))
        assert entry is not None
        assert entry.kinds == (("d.md", edge.embeds, edge.relations),)


def test_the_site_map_leaves_out_pages_with_noindex() -> None:
    assert facets.dated(NODE) == facets.Dated("/s/a/", "2026-01-02")
    assert facets.dated(node(noindex=True)) is None


def test_tags_of_an_unlisted_note_are_used_without_naming_it() -> None:
    assert facets.tag_use(NODE) == facets.TagUse(True, ("b.md",), ("t",), ("named",))
    assert facets.tag_use(UNLISTED) == facets.TagUse(False, ("b.md",), ("t",), ("named",))
    assert facets.tag_use(HIDDEN) is None
    bare = {"edges": EDGES[1:], "tags": (), "plain_tags": ()}
    assert facets.tag_use(node(**bare)) is None
    for given in ({"edges": EDGES}, {"tags": ("t",)}, {"plain_tags": ("t",)}):
        assert facets.tag_use(node(**{**bare, **given})) is not None


def test_addresses_and_names_are_those_of_published_notes_listed_or_not() -> None:
    assert facets.addresses(UNLISTED) == ("/s/a/", "/old/")
    assert facets.name(UNLISTED) == ("s/a.md", "/s/a/")
    assert (facets.addresses(HIDDEN), facets.name(HIDDEN)) == ((), None)


def test_check_looks_at_hidden_notes_too() -> None:
    found = facets.checked(node(hidden=True, held=True))
    assert (found.published, found.held, found.is_entry) == (False, True, False)


def test_a_note_describes_the_works_among_its_names() -> None:
    assert facets.works_described(NODE) == frozenset({"k"})


def test_a_note_without_links_to_missing_notes_wants_none() -> None:
    assert facets.wanting(node(unwritten=())) is None


def test_every_part_and_list_has_a_key_of_its_own() -> None:
    keys = [facets.part_key(name, "a") for name in facets.PARTS] + [facets.list_key(name) for name in facets.LISTS]
    assert len({*keys}) == len(keys)
