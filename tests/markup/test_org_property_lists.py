"""Values of property lists, weights, resources, and unused keys."""

from __future__ import annotations

from typing import Any

import pytest

from notegarden.dialects.org.property_lists import resources_in, value_of, values_in, weights_in
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, Note


def note(text: str, local: dict[str, str] | None = None) -> Note:
    context = read_file("org/a.org", text.encode(), local or {}, {}.get)
    return parse_page(context, context.pages[0], Dialect()).note


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("t", True), ("nil", False), ('"false"', False), ("12", 12), ("-5.0", -5.0), ("-17E-6", -1.7e-05),
        ("1_234", 1234), ('"234"', 234), ('"10040216507682529280"', "10040216507682529280"), ("_", "_"),
        ("two words", "two words"),
        ("'(dog cat \"two words\" 1 t)", ["dog", "cat", "two words", 1, True]), ("'()", []),
        ("'((legs . 4) (\"Eyes\" . 2) (friends . (poo boo)) (more a \"b\"))",
         {"legs": 4, "eyes": 2, "friends": ["poo", "boo"], "more": ["a", "b"]}),
        ("'((none) (yes . t) (deep . ((a . 1))))", {"yes": True, "deep": {"a": 1}}),
        ('["a b" c 1]', ["a b", "c", 1]), ("[]", []),
        ("'(a (b c))", ["a", ["b", "c"]]), ("'(a (b)", "'(a (b)"), (f"'{'(' * 40}{')' * 40}", f"'{'(' * 40}{')' * 40}"),
        (r"""'("say \"so\"")""", ['say "so"']), ("(run 'it)", "(run 'it)"),
    ],
)  # fmt: skip
def test_a_value_is_converted_as_by_the_exporter(typed: str, value: Any) -> None:
    found = value_of(typed)
    assert found == value
    assert type(found) is type(value)


def test_weights_of_taxonomies_are_read() -> None:
    found = weights_in("7 :tags 88 :categories auto", 2001)
    assert found == {"weight": 7, "tags_weight": 88, "categories_weight": 2001}
    assert weights_in(":page auto :tags x", None) == {}
    assert note("#+title: T\n#+hugo_weight: 7\n#+hugo_weight: :tags 88\n").front.params["tags_weight"] == 88


def test_resources_are_grouped_by_their_src() -> None:
    typed = ':src "*.png" :title "A #:counter" :by me :src b.jpg :src "*.png" :byline "x" :name n'
    assert resources_in(typed) == [
        {"src": "*.png", "title": "A #:counter", "params": {"by": "me", "byline": "x"}, "name": "n"},
        {"src": "b.jpg"},
    ]
    assert resources_in(":title none") == []
    text = "* A\n:PROPERTIES:\n:EXPORT_FILE_NAME: a\n:EXPORT_HUGO_RESOURCES: :src a\n"
    text += ":EXPORT_HUGO_RESOURCES+: :k '(1)\n:END:"
    assert note(text).front.params["resources"] == [{"src": "a", "params": {"k": [1]}}]


def test_repeated_keywords_are_combined() -> None:
    found = note("#+title: T\n#+hugo_menu: :menu foo\n#+hugo_menu: :weight 10\n").front.menus[0]
    assert (found.menu, found.weight) == ("foo", 10)
    text = "#+title: T\n#+hugo_custom_front_matter: :a 1 :b 2\n"
    text += "#+hugo_front_matter_key_replace: a>c\n#+hugo_front_matter_key_replace: b>d\n"
    assert {key: note(text).front.params.get(key) for key in "abcd"} == {"a": None, "b": None, "c": 1, "d": 2}


@pytest.mark.parametrize("where", ["#+options: title:nil\n", "local"])
def test_a_page_without_a_title_is_read(where: str) -> None:
    local = {"options": "title:nil"} if where == "local" else {}
    found = note(f"#+title: T\n{'' if local else where}Text\n", local)
    assert (found.front.title, found.title) == (None, "A")


def test_creator_locale_and_language_are_reported_where_they_are_enabled() -> None:
    head = "#+title: T\n#+creator: Me\n#+hugo_locale: zh\n"
    keys = ("creator", "locale", "iscjklanguage")
    assert [key for key in keys if key in note(head).front.params] == []
    asked = note(f"{head}#+options: creator:t\n#+hugo_with_locale: t\n#+hugo_iscjklanguage: t\n").front.params
    assert [asked[key] for key in keys] == ["Me", "zh", True]


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("#+title: T\n#+hugo_tag: a\n", 2, "did you mean #+hugo_tags?"),
        ("#+title: T\n#+hugo_wholly_mine: a\n#+hugo_wholly_mine: b\n", 2, "use :EXPORT_HUGO_CUSTOM_FRONT_MATTER: …"),
        ("#+title: T\n* A\n:PROPERTIES:\n:EXPORT_FILENAME: a\n:END:\n", 4, "did you mean EXPORT_FILE_NAME?"),
        (":PROPERTIES:\n:HUGO_TAGS: a\n:END:\n#+title: T\n", 2, "did you mean EXPORT_HUGO_TAGS?"),
    ],
)
def test_an_unused_key_is_reported(text: str, line: int, hint: str) -> None:
    [problem] = [each for each in note(text).problems if each.code == "org-setting"]
    assert problem.line == line
    assert problem.hint.startswith(hint.rstrip("…"))


def test_keys_of_other_exporters_are_not_reported() -> None:
    text = "#+title: T\n#+latex_class: x\n#+hugo_base_dir: .\n* A\n:PROPERTIES:\n:EXPORT_LATEX_CLASS: x\n"
    text += ":EXPORT_HUGO_SECTION_FRAG: x\n:EXPORT_OPTIONS: toc:t\n:HEADER-ARGS: :x y\n:END:\n"
    assert note(text).problems == ()


def test_of_an_inherited_tag_the_nearest_is_used() -> None:
    text = "#+filetags: :a:b:\n* X :c:a:\n** Y :b:\n:PROPERTIES:\n:EXPORT_FILE_NAME: y\n:END:\n"
    assert note(text).front.tags == ("c", "a", "b")
    assert values_in(":a 1 :a 2") == {"a": 2}
