"""Variables that an Org file sets by `#+bind`, tasks in the text, and groups of tags."""

from __future__ import annotations

import pytest

from notegarden.dialects.org.dirlocals import of_file, settings_in
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, Parsed


def page(text: str, local: dict[str, str] | None = None) -> Parsed:
    context = read_file("a.org", text.encode(), local or {}, {}.get)
    return parse_page(context, context.pages[0], Dialect())


def html(text: str, local: dict[str, str] | None = None) -> str:
    return "".join(page(text, local).body.texts)


def codes_of(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in page(text).note.problems if each.code == "org-setting"]


HEAD = "#+title: T\n"
TEXT = "a_{1} *b* \\alpha\nmore\n\n* TODO Head :tag:\n"


def test_local_variables_of_a_file_are_read_as_data_and_change_nothing_that_is_withheld() -> None:
    local = (
        '/* Local Variables: */\n/* org-export-headline-levels: 1 */\n/* org-hugo-footer: "A\\nB" */\n'
        '/* org-export-exclude-tags: ("a") */\n/* End: */\n/* org-hugo-section: x */'
    )
    assert of_file(local.split("\n")) == {"levels": "1", "footer": "A\nB"}
    assert of_file([*local.split("\n"), *["a" * 100] * 31]) == {}


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
def test_a_bound_variable_has_the_effect_of_its_option(bind: str, option: str) -> None:
    shown = html(f"{HEAD}#+options: {option}\n{TEXT}")
    assert html(f"{HEAD}#+bind: {bind}\n{TEXT}") == shown != html(f"{HEAD}{TEXT}")
    name, value = bind.split(" ", 1)
    assert html(f"{HEAD}{TEXT}", settings_in(f"((org-mode . (({name} . {value.lstrip(chr(39))}))))")) == shown
    assert codes_of(f"{HEAD}#+bind: {bind}\n{TEXT}") == []


def test_an_option_of_the_file_takes_precedence_over_a_bound_variable() -> None:
    text = f"{HEAD}#+bind: org-export-with-tags nil\n#+options: tags:t\n{TEXT}"
    assert html(text) == html(f"{HEAD}{TEXT}")


def test_a_bound_section_determines_the_path_of_the_page() -> None:
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


def post(name: str, tags: str = "", *lines: str, text: str = "x") -> str:
    drawer = "\n".join((f":EXPORT_FILE_NAME: {name}", *lines))
    return f"* Post {tags}\n:PROPERTIES:\n{drawer}\n:END:\n{text}\n"


def test_a_description_block_describes_the_page_that_contains_it() -> None:
    block = '#+begin_description\nOf *words*,\nand ~code~: it\'s "so".\n#+end_description\n'
    other = "#+BEGIN_description\nThe other.\n#+END_description\n"
    inner = post("inner", text=other).replace("* Post", "** Inner")
    context = read_file("a.org", (post("outer", text=block) + inner + post("last")).encode(), {}, {}.get)
    found = [parse_page(context, each, Dialect()) for each in context.pages]
    said = {each.note.path: each.note.front.description for each in found}
    assert [said[f"posts/{name}.md"] for name in ("outer", "inner", "last")] == [
        'Of words, and code: it\'s "so".', "The other.", "",
    ]  # fmt: skip
    assert all("Of words" not in "".join(each.body.texts) for each in found)
    assert page(f"{HEAD}{block}\nx\n").note.front.description.startswith("Of words")
    assert page(f"{HEAD}#+begin_description\nnever closed\n").note.front.description == ""


def test_a_front_matter_block_adds_to_the_front_matter() -> None:
    block = '#+begin_src toml :front_matter_extra t\ndraft = true\n[[links]]\nname = "One"\n#+end_src\n'
    front = page(post("a", text=block)).note.front
    assert front.draft
    assert front.params["links"] == [{"name": "One"}]
    yaml = "#+begin_src yaml :front_matter_extra t\nexpiryDate: 2001-01-01\n#+end_src\n"
    assert page(f"{HEAD}{yaml}").note.front.expiry_date
    assert not page(post("a", text=block.replace(":front_matter_extra t", ""))).note.front.draft


def test_an_unreadable_front_matter_block_withholds_the_page() -> None:
    note = page(post("a", text="#+begin_src toml :front_matter_extra t\ndraft = tru\n#+end_src\n")).note
    assert note.front.unreadable
    assert next((each.line, "broken TOML" in each.message) for each in note.problems) == (6, True)


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        ((), ("a-b", "a_b", "a b", "-c")),
        ((":EXPORT_HUGO_PREFER_HYPHEN_IN_TAGS: nil",), ("a_b", "a___b", "a b", "_c")),
        ((":EXPORT_HUGO_PREFER_HYPHEN_IN_TAGS:",), ("a_b", "a___b", "a b", "_c")),
        ((":EXPORT_HUGO_ALLOW_SPACES_IN_TAGS: nil",), ("a-b", "a_b", "a__b", "-c")),
    ],
)
def test_underscores_in_tags_are_replaced(lines: tuple[str, ...], tags: tuple[str, ...]) -> None:
    assert page(post("a", ":a_b:a___b:a__b:_c:", *lines)).note.front.tags == tags


