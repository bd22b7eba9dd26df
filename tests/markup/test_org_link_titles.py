"""The title of another page of the file, shown by a link without description: with markup, without nested links."""

from __future__ import annotations

import pytest

from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, Parsed


def page(title: str, link: str = "[[id:b]]") -> Parsed:
    text = f"* A\n:PROPERTIES:\n:EXPORT_FILE_NAME: a\n:END:\n{link}\n\n[fn:1] d\n"
    text += f"* {title}\n:PROPERTIES:\n:EXPORT_FILE_NAME: b\n:ID: b\n:CUSTOM_ID: c\n:END:\n"
    context = read_file("a.org", text.encode(), {}, {}.get)
    return parse_page(context, context.pages[0], Dialect())


@pytest.mark.parametrize("link", ["[[id:b]]", "[[#c]]", "id:b"])
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Plain", "Plain"), ("A & B =<c>= *d*", "A &amp; B <code>&lt;c&gt;</code> <strong>d</strong>"),
        ("See https://x.org now", "See https://x.org now"), ("[[https://a.b][words]] x", "words x"),
        ("[x](http://y.z) =w=", "x <code>w</code>"), ("With [fn:1] note", "With note"), ("t <<tgt>>", "t <span class"),
        ("a {{{m}}}", "a {{{m}}}"), ("@@html:<em>@@ x", "x"), ("[[id:b]] self", "id:b self"),
        ("id:b self", "id:b self"),
        ("[[https://a.b/p.png]] x", "x"),
    ],
)  # fmt: skip
def test_the_markup_of_a_title_in_a_link(title: str, shown: str, link: str) -> None:
    parsed = page(title, link)
    assert parsed.note.links[0].named.strip().startswith(shown)
    assert len(parsed.note.links) == 1
    assert "footnotes" not in "".join(parsed.body.texts)
    assert not parsed.note.pictures
    assert parsed.note.problems == ()


def test_the_plain_text_has_the_target_as_written() -> None:
    parsed = page("Plan")
    assert parsed.note.links[0].is_unnamed
    assert "Plan" not in "".join(parsed.body.texts) + parsed.note.summary + parsed.note.links[0].text
    assert parsed.note.links[0].cited_text == "Plan"
