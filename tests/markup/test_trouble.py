"""Bad input: one clear problem with its place, in bounded time, and everything readable is read."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from fixtures import read, shown
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sound import assert_harmless, assert_sound

from notegarden.dialects import parse
from notegarden.notes.note import Dialect

REPEATED = [
    "*a ", "**a*", "_a", "a**b", "~a~~", "[", "![", "[a](", "[a](b", "[a]: b\n", "[a]:\n", "`", "a``b", "<", "<a ",
    "<!--",    "<?", "<![CDATA[", "&", "&a", "\\", "\\\\(", "\\\\[", "$$a", "\\begin{a}", "{{<", "{{< a", '{{< a "', "{{</*",  # noqa: E501
    "{{< highlight go >}}", "{{< details >}}", '{{< relref "a" >}}', "> ", "- ", "-   a\n", "  - a\n", "1. ", "|a",
    "|a|\n|-|\n", "a\n---\n", ": a\n", "a\n: b\n", "[^1]: a\n[^1] ", "'", '"', "'a ", "...", "http://a.", "http://",
    "a@",    "a@b.", "a@b.c ", "# a\n", "# a {#", "```\n", "<div>\n", "<div>", "</div>", "\t", "\n", "a\\\n", "[]()", "<http:",  # noqa: E501
    "[a](<", '[a](b "', "[a](((", '<a href="', "\ufdd0", "\ufdd03\ufdd1", "😀 ", "&#x", "<x y=z>", "{{% a %}}", "* * ",
    "*_", "a_b_", "\\\\(a\\\\)", "$$a$$ ", "[a][b]", "||", "|\\|", "`|", "> - ", "- > ", "<script>", "<style>\n", "\r",
    "\0", "\x1b", "\u2028", "{{< figure src=a >}}", "{{< figure caption=`{{<` >}}", "```py\n'''\n", "[^a]", "<a b='",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_repeated_pieces_are_parsed_in_bounded_time(piece: str) -> None:
    start = time.process_time()
    read((piece * (20_000 // len(piece)))[:20_000])
    assert time.process_time() - start < 20  # seconds of processor time: without a bound it would take minutes


@pytest.mark.parametrize(
    "source",
    [
        "".join(" " * 2 * depth + "- a\n" for depth in range(1000)),
        "> " * 1000 + "a",
        "> - " * 1000 + "a",
        "- " * 1000 + "a",
        "*" * 5000 + "a" + "*" * 5000,
        "[" * 2000 + "a" + "](b)" * 2000,
        "[r]: x\n\n" + "[r] " * 3000,
        "{{< details >}}\n\n" * 500 + "x\n\n" + "{{< /details >}}\n\n" * 500,
        "\\\\(" + "{" * 5000 + "}" * 5000 + "\\\\)",
        "\\\\(\\newcommand{\\x}{\\x\\x}\\x\\\\)",
        "<div>" * 3000,
        "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "b|" * 500 + "\n") * 20,
        "a\n: " * 1000 + "b",
        "\n".join(f"[^{n}]: see [^{n + 1}]" for n in range(500)) + "\n\n[^0]",
    ],
    ids=lambda source: repr(source[:16]),
)
def test_nesting_is_parsed_in_bounded_time(source: str) -> None:
    start = time.process_time()
    read(source)
    assert time.process_time() - start < 20  # seconds of processor time: without a bound it would take minutes


def test_code_is_highlighted_up_to_its_limits() -> None:
    def is_coloured(between: str) -> bool:
        return '<span class="k">' in "".join(read(f"```python\npass{between}pass\n```\n").body.texts)

    assert is_coloured("\n" * 250)
    assert not is_coloured("\n" * 251)
    assert is_coloured("\n#" + "x" * 3_999 + "\n")
    assert not is_coloured("\n#" + "x" * 4_000 + "\n")


def test_nesting_that_is_too_deep_is_a_problem_and_the_rest_is_read() -> None:
    parsed = read("before\n\n" + "> " * 1000 + "inside\n\nafter [x](x.md)\n")
    (problem,) = parsed.note.problems
    assert (problem.code, problem.line) == ("note", 9)
    html = shown(parsed)
    assert "<p>before</p>" in html
    assert ">after <a {markdown x.md}>x</a>" in html


def test_bytes_that_are_not_utf_8() -> None:
    parsed = parse("a.md", b'+++\ntitle = "t"\n+++\nab\xff\xfec\n', Dialect())
    (problem,) = parsed.note.problems
    assert (problem.code, problem.line, problem.column) == ("encoding", 4, 3)
    assert "ab��c" in parsed.body.texts[0]


def test_line_ends_and_byte_order_marks_change_nothing() -> None:
    data = b'+++\ntitle = "t"\n+++\n\n## a\n\n-   b [c](d.md)\n    e\n\n```\nf\n```\n'
    plain = parse("a.md", data, Dialect())
    assert parse("a.md", data.replace(b"\n", b"\r\n"), Dialect()) == plain
    assert parse("a.md", data.replace(b"\n", b"\r"), Dialect()) == plain
    assert parse("a.md", b"\xef\xbb\xbf" + data, Dialect()) == plain


@pytest.mark.parametrize(
    "data", [b"", b"\n", b" ", b"\0", b"+++\n+++\n", b"+++\n+++", b"---\n---", b"\xff", b"+++", b"{"]
)
def test_nearly_empty_files_are_read(data: bytes) -> None:
    assert_sound(parse("posts/20230101000000-a_b.md", data, Dialect()))


def test_an_error_in_one_place_leaves_the_rest() -> None:
    parsed = read('a {{< nope >}} [b](b.md)\n\n{{< figure src="c.png" >}}\n\n{{< youtube >}}\n\n\\\\(\\bad\\\\)\n')
    assert [(one.code, one.line, one.column) for one in parsed.note.problems] == [
        ("shortcode", 7, 3), ("shortcode", 11, 1), ("math", 13, 1),
    ]  # fmt: skip
    assert [link.target for link in parsed.note.links] == ["b.md"]
    assert [picture.src for picture in parsed.note.pictures] == ["c.png"]


def test_an_unknown_shortcode_suggests_the_nearest() -> None:
    (problem,) = read('{{< relreff "a.md" >}}').note.problems
    assert problem.hint == "did you mean relref?"


_CLOSING = ["{{< /details >}}", "{{< /highlight >}}", "\\\\)", "\\\\]", "\\end{a}", "](b)", "\n\n", "    ", "</", "`"]
# No raw HTML, whose balance is up to the author.
_PIECES = st.sampled_from(
    [*_CLOSING, '[a]({{< relref "b.md#c" >}})', *[one for one in REPEATED if "<" not in one or "{{<" in one]]
)


@settings(max_examples=300, deadline=None)
@example(["http://a.a\n---\n", "http://a.a\n---\n"])
@given(st.lists(_PIECES | st.text(max_size=6).filter(lambda text: "<" not in text), max_size=14))
def test_any_text_gives_a_consistent_note(pieces: list[str]) -> None:
    source = "".join(pieces)
    parsed = read(source)
    assert_sound(parsed)
    assert read(source) == parsed
    # A heading that is only a bare URL has no id, as in Hugo.
    automatic = [one.id for one in parsed.note.headings if one.id and "{" not in source]
    assert len(automatic) == len(set(automatic))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(REPEATED) | st.text(max_size=6), max_size=14))
def test_untrusted_html_is_well_formed_and_runs_nothing(pieces: list[str]) -> None:
    parsed = read("".join(pieces), Dialect(unsafe_html=False))
    assert_harmless(parsed)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read(data: bytes) -> None:
    parse("posts/a.md", data, Dialect())
    parse("posts/a.md", b"+++\n" + data + b"\n+++\n" + data, Dialect())
    parse("posts/a.md", b"---\n" + data + b"\n---\n" + data, Dialect())


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('<script>alert(1)</script>\n\nx <b onclick="y">z</b>', "<p>x <b>z</b></p>"),
        ('<div class="a" onclick=b>\n\n*x*\n\n</div>\n</div></b>', '<div class="a">\n<p><em>x</em></p>\n</div>'),
        ("-   <div>\n\ny", "<ul>\n<li>\n<div>\n</div></li>\n</ul>\n<p>y</p>"),
        ("<img src=/a.png onerror=alert(1)> <a href='javascript:x'>y</a>", '<img src="{html /a.png}"> <a>y</a>'),
        ("<iframe src=x></iframe>a\n\n<style>b</style>", "a"),
        ("<svg onload=x><p>a", "<p>a"),
        ('## a {style="b" onclick="c"}', '<h2 id="a">a</h2>'),
    ],
)
def test_what_is_kept_of_cleaned_html(source: str, wanted: str) -> None:
    parsed = read(source, Dialect(unsafe_html=False))
    assert_sound(parsed)
    html = shown(parsed)
    assert wanted in html or wanted in html.replace(' id="c-', ' id="')
    for word in ("script", "onclick", "onerror", "onload", "javascript", "iframe", "style"):
        assert word not in html


def test_a_parse_leaves_no_reference_cycles() -> None:
    """Workers parse thousands of notes with the garbage collector off: a cycle in each would fill the memory."""
    notes = sorted((Path(__file__).parents[2] / "content").rglob("*.md"))[:20]
    for note in notes:  # objects created once remain
        parse(note.name, note.read_bytes(), Dialect())
    gc.collect()
    gc.disable()
    try:
        for note in notes:
            parse(note.name, note.read_bytes(), Dialect())
        assert gc.collect() == 0
    finally:
        gc.enable()
