"""Unlinked mentions: which words of a note mention another one, and what the mentioned note's page shows."""

from __future__ import annotations

from oracle import BuiltGarden, State

from notegarden.config.schema import Config
from notegarden.garden.mentions import common_names, quote

NOW = "2026-01-01T00:00:00Z"


def note(body: str, **front: str) -> str:
    return "+++\n" + "".join(f"{key} = {value}\n" for key, value in front.items()) + f"+++\n\n{body}\n"


def named(texts: dict[str, str], config: Config | None = None) -> dict[str, list[tuple[str, str]]]:
    """Path → (path of a note that names it, the words there)."""
    grown = BuiltGarden()
    grown.step(State(texts, {}, {}, NOW, config or Config(mentions=True)))
    garden = grown.garden
    assert garden is not None
    assert garden.mentions is not None
    out: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(texts):
        for source, namings in sorted(garden.mentions.of(path).items()):
            places = sorted(place for naming in namings for place in naming.places)
            out.setdefault(path, []).extend((source, quote(garden.note(source), place).text) for place in places)
    return out


def test_where_a_note_is_mentioned() -> None:
    texts = {
        "soil.md": note("Soil itself.", title='"Soil"'),
        "a.md": note("On soil.\n\n## Soil\n\n`soil` <!-- soil --> $$soil$$ and \\\\(soil\\\\)\n\n```\nsoil\n```"),
        "b.md": note('The soil, see [earth]({{< relref "soil.md" >}}).\n\nMore soil.\n\n- soil in a list'),
        "c.md": note("[soil](https://example.org/) and [*soil*](https://example.org/)\n\n![soil](/p.png)"),
    }
    assert named(texts) == {"soil.md": [("a.md", "soil"), ("b.md", "soil"), ("b.md", "soil")]}


def test_which_notes_may_mention_and_be_mentioned() -> None:
    text = "Soil, secret and shy."
    texts = {
        "soil.md": note("x", title='"Soil"'),
        "secret.md": note(text, title='"Secret"', draft="true"),
        "shy.md": note(text, title='"Shy"', build='{list = "never"}'),
        "posts/_index.md": note(text, title='"Posts"'),
        "a.md": note("Soil, secret, shy and posts."),
    }
    assert named(texts) == {
        "soil.md": [("a.md", "Soil"), ("posts/_index.md", "Soil")],
        "shy.md": [("a.md", "shy"), ("posts/_index.md", "shy")],
    }


def test_aliases_are_names_in_a_vault_and_addresses_on_a_site() -> None:
    vault = Config(format="obsidian", content="", mentions=True)
    texts = {
        "Soil.md": "---\naliases: [Good earth, old/place]\n---\nx",
        "a.md": "Good earth. [[Soil]]\n\nThe good earth.",
    }
    assert named(texts, vault) == {"Soil.md": [("a.md", "good earth")]}
    site = {"soil.md": note("x", aliases='["good-earth"]'), "a.md": note("The good earth.")}
    assert named(site) == {}


def test_notes_with_the_same_name_are_both_mentioned() -> None:
    texts = {f"{name}.md": note("x", title='"Soil"') for name in "bc"} | {"a.md": note("Soil.")}
    assert named(texts) == {"b.md": [("a.md", "Soil")], "c.md": [("a.md", "Soil")]}


def test_a_name_that_many_notes_contain_counts_as_an_ordinary_word() -> None:
    texts = {f"{number:03}.md": note("The soil.") for number in range(10)} | {"soil.md": note("x", title='"Soil"')}
    assert len(named(texts)["soil.md"]) == 10
    assert named(texts | {"more.md": note("The soil.")}) == {}
    assert common_names({"soil": {*map(str, range(30))}}, 300) == frozenset()
    assert common_names({"soil": {*map(str, range(31))}}, 300) == {"soil"}


def test_a_garden_without_the_setting_has_no_mentions() -> None:
    grown = BuiltGarden()
    grown.step(State({"soil.md": note("x"), "a.md": note("Soil.")}, {}, {}, NOW, Config()))
    assert grown.garden is not None
    assert grown.garden.mentions is None
    assert {node.said for node in grown.garden.nodes.values()} == {""}
    assert grown.garden.note("a.md").prose == ()


def keys_of(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The notes whose pages an edit makes stale because their mentions change."""
    grown = BuiltGarden()
    grown.step(State(before, {}, {}, NOW, Config(mentions=True)))
    was = dict(grown.fingerprints)
    grown.step(State(after, {}, {}, NOW, Config(mentions=True)))
    fresh = BuiltGarden()
    fresh.step(State(after, {}, {}, NOW, Config(mentions=True)))
    assert grown.fingerprints == fresh.fingerprints
    return {file.split("/")[0] for file, each in grown.fingerprints.items() if was.get(file) != each and "/" in file}


def test_edits_make_the_pages_that_show_the_mentions_stale() -> None:
    garden = {
        "soil.md": note("x", title='"Soil"'),
        "worms.md": note("x", title='"Worms"'),
        "a.md": note("Before.\n\nThe soil is deep.\n\nThe end."),
        "b.md": note("Nothing."),
    }
    assert "soil" in keys_of(garden, garden | {"a.md": note("Before.\n\nThe soil is wide.\n\nThe end.")})
    assert "soil" not in keys_of(garden, garden | {"a.md": note("Before all.\n\nThe soil is deep.\n\nThe end.")})
    assert "soil" in keys_of(garden, garden | {"a.md": note("## New\n\nBefore.\n\nThe soil is deep.\n\nThe end.")})
    assert {"worms", "soil"} <= keys_of(garden, garden | {"a.md": note("Before.\n\nWorms.\n\nThe end.")})
    assert "worms" in keys_of(garden, garden | {"worms.md": note("x", title='"The end"')})
    assert "earth" in keys_of(garden, garden | {"earth.md": note("x", title='"Deep"')})
    assert "soil" in keys_of(garden, garden | {"earth.md": note("x", title='"Soil is deep"')})
    assert "soil" in keys_of(garden, {path: text for path, text in garden.items() if path != "a.md"})


def test_a_name_that_becomes_an_ordinary_word_by_an_unrelated_note_leaves_the_page() -> None:
    texts = {f"{number:03}.md": note("The soil." if number < 11 else "Text.") for number in range(109)}
    texts |= {"soil.md": note("x", title='"Soil"')}
    assert len(named(texts)["soil.md"]) == 11, "eleven of 110 are not more than a tenth"
    fewer = {path: text for path, text in texts.items() if path != "100.md"}
    assert "soil" in keys_of(texts, fewer)
    assert "soil" in keys_of(fewer, texts)
