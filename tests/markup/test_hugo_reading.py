"""How a Hugo site's configuration changes the parsing of Markdown: each setting as in real Hugo."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fixtures import FRONT
from hugo_twin import Twin, hugo

from notegarden.config.hugo import from_hugo
from notegarden.dialects import parse
from notegarden.dialects.markdown.emoji import _signs
from notegarden.notes.goldmark import Goldmark
from notegarden.notes.note import Dialect

_SITE = 'baseURL = "https://example.org/"\nrefLinksErrorLevel = "WARNING"\n'
_UNSAFE = "[markup.goldmark.renderer]\nunsafe = true\n"
_CJK = _UNSAFE + "[markup.goldmark.extensions.cjk]\nenable = true\n"

_EMOJI = """## A :smile: b

## :+1:

## *:tada: c* d

## *c :tada: d* e

## A:heart:B and :heart:

Text:smile:text, ::smile:: and :smile : and :no_such_name: \\:smile: `:smile:` https://e.org/:smile:/x
<https://e.org/:smile:> [a :smile: b](/:smile:/ ":smile:") <b title=":smile:">:smile:</b> 12:30:45 :100: :-1: :e-mail:
:family_man_woman_boy: :octocat: :Algeria: :egg: :beetle:

    :smile:

| :smile: | a |
|---|---|
| :heart: | b |

:smile: term
: :smile: definition

- [ ] :smile:

{{< figure src="a.png" alt="x" caption=":smile:" >}}
"""
_HEADINGS = "\n\n".join(
    f"## {text}"
    for text in (
        "Go to https://example.org/a_b/c", "See www.example.org now", "a@example.org", "A <https://e.org/x> b",
        "https://e.org", "*see https://e.org/q now* c", "*a https://e.org b* c", "*https://e.org/q* d", "[x](https://e.org)",
        "[https://e.org/a](https://e.org/a)", "[a https://e.org/b c](https://e.org/b)", "A https://e.org/?q='1'&b=c d",
        'https://e.org/a"b x', "https://e.org/[x] y", "https://e.org/a%20b z", "(https://e.org/ä)", "`https://e.org` x",
    )
)  # fmt: skip
_LINES = """太郎は健やかに
育った。
A
中文
end 中
文, a
b。
한국
어 ｆ
ａ c
、d **太
字** `中`
文 [中](x)
国@@
硬\\
中

中文
**太字**
中

中@
国 😀
中
ñ
ñ

中,
国
(a)
国

- 中
  文
> 中
文
""".replace("@", " ")
_SPACES = "太郎は\\ **「こんにちわ」**\\ と言った a\\ b\\  c \\\\ d `a\\ b`\n\na|b\n-|-\n中\\ **文**|a\n"
_PLAIN = "\"A\" -- 'b'... it's << c >>\nhttps://example.org/a www.example.org a@example.org <https://example.org>\n"

_SPANS = """H~2~O x^2^ ==m== ++i++ ~~d~~ ~d~ a^b c^ ^^x^^ ===m=== a^*b*^ *a^b*c^ a\\^b^ == a== a==b==c ~~a~b~~ ~a~~b~~

C++ and C++ a^2 + b^2 1==1 and 2==2 `==a==`

