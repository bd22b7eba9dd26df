"""Gardens of notes that try to run a script: every field and syntax with every payload, raw HTML not trusted."""

# ruff: noqa: E501 - rows of tables
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)",
    "java&#9;script:alert(1)", "java&#x0000D;script:alert(1)", "javascript&colon;alert(1)", "java\tscript:alert(1)",
    "&#32;javascript:alert(1)", "&#1;javascript:alert(1)", "\x01javascript:alert(1)", "\x1f \x0bjavascript:alert(1)",
    "java\\tscript:alert(1)", "javascript%3Aalert(1)", "jav\u00adascript:alert(1)", "javascript://%0aalert(1)",
    "feed:javascript:alert(1)", "vbscript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg%20xmlns='http://www.w3.org/2000/svg'%20onload='alert(1)'/>",
]  # fmt: skip
_GRAPH = json.dumps({
    "nodes": [{"id": "n", "url": "javascript:alert(1)", "title": "click", "tags": [], "x": 0, "y": 0, "community": 0}],
    "edges": [], "communities": ["x"],
})  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "' autofocus tabindex=1 onfocus=alert(1) x='", '" autofocus tabindex=1 onfocus=alert(1) onpointerover=alert(1) x="',
    '<details open title=" src=x ontoggle=alert(1) y=">x</details>', "<details open ontoggle=alert(1)>x</details>",
    '<span id="z" title=" href=x tabindex=0 onpointerover=alert(1) y=">hover</span>',
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>', "</title><script>alert(1)</script>",
    "--></style></script></textarea><script>alert(1)</script>", "]]><script>alert(1)</script>",
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>', '<a href="{{< param evil >}}">click</a>',
    '<img title="{{< param breaks >}}">', "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<form action=javascript:alert(1)><button>x</button></form>", "<button formaction=javascript:alert(1)>x</button>",
    "<base href=//evil.test/>", '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<link rel=stylesheet href=//evil.test/x.css>", '<style>@import "//evil.test/x.css"</style>',
    "<script src=//evil.test/x.js></script>", "<object data=javascript:alert(1)></object>",
    f"<p class=map data-map data-graph='data:application/json,{_GRAPH}'>x</p>",
    "{{constructor.constructor('alert(1)')()}}", "${alert(1)}",
]  # fmt: skip
# Attributes that headings, fences, pictures and Org elements carry.
_ATTRIBUTES = [
    f".map data-map=1 data-graph='data:application/json,{_GRAPH}'", "onclick=alert(1) onpointerover=alert(1)",
    "onfocus=alert(1) autofocus=1 tabindex=0", "style='background:url(//evil.test/x)'", "href='javascript:alert(1)'",
    "data-search=1 data-note-body=1", "id=_main", 'title="\'><img src=x onerror=alert(1)>"', "src=x onerror=alert(1)",
    "data-offline-switch=1 data-keys=1", "x=\"'\" y='\"><img src=x onerror=alert(1)>'", "formaction=javascript:alert(1)",
]  # fmt: skip

_LINKS = [
    "[x]({p})", "[x](<{p}>)", '[x](<{p}> "t")', "[x][r]\n\n[r]: {p}", "[x][r]\n\n[r]: <{p}>", "<{p}>", "![x]({p})",
    "[![x](<{p}>)](<{p}>)", '{{{{< figure src="{p}" link="{p}" attrlink="{p}" attr="x" title="x" >}}}}',
    '{{{{< figure src="/x.png" link=`{p}` >}}}}', '{{{{< details summary="[c](<{p}>)" >}}}}[x](<{p}>){{{{< /details >}}}}',
    '<a href="{p}">x</a>', "<a href='{p}'>x</a>", '<img src="{p}" srcset="{p} 2x">', '<video src="{p}" poster="{p}">',
    '[x]({{{{< ref "{p}" >}}}})', "| a |\n|---|\n| [x](<{p}>) |", "[^1]\n\n[^1]: [x](<{p}>)", "- [ ] [x](<{p}>)",
    "$\\href{{{p}}}{{x}} \\url{{{p}}}$", "## [x](<{p}>)", '{{{{< highlight html "hl_lines={p}" >}}}}x{{{{< /highlight >}}}}',
    '{{{{< youtube "{p}" >}}}}', "> [!note] [x](<{p}>)\n> [x](<{p}>)",
]  # fmt: skip
_TEXTS = [
    "{p}", "a {p} b", "## {p}", "## a {{#{p}}}", "- {p}\n- b", "> {p}", "> [!{p}] {p}\n> {p}", "> [!note]- {p}\n> x",
    "| {p} |\n|---|\n| {p} |", "`{p}`", "```{p}\n{p}\n```", "    {p}", "[{p}](/)", "![{p}](/x.png '{p}')",
    "[x](/ '{p}')", '[x](/ "{p}")', "$ {p} $", "$$\n\\text{{{p}}}\n$$", "[^1]\n\n[^1]: {p}", "{p}\n: {p}",
    "{{{{< details `{p}` >}}}}{p}{{{{< /details >}}}}", "{{{{< figure src=`{p}` alt=`{p}` caption=`{p}` class=`{p}` >}}}}",
    "{{{{< highlight `{p}` >}}}}{p}{{{{< /highlight >}}}}", "{{{{< param `{p}` >}}}}", "\\( {p} \\)", "<p title='{p}'>x</p>",
    '<p class="{p}" id="{p}">x</p>', "<!-- {p} -->", "**{p}**",
]  # fmt: skip
_CARRIERS = [
    "## x {{{p}}}", "```js {{{p}}}\nx\n```", "x\n{{{p}}}", "![x](/x.png){{{p}}}", "[x](/){{{p}}}", "x\n\n{{{p}}}",
    "> x\n{{{p}}}", "- x\n{{{p}}}", "# y {{{p} #map}}", "<p {p}>x</p>", "<a {p}>x</a>",
]  # fmt: skip
_ORG = [
    "[[{p}][x]]", "[[{p}]]", "#+attr_html: :title {p} :href {p} :class {p}\n[[file:x.png]]",
    "#+attr_html: :onclick alert(1) :data-map 1 :data-graph {p}\n[[/a][x]]", "#+begin_export html\n{p}\n#+end_export",
    "@@html:{p}@@", "#+begin_{p}\nx\n#+end_{p}", "#+begin_src {p}\n{p}\n#+end_src", "#+caption: {p}\n[[file:x.png]]",
    "#+attr_html: :open 1 :ontoggle alert(1) :data-map 1 :title {p}\n#+begin_details\nx\n#+end_details",
    "#+attr_html: :onpointerover alert(1) :{p} 1\n#+begin_aside\nx\n#+end_aside", "| {p} |", "={p}=", "\\( {p} \\)",
    "* {p}", "- {p} :: {p}", "[fn:1]\n\n[fn:1] {p}", "#+html: {p}", "<<{p}>>", "#+macro: m {p}\n{{{{{{m(x)}}}}}}",
]  # fmt: skip
_VAULT = [
    "[[{p}]]", "[[a|{p}]]", "[[a#{p}]]", "![[{p}]]", "![[a#{p}|{p}]]", "#{p}", "=={p}==", "%%{p}%%", "[x]({p})",
    "x ^{p}", "> [!{p}] {p}\n> x", "{p}", "- [{p}] x", "^[{p}]", "![{p}|100]({p})",
]  # fmt: skip
_FIELDS = ("title", "url", "slug", "description", "summary", "author", "date", "lastmod", "featured_image", "weight")
_LISTS = ("tags", "aliases", "categories", "menu", "images", "keywords")


