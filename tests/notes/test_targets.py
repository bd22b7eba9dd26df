"""A link without its own words shows the file and the headings that it names, never the name of a block."""

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
def test_words_shown_for_a_link_target(target: str, words: list[str]) -> None:
    assert target_words(target) == words