## T ^up^ H~2~O ==m==
"""
_NAMES = "\n\n".join(
    f"## {text}"
    for text in (
        "Crème brûlée", "C++ & D", "a  b", "x - y", "日本 語", "Ünï-cödé ﬁ", "İstanbul", "½ cup, x² and Ⅷ", "a_b_c",
        "a--b", "-x-", "100%", "😀 smile", "*em* and [link](b.md)", 'Don\'t "quote"', "ß ẞ Ø Ł đ", "e\u0301", "x", "x",
        "a — dash",
        "a {#own}", "Ａ full", "٣ three", "й Й ё",
    )
)  # fmt: skip


def _extras(*names: str) -> str:
    return "".join(f"[markup.goldmark.extensions.extras.{name}]\nenable = true\n" for name in names)


def test_the_emoji_are_those_of_hugo(tmp_path: Path) -> None:
    """All names of the list, and some that other lists have."""
    names = [*_signs(), "Algeria", "flag_for_Algeria", "atm_sign", "nope"]
    (tmp_path / "content").mkdir()
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/page.html").write_text("{{ .Content }}")
    (tmp_path / "hugo.toml").write_text(_SITE + "enableEmoji = true\n")
    text = "\n\n".join(f":{name}:" for name in names)
    (tmp_path / "content/a.md").write_text(FRONT + text, encoding="utf-8")
    subprocess.run([hugo(), "-s", str(tmp_path)], capture_output=True, check=True)
    theirs = re.findall("<p>(.*)</p>", unescape((tmp_path / "public/a/index.html").read_text("utf-8")))
    parsed = parse("a.md", text.encode(), Dialect(goldmark=Goldmark(emoji=True)))
    ours = re.findall("<p>(.*)</p>", "".join(parsed.body.texts))
    assert len(names) > 1900
    assert ours == theirs


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("enableEmoji = true\n" + _UNSAFE, _EMOJI),
        (_UNSAFE, _EMOJI),
        (_UNSAFE, _HEADINGS),
        (_CJK, _LINES + _SPACES),
        (_CJK + "eastAsianLineBreaks = true", _LINES),
        (_CJK + "eastAsianLineBreaks = true\neastAsianLineBreaksStyle = 'css3draft'", _LINES),
        (_CJK.replace("enable", "escapedSpace") + "eastAsianLineBreaks = true", _LINES + _SPACES),
        (_CJK + "escapedSpace = true", _SPACES),
        (_UNSAFE + "hardWraps = true", "a\nb\\\nc  \nd\n\n- e\n  f\n\n> g\nh\n"),
        (_UNSAFE + "[markup.goldmark.extensions]\nlinkify = false", _PLAIN),
        (_UNSAFE + "[markup.goldmark.extensions]\ntypographer = false", _PLAIN),
        (_UNSAFE + "[markup.goldmark.extensions.typographer]\ndisable = true", _PLAIN),
        (_UNSAFE + "[markup.goldmark.extensions]\nstrikethrough = false", _SPANS),
        (_UNSAFE + _extras("insert", "mark", "superscript"), _SPANS),
        (_UNSAFE + "[markup.goldmark.extensions]\nstrikethrough = false\n" + _extras("subscript"), _SPANS),
        (_UNSAFE + "[markup.goldmark.extensions]\nstrikethrough = false\n" + _extras("subscript", "delete"), _SPANS),
        (_UNSAFE + "[markup.goldmark.parser]\nautoIDType = 'github-ascii'", _NAMES),
        (_UNSAFE + "[markup.goldmark.parser]\nautoIDType = 'blackfriday'", _NAMES),
        (_UNSAFE + "[markup.goldmark.parser]\nautoHeadingIDType = 'blackfriday'", _NAMES),
        (_UNSAFE + "[markup.goldmark.parser]\nautoHeadingID = false", _NAMES),
    ],
)
def test_a_setting_has_its_effect(tmp_path: Path, setting: str, text: str) -> None:
    twin = Twin(tmp_path, {"content/a.md": FRONT + text}, _SITE + setting)
    theirs, ours = map(_outline, twin.bodies("a/index.html"))
    assert ours == theirs


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("para\n{#x .a .b}", '<p id="x" class="a b">para</p>'),
        ("## H\n{.a #other}", '<h2 id="h" class="a">H</h2>'),
        ("- a\n- b\n{.l}", '<ul class="l"> <li>a</li> <li>b</li> </ul>'),
        ("- a\n  {.in}\n- b", "<ul> <li>a</li> <li>b</li> </ul>"),
        ("* a\n  * b\n  {.n}\n{.o}", '<ul class="o"> <li>a <ul class="n"> <li>b</li> </ul> </li> </ul>'),
        ("> q\n> {.in}", '<blockquote> <p class="in">q</p> </blockquote>'),
        ("1. a\n\n   b\n{.t}", '<ol class="t"> <li> <p>a</p> <p>b</p> </li> </ol>'),
        ("---\n{.h}", '<hr class="h">'),
        ("a\n{.x}\nb", '<p class="x">a</p> <p>b</p>'),
        ("a\n{.x}\n{.y}", '<p class="x">a</p>'),
        ("a\n\n{.alone}\n\nb", "<p>a</p> <p>b</p>"),
        ("    c\n{.x}", "<pre><code>c </code></pre>"),
        ("a\n{not one}", "<p>a {not one}</p>"),
        ('a\n{onclick="x" .y}', '<p class="y">a</p>'),
    ],
)
def test_a_line_of_attributes_applies_to_the_block_above_it(source: str, shown: str) -> None:
    """As Hugo shows each except the last, whose script it keeps."""
    html = "".join(parse("a.md", source.encode(), Dialect(goldmark=Goldmark(block_attributes=True))).body.texts)
    assert " ".join(html.split()) == shown
    assert "{" in "".join(parse("a.md", source.encode(), Dialect()).body.texts)


def _outline(body: str) -> list[str]:
    """Text, tags, ids of headings and targets of links; without additions of a build and sizes of pictures."""
    body = re.sub(r'<a class="?anchor.*?</a>', "", body)
    parts = re.split(r"(<[^>]*>)", body)
    reported = (_tag(part) if part[:1] == "<" else unescape(part).strip(" ") for part in parts)
    return [each for each in reported if each]


def _tag(tag: str) -> str:
    name = re.match(r"</?(\w+)", tag)
    kept = re.findall(r'\s(?:href|id)="?([^"\s>]*)', tag) if name and name[1] in ("a", "h2") else []
    return "" if name is None or name[1] in ("pre", "div", "span", "img", "figure", "wbr") else f"{name[0]} {kept}"


@pytest.mark.parametrize(
    ("opening", "source", "shown", "is_block"),
    [
        ("\\(", "a \\(x_1*y*z\\) b", 1, False),
        ("\\[", "a\n\n\\[x_1\n*y*\\]\n\nb", 1, True),
        ("$", "a $x_1$, $y_2$ b", 2, False),
        ("$", "`$x$` and \\$5 and $$y$$", 1, True),
        ("\\(", "`\\(x\\)` and \\\\(y\\\\)", 1, False),
    ],
)
def test_a_formula_is_between_the_configured_delimiters(opening: Any, source: str, shown: int, is_block: bool) -> None:
    parsed = parse("a.md", source.encode(), Dialect(goldmark=Goldmark(passthrough=(opening,))))
    html = "".join(parsed.body.texts)
    assert html.count("<math") == shown, html
    assert ('display="block"' in html) == is_block
    assert "<em>" not in html
    assert parsed.note.problems == ()
    plain = "".join(parse("a.md", source.encode(), Dialect()).body.texts)
    assert plain.count("<math") == source.count("$$") // 2 + source.count("\\\\(")


def test_the_configuration_of_a_hugo_site_is_used() -> None:
    goldmark: dict[str, Any] = {
        "Renderer": {"HardWraps": True},
        "extensions": {
            "linkify": False,
            "typographer": {"disable": True},
            "cjk": {"enable": True, "eastAsianLineBreaks": True, "escapedSpace": True},
            "passthrough": {"enable": True, "delimiters": {"block": [["\\[", "\\]"]], "inline": [["$", "$"]]}},
        },
    }
    config = from_hugo({"enableEmoji": True, "markup": {"goldmark": goldmark}}).goldmark
    assert (config.emoji, config.hard_wraps, config.linkify, config.typographer) == (True, True, False, False)
    assert (config.east_asian_line_breaks, config.escaped_space, config.passthrough) == ("simple", True, ("\\[", "$"))
    assert (config.strikethrough, config.extras, config.heading_ids) == (True, (), "github")
    goldmark["extensions"] |= {
        "strikethrough": False,
        "extras": {"mark": {"enable": True}, "insert": {"enable": False}},
    }
    goldmark["parser"] = {"autoIDType": "blackfriday", "attribute": {"block": True}}
    config = from_hugo({"markup": {"goldmark": goldmark}}).goldmark
    assert (config.strikethrough, config.extras, config.heading_ids) == (False, ("mark",), "blackfriday")
    assert config.block_attributes
    goldmark["parser"]["autoHeadingID"] = False
    goldmark["extensions"]["passthrough"]["enable"] = False
    goldmark["extensions"]["cjk"]["enable"] = False
    config = from_hugo({"markup": {"goldmark": goldmark}}).goldmark
    assert config.heading_ids == ""
    assert (config.east_asian_line_breaks, config.escaped_space, config.passthrough) == ("", False, ())


@pytest.mark.parametrize(("markup", "is_read"), [("html", False), ("Org", False), ("goldmark", True), ("md", True)])
def test_an_unread_markup_language_is_reported(markup: str, is_read: bool) -> None:
    note = parse("a.md", f"---\ntitle: A\nmarkup: {markup}\n---\n*x*\n".encode(), Dialect()).note
    found = [(each.line, each.code) for each in note.problems if "markup" in each.message]
    assert found == ([] if is_read else [(3, "front-matter")])
