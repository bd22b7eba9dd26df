"""TeX to MathML by math-core; constructs that the library lacks are rewritten into ones it has."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from math_core import LatexToMathML

_ESCAPED = re.compile(r"(\\+)(.?)", re.DOTALL)
_DOUBLED = re.compile(r"(?<!\\)\\\\(?=(?:begin|end)\{)")
_MARKDOWN_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_POSITION = re.compile(r"^\d+: ")
# Brackets after \left and \right are paired by the converter's grammar.
_BRACKET = re.compile(r"\\\\|\\(?:left|right)\s*(?:\\[A-Za-z]+|\\?.)|\\[A-Za-z]+|\\.|[(\[⟨⟪⟦⟮⌊⌈)\]⟩⟫⟧⟯⌋⌉]")
_NAMES = "brack brace Brace angle ang floor ceil paren vert Vert group moustache lbracket"
_OPEN_BRACKETS = frozenset(("\\{", *"([⟨⟪⟦⟮⌊⌈", "\\llcorner", "\\ulcorner", *(f"\\l{name}" for name in _NAMES.split())))
_CLOSE_BRACKETS = frozenset(
    ("\\}", *")]⟩⟫⟧⟯⌋⌉", "\\lrcorner", "\\urcorner", "\\rrbracket", *(f"\\r{name}" for name in _NAMES.split()))
)
_CELL = re.compile(r"(?<!\\)&|\\begin|\\end")
_MOST_OPEN = 16  # the converter's time doubles with each bracket that is opened and never closed
# Constructs that the converter lacks → constructs that it has.
_ROW_GAP = re.compile(r"\\\\\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\]")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_ALIGNAT = re.compile(r"\\begin\{(x{0,2}alignat|alignedat)(\*?)\}\s*\{\d+\}")
_ELEMENT = re.compile(r"<(/?)(\w+)[^>]*?(/?)>")
_LONG = 24  # letters and signs
_RELATIONS = frozenset("=≈≡≠∼≃≅→⇒⟹⟶⇔⟺↔≤≥≪≫∈⊂⊆∝") | {"&lt;", "&gt;"}
_WRAPPERS = re.compile(r"\\(?:begin|end)\{(?:displaymath|math|subequations)\}")
_OTHER_NAMES = {
    "eqnarray": "align", "split": "aligned", "flalign": "align", "alignat": "align", "xalignat": "align",
    "xxalignat": "align", "smallmatrix": "matrix", "tabular": "array", "alignedat": "aligned",
    "IEEEeqnarray": "align", "dgroup": "gather", "dmath": "equation",
}  # fmt: skip

_MACROS = {
    "mbox": r"\text{#1}", "hbox": r"\text{#1}", "pmb": r"\boldsymbol{#1}", "mathds": r"\mathbb{#1}", "smash": "#1",
    "substack": r"\begin{subarray}{c}#1\end{subarray}", "strut": "", "hfill": r"\quad", "href": "#2", "colorbox": "#2",
    "ref": r"\text{#1}", "eqref": r"\text{(#1)}",
}  # fmt: skip

_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-zA-Z]+)(\*?)\}")
_TABLE_LEVEL = re.compile(r'(<mtable[^>]*) scriptlevel="0"')

# What needs a font with larger forms: roots, brackets and arrows that stretch, and large signs where they stand alone.
# Most formulas that do need only those of the first font.
_STRETCHES = r"""<mo(?![^>]*stretchy="false")[^>]*>"""
_STANDS_ALONE = r"""<(?:math[^>]*display="block"|m\w+[^>]*displaystyle="true").*"""
_GROWING = re.compile(
    rf"<m(?:sqrt|root)|{_STRETCHES}[()\[\]{{|}}‖]|{_STANDS_ALONE}[∑∏∫]",
    re.DOTALL,
)
_GROWING_MORE = re.compile(
    rf"{_STRETCHES}[⌈⌉⌊⌋⟨⟩⏞⏟←↑→↓↔⇐⇒⇔¯ˆ˜ˇ\u0305\u0332\u20d7]|{_STANDS_ALONE}[∐∮⋀⋁⋂⋃]",
    re.DOTALL,
)
_FRACTION = re.compile(r'<mfrac( displaystyle="\w+")?[^>]*>|</mfrac>')


def mathml(tex: str, display: bool, *, exported: bool = True) -> tuple[str, str]:
    """(MathML, "") or ("", why not). `tex` is as the file has it. Counts the numbered equations on."""
    from math_core import LatexError

    reason = ""
    readings = dict.fromkeys((unescaped(tex), _MARKDOWN_ESCAPE.sub(r"\1", tex), tex) if exported else (tex,))
    for reading in readings:
        known = _known(reading)
        if _leaves_open(known):
            return "", f"more than {_MOST_OPEN} brackets are opened and never closed"
        try:
            html = _valid(converter().convert_with_global_state(known, displaystyle=display))
            return _marked(html if display else _in_lines(html)), ""
        except LatexError as error:
            reason = reason or _POSITION.sub("", " ".join(str(error).split()))
    return "", reason


def _leaves_open(tex: str) -> bool:
    """Whether one cell of the formula opens many more brackets than it closes."""
    for cell in _CELL.split(tex) if len(tex) > _MOST_OPEN else ():
        still_open = 0
        for token in _BRACKET.findall(cell):
            if token in _OPEN_BRACKETS:
                still_open += 1
            elif token in _CLOSE_BRACKETS and still_open:
                still_open -= 1
        if still_open > _MOST_OPEN:
            return True
    return False


def _in_lines(html: str) -> str:
    """A long inline formula split after its relations, where TeX would break the line. A browser does not break
    a formula, so it would overflow a phone's screen."""
    if len(_ELEMENT.sub("", html)) < _LONG:
        return html
    depth, cuts = 0, []
    for tag in _ELEMENT.finditer(html):
        depth += -1 if tag[1] else 0 if tag[3] else 1
        if depth == 1 and tag[0] == "</mo>" and html[: tag.start()].rpartition(">")[2] in _RELATIONS:
            cuts.append(tag.end())
    parts = [html[start:stop] for start, stop in pairwise([0, *cuts, len(html)])]
    return "</math><wbr><math>".join(part for part in parts if part != "</math>")


