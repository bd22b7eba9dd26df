"""A bad Org file never stops another: good ones are published; a bad one is published or withheld, and reported."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest
from support import build, snapshot, write

from notegarden.notes.problems import Problem

DRAWER = ":PROPERTIES:\n:ID: {}\n:END:\n#+title: T\n"
SECRET = "SECRET"
NOISE = random.Random(5).randbytes(20_000).replace(b"\n*", b"")
MANY = 100_000
LINE = 5_000_000  # characters

SHOWN: dict[str, tuple[str | bytes, str]] = {
    "nul": ("#+title: T\n\na\0b\n* c\0d\n", ""),
    "bom": ("\ufeff#+title: T\n\nx\n", ""),
    "old-macintosh": ("#+title: T\r\rx\r* h\r", ""),
    "latin": ("#+title: T\n\ncafé\n".encode("latin-1"), "encoding"),
    "surrogate": (b"#+title: T\n\n\xed\xa0\x80\n", "encoding"),
    "cut-letter": ("#+title: T\n\né".encode()[:-1], "encoding"),
    "binary-below": (b"#+title: T\n\n" + NOISE, "encoding"),
    "cut-block": ("#+title: T\n\n#+begin_src py\nx = 1\n", "unclosed"),
    "cut-drawer": ("#+title: T\n* h\n:PROPERTIES:\n:CUSTOM_ID: a", "unclosed"),
    "cut-link": ("#+title: T\n\n[[file:good.org][a", ""),
    "includes-itself": ('#+title: T\n#+include: "includes-itself.org"\n', "include"),
    "includes-a": ('#+title: T\n#+include: "includes-b.org"\n', "include"),
    "includes-b": ('#+title: T\n#+include: "includes-a.org"\n', "include"),
    "includes-fan": ("#+title: T\n" + '#+include: "fan-1.org"\n' * 100, "include"),
    "fan-1": ("#+title: T\n" + '#+include: "fan-2.org"\n' * 100, ""),
    "fan-2": ("#+title: T\n" + "words\n" * 400, ""),
    "shows-a": (DRAWER.format("shows-a") + "#+transclude: [[id:shows-b]]\n", "embed-cycle"),
    "shows-b": (DRAWER.format("shows-b") + "#+transclude: [[id:shows-a]]\n", "embed-cycle"),
    "sets-up-itself": ("#+title: T\n#+setupfile: sets-up-itself.org\n", ""),
    "circular-macro": ("#+title: T\n#+macro: a {{{b}}}{{{b}}}\n#+macro: b {{{a}}}{{{a}}}\n{{{a}}}\n", "macro"),
    "levels": ("#+title: T\n" + "".join("*" * level + " h\n" for level in range(1, 2_000)), "note"),
    "stars": (f"#+title: T\n* h\n{'*' * 10_000} h\n", ""),
    "quotes": ("#+title: T\n" + "#+begin_quote\n" * 10_000 + "x\n" + "#+end_quote\n" * 10_000, "unclosed"),
    "markup": ("#+title: T\n\n" + "*/_+" * 5_000 + "x" + "+_/*" * 5_000, "note"),
    "line": ("#+title: T\n\n" + "a" * LINE, ""),
    "headings": ("#+title: T\n" + "* h\n" * (MANY // 5), ""),
    "footnotes": ("#+title: T\n\n" + "[fn:: a " * 5_000, ""),
}
"""Name → text, and the code of what is found in it, if anything."""
HELD: dict[str, tuple[str | bytes, str]] = {
    "odd-draft": (f"#+title: T\n#+hugo_draft: perhaps\n\n{SECRET}\n", "front-matter"),
    "odd-date": (f"#+title: T\n#+hugo_publishdate: next week\n\n{SECRET}\n", "front-matter"),
    "odd-key": (f"#+title: T\n#+hügö_x: t\n\n{SECRET}\n".encode("latin-1"), "encoding"),
    "odd-tag": (f"#+title: T\n#+filetags: :nöexport:\n\n{SECRET}\n".encode("latin-1"), "encoding"),
    "broken-toml": (
        f"#+title: T\n#+begin_src toml :front_matter_extra t\na = [b\n#+end_src\n{SECRET}\n", "front-matter",
    ),
    "draft-cut": (f"#+title: T\n* {SECRET}\n:PROPERTIES:\n:EXPORT_HUGO_DRAFT: t", "front-matter"),
    "binary": (NOISE, "encoding"),
    "wide": (f"#+title: T\n\n{SECRET}\n".encode("utf-16"), "encoding"),
    "wide-unmarked": (f"#+title: T\n\n{SECRET}\n".encode("utf-16-be"), "encoding"),
    "empty": ("", "org-untitled"),
    "blank": ("\n\n", "org-untitled"),
    "huge": ("#+title: T\n" + f"{SECRET}\n" * 1_300_000, "note"),
    "ten-thousand-levels": ("#+title: T\n" + "".join("*" * level + " h\n" for level in range(1, 10_001)), "note"),
}  # fmt: skip


class Built(NamedTuple):
    site: dict[str, bytes]
    problems: list[Problem]


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A garden of all of them, with good files before, between and after them, one note a file and two notes a file."""
    root = tmp_path_factory.mktemp("bad")
    files = {f"org/{name}.org": text for name, (text, _) in (SHOWN | HELD).items()}
    for name in ("aaa", "good", "zzz"):
        files[f"org/{name}.org"] = f"#+title: Good\n\nGOOD {name}. [[file:good.org][a link]]\n"
    posts = "* {0}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {0}\n{1}:END:\n{2}\n"
    draft = ":EXPORT_HUGO_DRAFT: perhaps\n"
    files["org/two.org"] = posts.format("first", "", "GOOD first") + posts.format("second", draft, SECRET)
    write(root / "garden", files | {"content/note.md": "---\ntitle: T\n---\n\nGOOD note\n"})
    _, problems = build(root / "garden", root / "out", search=False)
    return Built(snapshot(root / "out"), problems)


@pytest.mark.parametrize("name", ["posts/aaa", "posts/good", "posts/zzz", "posts/first", "note"])
def test_good_files_are_published(garden: Built, name: str) -> None:
    assert f"GOOD {name.rpartition('/')[2]}".encode() in garden.site[f"{name}/index.html"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_bad_file_is_shown_and_reported(garden: Built, name: str) -> None:
    assert f"posts/{name}/index.html" in garden.site
    _assert_reported(garden, name, SHOWN[name][1])


@pytest.mark.parametrize("name", HELD)
def test_a_file_of_unclear_visibility_is_withheld(garden: Built, name: str) -> None:
    assert f"posts/{name}/index.html" not in garden.site
    _assert_reported(garden, name, HELD[name][1])


def test_nothing_withheld_is_shown(garden: Built) -> None:
    assert [file for file, data in garden.site.items() if SECRET.encode() in data] == []


def _assert_reported(garden: Built, name: str, code: str) -> None:
    found = [each for each in garden.problems if each.file == f"org/{name}.org" and each.severity != "info"]
    assert {each.code for each in found} - {"math"} == ({code} if code else set()), found
