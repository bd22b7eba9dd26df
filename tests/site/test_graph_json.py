"""The garden's graph as JSON: listed notes, their links and tags, and missing notes."""

from __future__ import annotations

import json
from typing import Any

from small_garden import SmallGarden

from notegarden.site.graph_json import graph_json


def graph(texts: dict[str, str], **settings: Any) -> dict[str, Any]:
    garden = SmallGarden(texts, **settings)
    found: dict[str, Any] = json.loads(graph_json(garden.reads(), garden.site))
    return found


def test_the_graph_has_listed_notes_and_their_links() -> None:
    found = graph({
        "a.md": 'x [b]({{< relref "b" >}}) [b]({{< relref "b" >}}) [no]({{< relref "no" >}}) [d]({{< relref "d" >}})',
        "b.md": "---\ntitle: Bee\ntags: [a, plain]\n---\nx",
        "d.md": "---\nbuild: {list: never}\n---\nx",
        "e.md": '---\ndraft: true\n---\n[b]({{< relref "b" >}})',
    }, base_url="https://example.org/sub/")  # fmt: skip
    assert [(each["id"], each["url"], each["title"], each["tags"]) for each in found["nodes"]] == [
        ("a.md", "/sub/a/", "A", []), ("b.md", "/sub/b/", "Bee", ["a.md"]),
    ]  # fmt: skip
    assert found["edges"] == [
        {"source": "a.md", "target": "b.md", "count": 2}, {"source": "b.md", "target": "a.md", "count": 1},
    ]  # fmt: skip
    assert found["missing"] == [{"source": "a.md", "target": "no", "line": 1}]


def test_a_tag_page_of_an_unlisted_note_is_not_named() -> None:
    found = graph({
        "a.md": 'Tags\n: [hush]({{< relref "hush" >}})\n\nText.\n', "hush.md": "---\nbuild: {list: never}\n---\nx",
    })  # fmt: skip
    assert "hush" not in json.dumps(found)


def test_kinds_of_links_are_given_only_where_they_are_not_ordinary() -> None:
    texts = {"a.md": "---\nup: '[[b]]'\n---\n![[b]] [[c]]", "b.md": "x", "c.md": "x"}
    found = graph(texts, format="obsidian", content="")
    assert found["edges"] == [
        {"source": "a.md", "target": "b.md", "count": 2, "embeds": 1, "relations": ["up"]},
        {"source": "a.md", "target": "c.md", "count": 1},
    ]


def test_a_community_is_named_after_its_best_linked_note_and_one_without_a_listed_note_has_no_name() -> None:
    ring = {f"{name}.md": f'[x]({{{{< relref "hub" >}}}}) [y]({{{{< relref "{name}" >}}}})' for name in "abcd"}
    found = graph({**ring, "hub.md": "---\ntitle: Hub\n---\nx"})
    assert found["communities"] == ["Hub"]
    assert {each["community"] for each in found["nodes"]} == {0}
    assert graph({"s/_index.md": "x"})["communities"] == [""]
    assert graph({}) == {"nodes": [], "edges": [], "missing": [], "communities": []}
