"""What an edit changes, by the keys that pages record: no less than pages show, and no more."""

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


def test_an_edit_that_nobody_sees_elsewhere_concerns_only_the_note() -> None:
    garden = SmallGarden({"a.md": text("A", link("b")), "b.md": text("B")})
    changes = garden.edit({"b.md": text("B", "y")})
    assert changes.keys == {"note b.md"}
    assert changes.touched == {"b.md"}
    assert (changes.lists, changes.counts, changes.checked) == (False, False, False)


def test_a_note_that_is_the_same_changes_nothing() -> None:
    garden = SmallGarden({"a.md": text("A")})
    assert garden.edit({"a.md": text("A")}).nodes == set()


def test_another_title_concerns_whoever_links_there() -> None:
    garden = SmallGarden({"a.md": text("A", link("b")), "b.md": text("B")})
    changes = garden.edit({"b.md": text("Bee")})
    assert {"reference b.md", "list entries"} <= changes.keys
    assert "backlinks b.md" not in changes.keys
    assert changes.lists


def test_another_title_in_another_place_of_the_order_concerns_its_neighbours() -> None:
    garden = SmallGarden({f"s/{name.lower()}.md": text(name) for name in "ABCD"})
    changes = garden.edit({"s/a.md": text("BB")})
    assert {key for key in changes.keys if key.startswith("order")} == {"order s/a.md", "order s/b.md", "order s/c.md"}


def test_a_link_more_concerns_its_target_and_no_other_page() -> None:
    garden = SmallGarden({"a.md": text("A"), "b.md": text("B"), "c.md": text("C", link("b"))})
    changes = garden.edit({"a.md": text("A", link("b"))})
    assert keys(changes, but="a.md") == {"backlinks b.md", "list entries", "related c.md"}
    assert changes.counts


def test_a_note_that_comes_is_found_by_those_that_asked_for_it_and_one_that_goes_is_missed() -> None:
    garden = SmallGarden({"a.md": text("A", link("b"))})
    came = garden.edit({"b.md": text("B")})
    assert came.touched == {"a.md", "b.md"}
    assert {"note a.md", "list wanted", "backlinks b.md", "list addresses"} <= came.keys
    gone = garden.edit({"b.md": None})
    assert gone.touched == {"a.md", "b.md"}
    assert gone.nodes == {"a.md", "b.md"}
    assert "b.md" not in garden.garden.nodes
    assert [each.target for each in garden.garden.nodes["a.md"].unwritten] == ["b"]


def test_a_draft_that_comes_changes_no_list_but_is_told_to_whoever_links_to_it() -> None:
    garden = SmallGarden({"a.md": text("A", link("b"))})
    changes = garden.edit({"b.md": text("B", draft="true")})
    assert keys(changes, but="b.md") == {"note a.md", "list wanted", "list checked", "list files"}
    assert not garden.edit({"b.md": text("Other", draft="true")}).lists


def test_an_anchor_that_goes_is_looked_at_where_it_is_linked() -> None:
    garden = SmallGarden({"a.md": text("A", link("b#h")), "b.md": text("B", "# H"), "c.md": text("C", link("b"))})
    changes = garden.edit({"b.md": text("B", "# Other")})
    assert changes.touched == {"a.md", "b.md"}
    assert [each.code for each in garden.garden.nodes["a.md"].problems] == ["anchor-missing"]
    assert changes.checked


def test_a_file_that_comes_concerns_those_that_show_it() -> None:
    garden = SmallGarden({"a.md": text("A", "![p](/p.png)"), "b.md": text("B")})
    changes = garden.edit({}, {"/p.png": "static/p.png"})
    assert changes.keys == {"file /p.png", "list files", "note a.md", "list checked"}
    again = garden.edit({}, {"/p.png": "static/p.png"})
    assert again.keys == {"file /p.png", "list files", "note a.md"}, "its bytes are others"
    assert garden.edit({}, {"/never/there.png": None}).keys == {"list files"}


def test_dates_that_change_concern_their_notes_and_none_given_keep_those_there_are() -> None:
    garden = SmallGarden({"a.md": text("A"), "b.md": text("B")}, dates={"a.md": ("2026-01-01", "2026-01-01")})
    assert garden.edit({}).touched == set()
    changes = garden.edit({}, dates={"a.md": ("2026-01-01", "2026-02-02")})
    assert changes.touched == {"a.md"}
    assert {"list dated", "list entries"} <= changes.keys
    assert garden.garden.nodes["a.md"].modified == "2026-02-02"
    assert garden.edit({}, dates={}).touched == {"a.md"}


def test_a_note_whose_time_has_come_or_run_out_is_looked_at_again() -> None:
    texts = {
        "a.md": text("A", date="2026-07-01"), "b.md": text("B", expiryDate="2026-07-01"), "c.md": text("C"),
        "d.md": text("D", date="2026-09-01"),
    }  # fmt: skip
    small = SmallGarden(texts, now=NOW)
    small.garden.now = "2026-07-01T00:00:00Z"
    assert apply(small.garden, {}).touched == {"a.md", "b.md"}
    assert {path for path, node in small.garden.nodes.items() if node.hidden} == {"b.md", "d.md"}


def test_a_note_that_loses_its_address_to_another_is_renamed_with_it() -> None:
    garden = SmallGarden({"b.md": text("B", url="/x/"), "c.md": text("C", link("b"))})
    changes = garden.edit({"a.md": text("A", url="/x/")})
    assert {"a.md", "b.md"} <= changes.touched
    assert {"reference b.md", "list addresses", "list checked"} <= changes.keys
    assert garden.garden.nodes["b.md"].address.startswith("/x-")


def test_a_section_s_head_is_known_by_its_address() -> None:
    garden = SmallGarden({"s/_index.md": text("S"), "s/a.md": text("A")})
    changes = garden.edit({"s/_index.md": text("Other")})
    assert "section /s/" in changes.keys
    assert "list entries" in changes.keys


def test_a_daily_note_is_known_by_its_day() -> None:
    garden = SmallGarden({"2026-01-02.md": "x", "a.md": "y"}, format="obsidian", content="")
    assert "day 2026-01-02" in garden.edit({"2026-01-02.md": None}).keys


def test_what_a_section_hands_down_reaches_the_notes_below() -> None:
    garden = SmallGarden({"s/_index.md": text("S"), "s/a.md": text("A"), "b.md": text("B")})
    changes = garden.edit({"s/_index.md": text("S", cascade="{draft: true}")})
    assert changes.touched == {"s/_index.md", "s/a.md"}
    assert garden.garden.nodes["s/a.md"].hidden
