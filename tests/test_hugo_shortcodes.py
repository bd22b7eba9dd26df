"""A garden's own shortcodes, entities and headings give the same HTML as in real Hugo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin, note

# name → (Hugo's template, ours)
_TEMPLATES = {
    "outer": ('<div class="o">{{ .Inner }}</div>', '<div class="o">{{ inner }}</div>'),
    "tag": ("<b>{{ .Get 0 }}</b>", "<b>{{ args[0] }}</b>"),
    "md": ("<section>{{ .Inner | markdownify }}</section>", "<section>{{ inner | markdown }}</section>"),
    "bold": ("**{{ .Get 0 }}**", "**{{ args[0] }}**"),
    "args": ("{{ range .Params }}({{ . }}){{ end }}", "{% for each in args %}({{ each }}){% endfor %}"),
    "both": ("{{ .Page.Params.foo }}/{{ .Site.Params.bar }}", "{{ page.params.foo }}/{{ site.params.bar }}"),
}
_BODIES = [
    '{{< outer >}}in {{< tag "x" >}} {{< outer >}}deep{{< /outer >}}{{< /outer >}}',
    'a sentence {{% bold "x" %}} goes on',
    "{{< md >}}some *emph* text{{< /md >}}",
    "{{< md >}}\n- a\n- b\n\npara\n{{< /md >}}",
    '-   item {{% bold "b" %}}\n\n    {{% bold "c" %}}\n\n-   two',
    "-   two\n\n    {{< outer >}}\n    <i>x</i>\n    {{< /outer >}}",
    "{{</*/* x */*/>}} {{%/* y */%}} {{</* z */>}} `{{</* code */>}}`",
    "x {{< both >}} y",
    "before {{% outer %}}inline *e*{{% /outer %}} after",
    "[h](https://e.org/?a&copy=1&region=2&reg;) text &copy &copy; &region &nothing;",
    '[r]: https://e.org/?a&copy=1 "t &copy t"\n\n[r] <https://e.org/?a&copy=1>',
    '{{< args one two" and three" `four`"five" >}}',
    "## T # {#id}",
    "## A ## {#two .c}",
    "## C# {#csharp}",
    "## a {b} {#bb}",
]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Twin:
    files = {f"content/n{number}.md": note(body, title="N", foo="FOO") for number, body in enumerate(_BODIES)}
    for name, (theirs, ours) in _TEMPLATES.items():
        files |= {f"layouts/shortcodes/{name}.html": theirs, f"templates/shortcodes/{name}.html": ours}
    return Twin(tmp_path_factory.mktemp("shortcodes"), files, CONFIGURATION + '[params]\nbar = "BAR"\n')


def _plain(html: str) -> str:
    """HTML without notegarden's additions and without white space between tags."""
    html = re.sub(r' id="c-[0-9a-f]+"| class="anchor"', "", html)
    return re.sub(r"\s*(<[^<>]*>)\s*", r"\1", html.replace("&gt;", ">"))


@pytest.mark.parametrize("number", range(len(_BODIES)))
def test_a_note_has_the_same_html_as_in_hugo(twin: Twin, number: int) -> None:
    theirs, ours = twin.bodies(f"n{number}/index.html")
    assert _plain(ours) == _plain(theirs)


def test_no_note_has_a_problem(twin: Twin) -> None:
    assert [problem for problem in twin.problems if problem.severity == "error"] == []


def test_shortcodes_on_their_own_lines_are_blocks_also_in_a_list(tmp_path: Path) -> None:
    inner = "## Inside {#inside}\n\ntext **b**"
    indented = "\n".join(f"    {line}" if line else "" for line in inner.split("\n"))
    opening, closing = "{{% outer %}}", "{{% /outer %}}"
    body = f"{opening}\n{inner}\n{closing}\n\n-   a\n\n    {opening}\n{indented}\n    {closing}\n"
    files = {
        "content/a.md": note(body.replace("#inside}\n\n    text", "#in-list}\n\n    text"), title="A"),
        "templates/shortcodes/outer.html": _TEMPLATES["outer"][1],
        "layouts/shortcodes/outer.html": _TEMPLATES["outer"][0],
    }
    html = _plain(Twin(tmp_path, files).bodies("a/index.html")[1])
    box = '<div class="o"><h2 id="inside">Inside</h2><p>text<strong>b</strong></p></div>'
    assert html == f"{box}<ul><li><p>a</p>{box.replace('inside', 'in-list')}</li></ul>"


def test_the_exporters_empty_id_is_removed(tmp_path: Path) -> None:
    twin = Twin(tmp_path, {"content/a.md": note("## {#}\n\n## T {#}", title="A")})
    assert _plain(twin.bodies("a/index.html")[1]) == '<h2></h2><h2 id="t">T</h2>'


def test_an_anchor_by_name_is_an_anchor(tmp_path: Path) -> None:
    body = '<a name="nm"></a> [here](#nm) [there]({{< relref "b#other" >}})\n\n<a id="x" name="x"></a>'
    twin = Twin(
        tmp_path, {"content/a.md": note(body, title="A"), "content/b.md": note("<a name=other>x</a>", title="B")}
    )
    assert [problem for problem in twin.problems if problem.severity != "info"] == []


def test_tex_in_a_template_is_converted(tmp_path: Path) -> None:
    files = {
        "content/a.md": note(
            "{{< katex >}}x^2 < y{{< /katex >}} {{% tex %}}\n\n{{< display >}}z{{< /display >}}", title="A"
        ),
        "templates/shortcodes/katex.html": r"<span>\( {{ inner }} \)</span>",
        "templates/shortcodes/tex.html": r"\\( y^2 \\)",
        "templates/shortcodes/display.html": "$$ {{ inner }} $$",
        "layouts/shortcodes/katex.html": "{{ .Inner }}",
        "layouts/shortcodes/tex.html": "x",
        "layouts/shortcodes/display.html": "{{ .Inner }}",
    }
    body = Twin(tmp_path, files).bodies("a/index.html")[1]
    assert body.count("<math") == 3
    assert body.count('display="block"') == 1
    assert "<mo>&lt;</mo>" in body


def test_the_markdown_filter_reads_blocks_or_one_line(tmp_path: Path) -> None:
    files = {
        "content/a.md": note("{{< one >}}a *b*{{< /one >}}\n\n{{< two >}}a *b*{{< /two >}}\n", title="A"),
        "templates/shortcodes/one.html": '{{ inner | markdown("block") }}',
        "templates/shortcodes/two.html": '<b>{{ inner | markdown("inline") }}</b>',
        "layouts/shortcodes/one.html": "{{ .Inner }}",
        "layouts/shortcodes/two.html": "{{ .Inner }}",
    }
    body = _plain(Twin(tmp_path, files).bodies("a/index.html")[1])
    assert body == "<p>a<em>b</em></p><b>a<em>b</em></b>"
