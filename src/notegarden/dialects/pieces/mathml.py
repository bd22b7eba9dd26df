"""TeX to MathML by math-core; constructs that the library lacks are rewritten to those it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from notegarden.dialects.pieces.html import escape
from notegarden.dialects.pieces.tex import MACROS, known
from notegarden.dialects.pieces.tex_definitions import Definitions, configured

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from notegarden.dialects.pieces.draft import NoteDraft

# Programs and drawings in TeX, which are not formulas: the page shows their source.
_PSEUDOCODE = re.compile(r"\\begin\{(?:algorithm|algorithmic|algorithm2e|tikzpicture|tikzcd|forest|prooftree)\*?\}")
_GATHERED = re.compile(r"\{gather((?:ed)?\*?)\}")
_LIMITS = re.compile(r"\\(?:no)?limits(?![a-zA-Z])")

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
_NESTING = re.compile(r"\\\\|\\begin|\\end|\\left|\\right|\\[^a-zA-Z]|[{}]")
_NEST = {"{": 1, "\\begin": 1, "\\left": 1, "}": -1, "\\end": -1, "\\right": -1}
_DEEPEST = 400
_MOST_WORK = 1 << 22  # characters of a cell, doubled for each unclosed bracket
_MOST_OPEN = 16  # the converter's time doubles with each unclosed bracket
_ELEMENT = re.compile(r"<(/?)(\w+)[^>]*?(/?)>")
_LONG = 24  # characters
_BREAKS_AFTER = frozenset("=≈≡≠∼≃≅→⇒⟹⟶⇔⟺↔≤≥≪≫∈⊂⊆∝+−±∓⋅×∧∨∪∩⊕⊗") | {"&lt;", "&gt;"}
_TOO_LONG = 30  # characters that may not fit on one line of a phone's screen


_TABLE_LEVEL = re.compile(r'(<mtable[^>]*) scriptlevel="0"')

# What needs a font with larger glyphs: roots, stretched brackets and arrows, and large operators in display style.
# Most formulas that need one need only the first of these fonts.
_STRETCHES = r"""<mo(?![^>]*stretchy="false")[^>]*>"""
_STANDS_ALONE = re.compile(r"""<(?:math[^>]*display="block"|m\w+[^>]*displaystyle="true")""")
_GROWING = re.compile(rf"<m(?:sqrt|root)|{_STRETCHES}[()\[\]{{|}}‖]")
_GROWING_MORE = re.compile(rf"{_STRETCHES}[⌈⌉⌊⌋⟨⟩⏞⏟←↑→↓↔⇐⇒⇔¯ˆ˜ˇ\u0305\u0332\u20d7]")
_LARGE, _LARGE_MORE = re.compile("[∑∏∫]"), re.compile("[∐∮⋀⋁⋂⋃]")
_FRACTION = re.compile(r'<mfrac( displaystyle="\w+")?[^>]*>|</mfrac>')


def formula_html(
    draft: NoteDraft, tex: str, place: tuple[int, int], *, display: bool, exported: bool = True, block: bool = False
) -> str:
    """The MathML of a note's formula, "" if it only has definitions; its source and a problem if it is invalid.

    `place`: line and column in the file. `exported`: an exporter has escaped Markdown's special characters. `block`: it
    is on its own, not inline in a paragraph.
    """
    if draft.definitions is None:
        draft.definitions = Definitions()
        converter().reset_global_state()  # each note has its own equation numbers and definitions
        for macro in configured(draft.dialect.macros):
            _define(draft.definitions.define(macro))
    clean = unescaped(tex) if exported else tex
    if _PSEUDOCODE.search(clean):
        return _source(clean, block=block, name="tex-source")
    html, reason = mathml(tex, draft.definitions, display=display, exported=exported)
    if reason:
        message = f"invalid TeX: {reason}"
        draft.problem("math", "error", *place, message, "the page shows its source")
        return _source(clean, block=block, name="math-error")
    return html


def formula_block(draft: NoteDraft, tex: str, place: tuple[int, int], *, exported: bool = True) -> str:
    """A formula that is a block of its own."""
    html = formula_html(draft, tex, place, display=True, exported=exported, block=True)
    return f"<p>{html}</p>\n" if html and not html.startswith("<pre") else html


def _source(tex: str, *, block: bool, name: str) -> str:
    code = f'<code class="{name}">{escape(tex.strip())}</code>'
    return f"<pre>{code}</pre>\n" if block else code


def mathml(tex: str, definitions: Definitions, *, display: bool, exported: bool = True) -> tuple[str, str]:
    """(MathML, "") or ("", error). `tex` is as in the file. Equation numbers continue."""
    reason = ""
    readings = dict.fromkeys((unescaped(tex), _MARKDOWN_ESCAPE.sub(r"\1", tex)) if exported else (tex,))
    for reading in readings:
        html, failure = _converted(reading, definitions, display=display)
        if not failure:
            return html, ""
        reason = reason or failure
    return "", reason


def _converted(tex: str, definitions: Definitions, *, display: bool) -> tuple[str, str]:
    from math_core import LatexError

    if _is_too_deep(tex):
        return "", f"braces are nested more than {_DEEPEST} levels deep"
    formula, made = definitions.take(tex)
    failure = _define(made)
    formula = known(formula)
    if not formula and tex.strip():  # nothing but definitions
        return "", failure
    if _is_too_deep(formula):  # the rewritten formula may be nested deeper than the original
        return "", f"braces are nested more than {_DEEPEST} levels deep"
    if _leaves_open(formula):
        return "", f"more than {_MOST_OPEN} brackets are not closed"
    # In TeX, `\limits` may follow any operator, in the converter only some.
    aligned = _GATHERED.sub(r"{align\1}", formula)  # the converter rejects columns in `gather`
    for attempt in dict.fromkeys((formula, _LIMITS.sub("", formula), aligned)):
        try:
            html = _valid(converter().convert_with_global_state(attempt, displaystyle=display))
        except LatexError as error:
            failure = failure or _POSITION.sub("", " ".join(str(error).split()))
        else:
            return _marked(html if display else _in_lines(html)), ""
    return "", failure


def _define(definitions: Iterable[str]) -> str:
    """Pass definitions to the converter; returns what is wrong with one of them, else ""."""
    from math_core import LatexError

    failure = ""
    for definition in definitions:
        if _is_too_deep(definition):
            continue
        try:
            converter().convert_with_global_state(definition, displaystyle=False)
        except LatexError as error:
            failure = failure or _POSITION.sub("", " ".join(str(error).split()))
    return failure


def _is_too_deep(tex: str) -> bool:
    """Whether the converter, which is recursive, would overflow its stack."""
    if len(tex) <= _DEEPEST:
        return False
    depth = 0
    for sign in _NESTING.findall(tex):
        depth += _NEST.get(sign, 0)
        if depth > _DEEPEST:
            return True
    return False


def _leaves_open(tex: str) -> bool:
    """Whether one cell of the formula opens many more brackets than it closes."""
    for cell in _CELL.split(tex) if len(tex) > _MOST_OPEN else ():
        still_open = 0
        for token in _BRACKET.findall(cell):
            if token in _OPEN_BRACKETS:
                still_open += 1
            elif token in _CLOSE_BRACKETS and still_open:
                still_open -= 1
        if still_open > _MOST_OPEN or len(cell) << still_open > _MOST_WORK:
            return True
    return False


def _in_lines(html: str) -> str:
    """A long inline formula split after its relations and operators, where TeX would break lines.

    Browsers do not break formulas, so it would overflow a phone's screen; parts that are still too long scroll.
    """
    if len(_ELEMENT.sub("", html)) < _LONG:
        return html
    depth, cuts = 0, []
    for tag in _ELEMENT.finditer(html):
        depth += -1 if tag[1] else 0 if tag[3] else 1
        if (
            depth == 1
            and tag[0] == "</mo>"
            and html[html.rfind(">", 0, tag.start()) + 1 : tag.start()] in _BREAKS_AFTER
        ):
            cuts.append(tag.end())
    pieces = [html[start:stop] for start, stop in pairwise([0, *cuts, len(html)])]
    whole = [piece for piece in pieces if piece != "</math>"]
    head, tail = "<math>", "</math>"
    parts = [
        (head if number else "") + piece + ("" if piece.endswith(tail) else tail) for number, piece in enumerate(whole)
    ]
    return "<wbr>".join(map(_scrollable, parts))


def _scrollable(part: str) -> str:
    """A part that may be too long for a phone's screen, in a box that scrolls sideways."""
    return f'<span class="wide">{part}</span>' if len(_ELEMENT.sub("", part)) > _TOO_LONG else part


