"""Words as the search tokenizes them, each with the terms that find it."""

from __future__ import annotations

import pytest

from notegarden.notes import sentence
from notegarden.search import words

CASES = {
    "Time-Lapse": ("time lapse", "timelapse"),
    "Wi-Fi": ("wi fi", "wifi"),
    "O'Reilly": ("reilly", "oreilly"),
    "O’Reilly": ("reilly", "oreilly"),
    "l'école": ("ecole", "lecole"),
    "l’apprentissage": ("apprentissage", "lapprentissage"),
    "don't": ("don", "dont"),
    "Fußball": ("fussball", ""),
    "FUSSBALL": ("fussball", ""),
    "Ærø": ("aero", ""),
    "œuvre": ("oeuvre", ""),
    "naïve": ("naive", ""),
    "nai\u0308ve": ("naive", ""),
    "ﬁle": ("file", ""),
    "ΟΔΟΣ": ("οδοσ", ""),
    "ὁδός": ("οδοσ", ""),
    "йод": ("йод", ""),
    "ёж": ("еж", ""),
    "Łódź": ("lodz", ""),
    "C++": ("c++", ""),
    "C#": ("c#", ""),
    "node_modules": ("node modules", "nodemodules"),
    "node.js": ("node js", "nodejs"),
    "__init__": ("init", ""),
    "x86_64": ("x86 64", "x8664"),
    "हिन्दी": ("हिन्दी", ""),
    "한국어": ("한국어", ""),
    "機械学習": ("機械 械学 学習", ""),
    "学": ("学", ""),
    "データ": ("デー ータ", ""),
    "Ｐｙｔｈｏｎ": ("python", ""),
    "Python入門": ("python 入門", ""),
    "ภาษาไทย": ("ภา าษ ษา าไ ไท ทย", ""),
}


@pytest.mark.parametrize("written", CASES)
def test_a_word_is_normalized_and_stemmed(written: str) -> None:
    (found,) = words.written_words(written)
    token = words.token(found)
    assert (" ".join(token.parts), token.joined) == CASES[written]


def test_the_last_character_of_text_without_spaces_is_found_too() -> None:
    assert words.token("機械学習").ends == ("習",)
    assert words.token("学").ends == ()


def test_quoted_sentences_and_search_use_the_same_scripts_without_spaces() -> None:
    assert words.unspaced().pattern == f"({sentence.UNSPACED}+)"


def test_words_are_separated_by_spaces_and_punctuation() -> None:
    text = "“Well,” (he said) x=a-b; e-mail… don't -- end. New_line\0other 3.14 #tag kube-proxy/"
    assert words.written_words(text) == [
        "Well", "he", "said", "x", "a-b", "e-mail", "don't", "end", "New_line", "\0", "other", "3.14", "tag",
        "kube-proxy",
    ]  # fmt: skip


def test_text_with_diacritics_is_tokenized_like_text_without() -> None:
    assert words.written_words("e-mail हिन्दी don't") == ["e-mail", "हिन्दी", "don't"]


def test_function_words_are_normalized() -> None:
    assert {"fur", "uber", "der"} <= words.stop_words("de")
    assert words.stop_words("eo") == frozenset()


def test_stems_follow_the_language_and_are_the_words_themselves_without_rules() -> None:
    assert words.stemmer("en")("looking") == "look"
    assert words.stemmer("de")("hausern") == "haus"
    assert words.stemmer("ja")("looking") == "looking"
