"""TeX that MathJax and KaTeX support becomes MathML; a note's definitions are valid to its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixtures import read

from notegarden.config.load import load_config
from notegarden.dialects import parse
from notegarden.dialects.pieces.mathml import mathml
from notegarden.dialects.pieces.tex_definitions import Definitions
from notegarden.notes.note import Dialect, Parsed


def _errors(parsed: Parsed) -> list[str]:
    return [problem.message for problem in parsed.note.problems if problem.code == "math"]


def _text(parsed: Parsed) -> str:
    """What a reader sees of the body, without tags."""
    return re.sub(r"<[^<>]*>", "", "".join(parsed.body.texts)).strip()


@pytest.mark.parametrize(
    ("tex", "seen"),
    [
        (r"x\tag{A}", "x(A)"),
        (r"\cases{a & b \\ c & d}", "{abcd\u2063"),
        (r"\pmatrix{a \\ b}", "(ab)"),
        (r"\varlimsup x", "lim\u0332x"),
        (r"\char\"2203 \char`a \symbol{8704}", "∃a∀"),
        (r"\verb|a_b{}\|", "a_b{}∖"),
        (r"\raise 2pt x \Bigl. y \Bigr)", "xy)"),
        (r"\Tiny x \intop y", "x∫y"),
        (r"\text{a $x$ b}", "a x b"),
        (r"\text{a_b & c # d}", "a_b &amp; c # d"),
        (r"\mbox{if $x_1 > 0$}", "if x1&gt;0"),
        (r"\tiny x {\Large y}", "xy"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2H2 + O2 → 2H2O"),
        (r"\ce{SO4^2-}", "SO42−"),
        (r"\ce{Na+ + Cl-}", "Na+ + Cl−"),
        (r"\ce{CaCO3(s) <=> CaO(s) + CO2(g)}", "CaCO3(s) ⇌ CaO(s) + CO2(g)"),
        (r"\pi\*", "π∗"),
        ("a\\\nb", "a b"),
        (r"\label{eq:a\_b\^c}x", "x"),
        (r"\begin{array}{@{}l|p{3cm}@{}}a&b\end{array}", "ab"),
        (r"\begin{array}{*{2}{c}}a&b\end{array}", "ab"),
        (r"\begin{pmatrix*}[r]a\end{pmatrix*}", "(a)"),
        (r"\root 3 \of x", "x3"),
        (r"\buildrel a \over =", "=a"),
        (r"\stackrel{\text{def}}{=}", "=def"),
        (r"\left<x\right>", "⟨x⟩"),
        (r"\mathop{\mathrm{argmax}}\limits_x", "argmaxx"),
        (r"\require{cancel}\bcancel{x}", "x"),
        (r"\unicode{x3b1}", "α"),
        (r"\hdots \dotsc", "......"),
        (r"\rule{2em}{1pt} \rule[3pt]{1ex}{1ex} \rule{0pt}{3ex}x", "____■x"),
        (r"\sout{abc} \text{a \sout{b}} \sout{x^2}", "abca bx2"),
        (r"\eqalign{a &= b \cr c &= d}", "a=bc=d"),
        (r"\begin{psmallmatrix} a & b \cr c & d \end{psmallmatrix}", "(abcd)"),
        (r"\cancelto{0}{x} \bbox[yellow]{y} \overunderset{a}{b}{c}", "x0ycba"),
        (r"\begin{array}{c} a \\ \cline{1-1} b \end{array}", "ab"),
        (r"\begin{CD} A @>a>> B \\ @VVbV @VcVV \\ C @>d>> D \end{CD}", "A→ a B↓bc↓C→ d D"),
        (r"\begin{CD} A @= B @<<f< C @. D \\ @| @A{x}AA @. @VVV \\ E @>>> F @. G @. H \end{CD}", "A=B←f CD‖x↑↓E→ FGH"),
        (r"\begin{CD} @VVV \\ A @>a B \end{CD}", "↓A@&gt;aB"),
    ],
)
def test_a_construct_is_converted(tex: str, seen: str) -> None:
    for sign in ("$$", "\\\\["):
        closing = "\\\\]" if sign != "$$" else sign
        parsed = read(f"{sign}\n{tex}\n{closing}")
        assert _errors(parsed) == []
        assert " ".join(_text(parsed).split()) == seen


def test_arrows_of_a_diagram_are_in_the_columns_of_its_objects() -> None:
    parsed = read("$$\n\\begin{CD} A @>>> B @>>> C \\\\ @VVV @. @AAA \\\\ D @>>> E @= F \\end{CD}\n$$")
    rows = "".join(parsed.body.texts).split("<mtr")[1:]
    cells = [[re.sub(r"<[^<>]*>|^[^>]*>", "", cell).strip() for cell in row.split("<mtd")[1:]] for row in rows]
    assert [[bool(cell) for cell in row] for row in cells] == [
        [True] * 5, [True, False, False, False, True], [True] * 5,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("colour", "code"),
    [
        ("#ff0000", "FF0000"),
        ("#0f0", "00FF00"),
        ("rgb(1,2,3)", "010203"),
        ("rebeccapurple", "663399"),
        ("red", "FF0000"),
    ],
)
def test_a_css_colour_is_converted(colour: str, code: str) -> None:
    for tex in (rf"\textcolor{{{colour}}}{{x}} + y", rf"{{\color{{{colour}}} x}} + y"):
        parsed = read(f"$$ {tex} $$")
        assert _errors(parsed) == []
        assert f'<mrow style="color:#{code};"><mi>x</mi></mrow><mo>+</mo>' in "".join(parsed.body.texts)


@pytest.mark.parametrize("slashes", [2, 4, 6, 8])
def test_a_row_ends_however_often_its_end_is_escaped(slashes: int) -> None:
    parsed = read("\\\\[\\begin{matrix}a" + "\\" * slashes + "\nb\\end{matrix}\\\\]")
    assert _errors(parsed) == []
    assert "".join(parsed.body.texts).count("<mtr>") == 2


DEFINED = [
    (r"\newcommand{\foo}[1]{\mathbf{#1}}", r"\foo{x}", "𝐱"),
    (r"\newcommand*\foo{x}", r"\foo", "x"),
    (r"\renewcommand{\vec}[1]{\mathbf{#1}}", r"\vec{x}", "𝐱"),
    (r"\renewcommand{\never}{x}", r"\never", "x"),
    (r"\newcommand{\alpha}{x}", r"\alpha", "x"),
    (r"\providecommand{\foo}{x}", r"\foo", "x"),
    (r"\providecommand{\alpha}{x}", r"\alpha", "α"),
    (r"\def\foo#1#2{#2#1}", r"\foo xy", "yx"),
    (r"\gdef\foo{x}", r"\foo", "x"),
    (r"\edef\foo{x}", r"\foo", "x"),
    (r"\let\eps\varepsilon", r"\eps", "ε"),
    (r"\let\eps=\varepsilon", r"\eps", "ε"),
    (r"\DeclareMathOperator{\foo}{arg\,bar}", r"\foo", "arg bar"),
    (r"\DeclareMathOperator*{\foo}{bar}", r"\foo_x", "barx"),
    (r"\newcommand{\foo}[2][d]{#1+#2}", r"\foo{a}+\foo[z]{b}", "d+a+z+b"),
    (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}", r"\abs{x}+\abs*{y}", "|x|+|y|"),
    (r"\newcommand{\be}{\begin{aligned}}\newcommand{\ee}{\end{aligned}}", r"\be x&=y\ee", "x=y"),
    (r"\newenvironment{al}{\begin{aligned}}{\end{aligned}}", r"\begin{al}x&=y\end{al}", "x=y"),
    (r"\newcommand{\t}[1]{x\tag{#1}}", r"\t{3}", "x(3)"),
    ("% what is defined\n\\newcommand{\\foo}{x}", r"\foo", "x"),
]


@pytest.mark.parametrize(("definition", "use", "seen"), DEFINED, ids=lambda part: part[:24])
def test_a_definition_is_valid_to_the_end_of_its_note(definition: str, use: str, seen: str) -> None:
    parsed = read(f"$$\n{definition}\n$$\n\nA sentence.\n\n$$ {use} $$")
    assert _errors(parsed) == []
    # A formula with only a definition leaves nothing.
    html = "".join(parsed.body.texts)
    assert html.lstrip().startswith("<p>A sentence.</p>")
    assert html.count("<math") == 1
    assert parsed.note.summary.startswith("A sentence.")
    shown = re.sub(r"<[^<>]*>|&ApplyFunction;|\u2061", "", html[html.index("<math") :]).strip()
    assert shown.replace("\u00a0", " ").replace("\u2009", " ") == seen


def test_a_definition_is_not_valid_in_the_next_note() -> None:
    assert _errors(read(r"$$ \newcommand{\foo}{x} \foo $$")) == []
    assert _errors(read(r"$$ \foo $$")) == [r'invalid TeX: Unknown command "\foo".']
    assert "α" in _text(read(r"$$ \alpha $$"))


def test_an_unsupported_formula_is_shown_as_its_source_without_escapes() -> None:
    parsed = read("\\\\[\\nothing \\\\{a\\\\} b\\_1\\\\]\n\nIn a line \\\\(\\nothing\\_2\\\\).")
    assert len(_errors(parsed)) == 2
    html = "".join(parsed.body.texts)
    assert '<pre><code class="math-error">\\nothing \\{a\\} b_1</code></pre>' in html
    assert '<code class="math-error">\\nothing_2</code>' in html
    assert "<p><pre" not in html


def test_pseudocode_is_shown_as_a_block_of_source() -> None:
    parsed = read(
        "\\begin{algorithm}\n\\caption{Sort}\n\\begin{algorithmic}\\State x\\end{algorithmic}\n\\end{algorithm}"
    )
    assert _errors(parsed) == []
    assert "<pre><code" in "".join(parsed.body.texts)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("notegarden.toml", '[math]\nmacros = { "\\\\dd" = "\\\\mathrm{d}", "\\\\pair" = "(#1, #2)" }\n'),
        ("hugo.toml", '[params.katex.macros]\n"\\\\dd" = "\\\\mathrm{d}"\n"\\\\pair" = "(#1, #2)"\n'),
        ("hugo.toml", '[params.math]\nmacros = { dd = "\\\\mathrm{d}", pair = ["(#1, #2)", 2] }\n'),
        (
            "hugo.yaml",
            'params:\n  page:\n    math:\n      macros: {"\\\\dd": "\\\\mathrm{d}", "\\\\pair": "(#1, #2)"}\n',
        ),
    ],
)
def test_macros_of_the_configuration_are_valid_in_every_note(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    macros = load_config(tmp_path).math.macros
    dialect = Dialect(macros=tuple(sorted(macros.items())))
    for _ in range(2):
        parsed = parse("a.md", rb"$$ \dd x \pair{a}{b} $$", dialect)
        assert _errors(parsed) == []
        assert _text(parsed) == "dx(a,b)"


@pytest.mark.parametrize(
    ("tex", "seen"),
    [
        (r"{a \above 1pt b} {c \above 0pt d}", "abcd"),
        (r"x + {n \overwithdelims [] k}", "x+[nk]"),
        (r"n \atopwithdelims<> k", "⟨nk⟩"),
        (r"\bordermatrix{ & p & q \cr r & a & b \cr s & c & d}", "rs(abcd)pq"),
        (r"\begin{numcases}{f(x)=} 1 & x>0 \\ 0 & x<0\end{numcases}", "f(x)={1x&gt;00x&lt;0"),
        (r"\begin{empheq}[left={f=}\empheqlbrace]{align} a &= b \\ c &= d \end{empheq}", "f={a=bc=d"),
        (r"\begin{empheq}[box=\fbox,right=\empheqrbrack]{gather*} a \end{empheq}", "a]"),
        (r"\begin{empheq}{align*} a &= b \end{empheq}", "a=b"),
        (r"\begin{dcases*} a & if $x_1$ \\ b & or else \end{dcases*}", "{aif x1bor else"),
        (r"\begin{gather*} a & b \\ c\end{gather*}", "abc"),
        (r"\begin{spreadlines}{1em}\begin{lgathered}a\\b\end{lgathered}\end{spreadlines}", "ab"),
        (r"\begin{aligned}\Aboxed{a &= b}\end{aligned} \sqrt[\leftroot{-2}\uproot{2}3]{k}", "a=bk3"),
        (r"\ketbra{a}{b} \text{5 \AA} \AA \emph{x} \textnormal{y} \blue{z}", "|a⟩⟨b|5 ÅÅxyz"),
        (r"\hspace*{1em}\kern{1em}\lower{1pt}{a} \skew{3}{\hat}{A} \nicefrac{1}{2} \smallsetminus", "aAˆ1/2∖"),
        (r"\redA{a} \grayI{b} \mintC c \kaBlue{d} x \mapsfrom y \xrightequilibrium{k}", "abcdx↤y⇌k"),
        (r"{a \above{1pt} b} \mkern1em c \mskip{2em} d \sixptsize e \expandafter\alpha \message{nothing}", "abcdeα"),
    ],
)
def test_plain_tex_and_packages_are_converted(tex: str, seen: str) -> None:
    parsed = parse("a.md", f"\\\\[{tex}\\\\]\n".encode(), Dialect())
    assert _errors(parsed) == []
    assert re.sub(r"[\s\u2000-\u200f\u2061-\u2064]", "", _text(parsed)) == seen.replace(" ", "")


def test_a_notes_own_command_is_not_replaced_by_a_packages() -> None:
    text = "\\\\(\\newcommand{\\AA}{z}\\\\) \\\\(\\AA\\\\) \\\\(\\renewcommand{\\emph}[1]{(#1)}\\emph{x}\\\\)\n"
    parsed = parse("a.md", text.encode(), Dialect())
    assert _errors(parsed) == []
    assert _text(parsed) == "z (x)"


@pytest.mark.parametrize("tex", [r"\dv{x}", r"\abs{x}", r"\grad f", r"\comm{a}{b}"])
def test_commands_that_need_a_mathjax_package_are_reported(tex: str) -> None:
    parsed = parse("a.md", f"\\\\[{tex}\\\\]\n".encode(), Dialect())
    assert len(_errors(parsed)) == 1
    assert tex in "".join(parsed.body.texts)


def test_a_formula_rewritten_into_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    for tex in (r"\atopwithdelims()" * 900, r"{\atopwithdelims() " * 390 + "}" * 390):
        assert mathml(tex, Definitions(), display=True, exported=False)[1] != ""
