r"""TeX that the converter lacks, rewritten to TeX that it has: text mode, colours, chemistry, sizes, old commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from notegarden.dialects.pieces.equation_labels import label_id
from notegarden.dialects.pieces.tex_diagrams import drawn
from notegarden.dialects.pieces.tex_packages import PACKAGE_MACROS, without_packages

MACROS = PACKAGE_MACROS | {
    "mbox": r"\text{#1}", "hbox": r"\text{#1}", "pmb": r"\boldsymbol{#1}", "mathds": r"\mathbb{#1}", "smash": "#1",
    "mathbbm": r"\mathbb{#1}", "substack": r"\begin{subarray}{c}#1\end{subarray}", "strut": "", "hfill": r"\quad",
    "href": "#2", "colorbox": "#2", "fcolorbox": "#3", "class": "#2", "cssId": "#2", "style": "#2", "htmlClass": "#2",
    "htmlId": "#2", "htmlStyle": "#2", "enclose": r"\boxed{#2}", "ref": r"\text{#1}", "eqref": r"\text{(#1)}",
    "cite": r"\text{[#1]}", "url": r"\text{#1}", "ensuremath": "{#1}", "vcenter": "{#1}", "xspace": "",
    "llap": "{#1}", "rlap": "{#1}", "clap": "{#1}", "mathllap": "{#1}", "mathrlap": "{#1}", "mathclap": "{#1}",
    "hdots": r"\ldots", "dotsc": r"\ldots", "dotsb": r"\cdots", "dotsm": r"\cdots", "dotsi": r"\cdots",
    "dotso": r"\ldots", "qed": r"\square", "qedhere": "", "num": "{#1}", "si": r"\mathrm{#1}", "unit": r"\mathrm{#1}",
    "SI": r"#1\,\mathrm{#2}", "qty": r"#1\,\mathrm{#2}", "celsius": r"{}^\circ\mathrm{C}",
    "texttimes": r"\times", "textdiv": r"\div", "mathellipsis": r"\ldots",
    "cases": r"\begin{cases}#1\end{cases}", "matrix": r"\begin{matrix}#1\end{matrix}",
    "pmatrix": r"\begin{pmatrix}#1\end{pmatrix}", "intop": r"\int", "smallint": r"\int", "nobreak": "",
    "varlimsup": r"\overline{\lim}", "varliminf": r"\underline{\lim}", "varinjlim": r"\underrightarrow{\lim}",
    "cancelto": r"{\cancel{#2}}^{#1}", "overunderset": r"\overset{#1}{\underset{#2}{#3}}", "mathtip": "#1",
    "texttip": "#1", "mathnormal": "{#1}", "mit": "", "euro": "€", "scr": r"\mathscr{#1}", "centernot": r"\not",
    "wideparen": r"\overparen{#1}", "mathsfit": r"\mathsf{#1}", "symbb": r"\mathbb{#1}", "bigominus": r"\ominus",
    "hfil": "", "eqalign": r"\begin{aligned}#1\end{aligned}", "displaylines": r"\begin{gathered}#1\end{gathered}",
    "overlinesegment": r"\overline{#1}", "underlinesegment": r"\underline{#1}",
    "varprojlim": r"\underleftarrow{\lim}", "TeX": r"\text{TeX}", "LaTeX": r"\text{LaTeX}", "KaTeX": r"\text{KaTeX}",
}  # fmt: skip
"""Commands that the converter lacks, as macros for it; a note's own definitions override them."""

