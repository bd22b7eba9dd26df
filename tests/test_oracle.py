"""An incremental build equals a fresh one: after random edits, and for edits that once failed.

`ORACLE_STEPS=200000` makes as many edits, with other seeds each time `ORACLE_SEED` differs.
"""

from __future__ import annotations

import os

import pytest
from hugo_world import FRONT, HugoWorld
from oracle import BuiltGarden, State, differences_of
from org_oracle import OrgWorld
from vault_oracle import VaultWorld

from notegarden.config.schema import Config
from notegarden.config.vault import VaultSettings

STEPS = int(os.environ.get("ORACLE_STEPS", "320"))
SEED = int(os.environ.get("ORACLE_SEED", "0"))
_A_GARDEN = 40


@pytest.mark.parametrize("part", range(8))
def test_the_incremental_garden_equals_the_fresh_one(part: int) -> None:
    for number in range(part, max(STEPS // _A_GARDEN, 8), 8):
        assert differences_of(SEED + number, _A_GARDEN, HugoWorld) == []


def updated_and_fresh(*gardens: dict[str, str]) -> tuple[BuiltGarden, BuiltGarden]:
    """A garden updated to each state in turn, and one built from the last state only."""
    incremental, fresh = BuiltGarden(), BuiltGarden()
    for texts in gardens:
        incremental.step(State(texts, {}, {}, "2026-01-01T00:00:00Z", Config()))
    fresh.step(State(gardens[-1], {}, {}, "2026-01-01T00:00:00Z", Config()))
    return incremental, fresh


def same(*gardens: dict[str, str]) -> bool:
    incremental, fresh = updated_and_fresh(*gardens)
    return (incremental.fingerprints, incremental.problems) == (fresh.fingerprints, fresh.problems)


def note(body: str, **front: str) -> str:
    return "+++\n" + "".join(f"{key} = {value}\n" for key, value in front.items()) + f"+++\n\n{body}\n"


def test_the_sentence_around_a_link_to_a_missing_note_is_updated_on_the_wanted_page() -> None:
    link = '[x]({{< relref "gone" >}})'
    assert same({"a.md": note(f"One {link} sentence.")}, {"a.md": note(f"Another {link} sentence.")})
    assert same({"a.md": note(f"## One\n\n{link}")}, {"a.md": note(f"## Two\n\n{link}")})


def test_two_paragraphs_that_swap_places_change_the_order_of_the_backlinks() -> None:
    one, two = ('First [b]({{< relref "b" >}}).', 'Second [b]({{< relref "b" >}}).')
    before = {"a.md": note(f"{one}\n\n{two}"), "b.md": note("text")}
    assert same(before, before | {"a.md": note(f"{two}\n\n{one}")})


def test_a_note_that_becomes_unlisted_is_no_longer_related() -> None:
    words = "zebrafish embryology pigmentation zebrafish embryology pigmentation"
    garden = {f"{name}.md": note(words) for name in "abc"}
    hidden = garden | {"a.md": note(words, build='{list = "never"}')}
    assert same(garden, hidden)
    assert same(hidden, garden)


def test_notes_with_a_taken_address_name_the_current_holder() -> None:
    garden = {f"{name}.md": note("text", slug='"same"') for name in "bcd"}
    assert same(garden, garden | {"a.md": note("text", slug='"same"')})
    assert same(garden, {path: text for path, text in garden.items() if path != "b.md"})


def test_a_changed_title_of_the_site_parses_no_note_again() -> None:
    incremental, _ = updated_and_fresh({"a.md": note("text")})
    garden = incremental.garden
    incremental.step(State({"a.md": note("text")}, {}, {}, "2026-01-01T00:00:00Z", Config(title="Other")))
    assert incremental.garden is garden


def test_a_text_edit_plans_only_a_few_pages() -> None:
    garden = {f"{number}.md": note(f'[x]({{{{< relref "{number + 1}" >}}}})') for number in range(30)}
    incremental, _ = updated_and_fresh(garden)
    before = incremental.planned
    incremental.step(
        State(garden | {"7.md": note('More. [x]({{< relref "8" >}})')}, {}, {}, "2026-01-01T00:00:00Z", Config())
    )
    assert incremental.planned - before <= 4, "its own page, the cited one, and lists with word counts"


def test_the_oracle_edits_every_kind_of_front_matter() -> None:
    assert {"draft", "date", "expiryDate", "slug", "aliases", "url", "build", "tags"} <= FRONT.keys()


def test_a_removed_anchor_is_reported_in_unlisted_notes_too() -> None:
    link = note('[x]({{< relref "a#one" >}})', build='{list = "never"}')
    assert same({"a.md": note("## One {#one}"), "b.md": link}, {"a.md": note("## Two {#two}"), "b.md": link})


def test_a_note_that_takes_the_address_of_a_generated_page_replaces_it() -> None:
    hidden = note("text", build='{list = "never"}')
    assert same({"a.md": note("text"), "b.md": hidden}, {"a.md": note("text"), "_index.md": hidden})


def test_an_added_anchor_clears_the_finding_of_an_invisible_link() -> None:
    link = '<!-- aside --> [b]({{< relref "b#one" >}})'
    assert same({"a.md": note(link), "b.md": note("text")}, {"a.md": note(link), "b.md": note("## One {#one}")})


def test_the_new_title_of_an_unlisted_note_updates_the_notes_it_links_to() -> None:
    link, unlisted = note('[b]({{< relref "b" >}})'), '{list = "never"}'
    garden = {"a.md": link, "b.md": note("text", title='"Beta"', build=unlisted)}
    assert same(garden, garden | {"b.md": note("text", title='"Bravo"', build=unlisted)})


def vault(*gardens: dict[str, str], **settings: tuple[str, ...]) -> bool:
    """Whether a vault updated to each state in turn equals one built from the last."""
    config = Config(format="obsidian", content="", vault=VaultSettings(**settings))
    incremental, fresh = BuiltGarden(), BuiltGarden()
    for texts in gardens:
        incremental.step(State(texts, {}, {}, "2026-01-01T00:00:00Z", config))
    fresh.step(State(gardens[-1], {}, {}, "2026-01-01T00:00:00Z", config))
    return (incremental.fingerprints, incremental.problems) == (fresh.fingerprints, fresh.problems)


def test_the_new_title_of_an_ignored_note_updates_the_notes_that_embed_it() -> None:
    garden = {"a.md": "![[b]]", "x/b.md": "---\ntitle: Beta\n---\ntext"}
    renamed = garden | {"x/b.md": "---\ntitle: Bravo\n---\ntext"}
    assert vault(garden, renamed, ignored=("x/",))


def test_a_template_that_becomes_unreadable_remains_unpublished() -> None:
    garden = {"a.md": "[[b]]", "x/b.md": "text"}
    assert vault(garden, garden | {"x/b.md": "---\nbroken: [\n---\ntext"}, templates=("x",))


def test_two_embeds_of_a_note_that_swap_places_change_its_backlinks() -> None:
    garden = {"a.md": "# One\n\n# Two", "b.md": "![[a#One]]\n\n![[a#Two]]"}
    assert vault(garden, garden | {"b.md": "![[a#Two]]\n\n![[a#One]]"})


def test_a_new_alias_changes_the_hint_of_a_link_with_its_name() -> None:
    garden = {"a.md": "# One\n", "b.md": "[[Bee]]\n"}
    assert vault(garden, garden | {"a.md": "---\naliases: Bee\n---\n# One\n"})


@pytest.mark.parametrize("part", range(8))
def test_the_incremental_vault_equals_the_fresh_one(part: int) -> None:
    for number in range(part, max(STEPS // _A_GARDEN, 8), 8):
        assert differences_of(SEED + number, _A_GARDEN, VaultWorld) == []


@pytest.mark.parametrize("part", range(8))
def test_the_incremental_garden_of_org_files_equals_the_fresh_one(part: int) -> None:
    for number in range(part, max(STEPS // _A_GARDEN, 8), 8):
        assert differences_of(SEED + number, _A_GARDEN, OrgWorld) == []


def org(*gardens: dict[str, str], files: dict[str, tuple[int, int, int]] | None = None) -> bool:
    """Whether a garden of Org files and notes updated to each state in turn equals one built from the last."""
    states = []
    for texts in gardens:
        outlines = {path: text for path, text in texts.items() if path.startswith("org/")}
        notes = {path: text for path, text in texts.items() if path not in outlines}
        states.append(State(notes, files or {}, {}, "2026-01-01T00:00:00Z", Config(), outlines))
    incremental, fresh = BuiltGarden(), BuiltGarden()
    for state in states:
        incremental.step(state)
    fresh.step(states[-1])
    return (incremental.fingerprints, incremental.problems) == (fresh.fingerprints, fresh.problems)


def test_a_file_that_is_no_longer_included_is_reported_to_have_no_page() -> None:
    garden = {"org/part.org": "text\n", "org/whole.org": '#+title: Whole\n#+include: "part.org"\n'}
    assert org(garden, garden | {"org/whole.org": "#+title: Whole\n"})


def test_a_folder_is_the_bundle_of_a_leaf_next_to_a_section_in_any_order() -> None:
    post = "* Inner\n:PROPERTIES:\n:EXPORT_FILE_NAME: index\n:END:\n[[file:p.png]]\n"
    garden = {"org/a.org": post, "posts/_index.md": note("text", url='"/elsewhere/"')}
    assert org({"org/a.org": post}, garden, files={"content/posts/p.png": (3_000_000, 10, 10)})
    assert org(
        {"posts/_index.md": garden["posts/_index.md"]}, garden, files={"content/posts/p.png": (3_000_000, 10, 10)}
    )
