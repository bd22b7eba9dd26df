"""A quoted sentence begins and ends at its punctuation, and is truncated only where a line may end."""

from __future__ import annotations

import pytest

from notegarden.notes.sentence import after, before, collapsed, cut


def around(text: str) -> tuple[str, str]:
    """The text quoted before and after the `|` of a text."""
    place = text.index("|")
    text = text.replace("|", "")
    return before(text, place), after(text, place)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("One. Two | three. Four.", ("Two ", " three.")),
        ("One.) Two | three!” Four.", ("Two ", " three!”")),
        ("Version 3.14 of | a.b is out. Next.", ("Version 3.14 of ", " a.b is out.")),
        ("一。二|三。四", ("二", "三。")),
        ("一。」二|三！』四", ("二", "三！』")),
        ("価は３．１４の|もの。", ("価は３．１４の", "もの。")),
        ("क। ख | ग। घ", ("ख ", " ग।")),
        ("a\n  b |\tc\nd", ("a b ", " c d")),
        ("日本\n語|の\n本", ("日本語", "の本")),
        ("한국\n어|의\n책", ("한국 어", "의 책")),
        ("日\n|本", ("日", "本")),
        ("|", ("", "")),
    ],
)
def test_the_sentence_around_a_place(text: str, quoted: tuple[str, str]) -> None:
    assert around(text) == quoted


def test_a_long_sentence_is_truncated_at_a_word_and_marked() -> None:
    text = "word " * 60
    assert before(text, len(text)) == "…" + "word " * 31
    assert after(text, 0) == ("word " * 32).rstrip() + "…"


def test_a_sentence_of_160_characters_is_not_truncated() -> None:
    text = "a" * 80 + " " + "b" * 79
    assert (before(text, 160), after(text, 0)) == (text, text)
    assert before(text + "c", 161) == "…" + "b" * 79 + "c"
    assert after(text + "c", 0) == "a" * 80 + "…"


def test_a_single_word_that_is_too_long_is_truncated_inside() -> None:
    assert after("a" * 200, 0) == "a" * 160 + "…"
    assert before("a" * 200, 200) == "…" + "a" * 160


@pytest.mark.parametrize(
    ("text", "most", "beginning"),
    [
        ("one two three", 7, "one"),
        ("one two three", 8, "one two"),
        ("onetwothree", 4, "onet"),
        ("日本語の本", 3, "日本語"),
        ("日本語。の本", 3, "日本"),
        ("日本「語の本", 3, "日本"),
        ("one 日本語", 5, "one 日"),
        ("日本 onetwothree", 5, "日本"),
        ("ภาษาไทย", 5, "ภาษา"),
    ],
)
def test_a_text_is_truncated_where_a_line_may_end(text: str, most: int, beginning: str) -> None:
    assert cut(text, most) == beginning


def test_the_end_of_a_text_without_spaces_begins_where_a_line_may_begin() -> None:
    assert before("日" * 100 + " " + "本" * 100, 201) == "…" + "日" * 59 + " " + "本" * 100
    assert before("日" * 40 + "ー" + "本" * 159, 200) == "…" + "本" * 159


def test_a_line_break_between_wide_characters_is_not_a_space() -> None:
    assert [collapsed(each) for each in ("日\n 本", "日 本", "日\na")] == ["日本", "日 本", "日 a"]


def test_white_space_becomes_one_space_also_at_the_ends() -> None:
    assert [collapsed(each) for each in (" a \t b\n", "a", "  \n ", "")] == [" a b ", "a", " ", ""]
