r"""Commands and environments of plain TeX and LaTeX packages, rewritten to amsmath that the converter knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_uppercase

_SHADES = {
    "blue": "CCFAFF 80F6FF 63D9EA 11ACCD 0C7F99", "teal": "94FFF5 26EDD5 01D1C1 01A995 208170",
    "green": "B6FFB0 8AF281 74CF70 1FAB54 0D923F", "gold": "FFD0A9 FFBB71 FF9C39 E07D10 A75A05",
    "red": "FCA9A9 FF8482 F9685D E84D39 BC2612", "maroon": "FFBDE0 FF92C6 ED5FA6 CA337C 9E034E",
    "purple": "DDD7FF C6B9FC AA87FF 7854AB 543B78", "mint": "F5F9E8 EDF2DF E0E5CC",
    "gray": "F6F7F7 F0F1F2 E3E5E6 D6D8DA BABEC2 888D93 626569 3B3E40 21242C",
}  # fmt: skip
_COLOURS = {
    "blue": "6495ED", "orange": "FFA500", "pink": "FF00AF", "red": "DF0030", "green": "28AE7B", "gray": "808080",
    "purple": "9D38BD", "kaBlue": "314453", "kaGreen": "71B307",
    **{
        f"{name}{letter}": code
        for name, codes in _SHADES.items()
        for letter, code in zip(ascii_uppercase, codes.split(), strict=False)
    },
}  # fmt: skip
"""The colours that KaTeX has as commands."""

PACKAGE_MACROS = {
    # symbols
    "smallsmile": r"\smile", "smallfrown": r"\frown", "thicksim": r"\sim", "thickapprox": r"\approx",
    "shortmid": r"\mid", "shortparallel": r"\parallel", "nshortmid": r"\nmid", "nshortparallel": r"\nparallel",
    "varpropto": r"\propto", "smallsetminus": r"\setminus", "centerdot": r"\cdot", "sdot": r"\cdot",
    "varvdots": r"\vdots", "dotsx": r"\ldots", "DOTSI": "", "DOTSB": "", "DOTSX": "", "ordinarycolon": ":",
    "enskip": r"\enspace", "xrightleftarrows": r"\xrightleftharpoons{#1}",
    # fonts
    "mathbfit": r"\boldsymbol{#1}", "mathbfup": r"\mathbf{#1}", "mathbfcal": r"\boldsymbol{\mathcal{#1}}",
    "mathbffrak": r"\boldsymbol{\mathfrak{#1}}", "mathbfscr": r"\boldsymbol{\mathscr{#1}}", "mathup": r"\mathrm{#1}",
    "symbf": r"\mathbf{#1}", "symup": r"\mathrm{#1}", "symrm": r"\mathrm{#1}", "symit": r"\mathit{#1}",
    "symcal": r"\mathcal{#1}", "symscr": r"\mathscr{#1}", "symfrak": r"\mathfrak{#1}", "symsf": r"\mathsf{#1}",
    "symtt": r"\mathtt{#1}", "oldstyle": "",
    # braket, mathtools, nicefrac, MathJax's own
    "ketbra": r"|{#1}\rangle\langle{#2}|", "splitfrac": r"\begin{gathered}#1\\#2\end{gathered}",
    "splitdfrac": r"\begin{gathered}#1\\#2\end{gathered}", "adjustlimits": "", "nicefrac": "{#1}/{#2}",
    "sfrac": "{#1}/{#2}", "skew": "#2{#3}", "stackbin": r"\overset{#1}{#2}", "framebox": r"\boxed{#1}",
    "TextOrMath": "#2", "htmlData": "#2", "mmlToken": "{#2}", "Space": r"\hspace{#1}",
    "eqalignno": r"\begin{aligned}#1\end{aligned}", "leqalignno": r"\begin{aligned}#1\end{aligned}",
    "mapsfrom": "↤", "xrightequilibrium": r"\xrightleftharpoons{#1}", "xleftequilibrium": r"\xleftrightharpoons{#1}",
    # only relevant when TeX itself runs
    "expandafter": "", "noexpand": "",
    **{name: rf"{{\color[HTML]{{{code}}}#1}}" for name, code in _COLOURS.items()},
}  # fmt: skip
"""Commands as macros for the converter; a note's own definitions override them."""

REWRITTEN = frozenset(
    (
        "Aboxed", "AA", "MoveEqLeft", "Rule", "aa", "above", "abovewithdelims", "atopwithdelims",
        "bordermatrix", "break", "emph", "leftroot", "linebreak", "lower", "numberwithin", "overwithdelims",
        "raise", "smashoperator", "textcopyright", "textmd", "textnormal", "textregistered", "textsl",
        "textup", "uproot",
    )
)  # fmt: skip
"""Commands rewritten here, not by the converter's macros."""

