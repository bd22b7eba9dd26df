"""Every case in tests/fixtures/org gives the expected HTML next to it."""

from __future__ import annotations

import sys

import pytest
from fixtures import Case, cases
from org_cases import read, result

from notegarden.dialects.org.reader import read_file
from notegarden.notes.note import Dialect

CASES = cases("org", "org")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}:{case.line} {case.title}" for case in CASES])
def test_case(case: Case) -> None:
    assert result(case.source) == case.expected


def test_there_are_cases_for_every_part_of_the_grammar() -> None:
    assert {case.file for case in CASES} >= {"inline", "lists", "blocks", "tables", "headings", "links", "files"}


def test_a_link_has_its_sentence_and_its_line_in_the_file() -> None:
    link = read("* Part\nOne. Two [[id:x][three]] four. Five.").note.links[0]
    assert (link.line, link.column, link.section) == (3, 12, "Part")
    assert (link.before, link.text, link.after) == ("Two ", "three", " four.")


def test_the_leading_definition_list_contains_the_metadata() -> None:
    note = read("- tags :: [[id:x][A]], [[id:y][B]]\n\ntext").note
    assert [(field.name, field.text) for field in note.fields] == [("tags", "A, B")]
    assert [link.field for link in note.links] == ["tags", "tags"]


def test_custom_front_matter_is_read_with_lists_and_tables() -> None:
    front = read("#+hugo_custom_front_matter: :_build '((list . false)) :words '(a \"b c\") :n 7").note.front
    assert front.build.list == "never"
    assert (front.params["words"], front.params["n"]) == (["a", "b c"], 7)


@pytest.mark.parametrize(
    "source",
    [
        ':PROPERTIES:\n:ID: x\n:ROAM_ALIASES: "Byte pair" BPE\n:END:\n#+title: T',
        '#+title: T\n#+roam_alias: "Byte pair" "BPE"',
    ],
)
def test_the_aliases_of_org_roam_are_read(source: str) -> None:
    assert read(source).note.also == ("Byte pair", "BPE")


@pytest.mark.parametrize(
    ("drawer", "names"),
    [
        (':ROAM_ALIASES+: "Byte pair"\n:ROAM_ALIASES+: BPE', ("Byte pair", "BPE")),
        (':ROAM_ALIASES: "Byte pair"\n:ROAM_ALIASES+: BPE', ("Byte pair", "BPE")),
        (r':ROAM_ALIASES: "The \"q\" pair" "back\\slash"', ('The "q" pair', "back\\slash")),
        (r':ROAM_ALIASES: "a b" c\"d "e', ("a b", "c\\", "d", "e")),
        (':ROAM_ALIASES: one"two three"four "" " "', ("one", "two three", "four")),
    ],
)
def test_aliases_are_separated_as_in_emacs(drawer: str, names: tuple[str, ...]) -> None:
    own = f":PROPERTIES:\n:ID: x\n{drawer}\n:END:\n"
    assert read(f"{own}#+title: T").note.also == names
    assert read(f"* T\n{own.replace(':ID: x', ':EXPORT_FILE_NAME: t')}").note.also == names


def test_a_draft_value_that_is_neither_true_nor_false_withholds_the_note() -> None:
    assert read("#+hugo_draft: perhaps").note.front.unreadable
    assert read("#+hugo_draft: t").note.front.draft


@pytest.mark.parametrize(
    "where",
    [
        "#+hugo_section: " + "s" * 5000, "#+hugo_section: " + "s/" * 5000, "#+hugo_bundle: " + "é" * 300,
        "#+export_file_name: " + "n" * 300, "#+hugo_section: /../" + "s" * 300 + "/..",
    ],
)  # fmt: skip
def test_the_path_of_a_page_is_valid_in_a_file_system(where: str) -> None:
    context = read_file("a.org", f"#+title: T\n{where}\n".encode(), {})
    (page,) = context.pages
    parts = page.path.split("/")
    assert len(parts) <= 101
    assert all(part not in ("", "..") and len(part.encode()) <= 203 for part in parts)


def test_short_rows_of_a_table_with_too_many_cells_are_not_padded() -> None:
    parsed = read("#+title: T\n" + "|a" * 400 + "|\n" + "|b|\n" * 300)
    assert len("".join(parsed.body.texts)) < 20_000
    assert [problem.message[:12] for problem in parsed.note.problems] == ["the table ha"]


