"""What fuzzing found, each once and in its shortest form."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from areas import OWN, PATH, TRUSTED, UNTRUSTED, LedgerArea
from growth import Growing, seconds
from sound import assert_fits, assert_harmless, assert_sound

from notegarden.dialects import parse
from notegarden.dialects.org.include import setup_keywords
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.dialects.pieces.hidden_keys import looks_unread
from notegarden.garden.names import Lookups, NameIndex, lookup_keys
from notegarden.garden.resolve import Found, resolve
from notegarden.ledger.file import DAMAGE
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect, Link
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.sources.limits import limited_time

BALANCED = [
    pytest.param("a\n:      ```\n\t", TRUSTED, id="a tab ends the text inside a wide definition"),
    pytest.param("x\n[^fn:1]: : y", TRUSTED, id="a footnote's definition has no term above the footnote"),
    pytest.param("x\n[^fn:1]: : y\n\n[^fn:1]", TRUSTED, id="the same footnote, used"),
    pytest.param('{{< highlight py "hl_lines=1" >}}{{< figure src="/a.png" >}}{{< /highlight >}}', TRUSTED,
                 id="a figure on a marked line of code"),
    pytest.param('``` {linenos=true hl_lines=["1"]}\n{{< details >}}{{< /details >}}\n```', OWN,
                 id="a details box on a marked line of code"),
]  # fmt: skip
HARMLESS = [
    pytest.param('<a title="<i>">x</a>', id="a tag in an attribute"),
    pytest.param("<a title='>'>x</a>", id="the end of a tag in an attribute"),
    pytest.param("![a\n(</span>](/x.png)", id="a raw tag in a picture's text"),
    pytest.param("    {{% details %}}</div>\n\n{{% /details %}}", id="a raw tag in code"),
    pytest.param("## <b>x</b> [y](z.md)\n\n<i>[k](l.md)</i>", id="a raw tag in the stored text of headings and links"),
]


@pytest.mark.parametrize(("source", "dialect"), BALANCED)
def test_tags_are_closed(source: str, dialect: Dialect) -> None:
    assert_sound(parse(PATH, source.encode(), dialect))


@pytest.mark.parametrize("source", HARMLESS)
def test_cleaned_html_is_complete_and_contains_no_internal_marker(source: str) -> None:
    assert_harmless(parse(PATH, source.encode(), UNTRUSTED))


@pytest.mark.parametrize(
    "inside", ["<p>`x`\n{}", "{{{{% box %}}}}{{{{< highlight go >}}}}{}{{{{< /highlight >}}}}", "<script>{}"]
)
def test_a_link_that_is_parsed_twice_is_one_link(inside: str) -> None:
    link = '[a]({{< relref "b" >}})'
    parsed = parse(PATH, f"{{{{% box %}}}}{{{{% box %}}}}{inside.format(link)}{{{{% /box %}}}}".encode(), OWN)
    assert_fits(parsed)
    assert {link.target for link in parsed.note.links} == {"b"}


@pytest.mark.parametrize("opening", ["[", r"\\\\[", r"\{", r"\lvert ", "f(x ", "{[}", r"\bigl(", "(["])
def test_unclosed_brackets_are_reported_in_bounded_time(opening: str) -> None:
    start = time.process_time()
    parsed = parse(PATH, f"\\\\[{opening * 40}\\\\]".encode(), TRUSTED)
    assert time.process_time() - start < 20  # seconds of processor time: without a bound it would take minutes
    assert [problem.code for problem in parsed.note.problems] == ["math"]


def test_brackets_that_are_closed_later_are_shown() -> None:
    rows = r"f( &= x) \\\\ " * 30
    parsed = parse(PATH, f"\\\\[{'[0,1) ' * 40}\\\\]\n\n\\begin{{align}}{rows}\\end{{align}}\n".encode(), TRUSTED)
    assert parsed.note.problems == ()


@pytest.mark.parametrize("value", ["!!timestamp nan", "!!int x", "!!set [1]", "!!omap x", "!!binary é", "!!pairs 1"])
def test_an_invalid_yaml_tag_is_a_problem(value: str) -> None:
    found = read_front_matter(PATH, f"---\na: {value}\n---\n")
    assert [problem.code for problem in found.problems] == ["front-matter"]


@pytest.mark.parametrize("ends", ["\r" * 9, "\u2028\n\x85", "\r\n"])
def test_yaml_line_ends_other_than_newlines_do_not_count_as_lines(ends: str) -> None:
    (problem,) = read_front_matter(PATH, f"---\nslug: {ends}[[a]]\nb\n---\n").problems
    assert 2 <= problem.line <= 3 + ends.count("\n")


def test_endlessly_nested_footnotes_affect_only_themselves() -> None:
    parsed = parse(PATH, b"before\n\n" + b"[^a]: " * 3000 + b"\n\nafter\n", TRUSTED)
    assert [(problem.code, problem.message.partition(";")[0]) for problem in parsed.note.problems] == [
        ("footnote-lost", "nothing references the footnote a, so it is not shown"),
        ("footnote-lost", "the footnote a is already defined, so this one is not shown"),
        ("note", "nested too deeply"),
    ]
    assert "<p>before</p>" in parsed.body.texts[0]


@pytest.mark.parametrize(
    ("kind", "target", "path", "address"),
    [
        ("relref", "/a/\n#", "a.md", "/a/"),
        ("relref", " a", "x/a/index.md", "/x/a/"),
        ("relref", "%2520", "%20.md", "/20/"),
        ("markdown", "x/../..", "index.md", "/"),
        ("markdown", "/a/index.html", "a.md", "/a/"),
        ("markdown", "/b.html/../index.html", "index.md", "/"),
    ],
)
def test_an_added_note_makes_the_links_to_it_resolve_again(kind: str, target: str, path: str, address: str) -> None:
    link = Link(target, kind, 1, 1)  # type: ignore[arg-type]
    index = NameIndex()
    before = Lookups(index)
    resolve(before, link, "b.md", "/b/")
    index.add(path, "A", address, (), hidden=False)
    assert before.keys & lookup_keys(path, "A", address, (), (), ())
    assert isinstance(resolve(Lookups(index), link, "b.md", "/b/"), Found)


SPOILING = {
    "no text": "update sources set path = x'ff' where path = 'a.md'",
    "no number": "update sources set size = 'big'",
    "no node": "update sources set node = null",
    "another node": "update sources set node = other(node)",
    "another body": "update texts set body = other(body)",
    "the body of another text": "update texts set body = (select body from texts order by body desc limit 1)",
    "the node of another note": "update sources set node = (select node from sources order by path desc limit 1)",
    "no facts": "update texts set facts = 7",
    "no key": "update meta set value = 7 where key != 'format'",
    "another key": "update meta set value = x'00' where key = 'summary'",
    "files": "update files set source = 7",
    "outputs": "insert into outputs (root, file, number, size) values ('/out', 'x', 'many', 'y')",
}


def other(value: bytes) -> bytes:
    """The value with its last bit flipped."""
    return value[:-1] + bytes([value[-1] ^ 1])


@pytest.mark.parametrize("how", SPOILING)
def test_a_damaged_row_is_detected_and_repaired(how: str) -> None:
    area = LedgerArea()
    try:
        connection = sqlite3.connect(area.file)
        connection.create_function("other", 1, other)
        connection.execute(SPOILING[how])
        connection.commit()
        connection.close()
        pipeline = Pipeline(area.root, Options(output=area.root / "out", search=False, jobs=1))
        pipeline.refresh(whole=True)
        assert sorted(pipeline.garden.nodes) == ["a.md", "b.md", "c.md"]
        pipeline.publish()
        pipeline.close()
        assert (area.root / "out/a/index.html").is_file()
    finally:
        area.close()


def test_a_value_changed_on_disk_is_not_read_as_another(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    ledger.set_key("x", b"value")
    assert ledger.key("x") == b"value"
    connection = sqlite3.connect(ledger.path)
    connection.create_function("other", 1, other)
    connection.execute("update meta set value = other(value) where key = 'x'")
    connection.commit()
    connection.close()
    with pytest.raises(DAMAGE):
        ledger.key("x")
    ledger.close()


def test_the_value_of_another_row_is_not_read_instead(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    ledger.set_key("x", b"value")
    ledger.set_key("y", b"another")
    connection = sqlite3.connect(ledger.path)
    connection.execute("update meta set value = (select value from meta where key = 'y') where key = 'x'")
    connection.commit()
    connection.close()
    assert ledger.key("y") == b"another"
    with pytest.raises(DAMAGE):
        ledger.key("x")
    ledger.close()


_VIDEO = '{{< youtube id=1 class=" onmouseover=alert(1) x=" >}}'


@pytest.mark.parametrize(
    "around",
    ["~~~ {}\nx\n~~~", '## a {{#x class="{}"}}', '[a](b "{}")', '![a](b "{}")', "![{}](b.png)", '<a title="{}">b</a>',
     '<p class="{}">\n\nb\n\n</p>', '[r]: b "{}"\n\n[r]', "[a](http://x/{})",
     '[a](/x{}{{{{< relref "b" >}}}})', "```py {{linenos=true lineanchors={} anchorlinenos=true hl_lines=1}}\nx\n```"],
)  # fmt: skip
def test_a_shortcode_within_a_tag_is_text(around: str) -> None:
    source = around.format(_VIDEO).encode()
    if "<" not in around:
        assert_sound(parse(PATH, source, TRUSTED))
    assert_harmless(parse(PATH, source, UNTRUSTED))


def test_a_picture_in_code_in_a_template_is_complete() -> None:
    source = '{{< highlight py >}}{{% box %}}{{< figure src="/a.png" >}}{{% /box %}}{{< /highlight >}}'
    assert_fits(parse(PATH, source.encode(), OWN))


STEEP = [
    Growing("markdown", "<p>", "<b><b>", "</div><img src='/a.png' onerror=x>", ""),
    Growing("markdown", "<dd>", "<table><!--<iframe src=x>", "a@b.c", ""),
    Growing("untrusted", "<a b='<p>", "<!a", "", ""),
    Growing("markdown", "<a href", " ", ">", ""),
    Growing("shortcodes", "", '{{< x "a\\" ', "", ""),
    Growing("obsidian", "](", "^[", "![[p.png|10x2]]", ""),
    Growing("obsidian", "", "\\\n>~~~\n", "", ""),
    Growing("obsidian", "", "\\\n> > #\n", "", ""),
    Growing("obsidian", "", "^[", "a", "]"),
    Growing("obsidian", "", "[", "", "[[x][y]]"),
    Growing("shortcodes", "", '{{< /\\"{{< gist a b >}}', '{{< details summary="a" >}}', ""),
    Growing("shortcodes", "", '*/>}}{{< figure\\"', "", ""),
    Growing("org", "a", "{{{m(a,b)}}}é", "a", ""),
    Growing("org", "", "{{{m(a)}}}CLOCK: =", "\\(", ""),
    Growing("org", "* a", "<script>", "", ""),
    Growing("org", "- a :: b", "    ", "_", ""),
    Growing("org", "", "\n* ", "/", "#+toc: headlines 2\n"),
    Growing("org", "", '#+include: "a.org"\n#+begin_export html\n', "{{{", ""),
    Growing("org", "#+transclude: [[file:a.py]]x", " ", "x", ""),
    Growing("org", '#+include: "a"x', " ", "x", ""),
    Growing("org", "* x", " ", "x", ""),
    Growing("org", "#+title: x", " ", "x", ""),
    Growing("org", "#+begin_x x", " ", "x\n#+end_x", ""),
    Growing("org", ":PROPERTIES:\n:a: x", " ", "x\n:END:", ""),
    Growing("org", "#+transclude: ", "[[file:", "a", "]"),
    Growing("org", "", "#+transclude: [[id:a][b]]\n", "", ""),
    Growing("search words", "", '<sup id="fnref', "</a>", ""),
    Growing("search words", "", '<a class="anchor', "</a>", ""),
    Growing("search words", "", "<a href=b\n", "", "&#"),
    Growing("search words", "", "<svg>", "</svgx", ""),
    Growing("search words", "", "<h1>", "</html>", ""),
]


@pytest.mark.parametrize("case", STEEP, ids=lambda case: f"{case.area}: {case.piece!r}")
def test_input_that_took_quadratic_time_is_read_within_the_limit_of_a_note(case: Growing) -> None:
    assert seconds(case, 80_000 if case.area in ("obsidian", "shortcodes") else 160_000) < float("inf")


def test_quotes_with_too_many_lazy_lines_are_reported() -> None:
    some = parse(PATH, b"\\\n>~~~\n" * 20, TRUSTED)
    many = parse(PATH, b"\\\n>~~~\n" * 2_000, TRUSTED)
    assert [each.message for each in some.note.problems] == []
    assert ["too many quote lines" in each.message for each in many.note.problems] == [True]
    assert many.body.texts[0].count("<blockquote>") == 2_000


@pytest.mark.parametrize("blanks", ["\n", "   \n"])
def test_blank_lines_before_a_front_matter_are_read_once(blanks: str) -> None:
    with limited_time():
        read_front_matter(PATH, blanks * 40_000 + "---\na: b\n---\n")


def test_footnotes_that_reference_the_next_are_read_in_linear_time() -> None:
    chain = "".join(f"[^{number}]: x [^{number + 1}]\n\n" for number in range(8_000))
    with limited_time():
        parse(PATH, f"[^0]\n\n{chain}".encode(), TRUSTED)


def test_white_space_after_a_fence_is_read_once() -> None:
    with limited_time():
        assert not looks_unread("---\n" + " " * 160_000, {})


def test_a_formula_of_many_tables_is_read_within_the_limit_of_a_note() -> None:
    assert seconds(Growing("formulas", "(", "\\begin{align}&\\end{align}", "", ""), 19_000) < float("inf")


def test_setup_files_that_include_each_other_are_read_once() -> None:
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return b"#+setupfile: a.org\n#+setupfile: b.org\n" * 10

    setup_keywords("x.org", ["#+setupfile: a.org"], read)
    assert sorted(asked) == ["a.org", "b.org"]


@pytest.mark.parametrize(
    "source",
    [
        "{{% box %}}\\\\({{<o>}}\\\\){{% /box %}}",
        '{{% box %}}$$a {{< relref "b.md" >}}$${{% /box %}}',
        '{{< box >}}\\\\(a {{< relref "b.md" >}}\\\\){{< /box >}}',
        '{{< box >}}$$a {{< figure src="a.png" >}}$${{< /box >}}',
    ],
)
def test_a_shortcode_in_a_formula_in_a_shortcode_leaves_no_internal_marker(source: str) -> None:
    assert_fits(parse(PATH, f'+++\ntitle = "t"\n+++\n{source}'.encode(), OWN))


def test_a_formula_in_code_in_a_shortcode_is_escaped_once() -> None:
    parsed = parse(PATH, b'+++\ntitle = "t"\n+++\n{{% box %}}\n\n`$$a<b$$`\n\n{{% /box %}}', OWN)
    assert "<code>$$a&lt;b$$</code>" in "".join(parsed.body.texts)


@pytest.mark.parametrize("before", ["", '#+include: "i.org"\n' * 5])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("#+begin_src toml :front_matter_extra t\n= 1\n#+end_src\n", 2),
        ("* a\n\n:PROPERTIES:\n:EXPORT_HUGO_DRAFT: t\n:END:\n", 3),
    ],
)
def test_an_error_in_front_matter_below_an_include_has_its_own_line(before: str, text: str, line: int) -> None:
    head = f"#+title: t\n{before}"
    context = read_file("a.org", f"{head}{text}".encode(), {}, {"i.org": b"a\n" * 9}.get)
    problems = parse_page(context, context.pages[0], TRUSTED).note.problems
    assert [each.line for each in problems if each.code == "front-matter"] == [head.count("\n") + line]
