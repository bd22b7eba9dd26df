"""`#+transclude:` in Org files: what is shown, withheld, resolved and rebuilt."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import built

from notegarden.cli import main
from notegarden.dialects.org.reader import read_file

SECRET = "sesame"
FILES = {
    "notegarden.toml": 'title = "T"\nformat = "org"\n',
    "soil.org": ":PROPERTIES:\n:ID: soil\n:END:\n#+title: Soil\n\nWhat roots drink from.\n\n"
    "* Layers\n:PROPERTIES:\n:ID: layers\n:END:\nThe upper one is [[*Below][dark]].\n"
    "** Inner\nin it\n* Below\nNothing of the layers.\n* Kept :noexport:\n:PROPERTIES:\n:ID: kept\n:END:\nsesame\n",
    "whole.org": "#+title: Whole\n\n#+transclude: [[id:soil]]\n",
    "part.org": "#+title: Part\n\nBefore.\n#+transclude: [[id:layers][The layers]]\nAfter.\n",
    "heading.org": "#+title: Heading\n\n#+transclude: t [[file:soil.org::*Below]] :only-contents\n",
    "own.org": "#+title: Own\n\n#+transclude: [[*Later]]\n* Later\nsaid once\n",
    "code.org": '#+title: Code\n\n#+transclude: [[file:a.py]] :lines 2-3 :src python :rest ":class x"\n',
    "a.py": "one = 1\ntwo = 2\nthree = 3\nfour = 4\n",
    "secret.org": ":PROPERTIES:\n:ID: secret\n:END:\n#+title: Secret sesame\n#+hugo_draft: t\n\nsesame\n",
    "asks.org": "#+title: Asks\n\n#+transclude: [[id:secret][the words]]\n\n#+transclude: [[id:kept]]\n"
    "#+transclude: [[file:secret.org]]\n",
}  # fmt: skip


def write(garden: Path, files: dict[str, str]) -> None:
    garden.mkdir(exist_ok=True)
    for name, text in files.items():
        (garden / name).write_text(text, "utf-8")


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    write(tmp_path / "garden", FILES)
    return tmp_path / "garden"


def findings(garden: Path) -> list[tuple[str, int, int, str]]:
    rows = json.loads(CliRunner().invoke(main, ["check", str(garden), "--format", "json"]).stdout)
    return [(row["path"], row["line"], row["column"], row["code"]) for row in rows if row["line"]]


def body(site: dict[str, bytes], name: str) -> str:
    page = site[f"posts/{name}/index.html"].decode()
    return page[page.index("data-note-body") : page.index("</article>")]


def test_a_note_is_shown_in_a_frame_that_links_to_it(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    shown = body(site, "whole")
    assert "What roots drink from." in shown
    assert "Nothing of the layers." in shown
    assert '<a class="markdown-embed-link" href="/posts/soil/">Soil</a>' in shown
    assert b"theme/vault.css" in site["posts/whole/index.html"]


def test_a_heading_is_shown_with_its_subtree(garden: Path, tmp_path: Path) -> None:
    shown = body(built(garden, tmp_path / "out"), "part")
    assert '<h2 id="e1-layers">Layers</h2>' in shown
    assert "in it" in shown
    assert "Nothing of the layers." not in shown
    assert 'href="/posts/soil/#below">dark</a>' in shown
    assert shown.index("Before.") < shown.index("in it") < shown.index("After.")


def test_the_content_of_a_file_heading_is_shown_without_the_heading(garden: Path, tmp_path: Path) -> None:
    shown = body(built(garden, tmp_path / "out"), "heading")
    assert "Nothing of the layers." in shown
    assert "<h2 id" not in shown


STONE = (
    "#+title: Stone\n\n* Top\n:PROPERTIES:\n:ID: top\n:END:\nFirst.\n\n| a |\n| b |\n\n- one\n  - two\n\n"
    "#+begin_quote\n- three\n#+end_quote\n** Sub\nSecond.\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def options_shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each option of a transclusion shows, by the name of the note that uses it."""
    asked = {
        "level": ":level 3", "deeper": ":level", "bare": ":only-contents", "headless": ":no-first-heading :level 4",
        "plain": ':exclude-elements "table plain-list"', "short": ':exclude-elements "headline"', "high": ":level 9",
    }  # fmt: skip
    garden = tmp_path_factory.mktemp("options") / "garden"
    head = "#+title: {}\n\n* One\n** Two\n#+transclude: [[id:top]] {}\n"
    notes = {f"{name}.org": head.format(name, options) for name, options in asked.items()}
    write(garden, {"notegarden.toml": FILES["notegarden.toml"], "stone.org": STONE, **notes})
    site = built(garden, garden.parent / "out")
    shown = {name: body(site, name) for name in asked}
    return {
        name: text[text.index('"markdown-embed-content"') : text.index('"markdown-embed-link"')]
        for name, text in shown.items()
    }