_ROW_GAP = re.compile(r"\\\\\*?\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\]")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_REFERENCE = re.compile(r"(\\(?:label|(?:eq)?ref|cite)\s*)(\{[^{}]*\})")
# For the converter, a star after a command is part of its name.
_STAR = re.compile(r"(\\(?!(?:operatorname|tag|hspace|vspace|intertext)\*)[a-zA-Z]+)\*")
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ALIGNAT = re.compile(r"\\begin\{(x{0,2}alignat|alignedat)(\*?)\}\s*\{\d+\}")
_WRAPPERS = re.compile(r"\\(?:begin|end)\{(?:displaymath|math|subequations)\}")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-zA-Z]+)(\*?)\}")
_OTHER_NAMES = {
    "eqnarray": "align", "split": "aligned", "flalign": "align", "alignat": "align", "xalignat": "align",
    "xxalignat": "align", "smallmatrix": "matrix", "tabular": "array", "tabularx": "array", "alignedat": "aligned",
    "IEEEeqnarray": "align", "dgroup": "gather", "dmath": "equation", "darray": "array",
    "multlined": "gathered", "bsmallmatrix": "bmatrix", "psmallmatrix": "pmatrix", "vsmallmatrix": "vmatrix",
}  # fmt: skip
_STARRED_MATRIX = re.compile(
    r"\\begin\{([a-zA-Z]*(?:matrix|cases))\*\}(?:\s*\[[a-z]\])?|\\end\{([a-zA-Z]*(?:matrix|cases))\*\}"
)
_ARRAY = re.compile(r"\\begin\{array\}(?:\s*\[[a-z]\])?\s*(?=\{)")
_REPEATED = re.compile(r"\*\{(\d+)\}\{([^{}]*)\}")
_COLUMN_EXTRA = re.compile(r"[@!><]\{(?:[^{}]|\{[^{}]*\})*\}")
_WIDE_COLUMN = re.compile(r"[pmbX](?:\{[^{}]*\})?")
_TEXT = re.compile(r"\\(?:text(?:rm|bf|it|tt|sf|normal|md|up|sc|sl)?|mbox|hbox|intertext|shortintertext)\s*(?=\{)")
_IN_TEXT = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$|\\\((.+?)\\\)", re.DOTALL)
_TEXT_SIGN = re.compile(r"(?<!\\)(_|&|#(?!\d)|\^(?!\{))(\s?)")
_SIZE = re.compile(
    r"\\(Tiny|tiny|sixptsize|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge)(?![a-zA-Z])\s*"
)
# Other characters are unchanged.
_SIZES = dict.fromkeys(("Tiny", "tiny", "sixptsize"), r"\scriptscriptstyle ") | {"scriptsize": r"\scriptstyle "}
_ROW_END = re.compile(r"\\cr(?![a-zA-Z])")
_STRUCK_OUT = re.compile(r"\\sout\s*(?=\{)")
_BOX = re.compile(r"\\bbox\s*+(?:\[[^\[\]]*\]\s*+)?(?=\{)")
_NO_EFFECT = re.compile(
    r"\\cline\s*\{[\d-]*\}|\\(?:require|usepackage|(?:err)?message|vspace\*?|noalign|pagecolor|unitlength)\s*\{[^{}]*\}"
    r"|\\(?:raise|lower|moveleft|moveright)\s*-?[\d.]+\s*(?:pt|em|ex|mu|mm|cm|in|px)\s*"
    r"|\\[bB]igg?[lrm]?\s*\.(?!\d)"
    r"|\\(?:allowbreak|displaybreak|noindent|centering|protect|nolimits)(?![a-zA-Z])"
)
_COLOUR = re.compile(r"\\color\s*(?:\[(\w+)\])?\s*\{([^{}]+)\}")
_TEXT_COLOUR = re.compile(r"\\textcolor\s*(?:\[\w+\])?\s*\{[^{}]+\}\s*(?=\{)")
_CHARACTER = re.compile(r"\\unicode(?:\[[^\]]*\])?\s*\{\s*(?:[xX]|U\+)?([0-9A-Fa-f]{1,8})\s*\}")
_BY_NUMBER = re.compile(r"\\(?:char|symbol)\s*(?:\"([0-9A-F]{1,6})|'([0-7]{1,7})|`\\?(.)|\{?\s*([0-9]{1,7})\s*\}?)")
_VERBATIM = re.compile(r"\\verb\*?([^a-zA-Z\s*])(.*?)\1")
_SIGN = re.compile(r"[\\{}$&#_%^~]")
_ROOT = re.compile(r"\\root\s*(\{[^{}]*\}|[^\\{}]+?)\s*\\of\s*")
_BUILDREL = re.compile(r"\\buildrel\s*(\{[^{}]*\}|\\[a-zA-Z]+|[^\\{}]+?)\s*\\over\s*(\{[^{}]*\}|\\[a-zA-Z]+|\S)")
_ANGLE = re.compile(r"\\(left|right|[bB]igg?[lrm]?)\s*([<>])")
_INTERTEXT = re.compile(r"\\(?:short)?intertext\s*(\{(?:[^{}]|\{[^{}]*\})*\})")
_CE = re.compile(r"\\(?:ce|cf)\s*(?=\{)")


