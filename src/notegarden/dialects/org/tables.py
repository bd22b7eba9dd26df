"""Tables: rows of cells, the first row being the head, with or without a rule below it."""

from __future__ import annotations

import re

from notegarden.dialects.org.tokens import OrgToken

_COOKIE = re.compile(r"<([lcr])?\d*>$")
_SPECIAL = frozenset("/#!$*_^")
_ALIGNMENT = {"l": "left", "c": "center", "r": "right"}


def table_token(lines: list[str], start: int, stop: int) -> OrgToken | None:
    """The table in these lines. `meta`: `rows` (line, cells as typed and their columns), `alignments`.

    `has_head`: whether the first row is the head, as in all tables but those of a single row without a rule.
    """
    has_rule = False
    rows: list[tuple[int, list[tuple[int, str]]]] = []
    for line in range(start, stop):
        text = lines[line]
        if text.lstrip(" \t").startswith("|-"):
            has_rule = True
            continue
        rows.append((line, _cells(text)))
    if not rows:
        return None
    special = {cells[0][1] if cells else "" for _, cells in rows}
    has_special = special <= _SPECIAL | {""} and bool(special - {""})
    alignments: dict[int, str] = {}
    shown = []
    for line, cells in rows:
        first = cells[0][1] if cells else ""
        cookies = [_COOKIE.match(text) for _, text in cells]
        if any(cookies) and all(found or not text for found, (_, text) in zip(cookies, cells, strict=True)):
            alignments |= {n: found[1] for n, found in enumerate(cookies) if found and found[1]}
            continue
        if first == "/" or (has_special and first in "!_^$" and first):
            continue
        shown.append((line, cells[1:] if has_special else cells))
    if has_special:
        alignments = {number - 1: sign for number, sign in alignments.items()}
    if not shown:
        return None
    width = max(len(cells) for _, cells in shown)
    aligned = [_ALIGNMENT.get(alignments.get(number, ""), "") for number in range(width)]
    has_head = has_rule or len(shown) > 1
    return OrgToken("table", start, stop, meta={"rows": shown, "alignments": aligned, "has_head": has_head})


def _cells(text: str) -> list[tuple[int, str]]:
    """The cells of a row and the columns that they start at."""
    stripped = text.strip()
    column = text.index("|") + 1
    inner = stripped[1:-1] if stripped.endswith("|") and len(stripped) > 1 else stripped[1:]
    found = []
    for part in inner.split("|"):
        trimmed = part.strip()
        found.append((column + len(part) - len(part.lstrip()), trimmed))
        column += len(part) + 1
    return found
