"""The problems, files and names that a note has in its garden."""

from __future__ import annotations

import msgspec
from small_garden import SmallGarden

from notegarden.garden.nodes import named_node, node_of
from notegarden.notes.node import Node


def node(path: str, texts: dict[str, str], files: dict[str, str] | None = None, **settings: object) -> Node:
    return SmallGarden(texts, files, **settings).garden.nodes[path]


def codes(found: Node) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in found.problems]


def test_an_alias_on_another_site_is_a_finding_and_not_an_alias() -> None:
    found = node("a.md", {"a.md": "---\naliases: [old, 'https://other.example/x']\n---\nx"})
    assert found.aliases == ("/old/",)
    assert [each.code for each in found.problems] == ["front-matter"]


def test_a_url_that_hugo_rejects_is_a_finding_and_the_note_keeps_its_default_address() -> None:
    found = node("a.md", {"a.md": "---\nurl: https://other.example/x\n---\nx"})
    assert found.address == "/a/"
    assert found.problems[0].message.endswith(" /a/")


def test_of_two_notes_with_one_address_only_the_second_has_a_finding() -> None:
    texts = {"a.md": "---\nurl: /x/\n---\n1", "b.md": "---\nurl: /X\n---\n2"}
    garden = SmallGarden(texts).garden
    assert codes(garden.nodes["a.md"]) == []
    (found,) = garden.nodes["b.md"].problems
    assert found.code == "address-clash"
    assert "a.md" in found.message
    assert garden.nodes["b.md"].address in found.message


def test_a_silenced_finding_is_not_a_finding() -> None:
    garden = SmallGarden({"a.md": "![x](/no.png)\n\n![y](/none.png)\n"}).garden
    note = garden.note("a.md")
    assert codes(node_of(garden, note)) == [(1, "picture-missing"), (3, "picture-missing")]
    for line, left in {0: [], 1: [3], 2: [1], 4: [1, 3]}.items():
        quiet = msgspec.structs.replace(note, silenced=((line, "picture-missing"),))
        assert [found for found, _ in codes(node_of(garden, quiet))] == left
    assert len(codes(node_of(garden, msgspec.structs.replace(note, silenced=((0, "math"),))))) == 2


def test_an_existing_picture_is_used_and_another_is_missing() -> None:
    texts = {"s/a.md": "![x](p.png) ![y](/q.png) ![z](https://other.example/r.png)\n"}
    found = node("s/a.md", texts, {"/q.png": "static/q.png"})
    assert codes(found) == [(1, "picture-missing")]
    assert found.problems[0].subject == "/s/a/p.png"
    assert found.pictures == ("/q.png", "/s/a/p.png")


def test_a_front_matter_image_may_be_below_the_root() -> None:
    texts = {"s/a.md": "---\nimages: [p.png]\n---\nx"}
    assert node("s/a.md", texts, {"/p.png": "static/p.png"}).pictures == ("/p.png",)
    assert codes(node("s/a.md", texts)) == [(1, "picture-missing")]
    assert codes(node("s/a.md", {"s/a.md": "---\nimages: ['https://o.example/p.png']\n---\nx"})) == []


def test_a_link_to_a_withheld_note_is_not_reported_again() -> None:
    held = "---\ndraft: perhaps\n---\nx"
    link = '[b]({{< relref "b" >}})\n'
    assert codes(node("a.md", {"a.md": link, "b.md": held})) == []
    assert codes(node("a.md", {"a.md": link, "b.md": "---\ndraft: true\n---\nx"})) == [(1, "link-draft")]


def test_a_note_is_empty_without_words_pictures_and_embeds() -> None:
    texts = {"a.md": "---\ntitle: A\n---\n", "b.md": "![p](/p.png)", "c.md": "word"}
    garden = SmallGarden(texts, {"/p.png": "static/p.png"}).garden
    assert [garden.nodes[path].empty for path in texts] == [True, False, False]
    assert not node("d.md", {"d.md": "![[a]]", "a.md": ""}, format="obsidian", content="").empty


def test_an_unlisted_note_is_not_about_a_work() -> None:
    texts = {"a.md": "x", "b.md": "---\nbuild: {list: never}\n---\nx", "c.md": "---\ndraft: true\n---\nx"}
    garden = SmallGarden(texts).garden
    names = (("@k", ""), ("id:1", ""))
    for path, shown in {"a.md": names, "b.md": names[1:], "c.md": names[1:]}.items():
        assert named_node(garden, msgspec.structs.replace(garden.note(path), names=names)).names == shown


def test_in_a_vault_aliases_are_names_and_only_whole_paths_are_addresses() -> None:
    text = "---\naliases: [Other name, old/place]\ntags: [t]\n---\nx"
    found = node("a.md", {"a.md": text}, format="obsidian", content="")
    assert found.aliases == ("/old/place/",)
    assert found.also == ("Other name", "old/place")
    assert (found.tags, found.in_vault) == ((), True)


def test_only_the_first_use_of_a_file_that_cannot_be_embedded_is_reported() -> None:
    texts = {"a.md": "![[x.canvas]]\n\n![[y.canvas]]\n\n![[x.canvas]]\n"}
    files = {"/x.canvas": "x.canvas", "/y.canvas": "y.canvas"}
    found = node("a.md", texts, files, format="obsidian", content="")
    assert codes(found) == [(1, "not-drawn"), (3, "not-drawn")]
    missing = node("a.md", {"a.md": "![[x.png]]\n\n![[x.png]]\n"}, format="obsidian", content="")
    assert codes(missing) == [(1, "file-missing"), (3, "file-missing")], "other findings are reported each time"


def test_a_permalink_of_a_vault_note_is_a_finding_only_if_it_is_on_another_site() -> None:
    for link, found in {"https://other.example/x": ["front-matter"], "/:x/": []}.items():
        text = f"---\npermalink: '{link}'\n---\nx"
        problems = node("a.md", {"a.md": text}, format="obsidian", content="").problems
        assert [each.code for each in problems] == found


def test_only_section_files_have_a_cascade() -> None:
    cascade = "---\ncascade: {weight: 3}\n---\nx"
    texts = {"s/_index.md": cascade, "s/a.md": cascade, "t/_index.md": "x"}
    garden = SmallGarden(texts).garden
    assert [garden.nodes[path].cascades for path in texts] == [True, False, False]
