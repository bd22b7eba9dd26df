"""A link without words of its own shows the file and the headings that it names, never the name of a block."""

from __future__ import annotations

import pytest

from notegarden.notes.targets import target_words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("N#H#I", ["N", "H", "I"]),
        ("#H", ["H"]),
        ("N#^block-1", ["N"]),
        ("N# ^block ", ["N"]),
        ("N#^not a block", ["N", "^not a block"]),
        ("N # # H ", ["N", "H"]),
        ("^file", ["^file"]),
        ("", []),
    ],
)
def test_words_of_a_target(target: str, words: list[str]) -> None:
    assert target_words(target) == words
