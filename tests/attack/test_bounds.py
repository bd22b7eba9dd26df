"""Input that takes more than linear time in some parsers is read here within the time limit of a note."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from notegarden.dialects.hugo.reader import parse
from notegarden.dialects.markdown.lint import inspect
from notegarden.errors import SiteError
from notegarden.notes.note import Dialect
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.site.holes import wanted_name
from notegarden.site.pages import wanted
from notegarden.sources import limits
from notegarden.sources.limits import limited_time
from notegarden.sources.parse import parse_note

SIZE = 40_000  # characters

_HEAD = '+++\ntitle = "x"\n+++\n\n'


def _times(piece: str, size: int) -> str:
    return piece * (size // len(piece))


TEXTS: dict[str, Callable[[int], str]] = {
    "table of many columns and short rows": lambda n: (
        "|a" * (n // 12) + "\n" + "|-" * (n // 12) + "\n" + "|\n" * (n // 4)
    ),
    "runs of backticks behind an org link": lambda n: (
        "[[ " + " ".join("`" * i + "a" for i in range(1, int((2 * n) ** 0.5)))
    ),
    "blanks before the closing signs of a heading": lambda n: "# a" + " " * n + "x#",
    "quotes in the braces of a heading": lambda n: "# a {" + '""' * (n // 2) + "{ }",
    "blanks in a shortcode": lambda n: "{{< x" + " " * n + "!",
    "blanks in a comment for the check": lambda n: "<!-- check: ignore " + " " * n + "x",
    "empty lists in a text that runs left": lambda n: "א\n\n" + _times("- \n\n1. \n\n", n),
    "paragraphs in raw HTML": lambda n: _times("<p>", n),
    "ids given twice": lambda n: "".join(f"# a {{#a{i}}}\n" * 2 for i in range(n // 24)),
    "ids given twice in raw HTML": lambda n: "".join(f"<i id=a{i}>\n\n" * 2 for i in range(n // 24)),
    "links in one row of a table": lambda n: (
        "|" + "a|" * (n // 14) + "\n|" + "-|" * (n // 14) + "\n|" + "[a](b.md)|" * (n // 14)
    ),
    "delimiter rows": lambda n: "a|b\n" + _times("|:- ", n) + "x",
    "footnotes that call the next": lambda n: (
        "[^0]\n\n" + "".join(f"[^{i}]: x [^{i + 1}]\n\n" for i in reversed(range(n // 20)))
    ),
    "lazy lines in nested quotes": lambda n: ">" * 100 + " a\n" + _times("b\n", n // 4),
    "links in a heading": lambda n: "# " + _times("[a](b) ", n),
    "unclosed backticks behind a formula": lambda n: "$$ " + _times("` ``\n", n),
    "braces in a formula": lambda _: "$$ " + "{" * 8000 + "x" + "}" * 8000 + " $$",
    "brackets in a formula": lambda _: "$$ " + "[" * 15 + "x" * 19_000 + " $$",
    "marks of footnotes in raw HTML": lambda n: "# " + _times('<sup id="fnref">', n),
}


@pytest.mark.parametrize("name", TEXTS)
def test_time_is_bounded(name: str) -> None:
    text = _HEAD + TEXTS[name](SIZE)
    with limited_time():
        note = parse("a.md", text.encode(), Dialect()).note
        inspect(note, text)


@pytest.mark.parametrize("options", ["", ' go "hl_inline=true"'])
def test_code_shortcodes_nested_deeply_affect_only_themselves(options: str) -> None:
    opening = f"{{{{< highlight{options} >}}}}"
    parsed = parse("a.md", f"before\n\n{opening * 100}x{'{{< /highlight >}}' * 100}\n\nafter\n".encode(), Dialect())
    assert "<p>before</p>" in "".join(parsed.body.texts)
    assert "shortcodes are nested too deeply" in {problem.message for problem in parsed.note.problems}


def test_the_depth_of_tags_in_one_text_is_limited() -> None:
    text = " ".join(f"#t{number}/{'x/' * 20}" for number in range(600))
    note = parse_note("a.md", f"{text}\n\n#{'b/' * 150}\n".encode(), Dialect(format="obsidian")).note
    assert sum(tag.count("/") + 1 for tag in note.front.tags) <= 10_020
    assert [problem.message[:16] for problem in note.problems] == ["more than 10,000"]


def test_a_tag_in_a_property_has_a_limited_length() -> None:
    source = f"---\ntags: [short, {'a/' * 5000}]\n---\n"
    assert parse_note("a.md", source.encode(), Dialect(format="obsidian")).note.front.tags == ("short",)


@pytest.mark.parametrize("piece", ["/", "[(/", "A[/ ", "/\\", '["'])
def test_the_nodes_of_a_diagram_are_found_in_linear_time(piece: str) -> None:
    diagram = f"```mermaid\ngraph TD\n%% internal-link\nA[{_times(piece, SIZE)}\n```\n"
    with limited_time(2):
        parse_note("a.md", diagram.encode(), Dialect(format="obsidian"))


def test_white_space_after_a_title_in_json_is_read_in_linear_time() -> None:
    with limited_time():
        parse("a.md", ('{"title": 3' + " " * SIZE + "}\n\nx").encode(), Dialect())


def test_the_page_of_missing_notes_handles_each_link_a_few_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").mkdir()
    links = "\n\n".join(f'[a]({{{{< relref "missing-{number}.md" >}}}})' for number in range(200))
    (tmp_path / "content/a.md").write_text(links)
    looked = 0

    def counted(target: str) -> str:
        nonlocal looked
        looked += 1
        return wanted_name(target)

    monkeypatch.setattr(wanted, "wanted_name", counted)
    pipeline = Pipeline(tmp_path, Options(search=False, jobs=1))
    try:
        pipeline.refresh()
        pipeline.publish()
    finally:
        pipeline.close()
    assert 200 <= looked <= 1000


def test_a_pattern_that_backtracks_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "limited_time", partial(limited_time, 0.3))
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / f"{'a' * 60}.md").write_text("text")
    (tmp_path / "notegarden.toml").write_text("ignore_files = ['^(a+)+$']")
    pipeline = Pipeline(tmp_path, Options(search=False))
    try:
        with pytest.raises(SiteError, match="ignore_files"):
            pipeline.refresh()
    finally:
        pipeline.close()