_NAMES = re.compile(
    rf"\\(?:(?:{'|'.join(sorted(REWRITTEN))}|m?kern|[mh]skip)(?![a-zA-Z])|hspace\*"
    r"|begin\{(?:\w*cases|empheq|spreadlines|[lr]gathered|crampedsubarray))"
)
_LENGTH = r"-?[\d.]+\s*(?:pt|em|ex|mu|mm|cm|in|px|pc|bp|sp)"
_ABOVE = re.compile(rf"\\above\s*\{{?\s*({_LENGTH})\s*\}}?\s*")
_OTHER_UNIT = re.compile(rf"\\m(?:kern|skip)(?=\s*(?!-?[\d.]+\s*mu){_LENGTH})")  # the converter supports only mu
_DELIMITERS = re.compile(
    rf"\\(over|atop|above)withdelims\s*(\\[a-zA-Z]+|\\?.)\s*(\\[a-zA-Z]+|\\?.)\s*(?:(?<=.)({_LENGTH})\s*)?"
)
_MOST_WITH_DELIMITERS = 50
_BRACED_LENGTH = re.compile(rf"\\(m?kern|[mh]skip)\s*\{{\s*({_LENGTH})\s*\}}")
_BRACED_SHIFT = re.compile(rf"\\(?:raise|lower)\s*\{{\s*{_LENGTH}\s*\}}")
_NOTHING = re.compile(
    r"\\(?:up|left)root\s*(?:\{\s*-?\d+\s*\}|-?\d)|\\MoveEqLeft\s*(?:\[\d+\])?|\\numberwithin\s*\{\w*\}\s*\{\w*\}"
    r"|\\(?:line)?break(?![a-zA-Z])|\\(?:begin\{spreadlines\}\s*\{[^{}]*\}|end\{spreadlines\})"
)
_RULE = re.compile(r"\\Rule\s*(\{[^{}]*\})\s*(\{[^{}]*\})\s*\{[^{}]*\}")
_CHARACTERS = {"AA": "Å", "aa": "å", "textcopyright": "©", "textregistered": "®"}
_CHARACTER = re.compile(rf"\\({'|'.join(_CHARACTERS)})(?![a-zA-Z])")
_TEXT_FONTS = {"emph": "textit", "textsl": "textit", "textnormal": "textrm", "textmd": "textrm", "textup": "textrm"}
_TEXT_FONT = re.compile(rf"\\({'|'.join(_TEXT_FONTS)})(?![a-zA-Z])")
_SMASHED = re.compile(r"\\smashoperator\s*(?:\[[a-z]\])?\s*(?=\{)")
_ABOXED = re.compile(r"\\Aboxed\s*(?=\{)")
_BORDERED = re.compile(r"\\bordermatrix\s*(?=\{)")
_NUMBERED_CASES = re.compile(r"\\begin\{(?:sub)?numcases\}\s*(?=\{)")
_TEXT_CASES = re.compile(r"\\begin\{(d?r?cases)\*\}((?:(?!\\begin\{\w*cases).)*?)\\end\{\1\*\}", re.DOTALL)
_EMPHEQ = re.compile(
    r"\\begin\{empheq\}\s*(\[[^\[\]]*\])?\s*\{(\w+)(\*?)(?:=\d+)?\}((?:(?!\\begin\{empheq).)*?)\\end\{empheq\}",
    re.DOTALL,
)
_EMPHEQ_SIGN = re.compile(r"\\empheq(?:big)?([lr])(brace|brack|paren|angle|vert|Vert|floor|ceil)(?![a-zA-Z])")
_EMPHEQ_NAMES = {"paren": ("(", ")"), "brack": ("[", "]"), "brace": (r"\{", r"\}")}
_INNER = {"gather": "gathered", "multline": "gathered", "equation": "gathered"}
_OTHER_NAMES = {"lgathered": "gathered", "rgathered": "gathered", "crampedsubarray": "subarray"}
_RENAMED = re.compile(rf"\\(begin|end)\{{({'|'.join(_OTHER_NAMES)})\}}")
_ROW = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\\cr(?![a-zA-Z])")
_CELL = re.compile(r"(?<!\\)&")


def without_packages(tex: str, rewritten: Callable[[str, re.Pattern[str], Callable[[str, str], str]], str]) -> str:
    """The formula with the constructs of this file rewritten. `rewritten(tex, command, rewrite)`: see `tex`."""
    if _NAMES.search(tex) is None:
        return tex
    tex = _NOTHING.sub("", tex.replace(r"\hspace*", r"\hspace"))
    tex = _CHARACTER.sub(lambda found: _CHARACTERS[found[1]], tex)
    tex = _TEXT_FONT.sub(lambda found: "\\" + _TEXT_FONTS[found[1]], tex)
    tex = _RULE.sub(r"\\rule\1\2", tex)
    tex = _BRACED_SHIFT.sub("", _BRACED_LENGTH.sub(r"\\\1 \2 ", tex))
    tex = _OTHER_UNIT.sub(r"\\kern", tex)
    tex = _RENAMED.sub(lambda found: rf"\{found[1]}{{{_OTHER_NAMES[found[2]]}}}", tex)
    tex = _ABOVE.sub(lambda found: r"\over " if _is_line(found[1]) else r"\atop ", tex)
    tex = _with_delimiters(tex)
    for command, rewrite in (
        (_SMASHED, lambda _, inside: f"{{{inside}}}"),
        (_ABOXED, lambda _, inside: rf"&\boxed{{{_CELL.sub('', inside)}}}"),
        (_BORDERED, _bordered),
        (_NUMBERED_CASES, lambda _, before: rf"{before}\begin{{cases}}"),
    ):
        tex = rewritten(tex, command, rewrite)
    tex = re.sub(r"\\end\{(?:sub)?numcases\}", r"\\end{cases}", tex)
    return _EMPHEQ.sub(_empheq, _TEXT_CASES.sub(_text_cases, tex))