def _valid(html: str) -> str:
    """The same formula without what HTML checkers refuse: they let only `mstyle` carry a fraction's style."""
    html = _TABLE_LEVEL.sub(r"\1", html)
    if "<mfrac displaystyle" not in html:
        return html
    out: list[str] = []
    styled: list[bool] = []
    at = 0
    for tag in _FRACTION.finditer(html):
        out.append(html[at : tag.start()])
        at = tag.end()
        if tag[0] == "</mfrac>":
            out.append("</mfrac></mstyle>" if styled.pop() else "</mfrac>")
        else:
            styled.append(bool(tag[1]))
            out.append(f"<mstyle{tag[1]}><mfrac>" if tag[1] else tag[0])
    return "".join(out) + html[at:]


def _marked(html: str) -> str:
    """The same formula, each part of it with the class of what grows in it: few readers have a font for that."""
    parts = (f"<math{part}" for part in html.split("<math")[1:])
    return "".join(f'<math class="{name}"{part[5:]}' if (name := _growth(part)) else part for part in parts)


def _growth(part: str) -> str:
    return "grows-more" if _GROWING_MORE.search(part) else "grows" if _GROWING.search(part) else ""


def unescaped(tex: str) -> str:
    r"""Undo the exporter's escapes. A row end `\\` may be written as `\\` or as `\\\\`."""
    return _ESCAPED.sub(_unescape, _DOUBLED.sub(r"\\", tex)) if "\\" in tex else tex


def _unescape(found: re.Match[str]) -> str:
    count, char = len(found[1]), found[2]
    if count == 1:
        return char if char and char in "_*[]()" else found[0]
    if count == 2:
        return "\\" + char if char and char in "{}|,;:!_" else found[0]
    if count % 2 and char in ("_", "*"):
        return "\\" * (count // 2) + char
    return "\\" * ((count + 1) // 2) + char


def _known(tex: str) -> str:
    if "\\" not in tex:
        return tex.strip()
    tex = _ROW_GAP.sub(r"\\\\", tex)
    if "\\begin" in tex:
        tex = _WRAPPERS.sub("", _ALIGNAT.sub(r"\\begin{\1\2}", tex))
        if "eqnarray" in tex or "IEEEeqnarray" in tex:
            tex = re.sub(r"&\s*([^&\\]{1,12}?)\s*&", r"&\1", tex)
        tex = _ENVIRONMENT.sub(lambda one: f"\\{one[1]}{{{_OTHER_NAMES.get(one[2], one[2])}{one[3]}}}", tex)
        tex = tex.replace("{aligned*}", "{aligned}")
    else:
        tex = _TAG.sub(r"\\qquad\\text{(\1)}", _LABEL.sub("", tex))
    return tex.strip()


@lru_cache(maxsize=1)
def converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, macros=_MACROS, allow_unreliable_rendering=True, max_expansions=200)
