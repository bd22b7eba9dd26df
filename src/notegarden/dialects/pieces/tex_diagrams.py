r"""TeX that draws lines, converted to what the converter supports: `\rule`, and diagrams of the environment `CD`."""

from __future__ import annotations

import re

_LENGTH = r"\s*+\{\s*+([\d.]*+)\s*+([a-z]*+)\s*+\}"
_RULE = re.compile(rf"\\rule\s*+(?:\[[^\[\]]*\])?{_LENGTH}{_LENGTH}")
_POINTS = {"em": 10.0, "ex": 4.3, "mm": 2.85, "cm": 28.5, "in": 72.3, "mu": 0.56, "pc": 12.0}
_LOW_LINE = 5  # points
_MOST_LINES = 100
_DIAGRAM = re.compile(r"\\begin\{CD\}(.*?)\\end\{CD\}", re.DOTALL)
_END = r"\end{CD}"
_ARROW = re.compile(r"@(?:([<>AV])([^@]*?)\1([^@]*?)\1|([=|.])|\\vert(?![a-zA-Z])|\\Vert(?![a-zA-Z])|\\\|)")


def drawn(tex: str) -> str:
    """The formula with its rules and diagrams replaced by other commands."""
    if "\\rule" in tex:
        tex = _RULE.sub(_rule, tex)
    end = tex.rfind(_END) + len(_END)  # do not search for the end of an unclosed environment
    return _DIAGRAM.sub(lambda found: _array(found[1]), tex[:end]) + tex[end:] if end >= len(_END) else tex


def _rule(found: re.Match[str]) -> str:
    """Underscores as long as the rule, or a square if it is as high as wide; without extent only a space.

    The converter has no lines of its own, and browsers draw none above or below an empty space.
    """
    width, height = (_points(found[at], found[at + 1]) for at in (1, 3))
    if not width or not height:
        return ""
    if 2 * height > width:
        return r"\blacksquare "
    lines = r"\_" * min(max(1, round(width / _LOW_LINE)), _MOST_LINES)
    return rf"\text{{{lines}}}"


def _points(number: str, unit: str) -> float:
    try:
        return float(number or 0) * _POINTS.get(unit, 1.0)
    except ValueError:
        return 0.0


def _array(body: str) -> str:
    """A diagram as an array: a column for each object and for each arrow between two."""
    rows = [_cells(row) for row in re.split(r"\\\\|\\cr(?![a-zA-Z])", body) if row.strip()]
    columns = "c" * max([1, *(len(row) for row in rows)])
    return rf"\begin{{array}}{{{columns}}}" + r" \\ ".join(map(" & ".join, rows)) + r"\end{array}"


def _cells(row: str) -> list[str]:
    """Objects and arrows in order; vertical arrows are in the columns of the objects."""
    cells: list[str] = []
    at = 0
    for arrow in _ARROW.finditer(row):
        between = row[at : arrow.start()].strip()
        is_upright = arrow[1] in ("A", "V") or (arrow[1] is None and arrow[4] in ("|", None))
        if between or not is_upright:
            cells.append(between)
        elif cells:
            cells.append("")
        cells.append(_shown(arrow))
        at = arrow.end()
    rest = row[at:].strip()
    return [*cells, rest] if rest else cells


def _shown(arrow: re.Match[str]) -> str:
    sign, first, second = arrow[1], (arrow[2] or "").strip(), (arrow[3] or "").strip()
    if sign in ("<", ">"):
        name = "xrightarrow" if sign == ">" else "xleftarrow"
        return rf"\{name}[{{{second}}}]{{\ {first}\ }}" if second else rf"\{name}{{\ {first}\ }}"
    if sign:
        name = "downarrow" if sign == "V" else "uparrow"
        return rf"{{\scriptstyle {first}}}\Big\{name} {{\scriptstyle {second}}}"
    return {"=": r"\xlongequal{\quad}", ".": ""}.get(arrow[4] or "|", r"\Big\Vert ")
