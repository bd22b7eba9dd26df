"""Citations in Org files, by Org's basic processor and by CSL styles, and the options of the bibliography."""

from __future__ import annotations

import re

import pytest

from notegarden.dialects.org.basic_citations import ranges
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, Parsed

BIB = b"""@book{knuth84, author = {Donald E. Knuth}, title = {The TeXbook}, publisher = {Addison}, year = {1984},
 keywords = {tex, print}}
@article{doe10, author = {doe, Jane and Roe, Richard}, title = {On things}, journal = {Things}, year = {2010},
 keywords = {things}}
@article{abel84, author = {Abel, Ann}, title = {A}, year = {1984}}
@article{abel84b, author = {Abel, Ann}, title = {B}, year = {1984}}
"""
CSL = "#+cite_export: csl\n"
HOLES = re.compile("\ufdd2.*?\ufdd1")


def read(text: str) -> Parsed:
    source = f"#+title: T\n#+bibliography: works.bib\n{text}\n".encode()
    context = read_file("a.org", source, {}, {"works.bib": BIB}.get)
    return parse_page(context, context.pages[0], Dialect())


def words(text: str) -> list[str]:
    """The text of each line of the page's HTML, without its tags."""
    html = "".join(read(text).body.texts)
    lines = (" ".join(re.sub(r"<[^<>]*>", "", line).split()) for line in html.split("\n"))
    return [line for line in lines if line]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[cite/text/caps:@doe10]", "Doe, Jane And Roe, Richard (2010)"),
        ("[cite/author/bare:@knuth84]", "Donald E. Knuth"),
        ("[cite/noauthor/b:@knuth84]", "1984"),
        ("[cite/na/bare:see @knuth84 p. 3 for; also @doe10]", "1984, 2010"),
        ("[cite//b:@doe10]", "doe, Jane and Roe, Richard, 2010"),
        ("[cite//caps:see @doe10 p. 3]", "(see Doe, Jane And Roe, Richard, 2010 p. 3)"),
        ("[cite//bc:@doe10]", "Doe, Jane And Roe, Richard, 2010"),
        ("[cite/t/b:@doe10; @knuth84]", "doe, Jane and Roe, Richard 2010, Donald E. Knuth 1984"),
        ("[cite/nb:see @doe10; @knuth84]", "(1, 2)"),
        ("[cite/nb:see @doe10 p. 3]", "(see 1 p. 3)"),
        ("[cite/nb:see ;@doe10 p. 3;@knuth84; end]", "(see 1, 2 end)"),
        ("[cite:see ;@doe10 p. 3;cf. @knuth84; *end*]",
         "(see doe, Jane and Roe, Richard, 2010 p. 3, cf. Donald E. Knuth, 1984 end)"),
        ("[cite/t:see ;@knuth84 p. 3; end]", "see Donald E. Knuth (1984 p. 3) end"),
        ("[cite/a:see ;@knuth84;] [cite:@]", "Donald E. Knuth [cite:@]"),
        ("#+cite_export: csl\n[cite:see ;@knuth84; end]", "(see Knuth 1984 end)"),
        ("[cite/a/c:@doe10;@knuth84]", "Doe, Jane And Roe, Richard, Donald E. Knuth"),
        ("[cite/bogus:@doe10]", "(doe, Jane and Roe, Richard, 2010)"),
        ("[cite:@abel84; @abel84b]", "(Abel, Ann, 1984, Abel, Ann, 1984a)"),
        ("#+cite_export: basic plain author\n[cite:@doe10] [cite/t:@knuth84]",
         "doe, Jane and Roe, Richard Donald E. Knuth (1984)"),
        ("#+cite_export: basic author-year text/caps\n[cite:@doe10]", "Doe, Jane And Roe, Richard (2010)"),
        ("#+cite_export: basic numeric numeric\n[cite:@knuth84] [cite:@doe10; @knuth84] "
         "[cite:@abel84; @abel84b; @doe10; @knuth84]", "(4) (3, 4) (1-4)"),
    ],
)  # fmt: skip
def test_citations_are_shown_as_by_the_basic_processor(typed: str, shown: str) -> None:
    assert words(typed) == [shown]


@pytest.mark.parametrize(
    ("form", "first", "last"),
    [
        ("author-year", "Abel, Ann (1984). A.", "Donald E. Knuth (1984). The TeXbook, Addison."),
        ("plain", "Abel, Ann. A, 1984.", "Donald E. Knuth. The TeXbook, Addison, 1984."),
        ("numeric", "[1] Abel, Ann, A, 1984.", "[2] Donald E. Knuth, The TeXbook, Addison, 1984."),
    ],
)
def test_the_basic_bibliography_is_sorted_by_authors_in_the_requested_form(form: str, first: str, last: str) -> None:
    text = f"#+cite_export: basic {form}\n[cite/n:@knuth84; @abel84]\n\n#+print_bibliography:"
    assert words(text) == ["References", first, last]


def test_consecutive_numbers_are_a_range() -> None:
    assert ranges([4, 1, 2, 7, 3, 8]) == [(1, 4), (7, 7), (8, 8)]


@pytest.mark.parametrize("export", ["", CSL])
def test_all_works_are_listed_on_request(export: str) -> None:
    parsed = read(f"{export}[cite/nocite:@*]\n\n#+print_bibliography:")
    assert {work.key for work in parsed.note.works} == {"knuth84", "doe10", "abel84", "abel84b"}
    assert parsed.note.problems == ()


@pytest.mark.parametrize("export", ["", CSL])
@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (":keyword tex", ["TeXbook"]),
        (":keyword things,print", ["TeXbook", "On things"]),
        (":notkeyword tex", ["On things"]),
        (":type book", ["TeXbook"]),
        (":nottype book", ["On things"]),
        (":csltype article-journal", ["On things"]),
        (":type article :keyword tex", []),
    ],
)
def test_a_bibliography_has_the_works_that_its_options_select(export: str, options: str, titles: list[str]) -> None:
    shown = "\n".join(words(f"{export}[cite/n:@knuth84; @doe10]\n\n#+print_bibliography: {options}"))
    assert {title for title in ("TeXbook", "On things") if title.lower() in shown.lower()} == set(titles)


def test_a_bibliography_may_have_its_own_title() -> None:
    assert words("[cite/n:@abel84]\n\n#+print_bibliography: :title My shelf")[0] == "My shelf"


def test_an_unsupported_option_of_the_bibliography_is_a_finding() -> None:
    problems = read("[cite/n:@abel84]\n\n#+print_bibliography: :keywrd tex :filter f").note.problems
    assert sorted((one.line, one.hint) for one in problems) == [
        (5, "did you mean :keyword?"),
        (5, "supported: :keyword, :notkeyword, :type, :nottype, :csltype, :notcsltype, :title, :heading, :nocite"),
    ]


def test_a_csl_style_may_be_bare_and_have_a_default() -> None:
    assert words(f"{CSL}[cite:@knuth84] [cite//b:@knuth84]") == ["(Knuth 1984) Knuth 1984"]
    assert words('#+cite_export: csl "" text\n[cite:@knuth84]') == ["Knuth (1984)"]


def test_an_unsupported_style_is_a_finding_and_the_default_is_used() -> None:
    (problem,) = read("Text [cite/bogus/b:@doe10] [cite/text:@doe10] [cite/t:@doe10] [cite:@doe10]").note.problems
    assert (problem.line, problem.column) == (3, 12)
    assert "style bogus is not supported" in problem.message
    assert "author" in problem.hint
