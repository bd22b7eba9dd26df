"""Every case in tests/fixtures/obsidian gives the expected HTML next to it; and cases without a fixture."""

from __future__ import annotations

import gc
from cProfile import Profile

import pytest
from fixtures import Case, cases, folded
from vault_cases import read_vault, shown_vault

from notegarden.dialects.pieces.html import RESERVED

CASES = cases("obsidian")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}:{case.line} {case.title}" for case in CASES])
def test_case(case: Case) -> None:
    parsed = read_vault(case.source)
    problems = "".join(f"\n! {one.line} {one.code}: {one.message}" for one in parsed.note.problems)
    assert folded(shown_vault(parsed)) + problems == case.expected


def test_there_are_cases_for_every_syntax() -> None:
    assert {case.file for case in CASES} >= {"wikilinks", "embeds", "callouts", "comments", "blocks", "text"}


def test_with_strict_breaks_a_line_end_is_a_space() -> None:
    assert shown_vault(read_vault("a\nb  \nc", strict_breaks=True)) == "<p>a\nb<br>\nc</p>\n"


def test_a_note_has_the_name_of_its_file() -> None:
    assert read_vault("# Another heading").note.title == "Case"
    assert read_vault("---\ntitle: Given\n---\n").note.title == "Given"


@pytest.mark.parametrize(
    "typed", ["publish: maybe", "publish: 1", "draft: perhaps", "a: {{date}}", "a: @b\n- c", "a: 'b"]
)
def test_unreadable_properties_withhold_the_note(typed: str) -> None:
    note = read_vault(f"---\n{typed}\n---\ntext").note
    assert note.held
    assert [problem.code for problem in note.problems] == ["front-matter"]


@pytest.mark.parametrize("typed", ["publish: true", "publish:", "a: b", "type:\n  - '[[x]]'\n  - y", "author: 3", ""])
def test_properties_of_any_kind_are_allowed(typed: str) -> None:
    note = read_vault(f"---\n{typed}\n---\ntext").note
    assert (note.held, note.problems) == ("", ())


def test_property_links_have_their_name_and_line() -> None:
    note = read_vault("---\nauthor: \"[[Me|I]]\"\nup: ['[[A]]', '[[B#c]]', 'not [[C]]']\nraw: [[D]]\n---\n").note
    found = [(link.field, link.target, link.text, link.line) for link in note.links]
    assert found == [("author", "Me", "I", 2), ("up", "A", "A", 3), ("up", "B#c", "B > c", 3)]


def test_tags_of_properties_and_text_are_combined() -> None:
    note = read_vault("---\ntags: [One, '#two', null, 'a b', 12]\n---\n#one #Three/four").note
    assert note.front.tags == ("One", "two", "Three/four")


def test_a_section_has_only_its_own_links_and_ends_at_the_next_one() -> None:
    note = read_vault("# A\n[[x]]\n## B\n[[y]] ^id\n# C\n[[z]]^[[[w]]]").note
    assert [(part.name, part.links) for part in note.parts] == [
        ("#a", (0, 2)), ("#b", (1, 2)), ("^id", (1, 2)), ("#c", (2, 3)), ("", (0, 4)),
    ]  # fmt: skip


def test_of_two_blocks_with_one_name_the_first_has_it() -> None:
    html = shown_vault(read_vault("a ^x\n\nb ^x"))
    assert html.count('id="^x"') == 1
    assert html.index("^x") < html.index("b")


@pytest.mark.parametrize("sign", RESERVED)
def test_internal_markers_of_the_parser_are_removed_from_text(sign: str) -> None:
    assert sign not in "".join(read_vault(f"a {sign}0\ufdd1 ^{sign}").body.texts)


@pytest.mark.parametrize(
    "piece",
    [
        "[[",
        "![[a",
        "^[",
        "%%a ",
        "$a",
        "==a",
        "#",
        "> [!a]\n",
        "a ^b\n",
        "- [x] ",
        "`%%` ",
        "$$\n",
        "\\[\\[",
        "^[]",
        "$$a",
    ],
)
def test_long_inputs_take_linear_time(piece: str) -> None:
    """Counted in function calls: double the input takes less than triple the calls."""
    assert _calls(piece * 4_000) < 3 * _calls(piece * 2_000) + 10_000


def _calls(source: str) -> int:
    read_vault(source)  # imports on the first use are not counted, nor is garbage collection of other tests
    profile = Profile()
    gc.disable()
    try:
        profile.runcall(read_vault, source)
    finally:
        gc.enable()
    return sum(entry.callcount for entry in profile.getstats())
