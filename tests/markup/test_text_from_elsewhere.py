"""Other files that a note includes: one that is not text is reported, and nothing in one becomes a hole."""

from __future__ import annotations

import pytest

from notegarden.dialects import parse
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Citing, Dialect, Parsed

HOLE = "\ufdd2L7\ufdd1".encode()
WORKS = b"""[{"id": "k", "type": "book", "title": "A \\ufdd2L7\\ufdd1 title",
"author": [{"literal": "Ann\\ufdd2L8\\ufdd1"}]}]"""


def org(text: str, **files: bytes) -> Parsed:
    there = {f"org/{name.replace('__', '.')}": data for name, data in files.items()}
    context = read_file("org/a.org", f"#+title: T\n{text}\n".encode(), {}, there.get)
    return parse_page(context, context.pages[0], Dialect())


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"text\0text", "Käse".encode("latin-1")])
@pytest.mark.parametrize("arguments", ["", " src text", " example"])
def test_an_included_file_that_is_not_text_is_a_finding(data: bytes, arguments: str) -> None:
    parsed = org(f'before\n\n#+include: "x.bin"{arguments}\n\nafter', x__bin=data)
    assert [(each.code, each.line, each.message) for each in parsed.note.problems] == [
        ("include", 4, "the file x.bin is not UTF-8 text")
    ]
    assert "".join(parsed.body.texts) == "<p>before</p>\n<p>after</p>\n"


def test_included_text_never_becomes_a_hole() -> None:
    parsed = org('#+include: "x.org"\n#+include: "x.org" src text', x__org=b"a " + HOLE + b" b")
    assert parsed.body.holes == ()


@pytest.mark.parametrize("style", [b"", b'<text variable="title"/>'])
def test_a_bibliography_or_a_style_never_becomes_a_hole(style: bytes) -> None:
    layout = '<layout prefix="\ufdd2L9\ufdd1" delimiter="\ufdd2L9\ufdd1">'.encode()
    csl = b'<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><citation>' + layout
    csl += style + b"</layout></citation></style>"
    files = {"w.json": WORKS, "s.csl": csl}
    dialect = Dialect(citing=Citing(("w.json",), "s.csl" if style else ""))
    parsed = parse("a.md", b"---\ntitle: T\n---\n[@k; @k] @k\n", dialect, files.get)
    assert {(hole.kind, hole.index) for hole in parsed.body.holes} <= {("link", n) for n in range(3)} | {("citing", 0)}
    assert len(parsed.note.links) == 3
    assert "\ufdd2" not in "".join(parsed.note.works[0].html)
