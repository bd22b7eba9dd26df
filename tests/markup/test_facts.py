"""Facts of a note besides its body."""

from __future__ import annotations

import re

import pytest
from fixtures import read, shown

from notegarden.dialects import parse
from notegarden.notes.note import Dialect, Note

LINES_BEFORE = 6  # the front matter of the cases


def note(source: str) -> Note:
    return read(source).note


def test_links_have_their_source_positions() -> None:
    source = (
        "tags\n: [A]({{< relref \"a.md\" >}}), [B]({{< relref \"b.md#x\" >}})\n\n"
        "## Head [C](c.md) {#h}\n\n"
        "-   one [D](d.md) two [E]( /e/ 'T')\n    [F](#f)\n\n"
        "> \\\\(x\\\\) [G](g.md) {{< relref \"h.md\" >}}\n\n"
        "<a href=\"/i/\">i</a>\n\n"
        "| a | b |\n|---|---|\n| [J](j.md) | [J](j.md) |\n\n"
        "![p](p.png) [![q](q.png)](k.md)\n"
    )  # fmt: skip
    lines = source.split("\n")
    found = note(source)
    for link in found.links:
        typed = lines[link.line - LINES_BEFORE - 1][link.column - 1 :]
        wanted = "{{" if link.kind in ("relref", "ref") else link.target
        assert typed.startswith(wanted) or (link.kind == "html" and link.column == 1), (link, typed)
    assert [link.target for link in found.links] == [
        "a.md", "b.md#x", "c.md", "d.md", "/e/", "#f", "g.md", "h.md", "/i/", "j.md", "j.md", "k.md",
    ]  # fmt: skip
    assert [(picture.src, picture.line - LINES_BEFORE, picture.column) for picture in found.pictures] == [
        ("p.png", 17, 6), ("q.png", 17, 19),
    ]  # fmt: skip


def test_a_link_has_its_sentence_its_section_and_its_block() -> None:
    first, second = note(
        "First sentence. See [the *other* one](other.md) for more of\nit. Last sentence.\n\n"
        '## A `b` & c {#abc}\n\n-   in a list [x]({{< relref "x.md" >}})\n'
    ).links
    assert (first.before, first.text, first.after) == ("See ", "the other one", " for more of it.")
    assert (first.section, second.section, second.text) == ("", "A b & c", "x")
    assert re.fullmatch("c-[0-9a-f]{5}", first.block)


def test_a_footnote_number_is_not_part_of_a_sentence() -> None:
    (link,) = note("It was so.[^1] Now see[^2] [x](x.md);[^1] good.\n\n[^1]: a\n[^2]: b\n").links
    assert (link.before, link.text, link.after) == ("Now see ", "x", "; good.")


def test_a_link_in_a_table_is_cited_with_its_row() -> None:
    first, second = note("|a|b|c|\n|-|-|-|\n|one|see [x](x.md)[^1]|[y](y.md)|\n\n[^1]: a\n").links
    assert (first.before, first.text, first.after) == ("one · see ", "x", " · y")
    assert (second.before, second.text, second.after) == ("one · see x · ", "y", "")
    assert first.block != second.block


def test_long_sentences_are_truncated_at_words() -> None:
    (link,) = note(f"{'before ' * 60}[x](x.md){' after' * 60}").links
    assert link.before.startswith("…before ")
    assert link.after.endswith(" after…")
    assert len(link.before) <= 170
    assert len(link.after) <= 170


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("先行文。その方法は[X](x.md)で\n述べた。次の文。", ("その方法は", "X", "で述べた。")),
        ("他说：好！这里\n[某文](x.md)\n有解释？是的。", ("这里", "某文", "有解释？")),
        ("値は３．５である．図は[X](x.md)を見よ．次．", ("図は", "X", "を見よ．")),
        ("一つ目。2つ目は[X](x.md)。3つ目。", ("2つ目は", "X", "。")),
        ("「終わり。」 そして [X](x.md) を見る", ("そして ", "X", " を見る")),
        ("한국어는\n띄어 쓴다. 여기\n[X](x.md)\n참조.", ("여기 ", "X", " 참조.")),
        ("यह है। देखो [X](x.md) यहाँ। और", ("देखो ", "X", " यहाँ।")),
        ("Read it.Not [X](x.md) v1.2 now. More.", ("Read it.Not ", "X", " v1.2 now.")),
    ],
)
def test_sentences_end_as_in_their_script(source: str, expected: tuple[str, str, str]) -> None:
    (link,) = note(source).links
    assert (link.before, link.text, link.after) == expected


@pytest.mark.parametrize("letters", ["学习模型的训练", "カタカナッー", "ภาษาไทยเขียนติดกัน"])
def test_long_sentences_without_spaces_are_truncated_between_characters(letters: str) -> None:
    (link,) = note(f"A {letters * 40} [x](x.md)は {letters * 40}").links
    assert link.before[0] == link.after[-1] == "…"
    assert link.before[1:].rstrip() in letters * 40
    assert 100 < len(link.before) <= 162
    assert 100 < len(link.after) <= 162
    assert link.before[1] not in "ッーิี"


