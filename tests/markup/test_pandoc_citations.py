"""Pandoc's citations in Markdown and in vaults: the syntax, the output, and what the note stores."""

from __future__ import annotations

import re

import pytest

from notegarden.dialects import parse
from notegarden.notes.note import Citing, Dialect, Format, Parsed

BIB = b"""@book{knuth84, author = {Donald E. Knuth}, title = {The TeXbook}, publisher = {Press}, year = {1984}}
@article{doe10, author = {Doe, Jane and Roe, Richard}, title = {On Tools}, journal = {Tools}, year = 2010}
@misc{https://x.org/a!b, author = {Ann Web}, title = {A Site}, year = {2001}}
"""
MORE = b"""[{"id": "smith", "type": "book", "title": "Own", "author": [{"family": "Smith"}],
"issued": {"date-parts": [[1999]]}}]"""
NUMBERED = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<citation><layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout></citation>
<bibliography><layout suffix="."><text variable="citation-number" suffix=". "/><text variable="title"/></layout>
</bibliography></style>"""
NOTES = NUMBERED.partition(b"<bibliography>")[0] + b"</style>"
FILES = {"library.bib": BIB, "content/posts/own.json": MORE, "styles/n.csl": NUMBERED, "styles/notes.csl": NOTES}
HOLES = re.compile("\ufdd2.*?\ufdd1")


def read(text: str, form: Format = "hugo", front: str = "", *, cites: bool = True) -> Parsed:
    citing = Citing(("library.bib",)) if cites else Citing()
    dialect = Dialect(format=form, citing=citing)
    return parse("posts/a.md", f"---\ntitle: A\n{front}---\n{text}\n".encode(), dialect, FILES.get)


def shown(parsed: Parsed) -> str:
    """The text of the first paragraph, and the target of every link."""
    texts, out = parsed.body.texts, parsed.body.texts[0]
    for hole, text in zip(parsed.body.holes, texts[1:], strict=True):
        link = parsed.note.links[hole.index] if hole.kind == "link" else None
        out += (f"<{link.target}>" if link else "") + text.replace("</a>", "</>")
    found = re.search(r"<p[^>]*>(.*?)</p>", out, re.DOTALL)
    return found[1] if found else out


@pytest.mark.parametrize("form", ["hugo", "obsidian"])
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("[@knuth84]", "(<@knuth84>Knuth 1984</>)"),
        ("[see @knuth84, p. 3; @doe10]", "(see <@knuth84>Knuth 1984, 3</>; <@doe10>Doe and Roe 2010</>)"),
        ("He [-@knuth84, chap. 2] says", "He (<@knuth84>1984, chap. 2</>) says"),
        ("@doe10 agree", "Doe and Roe (<@doe10>2010</>) agree"),
        ("@doe10 [p. 33] agree", "Doe and Roe (<@doe10>2010, 33</>) agree"),
        ("(@doe10.)", "(Doe and Roe (<@doe10>2010</>).)"),
        ("[@{doe10}, p. 3]", "(<@doe10>Doe and Roe 2010, 3</>)"),
        ("@{doe10}s agree, @{no such}", "Doe and Roe (<@doe10>2010</>)s agree, @{no such}"),
        ("me@doe10 and \\@doe10", "me@doe10 and @doe10"),
        ("`[@knuth84]` `@doe10`", "<code>[@knuth84]</code> <code>@doe10</code>"),
        ("[@doe10](/x/)", "<@doe10>"),
        ("[me@example.org]", "[me@example.org]"),
        ("[someone and @nobody; no key]", "[someone and @nobody; no key]"),
        (
            "[*see* @doe10, pp. 33-35 and *passim*]",
            "(<em>see</em> <@doe10>Doe and Roe 2010, 33–35</> and <em>passim</em>)",
        ),
        ("[see `<x>` (@doe10)]", "(see <code>&lt;x&gt;</code> (<@doe10>Doe and Roe 2010</>))"),
        ("[@doe10, p. iv]", "(<@doe10>Doe and Roe 2010, iv</>)"),
        ("[@doe10, {pp. iv, vi-xi}, with more]", "(<@doe10>Doe and Roe 2010, iv, vi–xi</>, with more)"),
        ("[@{https://x.org/a!b}, p. 3]", "(<@https://x.org/a!b>Web 2001, 3</>)"),
        ("in [0, 1) @doe10 agree", "in [0, 1) Doe and Roe (<@doe10>2010</>) agree"),
        ("a [^@doe10] b", "a [^@doe10] b"),
    ],
)
def test_what_is_a_citation_and_what_is_not(form: Format, typed: str, written: str) -> None:
    found = shown(read(typed, form))
    if typed == "[@doe10](/x/)":  # a link of Markdown, whose text is unchanged
        assert ">@doe10</>" in found
    else:
        assert found == written


def test_the_list_of_references_has_the_cited_works_and_comes_before_footnotes() -> None:
    parsed = read("A[^1] [@doe10].\n\n[^1]: See @knuth84.")
    html = "".join(parsed.body.texts)
    assert html.index('id="references"') < html.index('id="ref-doe10"') < html.index('id="ref-knuth84"')
    assert html.index('id="ref-knuth84"') < html.index('class="footnotes"')
    assert [work.key for work in parsed.note.works] == ["doe10", "knuth84"]
    assert [(link.kind, link.target, link.title, link.before) for link in parsed.note.links] == [
        ("cite", "@doe10", "ref-doe10", "A ("),
        ("cite", "@knuth84", "ref-knuth84", "See Knuth ("),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        '{{< figure src="a.png" caption="See [@knuth84] *now*" >}}',
        "{{< details >}}\nSee [@knuth84] *now*\n{{< /details >}}",
        "{{% details %}}\nSee [@knuth84] *now*\n{{% /details %}}",
    ],
)
def test_citations_in_captions_and_shortcodes_count(typed: str) -> None:
    parsed = read(typed)
    html = HOLES.sub("", "".join(parsed.body.texts))
    assert "See (Knuth 1984</a>) <em>now</em>" in html
    assert 'id="ref-knuth84"' in html
    assert [(link.target, link.before) for link in parsed.note.links] == [("@knuth84", "See (")]
    assert "[@knuth84]" in "".join(read(typed, cites=False).body.texts)


def test_a_heading_at_the_end_becomes_that_of_the_list() -> None:
    html = "".join(read("[@doe10]\n\n## Literature").body.texts)
    assert html.count("<h2") == 1
    assert "References" not in html
    both = "".join(read("# References\n\n[@doe10]").body.texts)
    assert sorted(re.findall('id="(references[^"]*)"', both)) == ["references", "references-cited"]


def test_an_unknown_key_is_a_finding_with_the_nearest_and_is_shown_as_written() -> None:
    parsed = read("a\nb [@kunth84] and [@doe10; @knuht84].")
    assert "b [@kunth84] and (" in "".join(parsed.body.texts)
    assert [(p.line, p.column, p.severity, p.hint) for p in parsed.note.problems if p.code == "citation"] == [
        (5, 4, "error", "did you mean @knuth84?"),
        (5, 27, "error", "did you mean @knuth84?"),
    ]


def test_a_name_in_the_text_is_a_finding_only_if_it_is_nearly_a_key() -> None:
    parsed = read("@someone and @knuht84 said.")
    assert shown(parsed) == "@someone and @knuht84 said."
    assert [(p.severity, p.column, p.hint) for p in parsed.note.problems] == [("warning", 14, "did you mean @knuth84?")]


def test_without_a_bibliography_nothing_is_a_citation() -> None:
    parsed = read("See [@knuth84] and @doe10.", cites=False)
    assert shown(parsed) == "See [@knuth84] and @doe10."
    assert not parsed.note.problems
    assert parsed.note.works == parsed.note.inputs == ()


def test_front_matter_names_files_and_a_style_relative_to_the_note_or_the_root() -> None:
    parsed = read(
        "[@smith] [@knuth84]", front="bibliography: [own.json, library.bib]\ncsl: styles/n.csl\n", cites=False
    )
    assert shown(parsed) == "[<@smith>1</>] [<@knuth84>2</>]"
    assert [path for path, _ in parsed.note.inputs] == [
        "content/posts/library.bib", "content/posts/own.json", "content/posts/styles/n.csl", "library.bib",
        "styles/n.csl",
    ]  # fmt: skip
    assert dict(parsed.note.inputs)["content/posts/library.bib"] == ""
    # A list of the works of many notes cannot use the numbers of one.
    assert [work.html[:8] for work in parsed.note.works] == ["Smith. 1", "Knuth, D"]


@pytest.mark.parametrize("name", ["gone.bib", "../../outside.bib", "/etc/passwd"])
def test_a_missing_bibliography_is_a_finding(name: str) -> None:
    parsed = read("[@smith]", front=f"bibliography: {name}\n", cites=False)
    assert [(p.line, p.column, p.severity) for p in parsed.note.problems] == [(3, 15, "warning"), (5, 2, "error")]
    assert "[@smith]" in "".join(parsed.body.texts)


@pytest.mark.parametrize("before", ["`@knuth84`", r"me@knuth84 \@knuth84", "x <!-- @knuth84 -->", "[@knuth84](/x/)"])
def test_only_citations_are_numbered(before: str) -> None:
    parsed = read(f"{before} and [@doe10] [@smith]", front="bibliography: own.json\ncsl: styles/n.csl\n")
    texts = re.sub("<[^<>]*>|\ufdd2.*?\ufdd1", "", "".join(parsed.body.texts))
    assert "and [1] [2]" in texts
    assert "1. On tools" in texts


def test_works_under_nocite_are_only_listed() -> None:
    parsed = read("Nothing cited.", front='nocite: "@doe10, @knuth84"\n')
    assert [work.key for work in parsed.note.works] == ["doe10", "knuth84"]
    assert "".join(parsed.body.texts).count("csl-entry") == 2


def test_all_works_are_listed_on_request() -> None:
    parsed = read("Nothing cited.", front='nocite: "@*"\n')
    assert {work.key for work in parsed.note.works} == {"knuth84", "doe10", "https://x.org/a!b"}
    assert "".join(parsed.body.texts).count("csl-entry") == 3


@pytest.mark.parametrize("place", ["::: {#refs}\n:::", "::: {#refs}\n\n:::"])
def test_the_list_of_references_is_where_the_note_places_it(place: str) -> None:
    html = "".join(read(f"[@doe10]\n\n## Read\n\n{place}\n\n## After").body.texts)
    assert html.index("Read</h2>") < html.index("csl-entry") < html.index("After</h2>")
    assert ":::" not in html
    assert "References" not in html
    assert html.count("csl-bib-body") == 1


def test_without_citations_the_place_of_the_list_is_empty() -> None:
    assert ":::" not in "".join(read("::: {#refs}\n:::").body.texts)
    assert ":::" in "".join(read("::: {#refs}\n:::", cites=False).body.texts)


def test_a_note_without_citations_does_not_depend_on_the_files() -> None:
    assert read("me@example.org").note.inputs == ()


def test_a_style_without_a_bibliography_gets_the_basic_one() -> None:
    html = "".join(read("[@doe10]", front="csl: styles/notes.csl\n").body.texts)
    assert 'id="ref-doe10">Doe, Jane and Roe, Richard (2010). <em>On Tools</em>, Tools.' in html


def test_a_file_that_is_not_a_style_is_a_finding() -> None:
    parsed = read("[@doe10]", front="csl: library.bib\n")
    assert [p.code for p in parsed.note.problems] == ["citation"]
    assert "not a valid CSL style" in parsed.note.problems[0].message
    assert shown(parsed) == "(<@doe10>Doe and Roe 2010</>)"
