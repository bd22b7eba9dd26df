r"""Formulas: `\\( … \\)`, `\\[ … \\]`, `$$ … $$`, `\begin{…} … \end{…}`, found before Markdown can break them.

The exporter escapes TeX so that Markdown gives it back: `\_`, `\*`, `\\{`, `\\\\`. The escapes are undone here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from notegarden.dialects.markdown.inline import escape
from notegarden.dialects.pieces.draft import Mark, Reading

if TYPE_CHECKING:
    from math_core import LatexToMathML

# What stands before is looked at behind the first sign: what starts with a sign is searched much more quickly.
_OPENING = re.compile(r"\\(?<!\\\\)\\([(\[])|\\(?<!\\\\)\\?begin\{([a-zA-Z]+)(?:\\?\*)?\}|\$(?<![\\$]\$)\$(?!\$)")
_END = re.compile(r"\\{1,2}end\{([a-zA-Z]+)(?:\\?\*)?\}")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
# A fence, and what may be one or a run of backticks that opens a code span.
_FENCE = re.compile(r"[ \t>]*(?:(?:[-+*:]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_FENCE_OR_TICKS = re.compile(r"`+|~{3,}")
_QUOTE_MARKS = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_ESCAPED = re.compile(r"(\\+)(.?)", re.DOTALL)
_DOUBLED = re.compile(r"(?<!\\)\\\\(?=(?:begin|end)\{)")
_MARKDOWN_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_POSITION = re.compile(r"^\d+: ")
_LONGEST = 20_000

# What follows \left and \right is paired by the converter's grammar.
_BRACKET = re.compile(r"\\\\|\\(?:left|right)\s*(?:\\[A-Za-z]+|\\?.)|\\[A-Za-z]+|\\.|[(\[⟨⟪⟦⟮⌊⌈)\]⟩⟫⟧⟯⌋⌉]")
_NAMES = "brack brace Brace angle ang floor ceil paren vert Vert group moustache lbracket"
_OPEN_BRACKETS = frozenset(("\\{", *"([⟨⟪⟦⟮⌊⌈", "\\llcorner", "\\ulcorner", *(f"\\l{name}" for name in _NAMES.split())))
_CLOSE_BRACKETS = frozenset(
    ("\\}", *")]⟩⟫⟧⟯⌋⌉", "\\lrcorner", "\\urcorner", "\\rrbracket", *(f"\\r{name}" for name in _NAMES.split()))
)
_CELL = re.compile(r"(?<!\\)&|\\begin|\\end")
_MOST_OPEN = 16  # the converter takes twice as long for each bracket that is opened and never closed

# What the converter lacks, said in what it has.
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


class Formula(NamedTuple):
    start: int
    stop: int
    tex: str
    display: bool


def may_hold_formulas(text: str) -> bool:
    return "\\\\(" in text or "\\\\[" in text or "\\begin{" in text or "$$" in text


def find_formulas(text: str) -> Iterator[Formula]:
    """The formulas of a text, in order; what stands in code is none."""
    starts, stops = _code(text)
    closings = _Closings(text)
    pos = 0
    while found := _OPENING.search(text, pos):
        number = bisect_right(starts, found.start()) - 1
        if number >= 0 and found.start() < stops[number]:
            pos = stops[number]
            continue
        formula = closings.formula(found)
        if formula is None:
            pos = found.end()
        else:
            yield formula
            pos = formula.stop


class _Closings:
    """Where formulas may end: every such place is looked up once, however many openings lead to it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._environments: dict[str, list[re.Match[str]]] | None = None
        self._next: dict[str, int] = {}

    def formula(self, found: re.Match[str]) -> Formula | None:
        start, inner = found.start(), found.end()
        if found[2]:
            stop = self._end_of(found[2], inner)
            tex = self.text[start:stop]
            return Formula(start, stop, tex, display=True) if 0 < stop <= inner + _LONGEST else None
        closing = {"(": "\\\\)", "[": "\\\\]"}.get(found[1], "$$")
        end = self._find(closing, inner)
        if not 0 <= end <= inner + _LONGEST:
            return None
        tex = self.text[inner:end]
        if not tex.strip() or _BLANK_LINE.search(tex):
            return None
        return Formula(start, end + len(closing), tex, display=found[1] != "(")

    def _find(self, closing: str, pos: int) -> int:
        at = self._next.get(closing, 0)
        if 0 <= at < pos or closing not in self._next:
            at = self._next[closing] = self.text.find(closing, pos)
        return at

    def _end_of(self, environment: str, pos: int) -> int:
        if self._environments is None:
            self._environments = {}
            for found in _END.finditer(self.text):
                self._environments.setdefault(found[1], []).append(found)
        ends = self._environments.get(environment, [])
        number = bisect_right(ends, pos, key=lambda found: found.start())
        return ends[number].end() if number < len(ends) else -1


