"""The order of notes in which a reader pages through a section."""

from __future__ import annotations

from notegarden.notes.node import Node, reading_order


def node(path: str, *, address: str = "", weight: int = 0, day: str = "", hidden: bool = False) -> Node:
    return Node(path, path, address or f"/{path}/", "", created="2026-01-01", weight=weight, day=day, hidden=hidden)


def chain(*nodes: Node) -> list[tuple[str, str | None]]:
    """Each note with the next one, sorted by path."""
    return sorted((path, after) for path, (_, after) in reading_order(nodes).items())


def test_notes_are_ordered_by_weight_and_then_by_title() -> None:
    found = reading_order([node("a/x.md"), node("a/y.md"), node("a/z.md", weight=1)])
    assert found == {"a/z.md": (None, "a/x.md"), "a/x.md": ("a/z.md", "a/y.md"), "a/y.md": ("a/x.md", None)}


def test_a_section_includes_the_folders_below_it() -> None:
    assert chain(node("a/b/x.md"), node("a/y.md"), node("b/z.md")) == [
        ("a/b/x.md", "a/y.md"), ("a/y.md", None), ("b/z.md", None),
    ]  # fmt: skip


def test_notes_outside_all_folders_are_a_section() -> None:
    assert chain(node("x.md"), node("y.md"), node("z/z.md")) == [("x.md", "y.md"), ("y.md", None), ("z/z.md", None)]


def test_the_home_page_and_unpublished_notes_have_no_neighbours() -> None:
    hidden = node("y.md", hidden=True)
    assert chain(node("a.md", address="/"), node("x.md"), hidden, node("z.md")) == [("x.md", "z.md"), ("z.md", None)]


def test_daily_notes_are_ordered_by_day_wherever_they_are() -> None:
    days = node("z/1.md", day="2026-01-01"), node("a/2.md", day="2026-01-02")
    assert chain(*days, node("a/x.md")) == [("a/2.md", None), ("a/x.md", None), ("z/1.md", "a/2.md")]
