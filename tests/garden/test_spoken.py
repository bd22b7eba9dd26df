"""Which words of a text are names of notes: whole words in any script, the longest at each place."""

from __future__ import annotations

import pytest

from notegarden.garden.spoken import BLOCK, RunningText, Runs, SpokenNames, is_plain, running
from notegarden.notes.note import Prose


def names_in(text: str, *names: str, asides: tuple[tuple[int, int], ...] = ()) -> list[str]:
    """The words of a text that are names of notes."""
    known = SpokenNames()
    for name in names:
        known.add(f"{name}.md", [name])
    return [text[hit.start : hit.stop] for hit in known.said_in(RunningText(Prose(text, asides=asides)))]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("About Soil and SOIL.", "Soil", ["Soil", "SOIL"]),
        ("Soils are many, subsoil too.", "Soil", []),
        ("Café or cafe\u0301 or cafe", "Café", ["Café", "cafe\u0301", "cafe"]),
        ("Straße, STRASSE", "Strasse", ["Straße", "STRASSE"]),
        ("О почве и почвы", "почве", ["почве"]),
        ("Ὁ λόγος, λόγοσ; λόγοι", "Λόγος", ["λόγος", "λόγοσ"]),
        ("彼は機械学習を学ぶ", "機械学習", ["機械学習"]),
        ("東 京 and 東京都", "東京", ["東 京", "東京"]),
        ("iPhone版を使う", "iPhone", ["iPhone"]),
        ("ภาษาไทยง่าย", "ไทย", ["ไทย"]),
        ("हिन्दी भाषा", "हिन्दी", ["हिन्दी"]),
        ("a time-lapse, a time lapse, a time‑lapse", "Time-lapse", ["time-lapse", "time lapse", "time‑lapse"]),
        ("time lapse and time-lapse", "time lapse", ["time lapse", "time-lapse"]),
        ("a time-lapse, real-time", "time", []),
        ("Darwin's and Darwin’s theory", "Darwin", ["Darwin's", "Darwin’s"]),
        ("à l’école", "École", ["l’école"]),
        ("O’Reilly and O'Reilly; Reilly", "O'Reilly", ["O’Reilly", "O'Reilly"]),
        ("C++ and C", "C++", ["C++"]),
        ("node.js, node js, node. JS", "node.js", ["node.js", "node js"]),
        ("Soil: a story. Soil a story; Soil - a story", "Soil: a story", ["Soil: a story", "Soil a story"]),
        ("deep. Learning is", "Deep learning", []),
        ("deep\n  learning", "Deep learning", ["deep\n  learning"]),
        ("an ox and AI", "ox", []),
        ("and there it was", "There it was", []),
        ("京都の京", "京", []),
    ],
)
def test_names_are_whole_words_in_any_script(text: str, name: str, found: list[str]) -> None:
    assert names_in(text, name) == found


def test_the_longest_name_wins() -> None:
    names = ("Deep learning", "Learning", "Deep learning theory of mind", "Theory")
    assert names_in("deep learning theory, then learning", *names) == ["deep learning", "theory", "learning"]
    assert names_in("機械学習", "機械", "機械学習", "学習") == ["機械学習"]


def test_asides_are_not_searched() -> None:
    assert names_in("soil of soil", "soil", asides=((0, 4),)) == ["soil"]
    assert names_in("deep x learning", "deep learning", asides=((5, 6),)) == []


def test_two_notes_with_one_name_are_both_found_sorted_by_path() -> None:
    known = SpokenNames()
    assert known.add("b.md", ["Soil", "soil"]) == {("soil",)}
    known.add("a.md", ["SOIL"])
    (hit,) = known.said_in(RunningText(Prose("of soil")))
    assert (hit.start, hit.stop, hit.name, hit.owners) == (3, 7, "soil", ("a.md", "b.md"))


def test_a_removed_name_is_no_longer_found() -> None:
    known = SpokenNames()
    known.add("a.md", ["Deep learning"])
    known.add("b.md", ["Deep"])
    assert known.discard("a.md", ["Deep learning", "never entered"]) == {("deep", "learning"), ("never", "entered")}
    assert known.owners(("deep", "learning")) == ()
    assert [hit.owners for hit in known.said_in(RunningText(Prose("deep learning")))] == [("b.md",)]


def test_only_distinctive_names_are_searched_for() -> None:
    known = SpokenNames()
    assert known.add("a.md", ["ox", "of the", "京", "", "…"]) == set()
    assert known.add("a.md", ["oxe", "京都", "of the ox"]) == {("oxe",), ("京", "都"), ("of", "the", "ox")}
    assert known.add("b.md", [" ".join(["word"] * 61)]) == set()
    assert known.add("b.md", [" ".join(["word"] * 60)]) == {("word",) * 60}


def test_punctuation_between_words_is_that_of_the_name_or_none() -> None:
    assert names_in("Soil – a story, Soil — a story", "Soil - a story") == ["Soil – a story"]
    assert names_in("say “yes” now", 'say "yes" now') == ["say “yes” now"]


def test_text_that_is_not_searched_is_replaced_by_a_break_of_its_length() -> None:
    assert running(Prose("a code b", asides=((2, 6),))) == "a \0    b"
    assert running(Prose("a b")) == "a b"


def test_a_block_is_searched_if_it_contains_the_first_two_runs_of_a_name() -> None:
    known = SpokenNames()
    known.add("a.md", ["Deep learning", "Soil"])
    runs = Runs().of(f"deep water {BLOCK} deep learning {BLOCK} more soil {BLOCK} learning deep")
    assert known.blocks_to_search(runs) == {1, 2}
    assert known.blocks_to_search(Runs().of(f"deep {BLOCK} learning")) == set()


def test_a_text_is_plain_if_its_words_are_its_runs() -> None:
    assert [is_plain(each) for each in ("soil", "été", "日本", "हिन्दी")] == [True, True, False, False]
    assert Runs().of("Été, SOIL") == ["ete", "soil"]
