"""Citations in CSL styles: the output of a style, its order, and that a bibliography cannot contain HTML."""

from __future__ import annotations

import json
import re

import pytest
from org_cases import read

from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.dialects.pieces.bibliography import Bibliography
from notegarden.dialects.pieces.csl import CslError, CslStyle, Locator
from notegarden.notes.note import Dialect, Parsed
from notegarden.site.transclusion import PLAIN, Fillings

BIB = rb"""
@article{b10, author = {Doe, Jane and Roe, R. and {The {ABC} Group} and Poe, P.}, title = {On {Rust} and Old Tools},
 journaltitle = {Journal of Tools}, date = {2010-03}, volume = 4, number = 2, pages = {351--357}, doi = {10.1/x}}
@book{a99, author = {M{\"u}ller, Ann}, title = {All of It}, publisher = {Press}, address = {Bern}, year = 1999}
@misc{none, title = {No Date}}
@book{evil, author = {<script>alert(1)</script>, A}, title = {<b onclick="x">T</b> & {\textless}i>}, year = 2000}
"""
NUMBERED = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<citation><sort><key variable="citation-number"/></sort>
<layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout></citation>
<bibliography second-field-align="flush"><sort><key variable="title"/></sort><layout suffix=".">
<text variable="citation-number" prefix="[" suffix="]"/><text variable="title" font-style="italic"/></layout>
</bibliography></style>"""


_BLOCK = re.compile(r' id="c-[0-9a-f]{5}(?:-\d+)?"')


def style_of(data: bytes = b"", language: str = "en") -> tuple[CslStyle, Bibliography]:
    works = Bibliography([("x.bib", BIB)])
    items = [entry.item for key in ("b10", "a99", "none", "evil") if (entry := works.get(key))]
    return CslStyle(data, language, items), works


def page(text: str, **files: bytes) -> Parsed:
    """A page of `org/case.org`, with these files next to it; `__` in a name stands for a full stop."""
    there = {f"org/{name.replace('__', '.')}": data for name, data in files.items()}
    context = read_file("org/case.org", f"#+title: T\n{text}\n".encode(), {}, there.get)
    return parse_page(context, context.pages[0], Dialect())


def html(parsed: Parsed) -> str:
    """The page where no note is about a work and no other cites one; without the ids of blocks that cite."""
    links = tuple((f"#{link.title}", "") if link.title else ("", PLAIN) for link in parsed.note.links)
    fills = Fillings(links, (), {}, ("",) * len(parsed.note.works))
    return _BLOCK.sub("", fills.into(parsed.body, lambda _: parsed.body))


def test_author_and_year_are_the_default_style() -> None:
    style, _ = style_of()
    assert style.cited("b10", Locator("page", "3-5")) == "Doe et al. 2010, 3–5"
    assert style.cited("a99") == "Müller 1999"
    assert style.parted("none", None, "") == ("“No Date”", "n.d.")
    assert dict(style.references(["b10", "a99"])) == {
        "a99": "Müller, Ann. 1999. <i>All of It</i>. Bern: Press.",
        "b10": "Doe, Jane, R. Roe, The ABC Group, and P. Poe. 2010. “On Rust and Old Tools.” "
        '<i>Journal of Tools</i> 4 (2): 351–57. <a href="https://doi.org/10.1/x">https://doi.org/10.1/x</a>.',
    }


def test_a_bibliography_does_not_become_html() -> None:
    style, _ = style_of()
    shown = style.cited("evil") + "".join(text for _, text in style.references(["evil"]))
    assert "&lt;script&gt;" in shown
    assert "&lt;b onclick=&quot;x&quot;&gt;" in shown
    assert "<script" not in shown
    assert "<b" not in shown


def test_a_numeric_style_numbers_works_in_the_order_of_its_list() -> None:
    style, _ = style_of(NUMBERED)
    assert [style.number(key) for key in ("a99", "none", "b10", "absent")] == [2, 3, 4, 0]
    assert style.references(["b10", "a99"]) == [
        ("a99", "[2] <i>All of it</i>."),
        ("b10", "[4] <i>On Rust and old tools</i>."),
    ]


@pytest.mark.parametrize(
    "data", [b"<a", b"<!DOCTYPE style []><style/>", b"<style/>", b"no style", b"\0", b"<x" + b" " * 2_000_000]
)
def test_a_file_that_is_not_a_style_is_rejected(data: bytes) -> None:
    with pytest.raises(CslError):
        style_of(data)


def test_a_page_uses_the_style_that_its_file_names() -> None:
    shown = html(
        page(
            "#+bibliography: x.bib\n#+cite_export: csl n.csl\n[cite:@b10; @a99]\n#+print_bibliography:",
            x__bib=BIB,
            n__csl=NUMBERED,
        )
    )
    assert '[<a href="#citeproc_bib_item_2">2</a>, <a href="#citeproc_bib_item_1">1</a>]' not in shown
    assert '[<a href="#citeproc_bib_item_1">1</a>, <a href="#citeproc_bib_item_2">2</a>]' in shown
    assert '<div class="csl-entry" id="citeproc_bib_item_1">[1] <i>All of it</i>.</div>' in shown


def test_an_unreadable_style_is_a_finding() -> None:
    problems = page(
        "#+bibliography: x.bib\n#+cite_export: csl n.csl\n[cite:@b10]", x__bib=BIB, n__csl=b"<a"
    ).note.problems
    assert [(one.code, one.line) for one in problems] == [("citation", 4)]


def test_a_missing_bibliography_is_a_finding_at_its_line() -> None:
    problems = page("text\n#+bibliography: ~/x.bib").note.problems
    assert [(one.code, one.severity, one.line) for one in problems] == [("citation", "warning", 3)]
    assert "~/x.bib" in problems[0].message


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.bib", b"@book{a99, title={All}}\n@book{b10, title = {Open\n\n@book{c, title={C}}\n", "x.bib, line 2"),
        ("x.json", b'[{"id": "b10"', "x.json is not valid JSON"),
        ("x.json", b'{"id": "b10"}', "x.json is not CSL-JSON"),
        ("x.bib", "@book{b10, title={All}}".encode("utf-16"), "x.bib is not UTF-8 text"),
    ],
)
def test_an_unknown_key_is_reported_with_the_unreadable_files(
    name: str, data: bytes, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    parsed = page(f"#+bibliography: {name}\n[cite:@b10]", **{name.replace(".", "__"): data})
    (problem,) = parsed.note.problems
    assert reason in problem.message
    assert not caplog.records, "a library's own warnings are not logged"


def test_an_entry_in_another_encoding_is_shown_with_a_finding() -> None:
    parsed = page("#+bibliography: x.bib\n[cite:@b]", x__bib="@book{b, author={Käse}, title={T}}".encode("latin-1"))
    assert [(each.severity, each.line, each.hint) for each in parsed.note.problems] == [
        ("warning", 3, "save the bibliography as UTF-8")
    ]
    assert "K�se" in html(parsed)


def test_a_byte_order_mark_belongs_to_no_bibliography() -> None:
    works = [(b"\xef\xbb\xbf" + BIB, "x__bib"), (b'\xef\xbb\xbf[{"id": "a99", "title": "T"}]', "x__json")]
    for data, name in works:
        parsed = page(f"#+bibliography: {name.replace('__', '.')}\n[cite:@a99]", **{name: data})
        assert not parsed.note.problems


def test_invalid_latex_is_shown_unchanged_and_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    (entry,) = [Bibliography([("x.bib", rb"@book{b, title={Half of \frac{}}}")]).get("b")]
    assert entry is not None
    assert "Half of" in entry.item["title"]
    assert not caplog.records


def test_an_entry_with_a_duplicate_field_is_read() -> None:
    parsed = page("#+bibliography: x.bib\n[cite:@b]", x__bib=b"@book{b, title={T}, author={A}, year=2001, year=2002}")
    assert not parsed.note.problems
    assert "(A, 2001)" in html(parsed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[see @b10, pp. 3-5; also @a99, ch. 1]", "(see Doe et al. 2010, 3–5; also Müller 1999, ch. 1)"),
        ("[-@a99]", "(1999)"),
        ("@a99 says", "Müller (1999) says"),
        ("@a99 [p. 3] says", "Müller (1999, 3) says"),
        ("a@a99 and @nobody", "a@a99 and @nobody"),
        ("[/see/ @a99 and *more*]", "(<em>see</em> Müller 1999 and <strong>more</strong>)"),
    ],
)
def test_pandoc_citations_are_read(typed: str, shown: str) -> None:
    parsed = page(f"#+hugo_pandoc_citations: t\n#+bibliography: x.bib\n{typed}", x__bib=BIB)
    assert html(parsed).startswith(f"<p>{shown}</p>\n")


def test_pandocs_syntax_is_text_unless_enabled() -> None:
    assert html(page("#+bibliography: x.bib\n[@a99] @a99", x__bib=BIB)) == "<p>[@a99] @a99</p>\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "cite:a99,b10",
            '(<a href="#citeproc_bib_item_2">Müller 1999</a>; <a href="#citeproc_bib_item_1">Doe et al. 2010</a>)',
        ),
        ("[[citet:&a99]]", 'Müller (<a href="#citeproc_bib_item_1">1999</a>)'),
        ("cite:nobody", "cite:nobody"),
    ],
)
def test_org_ref_links_are_citations(typed: str, shown: str) -> None:
    parsed = page(f"{typed}\n\n[[bibliography:x.bib]]", x__bib=BIB)
    assert html(parsed).startswith(f"<p>{shown}</p>\n")
    assert ("csl-bib-body" in html(parsed)) == ("nobody" not in typed)


def test_a_work_is_formatted_once_for_all_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    from citeproc.model import Layout

    shown = page("#+bibliography: x.bib\n#+cite_export: csl\n[cite:@b10] [cite:@a99 p. 3]", x__bib=BIB)
    monkeypatch.setattr(Layout, "render_children", None, raising=False)
    again = page("#+bibliography: x.bib\n#+cite_export: csl\nAs [cite:@a99 p. 3] says: [cite:@b10]", x__bib=BIB)
    assert again.note.works == shown.note.works[::-1]
    assert "As (" in html(again)
    assert "Müller 1999, 3" in html(again)


def test_keys_that_differ_in_case_are_two_works() -> None:
    bib = b"@book{doe, title={One}, author={Ann Doe}, year=2001}\n@book{Doe, title={Two}, author={Bo Doe}, year=2002}"
    shown = html(page("#+bibliography: x.bib\n#+cite_export: csl\n[cite:@doe] [cite:@Doe]", x__bib=bib))
    assert "Doe 2001" in shown
    assert "Doe 2002" in shown


def test_csl_json_is_read_like_bibtex_whatever_its_fields_contain() -> None:
    items = [
        {
            "id": "ok",
            "type": "book",
            "author": [{"family": "Doe", "given": "J"}],
            "issued": {"date-parts": [["2001"]]},
            "title": "T",
        },
        {"id": "odd", "type": 3, "author": "Doe", "issued": [1], "title": {"a": 1}, "page": 4, "volume": None, "x": []},
    ]
    works = Bibliography([("x.json", json.dumps(items).encode())])
    style = CslStyle(b"", "en", [entry.item for key in ("ok", "odd") if (entry := works.get(key))])
    assert style.cited("ok") == "Doe 2001"
    assert {key for key, _ in style.references(["odd", "ok"])} == {"odd", "ok"}


def test_the_list_of_references_has_a_heading_in_the_language_of_the_page() -> None:
    text = "#+language: tr\n#+bibliography: works.bib\n[cite:@knuth84]\n#+print_bibliography:"
    assert '<h2 id="referanslar">Referanslar</h2>' in html(read(text))


ALIKE = rb"""
@book{b, author = {Roe, A.}, title = {Beta of 1984}, year = 1984}
@book{a, author = {Roe, A.}, title = {Alpha}, year = 1984}
@book{c, author = {Roe, A.}, title = {Gamma}, year = 1985}
@book{d, author = {Roe, A.}, title = {Undated}}
@book{e, author = {Roe, A.}, title = {Undated, too}}
"""


def test_works_of_the_same_authors_and_year_have_letters_in_the_order_of_the_list() -> None:
    works = Bibliography([("x.bib", ALIKE)])
    style = CslStyle(b"", "en", [entry.item for key in "bacde" if (entry := works.get(key))])
    assert [style.cited(key) for key in "abcde"] == ["Roe 1984b", "Roe 1984a", "Roe 1985", "Roe n.d.", "Roe n.d."]
    assert style.parted("a", Locator("page", "1984"), "1984") == ("Roe", "1984b, 1984")
    assert [re.sub("<[^>]*>", "", html)[:24] for _, html in style.references([*"ab"])] == [
        "Roe, A. 1984a. Beta of 1", "Roe, A. 1984b. Alpha.",
    ]  # fmt: skip
    assert "1984a" not in style.lone_entry("b")


def test_the_letter_exists_before_the_other_work_is_cited() -> None:
    shown = html(page("#+bibliography: x.bib\n#+cite_export: csl\n[cite:@b] and [cite:@a].", x__bib=ALIKE))
    assert "1984a" in shown
    assert shown.index("1984a") < shown.index("1984b")


def test_a_style_without_year_suffixes_has_no_letters() -> None:
    works = Bibliography([("x.bib", ALIKE)])
    style = CslStyle(NUMBERED, "en", [entry.item for key in "ba" if (entry := works.get(key))])
    assert "a" not in "".join(style.cited(key) for key in "ab")
