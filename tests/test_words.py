"""The interface's words: every language whole, and what the filters make of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from notegarden.errors import SiteError
from notegarden.theme import shipped
from notegarden.words import filters, load

WORDS = shipped()[1] / "theme" / "words"
LANGUAGES = sorted(file.stem for file in WORDS.glob("*.json"))


def places(value: str | list[str]) -> set[str]:
    """The `{names}` that a text leaves open."""
    return set(re.findall(r"\{\w+\}", " ".join(value) if isinstance(value, list) else value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_whole(language: str) -> None:
    english = json.loads((WORDS / "en.json").read_text("utf-8"))
    words = json.loads((WORDS / f"{language}.json").read_text("utf-8"))
    assert list(words) == list(english)
    assert {key for key in words if places(words[key]) != places(english[key])} == set()
    assert {key for key in words if type(words[key]) is not type(english[key])} == set()
    assert len(words["months"]) == 12


def test_english_and_two_more() -> None:
    assert {"en", "de", "fr"} <= set(LANGUAGES)


def test_every_word_a_template_asks_for_is_there() -> None:
    words = json.loads((WORDS / "en.json").read_text("utf-8"))
    asked = {
        word
        for template in shipped()[0].glob("*.html")
        for word in re.findall(r"\bwords\.(\w+)", template.read_text("utf-8"))
    }
    assert asked - set(words) == {"file"}


def test_a_region_is_served_by_its_language_and_an_unknown_one_by_english() -> None:
    assert load("de-AT", [WORDS])["search"] == "Suche"
    assert load("de-AT", [WORDS])["file"] == "de.json"
    assert load("eo", [WORDS])["search"] == "Search"
    assert load("eo", [WORDS])["file"] == "en.json"


def test_a_garden_brings_a_few_words_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "en.json").write_text('{"search": "Look"}', "utf-8")
    words = load("en", [WORDS, tmp_path])
    assert words["search"] == "Look"
    assert words["home"] == "Home"


def test_words_that_are_no_json_stop_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "en.json").write_text("{", "utf-8")
    with pytest.raises(SiteError, match=r"en\.json: not readable as JSON"):
        load("en", [WORDS, tmp_path])


@pytest.mark.parametrize(
    ("language", "date", "month", "one", "many"),
    [
        ("en", "12 March 2024", "March 2024", "1 note", "2,427 notes"),
        ("de", "12. März 2024", "März 2024", "1 Notiz", "2.427 Notizen"),
        ("fr", "12 mars 2024", "mars 2024", "1 note", "2\u202f427 notes"),
    ],
)
def test_dates_and_counts_are_written_as_the_language_does(
    language: str, date: str, month: str, one: str, many: str
) -> None:
    words = load(language, [WORDS])
    made = filters(words)
    assert made["date"]("2024-03-12T10:00:00+00:00") == date
    assert made["date"]("soon") == "soon"
    assert made["month"]("2024-03") == month
    assert made["month"]("later") == "later"
    assert made["plural"](1, words["notes"]) == one
    assert made["plural"](2427, words["notes"]) == many
