"""Which heading or block the anchor of a vault's link resolves to."""

from __future__ import annotations

import pytest

from notegarden.notes.anchors import anchor_of
from notegarden.notes.note import Dialect
from notegarden.sources.parse import parse_note

NOTE = b"# The heading\n\nWords. ^block\n\n## What, then?\n\n# Other\n\n## What, then?\n"


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("The heading", "the-heading"),
        ("the  HEADING", "the-heading"),
        ("the-heading", "the-heading"),  # in the notation of code hosts
        ("Other#What then", "what-then-1"),
        ("what-then-1", "what-then-1"),
        ("^block", "^block"),
        ("no-heading", None),
        ("The heading#Other", None),
        ("", None),
    ],
)
def test_the_place_of_an_anchor(fragment: str, place: str | None) -> None:
    assert anchor_of(fragment, parse_note("a.md", NOTE, Dialect(format="obsidian")).note) == place
