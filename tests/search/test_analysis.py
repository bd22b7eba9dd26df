"""The search index entries of one note: which of its text is indexed, with which words and marks."""

from __future__ import annotations

import msgspec
import pytest

from notegarden.search.analysis import NOTES, TAGS, TITLES, WORDS, Given, Reader, varint
from notegarden.search.document import Document


def given(html: str = "", title: str = "", number: int = 1, **more: tuple[str, ...]) -> list[Given]:
    return Reader("en").given("/a/", Document(title, html, **more), number)


def words(html: str, **more: str) -> set[str]:
    return {key for part, key, _ in given(html, **more) if part == WORDS and not key.endswith("\0")}


def flags(html: str, **more: object) -> dict[str, tuple[bool, int]]:
    """Word → (whether it occurs in a heading, the number of words of its title or alias)."""
    found = given(html, **more)  # type: ignore[arg-type]
    return {
        key: (bool(said[1] & 128), said[1] >> 4 & 7)
        for part, key, said in found
        if part == WORDS and not key.endswith("\0")
    }


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>One<b>two</b></p><p>three</p>", {"onetwo", "three"}),
        ("one<br>two", {"one", "two"}),
        ("one<!-- two --> three <!-- four", {"one", "three", "four"}),
        ("one<script>two</script> <style>three</style> <svg>four</svg> <math>five</math> six", {"one", "six"}),
        ("one <SCRIPT\n a>two</script > three", {"one", "three"}),
        ("<script>two", {"two"}),
        ('one<a class="anchor" href="#x">two</a> <a href="/anchor">three</a>', {"one", "three"}),
        ('one<sup id="fnref:1"><a>12</a></sup> two', {"one", "two"}),
        ('one&#160;<a href="#fnref:1" class="footnote-backref">34</a>', {"one"}),
        ("AT&amp;T &eacute;t&eacute;", {"at", "t", "ete"}),
        ('<p title="a > b">one</p>', {"one"}),
        ("a < b", {"a", "b"}),
    ],
)
def test_the_text_that_readers_see_is_indexed(html: str, found: set[str]) -> None:
    assert words(html) == found


def test_words_of_headings_and_titles_are_marked() -> None:
    found = flags("<h2>Deep <i>soil</i></h2><p>soil water</p>", title="Water", aliases=("Rain water",))
    assert found == {"deep": (True, 0), "soil": (True, 0), "water": (False, 1), "rain": (False, 2)}
    assert flags("<h7>no</h7>") == {"no": (False, 0)}
    assert flags("", title=" ".join(f"w{n}" for n in range(9)))["w1"] == (False, 7), "at most seven"


def test_a_title_comes_before_an_alias_of_any_length() -> None:
    found = flags("", title="Black earth", aliases=("Earth",))
    assert found["earth"] == (False, 2)


def test_more_occurrences_of_a_word_have_more_weight() -> None:
    weight = {}
    for times in (1, 2, 40, 41):
        html = "soil " * times + "other " * (400 - times)
        weight[times] = next(said[1] & 15 for part, key, said in given(html) if (part, key) == (WORDS, "soil"))
    assert weight[1] < weight[2] < weight[40] == weight[41] <= 15


def test_a_word_only_in_the_title_has_the_weight_of_one_occurrence() -> None:
    (said,) = [said for part, key, said in given("", title="Soil") if (part, key) == (WORDS, "soil")]
    assert said[1] & 15 > 0


def test_titles_notes_and_tags_have_separate_parts() -> None:
    found = given("text", "Black earth", number=0x2A, tags=("t", "t", "u v"), aliases=("Loam",))
    assert {key for part, key, _ in found if part == TITLES} == {"black", "earth", "loam"}
    assert sorted((key, said) for part, key, said in found if part == TAGS) == [("t", b"\0"), ("u v", b"\0")]
    ((number, row),) = [(key, said) for part, key, said in found if part == NOTES]
    assert number == "00002a"
    assert msgspec.json.decode(row[1:]) == ["/a/", "Black earth"]
    assert row[0] == len(row) - 1


def test_a_title_is_indexed_by_its_first_word_and_a_compound_in_both_forms() -> None:
    found = given("<h2>Two words</h2>", "Time-lapse film")
    wholes = {key for part, key, _ in found if part == WORDS and key[-1] == "\0"}
    assert wholes == {"two\0", "time\0", "timelapse\0"}


def test_function_words_are_indexed_but_not_as_followers() -> None:
    followers = {key: said[2:] for part, key, said in given("deep of soil") if part == WORDS}
    other = {key: said[2:] for part, key, said in given("deep soil") if part == WORDS}
    assert "of" in followers
    assert followers["deep"] == other["deep"] != b""
    assert followers["of"] == b""


def test_a_word_at_the_end_of_a_block_has_no_follower() -> None:
    found = {key: said[2:] for part, key, said in given("<p>deep</p><p>soil</p>") if part == WORDS}
    assert found == {"deep": b"", "soil": b""}


@pytest.mark.parametrize(
    ("value", "data"), [(0, b"\0"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02"), (1 << 14, b"\x80\x80\x01")]
)
def test_a_number_is_encoded_with_seven_bits_per_byte(value: int, data: bytes) -> None:
    assert varint(value) == data
