"""Property drawers: their place, and the values in them."""

from __future__ import annotations

import re

TO_LAST_WORD = r"(?:[^ \t\n]++|[ \t]++(?=[^ \t\n]))*+"
"""Matches up to the last word of a line in linear time, however many blanks are between the words."""
PROPERTY = re.compile(rf"[ \t]*:(\S+?)(\+?):(?:[ \t]+({TO_LAST_WORD}))?[ \t]*$")
_DECIDING = re.compile(
    "EXPORT_(?:HUGO_)?(?:DRAFT|HEADLESS|.*DATE|LASTMOD|CUSTOM_FRONT_MATTER|FRONT_MATTER_KEY_REPLACE|OPTIONS|.*_TAGS)"
)
_SWITCHES = frozenset(
    f"EXPORT_HUGO_{name}"
    for name in ("PREFER_HYPHEN_IN_TAGS", "ALLOW_SPACES_IN_TAGS", "PANDOC_CITATIONS", "USE_CODE_FOR_KBD",
                 "WITH_LOCALE", "ISCJKLANGUAGE")
)  # fmt: skip


def is_set(name: str, value: str) -> bool:
    """Whether a property has a value. In one for the exporter `nil` is none, except that it turns a switch off."""
    return value != "nil" or not name.startswith("EXPORT_") or name in _SWITCHES


def decides(name: str) -> bool:
    """Whether a property for the exporter may decide whether a page is published."""
    return _DECIDING.fullmatch(name) is not None


def is_drawer_at(text: str) -> bool:
    """Whether a property drawer begins at a line."""
    return text.strip().upper() == ":PROPERTIES:"


def drawer_at(lines: list[str], line: int) -> tuple[dict[str, str], dict[str, str], int]:
    """The property drawer at `line`: values, values added by `:NAME+:`, and the line after it.

    Two empty tables and `line` itself if there is no drawer.
    """
    properties: dict[str, str] = {}
    added: dict[str, str] = {}
    if line >= len(lines) or not is_drawer_at(lines[line]):
        return properties, added, line
    for number in range(line + 1, len(lines)):
        text = lines[number]
        if text.strip().upper() == ":END:":
            return properties, added, number + 1
        found = PROPERTY.match(text)
        if found is None:
            break
        name, value = found[1].upper(), found[3] or ""
        if not found[2]:
            if name not in properties or not name.startswith("EXPORT_"):  # of two for the exporter the first counts
                properties[name] = value
        elif name in properties:
            properties[name] = f"{properties[name]} {value}"
        else:
            added[name] = f"{added[name]} {value}" if name in added else value
    return {}, {}, line
