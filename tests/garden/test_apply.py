"""Which keys, as pages record them, an edit makes stale: all that pages show, and no more."""

from __future__ import annotations

from small_garden import NOW, SmallGarden

from notegarden.garden.apply import Changes, apply


def text(title: str, body: str = "x", **front: str) -> str:
    return f"---\ntitle: {title}\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"---\n{body}\n"


def link(*names: str) -> str:
    return " ".join(f'[to]({{{{< relref "{name}" >}}}})' for name in names)


def keys(changes: Changes, *, but: str = "") -> set[str]:
    """The keys, without those of one path."""
    return {key for key in changes.keys if key.rpartition(" ")[2] != but}


def test_the_first_notes_of_a_garden_change_everything() -> None:
    garden = SmallGarden({})
    changes = garden.edit({"a.md": text("A")})
    assert (changes.everything, changes.keys) == (True, set())
    assert changes.lists
    assert changes.counts
    assert changes.checked


def test_an_edit_that_no_other_page_shows_makes_only_the_note_stale() -> None:
    garden = SmallGarden({"a.md": text("A", link("b")), "b.md": text("B")})
    changes = garden.edit({"b.md": text("B", "y")})
    assert changes.keys == {"note b.md"}
    assert changes.touched == {"b.md"}
    assert (changes.lists, changes.counts, changes.checked) == (False, False, False)


def test_an_unchanged_note_makes_nothing_stale() -> None:
    garden = SmallGarden({"a.md": text("A")})
    assert garden.edit({"a.md": text("A")}).nodes == set()


def test_a_changed_title_makes_the_linking_notes_stale() -> None:
    garden = SmallGarden({"a.md": text("A", link("b")), "b.md": text("B")})
    changes = garden.edit({"b.md": text("Bee")})
    assert {"reference b.md", "list entries"} <= changes.keys
    assert "backlinks b.md" not in changes.keys
    assert changes.lists


def test_a_changed_title_that_changes_the_sort_order_makes_the_neighbours_stale() -> None:
    garden = SmallGarden({f"s/{name.lower()}.md": text(name) for name in "ABCD"})
    changes = garden.edit({"s/a.md": text("BB")})
    assert {key for key in changes.keys if key.startswith("order")} == {"order s/a.md", "order s/b.md", "order s/c.md"}


def test_an_added_link_makes_only_its_target_stale() -> None:
    garden = SmallGarden({"a.md": text("A"), "b.md": text("B"), "c.md": text("C", link("b"))})
    changes = garden.edit({"a.md": text("A", link("b"))})
    assert keys(changes, but="a.md") == {"backlinks b.md", "list entries", "related c.md"}
    assert changes.counts


def test_adding_or_removing_a_note_makes_the_notes_that_link_to_it_stale() -> None:
    garden = SmallGarden({"a.md": text("A", link("b"))})
    came = garden.edit({"b.md": text("B")})
    assert came.touched == {"a.md", "b.md"}
    assert {"note a.md", "list wanted", "backlinks b.md", "list addresses"} <= came.keys
    gone = garden.edit({"b.md": None})
    assert gone.touched == {"a.md", "b.md"}
    assert gone.nodes == {"a.md", "b.md"}
    assert "b.md" not in garden.garden.nodes
    assert [each.target for each in garden.garden.nodes["a.md"].unwritten] == ["b"]


def test_an_added_draft_changes_no_list_but_makes_the_notes_that_link_to_it_stale() -> None:
    garden = SmallGarden({"a.md": text("A", link("b"))})
    changes = garden.edit({"b.md": text("B", draft="true")})
    assert keys(changes, but="b.md") == {"note a.md", "list wanted", "list checked", "list files"}
    assert not garden.edit({"b.md": text("Other", draft="true")}).lists


def test_a_removed_anchor_makes_the_notes_that_link_to_it_stale() -> None:
    garden = SmallGarden({"a.md": text("A", link("b#h")), "b.md": text("B", "# H"), "c.md": text("C", link("b"))})
    changes = garden.edit({"b.md": text("B", "# Other")})
    assert changes.touched == {"a.md", "b.md"}
    assert [each.code for each in garden.garden.nodes["a.md"].problems] == ["anchor-missing"]
    assert changes.checked


def test_an_added_file_makes_the_notes_that_show_it_stale() -> None:
    garden = SmallGarden({"a.md": text("A", "![p](/p.png)"), "b.md": text("B")})
    changes = garden.edit({}, {"/p.png": "static/p.png"})
    assert changes.keys == {"file /p.png", "list files", "note a.md", "list checked"}
    again = garden.edit({}, {"/p.png": "static/p.png"})
    assert again.keys == {"file /p.png", "list files", "note a.md"}, "its bytes have changed"
    assert garden.edit({}, {"/never/there.png": None}).keys == {"list files"}


def test_changed_dates_make_their_notes_stale_and_missing_dates_keep_the_known_ones() -> None:
    garden = SmallGarden({"a.md": text("A"), "b.md": text("B")}, dates={"a.md": ("2026-01-01", "2026-01-01")})
    assert garden.edit({}).touched == set()
    changes = garden.edit({}, dates={"a.md": ("2026-01-01", "2026-02-02")})
    assert changes.touched == {"a.md"}
    assert {"list dated", "list entries"} <= changes.keys
    assert garden.garden.nodes["a.md"].modified == "2026-02-02"
    assert garden.edit({}, dates={}).touched == {"a.md"}


def test_a_note_is_stale_when_it_becomes_due_or_expires() -> None:
    texts = {
        "a.md": text("A", date="2026-07-01"), "b.md": text("B", expiryDate="2026-07-01"), "c.md": text("C"),
        "d.md": text("D", date="2026-09-01"),
    }  # fmt: skip
    small = SmallGarden(texts, now=NOW)
    small.garden.now = "2026-07-01T00:00:00Z"
    assert apply(small.garden, {}).touched == {"a.md", "b.md"}
    assert {path for path, node in small.garden.nodes.items() if node.hidden} == {"b.md", "d.md"}


def test_a_note_that_loses_its_address_to_another_is_reported_with_it() -> None:
    garden = SmallGarden({"b.md": text("B", url="/x/"), "c.md": text("C", link("b"))})
    changes = garden.edit({"a.md": text("A", url="/x/")})
    assert {"a.md", "b.md"} <= changes.touched
    assert {"reference b.md", "list addresses", "list checked"} <= changes.keys
    assert garden.garden.nodes["b.md"].address.startswith("/x-")


def test_a_sections_index_has_a_key_by_its_address() -> None:
    garden = SmallGarden({"s/_index.md": text("S"), "s/a.md": text("A")})
    changes = garden.edit({"s/_index.md": text("Other")})
    assert "section /s/" in changes.keys
    assert "list entries" in changes.keys


def test_a_daily_note_has_a_key_by_its_day() -> None:
    garden = SmallGarden({"2026-01-02.md": "x", "a.md": "y"}, format="obsidian", content="")
    assert "day 2026-01-02" in garden.edit({"2026-01-02.md": None}).keys


def test_a_changed_cascade_of_a_section_makes_the_notes_below_stale() -> None:
    garden = SmallGarden({"s/_index.md": text("S"), "s/a.md": text("A"), "b.md": text("B")})
    changes = garden.edit({"s/_index.md": text("S", cascade="{draft: true}")})
    assert changes.touched == {"s/_index.md", "s/a.md"}
    assert garden.garden.nodes["s/a.md"].hidden