@pytest.mark.parametrize(
    "hostile",
    [
        "*a ", "[[a][b", "#+begin_quote\n", "$a ", "[fn:1", "{{{a(", "<<a ", "x_{", "@@html:", "[cite:", ":A:\n",
        "| a ", "\\begin{a}\n", "=a", "src_a{", "https://", "<2024-01-01 ", "[fn:: ", "call_a(", "- ", "<<<a>>> ",
        "x^{a{b{", "@@md:[@@", "@@md:**@@ ",
        "#+macro: a {{{a}}}{{{a}}}\n{{{a}}}\n",
    ],
)  # fmt: skip
def test_a_text_of_single_markup_characters_is_read_in_few_steps(hostile: str) -> None:
    """Executed lines of the program are counted, not seconds: a few dozen per character, however many there are."""
    count = 2_000
    assert _steps(hostile * count) < 400 * count + 20_000


def _steps(text: str) -> int:
    read(text)  # imports on the first use are not counted
    steps = 0

    def trace(_frame: object, event: str, _argument: object) -> object:
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        read(text)
    finally:
        sys.settrace(before)
    return steps


def test_a_shortcode_block_gets_the_html_of_its_org_text() -> None:
    templates = (("box", '<div title="{{ params.x }}">{{ inner }}</div>'),)
    for sign in ("", "%"):
        text = f"#+hugo_paired_shortcodes: {sign}box\n#+attr_shortcode: :x 1\n#+begin_box\n*a* [[id:x][b]]\n#+end_box"
        parsed = read(text, Dialect(shortcodes=templates))
        shown = "<a>".join(parsed.body.texts)
        assert '<div title="1">' in shown
        assert "<strong>a</strong> <a>b</a>" in shown
        assert parsed.note.problems == ()


LOG = """#+options: d:{shown}
* DONE Post
CLOSED: [2024-05-05 Sun]
:PROPERTIES:
:EXPORT_FILE_NAME: post
:LOG_INTO_DRAWER: {drawer}
:END:
:LOGBOOK:
- Note taken on [2024-05-09 Thu 08:00] \\\\
  words
- State "DONE"       from "TODO"       [2024-05-04 Sat 10:30]
- State "DONE"       from "DRAFT"      [2024-05-03 Fri 09:15]
- State "TODO"       from              [2024-05-01 Wed]
:END:
text"""


def test_a_page_has_the_date_of_its_headings_log_if_that_is_in_a_drawer() -> None:
    front = read(LOG.format(shown="t", drawer="t")).note.front
    assert (front.date[:16], front.lastmod[:16]) == ("2024-05-03T09:15", "2024-05-09T08:00")
    for shown, drawer in (("t", "nil"), ("nil", "t"), ('(not "LOGBOOK")', "t")):
        front = read(LOG.format(shown=shown, drawer=drawer)).note.front
        assert (front.date[:10], front.lastmod) == ("2024-05-05", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [(":One 1 :two a b", "[1|a b|]"), ('one "a b"', "[||one]"), (":one nil", "[||]"), ("", "[||]")],
)
def test_a_shortcode_block_has_named_or_positional_arguments(typed: str, shown: str) -> None:
    templates = (("box", "[{{ params.one }}|{{ params.two }}|{{ args[0] }}] {{ inner }}"),)
    above = "#+hugo_paired_shortcodes: box\n#+attr_html: :two c\n"
    text = f"{above}#+attr_shortcode: {typed}\n#+begin_box\na\n#+end_box"
    assert shown in "".join(read(text, Dialect(shortcodes=templates)).body.texts)


def test_styles_and_scripts_in_attributes_need_trust() -> None:
    text = (
        "#+attr_html: :style color:red :onclick x :class c\n#+attr_css: :color red\n{}\n\n"
        "#+attr_css: :color red\n#+attr_html: :class c\n| a |"
    )
    for element in ("a", "- a", ": a", "#+begin_note\na\n#+end_note"):
        html = "".join(read(text.format(element), Dialect(unsafe_html=False)).body.texts)
        assert 'class="c' in html
        assert "red" not in html
        assert "onclick" not in html