def _code(text: str) -> tuple[list[int], list[int]]:
    """Where code stands: fences and code spans, as two lists of offsets."""
    starts: list[int] = []
    stops: list[int] = []
    if "`" not in text and "~~~" not in text:
        return starts, stops
    pos = 0
    while found := _FENCE_OR_TICKS.search(text, pos):
        start, run = found.start(), found[0]
        line = text.rfind("\n", 0, start) + 1
        fence = _FENCE.match(text, line) if line >= pos else None
        pos = found.end()
        if fence:
            start = line
            closing = re.compile(rf"^[ \t>]*{re.escape(run[0])}{{{len(run)},}}[ \t]*$", re.MULTILINE)
            end = closing.search(text, pos)
            stop = end.end() if end else len(text)
        else:
            if text.startswith("\\", start - 1):
                start, run = start + 1, run[1:]
            stop = _end_of_span(text, pos, run) if "`" in run else -1
        if stop >= 0:
            starts.append(start)
            stops.append(stop)
            pos = max(stop, pos)
    return starts, stops


def _end_of_span(text: str, pos: int, ticks: str) -> int:
    """Where the code span ends whose text starts at `pos` behind `ticks`; -1 where the ticks open none."""
    blank = _BLANK_LINE.search(text, pos)
    end_of_text = blank.start() if blank else len(text)
    same = re.compile(rf"(?<!`){ticks}(?!`)").search(text, pos, end_of_text)
    return same.end() if same else -1


def formula_mark(reading: Reading, formula: Formula, source: str, line: int, column: int) -> Mark:
    mark = Mark(source, line, column)
    mark.code = escape(source)
    mark.plain = formula.tex.strip()
    if not reading.has_formulas:
        reading.has_formulas = True
        _converter().reset_global_state()  # equations are numbered by note
    html, reason = mathml(_QUOTE_MARKS.sub("\n", formula.tex), formula.display)
    if reason:
        message = f"TeX that cannot be shown: {reason}"
        reading.problem("math", "error", line, column, message, "the page shows its source")
        html = f'<code class="math-error">{escape(mark.plain)}</code>'
    mark.html = html
    return mark


def mathml(tex: str, display: bool) -> tuple[str, str]:
    """(MathML, "") or ("", why not). `tex` is as the file has it. Counts the numbered equations on."""
    from math_core import LatexError

    reason = ""
    readings = dict.fromkeys((unescaped(tex), _MARKDOWN_ESCAPE.sub(r"\1", tex), tex))
    for reading in readings:
        known = _known(reading)
        if _leaves_open(known):
            return "", f"more than {_MOST_OPEN} brackets are opened and never closed"
        try:
            html = _valid(_converter().convert_with_global_state(known, displaystyle=display))
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
    """A long formula of a line in parts, where TeX would go on in the next line: after its relations. To a browser
    a formula is one thing, which it would let run out of a telephone's page."""
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
    r"""Undo the exporter's escapes. A `\\` that ends a row may be written as `\\` or as `\\\\`."""
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
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, macros=_MACROS, allow_unreliable_rendering=True, max_expansions=200)
