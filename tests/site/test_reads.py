"""Everything a page reads is recorded under the key by which an edit makes the page stale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_garden import SmallGarden

from notegarden.site.reads import Reads

LINK = '[to]({{< relref "b" >}})'
TEXTS = {
    "a.md": f"{LINK}\n\n- [ ] task\n",
    "b.md": "b",
    "draft.md": "---\ndraft: true\n---\nx",
    "w.md": LINK.replace("b", "no"),
}


def reads() -> Reads:
    return SmallGarden(TEXTS, {"/p.png": "static/p.png"}, tasks=True).reads()


@pytest.mark.parametrize(
    ("ask", "keys"),
    [
        (lambda r: r.note("a.md"), {"note a.md"}),
        (lambda r: r.node("a.md"), {"note a.md"}),
        (lambda r: r.answers("a.md"), {"note a.md"}),
        (lambda r: r.text("a.md"), {"note a.md"}),
        (lambda r: r.reference("none.md"), {"reference none.md"}),
        (lambda r: r.link("b.md"), {"reference b.md"}),
        (lambda r: r.targets("a.md"), {"links a.md"}),
        (lambda r: r.backlinks("b.md"), {"backlinks b.md"}),
        (lambda r: r.citations("a.md", "b.md"), {"backlinks b.md"}),
        (lambda r: r.around("a.md"), {"order a.md"}),
        (lambda r: r.related("a.md"), {"related a.md"}),
        (lambda r: r.section("/s/"), {"section /s/"}),
        (lambda r: r.day("2026-01-01"), {"day 2026-01-01"}),
        (lambda r: r.file("/p.png"), {"file /p.png"}),
        (lambda r: r.size("/p.png"), {"file /p.png"}),
        (lambda r: r.copies("/p.png"), {"file /p.png"}),
        (lambda r: r.is_withheld("/p.png"), {"file /p.png"}),
        (lambda r: r.picture_address("p.png", "a.md"), {"reference a.md"}),
        (lambda r: r.citing("k"), {"cited k"}),
        (lambda r: r.about("k"), {"described k"}),
        (lambda r: r.entries(), {"list entries"}),
        (lambda r: r.dated(), {"list dated"}),
        (lambda r: r.tags(), {"list tags", "list entries"}),
        (lambda r: r.wanting(), {"list wanted"}),
        (lambda r: r.may_name("a.md"), {"list entries"}),
        (lambda r: r.works(), {"list works"}),
        (lambda r: r.tasks(), {"list tasks"}),
        (lambda r: r.addresses(), {"list addresses"}),
        (lambda r: r.problems(), {"list problems"}),
        (lambda r: r.mentions("a.md"), set()),
    ],
)  # fmt: skip
def test_what_is_read_is_recorded(ask: Callable[[Reads], object], keys: set[str]) -> None:
    found = reads()
    ask(found)
    assert found.keys == keys


def test_mentions_are_recorded_where_they_are_configured() -> None:
    found = SmallGarden({"a.md": "x"}, mentions=True).reads()
    assert found.mentions("a.md") == {}
    assert found.keys == {"mentions a.md"}


def test_pages_may_name_listed_notes_and_addresses_without_a_note() -> None:
    found = reads()
    assert [found.may_name(each) for each in ("a.md", "draft.md", "file.org")] == [True, False, True]


def test_only_links_to_missing_notes_are_unanswered() -> None:
    found = reads()
    (wanting,) = found.wanting()
    assert wanting.path == "w.md"
    assert [each.target for each in found.unwritten_links(wanting)] == ["no"]


def test_only_tasks_of_listed_notes_are_read() -> None:
    ((path, tasks),) = reads().tasks()
    assert (path, [task.text for task in tasks]) == ("a.md", ["task"])


def test_the_first_and_last_note_of_a_section_have_one_neighbour_and_an_unknown_note_has_none() -> None:
    texts = {"s/a.md": "x", "s/b.md": "x", "s/c.md": TEXTS["draft.md"], "s/_index.md": "x", "t/d.md": "x"}
    found = SmallGarden(texts).reads()
    assert [found.around(each) for each in ("s/a.md", "s/b.md")] == [(None, "s/b.md"), ("s/a.md", None)]
    assert {found.around(each) for each in ("s/c.md", "s/_index.md", "t/d.md", "none.md")} == {(None, None)}