def headings(html: str) -> list[str]:
    return re.findall(r"<h[1-6]", html)


def test_the_highest_heading_has_the_requested_level(options_shown: dict[str, str]) -> None:
    assert headings(options_shown["level"]) == ["<h4", "<h5"]
    assert headings(options_shown["high"]) == ["<h6", "<h6"]


def test_a_level_without_a_number_is_one_below_the_heading_above(options_shown: dict[str, str]) -> None:
    assert headings(options_shown["deeper"]) == ["<h4", "<h5"]


def test_contents_are_shown_without_any_heading(options_shown: dict[str, str]) -> None:
    assert headings(options_shown["bare"]) == []
    assert "First." in options_shown["bare"]
    assert "Second." in options_shown["bare"]


def test_the_first_heading_is_left_out_and_the_next_keeps_its_level(options_shown: dict[str, str]) -> None:
    assert headings(options_shown["headless"]) == ["<h5"]
    assert "First." in options_shown["headless"]


def test_excluded_elements_are_left_out_with_their_content(options_shown: dict[str, str]) -> None:
    shown = options_shown["plain"]
    assert "<table" not in shown
    assert not re.search("one|two|three|</?[uo]l|</?li", shown)
    assert "<blockquote>" in shown
    assert "Second." in shown


def test_without_headlines_the_text_below_them_is_left_out(options_shown: dict[str, str]) -> None:
    assert headings(options_shown["short"]) == ["<h2"]
    assert "three" in options_shown["short"]
    assert "Second." not in options_shown["short"]


def test_unknown_options_and_elements_are_findings_with_the_nearest_name(tmp_path: Path) -> None:
    asks = (
        '#+title: Asks\n\n#+transclude: [[id:top]] :levl 2 :exclude-elements "tabel drawer" :expand-links\n'
        "#+transclude: [[file:a.py]] :src python :line 2\n#+transclude: [[file:a.py]] :thing-at-point sexp\n"
        "#+transclude: [[file:a.py::five]] :src python\n"
    )
    write(tmp_path / "g", {**{name: FILES[name] for name in ("notegarden.toml", "a.py")}, "stone.org": STONE})
    write(tmp_path / "g", {"asks.org": asks})
    rows = json.loads(CliRunner().invoke(main, ["check", str(tmp_path / "g"), "--format", "json"]).stdout)
    found = [(row["line"], row["message"], row["hint"]) for row in rows if row["code"] == "include"]
    assert [line for line, _, _ in found] == [3, 3, 4, 5, 6]
    assert [hint for _, _, hint in found][:3] == ["did you mean table?", "did you mean :level?", "did you mean :lines?"]
    assert "sexp" in found[3][1]
    assert "no line" in found[4][1]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("[[file:b.py]] :src python :lines 4,1-2", ["c = 3", "a = 1", "b = 2"]),
        ("[[file:b.py]] :src python :lines 2-1", ["b = 2", "a = 1"]),
        ("[[file:b.py]] :src python :lines -2", ["a = 1", "b = 2"]),
        ("[[file:b.py]] :src python :lines 7-", ["e = 5", "f = 6"]),
        ("[[file:b.py::c = 3]] :src python", ["c = 3", "d = 4"]),
        ("[[file:b.py::B =  2]] :src python :end \"f =\"", ["b = 2", "", "c = 3", "d = 4", "", "e = 5"]),
        ("[[file:b.py::c]] :src python :end \"f\" :lines 2", ["d = 4"]),
        ("[[file:b.py::c]] :src python :thing-at-point line", ["c = 3"]),
        ("[[file:b.py::a]] :src python :thingatpt paragraph :end \"2\"", ["a = 1", "b = 2", "", "c = 3", "d = 4"]),
    ],
)  # fmt: skip
def test_lines_of_a_source_file_are_selected(options: str, lines: list[str]) -> None:
    code = b"a = 1\nb = 2\n\nc = 3\nd = 4\n\ne = 5\nf = 6\n"
    context = read_file("a.org", f"#+transclude: {options}\n".encode(), {}, {"b.py": code}.get)
    assert context.outline.lines[1:-2] == lines


