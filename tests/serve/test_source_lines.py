"""From a block of a page to its line in the source: every block of a page leads to where it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from support import GARDENS

from notegarden.notes.note import Dialect
from notegarden.serve.live.source_lines import Block, line_of
from notegarden.sources.parse import parse_note

SOURCE = """+++
title = "A title"
+++

tags
: [Soil]({{< relref "soil.md" >}}), [Rain]({{< relref "rain.md#drops" >}})

The first paragraph, with *emphasis* and a [link](https://example.org/a-b_c(d)).

## Part one {#one}

Same words in both.

-   An item with `code` in it
    -   A deeper one
-   Don't forget "quotes" -- and dashes...

## Part two {#two .class}

Same words in both.

Same words in both.

{{< figure src="/ox-hugo/a.png" caption="<span class=\\"figure-number\\">Figure 1: </span>The caption" >}}

![](/ox-hugo/b.png)

| Head | Other |
|------|-------|
| Cell | Last  |

```python
def answer():
    return 42
```

> A quote that runs
> over two lines &amp; more

### Part *three*

- [ ] To do
"""


def line(text: str = "", heading: str = "", nth: int = 0, picture: str = "", source: str = SOURCE) -> int:
    note = parse_note("a.md", source.encode(), Dialect()).note
    return line_of(Block(text, heading, picture, nth), source, note)


def at(start: str, nth: int = 0) -> int:
    return [number for number, each in enumerate(SOURCE.splitlines(), 1) if each.strip().startswith(start)][nth]


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("Soil, Rain", "", at(": [Soil]")),
        ("The first paragraph, with emphasis and a link.", "", at("The first")),
        ("Part one", "one", at("## Part one")),
        ("An item with code in it A deeper one", "one", at("-   An item")),
        ("A deeper one", "one", at("-   A deeper")),
        ("Don’t forget “quotes” – and dashes…", "one", at("-   Don't")),
        ("Figure 1: The caption", "two", at("{{< figure")),
        ("Cell", "two", at("| Cell")),
        ("Other", "two", at("| Head")),
        ("def answer():\n    return 42", "two", at("def answer")),
        ("A quote that runs over two lines & more", "two", at("> A quote")),
        ("Part three", "part-three", at("### Part")),
        ("To do", "part-three", at("- [ ]")),
        ("A title", "", 2),
    ],
)
def test_a_block_is_found(text: str, heading: str, expected: int) -> None:
    assert line(text, heading) == expected


def test_blocks_with_the_same_words_are_distinguished() -> None:
    assert line("Same words in both.", "one") == at("Same words", 0)
    assert line("Same words in both.", "two") == at("Same words", 1)
    assert line("Same words in both.", "two", nth=1) == at("Same words", 2)
    assert line("Same words in both.", "two", nth=9) == at("Same words", 2), "the last one"


def test_a_picture_is_found_by_its_address() -> None:
    assert line(picture="/ox-hugo/b.png", heading="two") == at("![]")
    assert line(picture="/sub/ox-hugo/b.png?live=1", heading="two") == at("![]")
    assert line(picture="/ox-hugo/none.png", heading="two") == at("## Part two")


def test_an_unknown_block_leads_to_its_heading() -> None:
    assert line("Nothing of the kind stands here at all", "two") == at("## Part two")
    assert line("Nothing of the kind stands here at all", "gone") == 1
    assert line() == 1
    assert line("anything", source="") == 1


@pytest.mark.skipif(not (GARDENS / "mogoz").is_dir(), reason="the real garden is not available")
def test_the_paragraphs_of_a_real_garden_are_found() -> None:
    """Nearly every paragraph leads to a line that begins with its first words."""
    tried = right = 0
    for path in sorted((GARDENS / "mogoz/content/posts").glob("*.md"))[::12]:
        tried_here, right_here = paragraphs_found(path)
        tried += tried_here
        right += right_here
    assert tried > 300
    assert right / tried > 0.97, f"{right} of {tried}"


def paragraphs_found(path: Path) -> tuple[int, int]:
    source = path.read_text(encoding="utf-8")
    parsed = parse_note(path.name, source.encode(), Dialect())
    body = html.fromstring("<div>" + "".join(parsed.body.texts) + "</div>")
    lines = source.splitlines()
    tried = right = 0
    heading = ""
    for element in body.iter("h1", "h2", "h3", "h4", "p", "li"):
        if element.tag[0] == "h":
            heading = element.get("id", "")
            continue
        words = element.text_content().split()
        plain = [word for word in words[:3] if word.isascii() and word.isalpha()]
        if len(words) < 5 or len(plain) < 3:
            continue
        tried += 1
        found = line_of(Block(element.text_content()[:600], heading), source, parsed.note)
        right += plain[0] in lines[found - 1] and plain[1] in lines[found - 1]
    return tried, right