def group_end(tex: str, start: int) -> int:
    """The end of the group that opens with the brace at `start`, after its closing brace; -1 if it is not closed."""
    depth = 0
    at = start
    while at < len(tex):
        char = tex[at]
        if char == "\\":
            at += 1
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return -1


def known(tex: str) -> str:
    """The formula rewritten to what the converter supports."""
    if "\\" not in tex:
        return tex.strip()
    tex = _plain_signs(drawn(without_packages(tex, _rewritten)))
    tex = _environments(tex) if "\\begin" in tex else tag_as_text(_LABEL.sub("", tex))
    for command, rewrite in (
        (_BOX, lambda _, inside: f"{{{inside}}}"),
        (_STRUCK_OUT, _struck_out),
        (_TEXT, _text_mode),
        (_CE, _chemistry),
        (_TEXT_COLOUR, _text_coloured),
    ):
        tex = _rewritten(tex, command, rewrite)
    tex = _COLOUR.sub(_coloured, tex)
    return _trimmed(tex)


def tag_as_text(tex: str) -> str:
    """Tags as text after the formula: the converter supports them only in numbered environments."""
    return _TAG.sub(lambda tag: rf"\qquad\text{{{tag[2]}}}" if tag[1] else rf"\qquad\text{{({tag[2]})}}", tex)


def _trimmed(tex: str) -> str:
    r"""Without white space at its ends; but the space of a trailing `\ ` is kept."""
    clean = tex.strip()
    slashes = len(clean) - len(clean.rstrip("\\"))
    return clean + " " if slashes % 2 else clean


def _plain_signs(tex: str) -> str:
    tex = _ROW_GAP.sub(r"\\\\", _ROW_END.sub(r"\\\\", tex))
    tex = re.sub(r"(?<!\\)((?:\\\\)*)\\\n", r"\1\\ ", tex)
    tex = _REFERENCE.sub(lambda found: found[1] + label_id(found[2]), tex)
    tex = re.sub(r"(?<!\\)((?:\\\\)*)\\\*(?![a-zA-Z])", r"\1 *", tex)
    tex = _STAR.sub(r"\1 *", tex)
    tex = _SIZE.sub(lambda found: _SIZES.get(found[1], ""), tex)
    tex = _NO_EFFECT.sub("", tex)
    tex = _CHARACTER.sub(lambda found: _character(found[1], found[0]), tex)
    tex = _BY_NUMBER.sub(_numbered, tex)
    tex = _VERBATIM.sub(_verbatim, tex)
    tex = _ROOT.sub(lambda found: rf"\sqrt[{found[1].strip('{}')}]", tex)
    tex = _BUILDREL.sub(lambda found: rf"\overset{{{found[1].strip('{}')}}}{{{found[2].strip('{}')}}}", tex)
    return _ANGLE.sub(lambda found: rf"\{found[1]}\{'langle' if found[2] == '<' else 'rangle'} ", tex)


def _character(digits: str, typed: str) -> str:
    is_hexadecimal = "x" in typed.lower() or "+" in typed or not digits.isdecimal()
    number = int(digits, 16 if is_hexadecimal else 10)
    return chr(number) if 32 <= number < 0xD800 or 0xE000 <= number < 0x110000 else ""


def _numbered(found: re.Match[str]) -> str:
    """The character for a number in TeX syntax: hexadecimal, octal, by letter, decimal."""
    if found[3]:
        return found[3]
    number = int(found[1], 16) if found[1] else int(found[2], 8) if found[2] else int(found[4])
    return _character(f"{number:x}", "x")


