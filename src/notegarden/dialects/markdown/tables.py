r"""Tables: detected inside a paragraph by their delimiter row. `\|` is a literal bar in a cell, also in code."""

from __future__ import annotations

import re

from notegarden.dialects.markdown.block import BlockState

_ALIGNMENT = re.compile(r"[ \t]*+(:?)-++(:?)[ \t]*+$")
_ALIGNMENTS = {("", ""): "", (":", ""): "left", (":", ":"): "center", ("", ":"): "right"}
_BAR = re.compile(r"\\\||\|")


def split_table(state: BlockState, content: str, start: int) -> bool:
    """Push the table that a paragraph's text contains, and the paragraph before it; False if it contains none."""
    lines = content.split("\n")
    for number in range(1, len(lines)):
        line = start + number
        if _is_delimiter_row(lines[number]) and not _is_far_right(state, line):
            alignments = _alignments(lines[number])
            if alignments is None:
                continue
            header = cells(lines[number - 1])
            if len(header) > len(alignments):
                return False
            if number > 1:
                state.leaf("paragraph", start, start + number - 1, "\n".join(lines[: number - 1]))
            token = state.leaf("table", start + number - 1, start + len(lines), "")
            token.meta = {"alignments": alignments, "rows": [header, *map(cells, lines[number + 1 :])]}
            return True
    return False


def _is_delimiter_row(line: str) -> bool:
    return "-" in line and not line.strip(" \t-|:")


def _is_far_right(state: BlockState, line: int) -> bool:
    column = state.sCount[line]
    if column < 0:  # a lazy line of a quote, which keeps its column in the file
        return state.tShift[line] > 3
    return column - state.blkIndent > 3 or state.is_lazy(line)


def _alignments(row: str) -> list[str] | None:
    row = row.strip(" \t")
    found = [_ALIGNMENT.match(cell) for cell in row.removeprefix("|").removesuffix("|").split("|")]
    return [_ALIGNMENTS[cell[1], cell[2]] for cell in found if cell] if all(found) else None


def cells(row: str) -> list[str]:
    """The cells of a row, trimmed, with `\\|` as a literal bar."""
    row = row.strip(" \t").removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    if "\\|" not in row:
        return [cell.strip(" \t") for cell in row.split("|")]
    parts, start = [], 0
    for bar in _BAR.finditer(row):
        if bar[0] == "|":
            parts.append(row[start : bar.start()])
            start = bar.end()
    parts.append(row[start:])
    return [_plain_bars(part.strip(" \t")) for part in parts]


def _plain_bars(cell: str) -> str:
    r"""In text `\\|` is unchanged: an escaped backslash, then a bar. In code only the bar can be escaped."""
    return cell if "\\\\|" in cell and "`" not in cell else cell.replace("\\|", "|")
