"""What is derived from a note's links: edges, tags, missing notes, and what is not counted."""

from __future__ import annotations

from typing import Any

import msgspec

from notegarden.garden.names import Lookups, NameIndex
from notegarden.garden.resolve import Found, Missing
from notegarden.garden.tally import (
    LinkTally,
    citations_digest,
    cited_notes,
    cited_works,
    tasks_digest,
    wants_note,
)
from notegarden.notes.note import FrontMatter, Link, LinkKind, Note, Task, Work


def link(target: str, kind: LinkKind = "relref", **more: Any) -> Link:
    return Link(target, kind, 1, 1, **more)


def to(path: str, **more: Any) -> Found:
    return Found("", path, **more)


def tallied(*pairs: tuple[Link, Any], is_vault: bool = False) -> LinkTally:
    tally = LinkTally("here.md", is_vault=is_vault)
    for each, answer in pairs:
        tally.add(each, answer)
    return tally


def counts(tally: LinkTally) -> list[tuple[Any, ...]]:
    return [(edge.target, edge.count, edge.tags, edge.embeds, edge.relations) for edge in tally.edges()]


def test_links_to_one_note_are_one_edge_and_edges_are_sorted_by_path() -> None:
    tally = tallied((link("b"), to("b.md")), (link("a"), to("a.md")), (link("b#x"), to("b.md", fragment="x")))
    assert counts(tally) == [("a.md", 1, 0, 0, ()), ("b.md", 2, 0, 0, ())]
    assert tally.anchored == {"b.md"}


def test_embeds_tags_and_properties_are_also_counted_separately() -> None:
    tally = tallied(
        (link("b", "embed"), to("b.md")),
        (link("b", field="tags"), to("b.md")),
        (link("b", "property", field="up"), to("b.md")),
        (link("b", "property", field="part of"), to("b.md")),
        (link("b", "property", field="up"), to("b.md")),
    )
    assert counts(tally) == [("b.md", 5, 1, 1, ("up", "part of"))]


def test_links_to_the_note_itself_and_invisible_links_make_no_edge() -> None:
    tally = tallied(
        (link("here"), to("here.md", fragment="x")),
        (link("b#x", unseen=True), to("b.md", fragment="x")),
        (link("c", unseen=True), Missing()),
    )
    assert (counts(tally), tally.unwritten) == ([], [])
    assert tally.anchored == {"b.md"}, "the anchor is still checked"


def test_in_a_vault_links_of_raw_html_make_no_edge() -> None:
    pair = (link("/b/", "html"), to("b.md"))
    assert counts(tallied(pair)) == [("b.md", 1, 0, 0, ())]
    assert counts(tallied(pair, is_vault=True)) == []


def test_only_links_to_notes_make_a_missing_note_wanted() -> None:
    kinds: list[LinkKind] = ["relref", "ref", "wikilink", "mdlink", "embed", "property"]
    assert all(wants_note(link("x", kind)) for kind in kinds)
    others: list[LinkKind] = ["markdown", "html", "tag", "name", "file", "cite"]
    assert not any(wants_note(link("x", kind)) for kind in others)
    assert not wants_note(link("id:x", "embed"))
    draft, address = (link("d"), Missing(draft="d.md")), (link("/z/", "markdown"), Missing())
    tally = tallied((link("x#y"), Missing("y")), draft, address)
    assert [(each.target, each.line) for each in tally.unwritten] == [("x", 1)]


def test_only_a_vaults_kinds_of_links_use_files() -> None:
    tally = tallied((link("a.pdf", "embed"), Found("/a.pdf")), (link("/b.pdf", "markdown"), Found("/b.pdf")))
    assert tally.used == {"/a.pdf"}


def test_a_tag_in_front_matter_and_text_counts_once() -> None:
    index = NameIndex()
    index.add("b.md", "B", "/b/", (), hidden=False)
    index.add("here.md", "Here", "/here/", (), hidden=False)
    tally = tallied((link("b", field="tags"), to("b.md")))
    tally.add_tags(["b", "Here", "plain"], Lookups(index))
    assert counts(tally) == [("b.md", 1, 1, 0, ())]
    assert tally.plain_tags == ["plain"]


def test_a_note_cites_others_only_in_visible_text() -> None:
    seen, hidden, own = link("b"), link("b", unseen=True), link("here")
    answers = [to("b.md"), to("b.md"), to("here.md")]
    assert cited_notes("here.md", [seen, hidden, own], answers) == {"b.md": [seen]}


def test_a_work_is_cited_in_the_first_visible_block() -> None:
    links = (
        link("@k", "cite", block="p0", unseen=True), link("@k", "cite", block="p1"), link("@k", "cite", block="p2"),
    )  # fmt: skip
    note = Note("here.md", FrontMatter(), "H", links=links, works=(Work("z", "Z"), Work("k", "K")))
    assert [(each.key, each.block) for each in cited_works(note)] == [("k", "p1"), ("z", "")]
    other = msgspec.structs.replace(note, works=(Work("k", "other"),))
    assert cited_works(other)[0].digest != cited_works(note)[0].digest


def test_the_digest_includes_what_other_pages_quote_but_not_the_position_in_the_file() -> None:
    one = link("b", before="x", text="b", after="y")
    moved = msgspec.structs.replace(one, line=9, column=9, target="b.md")
    assert citations_digest([one]) == citations_digest([moved])
    for change in ({"before": "z"}, {"text": "z"}, {"after": "z"}, {"block": "z"}, {"section": "z"}, {"field": "z"}):
        assert citations_digest([msgspec.structs.replace(one, **change)]) != citations_digest([one])
    assert citations_digest([]) == b""


def test_a_note_without_tasks_has_no_task_digest() -> None:
    note = Note("a.md", FrontMatter(), "A")
    assert tasks_digest(note) == b""
    assert len(tasks_digest(msgspec.structs.replace(note, tasks=(Task("x", ""),)))) == 8