def test_a_section_of_the_same_page_is_shown_again(garden: Path, tmp_path: Path) -> None:
    assert body(built(garden, tmp_path / "out"), "own").count("said once") == 2


def test_lines_of_a_source_file_are_shown_as_code(garden: Path, tmp_path: Path) -> None:
    shown = body(built(garden, tmp_path / "out"), "code")
    assert "two" in shown
    assert "three" in shown
    assert "one" not in shown
    assert "four" not in shown


def test_an_unpublished_target_is_not_shown_but_the_description_is(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    assert [name for name, data in site.items() if SECRET.encode() in data] == []
    assert "the words" in body(site, "asks")
    here = [(line, column, code) for path, line, column, code in findings(garden) if path == "asks.org"]
    assert here == [(3, 15, "link-draft"), (5, 15, "id-missing"), (6, 15, "link-draft")]


def test_a_missing_target_is_a_finding_and_the_description_is_shown(garden: Path, tmp_path: Path) -> None:
    text = "#+title: Asks\n\n#+transclude: [[id:no][some words]]\n\n- item\n  #+transclude: [[*Nowhere]]\n\n"
    write(garden, {"asks.org": f"{text}#+transclude: soil\n#+transclude: [[https://x.example][web]]\n"})
    site = built(garden, tmp_path / "out")
    shown = body(site, "asks")
    assert '<a class="broken">some words</a>' in shown
    assert "*Nowhere" in shown
    assert "<p>soil</p>" in shown
    assert '<a href="https://x.example">web</a>' in shown
    here = [(line, code) for path, line, _, code in findings(garden) if path == "asks.org"]
    assert here == [(3, "id-missing"), (6, "target-missing"), (8, "include"), (9, "include")]
    assert b"id:no" not in site["wanted/index.html"]


def test_cyclic_transclusions_end_and_are_reported(garden: Path, tmp_path: Path) -> None:
    head = ":PROPERTIES:\n:ID: {}\n:END:\n#+title: {}\n\n#+transclude: [[id:{}]]\n"
    write(garden, {"x.org": head.format("x", "X", "y"), "y.org": head.format("y", "Y", "x")})
    assert body(built(garden, tmp_path / "out"), "x").count("markdown-embed-content") == 1
    assert [path for path, _, _, code in findings(garden) if code == "embed-cycle"] == ["x.org", "y.org"]


def test_a_transcluded_note_has_a_backlink(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    assert "/posts/part/" in site["posts/soil/index.html"].decode()


def test_after_every_edit_a_build_equals_a_fresh_one(garden: Path, tmp_path: Path) -> None:
    before = built(garden, tmp_path / "out")
    edits = [
        ("soil.org", lambda text: text.replace("in it", "new words")),
        ("soil.org", lambda text: text.replace("* Below", "* Under")),
        ("a.py", lambda text: text.replace("two", "second")),
        ("soil.org", lambda text: text.replace("#+title: Soil", "#+title: Earth\n#+hugo_draft: t")),
        ("secret.org", lambda text: text.replace("#+hugo_draft: t\n", "")),
        ("soil.org", lambda text: text.replace("#+hugo_draft: t\n", "").replace(":ID: layers", ":ID: moved")),
    ]
    for number, (name, edit) in enumerate(edits):
        write(garden, {name: edit((garden / name).read_text("utf-8"))})
        after = built(garden, tmp_path / "out")
        assert after != before
        copy = tmp_path / f"copy{number}"
        shutil.copytree(garden, copy, ignore=shutil.ignore_patterns(".notegarden", "public"))
        assert after == built(copy, tmp_path / f"fresh{number}")
        before = after


def test_a_section_ends_before_a_page_that_follows_it(tmp_path: Path) -> None:
    page = "{} {}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {}\n:END:\nIn {}.\n"
    text = page.format("*", "Outer", "outer", "outer") + "** First\n:PROPERTIES:\n:ID: first\n:END:\nIn first.\n"
    text += page.format("**", "Inner", "inner", "inner") + "** Last\nIn last.\n"
    asks = page.format("*", "Asks", "asks", "asks") + "#+transclude: [[id:first]]\n"
    write(tmp_path / "garden", {"notegarden.toml": FILES["notegarden.toml"], "all.org": text + asks})
    site = built(tmp_path / "garden", tmp_path / "out")
    assert "In first." in body(site, "asks")
    assert "In inner." not in body(site, "asks")
    shown = body(site, "outer")
    assert '<h2 id="inner"><a href="/posts/inner/">Inner</a></h2>' in shown
    assert shown.index("In first.") < shown.index("In inner.") < shown.index("In last.")
