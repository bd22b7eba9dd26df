"""The project's own garden has the promised size, link graph, figures and code.

The notes are read here by regular expressions, not by the program, so that a bug of the program cannot hide
an error of the garden; only the last tests run the program.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections import Counter, deque
from pathlib import Path

import math_core
import pytest
from click.testing import CliRunner
from lxml import html

from notegarden.cli import main

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"
FIGURES = ROOT / "static" / "ox-hugo"
SCRIPTS = sorted(path for path in CONTENT.joinpath("figures").glob("*.py") if path.name != "svg.py")
HOME = "_index.md"
LISTS = {"20260812004608-glossary.md", "20260813040349-reading_list.md"}  # they point to notes that have the sources
WANTED = {"20260920101500-world_models.md", "20260921114000-mechanistic_interpretability.md"}

FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```[ ]*$", re.M | re.S)
RELREF = re.compile(r'\{\{<\s*relref\s+"([^"#]*)(?:#([^"]*))?"\s*>\}\}')
FIGURE = re.compile(r"\{\{<\s*figure\s+(.*?)>\}\}")
ATTRIBUTE = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
HEADING = re.compile(r"^(#{2,6}) (.+?)(?: \{#([^\s}]+)\})?$", re.M)
FORMULA = re.compile(r"\\\\\((.+?)\\\\\)|\\\\\[(.+?)\\\\\]", re.S)
FOOTNOTE = re.compile(r"\[\^(fn:\d+)\](:?)")


def notes() -> dict[str, str]:
    """Every note's text by file name, the home page included."""
    paths = [CONTENT / HOME, *sorted(CONTENT.joinpath("posts").glob("*.md"))]
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in paths
        if path.name != "_index.md" or path.parent == CONTENT
    }


NOTES = notes()
POSTS = sorted(name for name in NOTES if name != HOME)
PROSE = {name: FENCE.sub("", text) for name, text in NOTES.items()}
LINKS = {
    name: {target for target, _ in RELREF.findall(text) if target and target != name} for name, text in PROSE.items()
}


def figures(name: str) -> list[dict[str, str]]:
    return [dict(ATTRIBUTE.findall(arguments)) for arguments in FIGURE.findall(PROSE[name])]


def is_short(name: str) -> bool:
    """A note of a few lines, deliberately short."""
    return len(PROSE[name].split()) < 200


def test_there_are_enough_notes_and_a_few_short_ones() -> None:
    assert len(POSTS) >= 45
    assert 3 <= sum(map(is_short, POSTS)) <= 10


def test_only_the_two_wanted_notes_are_missing_and_each_is_linked_twice() -> None:
    asked = Counter(target for targets in LINKS.values() for target in targets if target not in NOTES)
    assert set(asked) == WANTED
    assert min(asked.values()) >= 2


@pytest.mark.parametrize("name", sorted(NOTES))
def test_every_linked_anchor_exists(name: str) -> None:
    for target, anchor in RELREF.findall(PROSE[name]):
        if anchor and target not in WANTED:
            ids = [explicit for _, _, explicit in HEADING.findall(PROSE[target or name])]
            assert anchor in ids, f"{name}: {target}#{anchor}"


@pytest.mark.parametrize("name", POSTS)
def test_a_note_has_the_form_that_ox_hugo_writes(name: str) -> None:
    assert re.fullmatch(r"\d{14}-[a-z0-9_]+\.md", name)
    text = NOTES[name]
    assert re.match(
        r'\+\+\+\ntitle = ".+"\nauthor = \["The notegarden authors"\]\n(?:\w+ = .+\n)*\+\+\+\n\ntags\n: \[', text
    )
    headings = HEADING.findall(PROSE[name])
    assert all(explicit for _, _, explicit in headings), "a heading without an explicit id"
    ids = [explicit for _, _, explicit in headings]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", POSTS)
