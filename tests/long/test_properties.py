"""Properties of any garden: no note lost, every link accounted for, automatic ids unique, output well-formed."""

# ruff: noqa: E501 - rows of a table
from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from support import amount

from notegarden.notes.note import Dialect
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.sources.parse import parse_note

NAMES = st.sampled_from(
    ("a", "b", "Ünï code", "x/a", "x/c", "x/y/d", "x/_index", "_index", "bundle/index", "20240101120000-e")
)
INLINE = st.sampled_from(
    ("plain words", "*emphasis*", "**strong**", "`code`", "a < b & c", "“quotes” 'n more", "\\\\(x^2\\\\)", "<b>raw</b>",
     "~gone~", "https://example.org/a_b", "![p](/p.png)", "&amp; &rArr;", "[^fn:1]", "Heading Again", "日本語", "{{key}}")
)  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn, names: list[str]) -> str:
    target = draw(st.sampled_from([*names, "missing"])).rpartition("/")[2]
    link = f'[to {target}]({{{{< relref "{target}.md" >}}}})'
    text = " ".join(draw(st.lists(INLINE, min_size=1, max_size=4)))
    return draw(
        st.sampled_from((
            f"## {text}", f"### {text} {{#given}}", text, f"{text} {link} {text}.", f"-   {text} {link}\n\n    - {text}",
            f"> {text}\n> {link}", f"| a | b |\n|---|:-:|\n| {link} | c |", f"term\n: {text} {link}", f"```python\n{text}\n```",
            '{{< figure src="/p.png" caption="a *b*" >}}', f"<details>\n<summary>x</summary>\n\n{text}\n\n</details>",
            f"[^fn:1]: {text} {link}", f"1. {text}\n2. {link}", f"# {text}\n\n# {text}",
        ))
    )  # fmt: skip


@st.composite
def gardens(draw: st.DrawFn) -> dict[str, str]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=str.lower))
    out = {}
    for name in names:
        title = draw(st.sampled_from(("Title", "A & B <i>", '\\"quoted\\"', "")))
        parts = draw(st.lists(blocks(names), max_size=7))
        out[f"{name}.md"] = f'+++\ntitle = "{title}"\n+++\n\n' + "\n\n".join(parts) + "\n"
    return out


@settings(max_examples=amount(20, long=400), deadline=None, suppress_health_check=list(HealthCheck))
@given(gardens())
def test_any_garden_has_the_properties(notes: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in notes.items():
            path = root / "garden/content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        pipeline = Pipeline(root / "garden", Options(output=root / "out", search=False, jobs=1))
        try:
            pipeline.refresh()
            pipeline.publish()
            problems = Counter(problem.code for problem in pipeline.problems())
        finally:
            pipeline.close()
        graph = json.loads((root / "out/graph.json").read_bytes())
        assert {node["id"] for node in graph["nodes"]} == {*notes}
        typed = own = 0
        for name, text in notes.items():
            note = parse_note(name, text.encode(), Dialect()).note
            typed += sum(link.kind == "relref" for link in note.links)
            automatic = [heading.id for heading in note.headings if heading.id not in ("given", "")]
            assert len(automatic) == len({*automatic}), automatic
        edges = sum(edge["count"] for edge in graph["edges"])
        own = typed - edges - len(graph["missing"]) - problems["link-ambiguous"]
        # The rest are links of a note to itself, and to a list or a home page without a note.
        sections = {part for name in notes for part in Path(name).parts[:-1]}
        own_names = ((text, {Path(name).stem, "index", "_index", *sections}) for name, text in notes.items())
        assert 0 <= own <= sum(text.count(f'"{each}.md"') for text, names in own_names for each in names)
        assert len(graph["missing"]) == problems["link-missing"]
        urls = [node["url"] for node in graph["nodes"]]
        assert len(urls) == len({*urls})
        for page in (root / "out").rglob("*.html"):
            tree = html.document_fromstring(page.read_bytes())
            assert tree.xpath("count(//main)") == 1
            # The parser's output is also well-formed as XML, except for void elements and attributes without a value.
            for body in tree.xpath("//*[@data-note-body]"):
                etree.fromstring(etree.tostring(body))
