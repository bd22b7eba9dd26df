"""What the card of a shared link shows, in which fonts, and when there is none."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageFont
from support import write

from notegarden.render.card import SIZE, CardType, _wrapped, card_type, draw
from notegarden.render.theme import load_theme


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> CardType:
    return card_type(load_theme(tmp_path_factory.mktemp("none")))


@pytest.mark.parametrize("text", ["日本語", "สวัสดี", "سلام", "naïve 字"])
def test_a_title_in_an_unsupported_script_has_no_card(fonts: CardType, text: str) -> None:
    assert fonts.written(text) is None


def test_western_letters_are_drawn_and_emoji_left_out(fonts: CardType) -> None:
    assert fonts.written("🌱 Größe, Łódź: “ça” — 5 €") == "Größe, Łódź: “ça” — 5 €"
    assert fonts.written("e\u0301tude") == "étude"
    assert fonts.card("🌱", "", "") is None


@pytest.mark.parametrize(
    "title",
    [
        "Заметки о саде", "Як росте ґанок, їжак і хмарка", "Қазақ тілі", "Σημειώσεις για τον κήπο",
        "Ἐν ἀρχῇ ἦν ὁ λόγος", "Ghi chú về khu vườn nhỏ của tôi", "Işık ve gölge", "Hàn yǔ pīnyīn nǚ lǚ", "Saṃskṛtam",
        "ʻŌlelo Hawaiʻi",
    ],
)  # fmt: skip
def test_titles_in_supported_scripts_are_drawn(fonts: CardType, title: str) -> None:
    assert fonts.written(title) == title
    for letter in {each for each in title if each.isalpha()}:
        font = ImageFont.truetype(io.BytesIO(fonts.files[fonts.font(letter)].read_bytes()), 40)
        assert bytes(font.getmask(letter)) != bytes(font.getmask("\u0378")), f"{letter} is drawn as a box"


@pytest.mark.parametrize(
    "title",
    ["Zen", "word " * 60, "x" * 180, "A title of ordinary length for a note", "Ünï çøđė"],
)
def test_titles_of_all_lengths_fit_on_the_card(fonts: CardType, title: str) -> None:
    card = fonts.card(title, "label " * 40, "site " * 40)
    assert card is not None
    image = Image.open(io.BytesIO(draw(card, fonts)))
    inked = image.point(lambda place: 255 if place else 0).crop((30, 0, *SIZE)).getbbox()
    assert inked is not None
    left, top, right, bottom = inked
    assert left > 40
    assert right + 30 < SIZE[0] - 60
    assert top > 40
    assert bottom < SIZE[1] - 40


# Of two style sheets: the first has a to f and x, the second a to z.
LETTERS = CardType((Path("0"), Path("1"), Path("2")), (((97, 102, 0), (120, 120, 1)), ((97, 122, 2),)), b"key")


@pytest.mark.parametrize(("letter", "number"), [("a", 0), ("f", 0), ("g", 2), ("x", 1), ("y", 2), ("A", -1), ("{", -1)])
def test_a_character_has_the_font_of_the_first_style_sheet_that_contains_it(letter: str, number: int) -> None:
    assert LETTERS.font(letter) == number


def test_a_label_that_cannot_be_drawn_is_left_out_and_such_a_title_makes_no_card() -> None:
    card = LETTERS.card("abc", "ABC", "xyz")
    assert card is not None
    assert (card.title, card.label, card.site) == ("abc", "", "xyz")
    assert LETTERS.card("ABC", "", "") is None
    assert LETTERS.card("!?", "abc", "") is None, "nothing of the title is left"


def test_the_name_of_a_card_depends_on_its_content_and_the_fonts() -> None:
    others = [
        LETTERS.card("abc", "", ""), LETTERS.card("abd", "", ""), LETTERS.card("abc", "d", ""),
        LETTERS.card("abc", "", "d"),
        msgspec.structs.replace(LETTERS, key=b"other").card("abc", "", ""),
    ]  # fmt: skip
    names = {card.file for card in others if card is not None}
    assert len(names) == len(others)
    assert all(name.startswith("assets/cards/") and name.endswith(".png") for name in names)
    assert LETTERS.card(" abc\n", "", "") == LETTERS.card("abc", "", "")


def test_a_long_text_is_truncated_at_two_hundred_characters() -> None:
    assert LETTERS.written("a" * 300) == "a" * 200


def test_the_fonts_are_the_upright_ones_in_the_style_sheets(tmp_path: Path) -> None:
    style = (
        '@font-face { src: url("fonts/a.woff2"); unicode-range: U+61-66, U+78 }\n'
        '@font-face { font-style: italic; src: url("fonts/i.woff2"); unicode-range: U+61-7A }\n'
        '@font-face { src: url("fonts/none.woff2"); unicode-range: U+30-39 }\n'
        '@font-face { src: url("https://b.example/b.woff2"); unicode-range: U+40 }\n'
    )
    write(tmp_path, {"theme/site.css": style, "theme/fonts/a.woff2": "a", "theme/fonts/i.woff2": "i"})

    def file(name: str) -> Path | None:
        return tmp_path / name if (tmp_path / name).is_file() else None

    theme: Any = SimpleNamespace(file=file)
    found = card_type(theme)
    assert found.files == (tmp_path / "theme/fonts/a.woff2",)
    assert found.ranges == (((0x61, 0x66, 0), (0x78, 0x78, 0)), ())
    key = found.key
    (tmp_path / "theme/fonts/a.woff2").write_text("another")
    assert card_type(theme).key != key


def test_lines_are_wrapped_between_words_only() -> None:
    words = [("a", 1.0), ("b", 1.0), ("c", 1.0), ("wide", 9.0)]
    assert _wrapped(words, 3.0) == ["a b", "c", "wide"]
    assert _wrapped(words[:2], 2.2) == ["a", "b"], "the space between counts"
    assert _wrapped([], 3.0) == []