def test_a_note_has_links_and_backlinks(name: str) -> None:
    links_in = {source for source, targets in LINKS.items() if name in targets and source != HOME}
    assert len(LINKS[name]) >= 4, f"{name} links to {len(LINKS[name])} notes"
    assert len(links_in) >= 2, f"{name} is linked from {sorted(links_in)}"


def test_every_note_is_at_most_three_steps_from_home() -> None:
    distance, queue = {HOME: 0}, deque([HOME])
    while queue:
        name = queue.popleft()
        for target in sorted(LINKS[name] & NOTES.keys()):
            if target not in distance:
                distance[target] = distance[name] + 1
                queue.append(target)
    assert {name for name in NOTES if distance.get(name, math.inf) > 3} == set()


def test_there_are_enough_figures_and_all_are_used() -> None:
    shown = [Path(figure["src"]).name for name in NOTES for figure in figures(name)]
    drawn = {path.name for path in FIGURES.iterdir()}
    assert len(set(shown)) >= 20
    assert set(shown) == drawn


@pytest.mark.parametrize("name", [name for name in sorted(NOTES) if FIGURE.search(PROSE[name])])
def test_a_figure_has_a_numbered_caption_and_a_description(name: str) -> None:
    for number, figure in enumerate(figures(name), 1):
        assert figure["src"].startswith("/ox-hugo/")
        assert figure["caption"].startswith(f'<span class=\\"figure-number\\">Figure {number}: </span>')
        assert len(figure["alt"].split()) >= 12, figure["alt"]
        assert figure["alt"] not in figure["caption"]


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.svg")), ids=lambda path: path.name)
def test_a_figure_is_legible_on_a_phone_and_in_dark_mode(path: Path) -> None:
    picture = path.read_text(encoding="utf-8")
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', picture)[1])  # type: ignore[index]
    smallest = min(float(size) for size in re.findall(r'font-size="([\d.]+)"', picture))
    assert smallest * 358 / width >= 10.9, "text smaller than 11 pixels where the figure is 358 pixels wide"
    assert "prefers-color-scheme:dark" in picture
    assert "<script" not in picture
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_figure_equals_the_output_of_its_script(script: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, env=environment, timeout=120)
    drawn = sorted(tmp_path.iterdir())
    assert drawn
    for path in drawn:
        assert path.read_bytes() == FIGURES.joinpath(path.name).read_bytes(), (
            f"{path.name} is out of date: run {script.name}"
        )


def test_every_figure_has_a_script() -> None:
    sources = "\n".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    assert [path.name for path in FIGURES.glob("*.svg") if f'"{path.name}"' not in sources] == []


@pytest.mark.parametrize("name", [name for name in sorted(NOTES) if "```python" in NOTES[name]])
def test_the_code_of_a_note_runs_and_its_assertions_hold(name: str) -> None:
    blocks = [
        (NOTES[name].count("\n", 0, m.start(3)), textwrap.dedent(m[3]))
        for m in FENCE.finditer(NOTES[name])
        if m[2] == "python"
    ]
    assert any("assert " in block for _, block in blocks)
    namespace: dict[str, object] = {"__name__": "note"}
    for line, block in blocks:
        exec(compile("\n" * line + block, name, "exec"), namespace)


@pytest.mark.parametrize("name", [name for name in sorted(NOTES) if FORMULA.search(PROSE[name])])
def test_formulas_compile(name: str) -> None:
    converter = math_core.LatexToMathML()
    for inline, display in FORMULA.findall(re.sub(r"`[^`\n]+`", "", PROSE[name])):
        source = (inline or display).replace(r"\\\\", r"\\").replace(r"\_", "_").replace(r"\*", "*")
        assert "<math" in converter.convert_with_local_state(source, displaystyle=bool(display)), source


