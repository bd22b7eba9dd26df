"""The menus of a note's front matter, in each form that Hugo accepts."""

from __future__ import annotations

from typing import Any

import pytest

from notegarden.dialects.pieces.menus import menu_entries
from notegarden.notes.note import MenuEntry


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Main", (MenuEntry("main", "Title", 5),)),
        ("", ()),
        (["main", "", "Footer"], (MenuEntry("main", "Title", 5), MenuEntry("footer", "Title", 5))),
        ({"main": None}, (MenuEntry("main", "Title", 5, "", ""),)),
        (
            {"main": {"name": "Short", "weight": "3", "identifier": "id", "parent": "top"}},
            (MenuEntry("main", "Short", 3, "id", "top"),),
        ),
        ({"main": {"weight": "heavy"}}, (MenuEntry("main", "Title", 5, "", ""),)),
        ({"main": {"weight": float("inf")}}, (MenuEntry("main", "Title", 5, "", ""),)),
        ({"main": {"weight": 10**20}}, (MenuEntry("main", "Title", 2**31, "", ""),)),
        ({"main": {"weight": -(10**20)}}, (MenuEntry("main", "Title", -(2**31), "", ""),)),
    ],
)
def test_valid_menu_entries_are_read(value: Any, expected: tuple[MenuEntry, ...]) -> None:
    assert menu_entries(value, 5, "Title") == expected


@pytest.mark.parametrize("value", [7, True, ["main", 7], {"main": "name"}, {"main": ["name"]}])
def test_invalid_menus_are_reported(value: Any) -> None:
    assert menu_entries(value, 0, "Title") is None