def _verbatim(found: re.Match[str]) -> str:
    return rf"\texttt{{{_SIGN.sub(_sign, found[2])}}}"


def _sign(found: re.Match[str]) -> str:
    """A TeX special character as text."""
    return {"\\": "∖", "^": "ˆ", "~": r"\sim "}.get(found[0], f"\\{found[0]}")


def _environments(tex: str) -> str:
    tex = _WRAPPERS.sub("", _ALIGNAT.sub(r"\\begin{\1\2}", tex))
    if "eqnarray" in tex or "IEEEeqnarray" in tex:
        tex = re.sub(r"&\s*([^&\\]{1,12}?)\s*&", r"&\1", tex)
    tex = _STARRED_MATRIX.sub(lambda one: rf"\begin{{{one[1]}}}" if one[1] else rf"\end{{{one[2]}}}", tex)
    tex = _ENVIRONMENT.sub(lambda one: f"\\{one[1]}{{{_OTHER_NAMES.get(one[2], one[2])}{one[3]}}}", tex)
    tex = tex.replace("{aligned*}", "{aligned}").replace("{array*}", "{array}")
    tex = _INTERTEXT.sub(r"\\text\1\\\\", tex)
    tex = _rewritten(tex, _ARRAY, lambda command, spec: f"{command}{{{_columns(spec)}}}")
    if not re.search(r"\\begin\{(?:align|equation|gather|multline)\}", tex):
        tex = tag_as_text(_LABEL.sub("", tex))
    return tex


def _columns(spec: str) -> str:
    """The columns of an array: without separators and widths."""
    spec = _REPEATED.sub(lambda found: found[2] * min(int(found[1]), 64), spec)
    return re.sub(r"[^lcr|:]", "c", _WIDE_COLUMN.sub("l", _COLUMN_EXTRA.sub("", spec)).replace(" ", ""))


def _rewritten(tex: str, command: re.Pattern[str], rewrite: Callable[[str, str], str]) -> str:
    """Each `command` and the group after it replaced by the result of `rewrite`, without the braces."""
    out: list[str] = []
    at = 0
    while found := command.search(tex, at):
        end = group_end(tex, found.end())
        if end < 0:
            break
        out += [tex[at : found.start()], rewrite(found[0].strip(), tex[found.end() + 1 : end - 1])]
        at = end
    return "".join(out) + tex[at:]


def _text_mode(command: str, inside: str) -> str:
    """Text with special characters escaped, and formulas inside it as math."""
    parts: list[str] = []
    at = 0
    for formula in _IN_TEXT.finditer(inside):
        parts += [_text_part(command, inside[at : formula.start()]), "{" + known(formula[1] or formula[2]) + "}"]
        at = formula.end()
    parts.append(_text_part(command, inside[at:]))
    return parts[0] if len(parts) == 1 else "{" + "".join(parts) + "}"


def _struck_out(_command: str, inside: str) -> str:
    """Text with a line through it; for formulas the converter has no such line, so they are crossed out."""
    if re.search(r"[\\^_$]", inside):
        return rf"\cancel{{{inside}}}"
    return rf"\text{{\sout{{{inside}}}}}"


def _text_part(command: str, text: str) -> str:
    return f"{command}{{{_TEXT_SIGN.sub(_text_sign, text)}}}" if text else ""


def _text_sign(found: re.Match[str]) -> str:
    """A literal special character, escaped; white space after a command would be lost."""
    sign = r"\textasciicircum" if found[1] == "^" else "\\" + found[1]
    return sign + (r"\ " if found[2] else " " if found[1] == "^" else "")


def _coloured(found: re.Match[str]) -> str:
    code = _colour(found[1] or "", found[2].strip())
    return rf"\color[HTML]{{{code}}}" if code else found[0]