@pytest.mark.parametrize("name", sorted(NOTES))
def test_footnotes_are_defined_once_and_used(name: str) -> None:
    used, defined = [], []
    for note, colon in FOOTNOTE.findall(PROSE[name]):
        (defined if colon else used).append(note)
    assert sorted(set(used)) == sorted(defined)
    assert list(dict.fromkeys(used)) == sorted(defined, key=lambda note: int(note[3:])), "numbered in the order of use"


@pytest.mark.parametrize("name", [name for name in POSTS if not is_short(name) and name not in LISTS])
def test_a_note_lists_its_sources_in_one_format(name: str) -> None:
    sources = re.findall(r"^\[\^fn:\d+\]: (.+)$", PROSE[name], re.M)
    assert sources
    for source in sources:
        paper = re.fullmatch(r'[^"]+, (?:19|20)\d\d, "[^"]+", .+\.', source)
        assert paper or any(word in source for word in ("documentation", "description", "model card")), source


def test_an_arxiv_number_always_names_the_same_paper() -> None:
    titles: dict[str, set[str]] = {}
    cited = re.compile(r'"([^"\n]+)", \[arXiv:(\d{4}\.\d{4,5})\]\(https://arxiv\.org/abs/(\d{4}\.\d{4,5})\)')
    for text in PROSE.values():
        for title, number, address in cited.findall(text):
            assert number == address
            titles.setdefault(number, set()).add(re.sub(r"\W+", " ", title).casefold().strip())
    assert len(titles) >= 300
    assert {number: sorted(names) for number, names in titles.items() if len(names) > 1} == {}


def test_the_garden_uses_the_whole_format() -> None:
    everything = "\n".join(PROSE.values())
    for what, pattern in {
        "task list": r"^-   \[[ Xx]\] ",
        "quote": r"^> ",
        "details": r"^<details>",
        "list separator": r"^ *<!--list-separator-->",
        "table with a formula": r"^\|.*\\\\\(.*\|$",
        "display formula": r"\\\\\[",
        "nested list": r"^    -   ",
        "dates": r"^(?:date|lastmod) = \d{4}-\d\d-\d\dT",
    }.items():
        assert re.search(pattern, everything, re.M), f"no note has a {what}"


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A copy of the garden for the program to build."""
    shutil.copytree(CONTENT, tmp_path / "content")
    shutil.copytree(FIGURES, tmp_path / "static" / "ox-hugo")
    shutil.copy(ROOT / "notegarden.toml", tmp_path)
    return tmp_path


def test_check_reports_only_the_two_wanted_notes(garden: Path) -> None:
    reported = json.loads(CliRunner().invoke(main, ["check", str(garden), "--format", "json"]).output)
    assert {(row["code"], row["severity"]) for row in reported} == {("link-missing", "info")}
    asked = Counter(target for text in PROSE.values() for target, _ in RELREF.findall(text) if target in WANTED)
    assert Counter(row["message"].split('"')[1] for row in reported) == asked


def test_a_strict_build_passes_and_lists_wanted_notes(garden: Path) -> None:
    done = CliRunner().invoke(main, ["build", str(garden), "--strict", "--quiet", "--no-search"])
    assert (done.exit_code, done.output) == (0, "")
    page = (garden / "public" / "wanted" / "index.html").read_text(encoding="utf-8")
    assert all(name.removesuffix(".md") in page for name in WANTED)


def test_a_backlink_names_its_section_or_reads_as_a_sentence(garden: Path) -> None:
    assert CliRunner().invoke(main, ["build", str(garden), "--quiet", "--no-search"]).exit_code == 0
    seen = 0
    for path in sorted((garden / "public" / "posts").glob("*/index.html")):
        for mention in html.parse(str(path)).getroot().xpath('//ul[@class="mentions"]/li/p'):
            words = mention.text_content().split()
            assert mention.xpath('span[@class="where"]') or len(words) >= 5, (path.parent.name, words)
            assert not re.search(r"[a-z][.;,]\d+ ", mention.text_content()), "a footnote's number"
            seen += 1
    assert seen > 500
