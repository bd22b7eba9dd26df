"""How languages write dates, numbers and plurals, and where the tables of them are stored."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from notegarden.render.conventions import conventions
from notegarden.render.theme import shipped
from notegarden.render.words import filters, load

WORDS = shipped()[1] / "theme" / "words"


@pytest.mark.parametrize(
    ("language", "date", "month", "number"),
    [
        ("en", "12 March 2024", "March 2024", "1,234,567"),
        ("en-US", "March 12, 2024", "March 2024", "1,234,567"),
        ("de", "12. März 2024", "März 2024", "1.234.567"),
        ("de-AT", "12. März 2024", "März 2024", "1.234.567"),
        ("fr", "12 mars 2024", "mars 2024", "1\u202f234\u202f567"),
        ("es", "12 de marzo de 2024", "marzo de 2024", "1.234.567"),
        ("pl", "12 marca 2024", "marzec 2024", "1\xa0234\xa0567"),
        ("uk", "12 березня 2024\u202fр.", "березень 2024\u202fр.", "1\xa0234\xa0567"),
        ("ja", "2024年3月12日", "2024年3月", "1,234,567"),
        ("ko", "2024년 3월 12일", "2024년 3월", "1,234,567"),
        ("he", "12 במרץ 2024", "מרץ 2024", "1,234,567"),
        ("fa", "۱۲ مارس ۲۰۲۴", "مارس ۲۰۲۴", "۱٬۲۳۴٬۵۶۷"),
        ("hi", "12 मार्च 2024", "मार्च 2024", "12,34,567"),
        ("eo", "12 March 2024", "March 2024", "1,234,567"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(language: str, date: str, month: str, number: str) -> None:
    made = filters(load(language, [WORDS]))
    assert made["date"]("2024-03-12T10:00:00+00:00") == date
    assert made["date"]("soon") == "soon"
    assert made["month"]("2024-03") == month
    assert made["month"]("later") == "later"
    assert made["number"](1234567) == number


def test_conventions_are_stored_and_computed_again_if_the_stored_ones_are_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = conventions("pl")
    (stored,) = tmp_path.rglob("pl.msgpack")
    monkeypatch.setitem(sys.modules, "babel.plural", None)  # another import would fail
    assert conventions("pl") == first
    stored.write_bytes(b"?")
    with pytest.raises(ImportError):
        conventions("pl")


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", 0, "0"), ("en", 999, "999"), ("en", 1000, "1,000"), ("hi", 1234567, "12,34,567"), ("hi", 999, "999"),
        ("fa", 1000, "۱,۰۰۰"), ("fa", "2024", "۲۰۲۴"), ("en", "2024", "2024"),
    ],
)  # fmt: skip
def test_a_number_is_grouped_and_a_string_of_digits_is_not(language: str, value: int | str, written: str) -> None:
    assert conventions(language).number(value, ",") == written


@pytest.mark.parametrize(
    ("language", "categories"),
    [
        ("en", ["other", "one", "other", "other"]),
        ("pl", ["many", "one", "few", "many"]),
        ("ar", ["zero", "one", "two", "few"]),
        ("ja", ["other"] * 4),
    ],
)
def test_a_number_has_the_category_of_its_language(language: str, categories: list[str]) -> None:
    category = conventions(language).category()
    assert [category(number) for number in (0, 1, 2, 5)] == categories


def test_a_language_tag_has_the_conventions_of_its_longest_known_prefix() -> None:
    assert conventions("de-AT-1996-x-own").months == conventions("de-AT").months
    assert conventions("de-AT").months[0] == "Jänner" != conventions("de").months[0]
    assert conventions("x-unknown") == conventions("../../x") == conventions("en-001")
    assert conventions("en") == conventions("en-001") != conventions("en-US")


def test_a_table_that_others_could_write_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "notegarden/languages"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert conventions("pl").months[2] == "marca"
    assert [*folder.iterdir()] == []