def test_authors_are_separated_by_commas_and_lines() -> None:
    assert page(f"{HEAD}#+author: One  Two, Three\n#+author: Four,Three\nx\n").note.front.authors == (
        "One Two", "Three", "Four",
    )  # fmt: skip
    assert page(f"{HEAD}#+author: One\n#+options: author:nil\nx\n").note.front.authors == ()


def test_an_alias_without_a_slash_is_in_the_section() -> None:
    assert page(post("a", "", ":EXPORT_HUGO_ALIASES: one /two x/three")).note.front.aliases == (
        "/posts/one", "/two", "x/three",
    )  # fmt: skip
    assert page(post("index", "", ":EXPORT_HUGO_BUNDLE: b", ":EXPORT_HUGO_ALIASES: one")).note.front.aliases == (
        "/posts/one",
    )


def test_keys_are_renamed_except_those_that_withhold_a_page() -> None:
    renamed = ":EXPORT_HUGO_FRONT_MATTER_KEY_REPLACE: tags>topics draft>ready slug>nil"
    note = page(post("a", ":t:", renamed, ":EXPORT_HUGO_DRAFT: t", ":EXPORT_HUGO_SLUG: s")).note
    assert note.front.slug == ""
    assert note.front.tags == ()
    assert note.front.params["topics"] == ["t"]
    assert note.front.draft


def test_automatic_weights_keep_the_order_of_the_file() -> None:
    head = "#+hugo_weight: auto\n* Other\n"
    inner = "".join(post(f"inner{number}").replace("* Post", "** Post") for number in range(2))
    context = read_file("a.org", f"{head}{post('one')}{inner}{post('two')}".encode(), {}, {}.get)
    notes = [parse_page(context, each, Dialect()).note for each in context.pages]
    assert {note.path: note.front.weight for note in notes} == {
        "posts/one.md": 1001, "posts/inner0.md": 2001, "posts/inner1.md": 2002, "posts/two.md": 1002,
    }  # fmt: skip
    assert page(f"{HEAD}#+hugo_weight: auto\n").note.front.weight == 0


@pytest.mark.parametrize(("typed", "weight"), [("7 :tags 1", 7), (":tags 1 :page 7", 7), (":tags 1", 0), ("x", 0)])
def test_the_weight_of_the_page_is_independent_of_those_in_taxonomies(typed: str, weight: int) -> None:
    assert page(post("a", "", f":EXPORT_HUGO_WEIGHT: {typed}")).note.front.weight == weight


def test_a_menu_entry_has_an_id_and_the_weight_of_its_post() -> None:
    lines = (":EXPORT_HUGO_MENU: :menu main :parent up", ":EXPORT_HUGO_MENU_OVERRIDE: :parent top")
    [entry] = page(post("a", "", *lines)).note.front.menus
    assert (entry.menu, entry.parent, entry.identifier, entry.weight) == ("main", "top", "post", 1001)
    [entry] = page(post("a", "", ":EXPORT_HUGO_MENU: :menu main :weight 3 :identifier mine")).note.front.menus
    assert (entry.menu, entry.identifier, entry.weight) == ("main", "mine", 3)


@pytest.mark.parametrize(
    "bind", ["org-export-foo t", "org-export-before-parsing-hook (lambda (_) (f 'html))", "x", "", 'my-var "open']
)
def test_an_unsupported_variable_is_reported(bind: str) -> None:
    assert [line for line, _ in codes_of(f"{HEAD}\n#+bind: {bind}\n{TEXT}")] == [3]


TASK = f"{'*' * 15} TODO Call\nabout it\n{'*' * 15} END\n"


def test_tasks_in_the_text_are_reported_once() -> None:
    assert [line for line, _ in codes_of(f"{HEAD}* A\ntext\n{TASK}more\n{TASK}")] == [6]
    assert codes_of(f"{HEAD}* A\ntext\n{'*' * 15} Deep\nmore\n") == []
    shown = html(f"{HEAD}* A\ntext\n{TASK}more\n")
    assert [word for word in ("Call", "about it", "more") if word not in shown] == []


@pytest.mark.parametrize(
    ("tags", "more"),
    [
        ("[ GTD : Control Persp ]", ["GTD"]), ("{ x GTD : Control(c) }", ["GTD"]), ("{ @home(h) @work(w) }", []),
        ("a : Control", []), ("[ Control : {C.+} ]", []), ("{ a : Control", []),
        ("[ GTD : Control ] [ b : GTD ] [ GTD : b ]", ["b", "GTD"]),
    ],
)  # fmt: skip
def test_a_tag_adds_the_tag_of_its_group(tags: str, more: list[str]) -> None:
    shown = page(f"{HEAD}#+tags: {tags}\n#+filetags: :Control:\n{TEXT}")
    assert shown.note.front.tags == (*more, "Control")
    assert "".join(shown.body.texts) == html(f"{HEAD}#+filetags: :Control:\n{TEXT}")
    assert codes_of(f"{HEAD}#+tags: {tags}\n{TEXT}") == []


def test_the_footer_of_a_folder_is_appended_to_each_page() -> None:
    local = settings_in('((org-mode . ((org-hugo-footer . "\\n\\nBy *me*, \\"so\\"."))))')
    shown = html(f"{HEAD}Text[fn:: note].", local)
    assert shown.index("Text") < shown.index("<p>By <em>me</em>") < shown.index("footnotes")
    assert "By" not in html(f"{HEAD}#+footer: By me\nText.")
