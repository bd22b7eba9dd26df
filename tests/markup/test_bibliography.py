"""A BibTeX file parsed entry by entry gives the same as when parsed as a whole."""

from __future__ import annotations

import random

import pytest

from notegarden.dialects.pieces import bibliography
from notegarden.dialects.pieces.bibliography import Bibliography

PIECES = [
    "@article{a,\n title={X {y} z},\n year=1999\n}\n",
    '@book{b, title = "Q", author={A B and C D}, year={2000}}\n',
    '@string{js = "Journal"}\n',
    '@STRING(k2 = js # " of X")\n',
    "@misc{c, journal = js, title={t}}\n",
    "@misc{d, journal = k2 # {!}, title={t}}",
    "\n",
    "  ",
    "% @article{z, title={z}}\n",
    "@comment{ hello }\n",
    "@Comment{\n@book{e, title={inner}}\n}\n",
    '@preamble{"x"}\n',
    "@book{f, title={unclosed\n",
    "@book{g title={no comma}}\n",
    "@article{a, title={second}, year={1}}\n",
    "@book{h, title={one}, title={two}}\n",
    "@book(i, title={round})\n",
    "@book{ j ,\n title={blanks}}\n",
    "@book{k k, title={two words}}\n",
    "@book{l:m/n.o+p, title={signs}}\n",
    "someone@example.org (there)\n",
    "@book{q, note={see\n@book{r, title={inside}}\n}}\n",
    "} @book{s, title={behind}}\n",
    "@book{v,}\n",
    "@book{w}\n",
    "@book{ä, title={Ü}}\n",
    "{",
    "}",
    "\\",
    "@",
    '"',
    ",",
]


def as_a_whole(text: str, monkeypatch: pytest.MonkeyPatch) -> Bibliography:
    bibliography._read.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(bibliography._BibTeX, "_is_split", lambda _: False)
        return Bibliography([("x.bib", text.encode())])


@pytest.mark.parametrize("seed", range(4))
def test_each_entry_is_the_same_as_in_the_whole_file(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    keys = {key for piece in PIECES for key in bibliography._WORD.findall(piece)} - {"js", "k2"}
    for _ in range(60):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 7)))
        whole = as_a_whole(text, monkeypatch)
        bibliography._read.cache_clear()
        read = Bibliography([("x.bib", text.encode())])
        for key in keys:
            assert read.get(key) == whole.get(key), (key, text)
            if whole.get(key) is None:
                assert read.reason(key) == whole.reason(key), (key, text)


def test_only_the_cited_entries_of_a_large_library_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    parsed = bibliography._parsed
    monkeypatch.setattr(bibliography, "_parsed", lambda text: (read.append(text), parsed(text))[1])
    library = '@string{jt = "Journal of things"}\n@string{other = "Other"}\n' + "".join(
        f"@article{{key{number},\n  title = {{Thing {number}}},\n  journal = jt,\n  year = {{2001}}\n}}\n\n"
        for number in range(3000)
    )
    works = Bibliography([("large.bib", library.encode())])
    assert not read
    found = works.get("key1234")
    assert found is not None
    assert (found.title, found.source, works.get("key1234")) == ("Thing 1234", "Journal of things", found)
    assert works.get("nobody") is None
    assert len(read) == 1
    assert len(read[0]) < 200
    assert "other" not in read[0]


def test_an_error_has_its_line_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        '@string{jt = "J"}\n\n@book{good, title={t}, journal=jt}\n'
        "@book{bad, title=, journal=jt\n@book{also, title={t}}\n"
    )
    expected = as_a_whole(text, monkeypatch).reason("bad")
    bibliography._read.cache_clear()
    works = Bibliography([("x.bib", text.encode())])
    assert works.reason("bad") == expected
    assert "line 4" in expected
    assert works.get("also") is not None