def _front(fields: dict[str, object]) -> str:
    return "+++\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in fields.items()) + "+++\n\n"


def _properties(payload: str) -> str:
    fields = {**dict.fromkeys(("title", "description", "permalink", "cover", "own", "cssclasses"), payload)}
    lists = {name: [payload] for name in ("tags", "aliases", "links")}
    return (
        "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in {**fields, **lists}.items()) + "---\n\n"
    )


def _shortened(payloads: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(payloads), size):
        yield payloads[start : start + size]


def _notes(syntaxes: list[str], payloads: list[str], size: int, head: Callable[[int], str]) -> Iterator[str]:
    """Notes with one syntax each and up to `size` payloads."""
    for number, (syntax, some) in enumerate(product(syntaxes, _shortened(payloads, size))):
        yield head(number) + "\n\n".join(syntax.format(p=payload) for payload in some) + "\n"


def hugo_garden(root: Path) -> int:
    """Notes in Markdown and Org, and a menu; returns their number."""
    hostile = {"evil": "javascript:alert(1)", "breaks": '" onpointerover="alert(1)" onerror="alert(1)" src="x'}
    everything = ADDRESSES + MARKUP
    texts = [
        *_notes(_LINKS, ADDRESSES, 5, lambda n: _front({"title": f"Link {n}", **hostile})),
        *_notes(_TEXTS, MARKUP, 4, lambda n: _front({"title": f"Text {n}", **hostile})),
        *_notes(_CARRIERS, _ATTRIBUTES, 4, lambda n: _front({"title": f"Attribute {n}"})),
    ]
    for payload in everything:
        lists: dict[str, object] = {name: [payload] for name in _LISTS}
        texts.append(_front({"title": payload, "description": payload} | lists) + "x\n")
        texts.append(_front({name: payload for name in _FIELDS if name != "date"}) + "[x](/link-0/)\n")
    for number, text in enumerate(texts):
        _write(root / f"content/n{number}.md", text)
    org = [*_notes(_ORG, everything, 6, lambda n: f"#+title: Org {n}\n\n")]
    for number, text in enumerate(org):
        _write(root / f"content/o{number}.org", text)
    menu = "".join(f"[[menu]]\ntitle = {json.dumps(each)}\nurl = {json.dumps(each)}\n" for each in everything)
    params = f"[params]\nevil = {json.dumps(hostile['evil'])}\nbreaks = {json.dumps(hostile['breaks'])}\n"
    _write(root / "notegarden.toml", f"unsafe_html = false\n{menu}{params}")
    return len(texts) + len(org)


def vault_garden(root: Path) -> int:
    """A vault's notes, with hostile properties; returns their number."""
    everything = ADDRESSES + MARKUP
    texts = [*_notes(_VAULT, everything, 6, lambda _: ""), *(_properties(each) + "[[a]] x\n" for each in everything)]
    for number, text in enumerate(texts):
        _write(root / f"n{number}.md", text)
    _write(root / "a.md", "# Note\n\n" + "".join(f"[[n{number}]] " for number in range(len(texts))))
    _write(root / "notegarden.toml", 'format = "obsidian"\nunsafe_html = false\n')
    return len(texts)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
