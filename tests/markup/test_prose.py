"""The running text of a body by its blocks."""

from __future__ import annotations

import pytest

from notegarden.dialects.pieces.finish import with_holes
from notegarden.dialects.pieces.html import END, HOLE
from notegarden.dialects.pieces.prose import prose_of
from notegarden.notes.note import Dialect, Prose
from notegarden.sources.parse import parse_note


def shown(html: str) -> list[tuple[str, list[str]]]:
    """(text, the asides in it) of each block."""
    blocks = prose_of(with_holes(html))
    return [(block.text, [block.text[start:stop] for start, stop in block.asides]) for block in blocks]


def hole(kind: str, number: int) -> str:
    return f"{HOLE}{kind}{number}{END}"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>one</p>\n<p>t<em>w</em>o &amp; 2</p>", [("one", []), ("two & 2", [])]),
        ("<ul><li>one\n<ul><li>two</li></ul></li></ul>", [("one\n", []), ("two", [])]),
        ("<table><tr><td>one</td><td>two</td></tr></table>", [("one", []), ("two", [])]),
        ("<p>a <code>b &lt; c</code> d<br>e</p>", [("a b < c d e", ["b < c"])]),
        ("<p>a <math><mi>x</mi><mo>=</mo></math> b</p>", [("a x= b", ["x="])]),
        ('<p>a <a href="/x"><b>b</b> <code>c</code></a> d</p>', [("a b c d", ["b c"])]),
        (f"<p>a {hole('L', 0)}b</a> c {hole('P', 0)}d</p>", [("a b c d", ["b"])]),
        (f"<p>a</p>{hole('E', 0)}<p>b</p>", [("a", []), ("b", [])]),
        ("<p>a <!-- b <p> --> c</p>", [("a  c", [])]),
        ("<pre><code>a</code></pre><p>b</p><script>c</script>", [("b", [])]),
        ('<p>a<sup id="fnref:1"><a href="#fn:1">1</a></sup> b</p>', [("a b", [])]),
        ('<li>a <a href="#fnref:1" class="footnote-backref">back</a></li>', [("a ", [])]),
        ("<h2 id='x'>one</h2><p>two</p>", [("two", [])]),
        ("<p>a <CODE>b</CODE> c", [("a b c", ["b"])]),
        ("<p>a <code>b</p><p>c</p>", [("a ", []), ("b", []), ("c", [])]),
        ("<p>a <a href=x>b</p><p>c</a> d</p>", [("a b", ["b"]), ("c d", ["c"])]),
    ],
)
def test_blocks_and_asides_of_a_body(html: str, blocks: list[tuple[str, list[str]]]) -> None:
    assert shown(html) == blocks


def test_a_block_has_its_section_and_its_links() -> None:
    html = f'<p>a</p><h2 id="one">One</h2><p>b {hole("L", 1)}c</a> <a href="{hole("A", 2)}">d</a></p>'
    assert prose_of(with_holes(html)) == (Prose("a"), Prose("b c d", "one", ((2, 3), (4, 5)), (1, 2)))


@pytest.mark.parametrize("form", ["hugo", "obsidian"])
def test_notes_store_their_text_where_it_is_configured(form: str) -> None:
    text = b"+++\n+++\n\n## Head\n\nOne `two` three.\n" if form == "hugo" else b"## Head\n\nOne `two` three.\n"
    assert parse_note("a.md", text, Dialect(format=form)).note.prose == ()  # type: ignore[arg-type]
    (block,) = parse_note("a.md", text, Dialect(format=form, mentions=True)).note.prose  # type: ignore[arg-type]
    assert (block.text, block.section.lower(), block.asides) == ("One two three.", "head", ((4, 7),))
