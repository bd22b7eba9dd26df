"""`crossref` in a BibTeX file: an entry inherits the fields of the one that it names."""

from __future__ import annotations

import pytest

from notegarden.dialects.pieces.bibliography import Bibliography, Entry

BOOK = """@proceedings{conf,
 title = {Proceedings of X},
 editor = {Ed Itor},
 publisher = {ACM},
 year = 1999,
 keywords = {whole},
 pages = {1--900}
}
"""
PAPER = "@inproceedings{paper,\n author = {A. Uthor},\n title = {On y},\n pages = {3--4},\n crossref = {conf}\n}\n"


def work(text: str, key: str = "paper") -> Entry:
    found = Bibliography([("a.bib", text.encode())]).get(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text", [PAPER + BOOK, BOOK + PAPER, f"x {BOOK}{PAPER}", (BOOK + PAPER).replace("\n", " ")]
)  # the last two are parsed as a whole
def test_a_paper_inherits_the_fields_of_its_proceedings(text: str) -> None:
    found = work(text)
    assert (found.title, found.names, found.year, found.source) == ("On y", "A. Uthor", "1999", "ACM")
    assert found.item["container-title"] == "Proceedings of X"
    assert found.keywords == ()
    assert "3" in str(found.item["page"])


def test_an_entrys_own_fields_take_precedence() -> None:
    own = PAPER.replace("crossref", "date = {2001-02},\n publisher = {Own},\n booktitle = {Short},\n crossref")
    found = work(own + BOOK)
    assert (found.year, found.source, found.item["container-title"]) == ("2001", "Own", "Short")


def test_the_title_of_a_periodical_becomes_the_journal_of_an_article() -> None:
    text = "@article{paper, title={A}, crossref={p}}\n@periodical{p, title={Letters}, date={1984}}\n"
    found = work(text)
    assert (found.title, found.source, found.year) == ("A", "Letters", "1984")


def test_cyclic_and_missing_crossrefs_are_read() -> None:
    circle = "@book{paper, title={A}, crossref={b}}\n@book{b, year={1984}, crossref={paper}}\n"
    assert (work(circle).title, work(circle).year) == ("A", "1984")
    assert work("@book{paper, title={A}, crossref={nowhere}}\n").title == "A"
