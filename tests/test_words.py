"""The interface's words: every language is complete, and what the filters make of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, built

from notegarden.errors import SiteError
from notegarden.notes.problems import CODES
from notegarden.render.conventions import conventions
from notegarden.render.theme import shipped
from notegarden.render.words import filters, for_scripts, form_of, load, words_file

WORDS = shipped()[1] / "theme" / "words"
LANGUAGES = sorted(file.stem for file in WORDS.glob("*.json"))


def words_of(language: str) -> dict[str, Any]:
    """The words in a language's own file, including those for scripts."""
    words: dict[str, Any] = json.loads((WORDS / f"{language}.json").read_text("utf-8"))
    scripts = words.pop("scripts")
    return {**words, **scripts}


def holes(value: str | list[str] | dict[str, str]) -> list[str]:
    """The `{placeholders}` in a word. A plural form may omit its number: "one note"."""
    forms = value if isinstance(value, list) else [*value.values()] if isinstance(value, dict) else [value]
    return sorted({name for form in forms for name in re.findall(r"\{\w+\}", form)})


ENGLISH = words_of("en")
PLURALS = [key for key, value in ENGLISH.items() if isinstance(value, list)]
SAME = {
    "de": {"Feed"},
    "es": {"error", "Error"},
    "fr": {"Site", "Source", "Important", "Question", "Danger", "{n} minute", "{n} minutes", "{n} note", "{n} notes"},
    "it": {"{n} note"},  # the plural
    "pt": {"Site", "{n} link", "{n} links"},
}
"""Language → texts that are the same in English."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_exactly_the_words_of_the_interface(language: str) -> None:
    words = words_of(language)
    assert words.keys() == ENGLISH.keys()
    tables = "problems", "callouts"
    assert [words[name].keys() for name in tables] == [ENGLISH[name].keys() for name in tables]
    texts = {key: text for key, text in words.items() if key not in tables} | words["problems"] | words["callouts"]
    english = ENGLISH | ENGLISH["problems"] | ENGLISH["callouts"]
    assert {key: holes(value) for key, value in texts.items()} == {key: holes(english[key]) for key in texts}
    assert [text for text in flat(words) if not text.strip() or text != text.strip() or "  " in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_a_form_for_each_category_of_the_language(language: str) -> None:
    category = conventions(language).category()
    taken = {category(count) for count in range(100_000)}
    for key in PLURALS:
        forms = words_of(language)[key]
        if isinstance(forms, str):
            assert taken == {"other"}, key
        elif isinstance(forms, list):
            assert (len(forms), taken) == (2, {"one", "other"}), key
        else:
            assert forms.keys() == taken, key
        assert "{n}" in form_of(category(5), forms), key
    assert [key for key, value in words_of(language).items() if key not in PLURALS and isinstance(value, list)] == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_word_was_left_in_english(language: str) -> None:
    english = {text for text in flat(ENGLISH) if re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text))}
    assert english & set(flat(words_of(language))) <= SAME.get(language, set())


def flat(words: dict[str, Any]) -> list[str]:
    """All texts in a words file."""
    found: list[str] = []
    for value in words.values():
        if isinstance(value, dict):
            found += flat(value)
        else:
            found += value if isinstance(value, list) else [value]
    return found


def test_the_languages_of_the_interface_are_those_of_the_manual() -> None:
    wanted = "ar de en es fa fr he hi it ja ko nl pl pt ru tr uk zh-hans zh-hant"
    assert wanted.split() == LANGUAGES
    table = re.findall(r"^\|.*\|$", (ROOT / "docs" / "languages.md").read_text("utf-8"), re.MULTILINE)
    assert {tag.lower() for row in table for tag in re.findall(r"`([\w-]+)` \| [A-Z]", row)} == set(LANGUAGES)


def test_every_word_is_used_and_every_used_word_exists() -> None:
    templates = "".join(file.read_text("utf-8") for file in shipped()[0].glob("*.html"))
    scripts = "".join(file.read_text("utf-8") for file in WORDS.parent.glob("*.js"))
    own = json.loads((WORDS / "en.json").read_text("utf-8"))
    spoken = own.pop("scripts")
    site = "".join(file.read_text("utf-8") for file in (ROOT / "src/notegarden/site").rglob("*.py"))
    in_bodies = set(re.findall(r"\.word\(\"(\w+)\"\)", site))
    in_bodies |= set(re.findall(r"_words\[\"(\w+)\"\]", site))
    of_dates = {"months_alone", "weekdays", "weekdays_short"}
    asked = in_bodies | set(re.findall(r"\bwords\.(\w+)", templates)) - {"file", *of_dates}
    assert asked <= own.keys() | spoken.keys()
    assert {key for key in own if not key.startswith("severity_")} <= asked
    assert set(re.findall(r"\bt\(\"(\w+)\"", scripts)) <= spoken.keys()
    assert {key for key in spoken if not re.search(rf"\"{key}\"|\.{key}\b", scripts)} == set()


def test_the_kinds_of_problems_have_the_titles_that_check_gives_them() -> None:
    assert words_of("en")["problems"] == {name: code.title for name, code in CODES.items()}


def test_scripts_get_the_words_that_they_use_and_those_of_the_garden(tmp_path: Path) -> None:
    (tmp_path / "de.json").write_text('{"scripts": {"close": "Zu"}, "skip": "Los"}', "utf-8")
    found = json.loads(for_scripts("de.json", [WORDS, tmp_path]))
    assert found["close"] == "Zu"
    assert found["search"] == "Suche"
    assert "skip" not in found


def test_a_region_uses_its_language_and_an_unknown_one_english() -> None:
    assert load("de-AT", [WORDS])["search"] == "Suche"
    assert load("de-AT", [WORDS])["file"] == "de.json"
    assert load("eo", [WORDS])["search"] == "Search"
    assert load("eo", [WORDS])["file"] == "en.json"


def test_a_garden_may_have_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "en.json").write_text('{"search": "Look"}', "utf-8")
    words = load("en", [WORDS, tmp_path])
    assert words["search"] == "Look"
    assert words["home"] == "Home"


def test_words_that_are_not_json_are_an_error_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "en.json").write_text("{", "utf-8")
    with pytest.raises(SiteError, match=r"en\.json: not valid JSON"):
        load("en", [WORDS, tmp_path])


@pytest.mark.parametrize("words", [r'{"notes": "\ud800"}', r'{"\udfff": "a"}', r'{"scripts": {"a": "\ud83d"}}'])
def test_words_with_an_unpaired_surrogate_are_an_error_with_their_file(tmp_path: Path, words: str) -> None:
    (tmp_path / "en.json").write_text(words, "utf-8")
    with pytest.raises(SiteError, match=r"en\.json: not valid JSON"):
        load("en", [WORDS, tmp_path])


@pytest.mark.parametrize("form", ["{n:>999999999999}", "{n.__class__}", "{m}", "{", "{n!r}"])
def test_a_count_has_one_placeholder_and_no_format(form: str) -> None:
    assert filters(load("en", [WORDS]))["plural"](1, [f"{form} {{n}}"]) == f"{form} 1"


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", {0: "0 notes", 1: "1 note", 2427: "2,427 notes"}),
        ("de", {0: "0 Notizen", 1: "1 Notiz", 2427: "2.427 Notizen"}),
        ("fr", {0: "0 note", 1: "1 note", 2427: "2\u202f427 notes"}),
        ("pl", {1: "1 notatka", 2: "2 notatki", 5: "5 notatek", 12: "12 notatek", 21: "21 notatek", 22: "22 notatki"}),
        ("ru", {1: "1 заметка", 2: "2 заметки", 5: "5 заметок", 11: "11 заметок", 21: "21 заметка"}),
        ("uk", {1: "1 нотатка", 3: "3 нотатки", 7: "7 нотаток", 14: "14 нотаток", 101: "101 нотатка"}),
        ("ar", {0: "لا ملاحظات", 1: "ملاحظة واحدة", 2: "ملاحظتان", 3: "3 ملاحظات", 11: "11 ملاحظة", 100: "100 ملاحظة"}),
        ("he", {1: "פתק אחד", 2: "שני פתקים", 20: "20 פתקים"}),
        ("ja", {1: "1件のノート", 2427: "2,427件のノート"}),
        ("fa", {1: "۱ یادداشت", 2427: "۲٬۴۲۷ یادداشت"}),
    ],
)
def test_counts_have_the_form_of_their_category(language: str, counts: dict[int, str]) -> None:
    words = load(language, [WORDS])
    plural = filters(words)["plural"]
    assert {count: plural(count, words["notes"]) for count in counts} == counts


@pytest.mark.parametrize(
    ("language", "file"),
    [
        ("pt-BR", "pt"),
        ("pt_PT", "pt"),
        ("zh", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-Hans-SG", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("zh_HK", "zh-hant"),
        ("de-AT", "de"),
        ("iw", "he"),
        ("EN-us", "en"),
        ("eo", "en"),
        ("../../x", "en"),
    ],
)
def test_a_language_tag_uses_the_nearest_file(language: str, file: str) -> None:
    assert words_file(language, [WORDS]) == f"{file}.json" == load(language, [WORDS])["file"]


def test_a_garden_may_have_its_own_date_format(tmp_path: Path) -> None:
    months = [str(number) for number in range(1, 13)]
    own = {"months": months, "date_pattern": "{year}/{month}/{day}", "thousands": "'"}
    (tmp_path / "de.json").write_text(json.dumps(own), "utf-8")
    made = filters(load("de-AT", [WORDS, tmp_path]))
    assert (made["date"]("2024-03-12"), made["month"]("2024-03")) == ("2024/3/12", "3 2024")
    assert made["number"](2427) == "2'427"


def test_a_language_added_by_a_garden_has_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / "cs.json").write_text('{"days": {"one": "{n} den", "few": "{n} dny", "other": "{n} dní"}}', "utf-8")
    words = load("cs", [WORDS, tmp_path])
    made = filters(words)
    assert [made["plural"](count, words["days"]) for count in (1, 3, 5)] == ["1 den", "3 dny", "5 dní"]
    assert made["date"]("2024-03-12") == "12. března 2024"


@pytest.mark.parametrize(
    "own", ['{"months": ["a"]}', '{"thousands": ["a"]}', '{"notes": {"lots": "{n}"}}', '{"skip": 1}']
)
def test_words_of_the_wrong_type_are_an_error_with_their_file(tmp_path: Path, own: str) -> None:
    (tmp_path / "en.json").write_text(own, "utf-8")
    with pytest.raises(SiteError, match="must be"):
        load("en", [WORDS, tmp_path])


def test_a_site_contains_only_the_words_of_its_language(tmp_path: Path) -> None:
    garden = tmp_path / "garden"
    (garden / "content").mkdir(parents=True)
    (garden / "content" / "a.md").write_text("---\ntitle: A\n---\nText [b](b.md).\n", "utf-8")
    (garden / "notegarden.toml").write_text('language = "zh-TW"\n', "utf-8")
    files = built(garden, tmp_path / "out")
    assert [name.rpartition("/")[2] for name in files if "/words/" in name] == ["zh-hant.json"]
    assert b'lang="zh-TW" dir="ltr"' in files["index.html"]
    assert b'data-words="zh-hant.json"' in files["index.html"]
    assert "1 則筆記".encode() in files["index.html"]
