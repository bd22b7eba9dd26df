"""Minified styles and scripts mean the same as their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.render.minify import minify_css, minify_js

THEME = Path(__file__).parents[1] / "static" / "theme"


def style(**files: str) -> str:
    return minify_css("main.css", {f"{name}.css": text for name, text in files.items()}.get)


@pytest.mark.parametrize(
    ("source", "published"),
    [
        ("a { color: red; }\n\nb   c {\n  margin: 0 1px;\n}\n", "a{color:red}b c{margin:0 1px}"),
        ('a::before { content: "/* { ; } */  x"; }', 'a::before{content:"/* { ; } */  x"}'),
        ("a { /* why */ color: /* so */ red }", "a{color:red}"),
        (":is(a, b) :not(c) { width: calc(1px + 2px) }", ":is(a,b) :not(c){width:calc(1px + 2px)}"),
        ("a > b :hover { top: -0.5em }", "a>b :hover{top:-.5em}"),
        ('a { margin: 10.5px 1.05em; --name: v0.8 "0.5" }', 'a{margin:10.5px 1.05em;--name:v0.8 "0.5"}'),
        ("@media (width > 70.0rem) and (hover: none) { a {} }", "@media (width>70.0rem) and (hover:none){a{}}"),
        ("a { grid-row: 1 / -1 !important; /* b */ c: d }", "a{grid-row:1/-1!important;c:d}"),
        ("@layer a { b :not(c) { d: e } }", "@layer a{b :not(c){d:e}}"),
        ("a { background: url(data:x;y,z) }", "a{background:url(data:x;y,z)}"),
        ('@import "https://example.org/x.css";a{}', '@import "https://example.org/x.css";a{}'),
    ],
)
def test_comments_blanks_and_leading_zeros_are_removed(source: str, published: str) -> None:
    assert style(main=source) == published


def test_a_style_sheet_contains_what_it_imports() -> None:
    assert style(main='@layer a;\n@import "one.css";\n@import "two.css" print;\nc{}', one="a { x: y }", two="b{}") == (
        "@layer a;a{x:y}@media print{b{}}c{}"
    )


def test_cyclic_and_missing_imports_are_kept() -> None:
    assert style(main='@import "one.css";', one='@import "main.css";a{}') == '@import "main.css";a{}'
    assert style(main='@import "none.css";a{}') == '@import "none.css";a{}'


def test_lines_of_comments_are_removed_and_lines_of_code_kept() -> None:
    source = '// why\n/** What it does. */\nfunction a() {\n  // more\n  return "// no" // kept\n}\n'
    assert minify_js(source) == 'function a() {\nreturn "// no" // kept\n}'


def test_a_comment_at_the_end_of_a_line_is_removed_where_it_is_surely_a_comment() -> None:
    assert minify_js('a(); // why\nb("// no"); // it\'s\nc(); // why') == 'a();\nb("// no"); // it\'s\nc();'


def test_a_comment_with_a_quote_is_removed_if_no_quote_or_regular_expression_is_before_it() -> None:
    assert minify_js("const a = 1; // a text's size") == "const a = 1;"
    for kept in ("const a = '; // it';", "a = /; // '/;", "b(); // c' */ d();", "a // it's"):
        assert minify_js(kept) == kept


def test_a_script_contains_the_module_marked_as_inlined() -> None:
    script = 'import { a } from "./a.js"; // inlined\nimport { b } from "./b.js";\na(b);\n'
    files = {"a.js": "// A.\nexport function a() {\n  // more\n}\n", "b.js": "export const b = 1;\n"}
    assert minify_js(script, files.get) == 'function a() {\n}\nimport { b } from "./b.js";\na(b);'
    assert minify_js(script, {}.get).startswith('import { a } from "./a.js";')


@pytest.mark.parametrize("source", ["let a = `${b + `c  // d`}  e`;", "a => /b  c/g;", "a = b / c // d / e"])
def test_what_only_a_javascript_parser_could_tell_is_kept(source: str) -> None:
    assert minify_js(source) == source


def test_a_template_literal_over_several_lines_is_unchanged() -> None:
    source = "const a = `\n  // text\n`;\n"
    assert minify_js(source) == source


def test_every_script_of_the_theme_can_be_minified() -> None:
    for script in THEME.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert len(minify_js(text)) < len(text), script.name
