"""The menus that a note's front matter adds it to: Hugo's `menus` and `menu`."""

from __future__ import annotations

from typing import Any

from notegarden.notes.note import MenuEntry


def menu_entries(value: Any, weight: int, title: str) -> tuple[MenuEntry, ...] | None:
    """`value`: a menu's name, a list of names, or a table with a table for each menu; None if it is anything else.

    `weight` and `title`: defaults for entries without their own.
    """
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list):
        if not all(isinstance(name, str) for name in names):
            return None
        return tuple(MenuEntry(name.lower(), title, weight) for name in names if name)
    if not isinstance(value, dict) or not all(isinstance(entry, dict | None) for entry in value.values()):
        return None
    return tuple(
        MenuEntry(
            menu,
            str(entry.get("name") or title),
            _weight(entry.get("weight")) or weight,
            str(entry.get("identifier") or ""),
            str(entry.get("parent") or ""),
        )
        for menu, entry in ((menu, entry or {}) for menu, entry in value.items())
    )


def _weight(value: Any) -> int:
    """An integer, also one written as text; 0 for anything else."""
    try:
        return max(-(2**31), min(int(value), 2**31))
    except (TypeError, ValueError, OverflowError):
        return 0
