"""Related notes follow edits of the garden: which notes are compared, and which answers become stale."""

from __future__ import annotations

from collections.abc import Mapping

from notegarden.garden.related import Relations
from notegarden.notes.node import Edge, Node

ALIKE = "lexer parser token"


def node(path: str, terms: str = ALIKE, *, listing: str = "always", hidden: bool = False, to: str = "") -> Node:
    edges = (Edge(to, 1, 0),) if to else ()
    return Node(path, path, "/", "/", terms=terms, listing=listing, hidden=hidden, edges=edges)


class Notes:
    """Nodes, and the relations between them."""

    def __init__(self, *nodes: Node) -> None:
        self.nodes: dict[str, Node] = {}
        self.relations = Relations(self.nodes, self.neighbours)
        self.edit(*nodes)

    def neighbours(self, path: str) -> set[str]:
        """The notes that are linked with one."""
        own = self.nodes.get(path)
        coming = {each.path for each in self.nodes.values() if any(edge.target == path for edge in each.edges)}
        return coming | ({edge.target for edge in own.edges} if own else set())

    def edit(self, *nodes: Node, without: str = "") -> set[str]:
        """Add these nodes; return the notes whose related notes changed."""
        before: Mapping[str, Node] = dict(self.nodes)
        self.nodes.update({each.path: each for each in nodes})
        self.nodes.pop(without, None)
        return self.relations.update({each.path for each in nodes} | ({without} if without else set()), lambda: before)


def test_notes_with_the_same_words_are_related_at_most_five() -> None:
    notes = Notes(*(node(f"{name}.md") for name in "abcdefg"), node("z.md", "bread flour"))
    assert notes.relations.of("c.md") == ("a.md", "b.md", "d.md", "e.md", "f.md")
    assert notes.relations.of("z.md") == notes.relations.of("none.md") == ()


def test_drafts_unlisted_notes_and_section_pages_are_not_compared() -> None:
    others = (node("b.md", hidden=True), node("c.md", listing="never"), node("s/_index.md"))
    notes = Notes(node("a.md"), *others)
    assert {notes.relations.of(path) for path in notes.nodes} == {()}
    assert notes.edit(node("b.md")) == {"a.md", "b.md"}
    assert notes.edit(node("b.md", hidden=True)) == {"a.md", "b.md"}


def test_linked_notes_and_removed_notes_are_no_longer_suggested() -> None:
    notes = Notes(node("a.md"), node("b.md"), node("c.md"))
    notes.edit(node("a.md", to="b.md"), node("b.md"))
    assert (notes.relations.of("a.md"), notes.relations.of("b.md")) == (("c.md",), ("c.md",))
    assert notes.edit(without="c.md") >= {"a.md", "b.md"}
    assert notes.relations.of("a.md") == ()


def test_an_edit_that_changes_no_answer_makes_nothing_stale() -> None:
    notes = Notes(node("a.md"), node("b.md"))
    assert notes.edit(node("a.md")) == set()
    assert notes.relations.update(set(), dict) == set()


def test_cached_answers_are_valid_until_something_changes() -> None:
    nodes = {"a.md": node("a.md")}
    relations = Relations(nodes, lambda _: set())
    relations.restore("a.md", ("b.md", "c.md"))
    assert relations.of("a.md") == ("b.md", "c.md")
    assert relations.update({"a.md"}, lambda: nodes) == {"a.md"}
    assert relations.of("a.md") == ()