def _is_line(length: str) -> bool:
    return any(digit in length for digit in "123456789")


def _with_delimiters(tex: str) -> str:
    r"""`{a \overwithdelims() b}` with its brackets; the two sides extend to the ends of the group."""
    for _ in range(_MOST_WITH_DELIMITERS):
        found = _DELIMITERS.search(tex)
        if found is None:
            break
        start, end = _group_around(tex, found.start(), found.end())
        has_line = found[1] == "over" or (found[1] == "above" and _is_line(found[4] or ""))
        over = r"\over" if has_line else r"\atop"
        fraction = f"{{{tex[start : found.start()]} {over} {tex[found.end() : end]}}}"
        tex = rf"{tex[:start]}\left{found[2]} {fraction} \right{found[3]} {tex[end:]}"
    return tex


def _group_around(tex: str, left: int, right: int) -> tuple[int, int]:
    """Start and end of the text inside the braces around a place, or of the whole formula."""
    opened: list[int] = []
    for sign in re.finditer(r"\\.|[{}]", tex[:left]):
        if sign[0] == "{":
            opened.append(sign.end())
        elif sign[0] == "}" and opened:
            opened.pop()
    depth = 0
    for sign in re.finditer(r"\\.|[{}]", tex[right:]):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth < 0:
            return (opened[-1] if opened else 0), right + sign.start()
    return (opened[-1] if opened else 0), len(tex)


def _bordered(_command: str, inside: str) -> str:
    """A matrix in brackets with row labels on the left, and column labels above."""
    rows = [_CELL.split(row) for row in _ROW.split(inside) if row.strip()]
    if not rows:
        return ""
    columns, body = rows[0][1:], rows[1:]
    names = r"\\".join(row[0] for row in body)
    cells = r"\\".join("&".join(row[1:]) for row in body)
    head = rf"\begin{{matrix}}{'&'.join(columns)}\end{{matrix}}"
    return rf"\begin{{matrix}}{names}\end{{matrix}}\overset{{{head}}}{{\begin{{pmatrix}}{cells}\end{{pmatrix}}}}"


def _text_cases(found: re.Match[str]) -> str:
    """`cases*`: the part of a row after its first `&` is text."""
    rows = [_CELL.split(row, maxsplit=1) for row in _ROW.split(found[2])]
    written = [f"{row[0]}&\\text{{{row[1].strip()}}}" if len(row) > 1 else row[0] for row in rows]
    body = r"\\".join(written)
    return rf"\begin{{{found[1]}}}{body}\end{{{found[1]}}}"


def _empheq(found: re.Match[str]) -> str:
    """An environment with something before, after or around it."""
    options = dict(_option(each) for each in re.split(r",(?![^{}]*\})", (found[1] or "")[1:-1]) if "=" in each)
    if not options:
        return rf"\begin{{{found[2]}{found[3]}}}{found[4]}\end{{{found[2]}{found[3]}}}"
    inner = _INNER.get(found[2], "aligned")
    body = rf"\begin{{{inner}}}{found[4]}\end{{{inner}}}"
    left, right = _sides(options.get("left", ""), options.get("right", ""))
    body = f"{left}{body}{right}"
    return rf"\boxed{{{body}}}" if "box" in options else body


def _option(typed: str) -> tuple[str, str]:
    name, _, value = typed.partition("=")
    value = value.strip()
    whole = re.fullmatch(r"\{((?:[^{}]|\{[^{}]*\})*)\}", value)
    return name.strip(), whole[1] if whole else value


def _sides(left: str, right: str) -> tuple[str, str]:
    """The parts before and after, with brackets that grow with their content."""
    left, opened = _EMPHEQ_SIGN.subn(_bracket, left)
    right, closed = _EMPHEQ_SIGN.subn(_bracket, right)
    return (left if opened or not closed else left + r"\left."), (right if closed or not opened else r"\right." + right)


def _bracket(found: re.Match[str]) -> str:
    is_left = found[1] == "l"
    sign = _EMPHEQ_NAMES.get(found[2], (rf"\l{found[2]} ", rf"\r{found[2]} "))[0 if is_left else 1]
    return rf"\left{sign}" if is_left else rf"\right{sign}"