def _text_coloured(command: str, inside: str) -> str:
    found = _COLOUR.match(command.replace("\\textcolor", "\\color", 1))
    code = _colour(found[1] or "", found[2].strip()) if found else ""
    return rf"{{\color[HTML]{{{code}}}{inside}}}" if code else f"{command}{{{inside}}}"


@lru_cache(maxsize=256)
def _colour(model: str, typed: str) -> str:
    """The six digits of a colour that the converter does not know by name, "" for one that it knows."""
    from math_core import LatexError, LatexToMathML

    if model == "HTML":
        return typed if re.fullmatch(r"[0-9A-Fa-f]{6}", typed) else ""
    if not model and typed.isalpha():
        try:
            LatexToMathML(fancy_error=False).convert_with_local_state(rf"\color{{{typed}}}x", displaystyle=False)
        except LatexError:
            pass
        else:
            return ""
    from PIL.ImageColor import getrgb

    if model in ("rgb", "RGB"):
        parts = [float(part) * (255 if model == "rgb" else 1) for part in re.findall(r"[\d.]+", typed)]
        typed = f"rgb({','.join(str(round(min(part, 255))) for part in parts)})"
    try:
        return "{:02X}{:02X}{:02X}".format(*getrgb(typed)[:3])
    except (ValueError, IndexError):
        return ""


_ARROWS = {"->": r"\rightarrow", "<-": r"\leftarrow", "<->": r"\leftrightarrow", "<=>": r"\rightleftharpoons",
           "<=>>": r"\rightleftharpoons", "<<=>": r"\rightleftharpoons", "<-->": r"\leftrightarrow"}  # fmt: skip
_CHEMICAL = re.compile(
    r"(?P<arrow><<=>|<=>>|<=>|<-->|<->|->|<-)(?:\[(?P<over>[^\[\]]*)\])?(?:\[(?P<under>[^\[\]]*)\])?"
    r"|(?P<element>[A-Z][a-z]?)|(?P<number>\d+(?:/\d+)?(?:\.\d+)?)|\^(?P<up>\{[^{}]*\}|\d*[+-]|\d+)"
    r"|_(?P<down>\{[^{}]*\}|\d+)|(?P<state>\((?:aq|s|l|g|\w{1,3}\.?)\)(?![\d(]))|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<sign>[+-])|(?P<dot>[.*])|(?P<bond>[=#])|(?P<gas>[v^](?=\s|$))|(?P<word>[a-z]+)|(?P<space>\s+)"
)


def _chemistry(_command: str, text: str) -> str:
    r"""A simple formula of `\ce`: elements, numbers, charges, arrows, states. Others stay an unknown command."""
    out: list[str] = []
    before = "space"
    at = 0
    while at < len(text):
        found = _CHEMICAL.match(text, at)
        if found is None:
            return rf"\ce{{{text}}}"
        kind = found.lastgroup or ""
        kind = "arrow" if kind in ("over", "under") else kind
        out.append(_chemical(kind, found, before, text))
        before = kind
        at = found.end()
    return "{" + "".join(out) + "}"


def _chemical(kind: str, found: re.Match[str], before: str, text: str) -> str:
    typed = found[0]
    if kind == "arrow":
        over = rf"\overset{{\mathrm{{{found['over']}}}}}" if found["over"] else ""
        return rf" {over}{{{_ARROWS[found['arrow']]}}} "
    if kind in ("element", "word", "state"):
        return rf"\mathrm{{{typed}}}"
    if kind == "number":
        return f"_{{{typed}}}" if before in ("element", "close", "up") else typed
    if kind in ("up", "down"):
        sign = "^" if kind == "up" else "_"
        return f"{sign}{{{found[kind].strip('{}')}}}"
    if kind == "sign":
        follows = text[found.end() : found.end() + 1]
        is_charge = before in ("element", "number", "close", "down", "word") and (not follows or follows in " )]")
        return f"^{{{typed}}}" if is_charge else f" {typed} "
    signs = {"dot": r"\cdot ", "space": r"\ ", "gas": r"\uparrow " if typed == "^" else r"\downarrow "}
    return signs.get(kind, {"#": r"\equiv "}.get(typed, typed))