def _valid(html: str) -> str:
    """The formula without what HTML validators reject: only `mstyle` may have a fraction's style."""
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
    """The formula, each part with a class for what stretches in it: few readers have a suitable font installed."""
    head, *parts = html.split("<math")
    return head + "".join(
        f'<math class="{name}"{part}' if (name := _growth(part)) else f"<math{part}" for part in parts
    )


def _growth(part: str) -> str:
    """Large operators are searched after the first element on its own: one pattern for both would be quadratic."""
    alone = _STANDS_ALONE.search(part)
    start = alone.end() if alone else len(part)
    if _GROWING_MORE.search(part) or _LARGE_MORE.search(part, start):
        return "grows-more"
    return "grows" if _GROWING.search(part) or _LARGE.search(part, start) else ""


def unescaped(tex: str) -> str:
    r"""Undo the exporter's escapes. A row end `\\` may be written as `\\` or as `\\\\`."""
    return _ESCAPED.sub(_unescape, _DOUBLED.sub(r"\\", tex)) if "\\" in tex else tex


def _unescape(found: re.Match[str]) -> str:
    count, char = len(found[1]), found[2]
    if count >= 4 and count % 2 == 0 and not char.strip():
        return "\\\\" + char  # regardless of how often it was escaped
    if count == 1:
        return char if char and char in "_*[]()" else found[0]
    if count == 2:
        return "\\" + char if char and char in "{}|,;:!_" else found[0]
    if count % 2 and char in ("_", "*"):
        return "\\" * (count // 2) + char
    return "\\" * ((count + 1) // 2) + char


@lru_cache(maxsize=1)
def converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(
        fancy_error=False, macros=MACROS, allow_unreliable_rendering=True, max_expansions=1_000, global_group=True
    )
