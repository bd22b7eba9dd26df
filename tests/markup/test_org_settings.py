"""Variables that an Org file sets by `#+bind`, tasks in the text, and groups of tags."""

from __future__ import annotations

import pytest

from notegarden.dialects.org.dirlocals import settings_in
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, Parsed


def page(text: str, local: dict[str, str] | None = None) -> Parsed:
    context = read_file("a.org", text.encode(), local or {}, {}.get)
    return parse_page(context, context.pages[0], Dialect())


def html(text: str, local: dict[str, str] | None = None) -> str:
    return "".join(page(text, local).body.texts)


def told(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in page(text).note.problems if each.code == "org-setting"]


HEAD = "#+title: T\n"
TEXT = "a_{1} *b* \\alpha\nmore\n\n* TODO Head :tag:\n"


@pytest.mark.parametrize(
    ("bind", "option"),
    [
        ("org-export-with-todo-keywords nil", "todo:nil"), ("org-export-with-tags nil", "tags:nil"),
        ("org-export-with-sub-superscripts nil", "^:nil"), ("org-export-with-emphasize nil", "*:nil"),
        ("org-export-with-entities nil", "e:nil"), ("org-export-with-toc t", "toc:t"),
        ("org-export-with-tasks '(\"DONE\")", 'tasks:("DONE")'), ("org-export-headline-levels 0", "H:0"),
        ("org-export-with-section-numbers t", "num:t"), ("org-export-preserve-breaks t", "\\n:t"),
    ],
)  # fmt: skip
def test_a_bound_variable_says_what_an_option_says(bind: str, option: str) -> None:
    shown = html(f"{HEAD}#+options: {option}\n{TEXT}")
    assert html(f"{HEAD}#+bind: {bind}\n{TEXT}") == shown != html(f"{HEAD}{TEXT}")
    name, value = bind.split(" ", 1)
    assert html(f"{HEAD}{TEXT}", settings_in(f"((org-mode . (({name} . {value.lstrip(chr(39))}))))")) == shown
    assert told(f"{HEAD}#+bind: {bind}\n{TEXT}") == []


def test_an_option_of_the_file_counts_before_a_bound_variable() -> None:
    text = f"{HEAD}#+bind: org-export-with-tags nil\n#+options: tags:t\n{TEXT}"
    assert html(text) == html(f"{HEAD}{TEXT}")


def test_a_bound_section_places_the_page() -> None:
    assert page(f'{HEAD}#+bind: org-hugo-section "notes"\n').note.path == "notes/a.md"


POST = "* Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n:END:\nx\n"


@pytest.mark.parametrize(
    "head",
    [
        ":PROPERTIES:\n:EXPORT_HUGO_SECTION: notes\n:EXPORT_DATE: [2018-11-11 Sun 21:49]\n:END:\n",
        "#+property: EXPORT_HUGO_SECTION notes\n#+PROPERTY: export_date 2018-11-11T21:49:00+00:00\n",
        ":PROPERTIES:\n:EXPORT_HUGO_SECTION: notes\n:END:\n#+property: EXPORT_DATE 2018-11-11T21:49:00+00:00\n"
        "#+property: EXPORT_HUGO_SECTION others\n",
    ],
)
def test_every_post_inherits_the_properties_of_its_file(head: str) -> None:
    note = page(f"{head}{POST}").note
    assert (note.path, note.front.date) == ("notes/post.md", "2018-11-11T21:49:00+00:00")
    own = POST.replace(":END:", ":EXPORT_HUGO_SECTION: own\n:END:")
    assert page(f"{head}{own}").note.path == "own/post.md"


@pytest.mark.parametrize(
    "bind", ["org-export-foo t", "org-export-before-parsing-hook (lambda (_) (f 'html))", "x", "", 'my-var "open']
)
def test_a_variable_that_is_not_followed_is_told(bind: str) -> None:
    assert [line for line, _ in told(f"{HEAD}\n#+bind: {bind}\n{TEXT}")] == [3]


TASK = f"{'*' * 15} TODO Call\nabout it\n{'*' * 15} END\n"


def test_a_task_in_the_text_is_told_once() -> None:
    assert [line for line, _ in told(f"{HEAD}* A\ntext\n{TASK}more\n{TASK}")] == [6]
    assert told(f"{HEAD}* A\ntext\n{'*' * 15} Deep\nmore\n") == []
    shown = html(f"{HEAD}* A\ntext\n{TASK}more\n")
    assert [word for word in ("Call", "about it", "more") if word not in shown] == []


@pytest.mark.parametrize("tags", ["[ GTD : Control Persp ]", "{ @home(h) @work(w) }", "a b", "[ Control : {C.+} ]"])
def test_a_group_of_tags_is_for_the_agenda_alone(tags: str) -> None:
    shown = page(f"{HEAD}#+tags: {tags}\n#+filetags: :Control:\n{TEXT}")
    assert shown.note.front.tags == ("Control",)
    assert "".join(shown.body.texts) == html(f"{HEAD}#+filetags: :Control:\n{TEXT}")
    assert told(f"{HEAD}#+tags: {tags}\n{TEXT}") == []


def test_the_footer_of_a_folder_stands_behind_each_page() -> None:
    local = settings_in('((org-mode . ((org-hugo-footer . "\\n\\nBy *me*, \\"so\\"."))))')
    shown = html(f"{HEAD}Text[fn:: note].", local)
    assert shown.index("Text") < shown.index("<p>By <em>me</em>") < shown.index("footnotes")
    assert "By" not in html(f"{HEAD}#+footer: By me\nText.")