def test_a_summary_without_spaces_is_truncated_between_characters() -> None:
    assert note("これは\n日本語です。").summary == "これは日本語です。"
    summary = note("Python は " + "機械学習に使う" * 60).summary
    assert 250 < len(summary) <= 280


def test_a_blocks_id_is_unchanged_when_other_blocks_change() -> None:
    block = "A paragraph with a [link](x.md)."
    ids = {note(source).links[-1].block for source in (block, f"New.\n\n{block}", f"# H\n\n> q\n\n{block}\n\nEnd.")}
    assert len(ids) == 1
    assert ids != {note(block.replace("with", "without")).links[0].block}


def test_the_leading_definition_list_contains_the_fields() -> None:
    found = note(
        "tags\n: [A](a.md), [B](b.md),\n\nsource\n: <https://x.org> & *more*\n\nRelated\n: [C](c.md)\n: d\n\n"
        "Text.\n\nterm\n: [D](d.md)\n"
    )
    assert [(field.name, field.text) for field in found.fields] == [
        ("tags", "A, B,"), ("source", "https://x.org & more"), ("related", "C"), ("related", "d"),
    ]  # fmt: skip
    assert [link.field for link in found.links] == ["tags", "tags", "related", ""]
    assert found.summary == "Text."


def test_a_list_that_is_not_first_contains_no_fields() -> None:
    found = note("Text.\n\ntags\n: [A](a.md)\n")
    assert (found.fields, found.links[0].field) == ((), "")


def test_headings_ids_and_title_of_a_note() -> None:
    found = note('## One {#x}\n\n### "Two" & <b>three</b>[^1]\n\n<a id="y"></a>\n\n## One {#x}\n\n[^1]: f\n')
    assert [(one.level, one.id, one.text, one.line - LINES_BEFORE) for one in found.headings] == [
        (2, "x", "One", 1), (3, "two--three", "“Two” & three", 3), (2, "x", "One", 7),
    ]  # fmt: skip
    assert found.ids == ("x", "two--three", "fnref:1", "y", "x", "fn:1")
    assert found.title == "A title"


def test_the_title_of_a_note_without_one() -> None:
    for path, title in (
        ("posts/20230326092427-modern_ai_stack.md", "Modern ai stack"),
        ("posts/2020-04-19-a-day.md", "2020 04 19 a day"),
        ("posts/index.md", "Posts"),
        ("_index.md", "Home"),
        ("x/élan.md", "Élan"),
    ):
        assert parse(path, b"text", Dialect()).note.title == title


def test_summary_words_and_terms_of_a_note() -> None:
    text = "The *tokens* of a `token` stream: " + "tokens and parsers, " * 4
    found = note(f"# Head\n\n-   item\n\n{text}\n\nSecond.\n")
    assert found.summary == text.replace("*", "").replace("`", "").strip()
    assert found.terms[:2] == ("token", "parser")
    assert found.words == 2 + 6 + 12 + 1
    long = note("word " * 100)
    assert len(long.summary) <= 280
    assert long.summary.endswith("word…")


def test_text_without_spaces_is_counted_in_pairs_of_characters() -> None:
    assert note("知識の庭について、English words。").words == 4 + 2  # the comma and the full stop do not count
    assert note("“Quoted” – ‘words’.").words == 3
    assert note("a 一 b").words == 3


def test_equal_bytes_give_equal_notes_and_other_text_gives_another_digest() -> None:
    assert read("a [b](c.md)") == read("a [b](c.md)")
    assert read("a").note.digest != read("b").note.digest


def test_a_gardens_own_shortcodes_are_used() -> None:
    dialect = Dialect(
        params={"who": "W"},
        shortcodes=(
            ("box", '<div class="{{ args[0] }}">{{ inner }}</div>'),
            ("hi", "<b>{{ params.name }}</b> {{ site.who }} {{ page.title }}"),
            ("bad", "{{ 1 / 0 }}"),
            ("youtube", "<i>{{ args[0] }}</i>"),
        ),
    )
    source = (
        '{{< box "a&b" >}}*raw*{{< /box >}}\n\n{{% box c %}}\n*md* [l](l.md)\n{{% /box %}}\n\n'
        'x {{< hi name="<i>" >}} y {{< bad >}}\n\n{{< youtube 1 >}}'
    )
    found = read(source, dialect)
    html = shown(found)
    assert '<div class="a&amp;b">*raw*</div>' in html
    assert re.search(r'<div class="c"><p id="c-\w+"><em>md</em> <a {markdown l.md}>l</a></p>\n</div>', html)
    assert "x <b>&lt;i&gt;</b> W A title y" in html
    assert "<i>1</i>" in html
    (problem,) = found.note.problems
    assert (problem.line, problem.column) == (LINES_BEFORE + 7, 27)
    assert "division by zero" in problem.message
