"""`whole_number`: typed digits, and nothing that makes `int` fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from support import build

from notegarden.dialects import parse
from notegarden.notes.note import Dialect
from notegarden.notes.numbers import whole_number

HOSTILE = ("²", "٣", "1" * 5000, "--5", "5-", "", " 5", "1_0", "+5")


@pytest.mark.parametrize("text", HOSTILE)
def test_other_text_is_not_a_number(text: str) -> None:
    assert whole_number(text) is None
    assert whole_number(text, signed=True) is None


def test_digits_are_numbers() -> None:
    assert (whole_number("007"), whole_number("-3"), whole_number("-3", signed=True)) == (7, None, -3)


@pytest.mark.parametrize("given", ["²", "1" * 5000])
@pytest.mark.parametrize("side", ["width", "height"])
def test_a_pictures_width_that_is_not_a_number_does_not_stop_the_build(tmp_path: Path, given: str, side: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "static").mkdir()
    Image.new("RGB", (40, 20)).save(tmp_path / "static/p.png")
    (tmp_path / "content/a.md").write_text(f'{{{{< figure src="/p.png" {side}="{given}" >}}}}\n')
    build(tmp_path, tmp_path / "out")
    assert "<img" in (tmp_path / "out/a/index.html").read_text()


@pytest.mark.parametrize("number", ["²", "1" * 5000, "--5"])
def test_a_note_with_an_invalid_number_is_read(number: str) -> None:
    for text in (
        f'```c {{linenos=true, linenostart="{number}"}}\nx\n```\n',
        f"$$ \\unicode{{{number}}} \\unicode{{AB}} $$\n",
    ):
        note = parse("a.md", text.encode(), Dialect()).note
        assert not note.held, note.problems


@pytest.mark.parametrize("number", ["²", "1" * 5000, "9" * 500])
def test_an_org_file_with_an_invalid_number_is_built(tmp_path: Path, number: str) -> None:
    (tmp_path / "b.txt").write_text("one\ntwo\n")
    (tmp_path / "a.org").write_text(
        f"#+title: A\n#+hugo_weight: {number}\n#+options: toc:{number} H:{number}\n#+toc: headlines {number}\n"
        f'#+include: "b.txt" :lines "{number}-{number}" :minlevel {number}\n{{{{{{n(a,{number})}}}}}}\n'
        f"#+begin_src c :linenostart {number}\nx\n#+end_src\n"
    )
    output = tmp_path / ".public"
    _, problems = build(tmp_path, output)
    assert not [each for each in problems if each.severity == "error"]
    assert (output / "posts/a/index.html").is_file()
