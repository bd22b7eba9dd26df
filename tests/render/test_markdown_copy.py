"""A note's HTML as Markdown: what readers see, in the syntax of GitHub and Obsidian."""

from __future__ import annotations

import pytest

from notegarden.render.markdown_copy import markdown_copy
from notegarden.render.views import MarkdownView


def view(title: str = "T") -> MarkdownView:
    return MarkdownView(title=title, path="a.md", body_key="", created="", modified="", tags=())


def test_elements_nested_too_deeply_are_reduced_to_their_text() -> None:
    assert b"inside" in markdown_copy(view(), "<div>" * 5_000 + "inside" + "</div>" * 5_000)


@pytest.mark.parametrize(
    ("math", "tex"),
    [
        ("<msqrt><mi>x</mi></msqrt>", r"\sqrt{x}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[3]{x}"),
        ("<msubsup><mi>a</mi><mi>i</mi><mn>2</mn></msubsup>", "a_{i}^{2}"),
        ("<mi>sin</mi><mo>(</mo><mi>α</mi><mo>)</mo>", r"\operatorname{sin}(α)"),
        ("<mrow><mo>{</mo><mtext>if x</mtext><mo>}</mo></mrow>", r"\{\text{if x}\}"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", r"\begin{matrix}1 & 2\end{matrix}"),
        ("<mfrac><mn>1</mn></mfrac>", "1"),
    ],
)
def test_formulas_are_written_as_tex(math: str, tex: str) -> None:
    assert markdown_copy(view(), f"<p><math>{math}</math></p>").decode().endswith(f"\n\n${tex}$\n")


def test_a_title_is_a_single_yaml_string() -> None:
    assert b'title: "a\\nb: {c} \\"d\\""\n' in markdown_copy(view('a\nb: {c} "d"'), "")


def test_text_that_reads_like_html_does_not_become_html() -> None:
    made = markdown_copy(view(), "<p>a &lt;img src=x&gt; <code>&lt;b&gt;</code></p>")
    assert made.endswith(b"\na \\<img src=x> `<b>`\n")


def written(body: str) -> str:
    """The text below the front matter."""
    return markdown_copy(view(), body).decode().partition("---\n\n")[2].rstrip("\n")


def test_the_front_matter_has_the_given_fields() -> None:
    full = MarkdownView(
        title="T", path="a.md", body_key="", created="2024-03-12", modified="2024-04-01", tags=("a", "é")
    )
    assert markdown_copy(full, "") == (
        '---\ntitle: "T"\ndate: "2024-03-12"\nlastmod: "2024-04-01"\ntags: ["a", "é"]\n---\n'.encode()
    )
    assert markdown_copy(view(), "") == b'---\ntitle: "T"\n---\n'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h2>A<a class=anchor>#</a></h2>", "## A"),
        ("<p>a<script>x</script><style>y</style><span hidden>z</span></p>", "a"),
        ('<p><span class="missing-picture" data-alt="a sea">icon</span></p>', "a sea"),
        ("<p>x<sup>2</sup> H<sub>2</sub></p>", "x<sup>2</sup> H<sub>2</sub>"),
        ('<ul><li><input type="checkbox" checked> a</li><li><input type="checkbox"> b</li></ul>', "- [x] a\n- [ ] b"),
        ('<pre><code data-lang="py">x = 1</code></pre>', "```py\nx = 1\n```"),
        ('<pre class="mermaid">a --&gt; b</pre>', "```mermaid\na --> b\n```"),
        ('<math display="block"><mi>x</mi></math>', "$$\nx\n$$"),
        (
            '<p>a<sup><a class="footnote-ref">1</a></sup></p><div class="footnotes"><hr><ol><li id="fn:1"><p>note</p>'
            '<a class="footnote-backref">back</a></li></ol></div>',
            "a[^1]\n\n[^1]: note",
        ),
        (
            '<div data-callout="note"><p class="callout-title">Of bees</p><p>They hum.</p></div>',
            "> [!NOTE] Of bees\n> They hum.",
        ),
        ("<details><summary>More</summary><p>text</p></details>", "**More**\n\ntext"),
    ],
)
def test_html_beyond_plain_markdown_is_written_as_markdown(body: str, text: str) -> None:
    assert written(body) == text


def test_a_bar_in_a_table_cell_is_escaped() -> None:
    assert "a\\|b" in written("<table><tr><th>a|b</th></tr><tr><td>c</td></tr></table>")
