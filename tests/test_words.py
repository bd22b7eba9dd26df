"""The interface's words: every language whole, and what the filters make of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from notegarden.errors import SiteError
from notegarden.notes.problems import CODES
from notegarden.render.theme import shipped
from notegarden.render.words import filters, for_scripts, load

WORDS = shipped()[1] / "theme" / "words"
LANGUAGES = sorted(file.stem for file in WORDS.glob("*.json"))


def words_of(language: str) -> dict[str, Any]:
    """The words of a language's own file, those for scripts among them."""
    words: dict[str, Any] = json.loads((WORDS / f"{language}.json").read_text("utf-8"))
    return {**words, **words.pop("scripts")}


def shape(words: dict[str, Any]) -> dict[str, Any]:
    """What a translation must share with English: the `{names}` that a text leaves open, how many forms it has."""
    return {key: len(value) if key == "months" else form(value) for key, value in words.items()}


def form(value: str | list[str] | dict[str, str]) -> list[str]:
    if isinstance(value, dict):
        return list(value)
    return [type(value).__name__, *sorted(set(re.findall(r"\{\w+\}", "".join(value))))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_whole(language: str) -> None:
    assert shape(words_of(language)) == shape(words_of("en"))
    assert all("".join(value) for value in words_of(language).values())


def test_english_and_two_more() -> None:
    assert {"en", "de", "fr"} <= set(LANGUAGES)


def test_every_word_is_said_and_every_word_asked_for_is_there() -> None:
    templates = "".join(file.read_text("utf-8") for file in shipped()[0].glob("*.html"))
    scripts = "".join(file.read_text("utf-8") for file in WORDS.parent.glob("*.js"))
    own = json.loads((WORDS / "en.json").read_text("utf-8"))
    spoken = own.pop("scripts")
    asked = set(re.findall(r"\bwords\.(\w+)", templates)) - {"file"}
    assert asked <= own.keys() | spoken.keys()
    assert {key for key in own if not key.startswith("severity_")} - asked == {"thousands", "date_pattern", "months"}
    assert set(re.findall(r"\bt\(\"(\w+)\"", scripts)) <= spoken.keys()
    assert {key for key in spoken if not re.search(rf"\"{key}\"|\.{key}\b", scripts)} == set()


def test_the_kinds_of_problem_have_the_titles_that_check_gives_them() -> None:
    assert words_of("en")["problems"] == {name: code.title for name, code in CODES.items()}


def test_scripts_get_the_words_that_they_use_and_those_of_the_garden(tmp_path: Path) -> None:
    (tmp_path / "de.json").write_text('{"scripts": {"close": "Zu"}, "skip": "Los"}', "utf-8")
    found = json.loads(for_scripts("de.json", [WORDS, tmp_path]))
    assert found["close"] == "Zu"
    assert found["search"] == "Suche"
    assert "skip" not in found


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


@pytest.mark.parametrize("words", [r'{"notes": "\ud800"}', r'{"\udfff": "a"}', r'{"scripts": {"a": "\ud83d"}}'])
def test_words_with_half_a_character_stop_with_their_file(tmp_path: Path, words: str) -> None:
    (tmp_path / "en.json").write_text(words, "utf-8")
    with pytest.raises(SiteError, match=r"en\.json: not readable as JSON"):
        load("en", [WORDS, tmp_path])


@pytest.mark.parametrize("form", ["{n:>999999999999}", "{n.__class__}", "{m}", "{", "{n!r}"])
def test_a_count_has_one_hole_and_no_format(form: str) -> None:
    assert filters(load("en", [WORDS]))["plural"](1, [f"{form} {{n}}"]) == f"{form} 1"


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
