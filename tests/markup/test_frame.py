"""Raw HTML that leaves tags open, or closes tags of the page, stays within its note."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from sound import assert_sound

from notegarden.dialects import parse
from notegarden.dialects.pieces.frame import _Walk, contained
from notegarden.notes.note import Dialect, Format
from notegarden.sources.limits import limited_time


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("<div>a", "<div>a</div>"),
        ("<p>a</div>b", "<p>ab"),
        ("</section></main></body></html>a", "a"),
        ("<div><section><p>a", "<div><section><p>a</section></div>"),
        ("<table><tr><td><div>a", "<table><tr><td><div>a</div></table>"),
        ("<table><tr><td></div>a</td></tr></table>", "<table><tr><td>a</td></tr></table>"),
        ("<p><b>a</p><p>c</p>", "<p><b>a</p><p>c</p></b>"),
        ("<!-- a <div>", "<!-- a <div>-->"),
        ("<script>let a = '<div>'", "<script>let a = '<div>'</script>"),
        ("<textarea></div>", "<textarea></div></textarea>"),
        ("a <div class='b", "a &lt;div class='b"),
        ("<svg><g><path/>", "<svg><g><path/></g></svg>"),
        ("<svg><g><p>a", "<svg><g><p>a"),
        ("<noscript><p>a", "<noscript><p>a</noscript>"),
        ("<plaintext>a", "&lt;plaintext>a"),
        ("<select><option>a</div>", "<select><option>a</select>"),
        ("<h2>a</h3></div>", "<h2>a</h3>"),
        ('<div><span class="k">a</span>', '<div><span class="k">a</span></div>'),
        ("<svg><g><em>a</em>", "<svg><g><em>a</em>"),
        ("<div><em>a<em>b</em>", "<div><em>a<em>b</em></em></div>"),
        ("<u*><p>a", "<u*><p>a</u*>"),  # placeholders for holes are not part of a name
        ("<svg*><title>a<b>", "<svg*><title>a<b></title></svg*>"),
    ],
)
def test_open_tags_are_closed_and_closing_tags_of_the_page_are_left_out(typed: str, written: str) -> None:
    assert contained(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "<p>a<p>b<ul><li>c<li>d</ul><br/><img src='x>y'>",
        "<details><summary>a</summary>\n\n<p>b</p>\n</details>",
        "<p>one <span>two</p><p>three</span> four</p>",
        "<table><tr><td>a<tr><td>b</table><hr><dl><dt>a<dd>b</dl>",
        "<!-- <div> --><!----><?x?><svg viewBox='0 0 1 1'><title>t</title><path d=''/></svg>",
        "<a name=x><h2>b</h2></a><script>if (a < b) c('</p>')</script>",
    ],
)
def test_balanced_html_is_unchanged(typed: str) -> None:
    assert contained(typed) == typed


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<p><b>", "<svg><g>", "<li><dd>", "<table><tr><td>"])
def test_elements_nested_too_deeply_are_text(tag: str) -> None:
    html = contained(tag * 2_000 + "a")
    assert "&lt;" in html
    assert html.count("</") <= 512
    with limited_time():
        contained(tag * 10_000 + "</section></div></i>" * 5_000)


@pytest.mark.parametrize("form", ["hugo", "obsidian"])
def test_the_html_of_a_note_is_balanced(form: Format) -> None:
    parsed = parse("a.md", b"<div><b>\n\nAfter.</section>\n", Dialect(unsafe_html=True, format=form))
    assert "".join(parsed.body.texts) == "<div><b>\n<p>After.</p>\n</b></div>"


@pytest.mark.parametrize(
    ("arguments", "closing"),
    [
        ('caption="<em>a" title="b</em>"', "</em>"),
        ('caption="<span class=\\"a\\">b</span> <b>"', "</b>"),
        ('caption="<em>a </em><em>b" attr="</em>"', "</em>"),
        ("caption=`<em>a` title=`b</em>`", "</em>"),
    ],
)
def test_tags_left_open_in_one_argument_are_closed(arguments: str, closing: str) -> None:
    note = f'{{{{< figure src="/a.png" {arguments} >}}}}\n\nAfter.\n'
    html = "".join(parse("a.md", note.encode(), Dialect(unsafe_html=True)).body.texts)
    assert contained(html) == html
    assert html.endswith(closing) or html.count(f"<{closing[2:]}") == html.count(closing)


def test_a_numbered_caption_does_not_make_the_whole_note_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[str] = []
    token = _Walk.token
    monkeypatch.setattr(_Walk, "token", lambda walk, found: followed.append(found[0]) or token(walk, found))
    figure = r'{{< figure src="/a.png" caption="<span class=\"figure-number\">Figure 1: </span>A sea" >}}'
    note = f"## One\n\n*a*\n\n## Two\n\n{figure}\n\n## Three\n\n*c*\n\n## Four\n"
    html = "".join(parse("a.md", note.encode(), Dialect(unsafe_html=True)).body.texts)
    assert '<span class="figure-number">Figure 1: </span>A sea' in html
    assert "<figure>" in followed
    assert not [tag for tag in followed if 'id="one"' in tag or 'id="four"' in tag]


def test_a_shortcodes_argument_is_balanced() -> None:
    parsed = parse("a.md", b'{{< figure src="/a.png" caption="<b>so" >}}\n\nAfter.\n', Dialect(unsafe_html=True))
    assert "".join(parsed.body.texts).endswith("</b>")


@pytest.mark.parametrize("shortcode", ['{{< relref "b.md" >}}', '{{< ref "b.md" >}}'])
def test_a_name_filled_in_by_a_shortcode_is_text(shortcode: str) -> None:
    source = f"+++\ntitle = 'T'\n+++\n<div>\n<x{shortcode}y>\n"
    parsed = parse("a.md", source.encode(), Dialect())
    assert_sound(parsed)
    assert "&lt;x" in "".join(parsed.body.texts)


@pytest.mark.parametrize(
    ("source", "is_followed"),
    [
        ('A [b]({{< relref "b.md" >}}) and c.', False),
        ('{{< figure src="/a.png" caption="a" >}}', False),
        ("- a\n\n<!--listend-->\n\n- b", False),
        ('{{< figure src="/a.png" caption="a <b>c" >}}', True),
        ("<!-- a --> <div>\n\nb", True),
        ("<!-- a\n\nb", True),
        ("a <!--> <b>c", True),
        ("<div>\n\nb", True),
    ],
)
def test_only_text_written_as_html_is_checked(source: str, is_followed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a third of the time of parsing a note."""
    followed = []
    monkeypatch.setattr(
        "notegarden.dialects.pieces.frame.contained",
        lambda html, plain=(), hiding=None: followed.append(html) or contained(html, plain, hiding),
    )
    parse("a.md", source.encode(), Dialect())
    assert bool(followed) is is_followed


def test_sections_without_html_are_skipped_without_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    blocks = (
        "# A", "## B <b>c", "### D", "- a\n- **b** `c`\n\n  # E", "> ## F\n> a", "a [b]({{< relref \"b.md\" >}})",
        "a^[b]", "<div>\n\na",
        "</div>", "a <span>b</span>", "a </em> b", "<!-- a", "-->", "a[^1]\n\n[^1]: <i>b", "<table><tr>",
        "</table>", "<script>", "</script>",
    )  # fmt: skip
    passed_over = 0

    def both(html: str, plain: Sequence[tuple[int, int]], hiding: list[str]) -> str:
        nonlocal passed_over
        passed_over += len(plain)
        written = contained(html, plain, hiding)
        whole: list[str] = []
        assert (written, hiding) == (contained(html, (), whole), whole)
        return written

    monkeypatch.setattr("notegarden.dialects.pieces.frame.contained", both)
    for _ in range(400):
        source = "\n\n".join(chance.choices(blocks, [6] * 7 + [1] * 11, k=chance.randint(3, 12)))
        parse("a.md", source.encode(), Dialect())
    assert passed_over > 100
